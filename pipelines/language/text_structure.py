"""Where a segment stands in its text: the paragraph, list, chapter or picture that it belongs to."""

from __future__ import annotations

import polars as pl

from pipelines.language.list_reach import in_item

#: Sentences of the longest line below a photo.
_CAPTION = 2


def paragraph() -> pl.Expr:
    """The number of the paragraph; one that opens with "Trong nhóm này," goes on with the one before it."""
    first = pl.col("paragraph_no") != pl.col("paragraph_no").shift(1).over("document")
    goes_on = pl.col("plain").str.contains(
        r"(?i)^[\s*_]*(?:trong|thuộc)\s+(?:các\s+|những\s+)?(?:nhóm|số|mặt\s+hàng|ngành)(?:\s+hàng)?(?:\s+(?:này|đó|trên|kể\s+trên|nêu\s+trên))?,"
        r"|^[\s*_]*(?:ở\s+)?chiều\s+(?:xuất|nhập|ngược\s+lại|tăng|giảm)(?:\s+khẩu)?,"
    )
    opens = first.fill_null(True) & ~goes_on
    return pl.when(opens).then("paragraph_no").forward_fill().over("document").fill_null(pl.col("paragraph_no"))


def itemised() -> pl.Expr:
    """Items of a list within a paragraph: "Chỉ tiêu đến năm 2025: (1) …. (2) …", from the second sentence on."""
    numbered = pl.col("plain").str.contains(r"(?:^|:)[\s*_]*\(\d{1,2}\)\s")
    before = numbered.cast(pl.Int8).cum_max().over("document", "paragraph_no").cast(pl.Boolean)
    return pl.col("plain").str.contains(r"^\s*\(\d{1,2}\)") | before.shift(1).over(
        "document", "paragraph_no"
    ).fill_null(False)


def items_at() -> pl.Expr:
    """Where a sentence that introduces such a list comes to its first item."""
    intro = pl.col("plain").str.extract(r"^([^()]*:[\s*_]*)\(1\)\s", 1)
    return pl.col("char_start") + intro.str.len_chars().cast(pl.Int64)


def below_photo() -> pl.Expr:
    """ "Nhà máy chạy hết công suất trong quý I. Ảnh: Internet.": a line below a photo, which dates nothing but itself."""
    paragraph = ["document", "paragraph_no"]
    told = pl.col("plain").str.contains(r"(?:^|[.\s(])(?:Ảnh|Đồ họa|Nguồn ảnh)\s*:").any().over(paragraph)
    return told & (pl.len().over(paragraph) <= _CAPTION) & (pl.col("segment_no") > 0)


def listed_under() -> pl.Expr:
    """The paragraph that a line ends with a colon, for it and for the list items that follow it; else the line's own."""
    item = in_item()
    opened = pl.when("lists").then("paragraph_no").when(~item).then(-1).forward_fill().over("document")
    return pl.coalesce("under", pl.when(item & (opened >= 0)).then(opened).otherwise("paragraph_no"))


def chapter() -> pl.Expr:
    """The number of the segment that opens a line's chapter: "II. …", or "2. …" where no roman numbers are used."""
    text = pl.when(pl.col("kind") == "heading").then(pl.col("plain"))
    roman = text.str.contains(r"^[\s*#]*(?:[IVX]{1,5}|[A-H])\s*[.)/]").fill_null(False)
    single = text.str.contains(r"^[\s*#]*\d{1,2}\s*[.)]\s").fill_null(False)
    opens = roman | (single & ~roman.any().over("document"))
    return pl.when(opens).then("segment_no").forward_fill().over("document")
