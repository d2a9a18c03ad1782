"""Files of a landing folder → canonical text and document facts."""

from pipelines.documents.landing import DocumentsError, arrivals
from pipelines.documents.loading import DOCUMENTS_SCHEMA, LoadedDocuments, iter_folder, load_folder
from pipelines.documents.quarantine import QUARANTINE_SCHEMA

__all__ = [
    "DOCUMENTS_SCHEMA",
    "QUARANTINE_SCHEMA",
    "DocumentsError",
    "LoadedDocuments",
    "arrivals",
    "iter_folder",
    "load_folder",
]
