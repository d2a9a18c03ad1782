"""Checks that compare a build with what it comes from: deliveries, the last publication, other documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from pipelines.quality import CheckResult, Status, gate, load_suites, note_history, run_suites
from pipelines.settings import Settings

NOW = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)
ROLES = ("level", "date")
#: Of each document: publisher, characters, numerals that are figures, and numerals that are not.
Document = tuple[str, int, int, int]


def build(path: Path, documents: Sequence[Document]) -> Path:
    """A build with what these checks look at."""
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE SCHEMA marts; CREATE SCHEMA audit")
        connection.execute(
            "CREATE TABLE marts.dim_documents (document VARCHAR, publisher VARCHAR, characters BIGINT, numerals BIGINT)"
        )
        connection.execute("CREATE TABLE marts.fct_numerals (document VARCHAR, char_start BIGINT, role VARCHAR)")
        for number, (publisher, characters, figures, others) in enumerate(documents):
            row = [f"{number:03}.txt", publisher, characters, figures + others]
            connection.execute("INSERT INTO marts.dim_documents VALUES (?, ?, ?, ?)", row)
            for role, count in zip(ROLES, (figures, others), strict=True):
                connection.execute(
                    "INSERT INTO marts.fct_numerals SELECT ?, i, ? FROM range(?) t(i)", [row[0], role, count]
                )
    return path


def check(
    database: Path, *, published: Path | None = None, arrived: Sequence[datetime] = (NOW,), **thresholds: float
) -> dict[str, CheckResult]:
    """The results of the shipped rules of this kind, by id."""
    known = Settings.from_environment({})
    suites = [
        suite
        for suite in load_suites(known.expectations, known.thresholds | thresholds)
        if suite.name in ("deliveries", "last_publish", "dim_documents", "fct_numerals")
    ]
    arrivals = [(f"{number:03}.txt", at.timestamp()) for number, at in enumerate(arrived)]
    note_history(database, published or database.with_name("none.duckdb"), arrivals, NOW)
    report = run_suites(database, suites, block_share=0.05)
    return {result.expectation.id: result for result in report.checks}


ORDINARY: list[Document] = [("Bộ A", 1000, 20 + number % 5, 6) for number in range(12)]


def test_an_ordinary_build_passes_them_all(tmp_path: Path) -> None:
    published = build(tmp_path / "published.duckdb", ORDINARY)
    checks = check(build(tmp_path / "build.duckdb", ORDINARY), published=published, row_fall_blocks=0.5)
    for name in (
        "documents_fresh",
        "rows_fell",
        "rows_fell_sharply",
        "document_has_figures",
        "document_figures_usual",
        "figures_read",
    ):
        assert (checks[name].status, checks[name].error) == (Status.PASSED, None), name


def test_nothing_new_for_too_long_warns_with_the_newest_delivery(tmp_path: Path) -> None:
    old = [NOW - timedelta(days=41), NOW - timedelta(days=50)]
    result = check(build(tmp_path / "build.duckdb", ORDINARY), arrived=old, fresh_days=40)["documents_fresh"]
    assert result.status is Status.WARNED
    assert "within the last 40 days. Found: document 000.txt" in result.plain
    assert "days 41" in result.plain
    again = check(tmp_path / "build.duckdb", arrived=old, fresh_days=42)["documents_fresh"]
    assert again.status is Status.PASSED


def test_a_clock_that_went_back_makes_no_delivery_of_the_future(tmp_path: Path) -> None:
    ahead = [NOW + timedelta(days=400)]
    result = check(build(tmp_path / "build.duckdb", ORDINARY), arrived=ahead, fresh_days=1)["documents_fresh"]
    assert result.status is Status.PASSED


@pytest.mark.parametrize(
    ("left", "blocks_at", "fell", "sharply"),
    [
        (11, 0.5, Status.PASSED, Status.PASSED),
        (8, 0.5, Status.WARNED, Status.PASSED),
        (4, 0.5, Status.WARNED, Status.FAILED),
        (4, 1.0, Status.WARNED, Status.PASSED),
    ],
)
def test_fewer_rows_than_were_published_warn_and_block_as_set(
    tmp_path: Path, left: int, blocks_at: float, fell: Status, sharply: Status
) -> None:
    published = build(tmp_path / "published.duckdb", ORDINARY)
    database = build(tmp_path / "build.duckdb", ORDINARY[:left])
    checks = check(database, published=published, row_fall_blocks=blocks_at)
    assert (checks["rows_fell"].status, checks["rows_fell_sharply"].status) == (fell, sharply)
    if sharply is Status.FAILED:
        assert "Found: table_name fct_numerals, rows_before 333, rows_now 110." in checks["rows_fell_sharply"].plain
        assert "SOLIEU_ROW_FALL_BLOCKS=1" in str(gate(database))


def test_a_damaged_publication_is_compared_with_nothing(tmp_path: Path) -> None:
    (tmp_path / "published.duckdb").write_bytes(b"not a database")
    checks = check(build(tmp_path / "build.duckdb", ORDINARY[:1]), published=tmp_path / "published.duckdb")
    assert checks["rows_fell"].status is Status.PASSED


def test_a_document_without_a_figure_is_flagged(tmp_path: Path) -> None:
    database = build(tmp_path / "build.duckdb", [*ORDINARY, ("Bộ B", 900, 0, 12), ("Bộ B", 900, 0, 2)])
    result = check(database)["document_has_figures"]
    assert (result.status, result.failing) == (Status.WARNED, 1)
    with duckdb.connect(str(database)) as connection:
        flags = connection.execute("SELECT document, fact, flag FROM audit.quality_flags").fetchall()
    assert flags == [("012.txt", "document", "document_has_figures")]


def test_no_figure_in_the_whole_build_blocks(tmp_path: Path) -> None:
    database = build(tmp_path / "build.duckdb", [("Bộ A", 1000, 0, 12)] * 3)
    assert check(database)["figures_read"].status is Status.FAILED
    assert "at least one is a figure" in str(gate(database))


def test_figures_outside_the_publisher_s_usual_band_are_flagged_with_the_band(tmp_path: Path) -> None:
    few, many = ("Bộ A", 1000, 1, 6), ("Bộ A", 1000, 90, 6)
    elsewhere = ("Bộ B", 1000, 90, 6)  # the only one of its publisher: nothing is usual
    result = check(build(tmp_path / "build.duckdb", [*ORDINARY, few, many, elsewhere]), figures_band=3)
    usual = result["document_figures_usual"]
    assert usual.status is Status.WARNED
    assert [(row["document"], row["figures"]) for row in usual.found] == [("012.txt", 1), ("013.txt", 90)]
    for row in usual.found:
        assert 0 < row["usual_from"] < 20 < row["usual_to"] < 90
