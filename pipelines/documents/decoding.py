"""Bytes as delivered → canonical text: decoded, NFC, ``\\n`` line ends, without byte order mark and NUL.

All offsets of the warehouse are code points of this text. Nothing else is changed: spaces, dashes, look-alike letters
and invisible characters stay, so that the text a reader sees is the text that was delivered.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

import polars as pl

from pipelines.documents.legacy_vietnamese import (
    CERTAIN_SHARE,
    VIETNAMESE_ONLY,
    decode_legacy,
    decode_twice_encoded,
    vietnamese_share,
)

#: How well-known formats begin that are sometimes delivered under a text's name.
SIGNATURES = {
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a Word, Excel or ZIP file",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old Word or Excel file",
    b"{\\rtf": "an RTF document",
    b"\x89PNG\r\n": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
}

# UTF-32 first: its little-endian mark begins with UTF-16's.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
STRAY_CONTROLS = 0.001  # a share of control characters above this is no text


# Text that is canonical as it stands: printable ASCII and those blocks of Latin letters, punctuation and currency signs
# in which every character is its own NFC; no control, no byte order mark. Other characters may be fine too: they take
# the long way.
_PLAIN = "\\A[\\t\\n\\x20-\\x7e\u00a0-\u02ff\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*\\z"
_SIGNATURE = r"\A(?:" + "|".join(re.escape(mark.decode()) for mark in SIGNATURES if mark.isascii()) + ")"

#: What became of the bytes of each file: the text and the name of its encoding, or the quarantine's code and reason.
#: `unchanged` tells that the text in UTF-8 is byte for byte what was delivered.
DECODED_SCHEMA = pl.Schema(
    {"text": pl.String, "encoding": pl.String, "unchanged": pl.Boolean, "code": pl.String, "reason": pl.String}
)


class UndecodableError(ValueError):
    """The bytes are no text that can be told for certain; ``code`` is the quarantine reason code."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


def decode_all(data: pl.Series) -> pl.DataFrame:
    """``decode`` of each value of ``data`` (Binary), row by row, as a frame of DECODED_SCHEMA.

    Nearly every file is Vietnamese in UTF-8 that needs no change: these are recognised by two expressions over the
    column; the others are decoded one by one.
    """
    text = _as_utf8(data)
    plain = text.str.contains(_PLAIN) & text.str.contains(VIETNAMESE_ONLY) & ~text.str.contains(_SIGNATURE)
    decoded = pl.select(
        pl.when(plain.fill_null(False)).then(text).alias("text"),
        pl.lit("utf-8").alias("encoding"),
        pl.lit(True).alias("unchanged"),
        pl.lit(None, pl.String).alias("code"),
        pl.lit(None, pl.String).alias("reason"),
    )
    others = decoded["text"].is_null().arg_true()
    if others.is_empty():
        return decoded
    rows = pl.DataFrame([_row(item) for item in data.gather(others)], schema=DECODED_SCHEMA, orient="row")
    return (
        decoded.with_row_index()
        .update(rows.with_columns(others.alias("index")), on="index", include_nulls=True)
        .drop("index")
    )


def _as_utf8(data: pl.Series) -> pl.Series:
    """The texts of the values that are UTF-8; null for the others."""
    try:
        return data.cast(pl.String)
    except pl.exceptions.ComputeError:  # one that is not fails the whole column, strict or not
        return pl.Series([_utf8(item) for item in data], dtype=pl.String)


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _row(data: bytes) -> tuple[str | None, str | None, bool, str | None, str | None]:
    try:
        text, encoding = decode(data)
    except UndecodableError as error:
        return None, None, False, error.code, str(error)
    return text, encoding, text.encode() == data, None, None


def decode(data: bytes) -> tuple[str, str]:
    """Canonical text of ``data`` and the name of its encoding; raise UndecodableError where there is none.

    UTF-8 and, by their marks, UTF-16 and UTF-32 are taken at their word. Other encodings (UTF-16 without mark,
    windows-1258, TCVN3, VNI, and text that was encoded twice) are taken only where they, and no other, make Vietnamese
    words of the bytes.
    """
    if not data:
        raise UndecodableError("empty", "The file is empty (0 bytes).")
    for signature, name in SIGNATURES.items():
        if data.startswith(signature):
            raise UndecodableError("binary", f"The file is {name}, not text.")
    text, encoding = _decode(data)
    text = canonical(text)
    if not text or text.isspace():
        raise UndecodableError("blank", "The file holds only white space.")
    return text, encoding


def canonical(text: str) -> str:
    """``text`` in NFC with ``\\n`` line ends, without leading byte order marks and without NUL."""
    if text.startswith("\ufeff"):
        text = text.lstrip("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        text = text.replace("\x00", "")
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _decode(data: bytes) -> tuple[str, str]:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _marked(data, mark, encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _unmarked(data, error)
    if not _is_text(text):
        return _unmarked(data, None)
    return decode_twice_encoded(text) or (text, "utf-8")


def _marked(data: bytes, mark: bytes, encoding: str) -> tuple[str, str]:
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        where = f"{error.reason} at byte {error.start + len(mark)}"
        raise UndecodableError(
            "unknown_encoding", f"The file begins as {encoding.upper()} but does not hold it through: {where}."
        ) from error
    if not _is_text(text):
        raise UndecodableError("binary", "The file holds control characters that no text has.")
    return text, encoding


def _unmarked(data: bytes, error: UnicodeDecodeError | None) -> tuple[str, str]:
    """Encodings without a mark, where the bytes are not UTF-8 text."""
    if b"\x00" in data:
        for encoding in ("utf-16-le", "utf-16-be"):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if _is_text(text) and vietnamese_share(text) >= CERTAIN_SHARE:
                return text, encoding
    if error is None or _control_share(data.decode("latin-1")) > STRAY_CONTROLS:
        raise UndecodableError("binary", "The file holds control characters that no text has.")
    legacy = decode_legacy(data)
    if legacy is not None:
        return legacy
    raise UndecodableError(
        "unknown_encoding",
        f"The file is not UTF-8 ({error.reason} at byte {error.start}), and no other encoding makes Vietnamese of it "
        "for certain.",
    )


def _control_share(text: str) -> float:
    return len(_CONTROLS.findall(text)) / len(text) if text else 0.0


def _is_text(text: str) -> bool:
    return _CONTROLS.search(text) is None or _control_share(text) <= STRAY_CONTROLS
