"""Numerals that are no figures: list numbers, codes, versions, legal references, file names, page furniture."""

from __future__ import annotations

import polars as pl

from pipelines.language.choices import first_true
from pipelines.language.sequence import following, place, previous, running
from pipelines.language.steps import for_each, holds, worked
from pipelines.language.text import twin
from pipelines.vocabulary import Vocabulary, alternation

_HERE = ("document", "segment_no")

_GLUED_WORDS = (
    "tỷ|tỉ|triệu|nghìn|ngàn|trăm|đồng|đ|vnđ|vnd|usd|tr|tấn|tạ|kg|km|ha|m|m2|m3|lít|người|lượt|ca|tăng|giảm|đạt|là|và|tháng|năm|"
    "quý|ngày|h|giờ|phút|lần|điểm|dự án|gb|mb|kwh|mw|mbps|cm|mm|đến|so|với|của|chiếm|trong|ước|có|thì"
)
_GLUED_BEFORE = "năm|tháng|quý|ngày|đạt|tăng|giảm|là|và|khoảng|hơn|gần|trên|dưới|từ|đến|còn|chiếm|với|usd|vnđ"

_RANK = r"(?:(?:lớn|cao|nhiều|nhanh|mạnh)\s+thứ|thứ\s+hạng|xếp\s+hạng|hạng\s+thứ|(?:từ|lên|xuống)\s+(?:thứ\s+)?hạng|(?:đứng|xếp|vị trí)(?:\s+ở)?(?:\s+vị trí)?\s+(?:thứ|số))\s*$"
_FILE_NAME = r"^[\w\-.]+\.(?:jpe?g|png|gif|pdf|docx?)$"
_YEARLIKE = r"^(?:19|20)\d\d$"


def _cue_before(vocabulary: Vocabulary, value: str) -> pl.Expr:
    words = vocabulary.cues("name", value)
    return holds("l", rf"(?:^|[^\p{{L}}])(?:{alternation(words)})\s*[:\-]?\s*$") if words else pl.lit(False)


def _followed(vocabulary: Vocabulary) -> dict[str, pl.Expr]:
    unit = rf"^\s*(?:%|(?:{vocabulary.scale_pattern})\b|{vocabulary.unit_pattern})|^\s*-\s*$"
    return {
        "unitless": ~holds("r", unit),
        "counted": holds("r", r"^\s*(?:%|điểm|lần\b)"),
        "scaled": holds("r", rf"^\s*(?:{vocabulary.scale_pattern})\b"),
    }


