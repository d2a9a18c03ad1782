"""The pages of many documents, made by several processes; those that stand already in the last site are taken over."""

from __future__ import annotations

import gc
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from pipelines.evidence.contents import Contents, part_of, read_texts
from pipelines.evidence.documents import write_documents
from pipelines.evidence.keeping import KeptPages, document_keys
from pipelines.evidence.lookup import Lookup
from pipelines.evidence.render import Pages

#: So many documents are worth the start of processes.
MANY = 400
#: Documents of a part: few enough to hold, many enough to be worth their queries.
LEAST, MOST = 50, 1000


def write_all_documents(warehouse: Path, pages: Pages, lookup: Lookup, earlier: Path) -> None:
    """Write the pages of every document of ``lookup``, which was read from ``warehouse``.

    Pages of the site in ``earlier`` of which nothing changed become pages of this one as they are.
    """
    keys = document_keys(warehouse, lookup)
    kept = KeptPages.of(earlier, keys)
    kept.take_over(pages.folder)
    names = [name for name in sorted(lookup.pages) if name not in kept.addresses]
    written = _write(warehouse, pages, lookup, names)
    KeptPages(earlier, {**kept.addresses, **written}).note(pages.folder, keys)


def _write(warehouse: Path, pages: Pages, lookup: Lookup, names: list[str]) -> dict[str, list[str]]:
    if not names:
        return {}
    with_page = tuple(lookup.with_page)
    workers = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 16)
    if len(names) < MANY or workers == 1:
        written: dict[str, list[str]] = {}
        for start in range(0, len(names), MOST):
            part = names[start : start + MOST]
            written |= write_documents(
                pages, Lookup(part_of(lookup.contents, part), with_page), read_texts(warehouse, part)
            )
        return written
    size = min(max(-(-len(names) // (4 * workers)), LEAST), MOST)
    parts = [names[start : start + size] for start in range(0, len(names), size)]
    written = {}
    # not forked: the threads of Polars and DuckDB would be cut off holding their locks
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        for begun in range(0, len(parts), 2 * workers):  # what waits is in memory twice
            jobs = [
                pool.submit(_write_part, warehouse, pages.folder, part, part_of(lookup.contents, part), with_page)
                for part in parts[begun : begun + 2 * workers]
            ]
            for job in jobs:
                written |= job.result()
    return written


def _write_part(
    warehouse: Path, folder: Path, documents: list[str], contents: Contents, with_page: tuple[str, ...]
) -> dict[str, list[str]]:
    gc.set_threshold(100_000, 50, 50)  # rows and pages by the thousand, none of which refers to itself
    # one thread: others read other parts
    return write_documents(Pages(folder), Lookup(contents, with_page), read_texts(warehouse, documents, threads=1))
