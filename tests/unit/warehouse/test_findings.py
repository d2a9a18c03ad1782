"""What the figures of made-up documents say about each other: the verdict must follow from what is printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from tests.unit.warehouse.conftest import Built
from tests.unit.warehouse.made_up import change, completion, document, level, share, staging
from tests.unit.warehouse.test_models import query

pytestmark = pytest.mark.slow

Build = Callable[[Mapping[str, pl.DataFrame]], Built]

JANUARY = ("2022-01-01", "2022-01-31")
JANUARY_BEFORE = ("2021-01-01", "2021-01-31")
YEAR = ("2022-01-01", "2022-12-31")
HALF = ("2022-01-01", "2022-06-30")


@pytest.fixture(scope="module")
def told(build_warehouse: Build) -> Callable[[str], list[tuple[Any, ...]]]:  # noqa: PLR0915 - one list of cases
    """The findings (kind, verdict, likely slip) about one indicator, of a warehouse that holds every case below."""
    early, late = document("early.txt", "2022-02-01"), document("late.txt", "2023-02-01")
    observations, changes, shares, completions = [], [], [], []

    def add(*args: Any, **more: Any) -> dict[str, Any]:
        observations.append(level(*args, **more))
        return observations[-1]

    # A unit slip: one document says thousands of what the other says.
    add(early, 10, "post.revenue", JANUARY, "3000000000")
    add(late, 10, "post.revenue", JANUARY, "3000000000000")
    # An estimate that a later document replaces.
    add(early, 20, "telecom.revenue", JANUARY, "11000", status="estimated")
    add(late, 20, "telecom.revenue", JANUARY, "12000")
    # The same value, printed to fewer digits the second time.
    add(early, 30, "cyber.revenue", JANUARY, "98412", half_digit=Decimal("0.5"))
    add(late, 30, "cyber.revenue", JANUARY, "98000", half_digit=Decimal("500"))
    # A growth that does not follow from the two levels, one in another document; one that does within the rounding.
    add(early, 40, "media.press_revenue", JANUARY_BEFORE, "1000")
    now = add(late, 40, "media.press_revenue", JANUARY, "1200")
    changes.append(change(now, 45, "35.0", JANUARY_BEFORE))
    add(early, 50, "ict_industry.revenue", JANUARY_BEFORE, "1000")
    now = add(late, 50, "ict_industry.revenue", JANUARY, "1270")
    changes.append(change(now, 55, "27.0", JANUARY_BEFORE))
    # "Nearly": the growth cannot be told, but nothing contradicts it.
    add(early, 60, "telecom.profit", JANUARY_BEFORE, "1000")
    now = add(late, 60, "telecom.profit", JANUARY, "1500", bound="at_most")
    changes.append(change(now, 65, "5.0", JANUARY_BEFORE))
    # Exhaustive parts that fall short of their total, stated by different documents.
    add(late, 70, "ict_industry.exports.hardware", JANUARY, "100", unit_code="USD")
    add(early, 70, "ict_industry.exports.phones", JANUARY, "60", unit_code="USD")
    add(early, 71, "ict_industry.exports.computers", JANUARY, "20", unit_code="USD")
    # Parts that the text names of a total that the catalogue does not know: they need not be all, but none is larger.
    total = add(late, 80, None, JANUARY, "100", label="hồ sơ", unit_code="dossier")
    add(late, 81, None, JANUARY, "60", label="a", unit_code="dossier", total_char_start=80)
    add(late, 82, None, JANUARY, "70", label="b", unit_code="dossier", total_char_start=80)
    shares.append(share(total, 83, "140"))
    other = add(late, 85, None, JANUARY, "50", label="đơn", unit_code="dossier")
    add(late, 86, None, JANUARY, "52", label="c", unit_code="dossier", total_char_start=85)
    shares.append(share(other, 87, "20", whole=total))
    add(late, 88, None, JANUARY, "50", label="phiếu", unit_code="dossier")
    add(late, 89, None, JANUARY, "52", label="d", unit_code="dossier", total_char_start=88)
    add(late, 891, None, JANUARY, "9", label="e", unit_code="dossier", total_char_start=88)
    # Another scope: no unit slip makes these the same.
    add(early, 92, "investment.total", JANUARY, "230")
    add(late, 92, "investment.total", JANUARY, "1445")
    # A period that only the document as a whole names.
    add(early, 94, "finance.budget_revenue", JANUARY, "400")
    add(late, 94, "finance.budget_revenue", JANUARY, "490", period_source="document")
    # An earlier value in parentheses is no part.
    add(late, 96, None, JANUARY, "1192", label="ca", unit_code="case")
    add(late, 97, None, JANUARY_BEFORE, "1195", label="ca trước", unit_code="case", total_char_start=96)
    # Year to date below one of its months.
    add(late, 90, "all.revenue", HALF, "500", period_basis="year_to_date")
    add(early, 90, "all.revenue", JANUARY, "700")
    # Two completions of one plan that imply different plans; one of another plan.
    half = add(late, 100, "all.state_budget", HALF, "500", period_basis="year_to_date")
    month = add(early, 100, "all.state_budget", JANUARY, "100")
    completions += [completion(half, 105, "50", 2022), completion(month, 105, "20", 2022)]
    # A level restated in dollars at a rate that never was.
    add(late, 110, "digital.economy_value", YEAR, "230000000", unit_code="VND")
    add(late, 111, "digital.economy_value", YEAR, "1000", unit_code="USD", converts_char_start=110)
    tables = staging(
        [early, late], observations=observations, changes=changes, shares=shares, plan_completions=completions
    )
    built = build_warehouse(tables)

    def findings(subject: str) -> list[tuple[Any, ...]]:
        return query(
            built,
            "SELECT kind, verdict, likely_slip FROM bi.findings WHERE indicator_code = ? OR label = ? ORDER BY ALL",
            subject,
            subject,
        )

    return findings


CASES = {
    "post.revenue": [("restated", "contradicted", "÷ 1,000")],
    "telecom.revenue": [("restated", "unverifiable", None)],
    "cyber.revenue": [("restated", "consistent", None)],
    "media.press_revenue": [("growth", "contradicted", None)],
    "ict_industry.revenue": [("growth", "consistent", None)],
    "telecom.profit": [("growth", "unverifiable", None)],
    "ict_industry.exports.hardware": [("parts_total", "contradicted", None)],
    "hồ sơ": [("parts_total", "consistent", None), ("share_limit", "contradicted", None)],
    "đơn": [
        ("parts_total", "unverifiable", None),
        ("share", "contradicted", None),
        ("share_limit", "consistent", None),
    ],
    "phiếu": [("parts_total", "contradicted", None)],
    "investment.total": [("restated", "unverifiable", None)],
    "finance.budget_revenue": [("restated", "unverifiable", None)],
    "ca": [],
    "all.state_budget": [("containment", "consistent", None), ("plan_completions", "contradicted", None)],
    "digital.economy_value": [("conversion", "contradicted", "× 10")],
}


@pytest.mark.parametrize("subject", CASES)
def test_the_verdict_follows_from_what_is_printed(told: Callable[[str], list[tuple[Any, ...]]], subject: str) -> None:
    assert told(subject) == CASES[subject]


def test_a_year_to_date_below_its_month_is_a_contradiction(told: Callable[[str], list[tuple[Any, ...]]]) -> None:
    assert ("containment", "contradicted", None) in told("all.revenue")


def test_the_shipped_bulletins_hold_their_relations_and_one_contradiction(gold_warehouse: Built) -> None:
    verdicts = dict(query(gold_warehouse, "SELECT verdict, count(*) FROM bi.findings GROUP BY verdict"))
    assert verdicts["consistent"] >= 35
    contradicted = query(
        gold_warehouse,
        "SELECT kind, indicator_code, documents, printed FROM bi.findings WHERE verdict = 'contradicted'",
    )
    # 97.3 % of 119,464 services cannot be at level 4 where only 84,285 are at levels 3 and 4.
    assert contradicted == [
        ("ratio_part", "egov.services.level4_share", "004_c3366cb74ceb6149.txt", "97.3 | 119.464 | 84.285")
    ]


def test_every_finding_has_both_sides_and_the_sentences_of_both(gold_warehouse: Built) -> None:
    bare = query(
        gold_warehouse,
        "SELECT finding_key FROM bi.findings WHERE stated IS NULL OR expected IS NULL OR coalesce(sentences, '') = '' "
        "OR documents = '' OR explanation_vi IS NULL OR explanation_en IS NULL",
    )
    assert bare == []
