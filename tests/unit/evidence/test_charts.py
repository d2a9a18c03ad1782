from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from pipelines.evidence.charts import chart, spark
from pipelines.evidence.readings import Names
from pipelines.evidence.words import same

UNITS = [{"unit_code": "VND", "name_vi": "đồng Việt Nam", "name_en": "dong"}]
SHOW = {"names": Names(UNITS, [], []), "value": lambda row: same(str(row["value"])), "address": lambda row: "d.html#c1"}


def row(basis: str, start: date, end: date, value: str, unit: str = "VND", **more: Any) -> dict[str, Any]:
    return {
        "period_basis": basis,
        "period_start": start,
        "period_end": end,
        "value": Decimal(value),
        "unit_code": unit,
        "status": "actual",
        **more,
    }


JULY_2020, JULY_2021 = 1593561600, 1625184000
YEAR_2020 = row("year", date(2020, 1, 1), date(2020, 12, 31), "3000000000000")
YEAR_2021 = row("year", date(2021, 1, 1), date(2021, 12, 31), "4000000000000")
TO_JUNE = row("year_to_date", date(2021, 1, 1), date(2021, 6, 30), "2000000000000")
TO_JUNE_BEFORE = row("year_to_date", date(2020, 1, 1), date(2020, 6, 30), "1500000000000")
TO_AUGUST = row("year_to_date", date(2022, 1, 1), date(2022, 8, 31), "2500000000000")


def test_bases_are_told_apart_and_implied_values_are_off_at_first() -> None:
    [drawing] = chart([YEAR_2020, YEAR_2021, TO_JUNE], [YEAR_2021], [YEAR_2020], [YEAR_2020], SHOW)
    groups = {group["key"]: group for group in drawing["groups"]}
    assert list(groups) == ["year", "year_to_date", "target", "vintage", "implied"]
    assert [group["shown"] for group in groups.values()] == [True, True, True, True, False]
    assert [key for key, group in groups.items() if group["line"]] == ["year"]
    assert (drawing["factor"], drawing["unit"]) == (1e12, ["nghìn tỷ đồng", "trillion VND"])
    assert [point[:2] for point in groups["year"]["points"]] == [[JULY_2020, 3e12], [JULY_2021, 4e12]]


def test_units_are_drawn_apart_the_fuller_first() -> None:
    dollars = row("year", date(2021, 1, 1), date(2021, 12, 31), "9600000000", unit="USD")
    assert [drawing["unit"][1] for drawing in chart([dollars, YEAR_2020, YEAR_2021], [], [], [], SHOW)] == [
        "trillion VND",
        "billion USD",
    ]


def test_a_level_without_a_period_is_not_drawn() -> None:
    assert chart([{**YEAR_2020, "period_end": None}], [], [], [], SHOW) == []


def test_a_small_chart_joins_only_what_is_comparable() -> None:
    rows = [YEAR_2020, YEAR_2021, TO_JUNE, TO_JUNE_BEFORE, TO_AUGUST]
    drawn = spark(rows, TO_JUNE, "flow")
    assert drawn is not None
    assert len(drawn.bars) == 2
    assert spark(rows, TO_AUGUST, "flow") is None
    assert spark([YEAR_2020], YEAR_2020, "flow") is None
    stock = spark(rows, TO_AUGUST, "stock")
    assert stock is not None
    assert len(stock.bars) == 5


def test_bars_stand_on_zero() -> None:
    drawn = spark([YEAR_2020, YEAR_2021], YEAR_2021, "flow")
    assert drawn is not None
    (_, top, height), (_, highest, full) = drawn.bars
    assert (highest, full) == (0.0, 26.0)
    assert (top, height) == (6.5, 19.5)
