"""Conditions by which a figure counts nothing of its own: bases of rates, ranks, spans of time, digits of names."""

from __future__ import annotations

import polars as pl

from pipelines.language.kind_context import Around
from pipelines.language.sequence import previous, previous_value
from pipelines.language.steps import holds

_MEAN_WORDS = r"bình\s+quân|trung\s+bình"
_MEAN = rf"(?:{_MEAN_WORDS})"
_DURATION = (pl.col("unit_role") == "duration") & pl.col("per_code").is_null()


def base(at: Around) -> pl.Expr:
    """The base of a rate: "mỗi 100 dân", "trên 10.000 dân", "bình quân 1.000 dân có 0,6 doanh nghiệp"."""
    each = holds("lead", r"(?i)(?:^|[^\p{L}])(?:cứ|mỗi)\s*$") & ~pl.col("among")
    mean_of_one = at.printed(r"^1$") & at.counted & at.in_clause(rf"(?i){_MEAN}(?:\s+\p{{L}}+){{0,3}}\s*$")
    return pl.col("base_of") | each | _rate_over(at) | _for_one(at) | mean_of_one | _mean_over(at)


def out_of(at: Around) -> pl.Expr:
    """Out of how many: "đứng đầu trong số 125 quốc gia"."""
    return at.before(r"(?i)(?:^|\s)(?:đứng|xếp)\s[^,;]{0,30}trong\s+(?:tổng\s+)?số\s*$") & at.thing


def owned(at: Around) -> pl.Expr:
    """Whose they are: "526 doanh nghiệp 100% vốn nhà nước"."""
    of_firms = previous_value("unit_code").is_in(["enterprise", "company", "organization", "project"])
    capital = at.printed(r"^100$") & at.after(r"(?i)^\s*vốn\s")
    return (at.unit == "percent") & capital & of_firms & at.before(r"^[\s\p{L}]{0,30}$")


def digits(at: Around) -> pl.Expr:
    """How many digits a number has: "2 con số"."""
    return holds("right", r"(?i)^\s*con\s+số(?:[^\p{L}]|$)") & at.printed(r"^\d$")


def rank(at: Around) -> pl.Expr:
    """A place in an order: "xếp thứ 5", "thứ 29/63 cả nước"."""
    placed = r"(?i)(?:xếp|đứng|vị trí|hạng|top)(?:\s+(?:ở|vị\s+trí|hạng|trong|thứ))*\s*(?:thứ|hạng|top|vị\s+trí)?\s*$"
    # "đứng thứ 29/63 cả nước, thứ 5/14 trong vùng"
    place_of = at.before(r"(?i)(?:^|[\s,(])thứ\s*$") & at.printed(r"^\d{1,3}/\d{1,3}$")
    # "xếp thứ 9 cả nước và thứ 3 vùng Tây Nguyên"
    region = r"(?i)^\s*(?:của\s+|trong\s+)?(?:vùng|khu\s+vực|cả\s+nước|toàn\s+(?:quốc|cầu)|thế\s+giới|châu|miền|asean|đông\s+nam)(?:[^\p{L}]|$)"
    place_in = at.before(r"(?i)(?:(?:^|\s)(?:và|đồng\s+thời|còn)|[,(])\s+thứ\s*$") & holds("right", region)
    # "từ hạng 45 lên 32", "từ vị trí 77 (năm 2018) xuống 80"
    to = at.before(r"(?i)^\s*(?:\(?\s*§+\s*\)?)?\s*(?:lên|xuống|còn|về)(?:\s+(?:vị\s+trí|thứ|tới|đến|còn|hạng))*\s*$")
    from_place = previous_value("lead").str.contains(r"(?i)(?:vị\s+trí|hạng)(?:\s+thứ)?\s*$").fill_null(False)
    ranked = r"(?i)(?:vị\s+trí|hạng)(?:\s+thứ)?\s+[\x{E010}-\x{E019}/]+\s*(?:\(?\s*§+\s*\)?)?\s*(?:lên|xuống|còn|về)(?:\s+(?:vị\s+trí|thứ|tới|đến|còn|hạng))*\s*$"
    moved = (
        ((to & from_place) | at.before(ranked)) & at.printed(r"^\d{1,3}(?:/\d{1,3})?$") & pl.col("unit_code").is_null()
    )
    return (at.before(placed) & ~at.percent & at.printed(r"^\d{1,3}(?:/\d{1,3})?$")) | place_of | place_in | moved