def _name_rules(vocabulary: Vocabulary) -> list[tuple[str, pl.Expr]]:
    """(rule, condition) pairs over l, r (twins of the text on both sides), left, right (plain), raw and `_followed`."""
    small = holds("raw", r"^\d(?:[.,]\d)?$")
    digit = holds("raw", r"^\d{1,2}$")
    unitless, counted = pl.col("unitless"), pl.col("counted")
    return [
        (
            "grade",
            holds("r", r"^\s*(?:%\s*(?:tấm|fe)|kv)(?:[^\p{L}]|$)")
            | (
                holds("r", r"^\s*chỗ(?:\s+ngồi)?(?:[^\p{L}]|$)")
                & holds("l", r"(?:dưới|từ|trên|loại|xe)\s*$")
                & holds("raw", r"^\d{1,2}$")
            )
            | (holds("r", r"^\s*sao(?:[^\p{L}]|$)") & holds("raw", r"^[1-7]$"))
            | (
                holds("r", r"^\s*(?:-|/|đến)\s*$")
                & pl.col("r").pipe(following).str.contains(r"^\s*(?:kv|sao)(?:[^\p{L}]|$)")
            ),
        ),
        (
            "clock",
            holds("l", r"(?:lúc|từ|đến|trước|sau|vào|khoảng)\s*$")
            & holds("r", r"^h(?:[^\p{L}]|$)")
            & holds("raw", r"^(?:[01]?\d|2[0-4])$"),
        ),
        (
            "age",
            (
                holds("r", r"^\s*tuổi(?:[^\p{L}]|$)")
                | (
                    holds("r", r"^\s*(?:-|đến)\s*$")
                    & pl.col("r").pipe(following).str.contains(r"^\s*tuổi(?:[^\p{L}]|$)")
                )
            )
            & holds("raw", r"^\d{1,2}$")
            & holds(
                "l",
                r"(?:từ|dưới|trên|đủ|đến|độ tuổi|tuổi từ|trẻ|trẻ em|em bé|học sinh|phụ nữ|thanh niên|người)\s*$|[\d-]\s*$|\(\s*$",
            )
            & ~holds("l", r"(?:thọ|bình quân|trung bình)[^,;]*$"),
        ),
        ("entity", holds("l", r"&#x?$") & holds("r", r"^[0-9a-f]*;")),
        (
            "rank",
            holds("l", r"thứ\s*$")
            & holds(
                "r", r"^\s*(?:trên|trong|của|thế giới|châu|khu vực|toàn cầu|cả nước|asean|đông nam á)(?:[^\p{L}]|$)"
            ),
        ),
        # "công ty logistics số 1 Việt Nam", "năm thứ 2 liên tiếp"
        (
            "rank",
            holds("l", r"(?:^|[^\p{L}])số\s*$")
            & ~holds("l", r"(?:tổng|con|trong|có|một)\s+số\s*$")
            & holds("raw", r"^[1-9]$")
            & holds(
                "r",
                r"^\s*(?:việt nam|thế giới|châu|khu vực|toàn cầu|cả nước|asean|đông nam á|thị trường|tại|về)(?:[^\p{L}]|$)",
            ),
        ),
        (
            "rank",
            holds("l", r"(?:năm|tháng|quý|tuần|phiên|kỳ)\s+thứ\s*$")
            & holds("r", r"^\s*(?:liên tiếp|liên tục)(?:[^\p{L}]|$)"),
        ),
        ("rank", holds("l", _RANK) | holds("l", r"(?:đứng|xếp|hạng|vị trí)[^,.;:]{0,25}thứ\s*$")),
        (
            "list_number",
            holds("left", r"^[\s*#(+\-]*$")
            & (pl.col("numeral_no") == 0)
            & holds("raw", r"^\d{1,2}(?:\.\d{1,2}){0,3}\.?$")
            & holds("right", r"^\s*\\?[.)/]\s*[*]*[\s\p{L}]|^\s*[.)]\s*$|^\s*-\s+\p{Lu}"),
        ),
        (
            "list_number",
            holds("raw", r"^\d{1,2}$") & holds("l", r"(?:^|[.;:*]\s*)\(\s*$") & holds("r", r"^\s*\)\s*\p{L}"),
        ),
        # "dự án Nhiệt điện Thái Bình 2 đạt", "cảng Cái Mép 1": one of several of that name.
        (
            "numbered_name",
            holds("raw", r"^[1-9]$")
            & unitless
            & holds(
                "left",
                r"(?:[Dd]ự án|[Nn]hà máy|[Nn]hiệt điện|[Tt]hủy điện|[Tt]huỷ điện|[Cc]ảng|[Cc]ầu|KCN|[Kk]hu công nghiệp|[Tt]ổ máy|[Mm]ỏ|[Ss]ân bay|[Tt]rạm)\s(?:\S+\s){0,3}\p{Lu}\p{L}+\s\p{Lu}\p{L}+\s*$",
            )
            & holds("r", r"^\s*(?:[,.;)]|$|và\s|đạt|có|đã|được|sẽ|là|với|vận|hoàn|đang|tại|ở|do|của|phát)"),
        ),
        ("link", holds("l", r"!\[[^\]]*$|\]\([^)]*$")),
        ("footnote", digit & holds("left", r"\[$") & holds("right", r"^\](?:[^(]|$)")),
        ("file_or_address", holds("r", r"^[\w\-]*\.(?:jpe?g|png|gif|pdf|docx?|xlsx?|html?|vn|com|org|net)\b")),
        ("file_or_address", holds("l", r"(?:https?://|www\.|@)\S*$")),
        ("legal_reference", holds("right", r"^\s?[/-]\s?(?:\d{4}/)?[A-ZĐ][A-ZĐ\-]+") & ~holds("r", r"^\s?-\s?usd")),
        (
            "attached_before",
            holds("l", r"[\p{L}]$")
            & ~holds("l", rf"(?:^|[^\p{{L}}])(?:{_GLUED_BEFORE})$|^\s*h$")
            & ~(holds("l", r"(?:^|[^\p{L}])[tq]$") & (holds("r", r"^/") | holds("raw", r"^\d{1,2}/(?:19|20)\d\d$"))),
        ),
        ("hotline", holds("raw", r"^1[89]00[.]?\d{3,4}$")),
        ("attached_before", holds("left", r"[\p{L}\d]-$") & holds("left", r"(?:^|[\s(\"])[A-Z][A-Za-z\-]*-$")),
        ("covid", holds("l", r"(?:covid|cov|sars|ncov)\s*-?\s*$")),
        (
            "attached_after",
            holds("right", r"^[A-Za-zĐđÀ-ỹ]")
            & ~holds("r", rf"^(?:{_GLUED_WORDS})(?:[^\p{{L}}]|$)|^[gt]b|^(?:{_GLUED_WORDS})"),
        ),
        ("generation", digit & holds("right", r"^\s?G\b")),
        ("around_the_clock", holds("raw", r"^(?:24/7|24/24|7/24|24/24/7)$")),
        ("holiday", holds("l", r"(?:^|\s)(?:lễ|dịp|nghỉ|quốc khánh)\s*$") & holds("raw", r"^\d{1,2}/\d{1,2}$")),
        ("cue", _cue_before(vocabulary, "any") & ~counted & ~pl.col("scaled") & ~holds("raw", _YEARLIKE)),
        (
            "cue",
            _cue_before(vocabulary, "digit")
            & holds("raw", r"^\d{1,2}/(?:19|20)\d\d$")
            & ~holds("l", r"(?:mức|khối)\s*$"),
        ),
        ("cue", _cue_before(vocabulary, "phone") & holds("raw", r"^0|^\d{3,}")),
        ("cue", _cue_before(vocabulary, "version") & holds("raw", r"^\d\.\d$") & ~counted),
        ("cue", _cue_before(vocabulary, "small") & small & ~counted),
        ("cue", _cue_before(vocabulary, "digit") & digit & unitless & ~counted),
        (
            "numbered_thing",
            holds("l", r"(?:^|[^\p{L}])số\s*$")
            & ~holds("l", r"(?:tổng|con|chỉ|tham|hệ|quân|dân|đa|thiểu|trong|một|số|doanh|có)\s+số\s*$")
            & unitless
            & holds("raw", r"^\d{1,5}$")
            & ~holds("r", r"^\s*(?:\p{Ll}+\s+){0,1}(?:dn|doanh nghiệp|thuê bao)"),
        ),
        (
            "foreign_name",
            holds("raw", r"^(?:(?:19|20)\d\d|\d{1,2})$")
            & holds("left", r"(?:^|[\s(\"])(?:[A-Z][a-zA-Z]+|Số|[A-Z]{2,})\)?\s$")
            & ~holds("l", r"(?:năm|quý|tháng|ngày)\s*$")
            & ~holds(
                "left",
                r"(?:^|[\s(\"])(?:CPI|GDP|IIP|FDI|XK|NK|XNK|CNTT|USD|GRDP|PMI|Trong|Theo|Sau|Trung|Khi|Xuân|Thu|Sang|Bank|PCI|DN|ODA|[IVX]+)\)?\s$",
            )
            & unitless,
        ),
        (
            "proper_name",
            holds("raw", r"^\d{1,2}$")
            & holds("left", r"\p{Lu}\p{L}+\s\p{Lu}\p{L}+\s$")
            & ~holds("l", r"(?:năm|quý|tháng|ngày|tuần)\s*$")
            & holds("r", r"^\s*(?:[,.;)]|$|và\s)")
            & unitless,
        ),
        (
            "month_list",
            pl.col("previous_month")
            & holds("raw", r"^(?:0?[1-9]|1[0-2])$")
            & holds("l", r"^\s*(?:,|và|-|,\s*và)\s*$")
            & ~counted
            & ~holds("r", rf"^\s*(?:{vocabulary.scale_pattern})\b"),
        ),
        (
            "part_of_list",
            holds("l", r"^\s*[,&]\s*$|^\s*và\s*$")
            & holds("raw", r"^\d{1,2}$")
            & (unitless | holds("raw", r"^\d$"))
            & ~counted,
        ),
    ]


