"""Conditions by which a figure is an amount above another, or the size of the things counted before it.

The expressions search by `steps.holds`: a frame takes them through `steps.worked`.
"""

from __future__ import annotations

import polars as pl

from pipelines.language.grammar import Grammar
from pipelines.language.measures import MONEY, PERCENT
from pipelines.language.sequence import following, previous_value
from pipelines.language.steps import holds

_UNIT = pl.col("unit_code")


def exceeds(lead: pl.Expr, rest: pl.Expr, grammar: Grammar) -> pl.Expr:
    """Whether the figure says by how much something exceeds, or falls short of, something else: "cao hơn 5 điểm"."""
    unit, percent = _UNIT, _UNIT.is_in(PERCENT).fill_null(False)
    beyond = holds(lead, rf"(?i)(?:cao|thấp|lớn|nhỏ|nhiều|ít)\s+hơn(?:\s+(?:{grammar.bound}|tới|đến))?\s*$") & (
        (unit == "percentage_point") | holds(rest, r"(?i)^\s*(?:so\s+với|§)")
    )
    # "cao hơn mục tiêu đề ra 5,2 điểm phần trăm"
    beyond = beyond | (
        (unit == "percentage_point") & holds(lead, r"(?i)(?:cao|thấp|lớn|nhỏ|nhiều|ít)\s+hơn\s[^,;]{0,40}$")
    )
    # "cao hơn gạo cùng loại của Pakistan 15 USD/tấn"
    beyond = beyond | (
        pl.col("follows")
        & (unit == previous_value("unit_code"))
        & (pl.col("per_code").is_not_null() | previous_value("per_code").is_not_null())
        & holds(lead, r"(?i)^[^;]*(?:^|\s)(?:cao|thấp|đắt|rẻ)\s+hơn\s[^,;]{0,40}$")
        & ~holds(lead, r"(?i)không\s+(?:cao|thấp)\s+hơn")
        & ~holds(
            lead,
            r"(?i)(?:mức|mốc|con\s+số|ngưỡng)(?:\s+(?:giá|trên|gần|khoảng|tối\s+đa|tối\s+thiểu|trần|sàn|đỉnh|đáy|bình\s+quân|trung\s+bình))*\s*$",
        )
    )
    # "năng suất 6,6 tấn/ha, thấp hơn 4,8 tạ/ha", "cao hơn cùng kỳ 300 đồng/kg"
    beyond = beyond | (
        pl.col("follows")
        & unit.is_not_null()
        & (unit != "times")
        & (
            holds(
                lead,
                rf"(?i)^\s*,\s*(?:(?:và|nhưng|song)\s+)?(?:cao|thấp|nhiều|ít)\s+hơn(?:\s+(?:{grammar.bound}))?\s*$",
            )
            | holds(
                lead,
                rf"(?i)^\s*\)?\s*,?\s*(?:(?:và|nhưng|song)\s+)?(?:cao|thấp|nhiều|ít)\s+hơn\s+(?:so\s+với\s+)?§+(?:\s*(?:{grammar.bound}|tới))?\s*$",
            )
        )
    )
    # "cao hơn mức dự báo đầu năm 10.000 xe"
    beyond = beyond | (
        pl.col("follows")
        & (unit == previous_value("unit_code"))
        & ~percent
        & holds(
            lead,
            r"(?i)^\s*,[^,;]*(?:^|\s)(?:cao|thấp|nhiều|ít)\s+hơn\s+(?:mức\s+|con\s+số\s+)?(?:mục\s+tiêu|kế\s+hoạch|dự\s+báo|dự\s+kiến|dự\s+toán|bình\s+quân|trung\s+bình)[^,;()]{0,40}$",
        )
        & ~holds(
            lead,
            r"(?i)(?:mức|mốc|con\s+số|ngưỡng|là)(?:\s+(?:giá|trên|gần|khoảng|tối\s+đa|tối\s+thiểu|trần|sàn|đỉnh|đáy|bình\s+quân|trung\s+bình))*\s*$",
        )
    )
    # "cao hơn 2019 tới 35%"
    beyond = beyond | (
        (unit == "percent")
        & holds(
            lead, rf"(?i)(?:cao|thấp|lớn|nhỏ|nhiều|ít)\s+hơn\s+(?:so\s+với\s+)?§+\s*(?:{grammar.bound}|tới|đến)?\s*$"
        )
    )
    # "trẻ hơn 5,2 tuổi so với mức trung bình của thế giới"
    beyond = beyond | (
        pl.col("follows")
        & unit.is_not_null()
        & ~percent
        & holds(lead, rf"(?i)(?:^|[\s,])\p{{Ll}}+\s+hơn(?:\s+(?:{grammar.bound}))?\s*$")
        & holds(rest, r"(?i)^\s*so\s+với\s")
    )
    # "vượt 5% so với cùng kỳ" grows; "vượt 5% so với kế hoạch" completes a plan.
    beyond = beyond | (
        (unit == "percent") & holds(lead, r"(?i)(?:^|\s)vượt(?:\s+\p{Ll}+)?\s*$") & holds(rest, r"^\s*§")
    )
    # "vượt 47,3 nghìn tỷ đồng so với kế hoạch"
    beyond = beyond | (
        unit.is_not_null()
        & ~percent
        & holds(lead, rf"(?i)(?:^|\s)vượt(?:\s+(?:{grammar.bound}))?\s*$")
        & holds(rest, rf"(?i)^\s*so\s+với\s+(?:mức\s+)?(?:{grammar._cues('plan')})(?:[^\p{{L}}]|$)")
    )
    return beyond


