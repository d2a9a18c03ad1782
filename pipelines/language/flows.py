"""Whether a figure sums up a period (a flow) or holds at a time (a stock), where no indicator says so."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import Grammar
from pipelines.language.kind_lists import earlier
from pipelines.language.measures import MONEY
from pipelines.language.sequence import following
from pipelines.language.steps import distinctly, once, only_where, without_steps

#: Guests and passengers, but neither customers nor hotels.
_GUESTS = r"khách(?:$|\s+(?:[^hs]|h[^à]|hà[^n]|s[^ạ]))"


def tell_flows(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add is_flow, and from_value: the figure is what another rises or falls from."""
    figures, (label,) = distinctly(figures, "label", pl.col("label").str.to_lowercase())
    figures, done = _done_in_time(figures, label)
    money = pl.col("unit_code").is_in(MONEY)
    # A price or wage holds at a time; nothing sums it up.
    price = label.str.contains(r"^(?:mức\s+)?(?:(?:đơn\s+)?giá|lương)(?:\s|$)") & ~label.str.contains(r"^giá\s+trị")
    # "giá xuất khẩu bình quân": a mean of the whole time.
    figures, mean = only_where(figures, price, pl.col("lead").str.contains(r"(?i)\s(?:bình\s+quân|trung\s+bình)\s"))
    price = price & ~(mean & ~_from_value()).fill_null(False)
    figures, in_force = once(figures, _in_force(money, label))
    # "doanh số cho vay", "doanh số thu nợ": sums of what was lent and paid back.
    turnover = label.str.contains(r"^(?:tổng\s+)?doanh\s+(?:số|thu)(?:\s|$)")
    figures, stands = once(figures, (_stands(label, money, in_force, grammar) & ~done & ~turnover) | price)
    trades = label.str.contains(rf"{grammar._cues('trade_word')}|lượng |{_GUESTS}") | _sums_up(label) | done
    flows = label.str.contains(rf"{grammar._cues('flow_word')}|{_GUESTS}|{_PAYS}") | money | done | _weighed(label)
    counted = pl.col("counted").fill_null(False) & ~pl.col("unit_code").is_in(grammar.measuring_units)
    rate = pl.col("unit_code").is_in(["percent", "percentage_point"])
    told = flows & (trades | ~counted) & ~stands & ((pl.col("kind") == "change") | ~rate)
    # "đến hết ngày 15/5, tỷ lệ giải ngân là 26%": of all that was paid out in the time.
    told = told | (rate & label.str.contains(r"^(?:tỷ|tỉ)\s+lệ\s+giải\s+ngân(?:\s|$)"))
    known = pl.col("indicator_kind")
    # "62 dự án còn hiệu lực, tổng vốn đăng ký 2 tỷ USD": registered by then, whatever is else in a time.
    known = pl.when(~in_force.fill_null(False)).then(known)
    figures, happened = once(figures, _happened_once())
    # "Tổng thiệt hại ước khoảng 530 tỷ đồng": of the event that the sentences before tell.
    at = pl.when(happened).then("segment_no").forward_fill().over("document")
    lasting = label.str.contains(r"thiệt\s+hại") & (pl.col("segment_no") - at <= _FAR)
    told = told & ~(happened | lasting.fill_null(False))
    is_flow = pl.when(known.is_not_null()).then(known == "flow").otherwise(told.fill_null(False))
    figures, is_flow = once(figures, is_flow)
    # "XK sang EU đạt 935 triệu USD, trong đó Hà Lan và Đức tăng 35% và 46%": a name alone tells of the same measure.
    alone = (pl.col("kind") == "change") & pl.col("level_at").is_null() & known.is_null() & ~stands
    named = pl.col("label").str.contains(r"^\p{Lu}[\p{L}.]*(?:\s\p{Lu}[\p{L}.]*)*$")
    figures, same = only_where(figures, alone, named)
    before = pl.when(pl.col("kind") == "level").then(is_flow).forward_fill().over(HERE)
    is_flow = is_flow | (same & before).fill_null(False)
    return without_steps(
        figures.with_columns(is_flow.alias("is_flow"), _from_value().fill_null(False).alias("from_value"))
    )


