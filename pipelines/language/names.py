"""Numerals that are no figures: list numbers, codes, versions, legal references, file names, page furniture."""

from __future__ import annotations

import polars as pl

from pipelines.language.choices import first_true
from pipelines.language.sequence import previous, running
from pipelines.language.text import twin
from pipelines.vocabulary import Vocabulary, alternation

_GLUED_WORDS = (
    "tỷ|tỉ|triệu|nghìn|ngàn|trăm|đồng|đ|vnđ|vnd|usd|tr|tấn|tạ|kg|km|ha|m|m2|m3|lít|người|lượt|ca|tăng|giảm|đạt|là|và|tháng|năm|"
    "quý|ngày|h|giờ|phút|lần|điểm|dự án|gb|mb|kwh|mw|mbps|cm|mm|đến|so|với|của|chiếm|trong|ước|có|thì"
)
_GLUED_BEFORE = "năm|tháng|quý|ngày|đạt|tăng|giảm|là|và|khoảng|hơn|gần|trên|dưới|từ|đến|còn|chiếm|với|usd|vnđ"

_RANK = r"(?:(?:lớn|cao|nhiều|nhanh|mạnh)\s+thứ|thứ\s+hạng|xếp\s+hạng|hạng\s+thứ|(?:từ|lên|xuống)\s+(?:thứ\s+)?hạng|(?:đứng|xếp|vị trí)(?:\s+ở)?(?:\s+vị trí)?\s+(?:thứ|số))\s*$"
_FILE_NAME = r"^[\w\-.]+\.(?:jpe?g|png|gif|pdf|docx?)$"
_YEARLIKE = r"^(?:19|20)\d\d$"


def _after(column: str, pattern: str) -> pl.Expr:
    return pl.col(column).str.contains(pattern)


def _cue_before(vocabulary: Vocabulary, value: str) -> pl.Expr:
    words = vocabulary.cues("name", value)
    return (
        pl.col("l").str.contains(rf"(?:^|[^\p{{L}}])(?:{alternation(words)})\s*[:\-]?\s*$") if words else pl.lit(False)
    )


def _followed(vocabulary: Vocabulary) -> dict[str, pl.Expr]:
    unit = rf"^\s*(?:%|(?:{vocabulary.scale_pattern})\b|{vocabulary.unit_pattern})|^\s*-\s*$"
    return {"unitless": ~_after("r", unit), "counted": _after("r", r"^\s*(?:%|điểm|lần\b)")}


