"""The gold tables of the shipped bulletins as staging tables, so that the warehouse can be built without the reader.

What gold does not state (links between figures) is listed here by hand; what it implies (precision) is computed.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.staging.schemas import STAGING, conform

HOUSE = Path(__file__).parents[3]
GOLD = HOUSE / "tests" / "gold" / "bulletins"
DOCUMENTS = HOUSE / "seeds" / "documents"

STATED_ON = {
    "000": date(2022, 1, 12),
    "001": date(2022, 2, 10),
    "002": date(2020, 10, 30),
    "003": date(2024, 7, 1),
    "004": date(2022, 9, 13),
}
TOTALS = {
    "000": {3623: 3545, 3779: 3545},
    "001": {5051: 4971, 5070: 4971, 5087: 4971, 5730: 5715, 5763: 5715, 5800: 5715, 5823: 5715, 6240: 6168},
    "002": {9305: 9249, 9356: 9249, 9613: 9510, 9726: 9510},
    "004": {1986: 1854, 3252: 3182, 3275: 3182},
}
CONVERTS = {"001": {5609: 5590}, "004": {1391: 1361}}
PRIOR_OF = {"000": {3464: 3430}, "001": {5360: 5311, 5497: 5436, 5948: 5896}, "003": {4179: 4124, 6666: 6596}}
WHOLES = {"000": {3651: 3545, 3802: 3545}}


def gold_staging(gold: Path = GOLD, documents: Path = DOCUMENTS) -> dict[str, pl.DataFrame]:
    """Every staging table, conformed, from the gold files of ``gold`` and the texts of ``documents``."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(documents.glob("*.txt"))}
    segments = [row for name, text in texts.items() for row in _segments(name, text)]
    place = {(row["document"], at): row for row in segments for at in range(row["char_start"], row["char_end"])}
    rows: dict[str, list[dict[str, Any]]] = {
        "stg_documents": [_document(name, text) for name, text in texts.items()],
        "stg_segments": segments,
        "stg_quarantine": [],
    }
    for name in ("numerals", "observations", "changes", "shares", "plan_completions"):
        found = pl.read_csv(gold / f"{name}.csv", infer_schema=False).rows(named=True)
        rows[f"stg_{name}"] = [_ROWS[name](row, texts, place) for row in found]
    return {name: _frame(name, rows[name]) for name in STAGING}


