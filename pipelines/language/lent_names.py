"""Names that what stands before lends: the opening of a bracket over a budget, the leader of a field."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import Grammar
from pipelines.language.label_repeats import ASPECT
from pipelines.language.mask import reveal
from pipelines.language.measures import MONEY, PERCENT
from pipelines.language.phrases import spelled
from pipelines.language.sequence import previous
from pipelines.language.steps import distinctly, once, only_where, without_steps
from pipelines.vocabulary import alternation

_LEVEL = pl.col("kind") == "level"
_UNIT = pl.col("unit_code")


def sides_of_budget(figures: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr]:
    """ "Thu nội địa (dự toán 800 tỷ đồng, quyết toán 934 tỷ đồng)": both are of what stands before the bracket."""
    side = r"(?:dự\s+toán|kế\s+hoạch|mục\s+tiêu|quyết\s+toán|thực\s+hiện|ước(?:\s+tính)?(?:\s+thực\s+hiện)?|thực\s+tế)"
    figures, word = only_where(
        figures,
        _LEVEL & (pl.col("depth") > 0),
        pl.col("lead").str.extract(
            rf"(?i)(?:\(|[,;]|\svà)\s*({side})(?:\s*§+)?(?:\s+(?:là|đạt|khoảng|gần|hơn|trên))*\s*$", 1
        ),
    )
    opened = pl.when(word.is_not_null()).then("opened_by").forward_fill().over(*HERE, "paren")
    figures, opened = once(figures, reveal(spelled(opened)).str.replace_all(r"\s*§+", ""))
    planned = word.str.contains(r"(?i)^(?:dự|kế|mục)")
    # "vượt 10% kế hoạch năm (kế hoạch 1 tỷ USD)": the plan of what was told before.
    of_plan = opened.str.contains(r"(?i)^(?:kế\s+hoạch|dự\s+toán|chỉ\s+tiêu|mục\s+tiêu)(?:\s|$)")
    return once(
        figures,
        pl.when(word.is_not_null() & (opened.str.count_matches(r"\S+") >= 2) & ~of_plan).then(
            pl.when(planned).then(pl.format("{} {}", word, opened)).otherwise(opened)
        ),
    )


def leaders(figures: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr]:
    """ "Đan Mạch dẫn đầu trong 41 nước có đầu tư tại tỉnh với 1,4 tỷ USD": the leader's money, and what is counted."""
    first = r"(?:dẫn\s+đầu|đứng\s+đầu|đứng\s+thứ\s+\p{Ll}+|xếp\s+thứ\s+\p{Ll}+|đứng\s+vị\s+trí\s+thứ\s+\p{Ll}+)"
    figures, leader = only_where(
        figures,
        _LEVEL & pl.col("counted").fill_null(False) & pl.col("lead").str.contains(r" (?:trong|trên)(?: |$)"),
        pl.col("lead").str.extract(
            rf"(?:^|[,;.§]\s*)(\p{{Lu}}[\p{{L}} ()]{{1,40}}?)\s+(?:tiếp\s+tục\s+|vẫn\s+|đang\s+)?{first}"
            r"\s+(?:trong|trên)(?:\s+(?:tổng\s+số|tổng|số|hơn|gần))*\s*$",
            1,
        ),
    )
    figures, counted = only_where(
        figures,
        leader.is_not_null(),
        pl.col("rest").str.extract(r"(?i)^\s*(\p{Ll}[^,;:.()§\d]{3,80}?)\s+(?:với|đạt|chiếm)(?:\s|$)", 1),
    )
    owned = (
        _LEVEL
        & _UNIT.is_in(MONEY)
        & previous(counted).is_not_null()
        & pl.col("lead").str.contains(r"\s(?:với|đạt)\s[^,;:()]*$")
    )
    return once(figures, pl.coalesce(reveal(counted), pl.when(owned.fill_null(False)).then(reveal(previous(leader)))))


def _counts(unit: pl.Expr) -> pl.Expr:
    return unit.is_not_null() & ~unit.is_in([*MONEY, *PERCENT, "times", "index_point"])


