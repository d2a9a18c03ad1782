"""The pages of many documents, made by several processes; those that stand already in the last site are taken over."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pipelines.evidence.contents import Publication, opened
from pipelines.evidence.documents import write_documents
from pipelines.evidence.keeping import KeptPages, document_keys
from pipelines.evidence.lookup import Lookup
from pipelines.evidence.render import Pages

#: So many documents are worth the start of processes.
MANY = 400
#: Documents of a part: few enough to hold, many enough to be worth their queries.
LEAST, MOST = 50, 500


@dataclass(frozen=True)
class Place:
    """Where a publication is, what is arranged of it, and a folder for what is larger than memory."""

    warehouse: Path
    arranged: Path
    spill: Path


def write_all_documents(place: Place, publication: Publication, pages: Pages, lookup: Lookup, earlier: Path) -> None:
    """Write the pages of every document of ``lookup``, which is of the ``publication`` at ``place``.

    Pages of the site in ``earlier`` of which nothing changed become pages of this one as they are.
    """
    keys = document_keys(publication, lookup)
    kept = KeptPages.of(earlier, keys)
    kept.take_over(pages.folder)
    names = [name for name in sorted(lookup.pages) if name not in kept.addresses]
    written = _write(place, publication, pages, lookup.counts, names)
    KeptPages(earlier, {**kept.addresses, **written}).note(pages.folder, keys)


def _write(
    place: Place, publication: Publication, pages: Pages, counts: Mapping[str, int], names: list[str]
) -> dict[str, list[str]]:
    workers = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 16)
    written: dict[str, list[str]] = {}
    if len(names) < MANY or workers == 1:
        for part in _parts(names, MOST):
            written |= _write_part(publication, pages, counts, part)
        return written
    size = min(max(-(-len(names) // (4 * workers)), LEAST), MOST)
    # not forked: the threads of Polars and DuckDB would be cut off holding their locks
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        jobs = [pool.submit(_write_apart, place, pages.folder, counts, part) for part in _parts(names, size)]
        for job in jobs:
            written |= job.result()
    return written


def _parts(names: list[str], size: int) -> Iterator[list[str]]:
    return (names[start : start + size] for start in range(0, len(names), size))


def _write_apart(place: Place, folder: Path, counts: Mapping[str, int], documents: list[str]) -> dict[str, list[str]]:
    """As a process of its own does; with one thread, as others write other parts."""
    gc.set_threshold(100_000, 50, 50)  # rows and pages by the thousand, none of which refers to itself
    with opened(place.warehouse, place.arranged, place.spill, threads=1) as publication:
        return _write_part(publication, Pages(folder), counts, documents)


def _write_part(
    publication: Publication, pages: Pages, counts: Mapping[str, int], documents: list[str]
) -> dict[str, list[str]]:
    lookup = Lookup(publication.of_documents(documents), counts)
    return write_documents(pages, lookup, publication.texts(documents))
