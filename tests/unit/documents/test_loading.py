from __future__ import annotations

import codecs
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipelines.documents import DOCUMENTS_SCHEMA, QUARANTINE_SCHEMA, DocumentsError, iter_folder, load_folder
from pipelines.documents import landing as landing_module
from pipelines.documents.landing import Delivered, Entry, read_file
from pipelines.documents.quarantine import Problem

BULLETINS = Path(__file__).parents[3] / "seeds" / "documents"
HEADER = "file,title,event_on,reporting_start,reporting_end,sha256\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "landing"
    folder.mkdir()
    (folder / "good.txt").write_text("Doanh thu năm 2021 đạt 37 tỷ đồng.\n", encoding="utf-8")
    return folder


def reasons(folder: Path, **knobs: int) -> dict[str, str]:
    loaded = load_folder(folder, **knobs)
    assert loaded.documents.schema == DOCUMENTS_SCHEMA
    assert loaded.quarantine.schema == QUARANTINE_SCHEMA
    assert "good.txt" in loaded.documents["document"]
    assert loaded.quarantine["document"].is_unique().all()
    assert not set(loaded.documents["document"]) & set(loaded.quarantine["document"])
    assert loaded.quarantine.select(pl.col("reason", "remedy").str.ends_with(".").all()).row(0) == (True, True)
    return dict(loaded.quarantine.select("document", "reason_code").iter_rows())


def test_the_bulletins_load_with_the_facts_of_their_manifest() -> None:
    loaded = load_folder(BULLETINS)
    assert loaded.quarantine.is_empty()
    for document, text, characters, sha256 in loaded.documents.select(
        "document", "text", "characters", "sha256"
    ).iter_rows():
        delivered = (BULLETINS / document).read_bytes()
        assert text == delivered.decode("utf-8").replace("\r\n", "\n")
        assert characters == len(text)
        assert sha256 == hashlib.sha256(delivered).hexdigest()
    assert loaded.documents["stated_on"].to_list() == [
        date(2021, 12, 31),  # only the year is known
        date(2022, 2, 10),
        date(2020, 10, 30),
        date(2024, 7, 29),
        date(2022, 9, 12),
    ]


def test_each_bad_file_is_kept_out_with_its_reason(folder: Path) -> None:
    text = (folder / "good.txt").read_text(encoding="utf-8")
    (folder / "no numeral.txt").write_text("Hội nghị kết thúc tốt đẹp.", encoding="utf-8")
    (folder / "wide.txt").write_bytes(codecs.BOM_UTF16_LE + "Lợi nhuận đạt 5 tỷ đồng.".encode("utf-16-le"))
    (folder / "empty.txt").touch()
    (folder / "blank.md").write_text(" \n\t\n")
    (folder / "binary.txt").write_bytes(bytes(range(256)))
    (folder / "report.PDF").write_bytes(b"%PDF-1.4")
    (folder / "noending").write_text("x")
    (folder / "twin.txt").write_bytes(codecs.BOM_UTF16_BE + text.encode("utf-16-be"))
    (folder / "wrong.txt").write_text("Văn bản khác.", encoding="utf-8")
    (folder / ".hidden.txt").write_text("x")
    (folder / ".git").mkdir()
    (folder / ".git" / "config.txt").write_text("x")
    (folder / "documents.csv").write_text(HEADER + f"wrong.txt,,,,,{'0' * 64}\nmissing.txt,,,,,\n")
    assert reasons(folder) == {
        "binary.txt": "binary",
        "blank.md": "blank",
        "empty.txt": "empty",
        "missing.txt": "missing_file",
        "noending": "unsupported_format",
        "report.PDF": "unsupported_format",
        "twin.txt": "duplicate",
        "wrong.txt": "wrong_checksum",
    }
    loaded = load_folder(folder)
    assert loaded.documents["document"].to_list() == ["good.txt", "no numeral.txt", "wide.txt"]
    twin = loaded.quarantine.row(by_predicate=pl.col("document") == "twin.txt", named=True)
    assert "good.txt" in twin["reason"]


def test_the_first_readable_name_keeps_a_text(folder: Path) -> None:
    text = "Sản lượng đạt 5 tấn.\n"
    for name in ("a.txt", "b.txt", "c.txt"):
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "documents.csv").write_text(HEADER + f"a.txt,,,,,{'0' * 64}\n")
    assert reasons(folder) == {"a.txt": "wrong_checksum", "c.txt": "duplicate"}


def test_odd_names_and_subfolders(folder: Path) -> None:
    names = [
        "năm 2021/quý I.txt",
        'a "quoted" name.txt',
        "two\nlines.txt",
        "it's, a list;.md",
        "UPPER.TXT",
        "page.html",
    ]
    (folder / "năm 2021").mkdir()
    for number, name in enumerate(names):
        (folder / name).write_text(f"Đạt {number} tỷ đồng.", encoding="utf-8")
    (folder / "documents.csv").write_text('file,title\n"two\nlines.txt",Hai dòng\nna\u0306m 2021/quý I.txt,Quý một\n')
    assert reasons(folder) == {}
    titles = dict(load_folder(folder).documents.select("document", "title").iter_rows())
    assert set(names) < set(titles)
    assert titles["two\nlines.txt"] == "Hai dòng"
    assert titles["năm 2021/quý I.txt"] == "Quý một"  # the manifest's name is decomposed, the file's is not


