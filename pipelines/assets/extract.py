"""Files of the landing folder → canonical text, or quarantine with a reason and a remedy."""

import time

import dagster as dg
import polars as pl

from pipelines.assets.build_room import BuildRoom
from pipelines.assets.display import links, table_metadata
from pipelines.assets.failing import told
from pipelines.documents import DocumentsError, load_folder
from pipelines.settings import Settings

DOCUMENTS = "raw_documents.parquet"
QUARANTINE = "raw_quarantine.parquet"


@dg.asset(group_name="extract", kinds={"python"}, pool="build")
def raw_documents(context: dg.AssetExecutionContext, build_room: BuildRoom) -> dg.MaterializeResult[None]:
    """Every document of the landing folder as canonical text (decoded, NFC, line feeds) with its facts.

    Grain: one row a readable document. What cannot be read is set aside with a reason and a remedy.
    """
    settings, began = build_room.settings, time.monotonic()
    with told(context.retry_number, settings, DocumentsError):
        loaded = load_folder(settings.documents, max_file_bytes=settings.max_file_bytes)
        settings.staging.mkdir(parents=True, exist_ok=True)
        loaded.documents.write_parquet(settings.staging / DOCUMENTS)
        loaded.quarantine.write_parquet(settings.staging / QUARANTINE)
    for row in loaded.quarantine.iter_rows(named=True):
        context.log.warning(f"{row['document']}: {row['reason']} {row['remedy']}")
    return dg.MaterializeResult(
        metadata=table_metadata(
            loaded.documents.drop("text"),
            folder=dg.MetadataValue.path(str(settings.documents)),
            quarantined=loaded.quarantine.height,
            characters=int(loaded.documents["characters"].sum()),
            seconds=round(time.monotonic() - began, 1),
            **links(context.run_id, settings),
        )
    )


def read_extract(settings: Settings) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Documents and quarantine as this build's extract wrote them; a Failure where there is none."""
    try:
        return pl.read_parquet(settings.staging / DOCUMENTS), pl.read_parquet(settings.staging / QUARANTINE)
    except FileNotFoundError as error:
        raise dg.Failure(f"{settings.staging} holds no extract; materialize raw_documents first.") from error
