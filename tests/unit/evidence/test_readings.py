from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pipelines.evidence.readings import Check, Names, Readings
from pipelines.evidence.words import Both, same

NAMES = Names(
    [
        {"unit_code": "VND", "name_vi": "đồng Việt Nam", "name_en": "dong"},
        {"unit_code": "percentage_point", "name_vi": "điểm phần trăm", "name_en": "percentage point"},
    ],
    [{"indicator_code": "telecom.revenue", "name_vi": "Doanh thu viễn thông", "name_en": "Telecommunications revenue"}],
    ["telecom.revenue"],
)
CHECK = Check("contradicted", Both("mâu thuẫn", "contradicted"), "findings.html#f1")
READINGS = Readings(NAMES, {"a.txt": "documents/a.html"}, {"k": [CHECK]}, {("a.txt", 14, "observation"): ["too large"]})

PLACE = {
    "key": "k",
    "document": "a.txt",
    "char_start": 14,
    "char_end": 21,
    "raw": "130.768",
    "indicator_code": "telecom.revenue",
    "label": "Doanh thu",
    "sentence": "Doanh thu đạt 130.768 tỷ đồng.",
    "sentence_start": 0,
    "stated_on": None,
    "rule": "level",
    "bound": "exact",
    "period_end": None,
    "period_vi": "Năm 2021",
    "period_en": "2021",
    "observation_char_start": None,
}
LEVEL = PLACE | {
    "value": Decimal("130768000000000.000000"),
    "value_high": None,
    "unit_code": "VND",
    "period_basis": "year",
    "status": "actual",
    "out_of": None,
}
CHANGE = PLACE | {
    "direction": "up",
    "amount": Decimal("9.5"),
    "amount_high": None,
    "amount_unit": "percent",
    "reference_vi": None,
    "reference_en": None,
}


def test_a_level_is_read_with_its_place_checks_and_flags() -> None:
    reading = READINGS.level(LEVEL)
    assert reading.headline == Both("130.768 tỷ đồng", "130,768 billion VND")
    assert reading.title.vi == "Doanh thu viễn thông"
    assert reading.address == "documents/a.html#c14"
    assert [(piece.text, piece.role) for piece in reading.sentence if piece.start is not None] == [("130.768", "level")]
    assert (reading.checks, reading.flags) == ([CHECK], ["too large"])
    told = {fact.name.en: fact.text.en for fact in reading.facts}
    assert told["In full"] == "130,768,000,000,000"
    assert told["Period"] == "2021 (year)"
    assert [fact.address for fact in reading.facts if fact.name.en == "Indicator"] == [
        "indicators/telecom.revenue.html"
    ]


@pytest.mark.parametrize(
    ("given", "vi", "en"),
    [
        ({}, "tăng 9,5%", "up 9.5%"),
        ({"direction": "down", "bound": "approx"}, "giảm ≈ 9,5%", "down ≈ 9.5%"),
        ({"direction": "flat", "amount": None, "amount_unit": None}, "không đổi", "unchanged"),
        ({"amount_unit": "times", "amount": Decimal(10)}, "gấp 10 lần", "10 times"),
        (
            {"amount_unit": "percent_of", "amount": Decimal("91.4"), "direction": "down"},
            "bằng 91,4% kỳ so sánh",
            "91.4% of the reference period",
        ),
        (
            {"amount_unit": "percentage_point", "amount": Decimal("0.4")},
            "tăng 0,4 điểm phần trăm",
            "up 0.4 percentage points",
        ),
        ({"amount": Decimal(5), "amount_high": Decimal(7)}, "tăng 5–7%", "up 5–7%"),
        (
            {"amount": None, "amount_unit": None, "raw": "cao hơn năm 2020"},
            "“cao hơn năm 2020”",
            "up, in words: “cao hơn năm 2020”",
        ),
        (
            {"reference_vi": "Quý I/2023", "reference_en": "Q1 2023"},
            "tăng 9,5% so với quý I/2023",
            "up 9.5% against Q1 2023",
        ),
    ],
)
def test_changes_in_words(given: dict[str, Any], vi: str, en: str) -> None:
    assert READINGS.change_against(CHANGE | given) == Both(vi, en)


def test_a_range_shows_both_ends() -> None:
    row = LEVEL | {"value": Decimal("5000000000"), "value_high": Decimal("7000000000"), "bound": "range"}
    assert READINGS.value(row) == Both("5 tỷ đồng – 7 tỷ đồng", "5 billion VND – 7 billion VND")


def test_what_the_catalogue_lacks_is_told_in_the_words_of_the_text() -> None:
    reading = READINGS.level(LEVEL | {"indicator_code": None, "unit_code": "press_agency", "period_vi": None})
    assert reading.title == same("Doanh thu")
    assert reading.headline.en.endswith("press agencies")
    told = {fact.name.en: fact for fact in reading.facts}
    assert (told["Indicator"].text.en, told["Indicator"].address) == ("not in the catalogue", "")
    assert told["Period"].text.en == "no period stated"
