"""Percentages in brackets, in pairs, and after a value: parts of one whole, completions of one plan."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import Grammar
from pipelines.language.kind_lists import earlier
from pipelines.language.measures import MONEY, PERCENT
from pipelines.language.sequence import following, previous, previous_value
from pipelines.language.steps import once, only_where

_UNSORTED = (pl.col("kind") == "level") & (pl.col("unit_code") == "percent")
_AFTER_LEVEL = previous_value("kind") == "level"
_AFTER_VALUE = _AFTER_LEVEL & ~previous_value("unit_code").is_in(PERCENT).fill_null(False)
_CLOSES = r"^\s*\)"
#: How many sentences back a plan is still spoken of.
_NEAR = 6
_ENDS = r"^\s*(?:[,;.)(]|và\s|$)"
#: "riêng Novaland chiếm 138.800 tỷ đồng"
_TAKES = r"(?i)(?:^|\s)chiếm(?:\s+\p{Ll}+){0,2}\s*$|(?:^|\s)chiếm\s+(?:tỷ\s+trọng|phần|đa\s+số)[^,;:()]{0,20}(?:,|\svới)(?:\s+\p{Ll}+){0,2}\s*$"
#: "dẫn đầu với 3,2 tỷ USD, tương đương 21%"
_LEADS = r"(?i)(?:dẫn\s+đầu|đứng\s+(?:đầu|thứ\s+\p{L}+)|xếp\s+(?:thứ\s+\p{L}+|sau)|lớn\s+nhất|tiếp\s+(?:theo|đến)|kế\s+(?:đến|tiếp))[^;:()]{0,60}\s(?:với|là|đạt)(?:\s+\p{Ll}+){0,3}\s*$"


def pairs_and_brackets(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Percentages in brackets after a plan's, beside values of one whole, and two by two."""
    figures = _of_the_same_plan(figures, grammar)
    figures, before = once(figures, previous_value("lead"))
    figures, taken = _in_brackets_after_taking(figures, before)
    figures, amounts = _amounts_to(figures, before, grammar)
    figures, counted = _of_counted(figures, grammar)
    figures = _kind(figures, taken | amounts | counted, "share")
    figures = _of_earlier_beside_plan(figures, grammar)
    return _compared(_before_plans(_beside_values(figures), grammar))


def _compared(figures: pl.DataFrame) -> pl.DataFrame:
    """ "chiếm 14% tổng số thuế, cao hơn viễn thông (12%) và dầu khí (10%)": parts of it too; so with growths."""
    than = r"(?i),\s*(?:(?:cao|thấp|lớn|nhỏ|nhiều|ít|nhanh|chậm)\s+hơn|(?:xếp|đứng)\s+(?:trên|sau|trước)|(?:chỉ\s+)?sau|vượt)\s(?:so\s+với\s+)?[^,;:()§]{2,60}\(\s*$"
    opens = pl.col("lead").str.contains(than) & previous_value("kind").is_in(["share", "change"])
    figures, in_bracket = only_where(figures, _UNSORTED, pl.col("rest").str.contains(_CLOSES))
    first = opens & in_bracket & (previous_value("unit_code") == "percent")
    # "(cùng kỳ lần lượt là 43,3% và 36,5%)"
    in_turn = r"(?i)\(\s*§+\s*(?:lần\s+lượt|tương\s+ứng)\s+(?:là\s+)?$"
    first = first | (_UNSORTED & pl.col("lead").str.contains(in_turn) & previous_value("kind").is_in(["share", "plan"]))
    figures, told = once(figures, first.fill_null(False))
    joined = in_bracket & pl.col("lead").str.contains(r"(?i)^\s*\)\s*(?:,|và|,\s*và)\s[^,;:()§]{2,60}\(\s*$")
    joined = joined | (_UNSORTED & pl.col("lead").str.contains(r"^\s*(?:,|;|và)\s*$"))
    for _ in range(2):
        figures, told = once(figures, told | (joined & previous(told).fill_null(False)).fill_null(False))
    kind, direction = (pl.when(~told).then(name).forward_fill().over(HERE) for name in ("kind", "direction"))
    return figures.with_columns(
        pl.when(told).then(kind).otherwise("kind").alias("kind"),
        pl.when(told).then(direction).otherwise("direction").alias("direction"),
        pl.when(told).then(pl.lit("likened")).otherwise("rule").alias("rule"),
    )


