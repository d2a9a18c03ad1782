from __future__ import annotations

import pytest

from pipelines.evidence.findings import against
from pipelines.evidence.readings import Names
from pipelines.evidence.words import Both

NAMES = Names([{"unit_code": "VND", "name_vi": "đồng Việt Nam", "name_en": "dong"}], [], [])


@pytest.mark.parametrize(
    ("relation", "low", "expected", "high", "told"),
    [
        ("equal", 129.5e9, 130e9, 130.5e9, ("equal", Both("130 tỷ đồng", "130 billion VND"))),
        ("equal", 0.5e9, 1e9, 1.5e9, ("equal", Both("1 tỷ đồng", "1 billion VND"))),
        ("equal", 0.0, 5e9, 10e9, ("within", Both("0 đồng – 10 tỷ đồng", "0 VND – 10 billion VND"))),
        ("equal", float("-inf"), 5e9, 6e9, ("equal", Both("5 tỷ đồng", "5 billion VND"))),
        ("at_most", 0.0, 5e9, 10e9, ("at_most", Both("5 tỷ đồng", "5 billion VND"))),
        ("at_least", None, 5e9, None, ("at_least", Both("5 tỷ đồng", "5 billion VND"))),
        ("equal", None, None, None, ("equal", Both("–", "–"))),
    ],
)
def test_a_range_is_told_by_its_ends(
    relation: str, low: float | None, expected: float | None, high: float | None, told: tuple[str, Both]
) -> None:
    row = {"relation": relation, "expected_low": low, "expected": expected, "expected_high": high, "unit_code": "VND"}
    assert against(NAMES, row) == told
