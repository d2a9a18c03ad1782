"""Everything that decides how a document is read, and a hash of it: nothing else is handed to the reader."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import polars as pl

from pipelines.vocabulary import Vocabulary

_HOUSE = Path(__file__).parent.parent
_CODE = ("language", "staging", "vocabulary")
_PACKAGES = ("polars",)

#: What the reader sees of a document beside its text, which the document key stands for.
SEEN_FACTS = ("document_key", "reporting_start", "reporting_end", "stated_on")

#: Columns of the reference tables that say nothing about reading; the reader does not get them.
UNSEEN = {
    "cues": ("note",),
    "foreign_owners": ("note",),
    "indicators": ("name_vi", "name_en", "better", "range_min", "range_max", "definition_vi", "definition_en"),
    "sectors": ("name_vi", "name_en"),
    "units": ("name_vi", "name_en", "iso4217", "ucum"),
}


def seen_vocabulary(vocabulary: Vocabulary) -> Vocabulary:
    """``vocabulary`` without the columns that no reading may depend on."""
    return Vocabulary(
        {name: frame.drop(UNSEEN.get(name, ()), strict=False) for name, frame in vocabulary.frames.items()}
    )


def reader_fingerprint(vocabulary: Vocabulary) -> str:
    """Hash of the reader's code, the packages that it computes with and the reference data that it sees."""
    digest = hashlib.sha256(f"python {sys.version_info[:2]}".encode())
    for package in _PACKAGES:
        digest.update(f"\0{package} {version(package)}".encode())
    for path in sorted(path for folder in _CODE for path in (_HOUSE / folder).rglob("*.py")):
        digest.update(f"\0{path.relative_to(_HOUSE)}\0".encode() + path.read_bytes())
    for name, frame in sorted(seen_vocabulary(vocabulary).frames.items()):
        digest.update(f"\0{name} {frame.schema}\0{frame.write_csv()}".encode())
    return digest.hexdigest()[:32]


def with_read_keys(documents: pl.DataFrame) -> pl.DataFrame:
    """``documents`` with ``read_key``: a hash of what the reader sees of each, 32 hexadecimal digits."""
    return documents.with_columns(pl.Series("read_key", _keys(documents.select(SEEN_FACTS).iter_rows()), pl.String))


def _keys(rows: Iterable[tuple[object, ...]]) -> list[str]:
    return [hashlib.blake2b(repr(tuple(map(str, row))).encode(), digest_size=16).hexdigest() for row in rows]
