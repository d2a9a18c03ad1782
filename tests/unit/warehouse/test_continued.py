"""A build that goes on from the published warehouse gives what a build from nothing gives, whatever came and went."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest

from benchmarks.statements import documents_of, staging_tables
from pipelines.staging.schemas import STAGING
from pipelines.warehouse import open_warehouse
from tests.unit.warehouse.conftest import Builder, Built
from tests.unit.warehouse.gold_staging import gold_staging
from tests.unit.warehouse.made_up import change, completion, document, level, share, staging
from tests.unit.warehouse.test_models import query

pytestmark = pytest.mark.slow

Tables = Mapping[str, pl.DataFrame]
MADE_WITH = {"all": "alike"}
TODAY = date(2024, 2, 29)
MAY, YEAR = ("2022-05-01", "2022-05-31"), ("2022-01-01", "2022-12-31")


def together(*parts: Tables) -> Tables:
    return {name: pl.concat([part[name] for part in parts]) for name in STAGING}


def without(tables: Tables, *names: str) -> Tables:
    return documents_of(tables, ~pl.col("document").is_in(names))


def shuffled(tables: Tables, seed: int) -> Tables:
    return {name: frame.sample(fraction=1, shuffle=True, seed=seed) for name, frame in tables.items()}


def bulletin(text: str, day: str, revenue: str, *, year: str = "1200", title: str = "") -> Tables:
    """One document under one name: a month, its year, a plan, a share of a whole; by its text another each time."""
    of = document("bulletin.txt", day, text=text) | {"title": title}
    month = level(of, 5, "telecom.revenue", MAY, revenue)
    whole = level(of, 30, "all.revenue", MAY, "1000")
    of_year = level(of, 60, "telecom.revenue", YEAR, year, period_basis="year")
    goal = level(of, 90, "telecom.revenue", YEAR, "1300", status="target", period_basis="year")
    return staging(
        [of],
        observations=[month, whole, of_year, goal],
        changes=[change(month, 10, "10.0", ("2021-05-01", "2021-05-31"))],
        shares=[share(month, 15, "12", whole)],
        plan_completions=[completion(month, 20, "8", 2022)],
    )


def content(warehouse: Path) -> dict[str, list[tuple[Any, ...]]]:
    with open_warehouse(warehouse) as connection:
        tables = connection.execute(
            "SELECT 'bi.' || view_name FROM duckdb_views() WHERE schema_name = 'bi' "
            "UNION ALL SELECT 'marts.' || table_name FROM duckdb_tables() WHERE schema_name = 'marts'"
        ).fetchall()
        found = {name: connection.execute(f"FROM {name} ORDER BY ALL").fetchall() for (name,) in tables}
        found["as of"] = connection.execute(
            "FROM bi.series_as_of(DATE '2022-06-20', include_implied := true) ORDER BY ALL"
        ).fetchall()
    return found


def assert_same(continued: Built, whole: Built) -> None:
    one, other = content(continued.warehouse), content(whole.warehouse)
    assert one.keys() == other.keys()
    for name in one:
        assert one[name] == other[name], name


@pytest.fixture
def build(tmp_path: Path, builder: Builder) -> Any:
    def both(tables: Tables, step: str, published: Path | None, *, compare: bool = True) -> Built:
        """Build on from ``published``, and from nothing; both must say the same."""
        models = ("--resource-type", "model")
        went_on = builder.build(tmp_path / step, tables, *models, published=published, made_with=MADE_WITH, today=TODAY)
        if compare:
            assert went_on.start.continues, went_on.start.why
            whole = builder.build(
                tmp_path / f"{step}-whole", shuffled(tables, 3), *models, published=published, today=TODAY
            )
            assert not whole.start.continues
            assert_same(went_on, whole)
        return went_on

    return both


def test_whatever_came_and_went_it_is_as_a_whole_build(build: Any) -> None:
    crowd = together(staging_tables(500, 3), gold_staging())
    names = crowd["stg_documents"]["document"].to_list()
    Random(5).shuffle(names)
    late, gone, left = names[:8], names[8:11], names[11:]
    early = documents_of(crowd, pl.col("document").is_in([*gone, *left]))
    first = build(together(early, bulletin("A", "2022-06-10", "100")), "first", None, compare=False)

    # Some come late, some of them older; one goes; one is corrected.
    now = together(without(crowd, gone[0], *late[:3]), bulletin("B", "2022-06-15", "90", year="80"))
    second = build(shuffled(now, 1), "second", first.warehouse)
    assert (second.start.arrived, second.start.retired) == (6, 2)
    assert query(second, "SELECT count(*) FROM bi.observations WHERE document = ?", gone[0]) == [(0,)]
    assert query(second, "SELECT count(*) > 0 FROM bi.vintages WHERE document = ?", gone[0]) == [(True,)]
    longer = "SELECT count(*) FROM bi.findings WHERE kind = 'containment' AND contains(documents, 'bulletin')"
    assert query(second, longer) == [(1,)]  # the year stands in the text, and a month in it

    # The first text is back, with another title; what was gone is back; the rest comes.
    again = together(without(crowd, gone[1]), bulletin("A", "2022-06-10", "100", title="Again"))
    third = build(shuffled(again, 2), "third", second.warehouse)
    assert query(third, "SELECT title FROM bi.documents WHERE document = 'bulletin.txt'") == [("Again",)]
    gone_since = "SELECT DISTINCT retired_on FROM marts.fct_superseded_observations WHERE document = ?"
    assert query(third, gone_since, gone[1]) == [(TODAY,)]
    kept = query(
        third, "SELECT DISTINCT document_key FROM marts.fct_superseded_observations WHERE document = 'bulletin.txt'"
    )
    assert kept == [("bulletin.txt/B",)]
    assert query(third, "SELECT count(*) FROM marts.fct_superseded_observations WHERE document = ?", gone[0]) == [(0,)]

    # Nothing new is nothing else.
    fourth = build(shuffled(again, 6), "fourth", third.warehouse, compare=False)
    assert (fourth.start.continues, fourth.start.arrived, fourth.start.retired) == (True, 0, 0)
    assert_same(fourth, third)