def _name_rules(vocabulary: Vocabulary) -> list[tuple[str, pl.Expr]]:
    """(rule, condition) pairs over l, r (twins of the text on both sides), left, right (plain), raw and `_followed`."""
    small = pl.col("raw").str.contains(r"^\d(?:[.,]\d)?$")
    digit = pl.col("raw").str.contains(r"^\d{1,2}$")
    unitless, counted = pl.col("unitless"), pl.col("counted")
    return [
        ("grade", _after("r", r"^\s*%\s*tấm(?:[^\p{L}]|$)")),
        (
            "clock",
            _after("l", r"(?:lúc|từ|đến|trước|sau|vào|khoảng)\s*$")
            & _after("r", r"^h(?:[^\p{L}]|$)")
            & pl.col("raw").str.contains(r"^(?:[01]?\d|2[0-4])$"),
        ),
        ("entity", _after("l", r"&#x?$") & _after("r", r"^[0-9a-f]*;")),
        (
            "rank",
            _after("l", r"thứ\s*$")
            & _after(
                "r", r"^\s*(?:trên|trong|của|thế giới|châu|khu vực|toàn cầu|cả nước|asean|đông nam á)(?:[^\p{L}]|$)"
            ),
        ),
        ("rank", _after("l", _RANK) | _after("l", r"(?:đứng|xếp|hạng|vị trí)[^,.;:]{0,25}thứ\s*$")),
        (
            "list_number",
            pl.col("left").str.contains(r"^[\s*#(+\-]*$")
            & (pl.col("numeral_no") == 0)
            & pl.col("raw").str.contains(r"^\d{1,2}(?:\.\d{1,2}){0,3}\.?$")
            & pl.col("right").str.contains(r"^\s*\\?[.)/]\s*[*]*[\s\p{L}]|^\s*[.)]\s*$|^\s*-\s+\p{Lu}"),
        ),
        (
            "list_number",
            pl.col("raw").str.contains(r"^\d{1,2}$")
            & _after("l", r"(?:^|[.;:*]\s*)\(\s*$")
            & _after("r", r"^\s*\)\s*\p{L}"),
        ),
        ("link", _after("l", r"!\[[^\]]*$|\]\([^)]*$")),
        ("file_or_address", _after("r", r"^[\w\-]*\.(?:jpe?g|png|gif|pdf|docx?|xlsx?|html?|vn|com|org|net)\b")),
        ("file_or_address", _after("l", r"(?:https?://|www\.|@)\S*$")),
        ("legal_reference", _after("right", r"^\s?[/-]\s?(?:\d{4}/)?[A-ZĐ][A-ZĐ\-]+") & ~_after("r", r"^\s?-\s?usd")),
        (
            "attached_before",
            _after("l", r"[\p{L}]$")
            & ~_after("l", rf"(?:^|[^\p{{L}}])(?:{_GLUED_BEFORE})$|^\s*h$")
            & ~(
                _after("l", r"(?:^|[^\p{L}])[tq]$")
                & (_after("r", r"^/") | pl.col("raw").str.contains(r"^\d{1,2}/(?:19|20)\d\d$"))
            ),
        ),
        ("hotline", pl.col("raw").str.contains(r"^1[89]00[.]?\d{3,4}$")),
        ("attached_before", _after("left", r"[\p{L}\d]-$") & _after("left", r"(?:^|[\s(\"])[A-Z][A-Za-z\-]*-$")),
        ("covid", _after("l", r"(?:covid|cov|sars|ncov)\s*-?\s*$")),
        (
            "attached_after",
            _after("right", r"^[A-Za-zĐđÀ-ỹ]")
            & ~_after("r", rf"^(?:{_GLUED_WORDS})(?:[^\p{{L}}]|$)|^[gt]b|^(?:{_GLUED_WORDS})"),
        ),
        ("generation", digit & _after("right", r"^\s?G\b")),
        ("around_the_clock", pl.col("raw").str.contains(r"^(?:24/7|24/24|7/24|24/24/7)$")),
        ("cue", _cue_before(vocabulary, "any") & ~counted & ~pl.col("raw").str.contains(_YEARLIKE)),
        ("cue", _cue_before(vocabulary, "phone") & pl.col("raw").str.contains(r"^0|^\d{3,}")),
        ("cue", _cue_before(vocabulary, "version") & pl.col("raw").str.contains(r"^\d\.\d$") & ~counted),
        ("cue", _cue_before(vocabulary, "small") & small & ~counted),
        ("cue", _cue_before(vocabulary, "digit") & digit & unitless & ~counted),
        (
            "numbered_thing",
            _after("l", r"(?:^|[^\p{L}])số\s*$")
            & ~_after("l", r"(?:tổng|con|chỉ|tham|hệ|quân|dân|đa|thiểu|trong|một|số|doanh|có)\s+số\s*$")
            & unitless
            & pl.col("raw").str.contains(r"^\d{1,5}$")
            & ~pl.col("r").str.contains(r"^\s*(?:\p{Ll}+\s+){0,1}(?:dn|doanh nghiệp|thuê bao)"),
        ),
        (
            "foreign_name",
            pl.col("raw").str.contains(r"^(?:(?:19|20)\d\d|\d{1,2})$")
            & _after("left", r"(?:^|[\s(\"])(?:[A-Z][a-zA-Z]+|Số|[A-Z]{2,})\)?\s$")
            & ~_after("l", r"(?:năm|quý|tháng|ngày)\s*$")
            & ~_after(
                "left",
                r"(?:^|[\s(\"])(?:CPI|GDP|IIP|FDI|XK|NK|XNK|CNTT|USD|GRDP|PMI|Trong|Theo|Sau|Trung|Khi|Xuân|Thu|Sang|Bank|PCI|DN|ODA|[IVX]+)\)?\s$",
            )
            & unitless,
        ),
        (
            "proper_name",
            pl.col("raw").str.contains(r"^\d{1,2}$")
            & _after("left", r"\p{Lu}\p{L}+\s\p{Lu}\p{L}+\s$")
            & _after("r", r"^\s*(?:[,.;)]|$|và\s)")
            & unitless,
        ),
        (
            "month_list",
            pl.col("previous_month")
            & pl.col("raw").str.contains(r"^(?:0?[1-9]|1[0-2])$")
            & _after("l", r"^\s*(?:,|và|-|,\s*và)\s*$")
            & ~counted
            & ~_after("r", rf"^\s*(?:{vocabulary.scale_pattern})\b"),
        ),
        (
            "part_of_list",
            _after("l", r"^\s*[,&]\s*$|^\s*và\s*$")
            & pl.col("raw").str.contains(r"^\d{1,2}$")
            & (unitless | pl.col("raw").str.contains(r"^\d$"))
            & ~counted,
        ),
    ]


