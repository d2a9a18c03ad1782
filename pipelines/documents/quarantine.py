"""Why a file is not read, in words for the person who delivered it."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

#: Columns of the quarantine: one row a file that could not be read. Key: document.
QUARANTINE_SCHEMA = pl.Schema(
    {
        "document": pl.String,
        "sha256": pl.String,
        "reason_code": pl.String,
        "reason": pl.String,
        "remedy": pl.String,
    }
)

#: What to do about each reason code; reasons name the particulars, remedies are the same for all files of a code.
REMEDIES = {
    "empty": "Deliver the file again with its text, or delete it.",
    "blank": "Deliver the file again with its text, or delete it.",
    "binary": "Export the document as plain text in UTF-8 and deliver that.",
    "unknown_encoding": "Save the text as UTF-8 and deliver it again.",
    "unsupported_format": "Export the document as .txt, .md or .html, or move the file out of the landing folder.",
    "too_large": "Split the file, or raise SOLIEU_MAX_FILE_BYTES.",
    "unreadable": "Give the account that runs the build permission to read the file.",
    "not_a_file": "Remove it from the landing folder; only regular files are read.",
    "outside_folder": "Copy the file itself into the landing folder; links out of it are not followed.",
    "broken_link": "Copy the file itself into the landing folder, or remove the link.",
    "changed_while_read": "Wait until the delivery is complete, then run the build again.",
    "duplicate": "Delete one of the two files; the text is counted once, under the first name.",
    "missing_file": "Deliver the file, or delete its row from documents.csv.",
    "wrong_checksum": "Deliver the file again, or correct sha256 in documents.csv if the new text is the right one.",
    "reader_failed": "Report the file as a fault of the reader; each build tries it again, the others are published.",
    "manifest_unreadable": "Save documents.csv as comma-separated UTF-8 with a header row.",
    "manifest_conflict": "Keep one row of this file in documents.csv.",
    "manifest_value": "Correct the value in documents.csv, or leave it blank.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One file that is not read. ``reason`` is a whole sentence; ``sha256`` is None where the bytes were not read."""

    document: str
    code: str
    reason: str
    sha256: str | None = None


def quarantine_frame(problems: list[Problem]) -> pl.DataFrame:
    """The problems as a frame of QUARANTINE_SCHEMA, in the order given."""
    rows = [(item.document, item.sha256, item.code, item.reason, REMEDIES[item.code]) for item in problems]
    return pl.DataFrame(rows, schema=QUARANTINE_SCHEMA, orient="row")
