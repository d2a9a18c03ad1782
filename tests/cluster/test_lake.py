"""A DuckLake with its catalogue in Debian's PostgreSQL: builds of two document sets at once, readers, time travel."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cluster.conftest import environment
from tests.integration.conftest import BULLETINS
from tests.integration.test_postgres_storage import database as database  # a fixture

pytestmark = [pytest.mark.cluster, pytest.mark.postgres, pytest.mark.slow]

_PROGRAM = """
import json, sys, time
from pathlib import Path
from pipelines.warehouse import Lake, WarehouseError

COUNTS = '''
    WITH listed AS (SELECT document_set, count(*) AS n FROM lake.bi.observations {at} GROUP BY ALL),
      facts AS (SELECT document_set, count(*) AS n FROM (
        SELECT document_set FROM lake.marts.fct_observations {at}
        UNION ALL SELECT document_set FROM lake.marts.fct_targets {at}) GROUP BY ALL)
    SELECT document_set, listed.n, facts.n FROM listed FULL JOIN facts USING (document_set) ORDER BY ALL
'''
if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    lake = Lake(given["catalogue"], Path(given["data"]))
    if given["do"] == "publish":
        print(lake.publish(Path(given["warehouse"]), given["document_set"]))
    elif given["do"] == "counts":
        connection = lake.connect(read_only=True)
        print(json.dumps(connection.execute(COUNTS.format(at=given["at"])).fetchall()))
    else:  # poll until the file is there
        connection, polls, states = lake.connect(read_only=True), 0, []
        print("reading", flush=True)
        while not Path(given["until"]).exists():
            state = connection.execute(COUNTS.format(at="")).fetchall()
            polls += 1
            if state not in states:
                states.append(state)
            time.sleep(0.05)
        print(json.dumps({"polls": polls, "states": states}))
"""


@dataclass(frozen=True)
class Lakes:
    """One lake, and how the environment of the cluster works with it."""

    folder: Path
    programs: Path
    catalogue: str

    def start(self, do: str, **given: Any) -> subprocess.Popen[str]:
        told = {"do": do, "catalogue": self.catalogue, "data": str(self.folder / "lake"), **given}
        return self._popen(self.programs / "python", "-c", _PROGRAM, json.dumps(told))

    def build(self, document_set: str, texts: Mapping[str, str]) -> subprocess.Popen[str]:
        documents = self.folder / document_set
        documents.mkdir(exist_ok=True)
        for name, text in texts.items():
            (documents / name).write_text(text, encoding="utf-8")
        return self._popen(
            *(self.programs / "solieu", "build", "--documents", documents, "--warehouse", f"ducklake:{self.catalogue}"),
            SOLIEU_LAKE_DATA=str(self.folder / "lake"),
            SOLIEU_WORK=str(self.folder / f"work-{document_set}"),
        )

    def file_of(self, document_set: str) -> str:
        return str(self.folder / f"work-{document_set}" / "published" / "solieu.duckdb")

    def counts(self, at: str = "") -> dict[str, int]:
        """Observations by document set; the view's are those of its tables."""
        rows = json.loads(said(self.start("counts", at=at)))
        assert all(listed == facts for _, listed, facts in rows)
        return {name: listed for name, listed, _ in rows}

    def _popen(self, *command: object, **settings: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [str(word) for word in command],
            cwd=self.folder,
            env=environment() | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


def said(process: subprocess.Popen[str]) -> str:
    output, errors = process.communicate(timeout=300)
    assert process.returncode == 0, f"{output}\n{errors}"[-5000:]
    return output.strip()


def test_two_sets_at_once_readers_and_the_snapshot_before(
    published: Path, database: str, cluster: Path, tmp_path: Path
) -> None:
    lakes = Lakes(tmp_path, cluster, database)
    bulletin = (BULLETINS / "003_7040d20867ab9bb1.txt").read_text(encoding="utf-8")
    south = lakes.build("south", {"bulletin.txt": bulletin})
    north = lakes.start("publish", warehouse=str(published), document_set="north")
    said(north), said(south)
    built = lakes.counts()
    assert built.keys() == {"north", "south"}
    assert 0 < built["south"] < built["north"]

    # The same two at once again and again, one of them with other rows; a reader looks on.
    end = tmp_path / "end"
    reader = lakes.start("poll", until=str(end))
    assert reader.stdout is not None
    assert reader.stdout.readline() == "reading\n"
    files = [("north", lakes.file_of("south")), ("south", lakes.file_of("south"))]
    writers = [lakes.start("publish", warehouse=file, document_set=name) for name, file in files]
    snapshots = sorted(int(said(writer)) for writer in writers)
    end.touch()
    seen = json.loads(said(reader))
    full = built["south"]
    assert seen["polls"] > 5
    before = [["north", built["north"], built["north"]], ["south", full, full]]
    after = [["north", full, full], ["south", full, full]]
    assert all(state in (before, after) for state in seen["states"])
    assert seen["states"][-1] == after
    assert lakes.counts() == {"north": full, "south": full}
    assert lakes.counts(f"AT (VERSION => {snapshots[0] - 1})") == built, "as it was"


def test_a_lake_that_cannot_be_reached_is_told_without_its_password(cluster: Path, tmp_path: Path) -> None:
    lakes = Lakes(tmp_path, cluster, "postgresql://me:hidden@127.0.0.1:1/none")
    process = lakes.start("publish", warehouse=str(tmp_path / "none.duckdb"), document_set="north")
    _, errors = process.communicate(timeout=120)
    assert process.returncode != 0
    assert "cannot be opened" in errors
    assert "hidden" not in errors