def sizes_the_counted(lead: pl.Expr, rest: pl.Expr) -> pl.Expr:
    """Whether the figure belongs to the name of what is counted: "121 doanh nghiệp có vốn dưới 10 tỷ đồng"."""
    unit = _UNIT
    threshold = (
        pl.col("follows")
        & holds(rest, r"(?i)^\s*trở\s+lên")
        & holds(lead, r"(?i)(?:đạt|có)\s+[^,;]*từ\s*$")
        & unit.is_in(MONEY)
    )
    # "121.500 doanh nghiệp có vốn dưới 10 tỷ đồng": the size of the things counted.
    counted_before = (
        (previous_value("unit_role").is_null() & ~previous_value("unit_code").is_in([*MONEY, *PERCENT, "times"]))
        & previous_value("unit_code").is_not_null()
    ).fill_null(False)
    sized = (
        pl.col("follows")
        & counted_before
        & unit.is_in(MONEY)
        & holds(
            lead,
            r"(?i)^[^,;:()]{0,60}(?:^|\s)(?:có|đạt)?\s*(?:vốn|quy\s+mô|mức\s+vốn|vốn\s+đăng\s+ký|vốn\s+điều\s+lệ|kim\s+ngạch|doanh\s+thu|giá\s+trị|trị\s+giá|xuất\s+khẩu|thu\s+nhập)(?:\s+\p{Ll}+){0,3}\s+(?:trên|dưới|từ|hơn|không\s+quá)\s*$",
        )
        & ~holds(lead, r"(?i)(?:^|\s)(?:với|tổng)\s")
    )
    # "6 sản phẩm, nhóm sản phẩm xuất khẩu trên 1 tỷ USD"
    sized = sized | (
        pl.col("follows")
        & counted_before
        & unit.is_in(MONEY)
        & holds(
            lead,
            r"(?i)^\s*,\s*(?:nhóm|mặt\s+hàng|ngành\s+hàng|sản\s+phẩm)\s[^;:()]{0,60}\s(?:trên|hơn|từ|đạt\s+từ)\s*$",
        )
    )
    # "5 mặt hàng trên 10 tỷ USD"
    sized = sized | (
        pl.col("follows")
        & previous_value("unit_code")
        .is_in(["commodity", "market", "commodity_group", "country", "contract", "project"])
        .fill_null(False)
        & unit.is_in(MONEY)
        & holds(lead, r"(?i)^\s*(?:có\s+|đạt\s+)?(?:trên|dưới|từ)\s*$")
    )
    # "10 thí sinh đạt 29 điểm trở lên"
    sized = sized | (
        pl.col("follows")
        & counted_before
        & holds(rest, r"(?i)^\s*trở\s+lên")
        & holds(lead, r"(?i)^[^,;:()]{0,40}(?:^|\s)(?:đạt|có|từ)\s*$")
    )
    # "các thương vụ trên 50 triệu USD giảm 81%, nhóm dưới 10 triệu USD vẫn tăng"
    sized = sized | (
        unit.is_in(MONEY)
        & holds(
            lead,
            r"(?i)(?:^|\s)(?:thương\s+vụ|nhóm|phân\s+khúc|dự\s+án|hợp\s+đồng|căn\s+hộ|đơn\s+hàng)\s+(?:có\s+)?(?:giá\s+trị\s+|quy\s+mô\s+|giá\s+)?(?:từ|trên|dưới)\s*$",
        )
    )
    # "bài thi bị điểm liệt (từ 1 điểm trở xuống)"
    sized = sized | (
        holds(rest, r"(?i)^\s*trở\s+(?:lên|xuống)")
        & holds(lead, r"(?i)(?:^|[\s(])từ\s*$")
        & ~unit.is_in([*MONEY, *PERCENT]).fill_null(False)
    )
    # "cá loại 0,7 - 0,8 kg/con", "tôm cỡ 100 con/kg": a class of goods.
    graded = holds(lead, r"(?i)(?:^|[\s(])(?:loại|cỡ|size|gói|can|chai)\s*$") & (
        unit.is_not_null() & ~unit.is_in(MONEY)
    )
    # "cá giống 30 con/kg có giá"
    graded = graded | ((unit == "head") & (pl.col("per_code") == "kilogram")).fill_null(False)
    # "giảm 15.500 đồng/bình 12 kg"
    graded = graded | ((previous_value("per_code") == "cylinder") & holds(lead, r"^\s*$")).fill_null(False)
    # "rau đậu các loại 684.300 ha": of all kinds.
    graded = graded & ~holds(lead, r"(?i)(?:các|mọi|nhiều)\s+loại\s*$")
    # "giá gas tăng 5.000 đồng/bình 12 kg": a size of goods.
    graded = graded | (
        holds(lead, r"(?i)(?:^|[\s/])(?:bình|bao|chai|thùng|can)\s*$")
        & unit.is_in(["kilogram", "litre", "gram", "millilitre"])
        & ~holds(lead, r"(?i)trung\s+bình\s*$")
    )
    return threshold | sized | graded


