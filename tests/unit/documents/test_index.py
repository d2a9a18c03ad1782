"""Files that have not changed are not opened again, and a change is never missed."""

from __future__ import annotations

import os
import time
from pathlib import Path

import polars as pl
import pytest

from pipelines.documents import iter_folder
from pipelines.documents.index import KnownFiles, content_hashes

LONG_AGO = time.time_ns() - 3_600_000_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "documents"
    (place / "below").mkdir(parents=True)
    for name, text in (("a.txt", "Doanh thu năm 2021 đạt 5 tỷ đồng.\n"), ("below/b.txt", "Năm 2022 đạt 7 tỷ đồng.\n")):
        (place / name).write_text(text, encoding="utf-8")
    return place


def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that are opened from now on."""
    names: list[str] = []
    system_open = os.open

    def noted(path: str, *arguments: int, **more: int) -> int:
        names.append(os.path.basename(path))
        return system_open(path, *arguments, **more)

    monkeypatch.setattr(os, "open", noted)
    return names


def known_after(folder: Path, file: Path, known: KnownFiles | None = None) -> KnownFiles:
    """What a load of ``folder`` leaves known, as if it had looked an hour later."""
    frame = pl.concat([batch.known for batch in iter_folder(folder, known=known)])
    later = pl.lit(time.time_ns() + 3_600_000_000_000, pl.Int64).alias("seen_ns")
    frame.with_columns(later).write_parquet(file)
    return KnownFiles.load(file, frame["document_key"].to_list())


def facts(folder: Path, known: KnownFiles | None = None) -> pl.DataFrame:
    return pl.concat([batch.documents for batch in iter_folder(folder, known=known)])


def test_known_files_are_not_opened_and_say_the_same(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = known_after(folder, tmp_path / "index.parquet")
    whole = facts(folder)
    names = opened(monkeypatch)
    taken_over = facts(folder, known)
    assert [name for name in names if name.endswith(".txt")] == []
    assert taken_over.drop("text").equals(whole.drop("text"))
    assert taken_over["text"].null_count() == 2


def test_a_file_rewritten_to_the_same_size_with_its_old_time_is_opened(folder: Path, tmp_path: Path) -> None:
    known = known_after(folder, tmp_path / "index.parquet")
    times = (folder / "a.txt").stat()
    (folder / "a.txt").write_text("Doanh thu năm 2021 đạt 6 tỷ đồng.\n", encoding="utf-8")
    os.utime(folder / "a.txt", ns=(times.st_atime_ns, times.st_mtime_ns))
    # The look was an hour ahead of the clock, so only size and time can tell.
    found = facts(folder, known)
    assert found.filter(pl.col("document") == "a.txt")["text"].str.contains("6 tỷ").to_list() == [True]


def test_a_file_as_young_as_the_look_at_it_is_opened_again(folder: Path, tmp_path: Path) -> None:
    frame = pl.concat([batch.known for batch in iter_folder(folder)])
    frame.write_parquet(tmp_path / "index.parquet")
    known = KnownFiles.load(tmp_path / "index.parquet", frame["document_key"].to_list())
    assert facts(folder, known)["text"].null_count() == 0


def test_manifest_facts_and_checksums_still_count(folder: Path, tmp_path: Path) -> None:
    known = known_after(folder, tmp_path / "index.parquet")
    wrong = "0" * 64
    (folder / "documents.csv").write_text(f"file,title,sha256\na.txt,Given,\nbelow/b.txt,,{wrong}\n", encoding="utf-8")
    batches = list(iter_folder(folder, known=known))
    found = pl.concat([batch.documents for batch in batches])
    assert found.select("document", "title").rows() == [("a.txt", "Given")]
    assert pl.concat([batch.quarantine for batch in batches])["reason_code"].to_list() == ["wrong_checksum"]


def test_a_copy_of_a_known_file_is_a_duplicate(folder: Path, tmp_path: Path) -> None:
    known = known_after(folder, tmp_path / "index.parquet")
    (folder / "0.txt").write_bytes((folder / "a.txt").read_bytes())
    batches = list(iter_folder(folder, known=known))
    assert pl.concat([batch.documents for batch in batches])["document"].to_list() == ["0.txt", "below/b.txt"]
    assert pl.concat([batch.quarantine for batch in batches])["reason_code"].to_list() == ["duplicate"]


def test_a_damaged_index_is_as_none(folder: Path, tmp_path: Path) -> None:
    known_after(folder, tmp_path / "index.parquet")
    (tmp_path / "index.parquet").write_bytes(b"PAR1 and no more")
    assert KnownFiles.load(tmp_path / "index.parquet", ["x"]).places == {}


def test_hashes_are_kept_from_look_to_look(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "below/b.txt"):
        os.utime(folder / name, ns=(LONG_AGO, LONG_AGO))
    index = tmp_path / "hashes.json"
    plain = content_hashes(folder)
    monkeypatch.setattr(time, "time_ns", lambda: LONG_AGO + 7_200_000_000_000)
    assert content_hashes(folder, index) == plain == content_hashes(folder, index)
    index.write_text(index.read_text(encoding="utf-8").replace(plain["a.txt"], "f" * 64), encoding="utf-8")
    assert content_hashes(folder, index)["a.txt"] == "f" * 64  # not read again
    (folder / "a.txt").write_text("changed", encoding="utf-8")
    assert content_hashes(folder, index)["a.txt"] == content_hashes(folder)["a.txt"]
    index.write_text("[half", encoding="utf-8")
    assert content_hashes(folder, index) == content_hashes(folder)


def test_links_out_of_the_folder_and_pipes_have_no_hash(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    os.mkfifo(folder / "pipe.txt")
    assert sorted(content_hashes(folder)) == ["a.txt", "below/b.txt"]