@pytest.mark.skipif(sys.platform == "win32", reason="names are bytes on POSIX only")
def test_a_name_that_is_not_unicode_is_written_out(folder: Path) -> None:
    with open(os.fsencode(folder) + b"/b\xe1o.txt", "w", encoding="utf-8") as stream:
        stream.write("Đạt 1 tỷ đồng.")
    assert reasons(folder) == {}
    assert "b\\xe1o.txt" in load_folder(folder).documents["document"]


def test_links_are_followed_inside_the_folder_only(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Đạt 9 tỷ đồng.", encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.txt").write_text("Đạt 8 tỷ đồng.", encoding="utf-8")
    (folder / "sub").mkdir()
    (folder / "sub" / "inner.txt").write_text("Đạt 7 tỷ đồng.", encoding="utf-8")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "out").symlink_to(tmp_path / "elsewhere")
    (folder / "nothing.txt").symlink_to(folder / "gone.txt")
    (folder / "sub" / "loop").symlink_to(folder)
    (folder / "twin.txt").symlink_to("sub/inner.txt")
    assert reasons(folder) == {
        "nothing.txt": "broken_link",
        "out": "outside_folder",
        "out.txt": "outside_folder",
        "sub/loop": "not_a_file",
        "twin.txt": "duplicate",
    }


def test_a_folder_given_by_a_link_is_read(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder)
    assert reasons(tmp_path / "link") == {}


def test_pipes_do_not_hold_up_the_build(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    assert reasons(folder) == {"pipe.txt": "not_a_file"}
    # A pipe that takes a listed file's place before it is read must not either.
    swapped = read_file(Entry("pipe.txt", str(folder / "pipe.txt"), 5), 100)
    assert isinstance(swapped, Problem)
    assert swapped.code == "not_a_file"


def test_large_files_are_not_read(folder: Path) -> None:
    with open(folder / "huge.txt", "wb") as stream:
        stream.truncate(10**12)  # sparse: takes no room
    assert reasons(folder) == {"huge.txt": "too_large"}
    (folder / "huge.txt").unlink()
    (folder / "a.txt").write_text("x" * 51)
    assert reasons(folder, max_file_bytes=50) == {"a.txt": "too_large"}


def test_files_that_may_not_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "locked.txt").write_text("Đạt 3 tỷ đồng.", encoding="utf-8")
    opened = os.open

    def refuse(path: str, *rest: int) -> int:
        if str(path).endswith("locked.txt"):
            raise PermissionError(13, "Permission denied", path)
        return opened(path, *rest)

    monkeypatch.setattr(landing_module.os, "open", refuse)
    assert reasons(folder) == {"locked.txt": "unreadable"}


def grow(path: Path) -> None:
    with open(path, "ab") as stream:
        stream.write(b"more")


def rewrite(path: Path) -> None:
    path.write_bytes(path.read_bytes()[::-1])
    os.utime(path, (1, 1))


@pytest.mark.parametrize("change", [grow, rewrite, Path.unlink])
def test_a_file_that_changes_while_it_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    path = folder / "good.txt"
    entry = Entry("good.txt", str(path), path.stat().st_size)
    assert isinstance(read_file(entry, 1000), Delivered)
    looked = landing_module.os.fstat
    calls = []

    def look_and_change(descriptor: int) -> os.stat_result:
        status = looked(descriptor)
        calls.append(descriptor)
        if len(calls) == 1:
            change(path)
        return status

    if change is Path.unlink:
        path.unlink()
    else:
        monkeypatch.setattr(landing_module.os, "fstat", look_and_change)
    result = read_file(entry, 1000)
    assert isinstance(result, Problem)
    assert result.code == "changed_while_read"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", {"documents.csv": "manifest_unreadable"}),
        (b"\xff\xfe\x00junk\x00\xd8", {"documents.csv": "manifest_unreadable"}),
        (b"name,title\ngood.txt,x\n", {"documents.csv": "manifest_unreadable"}),
        (b"file;title\ngood.txt;x\n", {"documents.csv": "manifest_unreadable"}),
        (b"file,tittle\ngood.txt,x\n", {"documents.csv": "manifest_unreadable"}),
        (b"file,title\ngood.txt,x,surplus,fields\n", {"documents.csv": "manifest_unreadable"}),
        (b"file,title\nb.txt,x\nb.txt,y\n", {"b.txt": "manifest_conflict"}),
        (b"file,title\nb.txt,x\nb.txt,x\n", {}),
        (b"file,event_on\nb.txt,10/02/2022\n", {"b.txt": "manifest_value"}),
        (b"file,reporting_start,reporting_end\nb.txt,2022-02-01,2022-01-31\n", {"b.txt": "manifest_value"}),
        (b"file,reporting_start,reporting_end\nb.txt,2022-02-01,\n", {"b.txt": "manifest_value"}),
        (b"file,sha256\nb.txt,abc\n", {"b.txt": "manifest_value"}),
        (b"file,title\n,nothing\n", {}),
        (b"file,title\n../landing/good.txt,x\n", {"../landing/good.txt": "missing_file"}),
        (b"\xef\xbb\xbfFile , title\r\nb.txt,x\r\n", {}),
    ],
)
def test_manifests(folder: Path, content: bytes, expected: dict[str, str]) -> None:
    (folder / "b.txt").write_text("Đạt 4 tỷ đồng.", encoding="utf-8")
    (folder / "documents.csv").write_bytes(content)
    assert reasons(folder) == expected


