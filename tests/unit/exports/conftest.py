"""A small made-up warehouse and all its exports, made once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from pipelines.exports import export
from tests.unit.warehouse.conftest import Built, build_warehouse, builder  # noqa: F401 - fixtures
from tests.unit.warehouse.made_up import change, completion, document, level, share, staging


@dataclass(frozen=True)
class Given:
    """A published warehouse and the folder of its exports."""

    warehouse: Path
    folder: Path


def made_up() -> Mapping[str, pl.DataFrame]:
    """Figures of every kind, in every sort of period, with texts that CSV finds hard."""
    one = document("one.txt", "2022-10-01")
    periods = {
        "post.revenue": [
            "2022-01-01 2022-01-31",
            "2022-01-01 2022-03-31",
            "2022-01-01 2022-06-30",
            "2022-01-01 2022-12-31",
        ],
        "telecom.revenue": ["2022-01-01 2022-07-31", "2022-01-01 2022-02-14", "2022-02-03 2022-02-03"],
        "telecom.subscriptions.mobile": ["2022-01-01 2022-08-15", "2022-09-01 2022-09-30"],
    }
    levels = []
    for indicator, spans in periods.items():
        for span in spans:
            start, end = span.split()
            levels.append(level(one, 10 * len(levels), indicator, (start, end), str(1000 + len(levels))))
    levels += [
        level(one, 200, "all.revenue", ("2021-01-01", "2021-12-31"), "12345678901234567.25", bound="at_least"),
        level(one, 210, "all.profit", ("2021-01-01", "2021-12-31"), "-0.5", status="estimated", unit_code="hồ_sơ/xã"),
        level(one, 220, None, ("2021-01-01", "2021-12-31"), "7", label='nói "so", rồi\nxuống dòng'),
        level(one, 230, "post.revenue", ("2023-01-01", "2023-12-31"), "9", status="target"),
    ]
    first = levels[0]
    return staging(
        [one],
        numerals=[{**row, "role": "level", "rule": "made up"} for row in levels],
        observations=levels,
        changes=[change(first, 1, "9.5", ("2021-01-01", "2021-01-31"))],
        shares=[share(first, 2, "25")],
        plan_completions=[completion(first, 3, "50", 2022)],
    )


@pytest.fixture(scope="session")
def given(
    tmp_path_factory: pytest.TempPathFactory,
    build_warehouse: Callable[[Mapping[str, pl.DataFrame]], Built],  # noqa: F811
) -> Given:
    warehouse = build_warehouse(made_up()).warehouse
    return Given(warehouse, export(warehouse, tmp_path_factory.mktemp("exports") / "all").folder)