#: What happens once, and takes its toll since: no sum of a year.
_EVENT = (
    r"(?i)(?:^|[\s,])(?:(?:cơn\s+)?bão|(?:mưa|dông|giông|gió)\s+(?:lũ|lớn|đá|to|lốc)|mưa,?\s+lũ|lũ\s+(?:quét|lụt)|sạt\s+lở|"
    r"động\s+đất|lốc\s+xoáy|sóng\s+thần|trận\s+\p{L}+|vụ\s+(?:sập|chìm|nổ|lật|cháy\s+lớn))(?:\s[^;:.]*)?\s(?:đã\s+)?(?:làm|khiến|gây|cướp)\s"
)

#: How many sentences on the toll of an event is still told.
_FAR = 6


def _happened_once() -> pl.Expr:
    """Whether it is the toll of one event: "tính đến 7h ngày 15/10, mưa lũ đã làm 40 người chết"."""
    told = pl.col("lead").str.contains(_EVENT)
    return told | earlier(told)


#: "thu ngân sách", "nộp thuế": what is paid, by words that are parts of others; "thu hoạch" pays nothing.
_PAYS = r"(?:^|\s)(?:xk|nk)(?:\s|$)|(?:^|\s)thu (?:[^h]|h[^o])|(?:^|\s)chi |(?:^|số |tiền |thuế )nộp "


def _stands(label: pl.Expr, money: pl.Expr, in_force: pl.Expr, grammar: Grammar) -> pl.Expr:
    """Whether words say that it holds at a time: "dư nợ", "số thuê bao", "lũy kế"."""
    counts = r"^(?:tổng\s+)?(?:số|tỷ\s+lệ|tỉ\s+lệ|tỷ\s+trọng|dư\s+nợ|quy\s+mô|mật\s+độ)(?:\s|$)"
    owes = r"^tín dụng|(?:^|\s)nợ(?:\s|$)|(?:^|\s)vay (?:ngắn|trung|dài) hạn"
    named = label.str.contains(rf"{grammar._cues('stock_word')}|{owes}")
    return (~money & label.str.contains(counts)) | named | in_force


def _in_force(money: pl.Expr, label: pl.Expr) -> pl.Expr:
    """Whether it is of what is in force at a time, or all that was paid by then."""
    # "37.238 dự án còn hiệu lực với tổng vốn 446 tỷ USD"
    told = pl.col("lead").str.contains(r"(?i)^[^;:()]{0,60}còn\s+hiệu\s+lực")
    # "số thu lũy kế đạt 3.400 tỷ đồng": of the year so far.
    runs = label.str.contains(r"^(?:tổng\s+)?(?:(?:số\s+)?(?:thu|chi)|doanh\s+thu|sản\s+lượng|kim\s+ngạch)(?:\s|$)")
    told = told | (pl.col("lead").str.contains(r"(?i)(?:lũy|luỹ)\s+kế(?:\s+\p{Ll}+){0,3}\s*$") & ~runs.fill_null(False))
    # "1.196 dự án còn hiệu lực, gồm 388 dự án FDI với vốn đăng ký 6 tỷ USD"
    of_those = money & earlier(pl.col("lead").str.contains("còn hiệu lực", literal=True))
    return told | (of_those & pl.col("lead").str.contains(r"(?i)\svốn\s")).fill_null(False)