def _furniture(segments: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """Return document, segment_no of the segments that are page furniture."""
    line = vocabulary.cues("furniture", "line")
    rest = vocabulary.cues("furniture", "rest")
    low = pl.col("low").str.strip_chars()
    counter = low.str.contains(r"^[\p{L}\s]{3,24}\d{0,4}\s*:\s*[\d.,]+$")
    near = pl.any_horizontal(pl.col("line").shift(step).over("document").fill_null(False) for step in (1, 2, 3, 4))
    return (
        segments.with_columns(
            low.str.contains(rf"^(?:{alternation(rest)})").cum_max().over("document").alias("after"),
            (
                (low.str.contains(rf"^(?:{alternation(line)})") & (low.str.len_chars() < 120))
                | low.str.contains(_FILE_NAME)
            ).alias("line"),
        )
        .filter(pl.col("after") | pl.col("line") | (counter & near))
        .select("document", "segment_no", pl.lit(True).alias("furniture"))
    )


def read_names(numerals: pl.DataFrame, segments: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """Return the rows of ``numerals`` (see `scan_numerals`) that are names or furniture: document, char_start, char_end,
    segment_no, role (name | rank | date | boilerplate), rule; key document, char_start."""
    sides = numerals.with_columns(twin(pl.col("left")).alias("l"), twin(pl.col("right")).alias("r")).join(
        _furniture(segments, vocabulary), on=["document", "segment_no"], how="left", maintain_order="left"
    )
    tag = pl.col("l").str.contains(r"<[^<>]*$") | pl.col("r").str.contains(r"^[^<>]*=?\"?[^<>]*>") & pl.col(
        "l"
    ).str.contains(r"<[a-z/]")
    listed = pl.col("l").str.contains(r"^\s*(?:,|và|-|,\s*và)\s*$") & pl.col("raw").str.contains(r"^\d{1,2}$")
    opens = pl.col("l").str.contains(r"tháng\s*$") & pl.col("raw").str.contains(r"^\d{1,2}$")
    run = (~listed).pipe(running)
    month_before = listed & opens.first().over("document", "segment_no", run)
    # Only the last rule looks at the numeral before; the others are settled once.
    *rules, (last, continues) = _name_rules(vocabulary)
    third = sides.with_columns(previous_month=month_before, **_followed(vocabulary)).with_columns(
        first_true((condition, pl.lit(rule)) for rule, condition in rules).alias("settled"),
        continues.alias("continues"),
    )
    third = third.with_columns(pl.col("settled").alias("rule"))
    named_before = pl.col("rule").is_in(["cue", last]).pipe(previous).fill_null(False)
    for _ in range(2):
        third = third.with_columns(
            pl.when(pl.col("continues") & named_before)
            .then(pl.coalesce("settled", pl.lit(last)))
            .otherwise("settled")
            .alias("rule")
        )
    return (
        third.with_columns(
            pl.when(pl.col("furniture").fill_null(False) | tag)
            .then(pl.lit("boilerplate"))
            .when(pl.col("rule").is_in(["entity", "link"]))
            .then(pl.lit("boilerplate"))
            .when(pl.col("rule").is_in(["clock", "month_list"]))
            .then(pl.lit("date"))
            .when(pl.col("rule") == "rank")
            .then(pl.lit("rank"))
            .when(pl.col("rule").is_not_null())
            .then(pl.lit("name"))
            .alias("role"),
            pl.when(pl.col("furniture").fill_null(False))
            .then(pl.lit("furniture"))
            .otherwise(pl.col("rule").fill_null("markup"))
            .alias("rule"),
        )
        .filter(pl.col("role").is_not_null())
        .select("document", "segment_no", "char_start", "char_end", "role", "rule")
    )
