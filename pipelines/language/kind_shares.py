"""Conditions by which a percentage is a share, the completion of a plan, or a percentage of an earlier value."""

from __future__ import annotations

import polars as pl

from pipelines.language.kind_context import Around
from pipelines.language.kind_growth import contributes, grows_against, told_again
from pipelines.language.measures import FRACTION, PERCENT
from pipelines.language.sequence import following, previous_value
from pipelines.language.steps import holds

_RATE = r"(?i)(?:tỷ|tỉ)\s+(?:lệ|trọng|suất)"
_DATED = r"^[^,;.]{0,40}§"


def of_plan(at: Around) -> pl.Expr:
    """How much of a plan is reached: "đạt 95% kế hoạch", "hoàn thành vượt mức kế hoạch 1%"."""
    plan = at.grammar._cues("plan")
    after_percent = previous_value("unit_code").is_in(PERCENT).fill_null(False)
    beyond = rf"(?i)(?:^|\s)vượt(?:\s+mức)?\s+(?:{plan})(?:\s+(?:năm|{at.grammar.bound}))*\s*$"
    grows = (grows_against(at) & ~at.before(r"(?i)vượt")) | told_again(at)
    # "chi phí thấp hơn 12% so với kế hoạch": so much lies between.
    grows = grows | (at.before(r"(?i)\shơn(?:\s+\p{Ll}+)?\s*$") & at.after(r"(?i)^\s*so\s"))
    # "đạt mục tiêu dưới 3% của kế hoạch": the goal itself, none of it is reached.
    goal = at.before(
        r"(?i)(?:mục|chỉ)\s+tiêu\s+(?:là\s+)?(?:dưới|trên|từ|không\s+quá|tối\s+(?:đa|thiểu)|ít\s+nhất)\s*$"
    )
    # "chiếm 10% dự toán thu": so much of it, none of it reached.
    goal = goal | at.before(rf"(?i)(?:^|\s)chiếm(?:\s+(?:{at.grammar.bound}|tới|đến))*\s*$")
    return (
        (~after_percent & (at.unit == "percent") & at.before(beyond))
        | ((at.unit == "percent") & at.after(at.grammar.plan_after) & ~grows & ~goal)
        | ((at.unit == "percent") & ~pl.col("follows") & _held_against_plan(at))
        | ((at.unit == "percent") & _against_other_plan(at))
    )


def percent_of(at: Around, grows_by: pl.Expr) -> pl.Expr:
    """A percentage of an earlier value: "bằng 91,4% so cùng kỳ"."""
    equals = at.before(r"(?i)(?:^|[^\p{L}])bằng(?:\s+\p{L}+)?\s*$")
    against = at.after(r"(?i)^\s*so\s+với") & ~at.before(r"^\s*(?:,|;|và)\s*$")
    told = (equals | against) & at.after(at.grammar.percent_of_after) & ~grows_by
    # "lần lượt bằng 83,4% và 86,6% so với cùng kỳ": the second is told like the first.
    in_turn = at.before(r"(?i)lần\s+lượt\s+(?:chỉ\s+)?bằng(?:\s+\p{L}+)?\s*$|(?:^|\s)bằng\s+lần\s+lượt\s*$")
    told = told | (in_turn & following(at.after(at.grammar.percent_of_after)).fill_null(False))
    return (at.unit == "percent") & (told | _reaches_of(at) | _equals_in(at))


def share(at: Around) -> pl.Expr:
    """A share that is called so: "chiếm khoảng 12%", "quá một nửa (54%)"."""
    equals = at.before(r"(?i)bằng(?:\s+(?:khoảng|gần|hơn))?\s*$") & at.after(
        # "diện tích 213 nghìn ha, bằng 24,5% cả nước"
        r"(?i)^\s*(?:của\s+)?(?:tổng|gdp|grdp|(?:cả\s+nước|toàn\s+(?:quốc|vùng|tỉnh|thành\s+phố|ngành))\s*(?:[,;.()]|$))"
    )
    in_words = at.before(r"(?i)(?:một\s+nửa|phần\s+ba|phần\s+tư|phần\s+lớn|đa\s+số)\s*\(\s*$")
    # "chiếm gần 1/3 tổng lượng khách"
    fraction = at.printed(FRACTION) & at.before(at.grammar.share)
    return fraction | (at.percent & (at.before(at.grammar.share) | equals | in_words | _of_structure(at)))