def _furniture(segments: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """Return document, segment_no of the segments that are page furniture."""
    line = vocabulary.cues("furniture", "line")
    rest = vocabulary.cues("furniture", "rest")
    segments = segments.with_columns(pl.col("low").str.strip_chars())
    low = pl.col("low")
    # Few lines end so; only these are looked at from their start.
    ending = pl.when(low.str.contains(r":\s*[\d.,]+$")).then(low)
    counter = ending.str.contains(r"^[\p{L}\s]{3,24}\d{0,4}\s*:\s*[\d.,]+$").fill_null(False)
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


def _within_addresses() -> pl.Expr:
    """The rule of each numeral; what no blank parts from an address, or a link, is part of it."""
    glued = ~pl.col("l").str.contains(r"\s|^$") & (pl.col("numeral_no") > 0)
    # "than cám 4a.1": the name goes on.
    lettered = pl.col("l").str.contains(r"^\p{L}{1,3}[.\-/]$") & (pl.col("rule") == "attached_after").pipe(previous)
    glued = glued & (lettered | ~(pl.col("rule") == "attached_after").pipe(previous).fill_null(False))
    address = pl.when(pl.col("rule").is_in(["file_or_address", "link", "attached_after"])).then("rule")
    run = (~glued).pipe(running)
    return pl.coalesce(pl.when(glued).then(address.forward_fill().over("document", "segment_no", run)), "rule")


def read_names(numerals: pl.DataFrame, segments: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """Return the rows of ``numerals`` (see `scan_numerals`) that are names or furniture: document, char_start, char_end,
    segment_no, role (name | rank | date | boilerplate), rule; key document, char_start."""
    # The text before a numeral, lower-cased, is cut out of its segment's.
    size = pl.col("left").str.len_chars().cast(pl.Int64)
    lowered = numerals.join(
        segments.select(*_HERE, pl.col("char_start").alias("base"), "low"), on=_HERE, how="left", maintain_order="left"
    ).with_columns(pl.col("low").str.slice(pl.col("char_start") - size - pl.col("base"), size).alias("l"))
    # "mức độ 3 và 4 lần lượt là": in turn, no multiple.
    after = twin(pl.col("right")).str.replace(r"^(\s*)lần(\s+lượt)", "${1}$$$$$$${2}")
    lowered = for_each(lowered, ["right"], lambda texts: texts.with_columns(after.alias("r")))
    sides = lowered.join(
        _furniture(segments, vocabulary), on=["document", "segment_no"], how="left", maintain_order="left"
    )
    tag = holds("l", r"<[^<>]*$") | holds("r", r"^[^<>]*=?\"?[^<>]*>") & holds("l", r"<[a-z/]")
    listed = holds("l", r"^\s*(?:,|và|-|,\s*và)\s*$") & holds("raw", r"^\d{1,2}$")
    opens = holds("l", r"tháng\s*$") & holds("raw", r"^\d{1,2}$")
    # Whether the run of listed numbers starts after "tháng".
    month_before = listed & pl.when(~listed | (place() == 0)).then(opens).forward_fill()
    # Only the last rule looks at the numeral before; the others are settled once.
    *rules, (last, continues) = _name_rules(vocabulary)
    followed = _followed(vocabulary)
    sides = worked(sides, previous_month=month_before, tag=tag, **followed)
    third = worked(
        sides,
        first_true((condition, pl.lit(rule)) for rule, condition in rules).alias("settled"),
        continues.alias("continues"),
        (pl.col("unitless") & holds("r", r"^\s*(?:[,.;)]|và\s|$)")).alias("ends"),
    )
    third = third.with_columns(pl.col("settled").alias("rule"))
    named_before = pl.col("rule").is_in(["cue", "proper_name", "numbered_name", last]).pipe(previous).fill_null(False)
    # "ở các vị trí thứ 3, 4 và 5"
    ranked_before = (pl.col("rule") == "rank").pipe(previous).fill_null(False) & pl.col("ends")
    for _ in range(2):
        third = third.with_columns(
            pl.when(pl.col("continues") & (named_before | ranked_before))
            .then(pl.coalesce("settled", pl.when(named_before).then(pl.lit(last)).otherwise(pl.lit("rank"))))
            .otherwise("settled")
            .alias("rule")
        )
    third = third.with_columns(_within_addresses().alias("rule"))
    return (
        third.with_columns(
            pl.when(pl.col("furniture").fill_null(False) | pl.col("tag"))
            .then(pl.lit("boilerplate"))
            .when(pl.col("rule").is_in(["entity", "link", "footnote"]))
            .then(pl.lit("boilerplate"))
            .when(pl.col("rule").is_in(["clock", "month_list", "holiday"]))
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
