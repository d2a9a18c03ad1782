"""A landing folder → documents as canonical text with their facts, and the files that could not be read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from pipelines.documents.decoding import decode_all
from pipelines.documents.facts import derive_facts
from pipelines.documents.index import EXTRACTED, KNOWN_SCHEMA, KnownFiles
from pipelines.documents.landing import Delivered, Entry, list_folder, read_file
from pipelines.documents.manifest import DATES, MANIFEST, Manifest, file_key, read_manifest
from pipelines.documents.quarantine import QUARANTINE_SCHEMA, Problem, quarantine_frame

MEBIBYTE = 1024 * 1024
BATCH_BYTES = 64 * MEBIBYTE
MAX_FILE_BYTES = 100 * MEBIBYTE

#: Grain: one row a document. Key: document. `characters` counts code points of `text`.
DOCUMENTS_SCHEMA = pl.Schema(
    {
        "document": pl.String,  # file name, relative to the folder, with /
        "document_key": pl.String,  # first 32 hexadecimal digits of the SHA-256 of the canonical text in UTF-8
        "title": pl.String,
        "publisher": pl.String,
        "source_url": pl.String,
        "event": pl.String,
        "event_on": pl.Date,
        "published_on": pl.Date,
        "reporting_start": pl.Date,
        "reporting_end": pl.Date,
        "stated_on": pl.Date,  # published, else event, else end of the reporting period
        "licence_note": pl.String,
        "sha256": pl.String,  # of the bytes as delivered
        "encoding": pl.String,
        "characters": pl.Int64,
        "text": pl.String,
    }
)
_GIVEN_SCHEMA = pl.Schema(
    {name: DOCUMENTS_SCHEMA[name] for name in ("title", "publisher", "source_url", "event", "licence_note", *DATES)}
)
KEY_DIGITS = 32


@dataclass(frozen=True)
class LoadedDocuments:
    """What a folder, or a batch of it, holds.

    ``documents`` has DOCUMENTS_SCHEMA, sorted by document; ``quarantine`` has QUARANTINE_SCHEMA. A file is in one of
    the two, never in both; the manifest and names that begin with a dot are in neither. ``known`` (KNOWN_SCHEMA) is
    what a later load may take over for files that have not changed; their text is then null in ``documents``.
    """

    documents: pl.DataFrame
    quarantine: pl.DataFrame
    known: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=KNOWN_SCHEMA))


def load_folder(folder: Path, *, max_file_bytes: int = MAX_FILE_BYTES) -> LoadedDocuments:
    """All documents of ``folder`` at once; see iter_folder for what is read and what is raised."""
    batches = list(iter_folder(folder, max_file_bytes=max_file_bytes))
    return LoadedDocuments(
        documents=pl.concat([batch.documents for batch in batches]),
        quarantine=pl.concat([batch.quarantine for batch in batches]).sort("document", maintain_order=True),
    )


def iter_folder(
    folder: Path,
    *,
    batch_bytes: int = BATCH_BYTES,
    max_file_bytes: int = MAX_FILE_BYTES,
    known: KnownFiles | None = None,
) -> Iterator[LoadedDocuments]:
    """The documents of ``folder`` and its subfolders, by name, about ``batch_bytes`` of files at a time.

    The last batch has no documents; it holds what concerns the folder as a whole (manifest rows without a file).
    Facts are the manifest's, else those that the text itself states. Of files with the same text the first by name
    is kept. Files that are ``known`` and have not changed are not opened: their text is null. Raises DocumentsError
    where the folder is missing, empty or cannot be listed.
    """
    known = known or KnownFiles.none()
    found = list_folder(folder)
    manifest = read_manifest(folder)
    first_names: dict[str, str] = {}
    for batch in _batches(found, batch_bytes, known):
        yield _loaded(batch, manifest, max_file_bytes, known, first_names)
    yield _leftover(found, manifest)


def _batches(found: list[Entry | Problem], batch_bytes: int, known: KnownFiles) -> Iterator[list[Entry | Problem]]:
    batch: list[Entry | Problem] = []
    size = 0
    for item in found:
        weight = item.size if isinstance(item, Entry) and not known.holds(item) else 0
        if batch and size + weight > batch_bytes:
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += weight
    if batch:
        yield batch


def _read(item: Entry | Problem, manifest: Manifest, max_file_bytes: int) -> Delivered | Problem:
    """The bytes of one file, if the manifest has nothing against them."""
    if isinstance(item, Problem):
        return item
    problem = manifest.problem(item.document)
    if problem is not None:
        return Problem(item.document, problem.code, problem.reason)
    delivered = read_file(item, max_file_bytes)
    return _checked(delivered, manifest) if isinstance(delivered, Delivered) else delivered


def _checked(delivered: Delivered, manifest: Manifest) -> Delivered | Problem:
    row = manifest.row(delivered.document)
    if row is None or row.sha256 in (None, delivered.sha256):
        return delivered
    reason = f"The file's SHA-256 is {delivered.sha256}; documents.csv says {row.sha256}."
    return Problem(delivered.document, "wrong_checksum", reason, delivered.sha256)


def _loaded(
    batch: Sequence[Entry | Problem],
    manifest: Manifest,
    max_file_bytes: int,
    known: KnownFiles,
    first_names: dict[str, str],
) -> LoadedDocuments:
    """One batch; ``first_names`` holds the texts of all batches so far by key, and is added to."""
    same = {item.document: item for item in batch if isinstance(item, Entry) and _may_stay(item, manifest, known)}
    results = [
        _read(item, manifest, max_file_bytes)
        for item in batch
        if isinstance(item, Problem) or item.document not in same
    ]
    problems = [result for result in results if isinstance(result, Problem)]
    fresh, undecoded = _extracted([result for result in results if isinstance(result, Delivered)])
    problems += undecoded
    entries = {item.document: item for item in batch if isinstance(item, Entry)}
    kept = known.rows(same).with_columns(pl.lit(None, pl.String).alias("text"))
    read = pl.concat([fresh, kept.select(fresh.columns)]).sort("document")

    firsts = [first_names.setdefault(key, name) for key, name in read.select("document_key", "document").iter_rows()]
    read = read.with_columns(pl.Series("first", firsts, dtype=pl.String))
    for document, sha256, first in (
        read.filter(pl.col("first") != pl.col("document")).select("document", "sha256", "first").iter_rows()
    ):
        problems.append(Problem(document, "duplicate", f"The file has the same text as {first}.", sha256))
    problems.sort(key=lambda problem: problem.document)
    return LoadedDocuments(
        _with_facts(read.filter(pl.col("first") == pl.col("document")), manifest),
        quarantine_frame(problems),
        known.noted(read, entries, kept["document"]),
    )


def _may_stay(item: Entry, manifest: Manifest, known: KnownFiles) -> bool:
    """Whether a file need not be opened: it is as it was, and the manifest has nothing against it."""
    if not known.holds(item) or manifest.problem(item.document) is not None:
        return False
    row = manifest.row(item.document)
    return row is None or row.sha256 in (None, known.sha256(item.document))


def _extracted(delivered: Sequence[Delivered]) -> tuple[pl.DataFrame, list[Problem]]:
    """Texts and what they state of themselves (KNOWN_SCHEMA without times, and ``text``), and what is no text."""
    read = pl.DataFrame(
        {"document": [item.document for item in delivered], "sha256": [item.sha256 for item in delivered]},
        schema={"document": pl.String, "sha256": pl.String},
    ).hstack(decode_all(pl.Series([item.data for item in delivered], dtype=pl.Binary)))
    problems = [
        Problem(document, code, reason, sha256)
        for document, sha256, code, reason in (
            read.filter(pl.col("text").is_null()).select("document", "sha256", "code", "reason").iter_rows()
        )
    ]
    read = read.filter(pl.col("text").is_not_null()).with_columns(
        _key().alias("document_key"), pl.col("text").str.len_chars().cast(pl.Int64).alias("characters")
    )
    stated = derive_facts(read).rename(lambda name: f"stated_{name}")
    extracted = pl.concat([read, stated], how="horizontal").select(*EXTRACTED, "text")
    return extracted, problems


def _key() -> pl.Expr:
    """SHA-256 of the canonical text; that of the delivered bytes where these are the same."""
    hashed = pl.col("text").map_elements(lambda text: hashlib.sha256(text.encode()).hexdigest(), return_dtype=pl.String)
    return pl.when("unchanged").then("sha256").otherwise(hashed).str.head(KEY_DIGITS)


def _with_facts(read: pl.DataFrame, manifest: Manifest) -> pl.DataFrame:
    known = [manifest.row(document) for document in read["document"]]
    given = pl.DataFrame(
        {name: [row.values[name] if row else None for row in known] for name in _GIVEN_SCHEMA}, schema=_GIVEN_SCHEMA
    )
    # The two ends of a period belong together: never one end from the manifest and the other from the text.
    period_given = pl.col("reporting_start").is_not_null()
    return (
        pl.concat([read, given], how="horizontal")
        .with_columns(
            *[
                pl.coalesce(name, f"stated_{name}").alias(name)
                for name in ("title", "event", "event_on", "published_on")
            ],
            *[
                pl.when(period_given).then(pl.col(name)).otherwise(pl.col(f"stated_{name}")).alias(name)
                for name in ("reporting_start", "reporting_end")
            ],
        )
        .with_columns(pl.coalesce("published_on", "event_on", "reporting_end").alias("stated_on"))
        .select(DOCUMENTS_SCHEMA.names())
    )


def _leftover(found: list[Entry | Problem], manifest: Manifest) -> LoadedDocuments:
    """What the manifest says of files that are not there, or of itself."""
    present = {file_key(item.document) for item in found}
    problems = [
        Problem(row.file, "missing_file", "documents.csv has a row for this file, but the file is not there.")
        for key, row in manifest.rows.items()
        if key not in present
    ]
    problems += [problem for key, problem in manifest.problems.items() if key not in present and key != MANIFEST]
    if manifest.broken is not None:
        problems.append(manifest.broken)
    problems.sort(key=lambda problem: problem.document)
    return LoadedDocuments(
        documents=pl.DataFrame(schema=DOCUMENTS_SCHEMA),
        quarantine=quarantine_frame(problems) if problems else pl.DataFrame(schema=QUARANTINE_SCHEMA),
    )
