"""The index that the search box looks in: indicators, documents, then the words of the texts, in files of its own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from pipelines.evidence.contents import Publication
from pipelines.evidence.lookup import Lookup
from pipelines.evidence.numbers import fold
from pipelines.evidence.render import Pages

#: Entries of a file; the page loads the next file when the reader searches.
ENTRIES = 1000

Entry = list[Any]


def entries(lookup: Lookup, publication: Publication) -> Iterator[Entry]:
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
    yield from _labels(lookup, publication)


def _labels(lookup: Lookup, publication: Publication) -> Iterator[Entry]:
    """Words of the texts, the most frequent first; they lead to their indicator, or else to their first place."""
    found = publication.connection.cursor().execute(
        "SELECT label, indicator_code, statements, document, char_start FROM arranged.labels"
    )
    while rows := found.fetchmany(ENTRIES):
        for label, code, statements, document, char_start in rows:
            place = f"{lookup.pages[document]}#c{char_start}"
            address = lookup.names.indicator_address(code) or place
            yield [fold(label), label, label, "l", address, statements]


def write_search(pages: Pages, lookup: Lookup, publication: Publication) -> int:
    """Write the index; return the number of its files."""
    found = entries(lookup, publication)
    now, number = list(islice(found, ENTRIES)), 0
    while now or not number:
        following = list(islice(found, ENTRIES))
        pages.data(f"search-{number}", {"entries": now, "more": bool(following)})
        now, number = following, number + 1
    return number