def of_plans(grammar: Grammar) -> pl.Expr:
    """Whether a figure is the amount of the plan, or the goal, that the one before it is held against."""
    # "đạt 62% so với mục tiêu 5 triệu hộ": the plan's own amount.
    after_plan = _LEVEL & (pl.col("kind").pipe(previous) == "plan")
    planned = (
        after_plan
        & pl.col("left").str.contains(
            rf"(?i)\(\s*$|so\s+với\s+(?:mức\s+)?(?:{grammar._cues('plan')})(?:\s+(?:là|đề\s+ra|{grammar.bound}))*\s*$"
        )
        # "đạt 34% kế hoạch, thấp hơn cùng kỳ (37%)": what it was then.
        & ~pl.col("lead").str.contains(r"(?i)\s(?:hơn\s+(?:so\s+với\s+)?§+|(?:cao|thấp)\s+hơn\s[^()]*)\s*\(\s*$")
    )
    # "hoàn thành 98% mục tiêu 8 triệu lượt": the goal itself.
    planned = planned | (
        after_plan
        & pl.col("lead").str.contains(
            rf"(?i)^\s*(?:so\s+với\s+)?(?:{grammar._cues('plan')})(?:\s+(?:là|đón|thu|đạt|{grammar.bound}))*\s*$"
        )
    )
    # "hơn 77% có tài khoản, vượt mục tiêu 75%"
    planned = planned | (
        _LEVEL
        & pl.col("kind").pipe(previous).is_in(["level", "change"])
        & (
            (_UNIT.pipe(previous) == _UNIT)
            | _UNIT.pipe(previous).is_null()
            | (_counts(_UNIT) & _counts(_UNIT.pipe(previous)))
        )
        & pl.col("lead").str.contains(
            r"(?i),\s*(?:đã\s+|còn\s+|vẫn\s+|khá\s+)*(?:vượt|chưa\s+đạt|cao\s+hơn|thấp\s+hơn|xa|cách)(?:\s+(?:so\s+với|mức|xa|khá|nhiều))*\s+(?:mục\s+tiêu|chỉ\s+tiêu|kế\s+hoạch)(?:(?:\s+[^,;:()§]{2,40}?)?(?:\s+(?:là|(?:đề|đặt)\s+ra(?:\s+là)?)|\s*§+\s*(?:\(|là))|\s*\()?\s*$"
        )
    )
    # "vượt 63,7 nghìn tỷ đồng so với dự toán năm (782,7 nghìn tỷ đồng)"
    planned = planned | (
        _LEVEL
        & _UNIT.is_in(MONEY)
        & pl.col("lead").str.contains(
            rf"(?i)\s(?:so\s+với|với|hơn)\s+(?:mức\s+|tổng\s+)?(?:{grammar._cues('plan')})(?:\s+\p{{L}}+|\s*§+){{0,3}}\s*\(\s*$"
        )
    )
    return planned


