from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from pipelines.evidence import EvidenceError, build_site
from pipelines.evidence.chunks import KeptChunks
from pipelines.evidence.documents import part_addresses
from pipelines.evidence.render import FIRST_ROWS, MORE_ROWS, Pages
from pipelines.warehouse import WarehouseError


def test_data_files_cannot_end_their_script(tmp_path: Path) -> None:
    value = {"label": "</script><script>alert(1)</script>\u2028 \"quoted\" 'đ'"}
    Pages(tmp_path).data("search-0", value)
    text = (tmp_path / "data" / "search-0.js").read_text(encoding="utf-8")
    assert "<" not in text
    assert "\u2028" not in text
    payload = text.removeprefix('solieu.receive("search-0",').removesuffix(");\n")
    assert json.loads(payload) == value


def test_a_long_list_goes_on_in_files(tmp_path: Path) -> None:
    rows = [
        {"document": f"{number}.txt", "reason": "<b>empty</b>", "remedy": "write"}
        for number in range(FIRST_ROWS + MORE_ROWS + 1)
    ]
    listing = Pages(tmp_path).listing("quarantine", rows, "rows/quarantine.html", "coverage.html")
    assert (len(listing.first), listing.chunks, listing.left) == (FIRST_ROWS, 2, MORE_ROWS + 1)
    files = sorted((tmp_path / "data").iterdir())
    assert [path.name for path in files] == ["quarantine-0.js", "quarantine-1.js"]
    chunks = [json.loads(path.read_text(encoding="utf-8").split(",", 1)[1].removesuffix(");\n")) for path in files]
    assert [chunk.count("<tr>") for chunk in chunks] == [MORE_ROWS, 1]
    assert "&lt;b&gt;empty" in chunks[0]


def test_a_short_list_needs_no_files(tmp_path: Path) -> None:
    assert Pages(tmp_path).listing("x", [], "rows/quarantine.html", "coverage.html").chunks == 0
    assert not (tmp_path / "data").exists()


def test_parts_keep_the_address_of_the_first() -> None:
    assert part_addresses("documents/a.html", 3) == ["documents/a.html", "documents/a.2.html", "documents/a.3.html"]


def test_a_folder_of_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "mine.txt").write_text("keep")
    with pytest.raises(EvidenceError, match="not a site of Solieu"):
        build_site(tmp_path / "solieu.duckdb")
    assert (tmp_path / "site" / "mine.txt").read_text() == "keep"


def test_without_a_warehouse_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="no published warehouse"):
        build_site(tmp_path / "solieu.duckdb")
    assert list(tmp_path.iterdir()) == []


def test_a_new_row_moves_few_files_of_a_list_with_keys(tmp_path: Path) -> None:
    """Rows are cut where their keys say: what stands far from a new row stays in the same files, under other numbers."""
    keys = [int.from_bytes(sha256(str(number).encode()).digest()[:8]) for number in range(2000)]

    def written(name: str, keys: list[int]) -> list[str]:
        pages = Pages(tmp_path / name)
        rows = [{"document": str(key), "reason": "r", "remedy": "m"} for key in keys]
        listing = pages.listing("list", rows, "rows/quarantine.html", "coverage.html", keys)
        files = [(tmp_path / name / f"data/list-{number}.js").read_text("utf-8") for number in range(listing.chunks)]
        shown = [text.split(",", 1)[1] for text in files]
        assert sum(text.count("<tr>") + text.count("\\u003ctr>") for text in shown) == len(keys) - FIRST_ROWS
        assert all(
            f"{keys[index]}" in shown[number]
            for index in (FIRST_ROWS, 999, 1999)
            if (number := listing.file_of(index)) is not None
        )
        return shown

    before, after = written("before", keys), written("after", [*keys[:1000], 48 * 10**6 + 1, *keys[1000:]])
    assert len(before) > 2000 // 100
    assert len(set(before) - set(after)) <= 2


def test_a_file_of_the_same_rows_is_taken_over_unless_it_was_changed(tmp_path: Path) -> None:
    rows = [{"document": str(number), "reason": "r", "remedy": "m"} for number in range(FIRST_ROWS + 5)]
    keys = [7 * number + 1 for number in range(len(rows))]

    def site(name: str, reason: str, common: str = "same") -> str:
        pages = Pages(tmp_path / name, KeptChunks.of(tmp_path / "first", common))
        pages.listing(
            "list", [{**row, "reason": reason} for row in rows], "rows/quarantine.html", "coverage.html", keys
        )
        pages.chunks.save(pages.folder)
        return (tmp_path / name / "data/list-0.js").read_text("utf-8")

    first = site("first", "a reason")
    assert site("second", "not asked for, as the keys are the same") == first
    assert "made otherwise" in site("third", "made otherwise", common="other templates")
    (tmp_path / "first/data/list-0.js").write_text(first.replace("a reason", "a  slip"), "utf-8")
    assert "written again" in site("fourth", "written again")
