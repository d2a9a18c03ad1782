"""Units as headers, labels and captions write them: "nghìn tỉ đồng", "Thuê bao/ 100 dân", "1.000 tấn", "%"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from pipelines.language.measures import rate_code, read_units
from pipelines.vocabulary import Vocabulary

_TIMES = re.compile(r"^\s*(1(?:[.,]?000)+)\s+")
_PER = re.compile(r"^(.*?[^\d\s/])\s*/\s*(\d[\d.]*)\s+(\D+)$")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Unit:
    """A scale, a unit, or both; ``whole``: the text says nothing else."""

    scale: int | None
    code: str | None
    whole: bool


def read_unit_texts(texts: Iterable[str], vocabulary: Vocabulary) -> Mapping[str, Unit]:
    """Read each distinct text as a unit; texts that begin with none are left out."""
    distinct = sorted({text for text in texts if text.strip() and len(text) <= _LONGEST})
    if not distinct:
        return {}
    cut = [_cut(text) for text in distinct]
    frame = pl.DataFrame(
        {
            "text": distinct,
            "times": [times for times, *_ in cut],
            "right": [f" {unit}" for _, unit, *_ in cut],
            "number": [number for *_, number, _ in cut],
            "base": [f" {base}" for *_, base in cut],
        },
        schema={"text": pl.String, "times": pl.Int64, "right": pl.String, "number": pl.String, "base": pl.String},
    )
    bases = read_units(frame.select(pl.lit("").alias("left"), pl.col("base").alias("right")), vocabulary)["unit_code"]
    read = read_units(frame.with_columns(pl.lit("").alias("left")), vocabulary).with_columns(bases.alias("base_code"))
    per = pl.when(pl.col("number").is_not_null()).then(
        rate_code(pl.col("unit_code"), pl.col("base_code"), pl.col("number"))
    )
    coded = read.select(
        "text",
        pl.when(pl.col("times") > 1)
        .then(pl.col("scale").fill_null(1) * pl.col("times"))
        .otherwise("scale")
        .alias("scale"),
        pl.coalesce(
            per,
            pl.when(pl.col("unit_code") == "percent").then("unit_code"),
            rate_code(pl.col("unit_code"), pl.col("per_code")),
        ).alias("code"),
        (~pl.col("rest").str.contains(r"[\p{L}\d]")).alias("whole"),
    ).filter(pl.col("scale").is_not_null() | pl.col("code").is_not_null())
    return {text: Unit(scale, code, whole) for text, scale, code, whole in coded.iter_rows()}


def _cut(text: str) -> tuple[int, str, str | None, str]:
    """A multiplier in digits, the unit, and the number and unit of a rate's base."""
    times = _TIMES.match(text)
    factor = int(re.sub(r"\D", "", times[1])) if times else 1
    unit = text[times.end() :] if times else text
    per = _PER.match(unit)
    return (factor, per[1], per[2].replace(".", ""), per[3]) if per else (factor, unit, None, "")