def mean_time(at: Around) -> pl.Expr:
    """The time that a mean is over: "trung bình trong 5 năm"."""
    return _DURATION & at.before(rf"(?i){_MEAN}\s+(?:trong\s+)?$")


def duration(at: Around) -> pl.Expr:
    """A span of time that is no measure: "trong 3 tháng"."""
    # "thời gian thông quan bình quân là 3,2 giờ": a time that is itself measured.
    measured = rf"(?i)(?:^|[\s,])(?:thời\s+gian|tuổi|ngày\s+lưu\s+trú|thời\s+lượng)\s[^,;:]*{_MEAN}(?:\s|$)"
    # "tổng số ngày nghỉ là 143.468 ngày"
    measured = rf"{measured}|(?:^|[\s,])(?:số\s+(?:ngày|giờ|phút)|tuổi\s+thọ)\s[^,;:]*$"
    reached = at.before(at.grammar.grows_to) | at.before(
        r"(?i)(?:^|\s)(?:(?:lên|xuống)(?:\s+còn)?|rút(?:\s+ngắn)?\s+từ)\s*$"
    )
    # "thời gian chờ khám bình quân năm 2017 là 2,6 giờ (năm 2013 là 4,2 giờ)": both are.
    dated = at.before(rf"(?i)(?:^|[\s,])thời\s+gian\s[^,;:()]*{_MEAN}[^,;:()]*§[^,;:()]*$")
    told = reached | dated | at.in_clause(measured)
    beside = at.before(r"(?i)^[^();]*\(\s*(?:cùng\s+kỳ\s+)?§+\s*(?:là\s+|còn\s+)?$")
    return _DURATION & ~told & ~(beside & previous(_DURATION & told).fill_null(False))


def ratio(at: Around) -> pl.Expr:
    """A ratio told in times: "P/E 12 lần"."""
    named = r"(?i)(?:^|[\s,])(?:số\s+lần|p/e|p/b|hệ\s+số|vòng\s+quay|đòn\s+bẩy|tỷ\s+lệ|tỷ\s+số|ebitda)(?:\s|$)"
    # "P/E ở mức 13,1 lần, thấp hơn bình quân 5 năm (15,5 lần)"
    # … and "số lần đi lại giảm từ 2,3 lần năm 2016 xuống 1,1 lần"
    beside = at.before(r"\(\s*$|(?:lên|xuống)(?:\s+còn)?\s*$") & (previous_value("unit_code") == "times")
    return (at.unit == "times") & (at.in_clause(named) | beside)


def _rate_over(at: Around) -> pl.Expr:
    """ "Số bác sĩ trên 10.000 dân đạt", "giá trị sản xuất trên 1 ha đất"."""
    bases = ["person", "hectare", "household", "enterprise", "square_metre", "birth"]
    rate = rf"(?i)(?:^|[\s,])(?:số|tỷ\s+lệ|tỉ\s+lệ|giá\s+trị|tỷ\s+suất|mật\s+độ|sản\s+lượng|thu\s+nhập|doanh\s+thu)\s[^,;]*\s(?:trên|{_MEAN})(?:\s+mỗi)?\s*$"
    whole = pl.col("raw").is_in(["1", "100", "1.000", "10.000", "100.000"])
    return whole & at.unit.is_in(bases).fill_null(False) & at.in_clause(rate)


def _for_one(at: Around) -> pl.Expr:
    """ "kinh phí đào tạo cho 1 lao động bình quân 3,2 triệu đồng"."""
    one = at.printed(r"^1$") & at.unit.is_not_null() & at.thing & pl.col("scale").is_null()
    over = at.before(r"(?i)(?:^|\s)(?:cho|trên|của)\s*$")
    people = at.before(r"(?i)(?:dân\s+số|số\s+dân|quy\s+mô)\s+trên\s*$")
    valued = at.after(rf"(?i)^[^,;:.()]{{0,30}}(?:^|\s)(?:{_MEAN_WORDS}|đạt|là|khoảng)(?:\s|$)")
    return one & over & ~people & valued


def _mean_over(at: Around) -> pl.Expr:
    """ "bình quân 1.000 dân có 0,6 doanh nghiệp"."""
    mean = rf"(?i){_MEAN}(?:\s+(?:{at.grammar.bound}|cứ|mỗi))*\s*$"
    whole = at.printed(r"^10*(?:\.000)*$") & at.counted & ~at.money
    return whole & at.before(mean) & at.after(r"(?i)^\s*(?:thì\s+)?có\s")
