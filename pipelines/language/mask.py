"""Hide from later passes what earlier ones have read, keeping every character's place."""

from __future__ import annotations

import polars as pl

from pipelines.language.sequence import previous
from pipelines.language.steps import only_where, without_steps
from pipelines.language.text import PERIOD_MARK

#: Digits of names, disguised one for one, so that the words around them stay readable and reversible.
_DIGITS = [str(digit) for digit in range(10)]
_DISGUISED = [chr(0xE010 + digit) for digit in range(10)]

_LONGEST_SPAN = 4096

#: Blanks and dashes by number, as web pages have them, and what stands there for whoever reads on.
_ENTITIES = {
    "&#160;": " ",
    "&#xa0;": " ",
    "&#xA0;": " ",
    "&#8201;": " ",
    "&#8239;": " ",
    "&#8203;": " ",
    "&#8211;": "-",
    "&#8212;": "-",
}


def disguise(text: pl.Expr) -> pl.Expr:
    """Replace every digit by its disguised twin."""
    return text.str.replace_many(_DIGITS, _DISGUISED)


def reveal(text: pl.Expr) -> pl.Expr:
    """Undo `disguise`."""
    return text.str.replace_many(_DISGUISED, _DIGITS)


def hide(segments: pl.DataFrame, names: pl.DataFrame, periods: pl.DataFrame, column: str = "plain") -> pl.DataFrame:
    """Return ``segments`` with column ``masked``: ``column`` with the digits of ``names`` disguised and ``periods`` blotted out.

    ``names`` and ``periods`` have document, segment_no, char_start, char_end (absolute, not overlapping one another).
    """
    spans = (
        pl.concat(
            [
                names.select("document", "segment_no", "char_start", "char_end", pl.lit(False).alias("blot")),
                periods.select("document", "segment_no", "char_start", "char_end", pl.lit(True).alias("blot")),
            ]
        )
        .unique(["document", "segment_no", "char_start"], keep="last", maintain_order=True)
        .sort("document", "segment_no", "char_start", "char_end")
        .join(
            segments.select(
                "document", "segment_no", pl.col("char_start").alias("base"), pl.col(column).alias("whole")
            ),
            on=["document", "segment_no"],
            how="inner",
            maintain_order="left",
        )
    )
    here = ("document", "segment_no")
    start, end = pl.col("char_start") - pl.col("base"), pl.col("char_end") - pl.col("base")
    # "hôm nay (22/6) tăng": the bracket that the day opens closes with it.
    told = pl.col("whole").str.slice(start, end - start + 1)
    closed = pl.col("blot") & told.str.contains(r"^[^()]*\([^()]*\)$")
    placed = (
        spans.with_columns(start.alias("start"), (end + closed.cast(pl.Int64)).alias("end"))
        .with_columns(pl.col("end").cum_max().over(here).pipe(previous).fill_null(0).alias("from"))
        .filter(pl.col("start") >= pl.col("from"))
        .with_columns(
            pl.col("whole").str.slice(pl.col("from"), pl.col("start") - pl.col("from")).alias("before"),
            pl.when("blot")
            .then(pl.lit(PERIOD_MARK * _LONGEST_SPAN).str.head(pl.col("end") - pl.col("start")))
            .otherwise(disguise(pl.col("whole").str.slice(pl.col("start"), pl.col("end") - pl.col("start"))))
            .alias("span"),
        )
    )
    rebuilt = placed.group_by(here, maintain_order=True).agg(
        (pl.col("before") + pl.col("span")).str.join("").alias("head"),
        pl.col("whole").last().str.slice(pl.col("end").last()).alias("rest"),
    )
    return _without_ellipses(
        segments.join(rebuilt, on=here, how="left", maintain_order="left")
        .with_columns(
            pl.coalesce(_pointing_alike(_without_entities(pl.col("head") + pl.col("rest"))), pl.col(column)).alias(
                "masked"
            )
        )
        .drop("head", "rest")
    )


def _without_ellipses(segments: pl.DataFrame) -> pl.DataFrame:
    """ "tiền thuốc, mai táng... là 14 tỷ đồng": and so on, but the sentence goes on, with blanks in place of the dots."""
    on = rf"(\s[\p{{Ll}}{PERIOD_MARK}])"
    masked = pl.col("masked")
    goes_on = masked.str.replace_all(rf"(\p{{L}})\.\.\.{on}", "${1}   ${2}").str.replace_all(
        rf"(\p{{L}})…{on}", "${1} ${2}"
    )
    segments, goes_on = only_where(segments, masked.str.contains_any(["...", "…"]), goes_on)
    return without_steps(segments.with_columns(pl.coalesce(goes_on, masked).alias("masked")))


def _pointing_alike(masked: pl.Expr) -> pl.Expr:
    """ "con số ấy" as "con số đó"."""
    return masked.str.replace_many([f" ấy{end}" for end in " ,."], [f" đó{end}" for end in " ,."])


def _without_entities(masked: pl.Expr) -> pl.Expr:
    """ "812&#160;tỷ", its number disguised as a name's, with blanks in place of the entity."""
    spelled = [entity.translate(dict(zip(map(ord, _DIGITS), _DISGUISED, strict=True))) for entity in _ENTITIES]
    blanks = [character.rjust(len(entity)) for entity, character in _ENTITIES.items()]
    return (
        pl.when(masked.str.contains("&#", literal=True))
        .then(masked.str.replace_many(spelled, blanks))
        .otherwise(masked)
    )
