"""Numerals that are no figures: list numbers, codes, versions, legal references, file names, page furniture."""

from __future__ import annotations

import polars as pl

from pipelines.language.choices import first_true
from pipelines.language.name_rules import NUMBERED, followed_by, rules_of_names
from pipelines.language.sequence import following, place, previous, running
from pipelines.language.steps import for_each, holds, once, only_where, worked
from pipelines.language.text import twin
from pipelines.vocabulary import Vocabulary, alternation

_HERE = ("document", "segment_no")

_FILE_NAME = r"^[\w\-.]+\.(?:jpe?g|png|gif|pdf|docx?)$"

#: Rules whose numerals are no names, and what they are.
_ROLES = {
    "boilerplate": ["entity", "link", "footnote"],
    "date": ["clock", "week", "month_list", "holiday"],
    "rank": ["rank"],
}


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
    # "CVE-2021-34527": one code.
    code = (pl.col("rule") == "attached_before") & pl.col("left").str.contains(r"[A-Z]{2,}-$")
    address = pl.when(pl.col("rule").is_in(["file_or_address", "link", "attached_after"]) | code).then("rule")
    run = (~glued).pipe(running)
    return pl.coalesce(pl.when(glued).then(address.forward_fill().over("document", "segment_no", run)), "rule")


def read_names(numerals: pl.DataFrame, segments: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """Return the rows of ``numerals`` (see `scan_numerals`) that are names or furniture: document, char_start, char_end,
    segment_no, role (name | rank | date | boilerplate), rule; key document, char_start."""
    sides = _sides(numerals, segments).join(
        _furniture(segments, vocabulary), on=["document", "segment_no"], how="left", maintain_order="left"
    )
    tag = holds("l", r"<[^<>]*$") | holds("r", r"^[^<>]*=?\"?[^<>]*>") & holds("l", r"<[a-z/]")
    sides = worked(sides, previous_month=_listed_after_month(), tag=tag, **followed_by(vocabulary))
    ruled = _ruled(sides, vocabulary).with_columns(_within_addresses().alias("rule"))
    furniture = pl.col("furniture").fill_null(False)
    return (
        ruled.with_columns(
            _role(furniture).alias("role"),
            pl.when(furniture).then(pl.lit("furniture")).otherwise(pl.col("rule").fill_null("markup")).alias("rule"),
        )
        .filter(pl.col("role").is_not_null())
        .select("document", "segment_no", "char_start", "char_end", "role", "rule")
    )


def _sides(numerals: pl.DataFrame, segments: pl.DataFrame) -> pl.DataFrame:
    """Add l and r: the twins of the text before and after each numeral."""
    # The text before a numeral, lower-cased, is cut out of its segment's.
    size = pl.col("left").str.len_chars().cast(pl.Int64)
    lowered = numerals.join(
        segments.select(*_HERE, pl.col("char_start").alias("base"), "low"), on=_HERE, how="left", maintain_order="left"
    ).with_columns(pl.col("low").str.slice(pl.col("char_start") - size - pl.col("base"), size).alias("l"))
    # "mức độ 3 và 4 lần lượt là": in turn, no multiple.
    after = twin(pl.col("right")).str.replace(r"^(\s*)lần(\s+lượt)", "${1}$$$$$$${2}")
    return for_each(lowered, ["right"], lambda texts: texts.with_columns(after.alias("r")))


def _listed_after_month() -> pl.Expr:
    """Whether the run of listed numbers starts after "tháng"."""
    listed = holds("l", r"^\s*(?:,|và|-|,\s*và)\s*$") & holds("raw", r"^\d{1,2}$")
    opens = holds("l", r"tháng\s*$") & holds("raw", r"^\d{1,2}$")
    return listed & pl.when(~listed | (place() == 0)).then(opens).forward_fill()


def _ruled(sides: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """Add rule: that of the numeral itself, or of the name that a list goes on from."""
    # Only the last rule looks at the numeral before; the others are settled once.
    *rules, (last, continues) = rules_of_names(vocabulary)
    ruled = worked(
        sides,
        first_true((condition, pl.lit(rule)) for rule, condition in rules).alias("settled"),
        continues.alias("continues"),
        (pl.col("unitless") & holds("r", r"^\s*(?:[,.;)]|và\s|$)")).alias("ends"),
    )
    ruled, counts = _counts_places(ruled)
    ruled = ruled.with_columns(pl.when(~counts).then("settled").alias("settled"))
    ruled = ruled.with_columns(pl.col("settled").alias("rule"))
    named_before = pl.col("rule").is_in(["cue", "proper_name", "numbered_name", last]).pipe(previous).fill_null(False)
    # "ở các vị trí thứ 3, 4 và 5"
    ranked_before = (pl.col("rule") == "rank").pipe(previous).fill_null(False) & pl.col("ends")
    for _ in range(4):
        ruled = ruled.with_columns(
            pl.when(pl.col("continues") & (named_before | ranked_before))
            .then(pl.coalesce("settled", pl.when(named_before).then(pl.lit(last)).otherwise(pl.lit("rank"))))
            .otherwise("settled")
            .alias("rule")
        )
    return ruled


def _counts_places(ruled: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr]:
    """Whether what seems to end a name counts at a place: "14 người chết (Lai Châu 10, Hà Giang 3)", "trong đó …"."""
    place = r"(?:(?:tỉnh|huyện|thành phố|thị xã|xã|quận)\s)?\p{Lu}[\p{L}.]*(?:(?:\s-)?\s\p{Lu}[\p{L}.]*)*\s*:?\s*$"
    ends = pl.col("unitless") & holds("right", r"^\s*(?:[,;.)]|và\s|$)")
    ruled, alone = once(worked(ruled, ends.alias("alone_")), pl.col("alone_"))
    lists = pl.col("left").str.contains_any(["(", "trong đó", "gồm"])
    # "3 nhà máy (Nghi Sơn 2, Vũng Áng 1)": several of one name.
    opening = r"(?:\(\s*(?:gồm|trong đó|riêng)?|[,;]\s*(?:trong đó(?:\s+có)?|gồm|bao gồm))\s*:?\s*"
    several_of_name = rf"{NUMBERED}|(?i:tuyến|giai đoạn|gói thầu|lô|block|tòa)\s[^()]*\("
    opens = pl.col("left").str.contains(rf"^[^.;:()]{{2,60}}{opening}{place}")
    opens = opens & ~pl.col("left").str.contains(several_of_name)
    ruled, opens = only_where(ruled, alone & lists & (pl.col("numeral_no") > 0), opens)
    ruled, goes_on = only_where(ruled, alone & ~lists, pl.col("left").str.contains(rf"^\s*(?:[,;]|và)\s*{place}"))
    ruled, opens = once(ruled, opens.fill_null(False))
    ruled, goes_on = once(ruled, goes_on.fill_null(False))
    # Two of them make a list.
    ruled, several = once(ruled, (opens & following(goes_on).fill_null(False)) | (goes_on & previous(opens | goes_on)))
    ruled, run = once(ruled, (~goes_on).pipe(running))
    listed = several.fill_null(False) & opens.first().over(*_HERE, run)
    return once(ruled, listed & pl.col("settled").is_in(["foreign_name", "proper_name"]).fill_null(False))


def _role(furniture: pl.Expr) -> pl.Expr:
    choices = [(pl.col("rule").is_in(rules), pl.lit(role)) for role, rules in _ROLES.items()]
    named = (pl.col("rule").is_not_null(), pl.lit("name"))
    return first_true([(furniture | pl.col("tag"), pl.lit("boilerplate")), *choices, named])
