"""A folder with everything that can be wrong with a file: the good ones load, each bad one says why."""

from __future__ import annotations

import csv
import io
import json
import shlex
import shutil
from pathlib import Path

import duckdb
import pytest

from pipelines.operations.progress import STEPS
from tests.integration.conftest import GOOD, HOSTILE_NAMES, Built, Place
from tests.unit.documents.test_decoding import LEGACY, TEXT

FACTS = (
    "marts.fct_numerals",
    "marts.fct_observations",
    "marts.fct_targets",
    "marts.fct_changes",
    "marts.fct_shares",
    "marts.fct_plan_completions",
    "marts.fct_findings",
    "marts.dim_documents",
    "audit.quarantine",
    "audit.quality_flags",
)


@pytest.fixture(scope="module")
def warehouse(built: Built) -> duckdb.DuckDBPyConnection:
    assert built.first.returncode == 0, built.first.stdout + built.first.stderr
    return duckdb.connect(str(built.first_warehouse), read_only=True)


def test_the_good_ones_load_and_the_bad_ones_are_set_aside(warehouse: duckdb.DuckDBPyConnection) -> None:
    read = {name for (name,) in warehouse.execute("SELECT document FROM bi.documents").fetchall()}
    assert read == {
        "000_59148a569a8c47a8.txt",
        "003_7040d20867ab9bb1.txt",
        "good.txt",
        "implausible.txt",
        "utf16.txt",
        "wordy.txt",
        *(f"{encoding}.txt" for encoding in LEGACY),
        "nfd.txt",
        *HOSTILE_NAMES,
    }
    aside = dict(warehouse.execute("SELECT document, reason_code FROM audit.quarantine").fetchall())
    assert aside == {
        "empty.txt": "empty",
        "binary.txt": "binary",
        "same-text.txt": "duplicate",
        "missing.txt": "missing_file",
        "tampered.txt": "wrong_checksum",
        "secret.txt": "outside_folder",
        "\x1b[31mred.pdf": "unsupported_format",
    }


def test_what_is_set_aside_is_told_with_reason_and_remedy(built: Built, warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute("SELECT document, reason, remedy FROM audit.quarantine").fetchall()
    assert "15 read, 7 set aside" in built.first.stdout
    for document, reason, remedy in rows:
        assert f"{document}: {reason}".replace("\x1b", r"\x1b") in built.first.stdout
        assert remedy in built.first.stdout


def test_a_figure_of_the_text_is_in_the_warehouse(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = warehouse.execute(
        "SELECT raw, value, unit_code, period_start::VARCHAR, period_end::VARCHAR FROM bi.observations "
        "WHERE document = 'good.txt'"
    ).fetchall()
    assert [(raw, int(value), *rest) for raw, value, *rest in found] == [
        ("3.151", 3_151_000_000_000, "VND", "2022-07-01", "2022-07-31")
    ]


def test_old_encodings_and_decomposed_letters_are_read_as_what_they_are(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    read = dict(
        warehouse.execute("SELECT document, encoding FROM marts.dim_documents WHERE encoding <> 'utf-8'").fetchall()
    )
    assert read == {"utf16.txt": "utf-16-le"} | {f"{encoding}.txt": encoding for encoding in LEGACY}
    figures = warehouse.execute(
        "SELECT document, raw, sentence FROM bi.changes WHERE document IN ('tcvn3.txt', 'vni.txt', 'windows-1258.txt')"
    ).fetchall()
    assert {(document, raw) for document, raw, _ in figures} == {(f"{encoding}.txt", "2") for encoding in LEGACY}
    assert all(sentence in f"Ban tin {document[:-4]}. {TEXT}" for document, _, sentence in figures)
    composed = warehouse.execute("SELECT raw, label FROM bi.observations WHERE document = 'nfd.txt'").fetchall()
    assert (
        composed == warehouse.execute("SELECT raw, label FROM bi.observations WHERE document = 'good.txt'").fetchall()
    )


def test_an_implausible_share_is_published_and_flagged(built: Built, warehouse: duckdb.DuckDBPyConnection) -> None:
    flags = warehouse.execute("SELECT document, fact, flag FROM audit.quality_flags WHERE fact = 'share'").fetchall()
    assert flags == [("implausible.txt", "share", "share_between_0_and_100")]
    shown = warehouse.execute(
        "SELECT percent, quality_flags FROM bi.shares WHERE document = 'implausible.txt'"
    ).fetchall()
    assert [(int(percent), flagged) for percent, flagged in shown] == [(140, "share_between_0_and_100")]
    assert "A share of a whole lies between 0 and 100 percent." in built.first.stdout


def test_a_text_without_figures_warns(built: Built, warehouse: duckdb.DuckDBPyConnection) -> None:
    flags = warehouse.execute(
        "SELECT document FROM audit.quality_flags WHERE flag = 'document_has_numerals'"
    ).fetchall()
    assert flags == [("wordy.txt",)]


def test_strict_exits_with_1_when_something_was_set_aside(built: Built) -> None:
    assert built.first.returncode == 0
    assert built.strict.returncode == 1
    assert "7 set aside" in built.strict.stdout


def test_the_same_input_twice_gives_identical_facts(built: Built, warehouse: duckdb.DuckDBPyConnection) -> None:
    with duckdb.connect(str(built.place.warehouse), read_only=True) as again:
        for table in FACTS:
            query = f"SELECT * FROM {table} ORDER BY ALL"
            assert warehouse.execute(query).fetchall() == again.execute(query).fetchall(), table


def test_progress_is_plain_lines_where_there_is_no_terminal(built: Built) -> None:
    assert "\x1b" not in built.first.stderr
    assert "\x1b" not in built.first.stdout
    steps = [line for line in built.first.stderr.splitlines() if line.startswith("✓")]
    assert len(steps) == len(STEPS)
    assert all(line.endswith(" s") for line in steps)


def test_the_summary_ends_with_things_to_try_that_are_there(built: Built) -> None:
    after = [line.strip() for line in built.first.stdout.split("\nNext\n", 1)[1].strip().splitlines()]
    command, *arguments = shlex.split(after[0])
    assert shutil.which(command), "it is found as it is written"
    assert arguments[0] == "query"
    assert built.place.solieu(*arguments).returncode == 0
    assert any(line.startswith("make ui") for line in after)
    pages = [Path(line.split()[0]) for line in after if ".html" in line]
    assert pages
    for page in pages:
        assert page.read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html>")


def test_query_writes_rows_in_three_forms(built: Built) -> None:
    sql = "SELECT document, characters FROM bi.documents WHERE document = 'good.txt'"
    asked = ("query", sql, "--warehouse", str(built.place.warehouse), "--format")
    plain, as_csv, as_json = (built.place.solieu(*asked, form).stdout for form in ("plain", "csv", "json"))
    assert "good.txt" in plain
    assert next(csv.DictReader(io.StringIO(as_csv)))["document"] == "good.txt"
    assert json.loads(as_json) == [{"document": "good.txt", "characters": len(GOOD)}]


def test_query_cannot_write(built: Built) -> None:
    done = built.place.solieu("query", "CREATE TABLE t AS SELECT 1", "--warehouse", str(built.place.warehouse))
    assert done.returncode == 1
    assert "read-only" in done.stderr


@pytest.mark.parametrize("make", [False, True], ids=["missing", "empty"])
def test_no_documents_is_one_clear_line(tmp_path: Path, make: bool) -> None:
    place = Place(tmp_path)
    if make:
        place.documents.mkdir()
    done = place.build()
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert str(place.documents) in done.stderr
    assert not place.warehouse.exists()
