"""Conditions by which a figure belongs to the name of something, and counts nothing of its own."""

from __future__ import annotations

import polars as pl

from pipelines.language.kind_context import Around
from pipelines.language.measures import MONEY, PERCENT, PLACES
from pipelines.language.sequence import following, previous_value
from pipelines.language.steps import holds

_FOLLOWS = pl.col("follows")
#: The figure before counts things: it has a unit that is neither money nor a percentage nor a time.
_COUNTED_BEFORE = (
    previous_value("unit_role").is_null()
    & ~previous_value("unit_code").is_in([*MONEY, *PERCENT, "times"])
    & previous_value("unit_code").is_not_null()
).fill_null(False)
_COUNTED_THINGS = [
    "commodity",
    "market",
    "commodity_group",
    "country",
    "contract",
    "project",
    "enterprise",
    "company",
    "bank",
]
_HAS = r"(?i)(?:^|\s)có\s*$"


def sizes_the_counted(at: Around) -> pl.Expr:
    """Whether it tells the size or class of things: "121 doanh nghiệp có vốn dưới 10 tỷ đồng", "tôm cỡ 100 con/kg"."""
    or_more = at.after(r"(?i)^\s*trở\s+lên")
    threshold = _FOLLOWS & or_more & at.before(r"(?i)(?:đạt|có)\s+[^,;]*từ\s*$") & at.money
    # "10 thí sinh đạt 29 điểm trở lên"
    scored = _FOLLOWS & _COUNTED_BEFORE & or_more & at.before(r"(?i)^[^,;:()]{0,40}(?:^|\s)(?:đạt|có|từ)\s*$")
    # "bài thi bị điểm liệt (từ 1 điểm trở xuống)"
    up_or_down = at.after(r"(?i)^\s*trở\s+(?:lên|xuống)") & at.before(r"(?i)(?:^|[\s(])từ\s*$")
    unpaid = ~at.unit.is_in([*MONEY, *PERCENT]).fill_null(False)
    # "28 xã có tỷ lệ hộ nghèo trên 10%", "12 xã đạt từ 60% trở lên"
    below = r"(?:trên|dưới|từ|hơn|không\s+quá)\s*$"
    of_rate = at.before(
        rf"(?i)^[^,;:()§]{{0,40}}(?:^|\s)(?:có|đạt)\s+(?:(?:tỷ|tỉ)\s+(?:lệ|suất|trọng)|tốc\s+độ|mức)[^,;:()§]{{0,50}}\s{below}"
        # "15 bộ giải ngân dưới 20%"
        rf"|^[^,;:()§]{{0,40}}\sgiải\s+ngân(?:\s+(?:đạt|được|mới|chỉ|ở|mức))*\s+{below}"
    )
    at_least = or_more & at.before(r"(?i)^[^,;:()]{0,60}(?:^|\s)(?:(?:đạt|có)\s+[^,;:()]{0,30}từ|đạt)\s*$")
    rated = _FOLLOWS & _COUNTED_BEFORE & (at.unit == "percent") & (of_rate | at_least)
    # "1.204 bài thi đạt điểm 10", "21% thí sinh có điểm dưới 5": a mark, which many have.
    mark = at.before(r"(?i)(?:^|\s)điểm(?:\s+(?:dưới|trên|từ))?\s*$") & at.printed(r"^(?:10|\d(?:[.,]\d{1,2})?)$")
    mark = mark & _FOLLOWS & at.unit.is_null() & (_COUNTED_BEFORE | (previous_value("unit_code") == "percent"))
    # "quy mô vốn từ 0-10 tỷ đồng có 80.109 doanh nghiệp, trên 100 tỷ đồng có 1.213": a class of firms.
    after = pl.when("range_low").then(following(pl.col("rest"))).otherwise("rest")
    classed = after.str.contains(r"(?i)^\s*có\s*$") & at.before(
        r"(?i)(?:(?:^|\s)quy\s+mô(?:\s+vốn(?:\s+đăng\s+ký)?)?|[;,]\s*)(?:\s*(?:từ|trên|dưới))+\s*$"
    )
    threshold = threshold | (classed & at.money).fill_null(False)
    return threshold | rated.fill_null(False) | _worth(at) | scored | (up_or_down & unpaid) | _graded(at) | mark


def best_among(at: Around) -> pl.Expr:
    """ "mức tăng nhanh nhất trong 6 nền kinh tế", "dẫn đầu danh sách 10 xe bán chạy nhất": of how many it is the first."""
    first = at.before(r"(?i)\snhất\s+(?:trong|trên)(?:\s+số)?\s*$")
    listed = r"(?i)(?:^|\s)(?:danh\s+sách|(?:một\s+)?trong(?:\s+(?:số|top|nhóm|danh\s+sách))?)\s*$"
    first = first | (at.before(listed) & at.after(r"(?i)^\s*(?:\p{Ll}+\s+){0,5}nhất(?:[^\p{L}]|$)"))
    amount = (at.percent | at.money).fill_null(False)
    return first & ~amount & (at.unit.is_not_null() | at.after(r"^\s+\p{Ll}"))


