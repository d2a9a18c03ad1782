"""Whatever engine reads, the shards are the same to the byte; what breaks in it breaks as with Polars."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from tests.cluster.conftest import Corpus, corpus_of, shards, told

pytestmark = [pytest.mark.cluster, pytest.mark.slow]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return corpus_of(tmp_path_factory.mktemp("corpus"), documents=14, batch_bytes=30_000)


def test_daft_leaves_the_shards_that_polars_leaves(corpus: Corpus, cluster: Path, tmp_path: Path) -> None:
    by_polars = corpus.by_polars(tmp_path / "polars")
    assert by_polars.read == corpus.documents.height
    by_daft = told(corpus.start_daft(cluster, tmp_path / "daft", processes=2))
    assert by_daft == {"read": corpus.documents.height, "quarantined": []}
    expected = shards(tmp_path / "polars")
    assert len(expected) > 2
    assert shards(tmp_path / "daft") == expected
    facts = [
        pl.read_parquet(work / "staging" / by_polars.current.name) for work in (tmp_path / "polars", tmp_path / "daft")
    ]
    assert facts[0].drop("shard").equals(facts[1].drop("shard"))
    assert sorted(path.name for path in (tmp_path / "daft" / "staging").iterdir()) == [
        "current_documents.parquet",
        "reader",
        "stg_quarantine.parquet",
    ]


def test_without_daft_it_says_how_to_get_it(corpus: Corpus, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from pipelines.staging.engines import Engine, EngineError\n"
        "try: Engine('daft').read_into(*map(Path, 'abcd'))\n"
        "except EngineError as error: print(error)\n"
        "assert not {'daft', 'ray'} & set(sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert "cluster/install" in said
