"""Builds by the command line, as a person runs it: in a process of its own, in another working directory."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
import unicodedata
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from tests.conftest import made_once
from tests.unit.documents.test_decoding import LEGACY

HOUSE = Path(__file__).resolve().parents[2]
BULLETINS = HOUSE / "seeds" / "documents"


@dataclass(frozen=True)
class Place:
    """Documents, warehouse and work folder of one test, and how to build there."""

    folder: Path

    @property
    def documents(self) -> Path:
        return self.folder / "documents"

    @property
    def warehouse(self) -> Path:
        return self.folder / "published" / "figures.duckdb"

    def solieu(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run the command line in a working directory that is not the repository."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SOLIEU_")}
        elsewhere = self.folder / "elsewhere"
        elsewhere.mkdir(exist_ok=True)
        return subprocess.run(
            [sys.executable, "-m", "pipelines.cli", *arguments],
            cwd=elsewhere,
            env={**environment, "PYTHONPATH": str(HOUSE), "SOLIEU_WORK": str(self.folder / "work"), **settings},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    def build(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return self.solieu(
            "build", "--documents", str(self.documents), "--warehouse", str(self.warehouse), *arguments, **settings
        )


def place_of(shipped: Path, folder: Path) -> Place:
    """A place of its own that goes on from the build of the shipped bulletins: nothing of them is read again."""
    place = Place(folder)
    shutil.copytree(BULLETINS, place.documents)
    unneeded = shutil.ignore_patterns("benchmarks", "logs", "*.lock", "last_run")
    shutil.copytree(shipped / "build", folder / "work", ignore=unneeded)
    shutil.copytree(shipped / "warehouse", place.warehouse.parent, ignore=shutil.ignore_patterns("*.lock"))
    (place.warehouse.parent / "solieu.duckdb").rename(place.warehouse)
    return place


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


GOOD = "Hội nghị tháng 7/2022\nDoanh thu bưu chính tháng 7/2022 đạt 3.151 tỷ đồng, tăng 9,5% so với cùng kỳ năm 2021.\n"
IMPLAUSIBLE = "Doanh thu viễn thông năm 2021 đạt 500 tỷ đồng, chiếm 140% doanh thu toàn ngành.\n"


#: What would run, break out or delete, were it ever taken for SQL, HTML, a template, a shell's or a terminal's command.
HOSTILE_MARKUP = """"><script>alert(1)</script><img src=x onerror=alert(2)>"""
HOSTILE_NAMES = (
    "'; DROP TABLE marts.dim_documents; --.txt",
    "$(touch pwned) `touch pwned` ; touch pwned.txt",
    "<img src=x onerror=alert(3)>.html",
    "two\nlines {{ 7 * 191 }}.txt",
    "\x1b[2J\x1b]0;pwned\x07.txt",
)
HOSTILE_TEXT = (
    f"{HOSTILE_MARKUP}</textarea></script>\n'); DROP TABLE marts.fct_numerals; -- {{{{ 7 * 191 }}}} {{% raw %}} ${{7*191}}\n"
    "Doanh thu <script>alert(4)</script> bưu chính'; -- tháng 7/2022 đạt 3.151 tỷ đồng.\n"
)


def write_bad_folder(documents: Path) -> None:
    """Two bulletins, one document with an implausible share, and one file for each thing that can be wrong with one."""
    documents.mkdir()
    for name in ("000_59148a569a8c47a8.txt", "003_7040d20867ab9bb1.txt"):
        shutil.copy(BULLETINS / name, documents)
    (documents / "good.txt").write_text(GOOD, encoding="utf-8")
    (documents / "implausible.txt").write_text(IMPLAUSIBLE, encoding="utf-8")
    (documents / "empty.txt").write_bytes(b"")
    (documents / "binary.txt").write_bytes(bytes(range(256)) * 8)
    (documents / "utf16.txt").write_text("Năm 2020 có 54/63 tỉnh.\n", encoding="utf-16")
    (documents / "wordy.txt").write_text("Bộ trưởng phát biểu tại hội nghị.\n", encoding="utf-8")
    shutil.copy(documents / "good.txt", documents / "same-text.txt")
    for encoding, data in LEGACY.items():
        (documents / f"{encoding}.txt").write_bytes(f"Ban tin {encoding}. ".encode() + data)
    (documents / "nfd.txt").write_text(unicodedata.normalize("NFD", GOOD.replace("7/2022", "6/2022")), "utf-8")
    for name in HOSTILE_NAMES:
        (documents / name).write_text(f"{HOSTILE_TEXT}Bản tin {name!r}.\n", encoding="utf-8")
    (documents / "\x1b[31mred.pdf").write_bytes(b"%PDF-")
    (documents / "secret.txt").symlink_to("/etc/hostname")
    (documents / "tampered.txt").write_text("Năm 2019 đạt 12 tỷ đồng.\n", encoding="utf-8")
    with (documents / "documents.csv").open("w", encoding="utf-8", newline="") as manifest:
        rows = csv.writer(manifest)
        rows.writerow(["file", "sha256", "title", "publisher"])
        rows.writerow(["missing.txt", "", "", ""])
        rows.writerow(["tampered.txt", "0" * 64, "", ""])
        rows.writerow(["good.txt", digest(documents / "good.txt"), "", ""])
        rows.writerows([name, "", HOSTILE_MARKUP, "'; DROP SCHEMA bi CASCADE; --"] for name in HOSTILE_NAMES)


@dataclass(frozen=True)
class Said:
    """How a command line ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


@dataclass(frozen=True)
class Built:
    """A place after two builds of the same input: an ordinary one, and a strict one that knows nothing of what the first
    read and found. For reading only."""

    place: Place
    first: Said
    first_warehouse: Path
    strict: Said


def _build_bad_folder(folder: Path) -> None:
    place = Place(folder)
    write_bad_folder(place.documents)
    told = []
    for arguments, work in (((), "work"), (("--strict",), "work-again")):
        done = place.build(*arguments, SOLIEU_WORK=str(folder / work))
        told.append(asdict(Said(done.returncode, done.stdout, done.stderr)))
        if len(told) == 1 and place.warehouse.exists():
            shutil.copy(place.warehouse, folder / "first.duckdb")
    (folder / "told.json").write_text(json.dumps(told), encoding="utf-8")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = made_once(tmp_path_factory, "bad-input", _build_bad_folder)
    first, strict = (Said(**said) for said in json.loads((folder / "told.json").read_text(encoding="utf-8")))
    return Built(Place(folder), first, folder / "first.duckdb", strict)
