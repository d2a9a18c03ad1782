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
from pipelines.staging.engines import Engine
from pipelines.staging.intake import Intake, take_in

NAMES = ("2021/a.txt", "2022/a.txt", "2022/b [1].txt")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Callable[[], Intake]]:
    """A folder of three documents that were read, a shard each, and how to read them again."""
    place = tmp_path_factory.mktemp("forgetting")
    for number, name in enumerate(NAMES):
        (place / "documents" / name).parent.mkdir(parents=True, exist_ok=True)
        (place / "documents" / name).write_text(f"Doanh thu năm 2021 đạt {number} tỷ đồng.\n", encoding="utf-8")

    def take() -> Intake:
        load_folder(place / "documents").documents.write_parquet(place / "part.parquet")
        quarantine = pl.DataFrame(schema=QUARANTINE_SCHEMA)
        reference = Settings.from_environment({}).reference
        one = Engine(processes=1)
        return take_in([place / "part.parquet"], quarantine, place / "work", reference, engine=one, batch_bytes=1)

    assert take().read == len(NAMES)
    return place, take


def test_the_store_is_where_it_is_looked_for() -> None:
    assert (forgetting.CURRENT.name, forgetting.STORE) == (intake.CURRENT, intake.STORE)


@pytest.mark.slow
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
    built: tuple[Path, Callable[[], Intake]], patterns: list[str], read: int
) -> None:
    place, build = built
    assert len(forget(place / "work", patterns)) == read
    again = build()
    assert (again.read, again.kept) == (read, 3 - read)


def test_before_the_first_build_there_is_nothing_to_forget(tmp_path: Path) -> None:
    assert forget(tmp_path / "work", ["*"]) == []
