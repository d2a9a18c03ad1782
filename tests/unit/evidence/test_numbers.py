from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pipelines.evidence.numbers import amount, day, fold, number, plural, scaled


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (Decimal("3462170.000000"), "3.462.170", "3,462,170"),
        (Decimal("96.740000"), "96,74", "96.74"),
        (Decimal("-2700000000"), "−2.700.000.000", "−2,700,000,000"),
        (Decimal("100"), "100", "100"),
        (0.695, "0,695", "0.695"),
        (float("inf"), "∞", "∞"),
    ],
)
def test_numbers_are_written_as_each_language_does(value: Decimal | float, vi: str, en: str) -> None:
    assert number(value) == (vi, en)


@pytest.mark.parametrize(
    ("value", "unit", "name_vi", "name_en", "vi", "en"),
    [
        (Decimal("130768000000000"), "VND", "đồng Việt Nam", "dong", "130.768 tỷ đồng", "130,768 billion VND"),
        (Decimal("9600000000"), "USD", "đô la Mỹ", "US dollar", "9,6 tỷ USD", "9.6 billion USD"),
        (Decimal("82.2"), "percent", "phần trăm", "percent", "82,2%", "82.2%"),
        (
            Decimal("91320000"),
            "subscription",
            "thuê bao",
            "subscription",
            "91,32 triệu thuê bao",
            "91.32 million subscriptions",
        ),
        (
            Decimal("3270251"),
            "certificate",
            "chứng thư số",
            "certificate",
            "3.270.251 chứng thư số",
            "3,270,251 certificates",
        ),
        (Decimal("1"), "press_agency", "cơ quan báo chí", "press agency", "1 cơ quan báo chí", "1 press agency"),
        (
            Decimal("0.4"),
            "percentage_point",
            "điểm phần trăm",
            "percentage point",
            "0,4 điểm phần trăm",
            "0.4 percentage points",
        ),
    ],
)
def test_amounts_carry_their_unit(value: Decimal, unit: str, name_vi: str, name_en: str, vi: str, en: str) -> None:
    assert amount(value, unit, name_vi, name_en) == (vi, en)


def test_a_stated_value_is_never_rounded_to_fit_its_scale() -> None:
    assert scaled(Decimal("1234567890123")) == (("1.234.567.890.123", "1,234,567,890,123"), ("", ""))
    assert scaled(3161799086757991.0) == (("3.161.800", "3,161,800"), ("tỷ", "billion"))


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("press agency", "press agencies"),
        ("person", "people"),
        ("enterprise per 1,000 people", "enterprises per 1,000 people"),
        ("box", "boxes"),
        ("subscriptions per 100 people", "subscriptions per 100 people"),
        ("day", "days"),
    ],
)
def test_plurals(one: str, many: str) -> None:
    assert plural(one) == many


def test_days_in_both_languages() -> None:
    assert day(date(2020, 10, 9)) == ("09/10/2020", "9 October 2020")
    assert day(None) == ("", "")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Doanh thu viễn thông", "doanh thu vien thong"),
        ("ĐIỆN THOẠI di động", "dien thoai di dong"),
        ("  Bộ TT&TT, quý III/2022 ", "bo tt tt quy iii 2022"),
        ("doanh thu vie\u0302\u0303n tho\u0302ng", "doanh thu vien thong"),
        ("telecom.revenue", "telecom revenue"),
    ],
)
def test_search_compares_without_marks(text: str, folded: str) -> None:
    assert fold(text) == folded
