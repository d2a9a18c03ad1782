"""From the extract to the staging tables: reads what was not read before and says where everything is."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from pipelines.documents.quarantine import Problem, quarantine_frame
from pipelines.staging.engines import POLARS, Engine
from pipelines.staging.reader_inputs import SEEN_FACTS, reader_fingerprint, with_read_keys
from pipelines.staging.reading import BATCH_BYTES
from pipelines.staging.schemas import STAGING, conform
from pipelines.staging.store import ReadStore, batches_of
from pipelines.vocabulary import load_vocabulary

STORE = "read"
CURRENT = "current_documents.parquet"
QUARANTINE = "stg_quarantine.parquet"
READER = "reader"
UNREAD = ".unread"
_FACTS = [name for name in STAGING["stg_documents"] if name not in ("numerals", "text")]


@dataclass(frozen=True)
class Intake:
    """Where the staged documents are, and how they came there.

    ``current``: Parquet of the documents' facts with ``read_key`` and ``shard`` (a folder of one Parquet file a table,
    in which ``document`` is the read key). ``quarantine``: Parquet of stg_quarantine. ``reader``: its fingerprint.
    ``read`` documents were read now, ``kept`` were read before. ``damaged``: shards that were found broken.
    """

    current: Path
    quarantine: Path
    reader: str
    read: int
    kept: int
    damaged: Sequence[str]


def open_store(work: Path, reference: Path) -> ReadStore:
    """The read documents in the work folder ``work``, for the present reader and reference data."""
    return ReadStore.open(work / STORE, reader_fingerprint(load_vocabulary(reference)))


def take_in(
    extract: Sequence[Path],
    quarantine: pl.DataFrame,
    work: Path,
    reference: Path,
    *,
    engine: Engine | None = None,
    batch_bytes: int = BATCH_BYTES,
) -> Intake:
    """Read the documents of ``extract`` (Parquet files of DOCUMENTS_SCHEMA) that the store lacks; gather all.

    A document whose text is null there is known from before: its text is in the store, under these facts or others.
    Documents that cannot be read join ``quarantine``. ``engine`` reads them; half a batch or less, one process of this
    machine does. Raises VocabularyError, SchemaViolation, EngineError.
    """
    engine = engine or Engine()
    store = open_store(work, reference)
    folder = work / "staging"
    folder.mkdir(parents=True, exist_ok=True)
    facts = pl.concat([pl.scan_parquet(part).select(_FACTS).collect() for part in extract])
    keyed = with_read_keys(facts)
    held = store.places()
    missing = keyed.join(held, on="read_key", how="anti")
    failed: dict[str, str] = {}
    if missing.height:
        size = int(missing["characters"].sum())
        little = engine.name == POLARS and 2 * size <= batch_bytes
        reading = replace(engine, processes=1) if little else engine
        # A character has a byte and a third: so each process has something to do.
        share = max(batch_bytes // 2, 3 * size // (2 * reading.processes))
        batches = _unread(extract, missing, store, min(batch_bytes, share))
        failed = dict(reading.read_into(store.folder, batches, reference, folder / UNREAD))
        store.refresh()
    store.tidy(keyed["read_key"].to_list())
    _replace(keyed.join(store.places(), on="read_key", how="inner", maintain_order="left"), folder / CURRENT)
    _replace(conform("stg_quarantine", _with_failed(quarantine, missing, failed)), folder / QUARANTINE)
    (folder / READER).write_text(store.folder.name, encoding="utf-8")
    return Intake(
        folder / CURRENT,
        folder / QUARANTINE,
        store.folder.name,
        missing.height - len(failed),
        keyed.height - missing.height,
        tuple(store.broken),
    )


def reader_of(work: Path) -> str:
    """Fingerprint of the reader of what is staged in the work folder ``work``; blank where nothing is."""
    file = work / "staging" / READER
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _unread(
    extract: Sequence[Path], missing: pl.DataFrame, store: ReadStore, batch_bytes: int
) -> Iterator[pl.DataFrame]:
    """The missing documents with their texts, a batch at a time; a part of the extract is in memory, never all."""
    names = missing.lazy().select("document", "read_key")
    columns = ["document", *SEEN_FACTS, "text"]
    for part in extract:
        documents = pl.scan_parquet(part).select(columns).join(names, on="document", how="inner").collect()
        known = documents.filter(pl.col("text").is_null())["document_key"].to_list()
        if known:
            kept = store.texts(known).rename({"text": "kept"})
            documents = documents.join(kept, on="document_key", how="left").with_columns(pl.coalesce("text", "kept"))
        yield from batches_of(documents.filter(pl.col("text").is_not_null()).sort("document"), batch_bytes)


def _with_failed(quarantine: pl.DataFrame, missing: pl.DataFrame, failed: dict[str, str]) -> pl.DataFrame:
    """The quarantine with the documents that the reader failed on."""
    rows = missing.filter(pl.col("read_key").is_in(list(failed))).select("document", "read_key", "sha256").iter_rows()
    problems = [Problem(document, "reader_failed", failed[key], sha256) for document, key, sha256 in rows]
    return pl.concat([quarantine, quarantine_frame(problems)]).sort("document", maintain_order=True)


def _replace(frame: pl.DataFrame, file: Path) -> None:
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    frame.write_parquet(fresh)
    fresh.replace(file)
