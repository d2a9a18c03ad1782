"""Whatever engine reads, the shards are the same to the byte; what breaks in it breaks as with Polars."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from pipelines.staging.intake import CURRENT, QUARANTINE, READER
from tests.cluster.conftest import Corpus, shards, told

pytestmark = [pytest.mark.cluster, pytest.mark.slow]


def test_daft_leaves_the_shards_that_polars_leaves(corpus: Corpus, cluster: Path, tmp_path: Path) -> None:
    assert told(corpus.start_daft(cluster, tmp_path, processes=2)) == {"read": corpus.documents, "quarantined": []}
    expected = shards(corpus.by_polars)
    assert len(expected) > 5
    assert shards(tmp_path) == expected
    facts = [pl.read_parquet(work / "staging" / CURRENT) for work in (corpus.by_polars, tmp_path)]
    assert facts[0].drop("shard").equals(facts[1].drop("shard"))
    assert {path.name for path in (tmp_path / "staging").iterdir()} == {CURRENT, QUARANTINE, READER}, "nothing left"


def test_without_daft_it_says_how_to_get_it() -> None:
    program = (
        "import sys; from pathlib import Path; from pipelines.staging.engines import Engine, EngineError\n"
        "try: Engine('daft').read_into(*map(Path, 'abcd'))\n"
        "except EngineError as error: print(error)\n"
        "assert not {'daft', 'ray'} & set(sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert "cluster/install" in said