def _worth(at: Around) -> pl.Expr:
    """Counted things told by what they are worth."""
    # "121.500 doanh nghiệp có vốn dưới 10 tỷ đồng"
    sized = (
        (_FOLLOWS & _COUNTED_BEFORE)
        & at.before(
            r"(?i)^[^,;:()]{0,60}(?:^|\s)(?:có|đạt)?\s*(?:vốn|quy\s+mô|mức\s+vốn|vốn\s+đăng\s+ký|vốn\s+điều\s+lệ|kim\s+ngạch|doanh\s+thu|giá\s+trị|trị\s+giá|(?:xuất|nhập)\s+khẩu|thu\s+nhập)(?:\s+\p{Ll}+){0,3}\s+(?:trên|dưới|từ|hơn|không\s+quá)\s*$"
        )
        & ~at.before(r"(?i)(?:^|\s)(?:với|tổng)\s")
    )
    # "6 sản phẩm, nhóm sản phẩm xuất khẩu trên 1 tỷ USD"
    listed = (_FOLLOWS & _COUNTED_BEFORE) & at.before(
        r"(?i)^\s*,\s*(?:nhóm|mặt\s+hàng|ngành\s+hàng|sản\s+phẩm)\s[^;:()]{0,60}\s(?:trên|hơn|từ|đạt\s+từ)\s*$"
    )
    # "5 mặt hàng trên 10 tỷ USD"
    goods = _FOLLOWS & previous_value("unit_code").is_in(_COUNTED_THINGS).fill_null(False)
    goods = goods & at.before(r"(?i)^\s*(?:có\s+|đạt\s+)?(?:trên|dưới|từ)\s*$")
    # "các thương vụ trên 50 triệu USD giảm 81%, nhóm dưới 10 triệu USD vẫn tăng"
    deals = at.before(
        r"(?i)(?:^|\s)(?:thương\s+vụ|nhóm|phân\s+khúc|dự\s+án|hợp\s+đồng|căn\s+hộ|đơn\s+hàng)\s+(?:có\s+)?(?:giá\s+trị\s+|quy\s+mô\s+|giá\s+)?(?:từ|trên|dưới)\s*$"
    )
    # "70% doanh nghiệp có quy mô dưới 50 lao động"
    staffed = _FOLLOWS & at.before(r"(?i)\squy\s+mô(?:\s+(?:nhỏ|lớn|lao\s+động))?,?\s+(?:dưới|trên|từ)\s*$")
    return (at.money & (sized | listed | goods | deals)) | ((at.unit == "person") & staffed)


def _graded(at: Around) -> pl.Expr:
    """ "cá loại 0,7 - 0,8 kg/con", "tôm cỡ 100 con/kg": a class of goods."""
    classed = at.before(r"(?i)(?:^|[\s(])(?:loại|cỡ|size|gói|can|chai)\s*$") & at.unit.is_not_null() & ~at.money
    # "cá giống 30 con/kg có giá"
    by_weight = ((at.unit == "head") & (pl.col("per_code") == "kilogram")).fill_null(False)
    # "giảm 15.500 đồng/bình 12 kg"
    of_cylinder = ((previous_value("per_code") == "cylinder") & at.before(r"^\s*$")).fill_null(False)
    # "rau đậu các loại 684.300 ha": of all kinds.
    of_all_kinds = at.before(r"(?i)(?:các|mọi|nhiều)\s+loại\s*$")
    # "giá gas tăng 5.000 đồng/bình 12 kg": a size of goods.
    packed = (
        at.before(r"(?i)(?:^|[\s/])(?:bình|bao|chai|thùng|can)\s*$")
        & at.unit.is_in(["kilogram", "litre", "gram", "millilitre"])
        & ~at.before(r"(?i)trung\s+bình\s*$")
    )
    return ((classed | by_weight | of_cylinder) & ~of_all_kinds) | packed


