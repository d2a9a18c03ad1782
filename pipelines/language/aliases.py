"""Long names of companies by the short ones that the text gives them: "Tập đoàn Công nghiệp … (Viettel)"."""

from __future__ import annotations

import polars as pl

from pipelines.language.grammar import Grammar

#: So many words make a name long.
_LONG = 7

_ALIAS = r"\(\s*(?:gọi tắt là |viết tắt là |sau đây gọi là )?\"?(\p{Lu}[\p{L}&.]*(?: [\p{L}&.]+){0,3}?)\"?\s*(?:[-,;][^()]*)?\)"


def with_aliases(figures: pl.DataFrame, segments: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Give labels the short name of a company where its long one stands in them."""
    name = rf"((?i:{grammar._cues('organization')}) [\p{{L}}&,. -]{{10,110}}?)\s*{_ALIAS}"
    groups = pl.col("plain").str.extract_groups(name)
    told = (
        segments.filter(pl.col("plain").str.contains(" (", literal=True))
        .filter(pl.col("plain").str.contains(name))
        .select("document", groups.struct.field("1").alias("long_"), groups.struct.field("2").alias("short_"))
        .filter(pl.col("long_").str.count_matches(r"\S+") >= _LONG)
        .unique(["document", "long_"], keep="first", maintain_order=True)
    )
    if not told.height:
        return figures
    short = pl.col("label").str.split(pl.col("long_")).list.join(pl.col("short_"))
    named = (
        figures.select("document", "label")
        .unique()
        .join(told, on="document")
        .filter(pl.col("label").str.contains(pl.col("long_"), literal=True))
        .unique(["document", "label"], keep="first", maintain_order=True)
        .select("document", "label", short.alias("named_"))
    )
    figures = figures.join(named, on=["document", "label"], how="left", maintain_order="left")
    return figures.with_columns(pl.coalesce("named_", "label").alias("label")).drop("named_")