def test_a_manifest_wins_over_the_text_and_blanks_are_filled_from_it(folder: Path) -> None:
    (folder / "good.txt").write_text(
        "Kết quả kinh doanh quý I/2020\n\nThứ hai, 13/4/2020 08:00\n\nDoanh thu đạt 5 tỷ đồng.\n", encoding="utf-8"
    )
    (folder / "documents.csv").write_text(HEADER + "good.txt,007,,2020-01-01,2020-12-31,\n")
    row = load_folder(folder).documents.row(0, named=True)
    assert row["title"] == "007"  # as written, not the number seven
    assert row["published_on"] == row["stated_on"] == date(2020, 4, 13)
    assert (row["reporting_start"], row["reporting_end"]) == (date(2020, 1, 1), date(2020, 12, 31))


@pytest.mark.parametrize("batch_bytes", [1, 50, 10**9])
def test_batches_hold_the_same_as_the_whole(folder: Path, batch_bytes: int) -> None:
    for number in range(9):
        (folder / f"{number}.txt").write_text(f"Đạt {number // 2} tỷ đồng.", encoding="utf-8")
    (folder / "documents.csv").write_text("file\nmissing.txt\n")
    whole = load_folder(folder)
    batches = list(iter_folder(folder, batch_bytes=batch_bytes))
    assert len(batches) == {1: 11, 50: 7, 10**9: 2}[batch_bytes]
    assert pl.concat([batch.documents for batch in batches]).equals(whole.documents)
    assert pl.concat([batch.quarantine for batch in batches]).sort("document").equals(whole.quarantine)
    assert whole.quarantine.height == 5


def test_folders_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(DocumentsError, match=r"nowhere does not exist; give a folder"):
        load_folder(tmp_path / "nowhere")
    with pytest.raises(DocumentsError, match=r"is empty; put"):
        load_folder(tmp_path)
    (tmp_path / "file.txt").write_text("x")
    with pytest.raises(DocumentsError, match=r"file.txt is not a folder"):
        load_folder(tmp_path / "file.txt")


def test_a_file_that_a_program_writes_without_pause_is_read_in_one_state_or_not_at_all(folder: Path) -> None:
    """A real writer, in a process of its own, puts a text of a's and one of b's in place over and over."""
    path = folder / "busy.txt"
    path.write_bytes(b"a" * 300_000)
    program = (
        "import sys\nprint('ready', flush=True)\nwhile True:\n"
        "    for letter in (b'b', b'a'):\n"
        "        with open(sys.argv[1], 'r+b', buffering=0) as file:\n"
        "            for _ in range(30):\n                file.write(letter * 10_000)\n"
    )
    writer = subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True)
    try:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        results = [read_file(Entry("busy.txt", str(path), 300_000), 10**9) for _ in range(400)]
    finally:
        writer.kill()
        writer.communicate()
    problems = [result.code for result in results if isinstance(result, Problem)]
    assert set(problems) <= {"changed_while_read"}
    assert problems, "it was never caught in the act: the test says nothing"
    assert {len(result.data) for result in results if isinstance(result, Delivered)} <= {300_000}


@pytest.mark.slow
def test_fifty_thousand_tiny_files_and_one_of_fifty_megabytes(folder: Path) -> None:
    for number in range(50_000):
        (folder / f"{number:05}.txt").write_bytes(f"Doanh thu tháng 7/2022 đạt {number} tỷ đồng.\n".encode())
    line = "Doanh thu bưu chính tháng 7/2022 đạt 3.151 tỷ đồng, tăng 9,5% so với cùng kỳ năm 2021.\n".encode()
    (folder / "large.txt").write_bytes(line * (50_000_000 // len(line) + 1))
    read, largest = 0, 0
    for batch in iter_folder(folder, batch_bytes=8_000_000):
        assert batch.quarantine.is_empty()
        read += batch.documents.height
        largest = max(largest, int(batch.documents["characters"].max() or 0))
    assert read == 50_002  # with the fixture's own
    assert largest > 40_000_000