def _kind(figures: pl.DataFrame, condition: pl.Expr, kind: str) -> pl.DataFrame:
    """Give figures for which ``condition`` holds the ``kind``."""
    return figures.with_columns(pl.when(condition.fill_null(False)).then(pl.lit(kind)).otherwise("kind").alias("kind"))


def _of_the_same_plan(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "thu 531 nghìn tỷ, bằng 65% dự toán; chi 651 nghìn tỷ, bằng 66,5%"."""
    # "… bằng 62,4% kế hoạch. Trong đó, vốn trong nước 300.150 tỷ đồng, đạt 66,1%": of that plan's parts.
    figures = figures.join(_plans_before(figures), on=HERE, how="left", maintain_order="left")
    goes_on = pl.col("lead").str.contains(r"(?i)^\s*trong\s+(?:số\s+)?đó").first().over(HERE)
    part_of_plan = (goes_on & pl.col("planned_before")).fill_null(False)
    # "… đạt 41,5% dự toán. Hải quan Hải Phòng thu 26.140 tỷ đồng, đạt 41%, tăng 6,3%"
    in_money = previous_value("unit_code").is_in(MONEY) & pl.col("lead").str.contains(r"(?i)^\s*,\s*(?:mới\s+)?đạt\s*$")
    part_of_plan = part_of_plan | (in_money & pl.col("planned_before")).fill_null(False)
    # "… bằng 51% kế hoạch. Vốn cấp xã đạt 145 tỷ đồng, bằng 54,9% và tăng 7,2%": with a growth beside it, it is none.
    part_of_plan = part_of_plan | (beside_growth() & pl.col("planned_near")).fill_null(False)
    figures, after_plan = once(figures, earlier(pl.col("rule") == "of_plan"))
    reaches = rf"(?i)^\s*,\s*(?:và\s+)?(?:mới\s+|chỉ\s+)?(?:bằng|đạt|vượt)(?:\s+(?:{grammar.bound}))?\s*$"
    of_what = (
        after_plan
        | part_of_plan
        # "đã giải ngân được 25.950 tỷ đồng, đạt 47,1%": of what is to be paid out.
        | previous_value("lead").str.contains("giải ngân", literal=True)
        # "Bộ được giao 75.480 tỷ đồng vốn năm 2023, đã chi 41.800 tỷ đồng, đạt 55,4%"
        | earlier(pl.col("lead").str.contains(r"(?i)(?:^|\s)được\s+(?:phân\s+bổ|(?:\p{L}+\s+){0,2}giao)\s"))
        # "sản xuất đạm 419 nghìn tấn, vượt 4,8%"
        | pl.col("lead").str.contains(r"(?i)^\s*,\s*(?:và\s+)?(?:đã\s+)?vượt\s+(?:\p{Ll}+\s+)?$")
    )
    plan_too = (
        _UNSORTED
        & pl.col("lead").str.contains(reaches)
        & pl.col("rest").str.contains(_ENDS)
        & _AFTER_VALUE
        & of_what
        & (~earlier(pl.col("rule") == "percent_of") | (pl.col("lead").str.contains("đạt") & after_plan))
    )
    # "bằng 48,8% kế hoạch và tăng 2,1% (cùng kỳ năm 2023 bằng 50,1% và tăng 23,4%)"
    of_year_before = (
        _UNSORTED & pl.col("lead").str.contains(r"(?i)\(\s*§+\s*(?:đạt|bằng)\s*$") & beside_growth() & after_plan
    )
    # "… đạt 46% kế hoạch. Trong đó, vốn trong nước là 291.510 tỷ đồng (đạt 53,6%)"
    bracketed = part_of_plan | (pl.col("planned_before") & previous_value("unit_code").is_in(MONEY))
    bracketed = (
        _UNSORTED
        & _AFTER_VALUE
        & bracketed
        & pl.col("lead").str.contains(r"(?i)^\s*\(\s*(?:mới\s+|chỉ\s+)?(?:đạt|bằng)(?:\s+\p{Ll}+)?\s*$")
        & pl.col("rest").str.contains(_CLOSES)
    )
    figures, beside_plan = _beside_plan(figures, grammar)
    told = plan_too | beside_plan | of_year_before | (bracketed | _of_pay_out()).fill_null(False)
    return _kind(figures, told, "plan").drop("planned_before", "planned_near")


def _of_pay_out() -> pl.Expr:
    """ "chương trình A giải ngân 40 tỷ đồng (85,3%), chương trình B 12 tỷ đồng (58%)": of what each is to pay out."""
    return (
        _UNSORTED
        & pl.col("lead").str.contains(r"(?i)^\s*\(\s*(?:đạt|bằng)?\s*$")
        & pl.col("rest").str.contains(_CLOSES)
        & _AFTER_LEVEL
        & previous_value("unit_code").is_in(MONEY)
        & pl.col("lead").str.contains(r"giải ngân(?:\s\p{Ll}+)?\s$").first().over(HERE)
    )


def beside_growth() -> pl.Expr:
    """ "bằng 54,9% và tăng 7,2%": a percentage with a growth of its own beside it."""
    grows = following(pl.col("lead")).str.contains(r"(?i)^\s*(?:,|và|,\s*và)\s+(?:tăng|giảm)(?:\s+\p{Ll}+){0,2}\s*$")
    equals = pl.col("lead").str.contains(r"(?i)(?:^|\s)(?:bằng|đạt)(?:\s+\p{Ll}+)?\s*$")
    return (equals & grows & (following(pl.col("unit_code")) == "percent")).fill_null(False)


def _plans_before(figures: pl.DataFrame) -> pl.DataFrame:
    """planned_before: the sentence before tells of a plan; planned_near: one of the last few does."""
    told = figures.group_by(HERE, maintain_order=True).agg((pl.col("rule") == "of_plan").any().alias("planned"))
    last = pl.when("planned").then("segment_no").forward_fill().shift(1).over("document")
    ago = pl.col("segment_no") - last
    return told.select(*HERE, (ago == 1).alias("planned_before"), (ago <= _NEAR).alias("planned_near"))


def _beside_plan(figures: pl.DataFrame, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """ "thu trung ương ước đạt 104,2% dự toán, thu địa phương đạt 103,1%"."""
    reaches = rf"(?i)^[^,;()]{{0,40}}[,;]\s*(?:{grammar.flows})(?:\s+\p{{L}}+){{0,8}}\s+(?:đạt|bằng)(?:\s+(?:{grammar.bound}))?\s*$"
    figures, told = only_where(
        figures,
        _UNSORTED & (previous_value("rule") == "of_plan"),
        pl.col("lead").str.contains(reaches) & pl.col("rest").str.contains(_ENDS),
    )
    # "có 9 khoản thu đạt tiến độ dự toán, gồm: thu từ doanh nghiệp nhà nước đạt 65%; thuế thu nhập cá nhân 62%"
    kept_up = (
        r"(?i)(?:đạt|vượt|bảo\s+đảm|đảm\s+bảo)\s+(?:tiến\s+độ\s+)?(?:dự\s+toán|kế\s+hoạch)[^:;]*(?:gồm|như|:)[^:;]*$"
    )
    opens = _UNSORTED & pl.col("lead").str.contains(kept_up) & pl.col("rest").str.contains(_ENDS)
    figures, opens = once(figures, opens.fill_null(False))
    figures, goes_on = only_where(
        figures,
        _UNSORTED & earlier(opens),
        pl.col("lead").str.contains(
            r"(?i)^\s*\)?\s*[,;]\s*(?:và\s+)?(?:thu|thuế|phí|lệ\s+phí|chi|vốn|tiền)\s[^;:()]{0,60}(?:\(\s*(?:đạt|bằng)?\s*)?$"
        ),
    )
    # "đạt 39% kế hoạch, trong đó vốn trong nước đạt 41%, vốn nước ngoài đạt 15%": parts of that plan, in the next sentence too.
    figures, part = only_where(
        figures,
        _UNSORTED & (earlier(pl.col("rule") == "of_plan") | (pl.col("planned_before") & ~pl.col("follows"))),
        pl.col("lead").str.contains(
            rf"(?i)^(?:[^;(]*,)?\s*trong\s+(?:số\s+)?đó[:,]?\s+(?:vốn|thu|chi|nguồn|khối|các)\s[^,;:()]{{2,60}}?\s(?:đạt|bằng)(?:\s+(?:{grammar.bound}))?\s*$"
        )
        & pl.col("rest").str.contains(_ENDS),
    )
    figures, part = once(figures, part.fill_null(False))
    figures, next_part = only_where(
        figures,
        _UNSORTED & earlier(part),
        pl.col("lead").str.contains(
            r"(?i)^\s*(?:[,;]|và|[,;]\s*và)\s*(?:vốn|thu|chi|nguồn|khối|các)\s[^,;:()]{2,60}?\s(?:đạt|bằng)(?:\s+\p{Ll}+)?\s*$"
        ),
    )
    parts = part | next_part.fill_null(False)
    return figures, told.fill_null(False) | opens | goes_on.fill_null(False) | parts


def _in_brackets_after_taking(figures: pl.DataFrame, before: pl.Expr) -> tuple[pl.DataFrame, pl.Expr]:
    """ "riêng Novaland chiếm 138.800 tỷ đồng (41%)"; ``before``: the lead of the figure before."""
    brackets = pl.col("lead").str.contains(r"^\s*\(\s*$") & pl.col("rest").str.contains(_CLOSES)
    figures, brackets = only_where(figures, _UNSORTED & _AFTER_VALUE, brackets)
    figures, taken = only_where(figures, brackets, before.str.contains(_TAKES))
    return figures, taken.fill_null(False)


def _of_counted(figures: pl.DataFrame, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """ "có 5.120 người (61,7%) là nữ": so many of those counted."""
    unit = previous_value("unit_code")
    things = ~unit.is_in([*MONEY, *PERCENT, *grammar.measuring_units, "times", "index_point"]) & unit.is_not_null()
    counted = things & previous_value("per_code").is_null() & previous_value("unit_role").is_null()
    # "4.100 em dự thi vừa để xét tốt nghiệp, vừa để xét tuyển đại học, cao đẳng (61,7%)": told at length.
    at_length = pl.col("lead").str.contains(r"^\s\p{Ll}+(?:,?\s[\p{L}-]+){0,24}\s*\(\s*$") & ~pl.col(
        "lead"
    ).str.contains(r"(?i)\s(?:tỷ|tỉ|lệ|đạt|tăng|giảm|mức|suất|còn|bằng|là|trong|chiếm|có|như|gồm|nhất|điểm|với)\s")
    opens = pl.col("lead").str.contains(r"^(?:\s\p{Ll}+){0,8}\s*\(\s*$") | at_length
    part = pl.col("raw").str.contains(r"^\d{1,2}(?:[.,]\d+)?$")
    figures, found = only_where(
        figures, _UNSORTED & _AFTER_LEVEL & counted, pl.col("rest").str.contains(_CLOSES) & opens & part
    )
    return figures, found.fill_null(False)


def _amounts_to(figures: pl.DataFrame, before: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """ "chiếm 54% tổng giá trị; tiếp đến là bất động sản với 31.500 tỷ đồng, tương đương 27%", "còn lại là thép (32%)"."""
    after_share = earlier(pl.col("kind") == "share")
    equals = pl.col("lead").str.contains(rf"(?i)^\s*,\s*tương\s+(?:đương|ứng)(?:\s+(?:với|{grammar.bound}))*\s*$")
    the_rest = pl.col("lead").str.contains(
        r"(?i)[,;]\s*(?:phần\s+)?còn\s+lại(?:\s+(?:là|thuộc\s+về|của))?\s+[^,;()]{2,50}\(?\s*$"
    )
    figures, equals = only_where(figures, _UNSORTED, equals)
    figures, the_rest = only_where(figures, _UNSORTED & after_share, the_rest)
    figures, part = only_where(
        figures, equals & _AFTER_VALUE, before.str.contains(_TAKES) | before.str.contains(_LEADS)
    )
    of_value = equals & _AFTER_VALUE & (after_share | part)
    figures, told_on = _parts_told_on(figures, after_share)
    # "giải ngân 9 tỷ đồng trên tổng số 35 tỷ đồng, tương đương 26%"
    out_of = equals & (previous_value("kind") == "denominator")
    return figures, (of_value | out_of | the_rest | told_on).fill_null(False)


def _parts_told_on(figures: pl.DataFrame, after_share: pl.Expr) -> tuple[pl.DataFrame, pl.Expr]:
    """ "A chiếm 61,8% tổng số thuế. Tiếp theo là lĩnh vực dịch vụ (26,8%)", "…, nhờ các ngành: thép (36,4%); điện (11,9%)"."""
    lead, alone = pl.col("lead").str, pl.col("rest").str.contains(_CLOSES)
    in_turn = lead.contains(
        r"(?i)(?:^|\)?[,;])\s*(?:(?:tiếp|kế)\s+(?:theo|đến|sau|tiếp)|sau\s+đó|(?:xếp|đứng|theo)\s+sau|(?:sau|cuối)\s+cùng)(?:\s+đó)?(?:\s+là)?\s+[^,;:()]{2,50}\(\s*$"
    )
    thanks = lead.contains(
        r"(?i)(?:nhờ|do|chủ\s+yếu\s+(?:là|ở)|gồm|từ)\s+(?:các\s+)?(?:ngành|nhóm|lĩnh\s+vực|mặt\s+hàng)(?:\s+\p{Ll}+){0,3}:\s[^:()%]{2,70}\(\s*$"
    )
    figures, in_turn = only_where(figures, _UNSORTED, in_turn & alone)
    figures, thanks = only_where(figures, _UNSORTED & after_share, thanks & alone)
    if not figures.select((in_turn | thanks).any()).item():
        return figures, pl.lit(False)
    shares = previous((pl.col("kind") == "share").any().over(HERE), ["document"])
    next_to = pl.col("segment_no") - previous(pl.col("segment_no"), ["document"]) == 1
    figures, after_one = once(figures, pl.when(~pl.col("follows")).then(shares & next_to))
    opens = (in_turn & after_one.forward_fill().over(HERE)) | thanks
    figures, opens = once(figures, opens.fill_null(False))
    listed = lead.contains(r"^\s*\)\s*(?:;|,|;?\s*và)\s*[^:;()%]{2,60}\(\s*$") & alone
    figures, listed = only_where(figures, _UNSORTED, listed)
    return figures, opens | (listed & earlier(opens))


def _of_earlier_beside_plan(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "bằng 73,3% kế hoạch và 86,1% so với năm 2019"."""
    of_before = (
        _UNSORTED
        & pl.col("lead").str.contains(r"(?i)^[^,;.()]{0,30}(?:và|,)(?:\s+bằng)?\s*$")
        & (previous_value("rule") == "of_plan")
        & previous_value("lead").str.contains(r"(?i)(?:^|\s)bằng(?:\s+\p{L}+)?\s*$")
        & pl.col("rest").str.contains(grammar.percent_of_after)
    ).fill_null(False)
    return figures.with_columns(
        pl.when(of_before).then(pl.lit("change")).otherwise("kind").alias("kind"),
        pl.when(of_before).then(pl.lit("percent_of")).otherwise("rule").alias("rule"),
    )


def _beside_values(figures: pl.DataFrame) -> pl.DataFrame:
    """ "Thủy điện 22.544 MW (29%), nhiệt điện than 25.312 MW (32,5%)": parts of one whole."""
    beside = (
        _UNSORTED
        & pl.col("lead").str.contains(r"\(\s*$")
        & pl.col("rest").str.contains(_CLOSES)
        & _AFTER_LEVEL
        # "tổ chức là 1.905.230 (59,2%), cá nhân là 1.310.410 (40,8%)": counts, named or not.
        & ~previous_value("unit_code")
        .is_in([*PERCENT, "times"])
        # … nor is "Vietjet 2,2 triệu (40,7%)".
        .fill_null(~previous_value("raw").str.contains(r"^\d{1,3}(?:\.\d{3})+$") & previous_value("scale").is_null())
        & ~earlier(pl.col("rule") == "of_plan")
    ).fill_null(False)
    figures, beside = once(figures, beside)
    # "45 dự án (chiếm 60%), 20 dự án (26,7%)", "trong đó nữ 80 người (40%)": one alone, where the whole is told.
    part = earlier(pl.col("kind") == "share") | previous_value("lead").str.contains(
        r"(?i)(?:trong\s+(?:số\s+)?đó|gồm)\s"
    )
    # "447/658 trường (67,9%)": so many of so many.
    part = part | previous_value("raw").str.contains("/", literal=True)
    return _kind(figures, beside & ((beside.cast(pl.Int64).sum().over(HERE) >= 2) | part), "share")


def _before_plans(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """What the plan or share beside it tells the kind of."""
    # "đạt trên 90% dự toán: thuế thu nhập cá nhân 20.310 tỷ đồng (đạt 97,6%)"
    of_plan = (
        _UNSORTED
        & pl.col("lead").str.contains(r"(?i)\(\s*(?:đạt|bằng)?\s*$")
        & pl.col("rest").str.contains(_CLOSES)
        & _AFTER_VALUE
        & earlier(pl.col("rule") == "of_plan")
    )
    # "hoàn thành 73% và 75% kế hoạch năm", "59% doanh thu và 47% lợi nhuận của tập đoàn"
    before_plan = (
        _UNSORTED & pl.col("rest").str.contains(r"(?i)^\s*(?:,|và)\s*$") & (following(pl.col("rule")) == "of_plan")
    )
    figures, of_last_plan = _of_last_plan(figures)
    shares_too = (
        _UNSORTED
        & (previous_value("kind") == "share")
        & pl.col("lead").str.contains(rf"(?i)^\s*(?:của\s+)?(?:{grammar.head})[^,;:()]{{0,30}}\svà\s*$")
        & pl.col("rest").str.contains(rf"(?i)^\s*(?:{grammar.head})(?:\s|[,.;)]|$)")
    )
    return figures.with_columns(
        pl.when((of_plan | before_plan | of_last_plan).fill_null(False))
        .then(pl.lit("plan"))
        .when(shares_too.fill_null(False))
        .then(pl.lit("share"))
        .otherwise("kind")
        .alias("kind")
    )


def _of_last_plan(figures: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr]:
    """ "khu vực A đạt 85,9%, khu vực B đạt 84,9%, khu vực C đạt 93,6% dự toán"."""
    reaches = r"(?i)^[^;()]*[,:;]\s[^,;:()]{2,60}\s(?:đạt|bằng)(?:\s+(?:gần|hơn|trên|khoảng))?\s*$|^\s[^,;:()]{2,60}\s(?:đạt|bằng)\s*$"
    rate = r"(?i)(?:tỷ|tỉ)\s+(?:lệ|trọng|suất)|tăng\s+trưởng|tốc\s+độ"
    lead = pl.col("lead").str
    reaching = (pl.col("unit_code") == "percent") & lead.contains(reaches) & ~lead.contains(rate)
    figures, reaching = once(figures, reaching.fill_null(False))
    open_end = reaching & (pl.col("kind") == "level") & pl.col("rest").str.contains(r"^\s*[,;]")
    closes = reaching & (pl.col("rule") == "of_plan")
    for _ in range(3):
        closes = closes | (open_end & following(closes)).fill_null(False)
    return figures, closes & open_end