def points_out(at: Around) -> pl.Expr:
    """Why a small number counts nothing of its own (all_of_few | named_in | asked | salient | enumerated | unit), or null."""
    thing = ~at.unit.is_in([*PERCENT, *MONEY]).fill_null(False)
    counted = at.unit.is_not_null()
    salient = at.after(
        r"(?i)^[^,;.()]{0,30}(?:chủ\s+lực|lớn\s+nhất|quan\s+trọng|hàng\s+đầu|trọng\s+điểm|đầu\s+tiên|trụ\s+cột)(?:[^\p{L}]|$)"
    )
    # "3 thị trường chính"; not "3 công ty tài chính", "2 điểm bưu chính".
    main = at.after(r"(?i)^[^,;.()]{0,25}\schính(?:[^\p{L}]|$)") & ~at.after(
        r"(?i)^[^,;.()]{0,25}(?:tài|bưu|hành|hiệu|điều|cải|chân|đính|liêm)\s+chính(?:[^\p{L}]|$)"
    )
    salient = salient | main
    enumerated = at.after(r"(?i)^[^,.;:()]{0,25}(?::\s|\snày(?:[^\p{L}]|$))") & ~holds("right", r"^\s*:")
    # "ghi nhận 8 ca tử vong tại: Cần Thơ (5), An Giang (3)": so many, told place by place.
    parted = (
        at.after(r"^[^:();]*:\s[^:();]{2,40}\(\s*$")
        & at.unit.pipe(following).is_null()
        & ~at.unit.is_in([*PLACES, "market", "region"])
    )
    enumerated = enumerated & ~parted.fill_null(False)
    # "tại 2 địa bàn này": things pointed at are counted elsewhere.
    pointed_at = at.after(
        r"(?i)^\s*\p{Ll}+(?:\s+\p{Ll}+){0,2}\s+(?:(?:này|nói\s+trên|kể\s+trên)(?:[^\p{L}]|$)|(?:gồm|bao\s+gồm|như\s+sau|sau)\s*:)"
    )
    # "Hãy kể tên 4 nhà máy", "Liệt kê 5 tỉnh": what a pupil is asked for.
    asked = at.before(
        r"(?i)(?:^|[\s,])(?:em\s+)?hãy\s(?:[^,;.]{0,40}\s)?$|^\W*(?:[^,;.]{0,60},\s*)?(?:em\s+)?"
        r"(?:kể\s+(?:tên|ra)|nêu(?:\s+(?:tên|ra))?|liệt\s+kê|tìm\s+hiểu(?:\s+(?:về|thêm))?|xác\s+định\s+(?:trên|tên)[^,;.]{0,30}|lấy|vẽ)\s+(?:ít\s+nhất\s+|một\s+)?$"
    )
    reached = _reached(at)
    all_of_few = at.before(r"(?i)(?:^|\s)cả\s*$") & (at.after(r"^\s*\p{Ll}") | counted)
    why = (
        pl.when(thing & all_of_few)
        .then(pl.lit("all_of_few"))
        # "EU (28 nước)", "Liên minh châu Âu (EU 28 nước)"
        .when((at.unit == "country") & at.before(r"(?:EU|[Cc]hâu Âu|ASEAN)\s*\((?:\s*EU\s*)?\s*$"))
        .then(pl.lit("named_in"))
        .when(thing & _of_rate(at).fill_null(False))
        .then(pl.lit("named_in"))
        .when(thing & asked)
        .then(pl.lit("asked"))
        .when(thing & salient & (counted | at.before(r"(?i)\scủa\s*$")))
        .then(pl.lit("salient"))
        .when(thing & ((enumerated & counted & ~reached) | pointed_at))
        .then(pl.lit("enumerated"))
        .when((pl.col("unit_role") == "mention") & ~reached)
        .then(pl.lit("unit"))
    )
    return pl.when(at.printed(r"^0?\d$|^2[578]$") & pl.col("scale").is_null()).then(why)


def _reached(at: Around) -> pl.Expr:
    """Whether so many of them do something, which is a figure: "có 8 nhóm giảm giá"."""
    trades = at.before(_HAS) & at.after(r"(?i)(?:xuất\s+khẩu|nhập\s+khẩu|kim\s+ngạch|đạt|tăng\s+giá|giảm\s+giá)")
    # "có 6 nhóm tăng, 3 nhóm giảm"
    moves = at.before(_HAS) & at.after(
        r"(?i)^\s*(?:\p{Ll}+\s+){0,3}(?:tăng|giảm|ổn\s+định|đứng\s+giá|không\s+đổi)(?:\s+(?:giá|điểm))?\s*(?:[,;.]|và\s|còn\s|$)"
    )
    too = (
        _FOLLOWS
        & at.before(r"(?i)(?:^|\s)(?:và|còn)\s*$|^[^,;]*,\s*$")
        & at.after(r"(?i)^\s*(?:\p{Ll}+\s+){0,2}(?:có|đạt|tăng|giảm|ổn\s+định|đứng\s+giá)(?:[^\p{L}]|$)")
    )
    # "Có 8 nhóm giảm giá: …", "3 nhóm tăng giá gồm …"
    opens = ~_FOLLOWS & at.after(r"(?i)^\s*(?:\p{Ll}+\s+){0,2}(?:tăng|giảm)(?:\s+giá)?\s+(?:gồm|là|bao\s+gồm)(?:\s|:)")
    return trades | moves | too | opens


def _of_rate(at: Around) -> pl.Expr:
    """ "tỷ lệ tiêm ít nhất 1 liều cho dân số trên 18 tuổi đạt gần 100%": part of the rate's name."""
    return (
        at.before(r"(?i)(?:^|[\s,;])(?:tỷ|tỉ)\s+lệ\s[^,;:()§]*$")
        & at.after(r"(?i)^\s*(?:\p{Ll}[^,;:()]*\s)?(?:đạt|là|chiếm|còn)(?:\s+\p{Ll}+){0,3}\s*$")
        & (at.unit.pipe(following) == "percent")
    )
