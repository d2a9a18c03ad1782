"""Staging tables of made-up documents, from as little as a test wants to say about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from pipelines.staging.schemas import STAGING, conform

Row = dict[str, Any]


def document(name: str, stated_on: str, *, text: str = "") -> Row:
    """A document, dated; ``text`` stands for its content, so another text is a corrected document."""
    day = date.fromisoformat(stated_on)
    return {"document": name, "document_key": f"{name}/{text}", "stated_on": day, "published_on": day, "text": text}


def level(document: Row, at: int, indicator: str, period: tuple[str, str], value: str, **more: Any) -> Row:
    """A stated level at offset ``at``: actual and exact, in VND, to the last whole unit, unless said otherwise."""
    return {
        "document": document["document"],
        "char_start": at,
        "observation_key": f"{document['document_key']}@{at}",
        "indicator_code": indicator,
        "label": indicator,
        "raw": value,
        "value": Decimal(value),
        "half_digit": Decimal("0.5"),
        "unit_code": "VND",
        "period_start": date.fromisoformat(period[0]),
        "period_end": date.fromisoformat(period[1]),
        "period_basis": "month",
        "status": "actual",
        "bound": "exact",
        "sentence": f"{indicator} {value} ({document['document']})",
        **more,
    }


def change(of: Row, at: int, amount: str, reference: tuple[str, str], **more: Any) -> Row:
    """A stated growth in percent of the level ``of``, to one decimal, against ``reference``."""
    return {
        "document": of["document"],
        "char_start": at,
        "ordinal": 0,
        "change_key": f"{of['observation_key']}~{at}",
        "indicator_code": of["indicator_code"],
        "label": of["label"],
        "observation_char_start": of["char_start"],
        "raw": amount,
        "direction": "up",
        "amount": Decimal(amount),
        "half_digit": Decimal("0.05"),
        "amount_unit": "percent",
        "period_start": of["period_start"],
        "period_end": of["period_end"],
        "reference_start": date.fromisoformat(reference[0]),
        "reference_end": date.fromisoformat(reference[1]),
        "bound": "exact",
        "sentence": f"{of['label']} +{amount}",
        **more,
    }


def share(of: Row, at: int, percent: str, whole: Row | None = None, **more: Any) -> Row:
    """A stated share of the level ``of`` in the level ``whole``."""
    return {
        "document": of["document"],
        "char_start": at,
        "share_key": f"{of['observation_key']}%{at}",
        "indicator_code": of["indicator_code"],
        "label": of["label"],
        "observation_char_start": of["char_start"],
        "whole_char_start": whole["char_start"] if whole else None,
        "raw": percent,
        "percent": Decimal(percent),
        "half_digit": Decimal("0.5"),
        "bound": "exact",
        "sentence": f"{of['label']} {percent} %",
        **more,
    }


def completion(of: Row, at: int, percent: str, plan_year: int, **more: Any) -> Row:
    """A stated completion of the year's plan by the level ``of``."""
    return {
        "document": of["document"],
        "segment_no": 0,
        "char_start": at,
        "char_end": at + len(percent),
        "plan_completion_key": f"{of['observation_key']}={at}",
        "indicator_code": of["indicator_code"],
        "label": of["label"],
        "observation_char_start": of["char_start"],
        "raw": percent,
        "percent": Decimal(percent),
        "half_digit": Decimal("0.5"),
        "plan_year": plan_year,
        "status": "actual",
        "bound": "exact",
        "sentence": f"{of['label']} {percent} % of the plan",
        **more,
    }


def staging(documents: Sequence[Row], **figures: Sequence[Row]) -> Mapping[str, pl.DataFrame]:
    """All staging tables; ``figures`` by kind: observations, changes, shares, plan_completions."""
    rows: dict[str, Sequence[Row]] = {
        "stg_documents": documents,
        **{f"stg_{kind}": found for kind, found in figures.items()},
    }
    return {
        name: conform(
            name,
            pl.DataFrame([{column: row.get(column) for column in schema} for row in rows.get(name, [])], schema=schema),
        )
        for name, schema in STAGING.items()
    }
