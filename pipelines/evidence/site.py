"""Builds the site beside the published warehouse and puts it in place as a whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from pipelines.evidence.chunks import KeptChunks
from pipelines.evidence.contents import made_with, read_contents
from pipelines.evidence.coverage import write_coverage
from pipelines.evidence.documents import document_lines, write_list
from pipelines.evidence.findings import findings, write_findings
from pipelines.evidence.home import write_home
from pipelines.evidence.indicators import write_indicators
from pipelines.evidence.keeping import common_key
from pipelines.evidence.lookup import Lookup
from pipelines.evidence.parts import write_all_documents
from pipelines.evidence.render import Pages
from pipelines.evidence.search import write_search
from pipelines.warehouse import ForeignFolder, replaced_whole

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
        with replaced_whole(folder, STAMP) as fresh, _pinned(warehouse, fresh) as pinned:
            return _write(pinned, Lookup(read_contents(pinned)), fresh, folder)
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


def _write(warehouse: Path, lookup: Lookup, fresh: Path, folder: Path) -> Site:
    with resources.as_file(resources.files("pipelines.evidence") / "static") as static:
        shutil.copytree(static, fresh / "static")
    pages = Pages(fresh, KeptChunks.of(folder, common_key(made_with(warehouse), lookup)))
    found = findings(lookup)
    write_findings(pages, found)
    documents = document_lines(lookup)
    write_list(pages, documents)
    write_all_documents(warehouse, pages, lookup, folder)
    indicators = write_indicators(pages, lookup)
    write_coverage(pages, lookup)
    write_search(pages, lookup)
    write_home(pages, lookup, documents, found)
    pages.chunks.save(fresh)
    sizes = {
        os.path.join(place, name): os.stat(os.path.join(place, name)).st_size
        for place, _, names in os.walk(fresh)
        for name in names
    }
    largest = max(size for path, size in sizes.items() if path.endswith(".html"))
    return Site(
        folder / "index.html", len(documents), indicators, sum(map(len, found.values())), largest, sum(sizes.values())
    )