def _of_structure(at: Around) -> pl.Expr:
    """ "Cơ cấu kinh tế năm 2020: công nghiệp 48,5%": the parts of what is structured."""
    told = r"(?i)(?:^|[.;]\s*|[\s(-])cơ\s+cấu\s+\p{L}[^:;()%]{1,70}:\s*[^:;()%]{2,60}\s$"
    other = rf"(?i)cơ\s+cấu\s+lại\s|:[^:]*(?:(?:tỷ|tỉ)\s+(?:lệ|trọng|suất)|{at.grammar.direction}|mục\s+tiêu)\s[^:]*$"
    return ~pl.col("follows") & at.before(told) & ~at.before(other)


def of_whole(at: Around) -> pl.Expr:
    """A part of a whole without "chiếm": "đóng góp 13,6% vào mức tăng chung", "24% tổng số thuế"."""
    gives = at.before(rf"(?i)(?:^|[^\p{{L}}])(?:góp|dành|đáp\s+ứng)(?:\s+(?:{at.grammar.filler}))*\s*$")
    listed = at.before(r"(?i)(?:đóng\s+góp|chiếm)[^.;(]*:\s*[^:;()]+\(\s*$")
    named = at.past(r"(?i)^\s*(?:(?:trong|của|trên)?\s*tổng\s|(?:thị\s+phần|nhu\s+cầu)(?:[^\p{L}]|$))")
    # "4.100 lượt khách, chủ yếu đến từ Hàn Quốc (41%)": the part of each.
    mostly = r"(?:chủ\s+yếu|phần\s+lớn|đa\s+số|đa\s+phần|nhiều\s+nhất|lớn\s+nhất|tập\s+trung(?:\s+chủ\s+yếu)?)"
    listed = listed | (
        at.before(
            rf"(?i)[,;]\s*(?:trong\s+đó\s+)?{mostly}\s+(?:là|ở|tại|từ|đến\s+từ|thuộc|gồm|vào|sang)\s+[^,;:()]{{2,50}}\(\s*$"
        )
        & at.after(r"^\s*\)")
    )
    # "Trữ lượng tập trung chủ yếu ở Hà Nam (24%)", "khách đến chủ yếu từ Hàn Quốc (41%)"
    gathered = r"(?:(?:tập\s+trung|phân\s+bố)(?:\s+(?:chủ\s+yếu|nhiều(?:\s+nhất)?|phần\s+lớn))?\s+(?:ở|tại|vào)|chủ\s+yếu\s+(?:đến\s+)?(?:từ|sang))"
    listed = listed | (at.before(rf"(?i)\s{gathered}\s+[^,;:()]{{2,50}}\(\s*$") & at.after(r"^\s*\)"))
    # "Trong số khách quốc tế, đông nhất là khách Hàn Quốc (41%)"
    among = at.before(r"(?i)(?:^|[.;]\s|§\s*,)\s*trong\s+(?:tổng\s+)?số\s[^:()%]{3,120}\(\s*$")
    listed = listed | (among & at.after(r"^\s*\)"))
    # "Trung Quốc tiêu thụ 65% lượng vải xuất khẩu": what a buyer takes of it.
    gives = gives | (
        at.before(
            rf"(?i)(?:^|\s)(?:tiêu\s+thụ|nắm|giữ|(?:thu\s+)?mua|nhập(?:\s+khẩu)?|cung\s+(?:cấp|ứng)|sản\s+xuất|tạo\s+ra)(?:\s+(?:{at.grammar.bound}|tới|đến))*\s*$"
        )
        & at.past(r"(?i)^\s*(?:tổng\s+|toàn\s+bộ\s+)?(?:số\s+\p{Ll}|(?:số\s+|sản\s+|khối\s+)?lượng\s)")
    )
    told = contributes(at) | gives | listed | named | _of_people(at) | _equals_part(at) | _of_product(at)
    return (at.unit == "percent") & ~at.in_clause(_RATE) & ~_reached_next() & told


def _reached_next() -> pl.Expr:
    """ "tỷ trọng tăng từ 38,9% năm 2011 lên 60,1% năm 2016 và 61,9% tổng dư nợ năm 2019": the rate of one more year."""
    reached = previous_value("lead").str.contains(r"(?i)^\s*§*\s*(?:lên|xuống|còn)(?:\s+(?:đến|tới|còn|mức))*\s*$")
    return (pl.col("follows") & reached & holds("lead", r"(?i)^\s*§+\s*(?:,|và)\s*(?:còn\s+)?$")).fill_null(False)


