"""What headings and lines with a colon announce of the figures below them: goals, forecasts, estimates."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.goal_headings import goals_above
from pipelines.language.grammar import EDGE, END, Grammar
from pipelines.language.sequence import following, previous
from pipelines.language.steps import distinctly, once, only_where
from pipelines.language.text import spelled_word

PLANS = ["kế hoạch", "mục tiêu", "chỉ tiêu", "dự toán"]

DONE = r"(?i)(?:^|[^\p{L}])(?:đã|thực\s+hiện|kết\s+quả|hiện\s+có|hiện\s+nay|giải\s+ngân|quyết\s+toán|mới\s+(?:xong|hoàn\s+thành|đạt))(?:[^\p{L}]|$)"

#: A colon that opens an enumeration: what follows is announced by what stands before.
_ENUMERATES = r":[\s*_]*(?:\(1\)\s|$)"

#: A planning office, and a plan that something is held against: neither announces goals.
_NO_GOAL = (
    r"(?i)kế\s+hoạch\s+(?:và|&)\s+đầu\s+tư|"
    r"(?:%|đạt|vượt|theo|với|hoàn\s+thành)\s+(?:mức\s+)?(?:kế\s+hoạch|mục\s+tiêu|chỉ\s+tiêu)(?:[^\p{L}]|$)"
)

#: What opens a sentence that goes into what the one before has announced.
_TURNS = r"(?i)^(?:hiện|đến\s+nay|tính\s+đến|trước\s+đó|nếu|tuy\s+nhiên|tuy\s+vậy|thực\s+tế|mặt\s+khác|trong\s+khi\s+đó)[\s,]"

_SPECIFIES = r"(?i)^(?:cụ\s+thể|theo\s+đó)\s*(?:là\s*)?[,:]"


def announcements(segments: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """The status that headings and lines with a colon give to what stands below them.

    Returns document, segment_no, paragraph_no, announced_status; one row a segment.
    """
    cues = grammar.vocabulary["cues"].filter(pl.col("kind") == "status")
    text = pl.col("plain").str.strip_chars(" *_")
    lines, (enumerates, specifies) = distinctly(
        segments,
        "plain",
        text.str.contains(_ENUMERATES),
        text.str.contains(_SPECIFIES),
    )
    lines, word = only_where(
        lines,
        (enumerates | following(specifies, ["document"])) & ~text.str.contains(DONE),
        spelled_word(
            # What a bracket tells announces nothing: "vượt 10% (kế hoạch 1 tỷ USD)".
            text.str.replace_all(rf"\([^()]*\)|{_NO_GOAL}", " ").str.extract(
                rf"(?i).*(?:{EDGE}|^)({grammar._cues('status')}){END}", 1
            )
        ),
    )
    # "các chỉ tiêu đều vượt kế hoạch": what is past its plan announces no goals.
    met = text.str.contains(
        r"(?i)(?:^|\s)(?:vượt|hoàn\s+thành)(?:\s+\p{Ll}+){0,3}\s+(?:kế\s+hoạch|chỉ\s+tiêu|mục\s+tiêu|dự\s+toán)"
    )
    # "Một số chỉ tiêu chủ yếu đạt được năm 2022:"
    passed = r"(?i)chỉ\s+tiêu(?:\s+\p{L}+){0,6}?\s+(?:đạt\s+được|tháng|quý)(?:[^\p{L}]|$)"
    ahead = r"(?i)phấn\s+đấu|mục\s+tiêu|quyết\s+tâm|cuối\s+năm|sẽ\s|cần\s|đến\s+năm"
    reported = (word == "chỉ tiêu") & text.str.contains(passed) & ~text.str.contains(ahead)
    lines, met = only_where(lines, word.is_in(PLANS), met | reported)
    lines, word = once(lines, pl.when(~met.fill_null(False)).then(word))
    words, meanings = cues["cue"].to_list(), cues["value"].to_list()
    # A title tells what the text is about, not what each of its figures is.
    title = (pl.col("segment_no") == 0) & ~pl.col("numbered")
    below = goals_above(text, (pl.col("kind") == "heading") & ~title)
    aims = text.str.contains(r"(?i)(?:^|[^\p{L}])(?:phấn\s+đấu|mục\s+tiêu)(?:[^\p{L}]|$)") & word.is_not_null()
    told = word.replace_strict(words, meanings, default="", return_dtype=pl.String).fill_null("")
    told = pl.when(aims).then(pl.lit("target")).otherwise(told)
    # A heading among the items of a list ends nothing: "Mục tiêu đến năm 2025:", "1. Nước sạch", "- 90% hộ dân".
    enumerates = enumerates & (pl.col("under").is_null() | (told != ""))
    announces = enumerates | specifies
    told = pl.when(enumerates).then(told).when(specifies).then(previous(told, ["document"]))
    lines, since = once(lines, pl.when(announces).then("paragraph_no").forward_fill().over("document"))
    goes_on = _of_list(since)
    # "ước đạt 8 tỷ USD. Cụ thể, … . Hiện cả nước có 600 nhà máy": what is now, is told anew.
    turns = (pl.col("kind") == "sentence") & text.str.contains(_TURNS)
    lines, goes_on = once(lines, goes_on & ~turns)
    lines = lines.with_columns(
        below.replace_strict(words, meanings, default=None, return_dtype=pl.String).alias("headed"),
        pl.when(announces).then(told).when(~goes_on).then(pl.lit("")).forward_fill().over("document").alias("listed"),
    )
    announced = pl.coalesce(pl.col("listed").replace("", None), "headed")
    return lines.select(*HERE, "paragraph_no", announced.alias("announced_status"))


def _of_list(since: pl.Expr) -> pl.Expr:
    """Whether a line goes on with the list that paragraph ``since`` has opened."""
    return (
        (pl.col("kind") == "list_item")
        | pl.col("under").is_not_null()
        | pl.col("plain").str.contains(r"^\s*\(\d{1,2}\)\s")
        | pl.col("paragraph_no").eq(since).fill_null(False)
    )
