"""Documents that a person wants read again are read again, and no others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from pipelines.documents import QUARANTINE_SCHEMA, load_folder
from pipelines.operations import forgetting
from pipelines.operations.forgetting import forget
from pipelines.settings import Settings
from pipelines.staging import intake
from pipelines.staging.intake import Intake, take_in

NAMES = ("2021/a.txt", "2022/a.txt", "2022/b [1].txt")


@pytest.fixture
def build(tmp_path: Path) -> Callable[[], Intake]:
    """Read a folder of three documents into a work folder, a shard each."""
    for number, name in enumerate(NAMES):
        (tmp_path / "documents" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "documents" / name).write_text(f"Doanh thu năm 2021 đạt {number} tỷ đồng.\n", encoding="utf-8")

    def take() -> Intake:
        load_folder(tmp_path / "documents").documents.write_parquet(tmp_path / "part.parquet")
        quarantine = pl.DataFrame(schema=QUARANTINE_SCHEMA)
        reference = Settings.from_environment({}).reference
        return take_in([tmp_path / "part.parquet"], quarantine, tmp_path / "work", reference, batch_bytes=1)

    return take


def test_the_store_is_where_it_is_looked_for() -> None:
    assert (forgetting.CURRENT.name, forgetting.STORE) == (intake.CURRENT, intake.STORE)


@pytest.mark.parametrize(
    ("patterns", "read"),
    [
        ([], 0),
        (["nowhere.txt"], 0),
        (["2021/a.txt"], 1),
        (["2022/b [1].txt"], 1),
        (["2022/*"], 2),
        (["*"], 3),
    ],
)
def test_chosen_documents_are_read_again(
    tmp_path: Path, build: Callable[[], Intake], patterns: list[str], read: int
) -> None:
    assert build().read == 3
    assert len(forget(tmp_path / "work", patterns)) == read
    again = build()
    assert (again.read, again.kept) == (read, 3 - read)


def test_before_the_first_build_there_is_nothing_to_forget(tmp_path: Path) -> None:
    assert forget(tmp_path / "work", ["*"]) == []