def _done_in_time(figures: pl.DataFrame, label: pl.Expr) -> tuple[pl.DataFrame, pl.Expr]:
    """Whether it counts what is done in a period, not what stands at its end: "số lượng tờ khai"."""
    events = label.str.contains(
        r"^(?:tổng\s+)?(?:số|số\s+lượng|lượng)\s+(?:lượt\s+)?(?:tờ khai|giao dịch|vụ|chuyến|lượt|văn bản)(?:\s|$)"
        # "xảy ra 345 vụ, chết 77 người": as the accidents are.
        r"|^người (?:chết|bị thương|thiệt mạng|mất tích)(?:\s|$)"
        # "đến 17/12, cả nước ghi nhận 166.000 ca mắc sốt xuất huyết", "phát hiện 412 vụ buôn lậu"
        r"|^vụ (?:vi|buôn|cháy|tai|việc|án|phạm|mua|vận|xử)|^(?:ca|trường hợp)\s.*(?:sốt xuất huyết|tay chân miệng|sởi|dại|bạch hầu|ho gà|ngộ độc|sốt rét|thủy đậu|viêm não|tai nạn)"
        r"|^(?:lượt|giao dịch|dự án)\s.*(?:cấp (?:mới|giấy)|điều chỉnh|góp vốn|đăng ký mới|tăng vốn)"
        r"|^(?:số )?(?:doanh nghiệp|dn|công ty|hộ kinh doanh)\s.*(?:giải thể|ngừng (?:hoạt động|kinh doanh)|quay (?:trở )?lại|(?:hoạt động )?trở lại|tạm ngừng|rút lui|phá sản)"
    )
    # "thu hút được 11 dự án": so many came in the time.
    figures, came = only_where(
        figures,
        pl.col("lead").str.contains(" hút ", literal=True),
        pl.col("lead").str.contains(r"(?i)(?:^|\s)thu\s+hút(?:\s+(?:thêm|được|mới|hơn|gần|trên))*\s*$"),
    )
    # "ô tô 13.400 chiếc, trị giá 280 triệu USD": so many were traded.
    worth = following(pl.col("lead")).str.contains(
        r"(?i)^\s*(?:,|với|,\s*với)\s+(?:tổng\s+)?(?:trị\s+giá|kim\s+ngạch)\s"
    )
    # "xảy ra 52 vụ cháy"; the area of a crop, "vụ đông xuân", stands.
    events = events | (label.str.contains(r"^vụ\s") & pl.col("unit_word").str.contains(r"(?i)^vụ(?:\s|$)"))
    return figures, events | came.fill_null(False) | (worth & (pl.col("unit_code") == "item")).fill_null(False)


def _weighed(label: pl.Expr) -> pl.Expr:
    """Whether so many tonnes are made, sold or shipped in a time; what is kept is told so."""
    kept = r"trữ|tồn|công suất|trọng tải|tải trọng|sức chứa|dung tích|năng lực|còn lại"
    return (pl.col("unit_code") == "tonne") & ~label.str.contains(kept)


def _sums_up(label: pl.Expr) -> pl.Expr:
    return label.str.contains(r"^(?:tổng\s+)?(?:doanh\s+số|doanh\s+thu|sản\s+lượng)(?:\s|$)")


#: What may stand between "từ" and the value that another rises or falls from: "từ mức đỉnh", "từ mức cao kỷ lục".
PEAK = r"(?:mức|con\s+số|đỉnh|đáy|kỷ\s+lục|cao|thấp|nhất|bình\s+quân|trung\s+bình|khoảng|gần|hơn|trên|dưới|chỉ)"


def _from_value() -> pl.Expr:
    """ "tăng từ 5% lên 7%", "giảm từ mức đỉnh 9-10% xuống 7-8%"."""
    # What follows a range stands after its second numeral.
    after = pl.when("range_low").then(following(pl.col("rest"))).otherwise("rest").str
    return (
        (pl.col("kind") == "level")
        & pl.col("lead").str.contains(rf"(?i)(?:^|[^\p{{L}}])từ(?:\s+{PEAK})*\s*$")
        & after.contains(r"(?i)^[^,;.]*(?:^|[^\p{L}])(?:lên|xuống|về|còn)(?:[^\p{L}]|$)")
        & ~after.contains(r"(?i)^[^,;.]{0,20}trở\s+(?:lên|xuống)")
    )
