"""Conditions by which a figure is an amount of growth."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.kind_context import Around
from pipelines.language.measures import PERCENT, PLACES
from pipelines.language.sequence import following, previous, previous_value
from pipelines.language.steps import holds

#: "nâng dự báo năm 2024 cho Việt Nam từ": what an economy is expected to grow by, where nothing else is named.
_FORECAST = (
    r"dự\s+báo(?:\s+(?:cả|cho|của|đối\s+với|về|nền|kinh\s+tế|tăng\s+trưởng|gdp|grdp|này|mức|§+|(?-i:\p{Lu})[\p{L}.]*))*"
)
FORECAST_MOVED = (
    rf"(?i)(?:^|[\s,])(?:nâng|hạ|điều\s+chỉnh|giữ\s+nguyên)(?:\s+(?:tăng|giảm|nhẹ|mạnh|mức))*\s+{_FORECAST}"
    rf"\s+(?:từ|lên|xuống|còn|ở)(?:\s+(?:mức|còn|khoảng))*\s*$|(?:^|[\s,])giữ\s+nguyên\s+{_FORECAST}\s*$"
)
#: "hạ lãi suất điều hành thêm"
LOWERS = r"(?i)(?:^|[\s,;])(hạ)(?:\s+(?:(?:mức|mặt\s+bằng|trần)\s+)?(?:lãi\s+suất|thuế(?:\s+suất)?|dự\s+báo|tỷ\s+lệ)(?:\s+[\p{L}-]+){0,6})?(?:\s+(?:thêm|khoảng|tới|tổng\s+cộng))*\s*$"


#: "phấn đấu giảm tỷ lệ hộ nghèo bình quân"
_RATE_MOVED = (
    r"(?i)(?:^|[\s,;])(?:tăng|(?:kéo\s+)?giảm)\s+(?:(?:tỷ|tỉ)\s+(?:lệ|trọng|suất)|độ\s+che\s+phủ)(?:\s+(?:\p{L}+|§+)){0,9}?"
    r"(?:\s+(?:bình\s+quân|trung\s+bình|thêm|ít\s+nhất|khoảng|gần|hơn|mỗi\s+năm|hằng\s+năm|hàng\s+năm))*"
)


def of_range(lead: pl.Expr, at: Around) -> pl.Expr:
    """The lower end of a range of growth: "giảm số lượng đơn hàng từ 10% - 20% so với cùng kỳ"."""
    falls = rf"(?i)(?:^|[\s,])(?:{at.grammar.direction})\s+(?:[^\s,;()]+\s+){{1,10}}từ\s*$"
    dated = following(pl.col("rest")).str.contains(r"^\s*§")
    # "giảm tỷ lệ hộ nghèo từ 1 - 1,5%": by so much, whatever it is compared with.
    dated = dated | lead.str.contains(rf"{_RATE_MOVED}\s+từ\s*$")
    return (at.percent & pl.col("range_low") & lead.str.contains(falls) & dated).fill_null(False)


def grows_by(at: Around, of_range: pl.Expr) -> pl.Expr:
    """The amount by which something grows or declines: "tăng 3%", "giảm thu 1.340 tỷ đồng"."""
    told = (
        (at.before(at.grammar.grows_by) & ~at.before(r"(?i)\shơn\s+(?:mức|con\s+số)\s*$"))
        | _lowered(at)
        | _money_grows(at)
        | _by_more(at)
        | of_range
        | _since(at)
        | _revenue(at)
        | _caused(at)
        | _short(at)
        | _added(at)
        | _rate_moved(at)
        | _price_moved(at)
        | _or_more(at)
    )
    # "có tốc độ tăng cao nhất với 6.553 doanh nghiệp": so many there are.
    # … but by so many with "so với cùng kỳ" after it.
    foremost = at.before(r"(?i)(?:tăng|giảm)(?:\s+\p{L}+){0,2}\s+nhất\s+(?:với|đạt)\s*$") & ~at.percent
    foremost = foremost & ~at.after(r"(?i)^\s*(?:so\s|§)")
    # "cua ghẹ bứt phá với 174 triệu USD": so much it came to.
    foremost = foremost | (
        at.before(r"(?i)(?:^|\s)(?:tăng|bứt\s+phá|khởi\s+sắc|giảm)(?:\s+(?:mạnh|tốt|khá|vọt|sâu))?\s+với\s*$")
        & at.money
    )
    # "chỉ số tăng ở 48 địa phương": in so many of them.
    places = [*PLACES, "market", "region", "commodity_group"]
    foremost = foremost | (
        at.before(r"(?i)(?:^|\s)(?:tăng|giảm)(?:\s+\p{Ll}+)?\s+(?:ở|tại|trên)(?:\s+(?:cả|khoảng|hơn))?\s*$")
        & at.unit.is_in(places)
    )
    relieved = at.before(r"(?i)(?:^|\s)miễn,?\s+giảm(?:\s+\p{Ll}+)?\s*$")
    # "truy thu 1,2 tỷ đồng, giảm lỗ 3 tỷ đồng": what auditors took off, beside other amounts.
    taken_off = (
        at.before(r"(?i)^\s*(?:[,;]|và|[,;]\s*và)\s*giảm\s+(?:lỗ|khấu\s+trừ)\s*$")
        & at.money
        & ~at.after(r"(?i)^\s*(?:so\s|§)")
    )
    relieved = relieved | (taken_off & pl.col("follows"))
    # "chi phí tăng được 75% doanh nghiệp coi là rủi ro": so many of them think so.
    judged_by = at.before(rf"(?i)\sđược(?:\s+(?:{at.grammar.bound}|tới|đến))*\s*$") & at.after(
        r"(?i)^\s*(?:số\s+|các\s+)?\p{Ll}+(?:\s+[\p{L}]+){0,5}?\s+(?:coi|xem|cho|đánh\s+giá|lựa\s+chọn|chọn|nhắc|nêu|quan\s+tâm|kỳ\s+vọng|tin|đề\s+cập)(?:\s|[,.;]|$)"
    )
    named = _compared_with(at) | _named_as_growing(at) | _adds(at) | relieved | foremost | judged_by
    return told & ~grows_to(at) & ~named


def growth_noun(at: Around) -> pl.Expr:
    """A growth named by a noun: "tốc độ tăng trưởng … đạt 7%"."""
    named = (holds(at.whole_lead, at.grammar.growth_noun) & ~grows_to(at)) | at.before(FORECAST_MOVED)
    # "tỷ lệ gia tăng dân số tự nhiên": a rate of its own, births less deaths.
    # "cao gấp nhiều lần mức tăng GRDP (2,15%)"
    named |= at.before(r"(?i)(?:mức|tốc\s+độ)\s+(?:tăng|giảm)(?:\s+trưởng)?\s+[^,;:()§]{2,40}\(\s*$") & at.after(
        r"^\s*\)"
    )
    named = named & ~at.in_clause(r"(?i)(?:tỷ|tỉ)\s+(?:lệ|suất)\s+(?:gia\s+)?tăng\s+(?:dân\s+số\s+)?tự\s+nhiên")
    return named & at.percent & ~_compared_with(at) & ~contributes(at) & ~_adds(at)


def grows_to(at: Around) -> pl.Expr:
    """The level that something grows or declines to: "tăng lên 20%"."""
    named = rf"(?i)(?:tốc\s+độ|nhịp\s+độ|mức|đà)\s+(?:{at.grammar.direction})"
    return (
        at.before(at.grammar.grows_to) & ~at.in_clause(named) & ~_money_grows(at) & ~_growth_moves(at) & ~_or_more(at)
    )


def _or_more(at: Around) -> pl.Expr:
    """ "thu ngân sách tăng bình quân từ 10%/năm trở lên": by so much at least."""
    least = at.before(rf"(?i)(?:^|[^\p{{L}}])(?:{at.grammar.direction})(?:\s+(?:{at.grammar.filler}|trưởng))*\s+từ\s*$")
    return at.percent & least & at.after(r"(?i)^\s*(?:/\s*\p{Ll}+\s*)?trở\s+lên")


def _growth_moves(at: Around) -> pl.Expr:
    """ "tăng trưởng GDP được dự báo giảm từ 3,4%", "hạ dự báo tăng trưởng từ 5,2%": a rate of growth, and then another."""
    named = r"(?i)(?:^|[\s,])(?:(?:dự\s+báo|triển\s+vọng|mục\s+tiêu)\s+)?(?:(?:mức|tốc\s+độ|đà)\s+)?tăng\s+trưởng(?:\s+(?:của|cho|gr?dp|kinh\s+tế|tín\s+dụng|toàn\s+cầu)(?:\s[^,;:()]*)?)?"
    moved = r"\s+(?:(?:đã|sẽ|có\s+thể|được|bị|dự\s+báo|dự\s+kiến|chậm\s+lại|tăng|giảm|nâng|hạ|điều\s+chỉnh|tăng\s+tốc|§+)\s+)*(?:từ|lên|xuống|còn|về)(?:\s+(?:còn|mức|khoảng|gần|hơn))*\s*$"
    rate = at.in_clause(r"(?i)(?:tỷ|tỉ)\s+(?:lệ|trọng|suất)|thị\s+phần|(?:^|\s)biên\s|điểm")
    return at.percent & at.in_clause(f"{named}{moved}") & ~rate


def grows_against(at: Around) -> pl.Expr:
    """Growth against something: "tăng chi 2,9% so với dự toán" completes no plan."""
    grows = rf"(?i)(?:^|[^\p{{L}}])(?:{at.grammar.direction})(?:\s+[^\s,;.]+){{0,3}}\s*$"
    return at.before(grows) & at.after(r"(?i)^\s*so\s")


def told_again(at: Around) -> pl.Expr:
    """The growth before it in percent: "tăng 320 tỷ đồng, tương đương 2,3% so với dự toán" completes no plan."""
    grown = rf"(?i)(?:^|[^\p{{L}}])(?:{at.grammar.direction}|vượt|hụt|thêm)(?:\s+(?:{at.grammar.filler}))*\s*$"
    equals = r"(?i)^\s*(?:so\s+với\s+(?:dự\s+toán|kế\s+hoạch|mục\s+tiêu)[^,;()]{0,20})?\s*(?:\(|,)?\s*(?:tương\s+(?:đương|ứng)|hay|tức)(?:\s+(?:với|tăng|giảm|vượt|khoảng|gần|hơn|là))*\s*$"
    alone = at.before(equals) | (at.before(r"^\s*\(\s*[-+]?\s*$") & at.after(r"^\s*\)"))
    of_amount = previous(at.before(grown)) & ~previous_value("unit_code").is_in(PERCENT)
    # "vượt 400 tỷ đồng, tương đương 104% dự toán" completes it.
    little = at.printed(r"^[1-5]?\d(?:[.,]\d+)?$")
    return ((at.unit == "percent") & pl.col("follows") & alone & of_amount & little).fill_null(False)


def contributes(at: Around) -> pl.Expr:
    """A contribution: "đóng góp 13,6% vào mức tăng chung"."""
    return at.before(rf"(?i)(?:^|[^\p{{L}}])đóng\s+góp(?:\s+(?:{at.grammar.filler}))*\s*$")


def economy_grows(at: Around) -> pl.Expr:
    """Growth stated as a level of the economy: "GDP 9 tháng vẫn đạt trên 2%"."""
    reaches = rf"(?i)(?:^|[,\s])(?:gdp|grdp)(?:\s[^,;()]{{0,60}}?)?\s(?:đạt|ở\s+mức|là)(?:\s+(?:mức|{at.grammar.bound}|ít\s+nhất))*\s*$"
    ratio = r"(?i)(?:^|\s)(?:nợ|chi|thu|tỷ|tỉ|so\s+với|lạm\s+phát|trên|vốn)(?:\s|$)[^,;]*(?:gdp|grdp)"
    of_it = r"(?i)^\s*(?:của\s+)?(?:gdp|grdp|kế\s+hoạch|tổng)"
    return (at.unit == "percent") & at.in_clause(reaches) & ~at.in_clause(ratio) & ~at.after(of_it)


def times(at: Around) -> pl.Expr:
    """A multiple: "gấp 2,5 lần", "bằng 2,4 lần cùng kỳ"."""
    equals = at.before(rf"(?i)(?:^|[^\p{{L}}])bằng(?:\s+(?:{at.grammar.bound}|tới))*\s*$")
    of_earlier = at.after(r"(?i)^\s*(?:so|cùng|mức|con\s+số|năm|của|§)")
    named = at.in_clause(r"(?i)mức\s+(?:tăng|giảm)|tăng\s+trưởng")
    # "P/E ở mức 13,1 lần, thấp hơn bình quân 5 năm (15,5 lần)": a ratio as well.
    beside = at.before(r"\(\s*$") & (previous_value("unit_code") == "times")
    return (at.unit == "times") & (at.before(at.grammar.times) | (equals & of_earlier) | named) & ~beside


def signed(at: Around) -> pl.Expr:
    """A growth told by its sign alone: "(+3,5%)", "đều giảm: Mỹ -51%, EU -36%"."""
    listed = at.before(rf"(?i)(?:{at.grammar.direction})[^;:()]*:\s[^:;()]*\p{{L}}\s+[-+]$").any().over(HERE)
    named = listed & holds("left", r"(?:[:,;]|và)\s+\p{L}[^,;:()]*\s[-+]$")
    return at.percent & (holds("left", r"[(,]\s*[-+]\s*$") | named)


def slows(at: Around, of: str) -> pl.Expr:
    """A rate of growth (``of``: its words) that itself grows or slows: "tốc độ tăng nợ công giảm từ 18,1%"."""
    return at.in_clause(
        rf"(?i)(?:tốc\s+độ|nhịp\s+độ|đà)\s+(?:{of})(?:\s[^,;:]*)?\s(?:{at.grammar.direction})(?:\s+\p{{Ll}}+){{0,2}}"
        rf"\s+(?:từ|xuống|lên|còn|về)(?:\s+(?:còn|mức|bình\s+quân|trung\s+bình|{at.grammar.bound}))*\s*$"
    )


def foretold(at: Around) -> pl.Expr:
    """ "hạ dự báo tăng trưởng xuống 5,8%": the growth is one, though less of it is expected."""
    shrinks = r"(?i)tăng\s+trưởng\s+âm|(?:mức|tốc\s+độ)\s+(?:suy\s+)?giảm|suy\s+(?:thoái|giảm)"
    return (at.in_clause(r"(?i)(?:^|\s)tăng\s+trưởng(?:\s|$)") | at.before(FORECAST_MOVED)) & ~at.in_clause(shrinks)


def _lowered(at: Around) -> pl.Expr:
    """ "hạ 0,7 triệu đồng so với đỉnh", "hạ lãi suất 0,5 điểm phần trăm": "hạ" alone, not that of "hạ tầng"."""
    points = at.before(LOWERS) & (at.unit == "percentage_point")
    reaches = at.after(r"(?i)^\s*(?:/\s*\p{L}+)?\s*,?\s*(?:về|còn|xuống)(?:\s+(?:còn|mức|khoảng))*\s*$")
    down = at.before(rf"(?i)(?:^|[\s,;])hạ(?:\s+(?:thêm|{at.grammar.bound}))*\s*$")
    # "nhóm nhà ở cũng hạ 0,41%"
    too = at.before(
        rf"(?i)(?:^|\s)(?:cũng|đã|lại|đều|còn|tiếp\s+tục)\s+hạ(?:\s+(?:nhẹ|mạnh|thêm|{at.grammar.bound}))*\s*$"
    )
    return (down & (at.after(r"(?i)^\s*so\s+với\s") | reaches)) | points | (too & at.percent)


def _money_grows(at: Around) -> pl.Expr:
    """ "vốn đầu tư công tăng lên 1%", "giúp tăng năng suất lên hơn 40%": an amount grows by a percentage, never to one."""
    to = rf"(?:lên|xuống)(?:\s+(?:tới|đến|{at.grammar.bound}))*\s*$"
    grows = rf"(?i)(?:^|[\s,])(?:{at.grammar.flows})(?:\s+\p{{Ll}}+){{0,6}}\s+(?:tăng|giảm)\s+{to}"
    amount = rf"(?:{at.grammar.flows}|năng\s+suất|hiệu\s+quả|tốc\s+độ)"
    raises = rf"(?i)(?:^|[\s,])(?:giúp|làm|khiến|cho\s+phép|góp\s+phần)\s+(?:\p{{L}}+\s+){{0,3}}?(?:tăng|nâng)\s+{amount}\s(?:[^,;:()]{{1,50}}\s)?lên(?:\s+(?:tới|đến|{at.grammar.bound}))*\s*$"
    rate = at.in_clause(r"(?i)(?:tỷ|tỉ)\s+(?:lệ|trọng|suất)|chỉ\s+số|thị\s+phần|(?:^|\s)biên\s|lãi\s+suất")
    of_growth = at.in_clause(r"(?i)(?:tốc\s+độ|mức|đà)\s+(?:tăng|giảm)|sở\s+hữu")
    return at.percent & (at.in_clause(grows) | (at.in_clause(raises) & ~of_growth)) & ~rate


def _by_more(at: Around) -> pl.Expr:
    """ "quyết định tăng giá xăng E5 thêm 1.491 đồng/lít", "điều chỉnh giá điện thêm 3%"."""
    by = rf"\s+(?:thêm|bớt)(?:\s+(?:{at.grammar.bound}))?\s*$"
    more = rf"(?i)(?:^|[\s,])(?:tăng|giảm|nâng|hạ|điều\s+chỉnh)(?:\s+[^\s,;()]+){{1,8}}{by}"
    # An amount grows by a percentage; a rate by percentage points.
    # "nới hạn mức tín dụng thêm 1,5 - 2%"
    priced = rf"(?i)(?:^|[\s,])(?:tăng|giảm|nâng|hạ|nới|điều\s+chỉnh)\s+(?:mức\s+|đơn\s+)?(?:chỉ\s+tiêu|hạn\s+mức|room|giá|cước|phí|chi\s+phí|lương|doanh\s+thu|sản\s+lượng|kim\s+ngạch|năng\s+suất|công\s+suất|quy\s+mô|diện\s+tích|vốn)(?:\s+[^\s,;()]+){{0,7}}{by}"
    # "kim ngạch tăng thêm so với cùng kỳ cũng rất lớn, với con số 2,2 tỷ USD"
    told = rf"(?i)(?:^|[\s,])(?:tăng|giảm)\s+thêm\s+(?:so\s+với\s+)?§+[^;()]{{0,40}}\s(?:với|là)\s+(?:con\s+số|mức)(?:\s+(?:{at.grammar.bound}|là))*\s*$"
    amount = at.before(more) & (~at.percent | (at.unit == "percentage_point"))
    return amount | (at.percent & at.before(priced)) | (at.money.fill_null(False) & at.before(told))


def _since(at: Around) -> pl.Expr:
    """The amount apart from its growth: by what it is compared with, or by those that grow."""
    # "giảm so với tháng trước lần lượt là 2% và 1%", "tăng mạnh nhất là dệt may với 12%"
    apart = rf"(?i)(?:^|[^\p{{L}}])(?:{at.grammar.direction})(?:\s+(?:{at.grammar._cues('adverb')}))*\s+(?:so\s+(?:với\s+)?(?:\p{{L}}+\s+){{0,3}})?§+\s*,?\s*(?:lần\s+lượt\s+)?là\s*$|(?:^|[^\p{{L}}])(?:{at.grammar.direction})(?:\s+\p{{L}}+)?\s+nhất(?:\s+(?:so\s+với\s+)?§+)*\s+(?:là|thuộc\s+về|phải\s+kể\s+(?:đến|tới)|có\s+thể\s+kể\s+(?:đến|tới))\s[^,;:()§]{{2,60}}(?:\(|,?\s+(?:với|tới|đến)(?:\s+mức)?)\s*$"
    # "dệt may tăng mạnh nhất, 17,9%"
    apart = rf"{apart}|(?:^|[^\p{{L}}])(?:{at.grammar.direction})(?:\s+\p{{L}}+)?\s+nhất\s*,(?:\s+(?:tới|đến|đạt|là|ở|mức|với|{at.grammar.bound}))*\s*$"
    # "các nhóm tăng gồm may mặc 0,36%; đồ uống 0,15%"
    members = r"(?i)(?:^|\s)(?:nhóm|mặt\s+hàng|ngành|thị\s+trường|địa\s+phương|tỉnh)(?:\s+\p{L}+){0,4}\s+(?:tăng|giảm)(?:\s+\p{Ll}+){0,2}(?:\s+(?:gồm|bao\s+gồm|là)|:)\s*:?\s*[^;:()§%]{2,70}\s$"
    of_gdp = r"(?i)^\s*(?:của\s+)?(?:gdp|grdp)(?:\s|[.,;)]|$)"
    # "Một số ngành tăng khá: thuốc lá (8,1%), đồ uống (6,4%)": each in its bracket.
    bracketed = at.before(
        r"(?i)(?:^|\s)(?:nhóm|mặt\s+hàng|ngành|thị\s+trường|địa\s+phương|tỉnh|sản\s+phẩm)(?:\s+\p{L}+){0,6}\s+(?:tăng|giảm)(?:\s+\p{Ll}+){0,3}(?:\s+(?:so\s+với\s+)?§+)?(?:\s+(?:gồm|bao\s+gồm|là|như)|:)\s*:?\s*[^;:()§%]{2,70}\(\s*$"
    ) & at.after(r"^\s*\)")
    # "Dẫn đầu mức tăng là giáo dục (6,92%)"
    leads = r"(?i)(?:^|[,;.]\s)(?:dẫn|đứng)\s+đầu(?:\s+về)?(?:\s+(?:mức|đà|tốc\s+độ))?\s+(?:tăng|giảm)(?:\s+giá)?\s+(?:là|thuộc\s+về)\s[^,;:()§]{2,60}\(\s*$"
    bracketed |= at.before(leads) & at.after(r"^\s*\)")
    return at.percent & ((at.before(apart) & ~at.after(of_gdp)) | at.before(members) | bracketed)


def _revenue(at: Around) -> pl.Expr:
    """ "giảm thu 1.340 tỷ đồng"."""
    words = rf"(?i)(?:^|[,;]|\s)(?:làm\s+)?(?:tăng|giảm)\s+(?:thu|chi|lỗ|nộp)(?:\s+(?:{at.grammar.bound}|thêm|tới|đến))*\s*$"
    # "giảm lỗ 62% so với năm trước"
    loss = rf"(?i)(?:^|[,;]|\s)(?:tăng|giảm)\s+lỗ(?:\s+(?:{at.grammar.bound}|thêm|tới|đến))*\s*$"
    # "giảm nhập 21%, còn 2 tỷ USD"
    deed = rf"(?i)(?:^|[,;]|\s)(?:tăng|(?:sụt\s+)?giảm)\s+(?:nhập|mua|bán|thu|chi|nộp|doanh\s+(?:thu|số)|lợi\s+nhuận|đặt\s+hàng|chi\s+tiêu|tiêu\s+thụ|sử\s+dụng|tuyển\s+dụng|nhân\s+sự|lao\s+động)(?:\s+(?:{at.grammar.bound}|thêm|tới|đến))*\s*$"
    return (at.money & at.before(words)) | (at.percent & (at.before(loss) | at.before(deed)))


def _caused(at: Around) -> pl.Expr:
    """ "giúp giảm chi phí sản xuất 35 tỷ đồng", "làm tăng năng suất 12%": what is done to a measure, and by how much."""
    cause = r"(?:làm|khiến|giúp|góp\s+phần|nhằm|qua\s+đó|từ\s+đó|nhờ\s+đó)(?:\s+(?:cho|[\p{L}]+)){0,4}?"
    amount = rf"(?:\s+(?:{at.grammar.bound}|thêm|tới|đến|bớt))*"
    made = rf"(?i)(?:^|[\s,]){cause}\s+(?:tăng|giảm)(?:\s+[^\s,;:()§]+){{1,9}}?{amount}\s*$"
    # "giúp giảm giá thành còn 12.000 đồng", "làm giảm phát thải của 35 doanh nghiệp": no amount.
    reached = rf"(?i)\s(?:tăng|giảm)\s[^,;()]*\s(?:lên|xuống|còn|từ|về|đạt|là|với|cho|để|gồm|của|trên|tại|ở|và|trong|ít\s+nhất|mỗi)(?:\s+(?:{at.grammar.bound}|tới|đến|mức))*\s*$"
    measured = rf"(?i)\s{cause}\s+(?:tăng|giảm)\s+(?:{at.grammar.measures})(?:\s[^,;:()§]*)?$"
    kinds = (at.money | at.percent).fill_null(False) | (at.counted & at.before(measured))
    # "giá lương thực tăng 3,3%, góp phần đẩy CPI lên 0,15%"
    pushed = at.before(rf"(?i)(?:đẩy|kéo)\s+(?:cpi|chỉ\s+số\s+giá)(?:\s+\p{{Ll}}+){{0,3}}?\s+(?:lên|xuống){amount}\s*$")
    return (at.before(made) & ~at.before(reached) & kinds) | (pushed & at.percent & at.printed(r"^[0-2](?:[.,]\d+)?$"))


def _rate_moved(at: Around) -> pl.Expr:
    """ "giảm tỷ lệ hộ nghèo 1,5%", "tăng tỷ lệ lao động qua đào tạo thêm 2%": by a few points, no rate that is reached."""
    reached = r"(?i)\s(?:tăng|giảm)\s[^,;()]*\s(?:lên|xuống|còn|từ|về|đạt|là|dưới|trên|mức|đến|tới|với|có|được)(?:\s[^,;()]*)?$"
    return at.percent & at.printed(r"^\d(?:[.,]\d+)?$") & at.before(rf"{_RATE_MOVED}\s*$") & ~at.before(reached)


#: "giảm lãi suất cho vay", "điều chỉnh tăng giá bán lẻ dầu": what someone moves, up to the amount.
_MOVED = r"(?i)(?:^|[\s,;])(?:cắt\s+giảm|tăng|giảm|hạ|nâng)\s+(?:(?:mức|mặt\s+bằng|khung|trần)\s+)?"
_MOVED_FAR = r"(?:\s+[^\s,;:()§]+){0,8}?(?:\s+(?:thêm|tới|khoảng|gần|hơn|trên|tối\s+đa|bình\s+quân|trung\s+bình))*\s*$"
_MOVED_TO = (
    r"\s(?:lên|xuống|còn|từ|về|đạt|là|với|để|gồm|trên|tại|ở|và|trong|hiện|dưới|mức|đang|sẽ|đã|được)(?:\s[^,;]*)?$"
)


def _price_moved(at: Around) -> pl.Expr:
    """ "giảm lãi suất cho vay 0,5%/năm", "tăng giá bán thép 300.000 đồng/tấn": so much is what someone moves it by."""
    price = r"(?:giá|cước|phí|học\s+phí|lệ\s+phí|chi\s+phí)"
    cost = r"(?:giá|cước|học\s+phí|phí|lệ\s+phí|chi\s+phí|lương|tiền\s+(?:lương|thuê|công)|nhân\s+sự|sản\s+lượng|công\s+suất)"
    tax = r"thuế\s+(?:bảo\s+vệ|nhập|xuất|tiêu\s+thụ|thu\s+nhập|sử\s+dụng)"
    moved = (
        (at.money.fill_null(False) & at.before(rf"{_MOVED}{price}\s+\p{{Ll}}+{_MOVED_FAR}"))
        | (at.percent & at.before(rf"{_MOVED}(?:{cost}|{tax})\s+\p{{Ll}}+{_MOVED_FAR}"))
        # A rate of interest moves by little; "giảm lãi suất vay 7%/năm" names it.
        | (at.percent & at.printed(r"^[0-3](?:[.,]\d+)?$") & at.before(rf"{_MOVED}lãi\s+(?:suất|vay){_MOVED_FAR}"))
    )
    reached = at.before(rf"{_MOVED}\p{{Ll}}+\s[^,;]*{_MOVED_TO}")
    return moved & ~reached


def _short(at: Around) -> pl.Expr:
    """ "thu nội địa hụt 1.200 tỷ đồng", "dầu thô hụt 11%": so much less; a "thâm hụt" is a balance."""
    missed = rf"(?i)(?:^|[\s,(])hụt(?:\s+(?:khoảng|{at.grammar.bound}|mất|tới))*\s*$"
    kinds = (at.money | at.percent).fill_null(False) | (at.counted & at.after(r"^\s*(?:so\s+với\s|§)"))
    return kinds & at.before(missed) & ~at.before(r"(?i)(?:thâm|hao)\s+hụt[^,;]*$")


def _added(at: Around) -> pl.Expr:
    """ "đạt 11,4 tỷ USD, thêm 1,2 tỷ USD, tương đương 11,8% so với cùng kỳ", "tức thêm 42,9%": so much more."""
    more = at.before(rf"(?i)^[^;()]*(?:[,–-]|\stức)\s*(?:là\s+)?thêm(?:\s+(?:{at.grammar.bound}))*\s*$")
    compared = at.after(r"(?i)^\s*(?:,?\s*tương\s+(?:đương|ứng)(?:\s+\p{Ll}+)*\s*$|so\s+với\s|§)")
    after = pl.col("follows") & more & (at.percent | (at.as_before & compared)).fill_null(False)
    # "tạo thêm 1.900 việc làm cho xã hội so với năm trước"
    made = at.before(
        rf"(?i)(?:^|[\s,;])(?:tạo|mở|tuyển|lập|trồng|xây)(?:\s+(?:ra|dựng|được|mới))?\s+thêm(?:\s+(?:{at.grammar.bound}))*\s*$"
    )
    return after | (made & at.counted & at.after(r"(?i)^[^,;.()§]{0,40}\s(?:so\s+với\s+)?§"))


def _compared_with(at: Around) -> pl.Expr:
    """The value compared with, which is no amount of growth."""
    # "tăng so với mức 2,03% cuối năm 2022", "giảm so với kỷ lục 11 tỷ USD năm 2022"
    mark = r"đỉnh|đáy|kỷ\s+lục"
    than = at.before(
        rf"(?i)so\s+với\s+(?:mức|con\s+số|mốc|{mark})(?:\s+(?:{mark}|cao\s+nhất|thấp\s+nhất|{at.grammar.bound}))*\s*$"
    )
    # "tăng so với năm 2013 (150 tỷ đồng)": the value of that year.
    in_brackets = rf"(?i)(?:^|[\s,])(?:{at.grammar.direction})(?:\s+\p{{Ll}}+)?\s+§+\s*\(\s*$"
    # "đạt 50,4 điểm, tăng nhẹ so với 50,3 điểm của tháng 1"
    against = at.before(r"(?i)^\s*,[^,;:()]{0,30}\sso\s+với\s*$") & at.after(r"^[^,;:()]{0,30}§")
    # "tỷ lệ hộ nghèo là 5,2%, giảm so với năm 2017 (6,7%)": the rate of that year; a growth has growths beside it.
    rate = r"(?i)(?:tỷ|tỉ)\s+(?:lệ|trọng|suất)\s|lãi\s+suất\s|lạm\s+phát\s"
    of_rate = previous(at.in_clause(rate)) & ~previous(at.before(at.grammar.grows_by))
    valued = ~at.percent | of_rate.fill_null(False)
    return than | (at.as_before & ((valued & at.before(in_brackets)) | (pl.col("follows") & against)))


def _named_as_growing(at: Around) -> pl.Expr:
    """Names that hold a word of growth: "thuế giá trị gia tăng (27% tổng số thuế)", "nông thôn mới nâng cao (18,75%)"."""
    # "vốn đăng ký tăng thêm đạt 3 tỷ USD": capital added to licensed projects is an amount of its own.
    added = r"(?i)(?:(?:(?:số|tổng|phần|lượng)\s+vốn|vốn\s+(?:đăng\s+ký|điều\s+chỉnh|góp|cấp))(?:\s+\p{Ll}+){0,3}\s+(?:tăng\s+thêm|điều\s+chỉnh\s+tăng)|điều\s+chỉnh\s+(?:tăng\s+)?vốn\s+(?:đầu\s+tư\s+)?tăng(?:\s+thêm)?)(?:\s+(?:đạt|là|ước|khoảng|gần|hơn|trên))*\s*$"
    # "số tiền giảm giá là 12 tỷ đồng": what it came to.
    added = rf"{added}|(?:số\s+tiền|kinh\s+phí)(?:\s+(?:được|miễn|giảm|giá|điện|thuế|phí|lãi|cước|,|và))+\s+(?:là|đạt)(?:\s+\p{{Ll}}+)?\s*$"
    # "tạo việc làm tăng thêm bình quân mỗi năm 12.000 lao động": jobs of their own.
    jobs = at.before(
        r"(?i)việc\s+làm\s+tăng\s+thêm(?:\s+(?:bình|quân|trung|mỗi|hằng|hàng|năm|là|đạt|khoảng|trên|hơn))*\s*$"
    )
    named = at.before(r"(?i)giá\s+trị\s+gia\s+tăng\s*\(?\s*$|nâng\s+cao\s*\(\s*$")
    return (at.before(added) & at.money) | (jobs & at.counted) | named


def _adds(at: Around) -> pl.Expr:
    """ "đóng góp cho tăng trưởng thêm 0,06 điểm phần trăm": what it adds is no growth of its own."""
    return (at.unit == "percentage_point") & at.in_clause(r"(?i)(?:^|[^\p{L}])đóng\s+góp\s[^,;:]{0,60}$")