def points_out(lead: pl.Expr, rest: pl.Expr) -> pl.Expr:
    """Why a small number counts nothing of its own (all_of_few | salient | enumerated | unit), or null."""
    thing = ~_UNIT.is_in([*PERCENT, *MONEY]).fill_null(False)
    salient = holds(
        rest,
        r"(?i)^[^,;.()]{0,30}(?:chủ\s+lực|chính|lớn\s+nhất|quan\s+trọng|hàng\s+đầu|trọng\s+điểm|đầu\s+tiên|trụ\s+cột)(?:[^\p{L}]|$)",
    )
    enumerated = holds(rest, r"(?i)^[^,.;:()]{0,25}(?::\s|\snày(?:[^\p{L}]|$))") & ~holds("right", r"^\s*:")
    # "tại 2 địa bàn này": things pointed at are counted elsewhere.
    pointed_at = holds(
        rest,
        r"(?i)^\s*\p{Ll}+(?:\s+\p{Ll}+){0,2}\s+(?:(?:này|nói\s+trên|kể\s+trên)(?:[^\p{L}]|$)|(?:gồm|bao\s+gồm|như\s+sau|sau)\s*:)",
    )
    reached = (
        holds(lead, r"(?i)(?:^|\s)có\s*$")
        & holds(rest, r"(?i)(?:xuất\s+khẩu|nhập\s+khẩu|kim\s+ngạch|đạt|tăng\s+giá|giảm\s+giá)")
    ) | (
        pl.col("follows")
        & holds(lead, r"(?i)(?:^|\s)(?:và|còn)\s*$|^[^,;]*,\s*$")
        & holds(rest, r"(?i)^\s*(?:\p{Ll}+\s+){0,2}(?:có|đạt|tăng|giảm|ổn\s+định)(?:[^\p{L}]|$)")
    )
    # "Có 8 nhóm giảm giá: …", "3 nhóm tăng giá gồm …"
    reached = reached | (
        ~pl.col("follows")
        & holds(rest, r"(?i)^\s*(?:\p{Ll}+\s+){0,2}(?:tăng|giảm)(?:\s+giá)?\s+(?:gồm|là|bao\s+gồm)(?:\s|:)")
    )
    all_of_few = holds(lead, r"(?i)(?:^|\s)cả\s*$") & (holds(rest, r"^\s*\p{Ll}") | _UNIT.is_not_null())
    # "tỷ lệ tiêm ít nhất 1 liều cho dân số trên 18 tuổi đạt gần 100%": part of the rate's name.
    named_in = (
        holds(lead, r"(?i)(?:^|[\s,;])(?:tỷ|tỉ)\s+lệ\s[^,;:()§]*$")
        & holds(rest, r"(?i)^\s*(?:\p{Ll}[^,;:()]*\s)?(?:đạt|là|chiếm|còn)(?:\s+\p{Ll}+){0,3}\s*$")
        & (_UNIT.pipe(following) == "percent")
    )
    why = (
        pl.when(thing & all_of_few)
        .then(pl.lit("all_of_few"))
        .when(thing & named_in.fill_null(False))
        .then(pl.lit("named_in"))
        .when(thing & salient & _UNIT.is_not_null())
        .then(pl.lit("salient"))
        .when(thing & ((enumerated & _UNIT.is_not_null() & ~reached) | pointed_at))
        .then(pl.lit("enumerated"))
        .when((pl.col("unit_role") == "mention") & ~reached)
        .then(pl.lit("unit"))
    )
    return pl.when(holds("raw", r"^0?\d$") & pl.col("scale").is_null()).then(why)
