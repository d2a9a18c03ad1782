"""Folders that are replaced as a whole, or not at all."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from pipelines.warehouse import ForeignFolder, replaced_whole

STAMP = ".stamp"


def made(folder: Path, text: str) -> None:
    with replaced_whole(folder, STAMP) as fresh:
        (fresh / "a.txt").write_text(text, encoding="utf-8")


def broken(folder: Path) -> None:
    """Fail when half of the new folder is written."""
    with suppress(ZeroDivisionError), replaced_whole(folder, STAMP) as fresh:
        (fresh / "b.txt").write_text("half", encoding="utf-8")
        raise ZeroDivisionError


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def ended_process() -> int:
    ended = subprocess.Popen([sys.executable, "-c", "pass"])
    ended.wait()
    return ended.pid


def test_the_new_folder_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    for text in ("one", "two"):
        made(tmp_path / "out", text)
        assert (tmp_path / "out" / "a.txt").read_text(encoding="utf-8") == text
    assert names(tmp_path) == ["out"]


def test_an_error_leaves_the_old_folder_and_nothing_else(tmp_path: Path) -> None:
    made(tmp_path / "out", "one")
    broken(tmp_path / "out")
    assert names(tmp_path) == ["out"]
    assert names(tmp_path / "out") == [STAMP, "a.txt"]


@pytest.mark.parametrize("content", ["folder", "file"])
def test_what_no_build_made_is_left_alone(tmp_path: Path, content: str) -> None:
    target = tmp_path / "out"
    if content == "file":
        target.write_text("mine", encoding="utf-8")
    else:
        target.mkdir()
        (target / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ForeignFolder):
        made(target, "one")
    assert names(tmp_path) == ["out"]


def test_what_a_killed_process_left_is_mended(tmp_path: Path) -> None:
    """Killed between the two renames, the old folder stands aside: it is put back before anything can fail."""
    process = ended_process()
    made(tmp_path / f".out.{process}.old", "old")
    (tmp_path / f".out.{process}.new").mkdir()
    (tmp_path / f".out.{process}.new.duckdb").touch()  # what it read, by a second name
    broken(tmp_path / "out")
    assert names(tmp_path) == ["out"]
    assert (tmp_path / "out" / "a.txt").read_text(encoding="utf-8") == "old"
