"""A catalogue that cannot be right is refused as a whole, with the file, the place and what to do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from pipelines.settings import Settings
from pipelines.vocabulary import VocabularyError, load_vocabulary

SHIPPED = Settings.from_environment({}).reference


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SHIPPED, tmp_path / "reference")
    return tmp_path / "reference"


def change(table: str, **values: str) -> Callable[[Path], None]:
    """Give the first row of ``table`` other values."""

    def apply(folder: Path) -> None:
        frame = pl.read_csv(folder / f"{table}.csv", infer_schema=False)
        first = pl.int_range(pl.len()) == 0
        for column, value in values.items():
            frame = frame.with_columns(pl.when(first).then(pl.lit(value or None)).otherwise(column).alias(column))
        frame.write_csv(folder / f"{table}.csv")

    return apply


def double(table: str) -> Callable[[Path], None]:
    """Write the first row of ``table`` twice."""

    def apply(folder: Path) -> None:
        frame = pl.read_csv(folder / f"{table}.csv", infer_schema=False)
        pl.concat([frame, frame.head(1)]).write_csv(folder / f"{table}.csv")

    return apply


def drop(table: str, column: str) -> Callable[[Path], None]:
    """Leave a column out."""

    def apply(folder: Path) -> None:
        pl.read_csv(folder / f"{table}.csv", infer_schema=False).drop(column).write_csv(folder / f"{table}.csv")

    return apply


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (double("indicators"), r"indicators\.csv: duplicate or empty key .*; keep one row"),
        (change("units", unit_code=""), r"units\.csv: duplicate or empty key"),
        (change("indicators", unit_code="furlong"), r"indicators\.csv: unknown unit_code 'furlong'; add it to units"),
        (change("indicators", sector_code="magic"), r"indicators\.csv: unknown sector_code 'magic'; add it to sectors"),
        (change("indicators", pattern="doanh (thu"), r"indicators\.csv line 2: pattern is not a valid pattern"),
        (change("indicators", excludes="[z-a]"), r"indicators\.csv line 2: excludes is not a valid pattern"),
        (change("scales", factor="many"), r"scales\.csv: a value has the wrong type"),
        (drop("units", "kind"), r"units\.csv: missing columns \['kind'\]"),
        (lambda folder: (folder / "cues.csv").unlink(), r"cues\.csv: missing; restore it"),
        (lambda folder: (folder / "cues.csv").write_text('cue,kind\n"open', "utf-8") and None, r"cues\.csv"),
    ],
)
def test_it_is_refused_with_its_file_and_place(folder: Path, spoil: Callable[[Path], None], says: str) -> None:
    load_vocabulary(folder)
    spoil(folder)
    with pytest.raises(VocabularyError, match=says):
        load_vocabulary(folder)