def _frame(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    schema = STAGING[name]
    whole = [{column: row.get(column) for column in schema} for row in rows]
    return conform(name, pl.DataFrame(whole, schema=schema, infer_schema_length=None))


def _document(name: str, text: str) -> dict[str, Any]:
    return {
        "document": name,
        "document_key": _hash(text),
        "title": text.split("\n", 1)[0][:200],
        "publisher": "Bộ Thông tin và Truyền thông",
        "stated_on": STATED_ON[name[:3]],
        "published_on": STATED_ON[name[:3]],
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "encoding": "utf-8",
        "characters": len(text),
        "numerals": len(re.findall(r"\d[\d.,/]*\d|\d", text)),
        "text": text,
    }


def _segments(name: str, text: str) -> list[dict[str, Any]]:
    spans = [match.span() for match in re.finditer(r"[^\n]+", text)]
    return [
        {"document": name, "segment_no": number, "kind": "sentence", "paragraph_no": number, "char_start": start,
         "char_end": end, "text": text[start:end]}
        for number, (start, end) in enumerate(spans)
    ]  # fmt: skip


def _span(row: dict[str, Any], texts: dict[str, str], place: dict[tuple[str, int], dict[str, Any]]) -> dict[str, Any]:
    document = row["document"]
    start = int(row["char_start"]) if row["char_start"] else texts[document].index(row["raw"])
    segment = place[document, start]
    return {
        "document": document,
        "segment_no": segment["segment_no"],
        "char_start": start,
        "char_end": start + len(row["raw"]),
        "raw": row["raw"],
        "sentence": segment["text"],
        "rule": "gold",
    }


def _numeral(row: dict[str, Any], texts: Any, place: Any) -> dict[str, Any]:
    return _span(row, texts, place) | {"role": row["role"].split("|")[0]}


def _observation(row: dict[str, Any], texts: Any, place: Any) -> dict[str, Any]:
    span = _span(row, texts, place)
    document, start = span["document"][:3], span["char_start"]
    return span | {
        "observation_key": _key(span, "observation"),
        "indicator_code": row["indicator"] or None,
        "label": row["label"],
        "value": Decimal(row["value"]),
        "value_high": _decimal(row["value_high"]),
        "half_digit": _half_digit(row["raw"].split("/")[0], row["value"]),
        "unit_code": row["unit"],
        "period_start": _date(row["period_start"]),
        "period_end": _date(row["period_end"]),
        "period_basis": row["period_basis"],
        "period_source": "sentence",
        "status": row["status"],
        "bound": row["bound"],
        "out_of": _decimal(row["out_of"]),
        "total_char_start": TOTALS.get(document, {}).get(start),
        "converts_char_start": CONVERTS.get(document, {}).get(start),
        "prior_of_char_start": PRIOR_OF.get(document, {}).get(start),
    }


def _change(row: dict[str, Any], texts: Any, place: Any) -> dict[str, Any]:
    span = _span(row, texts, place)
    ordinal = 1 if row["indicator"] == "post.volume" else 0
    return span | {
        "ordinal": ordinal,
        "change_key": _key(span, f"change{ordinal}"),
        "indicator_code": row["indicator"] or None,
        "observation_char_start": _int(row["observation_char_start"]),
        "direction": row["direction"],
        "amount": _decimal(row["amount"]),
        "half_digit": _half_digit(row["raw"], row["amount"]) if row["char_start"] else None,
        "amount_unit": row["amount_unit"] or None,
        "reference_start": _date(row["reference_start"]),
        "reference_end": _date(row["reference_end"]),
        "bound": row["bound"],
    }


def _share(row: dict[str, Any], texts: Any, place: Any) -> dict[str, Any]:
    span = _span(row, texts, place)
    return span | {
        "share_key": _key(span, "share"),
        "observation_char_start": _int(row["observation_char_start"]),
        "whole_indicator_code": row["whole_indicator"] or None,
        "whole_label": row["whole_label"],
        "whole_char_start": WHOLES.get(span["document"][:3], {}).get(span["char_start"]),
        "percent": Decimal(row["percent"]),
        "half_digit": _half_digit(row["raw"], row["percent"]),
        "bound": "exact",
    }


def _plan_completion(row: dict[str, Any], texts: Any, place: Any) -> dict[str, Any]:
    span = _span(row, texts, place)
    return span | {
        "plan_completion_key": _key(span, "plan"),
        "indicator_code": row["indicator"] or None,
        "observation_char_start": _int(row["observation_char_start"]),
        "percent": Decimal(row["percent"]),
        "half_digit": _half_digit(row["raw"], row["percent"]),
        "plan_year": _int(row["plan_year"]),
        "status": "actual",
        "bound": "exact",
    }


_ROWS = {
    "numerals": _numeral,
    "observations": _observation,
    "changes": _change,
    "shares": _share,
    "plan_completions": _plan_completion,
}


def _half_digit(raw: str, value: str) -> Decimal | None:
    """Half of what the last printed digit stands for: the value over the digits read as one whole number."""
    digits = int(re.sub(r"\D", "", raw))
    return (abs(Decimal(value)) / digits / 2).quantize(Decimal("0.000001")) if digits else None


def _decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _int(text: str | None) -> int | None:
    return int(text) if text else None


def _key(span: dict[str, Any], kind: str) -> str:
    return _hash(f"{span['document']}:{span['char_start']}:{kind}")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
