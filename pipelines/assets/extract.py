"""Files of the landing folder → canonical text, or quarantine with a reason and a remedy."""

import shutil
import time
from pathlib import Path

import dagster as dg
import polars as pl

from pipelines.assets.build_room import BuildRoom
from pipelines.assets.display import links, table_metadata
from pipelines.assets.failing import told
from pipelines.documents import DocumentsError, iter_folder
from pipelines.documents.index import KNOWN_SCHEMA, KnownFiles, index_name
from pipelines.settings import Settings
from pipelines.staging.intake import open_store
from pipelines.vocabulary import VocabularyError
from pipelines.warehouse import refuse_log

DOCUMENTS = "raw_documents"
QUARANTINE = "raw_quarantine.parquet"


@dg.asset(group_name="extract", kinds={"python"}, pool="build")
def raw_documents(context: dg.AssetExecutionContext, build_room: BuildRoom) -> dg.MaterializeResult[None]:
    """Every document of the landing folder as canonical text (decoded, NFC, line feeds) with its facts.

    Grain: one row a readable document. What cannot be read is set aside with a reason and a remedy. Files that have not
    changed since their figures were read are not opened.
    """
    settings, began = build_room.settings, time.monotonic()
    with told(context.retry_number, settings, DocumentsError):
        refuse_log(settings.warehouse)  # or all would be read and checked before it is told
        documents, quarantine, opened = _extract(settings)
    for row in quarantine.iter_rows(named=True):
        context.log.warning(f"{row['document']}: {row['reason']} {row['remedy']}")
    return dg.MaterializeResult(
        metadata=table_metadata(
            documents,
            folder=dg.MetadataValue.path(str(settings.documents)),
            quarantined=quarantine.height,
            opened=opened,
            characters=int(documents["characters"].sum()),
            seconds=round(time.monotonic() - began, 1),
            **links(context.run_id, settings),
        )
    )


def _extract(settings: Settings) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    """Write the documents, a batch a file; return their facts, the quarantine and how many files were opened."""
    index = settings.work / index_name()
    known = KnownFiles.load(index, _texts_read(settings))
    fresh = settings.staging / f".{DOCUMENTS}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    facts, quarantine, noted = [], [], []
    for number, batch in enumerate(
        iter_folder(
            settings.documents,
            batch_bytes=settings.batch_bytes,
            max_file_bytes=settings.max_file_bytes,
            known=known,
        )
    ):
        batch.documents.write_parquet(fresh / f"part-{number:06d}.parquet")
        facts.append(batch.documents.drop("text"))
        quarantine.append(batch.quarantine)
        noted.append(batch.known)
    set_aside = pl.concat(quarantine).sort("document", maintain_order=True)
    set_aside.write_parquet(settings.staging / QUARANTINE)
    shutil.rmtree(settings.staging / DOCUMENTS, ignore_errors=True)
    fresh.rename(settings.staging / DOCUMENTS)
    found = pl.concat(noted)
    _keep_index(found, index)
    documents = pl.concat(facts)
    opened = documents.height - len(known.places.keys() & set(documents["document"]))
    return documents, set_aside, opened


def _texts_read(settings: Settings) -> set[str]:
    """Keys of the texts that are read; none where the reference data is at fault, which another step tells."""
    try:
        return open_store(settings.work, settings.reference).known_texts()
    except VocabularyError:
        return set()


def _keep_index(found: pl.DataFrame, index: Path) -> None:
    """Keep what is known of the files for the next run, in place of what was."""
    fresh = index.with_name(f".{index.name}.new")
    found.select(KNOWN_SCHEMA.names()).write_parquet(fresh)
    fresh.replace(index)
    for other in index.parent.glob("files-*.parquet"):
        if other != index:
            other.unlink(missing_ok=True)


def read_extract(settings: Settings) -> tuple[list[Path], pl.DataFrame]:
    """Files of documents, and the quarantine, as this build's extract wrote them; a Failure where there is none."""
    parts = sorted((settings.staging / DOCUMENTS).glob("part-*.parquet"))
    if not parts or not (settings.staging / QUARANTINE).is_file():
        raise dg.Failure(f"{settings.staging} holds no extract; materialize raw_documents first.")
    return parts, pl.read_parquet(settings.staging / QUARANTINE)
