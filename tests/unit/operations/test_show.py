"""How `solieu show` finds an indicator by what a person types."""

from __future__ import annotations

import pytest

from pipelines.operations.show import Indicator, find

CATALOGUE = [
    Indicator("telecom.revenue", "Doanh thu viễn thông", "Telecommunications revenue", "VND"),
    Indicator("telecom.revenue.mobile", "Doanh thu viễn thông di động", "Mobile telecommunications revenue", "VND"),
    Indicator("egov.services.total", "Số dịch vụ công trực tuyến", "Online public services", "service"),
    Indicator("media.magazines", "Số tạp chí", "Magazines", "press_agency"),
]
LABELS = [
    ("DVCTT", "egov.services.total"),
    ("doanh thu", "telecom.revenue"),
    ("doanh thu", "telecom.revenue.mobile"),
    ("một nhãn", "no.longer.known"),
]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("telecom.revenue", "telecom.revenue"),
        ("TELECOM REVENUE", "telecom.revenue"),
        ("Doanh thu viễn thông", "telecom.revenue"),  # a whole name, though another begins with it
        ("doanh thu vien thong", "telecom.revenue"),
        ("doanh thu vien thong di dong", "telecom.revenue.mobile"),
        ("Telecommunications revenue", "telecom.revenue"),
        ("dvctt", "egov.services.total"),  # words of the documents
        ("truc tuyen", "egov.services.total"),  # in the name of no other
        ("  số TẠP chí ", "media.magazines"),
    ],
)
def test_words_that_name_one_indicator(words: str, code: str) -> None:
    found, near = find(words, CATALOGUE, LABELS)
    assert found is not None
    assert found.code == code
    assert near == []


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("doanh thu", ["telecom.revenue", "telecom.revenue.mobile"]),  # several: the shorter name first
        ("doanh thu viễn thôgn", ["telecom.revenue", "telecom.revenue.mobile"]),  # misspelt
        ("một nhãn", []),
        ("zzz", []),
        ("…", []),
        ("", []),
    ],
)
def test_other_words_are_answered_with_what_is_near(words: str, codes: list[str]) -> None:
    found, near = find(words, CATALOGUE, LABELS)
    assert found is None
    assert [indicator.code for indicator in near] == codes
