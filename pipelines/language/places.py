"""Whose a measure is that names no place: the province that the text is about."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import Grammar
from pipelines.language.steps import only_where, without_steps
from pipelines.vocabulary import alternation

#: A text is about the province that a heading or the opening of it and so many of its sentences name, and others seldom.
_SENTENCES = 3
_OPENING = 1
_SHARE = 0.6

STATED = ["level", "change", "share", "plan"]

#: A sentence that speaks of the country, of markets or of other ones measures no province.
WIDER = (
    r"(?i)(?:^|[^\p{L}])(?:cả\s+nước|toàn\s+quốc|nước\s+ta|việt\s+nam|thế\s+giới|toàn\s+cầu|quốc\s+gia|quốc\s+hội|chính\s+phủ|"
    r"thị\s+trường|đồng\s+bằng|miền|vùng|khu\s+vực|(?:các|một\s+số|nhiều)\s+(?:tỉnh|địa\s+phương|nước|thành\s+phố))(?:[^\p{L}]|$)"
)
#: Names that measure nothing themselves: offices, those who speak, abbreviations.
_BY_THE_WAY = (
    r"(?:Sở|Cục|Chi cục|UBND|HĐND|Ban|Phòng|Tỉnh ủy|Thành ủy|Trung tâm)(?: \p{L}+){0,5}?(?: (?:tỉnh|thành phố|TP))|(?:ông|bà|Ông|Bà|đồng chí)(?: \p{Lu}\p{L}*)+|"
    r"(?:Giám đốc|Phó|Trưởng|Chủ tịch|Bí thư)[^,.]*|(?i:covid|nghị quyết|quyết định|kế hoạch|quý) ?-?[\p{Lu}\d/-]*|"
    r"(?:NSNN|G?RDP|FDI|ODA|USD|VND|DN|XNK|XK|NK|KCN|CCN|CNTT|TMĐT|BHXH|BHYT|BHTN|DVC\p{Lu}*|IIP|CPI|SXKD|HTX|OCOP|NTM|TP|CN|THCS|THPT|Internet|Tết)(?:[^\p{L}]|$)"
)
#: A label that says where, or whose, it is; capitals alone are an abbreviation: "thu NSNN".
_PLACED = r"\S\s+\p{Lu}\p{Ll}|(?i)(?:^|\s)(?:của|tại|ở|trên|thuộc|sang|từ|toàn|cả|khu\s+vực|vùng|huyện|quận|xã|phường|thị\s+xã|ngành|nước)\s+\p{L}|^giá\s"
#: "tỷ lệ che phủ rừng", "xã đạt chuẩn": words in lower case, few enough to leave out where.
_PLAIN = r"^[\p{Lu}\p{Ll}]\p{Ll}+(?:\s\p{Ll}+){1,6}$"
#: What may be of a company that the paragraph speaks of.
_THEIRS = r"(?i)^(?:(?:tổng|số)\s+)?(?:doanh\s+thu|lợi\s+nhuận|vay|lãi|lỗ|chi\s+phí|lương|cổ\s+tức|giá|(?:tỷ|tỉ)\s+lệ$)"
#: Whoever speaks has it.
_SPOKEN = r"(?i)(?:^|\s)(?:tôi|mình|chúng\s+ta|khoản|nhà)(?:\s|$)|^mục\s+tiêu\s"
#: "thu ngân sách trên địa bàn tỉnh": the province by another word.
_OF_IT = r"(?i)\s+(?:(?:trên\s+địa\s+bàn|toàn|của|cả|trong)\s+)?(?:tỉnh|thành\s+phố)$"

#: What speaks for a province, and what bears its name and is another thing: "Phường Bình Định", "Cao su Đà Nẵng".
_OFFICE = r"(?:(?:(?:Cục |Chi cục )?(?:[Hh]ải quan|HQ)|Cục Thuế|[Tt]ỉnh|[Tt]hành phố|TP\.?) )"
_PART = rf"(?:{_OFFICE}|(?:[Pp]hường|[Xx]ã|[Hh]uyện|[Tt]hị xã|[Tt]hị trấn|[Đđ]ường|[Cc]ao su|[Cc]ông ty|[Cc]ổ phần|[Cc]ảng|[Ss]ân bay) )"


def of_provinces(figures: pl.DataFrame, segments: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "Kim ngạch nhập khẩu đạt 2 tỷ USD" in a text about Bình Dương: that of the province."""
    about = _about(segments, grammar)
    if not about.height:
        return figures
    figures = figures.join(about, on=HERE, how="left", maintain_order="left")
    asked = pl.col("province").is_not_null() & pl.col("per_code").is_null() & pl.col("kind").is_in(STATED)
    coded = pl.col("indicator_code").is_not_null()
    whole = pl.col("label").str.replace(_OF_IT, "")
    plain = pl.col("label").str.contains(_PLAIN) & ~pl.col("label").str.contains(_SPOKEN)
    plain = plain & (pl.col("kind") == "level") & ~pl.col("label").str.contains(_THEIRS)
    named = (coded | plain | pl.col("label").str.contains(_OF_IT)) & ~whole.str.contains(_PLACED)
    figures, label = only_where(figures, asked & named, pl.format("{} của {}", whole, pl.col("province")))
    figures = figures.with_columns(
        pl.coalesce(label, "label").alias("label"),
        # What the catalogue has is the country's.
        pl.when(label.is_null()).then("indicator_code").alias("indicator_code"),
    )
    return without_steps(figures).drop("province")


