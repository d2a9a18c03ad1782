"""Series by vintage: the order in which documents arrive changes nothing, a correction leaves what was known before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from tests.unit.warehouse.conftest import Builder, Built
from tests.unit.warehouse.gold_staging import gold_staging
from tests.unit.warehouse.made_up import change, document, level, staging
from tests.unit.warehouse.test_models import query

pytestmark = pytest.mark.slow

MAY = ("2022-05-01", "2022-05-31")


def content(built: Built) -> dict[str, list[tuple[object, ...]]]:
    views = [name for (name,) in query(built, "SELECT view_name FROM duckdb_views() WHERE schema_name = 'bi'")]
    return {view: query(built, f"SELECT * FROM bi.{view} ORDER BY ALL") for view in views}


def test_the_order_of_arrival_changes_nothing(
    gold_warehouse: Built, build_warehouse: Callable[[Mapping[str, pl.DataFrame]], Built]
) -> None:
    shuffled = {name: frame.sample(fraction=1, shuffle=True, seed=7) for name, frame in gold_staging().items()}
    assert content(build_warehouse(shuffled)) == content(gold_warehouse)


def test_a_correction_makes_a_vintage_and_the_old_one_stays(tmp_path: Path, builder: Builder) -> None:
    """First a document and an older one, then the same document with another text, published later."""
    first = document("bulletin.txt", "2022-06-10", text="first")
    older = document("older.txt", "2022-06-01")
    other = level(older, 5, "telecom.revenue", MAY, "90", status="estimated")
    wrong = level(first, 5, "telecom.revenue", MAY, "100")
    dropped = level(first, 9, "post.revenue", MAY, "7")
    before = staging([first, older], observations=[wrong, dropped, other])
    corrected = document("bulletin.txt", "2022-07-01", text="corrected")
    right = level(corrected, 5, "telecom.revenue", MAY, "120")
    after = staging([corrected, older], observations=[right, other])

    models = ("--resource-type", "model")
    published = builder.build(tmp_path, before, *models).warehouse
    for _ in range(2):  # building again from the same documents adds nothing
        built = builder.build(tmp_path, after, *models, published=published)

        def known(day: str, built: Built = built) -> dict[str, Decimal]:
            return dict(query(built, "SELECT indicator_code, value FROM bi.series_as_of(CAST(? AS DATE))", day))

        assert known("2022-05-31") == {}
        assert known("2022-06-05") == {"telecom.revenue": 90}
        assert known("2022-06-20") == {"telecom.revenue": 100, "post.revenue": 7}
        assert known("2022-07-02") == {"telecom.revenue": 120}
        assert query(built, "SELECT indicator_code, value FROM bi.series") == [("telecom.revenue", 120)]
        assert query(built, "SELECT first_value, latest_value, statements FROM bi.revisions") == [(90, 120, 3)]
        assert query(built, "SELECT count(*) FROM bi.observations") == [(2,)]
        assert query(built, "SELECT DISTINCT version FROM marts.fct_observations WHERE document = 'bulletin.txt'") == [
            (2,)
        ]


def test_series_take_no_target_no_backward_period_and_implied_values_only_on_request(
    build_warehouse: Callable[[Mapping[str, pl.DataFrame]], Built],
) -> None:
    bulletin = document("a.txt", "2022-06-10")
    stated = level(bulletin, 5, "telecom.revenue", MAY, "110")
    target = level(bulletin, 6, "post.revenue", MAY, "7", status="target")
    backward = level(bulletin, 7, "cyber.revenue", MAY[::-1], "7")
    growth = change(stated, 8, "10.0", ("2021-05-01", "2021-05-31"))
    built = build_warehouse(staging([bulletin], observations=[stated, target, backward], changes=[growth]))

    assert query(built, "SELECT indicator_code FROM bi.series") == [("telecom.revenue",)]
    assert query(built, "SELECT count(*) FROM bi.series_as_of(DATE '2030-01-01')") == [(1,)]
    implied = query(
        built,
        "SELECT period_end, round(value), obs_status FROM bi.series_as_of(DATE '2030-01-01', include_implied := true) "
        "ORDER BY period_end",
    )
    assert [(str(day), value, status) for day, value, status in implied] == [
        ("2021-05-31", 100, "I"),
        ("2022-05-31", 110, "A"),
    ]
    assert query(built, "SELECT count(*) FROM bi.observations") == [(3,)]