def _of_product(at: Around) -> pl.Expr:
    """ "nợ công khoảng 37% GDP", "bội chi ở mức 3,4% GDP": so much of the product of the country."""
    # "bội chi tăng thêm 0,2% GDP"
    grows = at.before(at.grammar.grows_by)
    # "giảm từ 5,5% GDP năm 2016 xuống còn 3,4% GDP": the same measure at two times.
    start, end = r"(?i)(?:^|\s)từ(?:\s+mức)?(?:\s+đỉnh)?\s*$", r"(?i)(?:^|\s)(?:xuống|lên|còn)\s[^,;()]*$"
    moves = at.before(start) | (at.before(end) & pl.col("follows") & previous_value("lead").str.contains(start))
    return at.past(r"(?i)^\s*(?:của\s+|so\s+với\s+)?(?:gdp|grdp)(?:[^\p{L}]|$)") & ~grows & ~moves


def _held_against_plan(at: Around) -> pl.Expr:
    """ "So với kế hoạch năm, khối lượng phát hành đạt 69%": the plan stands before its completion."""
    plan = rf"(?i)(?:^|[.;])\s*so\s+với\s+(?:{at.grammar._cues('plan')})(?:[\s,][^,;:()]*)?,[^,;:()]*\s(?:đạt|bằng)"
    return at.before(rf"{plan}(?:\s+(?:{at.grammar.bound}))?\s*$")


def _against_other_plan(at: Around) -> pl.Expr:
    """ "đạt 35,5% kế hoạch, nếu so với kế hoạch Thủ tướng giao thì đạt 37,8%"."""
    plan = rf"(?i)(?:^|[\s,;(])(?:nếu\s+)?so\s+với\s+(?:{at.grammar._cues('plan')})\s[^;:()]{{0,80}}?(?:,|\sthì|,\s+thì)\s+(?:chỉ\s+|mới\s+|đã\s+)?(?:đạt|bằng)"
    return at.before(rf"{plan}(?:\s+(?:{at.grammar.bound}))?\s*$") & at.after(r"^\s*(?:[,;.(]|$)")


def _reaches_of(at: Around) -> pl.Expr:
    """ "đạt 95,6% so với cùng kỳ năm 2019"."""
    reaches = rf"(?i)(?:^|\s)(?:đạt|tương\s+đương)(?:\s+(?:{at.grammar.bound}))?\s*$"
    rate = rf"{_RATE}|tăng\s+trưởng|(?:^|\s)g(?:r)?dp\s|chỉ\s+số|tốc\s+độ"
    # "tăng 27 USD, tương đương 1,4% so với hôm qua" grows.
    return pl.col("compared_next") & at.before(reaches) & ~at.in_clause(rate) & ~told_again(at)


def _equals_in(at: Around) -> pl.Expr:
    """ "bằng 83% về số doanh nghiệp và 47% về vốn"."""
    respect = r"(?i)^\s*về\s+(?:mặt\s+)?(?:số|vốn|lượng|giá\s+trị|trị\s+giá|doanh\s+thu)(?:[^\p{L}]|$)"
    return at.after(respect) & at.before(r"(?i)(?:^|[^\p{L}])(?:chỉ\s+)?bằng(?:\s+\p{L}+)?\s*$")


def _of_people(at: Around) -> pl.Expr:
    """ "(49,6% lực lượng lao động)", "gặt 4.500 ha, đạt 62% diện tích gieo cấy"."""
    reaches = rf",\s*(?:mới\s+|chỉ\s+|đã\s+)?(?:đạt|tương\s+đương|bằng)\s+(?:(?:{at.grammar.bound})\s+)*$"
    opens = at.before(rf"(?i)^[^,;:()]*{reaches}|\(\s*$")
    people = at.after(r"(?i)^\s*(?:so\s+với\s+)?(?:lực\s+lượng|dân\s+số|số\s+\p{L})")
    # "đạt 62% diện tích theo kế hoạch": so much of the plan.
    field = at.after(r"(?i)^\s*(?:so\s+với\s+)?(?:tổng\s+)?diện\s+tích(?:\s|[,.;)]|$)")
    planned = at.after(rf"(?i)^[^,;.(]{{0,60}}\s(?:{at.grammar._cues('plan')})(?:[^\p{{L}}]|$)")
    return opens & (people | (field & ~planned)) & ~at.after(_DATED)


def _equals_part(at: Around) -> pl.Expr:
    """ "tương đương 3,4% GDP", "bằng 12% của doanh thu"."""
    equals = at.before(rf"(?i)(?:^|\s)(?:bằng|tương\s+đương|tương\s+ứng)(?:\s+(?:với|{at.grammar.bound}))*\s*$")
    whole = at.past(r"(?i)^\s*(?:gdp|grdp|lực\s+lượng|dân\s+số|tổng)(?:\s|[.,;)]|$)")
    flow = at.past(rf"(?i)^\s*(?:của\s+)?(?:{at.grammar.flows})(?:\s|[.,;)]|$)") & ~at.past(_DATED)
    return equals & (whole | flow)