def implied_owners(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "bội chi" alone is the state budget's."""
    cues = grammar.vocabulary["cues"].filter(pl.col("kind") == "implied_owner")
    label = pl.col("label").str.to_lowercase()
    name = label.str.extract(rf"^(?:mức\s+|số\s+)?({alternation(cues['cue'].to_list())})$", 1)
    owner = name.replace_strict(cues["cue"].to_list(), cues["value"].to_list(), default=None, return_dtype=pl.String)
    named = pl.coalesce(pl.format("{} {}", "label", owner), "label")
    figures, (label,) = distinctly(figures, "label", named)
    return without_steps(figures.with_columns(label.alias("label")))


def of_topic(figures: pl.DataFrame) -> pl.DataFrame:
    """ "Về thị phần môi giới, A dẫn đầu với 20%; B đứng thứ hai với 10%": the market share of each."""
    topic = pl.col("lead").str.extract(
        r"(?i)^[\s§,]*(?:xét\s+|tính\s+)?về\s+((?:thị\s+phần|tỷ\s+lệ|tỷ\s+trọng)[^,§()]{0,50}?)\s*(?:§+)?\s*,\s", 1
    )
    figures, topic = only_where(figures, ~pl.col("follows") & (_UNIT == "percent"), reveal(topic))
    if not figures.select(topic.is_not_null()).to_series().any():
        return without_steps(figures)
    figures, topic = once(figures, topic.forward_fill().over(HERE))
    name = pl.col("label").str.extract(r"(?:^|,\s)(\p{Lu}[\p{L}&.-]*(?:\s+\p{L}+){0,5})$", 1)
    owned = pl.when(_LEVEL & (_UNIT == "percent")).then(pl.format("{} của {}", topic, name))
    return without_steps(figures.with_columns(pl.coalesce(owned, "label").alias("label")))


def of_one(base: pl.Expr) -> pl.Expr:
    """ "lợi nhuận của Hải Vân …, tiếp theo là Sông Hàn với 7 tỷ đồng": the measure without whose it was."""
    name = r"\p{Lu}[\p{L}&.-]*(?:\s+\p{Lu}[\p{L}&.-]*){0,4}$"
    named = pl.col("label").str.contains(rf"^{name}")
    return pl.when(named).then(base.str.replace(rf"\s+của\s+{name}", "")).otherwise(base)


def of_aspects(figures: pl.DataFrame) -> pl.DataFrame:
    """ "nhập khẩu phân bón giảm 24% về lượng và 8% kim ngạch": of the quantity, and of the value, where no level tells."""
    told = rf"về\s+(?:mặt\s+)?(\p{{Ll}}+(?:\s+\p{{Ll}}+){{0,2}}?)|({ASPECT})"
    about = rf"(?i)^\s*(?:{told})\s*(?:[,;.)]|$|§|(?:và|nhưng|song|còn|so|trong|thì)\s)"
    alone = (pl.col("kind") == "change") & pl.col("level_at").is_null() & pl.col("label").is_not_null()
    figures, aspect = only_where(
        figures, alone, pl.coalesce(*(pl.col("rest").str.extract(about, group) for group in (1, 2)))
    )
    figures, aspect = once(figures, aspect.str.to_lowercase())
    if not figures.select(aspect.is_not_null().any()).item():
        return without_steps(figures)
    thing = aspect.str.replace(r"^(?:tổng\s+)?số(?:\s+lượng)?\s+", "")
    again = pl.col("label").str.to_lowercase().str.starts_with(thing)
    label = pl.when(~again).then(pl.format("{} {}", aspect, "label"))
    return without_steps(figures.with_columns(pl.coalesce(label, "label").alias("label")))


def surveyed(figures: pl.DataFrame, units: str) -> pl.DataFrame:
    """ "47% số doanh nghiệp cho biết tăng, 31% cho rằng không đổi": so many of the same, by what they say."""
    percent = (pl.col("kind") == "level") & (pl.col("unit_code") == "percent") & pl.col("follows")
    goes_on = r"(?i)^[^;:()]*,\s*(?:(?:song|nhưng|còn|và|trong\s+khi|chỉ|có|tới|khoảng|gần|hơn|trên)\s+)*$"
    does = (
        r"(?i)^\s*((?:cho\s+(?:rằng|biết|là)|có\s+(?:ý\s+định|kế\s+hoạch|nhu\s+cầu)|dự\s+kiến|dự\s+định|không|chưa|sẽ|muốn|tin|lo\s+(?:ngại|lắng)|"
        r"kỳ\s+vọng|nhận\s+định|đánh\s+giá|chọn|lựa\s+chọn|sẵn\s+sàng|đồng\s+ý|khẳng\s+định|mong\s+muốn|quan\s+tâm)\s+[^,;.:()§]{3,60})"
    )
    figures, told = only_where(
        figures, percent & pl.col("lead").str.contains(goes_on), pl.col("rest").str.extract(does, 1)
    )
    if not figures.select(told.is_not_null().any()).item():
        return without_steps(figures)
    whose = pl.col("label").str.extract(
        rf"(?i)^((?:tỷ|tỉ)\s+lệ\s+(?:số\s+)?(?:{units})(?:\s+(?:được\s+hỏi|tham\s+gia\s+khảo\s+sát|tiêu\s+dùng|dùng))?)(?:\s|$)",
        1,
    )
    figures, whose = only_where(figures, (pl.col("unit_code") == "percent") & told.is_null(), whose)
    figures, whose = once(figures, whose.forward_fill().over(HERE))
    label = pl.format("{} {}", whose, told.str.strip_chars())
    return without_steps(figures.with_columns(pl.coalesce(label, "label").alias("label")))


def same_measure(figures: pl.DataFrame) -> pl.DataFrame:
    """ "Movitel lãi 16 triệu USD, trong khi năm 2019 chỉ lãi 9 triệu USD": whose it is was told."""
    money = (pl.col("kind") == "level") & pl.col("unit_code").is_in(MONEY)
    bare = r"(?i)^(lãi|lỗ|doanh\s+thu|lợi\s+nhuận|nộp\s+ngân\s+sách|chi\s+phí)$"
    back = r"(?i)(?:trong\s+khi|cùng\s+kỳ|so\s+với|còn)(?:\s|\s*§)[^,;]*$"
    asked = money & pl.col("follows") & pl.col("lead").str.contains(back)
    figures, measure = only_where(figures, asked, pl.col("label").str.extract(bare, 1))
    if not figures.select(measure.is_not_null().any()).item():
        return without_steps(figures)
    before = pl.when(money & measure.is_null()).then("label").forward_fill().over(HERE)
    figures, before = once(figures, before)
    told = before.str.to_lowercase().str.contains(measure.str.to_lowercase(), literal=True)
    label = pl.when(told & (before.str.count_matches(r"\S+") >= 2)).then(before)
    return without_steps(figures.with_columns(pl.coalesce(label, "label").alias("label")))