def _about(segments: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """document, segment_no, province: of the sentences whose measures are those of the province that the text is about."""
    provinces = grammar.vocabulary["cues"].filter(pl.col("kind") == "province")
    names = alternation([*provinces["cue"], *grammar.vocabulary.cues("no_province")])
    told = pl.col("text").str.extract_all(rf"{_PART}?(?:{names})")
    named = segments.select(*HERE, "paragraph_no", "kind", "text", told.alias("name"))
    mentions = named.select(*HERE, "kind", "name").explode("name", empty_as_null=True).drop_nulls()
    spelling = dict(provinces.select("cue", pl.coalesce("value", "cue").alias("name")).iter_rows())
    bare = pl.col("name").str.extract(rf"^{_OFFICE}?({names})$", 1)
    mentions = mentions.with_columns(
        bare.replace_strict(spelling, default=None, return_dtype=pl.String).alias("bare")
    ).drop_nulls("bare")
    subjects = (
        mentions.group_by("document", "bare")
        .agg(
            pl.len().alias("times"),
            pl.col("segment_no").n_unique().alias("sentences"),
            ((pl.col("kind") == "heading") | (pl.col("segment_no") <= _OPENING)).any().alias("opens"),
            pl.col("name").mode().sort().first().alias("province"),
        )
        .with_columns((pl.col("times") / pl.col("times").sum().over("document")).alias("share"))
        .filter("opens", pl.col("share") >= _SHARE, pl.col("sentences") >= _SENTENCES)
    )
    left = pl.col("text").str.replace_all(rf"{_OFFICE}?(?:{names})|{_BY_THE_WAY}", " ")
    named = named.join(subjects.select("document", "province", "bare"), on="document")
    foreign = mentions.join(subjects.select("document", "bare"), on=["document", "bare"], how="anti").select(HERE)
    named = named.join(foreign.unique().with_columns(pl.lit(True).alias("foreign")), on=HERE, how="left")
    wider = (
        pl.col("text").str.contains(WIDER)
        | pl.col("foreign").fill_null(False)
        | left.str.contains(r"[\p{Ll},;:)\d%]\s+\p{Lu}")
    )
    # What a sentence before tells of others goes on in its paragraph.
    return (
        named.with_columns(wider.alias("wider"))
        .sort(HERE)
        .filter(~pl.col("wider").cum_max().over("document", "paragraph_no"))
        .select(*HERE, "province")
    )
