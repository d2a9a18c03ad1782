"""Pages of documents in the last site that need not be written again: nothing that they show has changed.

A page shows the text of its document with every numeral in it, which the text's key and the reader decide, and rows of
the warehouse, of which its key is a hash. A page that is not as it was written is written again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import polars as pl

from pipelines.evidence.contents import Publication
from pipelines.evidence.lookup import Lookup
from pipelines.warehouse import is_as_written, recorded, take_over

#: Where a site notes of what its pages of documents are made.
NOTES = ".solieu-pages.parquet"

#: Grain: one row a page of a document. Key: address. `key` is of the document, sizes are bytes, times nanoseconds.
NOTES_SCHEMA = pl.Schema(
    {"document": pl.String, "key": pl.String, "address": pl.String, "size": pl.Int64, "changed_ns": pl.Int64}
)
_PACKAGES = ("duckdb", "jinja2", "markupsafe", "polars")
_HERE = Path(__file__).parent


def document_keys(publication: Publication, lookup: Lookup) -> dict[str, str]:
    """Of each document a hash of all that its pages show; nothing where the warehouse does not say what read it."""
    reader = recorded(publication.connection)
    if not reader:
        return {}
    common = common_key(reader, lookup)
    found = publication.connection.execute("SELECT document, parts, total FROM arranged.hashes").fetchall()
    return {name: f"{common}-{count}-{summed}" for name, count, summed in found}


def common_key(reader: Sequence[tuple[str, str]], lookup: Lookup) -> str:
    """Hash of what all pages are made with: programs, templates, words, catalogues, and which indicators have pages."""
    digest = hashlib.sha256(repr((reader, [version(package) for package in _PACKAGES])).encode())
    for path in sorted(path for path in _HERE.rglob("*") if path.suffix in (".py", ".html", ".csv")):
        digest.update(f"\0{path.relative_to(_HERE)}\0".encode() + path.read_bytes())
    for name in ("indicators", "sectors", "units"):
        digest.update(repr(getattr(lookup.contents, name).rows()).encode())
    digest.update(repr(lookup.with_page).encode())
    return digest.hexdigest()[:32]


@dataclass(frozen=True)
class KeptPages:
    """Pages of the site in ``folder`` by document."""

    folder: Path
    addresses: Mapping[str, list[str]]

    @classmethod
    def of(cls, folder: Path, keys: Mapping[str, str]) -> KeptPages:
        """Those noted in ``folder`` under the same keys, of documents of which every page is as it was written."""
        try:
            noted = pl.read_parquet(folder / NOTES)
        except (OSError, pl.exceptions.PolarsError):
            return cls(folder, {})
        if noted.schema != NOTES_SCHEMA:
            return cls(folder, {})
        found: dict[str, list[str]] = {}
        changed: set[str] = set()
        for document, key, address, size, changed_ns in noted.iter_rows():
            if keys.get(document) != key or not is_as_written(os.path.join(folder, address), size, changed_ns):
                changed.add(document)
            found.setdefault(document, []).append(address)
        return cls(folder, {name: mine for name, mine in found.items() if name not in changed})

    def take_over(self, fresh: Path) -> None:
        """Make the pages pages of the site in ``fresh`` too: no file of a site is ever written to again."""
        addresses = [address for mine in self.addresses.values() for address in mine]
        for place in {os.path.dirname(address) for address in addresses}:
            (fresh / place).mkdir(parents=True, exist_ok=True)
        for address in addresses:
            take_over(os.path.join(self.folder, address), os.path.join(fresh, address))

    def note(self, fresh: Path, keys: Mapping[str, str]) -> None:
        """Note the pages in ``fresh``, to be asked for by the next site."""
        rows = []
        for document, mine in self.addresses.items() if keys else ():
            for address in mine:
                status = os.stat(os.path.join(fresh, address))
                rows.append((document, keys[document], address, status.st_size, status.st_mtime_ns))
        pl.DataFrame(rows, schema=NOTES_SCHEMA, orient="row").sort("address").write_parquet(fresh / NOTES)
