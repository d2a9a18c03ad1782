"""Whose a measure is in a text about one company, where its paragraph names nobody else."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import Grammar
from pipelines.language.places import STATED, WIDER
from pipelines.language.steps import only_where, without_steps

#: A text is about the company that it names first, in so many of its sentences, and others seldom.
_OPENING = 3
_SENTENCES = 3
_RIVAL = 0.5

_NAME = r"\p{Lu}[\p{L}&]+(?:\s\p{Lu}[\p{L}&]*){0,3}"
#: Words that open a sentence before a name.
_BEFORE_NAME = r"^\P{L}*(?:Theo|Tại|Ở|Trong|Với|Cùng|Riêng|Sau|Nhờ|Đến|Hiện|Cũng|Do|Để|Không|Nếu|Khi|Từ|Về|Như|Dù|Chỉ|Còn|Mà|Là|Của|Từng)\s"
#: A syllable of Vietnamese; any other word is a name from elsewhere, or made up.
_SYLLABLE = (
    r"(?i)^(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    r"[aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ]{1,3}(?:ng|nh|ch|[cmnpt])?$"
)
#: What is written in capitals alone is a company only where it is called one.
_MADE_UP = r"^\p{Lu}\S*\p{Ll}\S*$"
#: A label that says whose, or of what else, it is.
_WHOSE = r"(?i)(?:^|\s)(?:của|tại|ở|toàn|cả|ngành|nước|tỉnh|thành\s+phố|huyện|thị\s+trường|khu\s+vực|mỗi|bình\s+quân)(?:\s|$)"


def of_theme(figures: pl.DataFrame, segments: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "Lợi nhuận đạt 43 tỷ đồng" in a text about Unitel: that of Unitel; what the catalogue has is the country's."""
    about = _about(segments, grammar)
    if not about.height:
        return figures
    figures = figures.join(about, on=HERE, how="left", maintain_order="left")
    asked = pl.col("theme").is_not_null() & pl.col("kind").is_in(STATED)
    mother = r"(?i)\s(?:của\s+)?công\s+ty\s+mẹ$"
    had = rf"(?i)^(?:tổng\s+)?(?:số\s+)?(?:{grammar._cues('owned', 'had')})(?:\s+(?-i:\p{{Ll}}+)){{0,4}}$"
    bare = pl.col("label").str.contains(had) & ~pl.col("label").str.contains(_WHOSE)
    figures, bare = only_where(figures, asked, bare)
    figures, mothers = only_where(figures, asked, pl.col("label").str.contains(mother))
    label = (
        pl.when(mothers)
        .then(pl.format("{} {}", "label", "theme"))
        .when(bare)
        .then(pl.format("{} của {}", "label", "theme"))
    )
    return without_steps(
        figures.with_columns(
            pl.coalesce(label, "label").alias("label"),
            pl.when(label.is_null()).then("indicator_code").alias("indicator_code"),
        )
    ).drop("theme")


def _about(segments: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """document, segment_no, theme: the sentences whose measures are those of the company that the text is about."""
    text = pl.col("text").str.replace(_BEFORE_NAME, " ")
    runs = segments.select(*HERE, text.alias("text")).with_columns(pl.col("text").str.extract_all(_NAME).alias("name"))
    runs = runs.explode("name", empty_as_null=True).drop_nulls("name")
    names = runs.select("name").unique()
    words = pl.col("name").str.split(" ").list.eval(pl.element().str.contains(_SYLLABLE)).list.all()
    made_up = names.filter(~words & pl.col("name").str.contains(_MADE_UP))
    companies = pl.concat(
        [runs.join(made_up, on="name").select("document", "name"), _called(segments, grammar)]
    ).unique()
    runs = runs.join(companies, on=["document", "name"])
    told = runs.group_by("document", "name").agg(
        pl.col("segment_no").n_unique().alias("sentences"), pl.col("segment_no").min().alias("first")
    )
    # "Sêkông Rubber" and "Sêkông" are one; any other that is named half as often as the first is a second theme.
    first = told.sort("document", "sentences", "name", descending=[False, True, False]).unique(
        "document", keep="first", maintain_order=True
    )
    rivals = told.join(
        first.select("document", pl.col("name").alias("theme"), pl.col("sentences").alias("most")), on="document"
    )
    rivals = rivals.filter(~_alike(), pl.col("sentences") > pl.col("most") * _RIVAL).select("document").unique()
    themes = first.join(rivals, on="document", how="anti").filter(
        pl.col("sentences") >= _SENTENCES, pl.col("first") <= _OPENING
    )
    if not themes.height:
        return segments.select(*HERE, pl.lit(None, pl.String).alias("theme")).clear()
    named = segments.select(*HERE, "paragraph_no", "text").join(themes.select("document", "name"), on="document")
    others = runs.join(themes.select("document", pl.col("name").alias("theme")), on="document")
    others = others.filter(~_alike()).select(*HERE, pl.lit(True).alias("other")).unique()
    named = named.join(others, on=HERE, how="left").sort(HERE)
    itself = pl.col("text").str.contains(pl.col("name"), literal=True)
    # Whom a paragraph named last, what it goes on to tell is of.
    last = pl.when(pl.col("other")).then(True).when(itself).then(False).forward_fill().over("document", "paragraph_no")
    wider = last.fill_null(False) | pl.col("text").str.contains(WIDER)
    return named.filter(~wider).select(*HERE, pl.col("name").alias("theme"))


def _alike() -> pl.Expr:
    """Whether name is a part of theme, or theme of name."""
    name, theme = pl.col("name"), pl.col("theme")
    return name.str.contains(theme, literal=True) | theme.str.contains(name, literal=True)


def _called(segments: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """document, name: what is called a company, and the short name in brackets after it."""
    called = rf"(?i:(?:^|\s)(?:{grammar._cues('organization')}|hãng|htx|hợp tác xã|liên doanh|sàn|nhà mạng|thương hiệu|chuỗi))\s"
    kind = r"(?:(?:\p{Ll}+|CP|TNHH|MTV|TMCP)\s){0,5}"
    # "Công ty CP Dược liệu Tam Đảo (mã TDP)": the short name; a name of one syllable is the beginning of a longer one.
    short = pl.col("text").str.extract_all(rf"{called}[^(),;:.]{{3,80}}\((?:mã |gọi tắt là )?\p{{Lu}}[\p{{L}}&]+\)")
    names = pl.concat(
        segments.select("document", found.alias("name")).explode("name", empty_as_null=True).drop_nulls("name")
        for found in (pl.col("text").str.extract_all(rf"{called}{kind}{_NAME}"), short)
    )
    bracketed = pl.col("name").str.extract(r"([\p{L}&]+)\)$", 1)
    bare = pl.col("name").str.replace(rf"^{called}{kind}", "")
    named = names.select("document", pl.coalesce(bracketed, bare).alias("name"))
    return named.filter(~pl.col("name").str.contains(_SYLLABLE) & (pl.col("name") != "Việt Nam"))
