"""Files of long lists in the last site, by a key of the rows that they show, so that no row is rendered twice."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from pipelines.warehouse import is_as_written

#: Where a site notes of what its files of lists are made.
NOTES = ".solieu-lists.parquet"
#: How each of these files ends, after what it hands over.
TAIL = ");\n"

#: Grain: one row a file. `begins`: the bytes before what it hands over; sizes are bytes, times nanoseconds.
NOTES_SCHEMA = pl.Schema(
    {"key": pl.String, "address": pl.String, "begins": pl.Int64, "size": pl.Int64, "changed_ns": pl.Int64}
)


@dataclass
class KeptChunks:
    """The files of the site in ``folder`` by key, and those of the new site as they are noted.

    ``common`` is a hash of what all rows are made with beside what they show; a site made with another counts nothing.
    """

    folder: Path
    common: str
    known: Mapping[str, tuple[str, int, int, int]]
    noted: list[tuple[str, str, int]] = field(default_factory=list)

    @classmethod
    def none(cls) -> KeptChunks:
        """Nothing is known."""
        return cls(Path(), "", {})

    @classmethod
    def of(cls, folder: Path, common: str) -> KeptChunks:
        """Those noted in ``folder``; nothing where the notes are missing or damaged."""
        try:
            noted = pl.read_parquet(folder / NOTES)
        except (OSError, pl.exceptions.PolarsError):
            return cls(folder, common, {})
        if noted.schema != NOTES_SCHEMA:
            return cls(folder, common, {})
        return cls(folder, common, {key: (address, *rest) for key, address, *rest in noted.iter_rows()})

    def text(self, key: str) -> str | None:
        """What the file of ``key`` hands over, as it stands there; None where there is none, or it was changed."""
        found = self.known.get(self.common + key) if key else None
        if found is None:
            return None
        address, begins, size, changed_ns = found
        with suppress(OSError, UnicodeDecodeError):
            if is_as_written(self.folder / address, size, changed_ns):
                return (self.folder / address).read_bytes()[begins : -len(TAIL)].decode()
        return None

    def note(self, key: str, address: str, begins: int) -> None:
        """Note a file of the new site."""
        self.noted.append((self.common + key, address, begins))

    def save(self, fresh: Path) -> None:
        """Keep the notes in the new site, which is in ``fresh``."""
        rows = []
        for key, address, begins in self.noted:
            status = os.stat(fresh / address)
            rows.append((key, address, begins, status.st_size, status.st_mtime_ns))
        pl.DataFrame(rows, schema=NOTES_SCHEMA, orient="row").write_parquet(fresh / NOTES)
