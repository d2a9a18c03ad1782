"""The generated bulletins say what their truth says, and the reader reads them so."""

from pathlib import Path

import polars as pl
import pytest

from benchmarks.corpus import documents_frame, write_document
from benchmarks.truth import accuracy
from pipelines.staging import build_staging
from pipelines.vocabulary import load_vocabulary

REFERENCE = Path(__file__).parents[3] / "seeds" / "reference"
NUMERAL = r"\d[\d.,/]*\d|\d"


def test_the_truth_holds_every_numeral_at_its_place() -> None:
    documents, truth = documents_frame(range(40))
    there = truth.join(documents.select("document", "text"), on="document").select(
        "raw", found=pl.col("text").str.slice(pl.col("char_start"), pl.col("raw").str.len_chars())
    )
    assert there.filter(pl.col("raw") != pl.col("found")).is_empty()
    assert truth.height == documents["text"].str.count_matches(NUMERAL).sum()


def test_documents_differ_from_each_other_and_are_the_same_for_a_seed() -> None:
    texts = [write_document(number)[0] for number in range(50)]
    assert len(set(texts)) == 50
    assert texts[7] == write_document(7)[0]
    assert texts[7] != write_document(7, seed=1)[0]


#: What the reader reads today; raise, never lower.
@pytest.mark.parametrize(
    ("aspect", "least"),
    [
        ("numerals found", 100),
        ("role", 99.5),
        ("level value", 99.5),
        ("level unit", 99.5),
        ("level period", 99),
        ("level bound", 99),
        ("change amount", 99.5),
        ("change reference", 99),
        ("change level", 99),
        ("share", 99),
        ("plan", 99),
    ],
)
def test_generated_bulletins_are_read_as_meant(measured: dict[str, float], aspect: str, least: float) -> None:
    assert measured[aspect] >= least


@pytest.fixture(scope="module")
def measured() -> dict[str, float]:
    documents, truth = documents_frame(range(1_000, 1_030))
    return accuracy(build_staging(documents, load_vocabulary(REFERENCE)), truth)
