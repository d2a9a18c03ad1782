"""Conditions by which a figure says how far something exceeds, or falls short of, something else: "cao hơn 5 điểm"."""

from __future__ import annotations

import polars as pl

from pipelines.language.kind_context import Around
from pipelines.language.kind_growth import told_again
from pipelines.language.measures import printed_number
from pipelines.language.sequence import following, previous_value

_HIGHER = r"(?:cao|thấp|nhiều|ít|nhỉnh)\s+hơn"
_FARTHER = r"(?:cao|thấp|lớn|nhỏ|nhiều|ít|nhỉnh|rẻ|đắt)\s+hơn"
_AGAINST = r"(?i)^\s*so\s+với\s"
#: Words after a level that is compared with: "cao hơn mức trung bình".
_MARK = r"(?:\s+(?:giá|trên|gần|khoảng|tối\s+đa|tối\s+thiểu|trần|sàn|đỉnh|đáy|bình\s+quân|trung\s+bình))*\s*$"
_FOLLOWS = pl.col("follows")


def exceeds(at: Around) -> pl.Expr:
    """Whether the figure is what lies between two others."""
    points = at.unit == "percentage_point"
    farther = at.before(rf"(?i){_FARTHER}(?:\s+(?:{at.grammar.bound}|tới|đến))?\s*$")
    return (
        (farther & (points | at.after(r"(?i)^\s*(?:so\s+với|§)")))
        # "cao hơn mục tiêu đề ra 5,2 điểm phần trăm"
        | (points & at.before(rf"(?i){_FARTHER}\s[^,;]{{0,40}}$"))
        | _than_another_rate(at)
        | _than_before(at)
        | _against_first(at)
        | _than_expected(at)
        # "cao hơn 2019 tới 35%"
        | (
            (at.unit == "percent")
            & at.before(rf"(?i){_FARTHER}\s+(?:so\s+với\s+)?§+\s*(?:{at.grammar.bound}|tới|đến)?\s*$")
        )
        # "trẻ hơn 5,2 tuổi so với mức trung bình của thế giới"
        | (
            (_FOLLOWS & at.counted)
            & at.before(rf"(?i)(?:^|[\s,])\p{{Ll}}+\s+hơn(?:\s+(?:{at.grammar.bound}))?\s*$")
            & at.after(_AGAINST)
        )
        # "giảm 0,2% so với tháng 4, nhưng so với cùng kỳ vẫn cao hơn 1,4%"
        | (
            (at.percent & pl.col("compared_before"))
            & at.before(
                rf"(?i)§\s*,?\s*(?:(?:thì|vẫn|còn|đang|đã|cũng|lại)\s+)*{_FARTHER}(?:\s+(?:{at.grammar.bound}|tới|đến))*\s*$"
            )
        )
        | _surpasses(at)
        # "lượng mưa cao hơn trung bình nhiều năm 10-20%"
        | at.before(
            rf"(?i){_FARTHER}\s+(?:so\s+với\s+)?(?:mức\s+)?(?:trung\s+bình\s+nhiều\s+năm|TBNN)"
            rf"(?:\s+cùng\s+(?:thời\s+)?kỳ)?(?:\s*§+)?\s*(?:từ|khoảng|{at.grammar.bound})?\s*$"
        )
        & (at.percent | at.unit.is_in(["degree_celsius", "millimetre", "metre"])).fill_null(False)
    )


def _than_another_rate(at: Around) -> pl.Expr:
    """ "cao hơn gạo cùng loại của Pakistan 15 USD/tấn"."""
    rates = pl.col("per_code").is_not_null() | previous_value("per_code").is_not_null()
    return (
        (_FOLLOWS & at.as_before & rates)
        & at.before(r"(?i)^[^;]*(?:^|\s)(?:cao|thấp|đắt|rẻ)\s+hơn\s[^,;]{0,40}$")
        & ~at.before(r"(?i)không\s+(?:cao|thấp)\s+hơn")
        & ~at.before(rf"(?i)(?:mức|mốc|con\s+số|ngưỡng){_MARK}")
        # "thấp hơn mức chung của cả nước (6,7 triệu đồng/tháng)": that level.
        & ~at.before(r"(?i)\shơn\s+(?:so\s+với\s+)?(?:mức|bình\s+quân|trung\s+bình|mặt\s+bằng)\s[^,;()]*\(\s*$")
    ) | _dearer(at)


def _dearer(at: Around) -> pl.Expr:
    """ "gạo Việt Nam đang đắt hơn gạo Thái Lan 20 USD/tấn": a price against another of the same kind, told or not."""
    named = at.before(
        rf"(?i)(?:^|\s)(?:đắt|rẻ)\s+hơn\s+(?:so\s+với\s+)?[^,;:()§]{{2,50}}?(?:\s+(?:tới|đến|khoảng|{at.grammar.bound}|từ))?\s*$"
    )
    # "giá gạo của Việt Nam cao hơn gạo Thái Lan 15 USD/tấn"
    higher = at.before(
        r"(?i)(?:^|\s)giá\s[^,;:()]*\s(?:cao|thấp)\s+hơn\s+(?:so\s+với\s+)?[^,;:()§]{3,50}?\s*$"
    ) & ~at.before(rf"(?i)(?:không|chưa)\s+[^,]*hơn[^,]*$|hơn(?:\s+(?:{at.grammar.bound}|tới|đến))*\s*$")
    priced = named | (higher & pl.col("per_code").is_not_null())
    return at.money.fill_null(False) & priced & ~at.before(rf"(?i)(?:mức|mốc|con\s+số|ngưỡng){_MARK}")


