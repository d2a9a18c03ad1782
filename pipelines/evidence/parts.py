"""The pages of many documents, made by several processes: each reads and writes a part of them."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from pipelines.evidence.contents import read_part
from pipelines.evidence.documents import write_documents
from pipelines.evidence.lookup import Lookup
from pipelines.evidence.render import Pages

#: So many documents are worth the start of processes.
MANY = 400
#: Documents of a part: few enough to hold, many enough to be worth their queries.
LEAST, MOST = 50, 1000


def write_all_documents(warehouse: Path, pages: Pages, lookup: Lookup) -> None:
    """Write the pages of every document of ``lookup``, which was read from ``warehouse``."""
    names = lookup.contents.documents["document"].to_list()
    workers = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 16)
    if len(names) < MANY or workers == 1:
        write_documents(pages, lookup)
        return
    size = min(max(-(-len(names) // (4 * workers)), LEAST), MOST)
    parts = [names[start : start + size] for start in range(0, len(names), size)]
    # not forked: the threads of Polars and DuckDB would be cut off holding their locks
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        jobs = [pool.submit(_write_part, warehouse, pages.folder, part, tuple(lookup.with_page)) for part in parts]
        for job in jobs:
            job.result()


def _write_part(warehouse: Path, folder: Path, documents: list[str], with_page: tuple[str, ...]) -> None:
    write_documents(Pages(folder), Lookup(read_part(warehouse, documents), with_page))
