"""The environment of cluster/install, and what both environments are given to read."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from benchmarks.corpus import documents_frame
from pipelines.documents import QUARANTINE_SCHEMA
from pipelines.staging.intake import take_in
from pipelines.staging.store import MANIFEST

HOUSE = Path(__file__).resolve().parents[2]
REFERENCE = HOUSE / "seeds" / "reference"
VENV = HOUSE / ".cache" / "cluster"

_TAKE_IN = """
import json, sys
from pathlib import Path
import polars as pl
from pipelines.documents import QUARANTINE_SCHEMA
from pipelines.staging.engines import Engine
from pipelines.staging.intake import take_in
if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    found = take_in(
        [Path(given["extract"])], pl.DataFrame(schema=QUARANTINE_SCHEMA), Path(given["work"]), Path(given["reference"]),
        engine=Engine(**given["engine"]), batch_bytes=given["batch_bytes"],
    )
    print(json.dumps({"read": found.read, "quarantined": pl.read_parquet(found.quarantine).rows()}))
"""


def environment() -> dict[str, str]:
    """That of this process without settings of Solieu; the package is found in the repository."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("SOLIEU_", "RAY_", "DAFT_"))}
    return {**plain, "PYTHONPATH": str(HOUSE), "RAY_USAGE_STATS_ENABLED": "0"}


@pytest.fixture(scope="session")
def cluster() -> Path:
    """The programs of the environment with Daft, Ray and DuckLake, installed where it is not yet."""
    VENV.parent.mkdir(exist_ok=True)
    with VENV.with_suffix(".lock").open("w") as lock:  # tests may run in several processes
        fcntl.flock(lock, fcntl.LOCK_EX)
        subprocess.run([HOUSE / "cluster" / "install", sys.prefix, VENV], check=True)
    return VENV / "bin"


@dataclass(frozen=True)
class Corpus:
    """Documents as an extract, to be taken in by engines in work folders of their own."""

    folder: Path
    documents: int
    batch_bytes: int
    by_polars: Path

    @property
    def extract(self) -> Path:
        return self.folder / "extract.parquet"

    def start_daft(self, cluster: Path, work: Path, **engine: Any) -> subprocess.Popen[str]:
        given = {"extract": str(self.extract), "work": str(work), "reference": str(REFERENCE)}
        options = {"batch_bytes": self.batch_bytes, "engine": {"name": "daft", **engine}}
        # A file: reading processes import the program that started them.
        program = self.folder / "take_in.py"
        program.write_text(_TAKE_IN, encoding="utf-8")
        return subprocess.Popen(
            [cluster / "python", program, json.dumps({**given, **options})],
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )


def told(process: subprocess.Popen[str], timeout: float = 240) -> Any:
    """What a process started by `Corpus.start_daft` says at its end."""
    output, errors = process.communicate(timeout=timeout)
    assert process.returncode == 0, errors[-5000:]
    return next(json.loads(line) for line in output.splitlines() if line.startswith('{"read"'))


def shards(work: Path) -> Mapping[str, Any]:
    """The shards in a work folder's store: by name, their documents and the hashes of their files."""
    found = {}
    for manifest in sorted((work / "read").glob(f"*/[!.]*/{MANIFEST}")):
        said = json.loads(manifest.read_text(encoding="utf-8"))
        hashes = {name: file["sha256"] for name, file in said["files"].items()}
        found[f"{manifest.parent.parent.name}/{manifest.parent.name}"] = (said["keys"], hashes)
    return found


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Twenty documents in some seven batches; ``by_polars`` is the work folder where Polars has read them."""
    folder = tmp_path_factory.mktemp("corpus")
    frame, _ = documents_frame(range(20))
    corpus = Corpus(folder, frame.height, 25_000, folder / "polars")
    frame.write_parquet(corpus.extract)
    nothing = pl.DataFrame(schema=QUARANTINE_SCHEMA)
    found = take_in([corpus.extract], nothing, corpus.by_polars, REFERENCE, batch_bytes=corpus.batch_bytes)
    assert found.read == corpus.documents
    return corpus