def _than_before(at: Around) -> pl.Expr:
    """ "năng suất 6,6 tấn/ha, thấp hơn 4,8 tạ/ha", "cao hơn cùng kỳ 300 đồng/kg"."""
    joined = r"(?:(?:và|nhưng|song)\s+)?"
    alone = at.before(rf"(?i)^\s*,\s*{joined}{_HIGHER}(?:\s+(?:{at.grammar.bound}))?\s*$")
    dated = at.before(
        rf"(?i)^\s*\)?\s*,?\s*{joined}(?:{_HIGHER}|hơn|kém)\s+(?:so\s+với\s+)?§[§\s]*(?:\s*(?:{at.grammar.bound}|tới))?\s*$"
    )
    return _FOLLOWS & at.unit.is_not_null() & (at.unit != "times") & (alone | dated)


def _against_first(at: Around) -> pl.Expr:
    """ "So với đầu năm, giá thép vẫn cao hơn 350.000 đồng/tấn": what it is compared with opens the sentence."""
    told = at.before(rf"(?i)\s{_FARTHER}(?:\s+(?:{at.grammar.bound}|tới|đến))*\s*$")
    limit = at.before(rf"(?i)(?:không|chưa)\s+(?:được\s+)?{_FARTHER}[^,]*$")
    return pl.col("compared_first") & told & ~limit & at.unit.is_not_null() & (at.unit != "times")


def _than_expected(at: Around) -> pl.Expr:
    """ "cao hơn mức dự báo đầu năm 10.000 xe"."""
    expected = r"(?:mục\s+tiêu|kế\s+hoạch|dự\s+báo|dự\s+kiến|dự\s+toán|bình\s+quân|trung\s+bình)"
    return (
        (_FOLLOWS & at.as_before & ~at.percent)
        & at.before(
            rf"(?i)^\s*(?:\([^()]*\)\s*)?,[^,;]*(?:^|\s){_HIGHER}\s+(?:mức\s+|con\s+số\s+)?{expected}[^,;()]{{0,40}}$"
        )
        & ~at.before(rf"(?i)(?:mức|mốc|con\s+số|ngưỡng|là){_MARK}")
        # "cao hơn mục tiêu 300 triệu USD của cả năm": the goal itself.
        & ~(
            at.before(rf"(?i)\s{expected}\s*$")
            & (
                at.after(r"(?i)^\s*(?:§|(?:của|cho|(?:đề|đặt|đưa)\s+ra|được\s+giao|theo)(?:[^\p{L}]|$))")
                # "đạt 15,5 tỷ USD, thấp hơn mục tiêu 16,5 tỷ USD"
                | _as_large()
            )
        )
    )


def _part_of_before() -> pl.Expr:
    """How large it is, as part of the figure before it."""
    scales = pl.col("scale").fill_null(1) / previous_value("scale").fill_null(1)
    return printed_number(pl.col("raw")) / printed_number(previous_value("raw")) * scales


def _as_large() -> pl.Expr:
    """Whether it is about as large as the figure before it."""
    return _part_of_before().is_between(0.5, 2).fill_null(False)


def _surpasses(at: Around) -> pl.Expr:
    """ "vượt 5% so với cùng kỳ" grows; "vượt 5% so với kế hoạch" completes a plan."""
    grows = (at.unit == "percent") & at.before(r"(?i)(?:^|\s)vượt(?:\s+\p{Ll}+)?\s*$") & at.after(r"^\s*§")
    # "đạt 93,3%, vượt 0,1 điểm phần trăm so với nghị quyết"
    grows = grows | ((at.unit == "percentage_point") & at.before(r"(?i)(?:^|\s)vượt(?:\s+\p{Ll}+)?\s*$"))
    # "vượt 47,3 nghìn tỷ đồng so với kế hoạch"
    plan = rf"(?i)^\s*\)?\s*so\s+với\s+(?:mức\s+)?(?:{at.grammar._cues('plan')})(?:[^\p{{L}}]|$)"
    # "vượt 410 tỷ đồng, tương đương 4,4% so với dự toán"
    by_plan = at.after(plan) | following(told_again(at) & at.after(plan)).fill_null(False)
    amount = at.before(rf"(?i)(?:^|\s)vượt(?:\s+(?:{at.grammar.bound}))?\s*$") & by_plan
    # "ước đạt 687 tỷ đồng, vượt 49 tỷ đồng": so much beyond what was planned before.
    beside = at.before(rf"(?i)^\s*,\s*vượt(?:\s+(?:{at.grammar.bound}))?\s*$") & _FOLLOWS & at.as_before
    amount = amount | (beside & (_part_of_before() < 0.5).fill_null(False))
    # "đạt 8,8 tỷ USD, vượt kế hoạch 200 triệu USD": so much lies between; "vượt kế hoạch 8,6 tỷ USD" names the plan.
    over_plan = rf"(?i)(?:^|[\s,])vượt(?:\s+mức)?\s+(?:{at.grammar._cues('plan')})(?:\s+(?:năm|đề\s+ra|được\s+giao|{at.grammar.bound}))*\s*$"
    small = _FOLLOWS & at.as_before & (_part_of_before() < 0.5).fill_null(False) & at.before(over_plan)
    return grows | (at.counted & (amount | small))
