"""Dimensions that a BI user drags: complete, in two languages, and joined by every figure."""

from __future__ import annotations

import re

import pytest

from tests.unit.warehouse.conftest import Built
from tests.unit.warehouse.test_models import query

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("dim_indicators", "name_vi name_en sector_vi sector_en unit_code kind definition_vi definition_en"),
        ("dim_units", "name_vi name_en kind base_unit_code factor"),
        ("dim_sectors", "name_vi name_en"),
        ("dim_periods", "label_vi label_en period_basis days period_year"),
        ("dim_dates", "label_vi month_vi month_en quarter_vi quarter_en iso_weekday is_month_end"),
    ],
)
def test_no_member_lacks_a_name_or_what_it_is(gold_warehouse: Built, table: str, columns: str) -> None:
    bare = " OR ".join(f"coalesce({column}::varchar, '') = ''" for column in columns.split())
    assert query(gold_warehouse, f"SELECT * FROM marts.{table} WHERE {bare}") == []
    assert query(gold_warehouse, f"SELECT count(*) > 0 FROM marts.{table}") == [(True,)]


def test_every_figure_finds_its_indicator_unit_period_and_document(gold_warehouse: Built) -> None:
    [found] = query(
        gold_warehouse,
        """
        SELECT count(*), count(*) FILTER (units.unit_code IS NULL AND facts.unit_code IS NOT NULL),
          count(*) FILTER (indicators.indicator_code IS NULL AND facts.indicator_code IS NOT NULL),
          count(*) FILTER (periods.period_key IS NULL AND facts.period_end IS NOT NULL),
          count(*) FILTER (documents.document_key IS NULL),
          count(*) FILTER (dates.date_day IS NULL AND facts.period_end IS NOT NULL)
        FROM marts.fct_observations AS facts
        LEFT JOIN marts.dim_units AS units USING (unit_code)
        LEFT JOIN marts.dim_indicators AS indicators USING (indicator_code)
        LEFT JOIN marts.dim_periods AS periods USING (period_key)
        LEFT JOIN marts.dim_documents AS documents USING (document_key)
        LEFT JOIN marts.dim_dates AS dates ON facts.period_end = dates.date_day
        """,
    )
    assert found[0] > 50
    assert found[1:] == (0, 0, 0, 0, 0)


def test_currencies_have_iso_codes_and_physical_units_ucum_codes(gold_warehouse: Built) -> None:
    units = query(gold_warehouse, "SELECT unit_code, kind, iso4217, ucum FROM marts.dim_units WHERE is_catalogued")
    codes = {unit: (kind, iso, ucum) for unit, kind, iso, ucum in units}
    assert codes["VND"] == ("currency", "VND", None)
    assert codes["percent"][2] == "%"
    assert codes["kilometre"][2] == "km"
    assert codes["hectare"][2] == "har"
    for unit, (kind, iso, _) in codes.items():
        assert bool(re.fullmatch("[A-Z]{3}", iso or "")) == (kind == "currency"), unit


def test_units_of_one_base_convert_and_currencies_do_not(gold_warehouse: Built) -> None:
    factors = {
        unit: (base, factor)
        for unit, base, factor in query(gold_warehouse, "SELECT unit_code, base_unit_code, factor FROM marts.dim_units")
    }
    assert factors["kilogram"][0] == factors["tonne"][0]
    assert factors["tonne"][1] / factors["kilogram"][1] == pytest.approx(1000)
    assert factors["USD"] == ("USD", 1)
    assert all(factors[base] == (base, 1) for base, _ in factors.values())


def test_an_indicator_leads_up_to_a_top_of_its_hierarchy(gold_warehouse: Built) -> None:
    parents = dict(query(gold_warehouse, "SELECT indicator_code, parent_code FROM marts.dim_indicators"))
    for code in parents:
        above, steps = parents[code], 0
        while above is not None:
            above, steps = parents[above], steps + 1
            assert steps < len(parents), code
    assert sum(parent is not None for parent in parents.values()) > 20


def test_days_run_without_a_gap_over_every_period(gold_warehouse: Built) -> None:
    [(first, last, days)] = query(
        gold_warehouse, "SELECT min(date_day), max(date_day), count(DISTINCT date_day) FROM marts.dim_dates"
    )
    assert (last - first).days + 1 == days
    assert query(
        gold_warehouse, "SELECT min(period_start) >= ?, max(period_end) <= ? FROM marts.dim_periods", first, last
    ) == [(True, True)]


def test_periods_are_told_in_both_languages(gold_warehouse: Built) -> None:
    labels = {
        (str(start), str(end), basis): (vietnamese, english)
        for start, end, basis, vietnamese, english in query(
            gold_warehouse, "SELECT period_start, period_end, period_basis, label_vi, label_en FROM marts.dim_periods"
        )
    }
    assert labels["2021-01-01", "2021-12-31", "year"] == ("Năm 2021", "2021")
    assert labels["2022-01-01", "2022-01-31", "month"] == ("Tháng 1/2022", "January 2022")
    assert labels["2024-01-01", "2024-03-31", "quarter"] == ("Quý I/2024", "Q1 2024")
