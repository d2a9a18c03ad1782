"""documents.csv: what is known of the delivered files beyond their text.

Columns (only ``file`` is required; blanks mean unknown): ``file`` (path relative to the folder, with ``/``), ``title``,
``publisher`` (the body whose figures these are), ``source`` (where the text was taken from), ``source_url``, ``event``,
``event_on``, ``published_on``, ``reporting_start``, ``reporting_end`` (ISO dates, the period inclusive),
``licence_note``, ``sha256`` (of the bytes as delivered; a file that differs is quarantined).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from pipelines.documents.quarantine import Problem

MANIFEST = "documents.csv"

TEXTS = ("title", "publisher", "source", "source_url", "event", "licence_note", "sha256")
DATES = ("event_on", "published_on", "reporting_start", "reporting_end")
COLUMNS = ("file", *TEXTS, *DATES)

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One row of documents.csv: texts as written, dates as dates, blanks as None."""

    file: str
    values: Mapping[str, str | date | None]

    @property
    def sha256(self) -> str | None:
        """The checksum that the file must have, if one is given."""
        value = self.values["sha256"]
        return value if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class Manifest:
    """The rows that can be used, by file name in NFC, and the problems of those that cannot."""

    rows: Mapping[str, ManifestRow] = field(default_factory=dict)
    problems: Mapping[str, Problem] = field(default_factory=dict)

    def row(self, document: str) -> ManifestRow | None:
        """The row of ``document``; names that differ only in normal form are the same."""
        return self.rows.get(file_key(document))

    def problem(self, document: str) -> Problem | None:
        """What is wrong with the manifest's row of ``document``, if anything."""
        return self.problems.get(file_key(document))

    @property
    def broken(self) -> Problem | None:
        """The problem of the manifest as a whole, if it could not be read."""
        return self.problems.get(MANIFEST)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of ``folder``; empty where there is none. Never raises: what is wrong becomes a problem."""
    path = folder / MANIFEST
    if not path.is_file():
        return Manifest()
    try:
        # Every value as text: a title that looks like a number or a date must stay as it was written.
        frame = pl.read_csv(path, infer_schema=False, encoding="utf8")
    except (pl.exceptions.PolarsError, OSError, UnicodeError) as error:
        first_line = (str(error).strip().splitlines() or [type(error).__name__])[0]
        return _broken(f"documents.csv cannot be read: {first_line}.")
    frame = frame.rename({name: name.strip().lower() for name in frame.columns})
    unknown = [name for name in frame.columns if name not in COLUMNS]
    if "file" not in frame.columns or unknown:
        lacks = "" if "file" in frame.columns else "It lacks the column file. "
        surplus = f"Columns that it may not have: {', '.join(unknown)}. " if unknown else ""
        return _broken(f"documents.csv has the wrong columns. {lacks}{surplus}Known: {', '.join(COLUMNS)}.")
    return _rows(frame.unique(maintain_order=True))


def _rows(frame: pl.DataFrame) -> Manifest:
    rows: dict[str, ManifestRow] = {}
    problems: dict[str, Problem] = {}
    for raw in frame.iter_rows(named=True):
        file = (raw["file"] or "").strip().removeprefix("./")
        if not file:
            continue
        key = file_key(file)
        if key in rows or key in problems:
            rows.pop(key, None)
            problems[key] = Problem(file, "manifest_conflict", "documents.csv has different rows for this file.")
            continue
        try:
            rows[key] = ManifestRow(file, _values(raw))
        except ValueError as error:
            problems[key] = Problem(file, "manifest_value", f"documents.csv: {error}.")
    return Manifest(rows, problems)


def _values(raw: Mapping[str, str | None]) -> dict[str, str | date | None]:
    values: dict[str, str | date | None] = {name: (raw.get(name) or "").strip() or None for name in TEXTS}
    for name in DATES:
        text = (raw.get(name) or "").strip()
        values[name] = _date(name, text) if text else None
    start, end = values["reporting_start"], values["reporting_end"]
    if (start is None) != (end is None):
        raise ValueError("reporting_start and reporting_end must be given together")
    if isinstance(start, date) and isinstance(end, date) and end < start:
        raise ValueError(f"reporting_end {end} lies before reporting_start {start}")
    checksum = values["sha256"]
    if isinstance(checksum, str):
        values["sha256"] = checksum.lower()
        if not _SHA256.fullmatch(checksum.lower()):
            raise ValueError(f"sha256 is {checksum!r}, not 64 hexadecimal digits")
    return values


def _date(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{name} is {text!r}, not a date such as 2022-02-10") from None


def _broken(reason: str) -> Manifest:
    return Manifest(problems={MANIFEST: Problem(MANIFEST, "manifest_unreadable", reason)})


def file_key(file: str) -> str:
    """The file name by which manifest rows are found: names that differ only in normal form are one."""
    return file if file.isascii() else unicodedata.normalize("NFC", file)
