"""The sensor on the landing folder: one run a delivery, never two for the same, never none for a re-delivery."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import dagster as dg
import pytest

from pipelines.documents.index import content_hashes
from pipelines.operations.sensors import describe_changes, landing_folder


class Folder:
    """A landing folder and the sensor's memory of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.cursor: str | None = None

    def look(self) -> list[str]:
        """The run keys that the sensor asks for now."""
        with dg.build_sensor_context(cursor=self.cursor) as context:
            result = landing_folder(context)
        if isinstance(result, dg.SkipReason):
            return []
        assert isinstance(result, dg.SensorResult)
        self.cursor = result.cursor
        return [str(request.run_key) for request in result.run_requests or []]

    def write(self, name: str, text: str) -> None:
        (self.path / name).write_text(text, encoding="utf-8")
        os.utime(self.path / name, (time.time() - 60,) * 2)  # its delivery is over


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    documents = tmp_path / "documents"
    documents.mkdir()
    monkeypatch.setenv("SOLIEU_DOCUMENTS", str(documents))
    monkeypatch.setenv("SOLIEU_WORK", str(tmp_path / "work"))
    return Folder(documents)


def test_a_new_a_changed_and_a_removed_file_each_ask_for_one_run(folder: Folder) -> None:
    assert folder.look() == []
    folder.write("a.txt", "1")
    first = folder.look()
    assert len(first) == 1
    assert folder.look() == []
    folder.write("a.txt", "2")
    second = folder.look()
    assert len(second) == 1
    (folder.path / "a.txt").unlink()
    third = folder.look()
    assert len(third) == 1
    assert len({*first, *second, *third}) == 3


def test_a_redelivery_asks_again(folder: Folder) -> None:
    keys = []
    for text in ("A", "B", "A"):
        folder.write("a.txt", text)
        keys += folder.look()
    assert len(keys) == 3
    assert len(set(keys)) == 3, "Dagster never runs a key twice"


def test_touching_a_file_asks_for_nothing(folder: Folder) -> None:
    folder.write("a.txt", "A")
    folder.look()
    os.utime(folder.path / "a.txt", (0, 0))
    assert folder.look() == []


def test_a_change_that_keeps_size_and_time_is_seen(folder: Folder) -> None:
    folder.write("a.txt", "A")
    os.utime(folder.path / "a.txt", (1, 1))
    folder.look()
    folder.write("a.txt", "B")
    os.utime(folder.path / "a.txt", (1, 1))
    assert len(folder.look()) == 1


def test_an_evaluation_that_was_lost_asks_for_the_same_run(folder: Folder) -> None:
    folder.write("a.txt", "A")
    remembered = folder.cursor
    keys = folder.look()
    folder.cursor = remembered  # the daemon died before it kept the cursor
    assert folder.look() == keys


def test_a_renamed_file_is_a_delivery(folder: Folder) -> None:
    folder.write("a.txt", "A")
    folder.look()
    (folder.path / "a.txt").rename(folder.path / "b c'ễ.txt")
    assert len(folder.look()) == 1


def test_links_out_of_the_folder_are_not_followed(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (folder.path / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert content_hashes(folder.path) == {}


def test_a_file_that_is_being_written_is_waited_for(folder: Folder) -> None:
    folder.write("a.txt", "A")
    os.utime(folder.path / "a.txt")
    assert folder.look() == []
    os.utime(folder.path / "a.txt", (time.time() - 3,) * 2)
    assert len(folder.look()) == 1


def test_a_time_of_the_future_does_not_hold_a_delivery_up(folder: Folder) -> None:
    """The clock went back, or the sender's is ahead."""
    folder.write("a.txt", "A")
    os.utime(folder.path / "a.txt", (time.time() + 3600,) * 2)
    assert len(folder.look()) == 1


def test_what_was_seen_may_be_lost_without_a_run_too_many_or_too_few(folder: Folder, tmp_path: Path) -> None:
    folder.write("a.txt", "A")
    folder.look()
    shutil.rmtree(tmp_path / "work")
    assert folder.look() == []
    folder.write("b.txt", "B")
    assert len(folder.look()) == 1


def test_changes_are_told_in_words() -> None:
    assert (
        describe_changes({"a": "1", "b": "1", "c": "1"}, {"a": "1", "b": "2", "d": "1"})
        == "1 new, 1 changed, 1 removed"
    )
