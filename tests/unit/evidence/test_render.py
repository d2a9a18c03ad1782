from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.evidence import EvidenceError, build_site
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
