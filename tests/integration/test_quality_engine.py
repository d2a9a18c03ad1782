"""Great Expectations on a real DuckDB file: what passes, warns and fails, and that an error of the engine never passes."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from pipelines.quality import CheckResult, Expectation, QualityReport, Severity, Status, Suite, gate, run_suites

TABLE = "CREATE TABLE marts.fct_x AS SELECT 'd' AS document, i AS char_start, i::DECIMAL(38, 6) AS percent FROM range(200) t(i)"


def rule(name: str, kind: str, severity: Severity, **kwargs: object) -> Expectation:
    return Expectation(name, severity, f"{name} holds.", kind, kwargs, fact="share")


def query(name: str, sql: str, severity: Severity = Severity.INTEGRITY) -> Expectation:
    return rule(name, "unexpected_rows_expectation", severity, unexpected_rows_query=sql)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    file = tmp_path / "build.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute("CREATE SCHEMA marts")
        connection.execute(TABLE)
    return file


def run(database: Path, *rules: Expectation, share: float = 0.05, docs: Path | None = None) -> dict[str, CheckResult]:
    report = run_suites(database, [Suite("fct_x", "marts", "fct_x", rules)], block_share=share, data_docs=docs)
    return {check.expectation.id: check for check in report.checks}


def test_rows_that_fail_are_counted_and_flagged(database: Path, tmp_path: Path) -> None:
    checks = run(
        database,
        rule("in_range", "expect_column_values_to_be_between", Severity.PLAUSIBILITY, column="percent", max_value=196),
        query("not_seven", "SELECT document, char_start FROM {batch} WHERE char_start = 7", Severity.PLAUSIBILITY),
        rule("unique", "expect_column_values_to_be_unique", Severity.INTEGRITY, column="char_start"),
        docs=tmp_path / "docs",
    )
    assert {name: (check.status, check.failing, check.rows) for name, check in checks.items()} == {
        "in_range": (Status.WARNED, 3, 200),
        "not_seven": (Status.WARNED, 1, 200),
        "unique": (Status.PASSED, 0, 200),
    }
    with duckdb.connect(str(database)) as connection:
        flags = connection.execute("SELECT flag, char_start, fact FROM audit.quality_flags ORDER BY ALL").fetchall()
    assert flags == [
        ("in_range", 197, "share"),
        ("in_range", 198, "share"),
        ("in_range", 199, "share"),
        ("not_seven", 7, "share"),
    ]
    assert gate(database) is None
    pages = {
        page.relative_to(tmp_path / "docs"): page.read_text("utf-8") for page in (tmp_path / "docs").rglob("*.html")
    }
    assert len(pages) == 3, "a first page, one of the suite and one of its results"
    assert "not_seven holds." in pages[Path("index.html")]
    for html in pages.values():
        assert "<script" not in html
        assert re.findall(r"(?:src|href)=.https?://", html) == [], "a page asks the network for something"
        for target in re.findall(r'href="([^"#:]+)"', pages[Path("index.html")]):
            assert (tmp_path / "docs" / target).exists()


def test_every_failing_row_of_a_query_is_flagged_however_many(database: Path) -> None:
    with duckdb.connect(str(database)) as connection:
        connection.execute("INSERT INTO marts.fct_x SELECT 'e', i, 1 FROM range(1000) t(i)")
    sql = "SELECT document, char_start FROM {batch} WHERE document = 'e'"
    checks = run(database, query("no_e", sql, Severity.PLAUSIBILITY), share=1.0)
    assert checks["no_e"].status is Status.WARNED
    assert checks["no_e"].failing == 1000
    with duckdb.connect(str(database)) as connection:
        assert connection.execute("SELECT count(*) FROM audit.quality_flags").fetchall() == [(1000,)]


@pytest.mark.parametrize(
    "broken",
    [
        query("broken", "SELECT no_such_column FROM {batch}", Severity.PLAUSIBILITY),
        rule("broken", "expect_column_values_to_be_unique", Severity.INTEGRITY, column="no_such_column"),
        rule("broken", "expect_no_such_thing", Severity.INTEGRITY),
    ],
    ids=["sql", "column", "type"],
)
def test_an_engine_error_fails_and_is_told(database: Path, broken: Expectation) -> None:
    check = run(database, broken)["broken"]
    assert check.error
    assert check.status is Status.FAILED
    assert "broken holds." in str(gate(database))


def test_a_missing_table_fails_every_expectation_on_it(database: Path) -> None:
    suite = Suite("fct_y", "marts", "fct_y", (query("a", "SELECT * FROM {batch} WHERE false"),))
    report = run_suites(database, [suite], block_share=0.05)
    assert [check.status for check in report.checks] == [Status.FAILED]


def test_one_failing_row_of_integrity_blocks(database: Path) -> None:
    checks = run(database, query("none", "SELECT document, char_start FROM {batch} WHERE char_start = 0"))
    assert checks["none"].status is Status.FAILED
    assert QualityReport(tuple(checks.values())).blocked


def test_what_documents_say_cannot_become_markup_in_the_data_docs(database: Path, tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>.txt"
    with duckdb.connect(str(database)) as connection:
        connection.execute("INSERT INTO marts.fct_x VALUES (?, 1, 500)", [hostile])
    run(
        database,
        rule("low", "expect_column_values_to_be_between", Severity.PLAUSIBILITY, column="percent", max_value=400),
        rule("short", "expect_column_value_lengths_to_be_between", Severity.INTEGRITY, column="document", max_value=9),
        query("none", "SELECT document, char_start FROM {batch} WHERE percent > 400"),
        docs=tmp_path / "docs",
    )
    for page in (tmp_path / "docs").rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        assert "<script>alert" not in html
        assert "<img src=x" not in html


def test_a_build_that_was_not_checked_is_not_published(database: Path) -> None:
    assert "was not checked" in str(gate(database))
