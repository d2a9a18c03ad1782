"""The index that the search box looks in: indicators, documents, then the words of the texts, in files of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from pipelines.evidence.contents import STATEMENTS
from pipelines.evidence.lookup import Lookup
from pipelines.evidence.numbers import fold
from pipelines.evidence.render import Pages

#: Entries of a file; the page loads the next file when the reader searches.
ENTRIES = 1000

Entry = list[Any]


def entries(lookup: Lookup) -> Iterator[Entry]:
    """[what search compares, Vietnamese, English, kind, address, statements], indicators first."""
    for code in lookup.with_page:
        about = lookup.indicators[code]
        stated = lookup.statements_of(code)
        compared = " ".join(fold(text) for text in (about["name_vi"], about["name_en"], code))
        yield [compared, about["name_vi"], about["name_en"], "i", lookup.names.indicator_address(code), stated]
    for row in lookup.contents.documents.iter_rows(named=True):
        title = row["title"] or row["document"]
        compared = fold(f"{title} {row['publisher'] or ''} {row['document']}")
        yield [compared, title, title, "d", lookup.pages[row["document"]], row["numerals"]]
    yield from _labels(lookup)


def _labels(lookup: Lookup) -> Iterator[Entry]:
    """Words of the texts, the most frequent first; they lead to their indicator, or else to their first place."""
    columns = ["label", "indicator_code", "document", "char_start"]
    stated = pl.concat([getattr(lookup.contents, kind).select(columns) for kind in STATEMENTS])
    stated = stated.filter(pl.col("label").is_not_null())
    labels = stated.group_by("label", "indicator_code", maintain_order=True).agg(
        pl.len().alias("statements"), pl.col("document", "char_start").first()
    )
    for row in labels.sort("statements", "label", descending=[True, False]).iter_rows(named=True):
        place = f"{lookup.pages[row['document']]}#c{row['char_start']}"
        address = lookup.names.indicator_address(row["indicator_code"]) or place
        yield [fold(row["label"]), row["label"], row["label"], "l", address, row["statements"]]


def write_search(pages: Pages, lookup: Lookup) -> int:
    """Write the index; return the number of its files."""
    everything = list(entries(lookup))
    starts = range(0, max(len(everything), 1), ENTRIES)
    for number, start in enumerate(starts):
        more = start + ENTRIES < len(everything)
        pages.data(f"search-{number}", {"entries": everything[start : start + ENTRIES], "more": more})
    return len(starts)
