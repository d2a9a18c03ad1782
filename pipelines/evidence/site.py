"""Builds the site beside the published warehouse and puts it in place as a whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from pipelines.evidence.arranged import arrange
from pipelines.evidence.chunks import KeptChunks
from pipelines.evidence.contents import Publication, opened
from pipelines.evidence.coverage import write_coverage
from pipelines.evidence.documents import DocumentLines, write_list
from pipelines.evidence.findings import findings, write_findings
from pipelines.evidence.home import write_home
from pipelines.evidence.indicators import write_indicators
from pipelines.evidence.keeping import common_key
from pipelines.evidence.lookup import Lookup
from pipelines.evidence.parts import Place, write_all_documents
from pipelines.evidence.render import Pages
from pipelines.evidence.search import write_search
from pipelines.warehouse import ForeignFolder, recorded, replaced_whole

#: Marks a folder as one that a build may replace.
STAMP = ".solieu-site"


class EvidenceError(RuntimeError):
    """The site cannot be written; the message names the folder and the remedy."""


@dataclass(frozen=True)
class Site:
    """What was built: the first page, the pages by kind, and the size of the largest and of all in bytes."""

    index: Path
    documents: int
    indicators: int
    findings: int
    largest_page: int
    bytes: int


def build_site(warehouse: Path, folder: Path | None = None) -> Site:
    """Write the evidence pages of the published ``warehouse`` to ``folder`` (by default ``site/`` beside it).

    They are made in a folder of their own first: a reader finds the old site or the new one, whole. Pages of documents
    of which nothing changed since the old site are taken over from it. Raises
    EvidenceError where ``folder`` holds something else or cannot be written, WarehouseError where ``warehouse``
    cannot be read.
    """
    folder = folder or site_folder(warehouse)
    try:
        with replaced_whole(folder, STAMP) as fresh, _pinned(warehouse, fresh) as pinned, _room(fresh) as room:
            place = Place(pinned, room / "arranged.duckdb", room / "spill")
            arrange(place.warehouse, place.arranged, place.spill)
            with opened(place.warehouse, place.arranged, place.spill) as publication:
                return _write(place, publication, fresh, folder)
    except ForeignFolder as error:
        raise EvidenceError(
            f"{folder} holds files that are not a site of Solieu; move them, or choose another folder."
        ) from error
    except OSError as error:
        raise EvidenceError(f"{folder}: writing the site failed; free space or permit writing. ({error})") from error


def site_folder(warehouse: Path) -> Path:
    """Where the site of a warehouse stands; the addresses in its views lead there."""
    return warehouse.parent / "site"


@contextmanager
def _pinned(warehouse: Path, fresh: Path) -> Iterator[Path]:
    """A second name for the file of ``warehouse``: whoever opens it sees one publication, also after the next."""
    pinned = fresh.with_name(f"{fresh.name}.duckdb")
    try:
        pinned.unlink(missing_ok=True)
        os.link(warehouse, pinned)
    except OSError:  # another file system, one without links, or no such file, which opening it tells
        pinned = warehouse
    try:
        yield pinned
    finally:
        if pinned != warehouse:
            pinned.unlink(missing_ok=True)


@contextmanager
def _room(fresh: Path) -> Iterator[Path]:
    """A folder beside the new site for what is needed only while it is made."""
    room = fresh.with_name(f"{fresh.name}.room")
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir()
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _write(place: Place, publication: Publication, fresh: Path, folder: Path) -> Site:
    with resources.as_file(resources.files("pipelines.evidence") / "static") as static:
        shutil.copytree(static, fresh / "static")
    lookup = Lookup(publication.overall(), publication.statements())
    pages = Pages(fresh, KeptChunks.of(folder, common_key(recorded(publication.connection), lookup)))
    found = findings(lookup, publication)
    write_findings(pages, found)
    documents = DocumentLines(lookup)
    write_list(pages, documents)
    write_all_documents(place, publication, pages, lookup, folder)
    headlines = write_indicators(pages, lookup, publication)
    write_coverage(pages, lookup, publication)
    write_search(pages, lookup, publication)
    write_home(pages, lookup, documents, found, headlines)
    pages.chunks.save(fresh)
    largest, whole = _sizes(fresh)
    return Site(folder / "index.html", len(documents), len(headlines), sum(map(len, found.values())), largest, whole)


def _sizes(folder: Path) -> tuple[int, int]:
    """Bytes of the largest page, and of all files."""
    largest = whole = 0
    for place, _, names in os.walk(folder):
        for name in names:
            size = os.stat(os.path.join(place, name)).st_size
            whole += size
            largest = max(largest, size) if name.endswith(".html") else largest
    return largest, whole
