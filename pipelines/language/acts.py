"""Names that an act of paying gives to an amount of money: "bố trí 20 nghìn tỷ đồng vốn đối ứng"."""

from __future__ import annotations

import polars as pl

from pipelines.language.grammar import EDGE, Grammar
from pipelines.language.mask import reveal
from pipelines.language.measures import MONEY
from pipelines.language.sequence import following, previous
from pipelines.language.steps import once, only_where, without_steps

_LEVEL = pl.col("kind") == "level"
_UNIT = pl.col("unit_code")
_AMOUNT = _LEVEL & _UNIT.is_in(MONEY)
_LEAD = pl.col("lead").str
#: "Bình Dương thu hút 2,7 tỷ USD": a place or a firm, by its name.
_PROPER = r"^\p{Lu}[\p{L}.]*(?:\s+\p{Lu}[\p{L}.]*){1,4}$"
#: A subject that an order tells of first.
_IN_ORDER = r"(?i)^\s*\p{L}[^,;:()]{1,60}\s(?:(?:đứng|xếp)\s+(?:ở\s+)?(?:vị\s+trí\s+)?(?:thứ|đầu)|dẫn\s+đầu)(?:\s[^,;:()]*)?,\s+thu\s+hút(?:\s+\p{Ll}+)?\s*$"
_UNHEADED = ~pl.col("headed").fill_null(False)


def acts(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add spoken (the first words after the figure) and acted: the measure that stands after an amount of money."""
    spoken = pl.col("thing").str.extract(r"^((?:\S+\s+){0,9}\S+)", 1)
    # "được phân bổ 86 tỷ đồng thực hiện ba chương trình": for what, is no measure.
    spoken = pl.when(~spoken.str.contains(r"(?i)^thực(?:\s|$)")).then(spoken)
    after_amount = _after_amount(grammar)
    figures, after_amount = once(figures, after_amount | after_amount.pipe(following).fill_null(False))
    figures, part = only_where(figures, _beside(), _part(spoken, grammar))
    figures, act = once(figures, _act(grammar))
    figures, purpose = only_where(figures, _LEVEL & act.is_not_null(), _purpose())
    spoken = pl.coalesce(
        spoken, pl.when(_LEVEL & act.is_not_null() & ~purpose.str.contains(r"(?i)^(?:từ|là)\s")).then(reveal(purpose))
    )
    # "cua ghẹ tăng 84% khi thu về": such a verb names nothing alone.
    act = pl.when((act.str.to_lowercase() != "thu về") | spoken.is_not_null()).then(act)
    figures, alone = only_where(figures, _AMOUNT & act.is_not_null(), _without_act(grammar))
    figures, named = once(figures, alone.str.contains(_PROPER).fill_null(False))
    actor = _actor(grammar) | named
    # "vàng SJC mua vào 65,2 triệu đồng/lượng": a price.
    price = pl.col("per_code").is_not_null() & act.str.contains(r"(?i)^(?:mua|bán)\s")
    # "Bất động sản xếp thứ hai, thu hút 3 tỷ USD"
    figures, in_order = only_where(
        figures, _AMOUNT & act.is_not_null() & alone.is_not_null(), _LEAD.contains(_IN_ORDER)
    )
    drawn = (act.str.to_lowercase() == "thu hút") & spoken.is_null() & (named | in_order.fill_null(False))
    acting = _AMOUNT & act.is_not_null() & (_UNHEADED | actor.fill_null(False)) & ~price
    of_actor = pl.when(actor).then(pl.format("của {}", alone))
    acted = (
        pl.when(acting & drawn.fill_null(False))
        .then(pl.format("vốn {} {}", act.str.to_lowercase(), alone))
        .when(_gained(grammar))
        .then(pl.format("số tiền thu từ {}", previous(pl.col("thing"))))
        .when(acting)
        .then(pl.concat_str([act, spoken, of_actor], separator=" ", ignore_nulls=True))
        .when(after_amount)
        .then(spoken)
        .when(part.is_not_null())
        .then(part)
        .when(_measured_after(grammar))
        .then(_of_owner(spoken))
    )
    return without_steps(figures.with_columns(spoken.alias("spoken"), acted.alias("acted")))


def _gained(grammar: Grammar) -> pl.Expr:
    """ "bán đấu giá 120 lô đất, thu về 890 tỷ đồng": what the things counted before have brought."""
    told = rf"(?i)^[^;:()]*,\s+(?:(?:qua|từ|nhờ)\s+đó,?\s+)?(?:và\s+)?(?:đã\s+)?thu\s+(?:về|được)(?:\s+{grammar.bound})*\s*$"
    # "xuất khẩu 300 nghìn tấn cà phê, thu về 700 triệu USD": the same trade.
    weighed = _UNIT.is_in([*MONEY, "percent", *grammar.measuring_units])
    counted = (_LEVEL & ~weighed & pl.col("thing").is_not_null()).pipe(previous)
    return (_AMOUNT & pl.col("follows") & counted & _LEAD.contains(told)).fill_null(False)


def _actor(grammar: Grammar) -> pl.Expr:
    """Whether the subject is one that pays or grants."""
    return pl.col("own").str.contains(
        rf"(?i)^(?:{grammar._cues('organization')}|doanh\s+nghiệp|chính\s+phủ|bộ|tỉnh|nhà\s+nước|ngân\s+sách|nhà\s+đầu\s+tư|khối)(?:\s|$)"
        r"|^(?-i:\p{Lu}{2,}|\p{Lu}\p{L}*[Bb]ank)(?:\s|$)"
    )


def _act(grammar: Grammar) -> pl.Expr:
    """The act that leads to the amount: "bố trí", "hỗ trợ thêm cho"."""
    act = _LEAD.extract(
        rf"(?i){EDGE}((?:{grammar._cues('act')})(?:\s+(?:bổ\s+sung|thêm|vốn|khẩn\s+cấp|trực\s+tiếp|kịp\s+thời|trước\s+hạn))*(?:\s+cho(?:\s+\p{{L}}+){{1,4}}?)?)(?:\s+(?:{grammar.bound}|tới|đến|thêm))*\s*$",
        1,
    )
    # "ngân sách địa phương các cấp": levels of government, nothing granted.
    return pl.when(~_LEAD.contains(r"(?i)(?:^|\s)các\s+cấp(?:\s+\p{Ll}+)?\s*$")).then(act)


def _without_act(grammar: Grammar) -> pl.Expr:
    """The subject; "Ngân hàng trích": the act is told already; "tỉnh đề nghị cho phát hành": and that it is asked for."""
    return (
        pl.col("own")
        .str.replace(
            rf"(?i)(?:\s+(?:đã|đang|sẽ|cũng))*\s+(?:{grammar._cues('act')})(?:\s+(?:trước\s+hạn|khẩn\s+cấp|bổ\s+sung))?$",
            "",
        )
        .str.replace(r"(?i)\s+(?:đề\s+nghị|kiến\s+nghị|đề\s+xuất|quyết\s+định|cam\s+kết|đồng\s+ý)(?:\s+cho)?$", "")
    )


def _purpose() -> pl.Expr:
    """ "trích 1.756 tỷ đồng cho dự phòng rủi ro": what it is for; "300 tỷ đồng từ ngân sách địa phương": whence it comes."""
    return pl.col("rest").str.extract(
        r"(?i)^\s*((?:cho|để|vào|từ|là)\s+\p{L}[^,;:.()§\d]{2,60}?)(?:\s+(?:và|trong|nhằm|tăng|giảm|so\s+với))?\s*(?:[,;:.()§]|$)",
        1,
    )


def _after_amount(grammar: Grammar) -> pl.Expr:
    """Whether the amount is one of several, each with its measure after it.

    "41,5 nghìn tỷ đồng thuế GTGT, 35,2 nghìn tỷ đồng thuế TNDN và 10,6 nghìn tỷ đồng tiền thuê đất"
    """
    # "58,6 triệu đồng/lượng mua vào, 59,6 triệu đồng/lượng bán ra": of one price.
    money = _AMOUNT & pl.col("thing").is_not_null() & pl.col("per_code").is_null()
    return (
        money
        & pl.col("follows")
        & money.pipe(previous)
        & (_UNIT.pipe(previous) == _UNIT)
        & _LEAD.contains(r"^\s+\p{L}[^,;:()§]{1,40}(?:,|\s+và)\s*$")
        & ~_LEAD.contains(rf"(?i)\s(?:{grammar.verbs}|{grammar.direction}|cho|để|từ|với)\s")
    ).fill_null(False)


def _beside() -> pl.Expr:
    """Whether an amount without a subject stands after another one."""
    alike = (_UNIT.pipe(previous) == _UNIT) & _LEVEL.pipe(previous)
    return _AMOUNT & pl.col("own").is_null() & pl.col("follows") & alike


def _part(spoken: pl.Expr, grammar: Grammar) -> pl.Expr:
    """ "trong đó 176.000 tỷ đồng dành cho đầu tư, 300 tỷ đồng vốn vay": each part is named after its amount."""
    part = pl.coalesce(spoken, reveal(_purpose())).str.replace(r"(?i)^(?:từ|là|của|thuộc)\s+", "")
    opens = _LEAD.contains(
        rf"(?i)(?:^|[,;(])\s*(?:và\s+)?(?:(?:trong\s+(?:số\s+)?(?:đó|này)|gồm|bao\s+gồm|còn\s+lại|còn|riêng|có)\s*,?\s*)*(?:(?:{grammar.bound})\s+)*$"
    )
    names = part.str.contains(r"^\S+\s+\S") & ~part.str.contains(
        rf"(?i)^(?:mỗi|một|nữa|trở|trong|tại|ở|trên|vào|{grammar.function_words})(?:\s|$)"
    )
    return pl.when(opens & names).then(part)


def _measured_after(grammar: Grammar) -> pl.Expr:
    """Whether the measure stands after the amount: "đạt 30 tỷ đồng doanh thu"."""
    # "640 tỷ đồng doanh thu và 95 tỷ đồng lợi nhuận": the first measure belongs to the first amount.
    onward = (
        _LEAD.contains(rf"(?i)^\s*(?:tổng\s+)?(?:{grammar.head})[^,;:]*\s(?:và|cùng|với)\s*$")
        & pl.col("follows")
        & _UNIT.pipe(previous).is_in(MONEY).fill_null(False)
    )
    # "doanh nghiệp ghi nhận 300 tỷ đồng tổng doanh thu": who makes it, is no measure.
    by_whom = pl.col("own").str.contains(rf"(?i)^(?:{grammar.parts})(?:\s+(?:này|ghi\s+nhận|đạt|thu\s+về))*$")
    return (
        _AMOUNT
        & (_UNHEADED | onward | by_whom)
        & pl.col("thing").str.contains(rf"(?i)^(?:tổng\s+)?(?:{grammar.head})(?:\s|$)")
    )


def _of_owner(spoken: pl.Expr) -> pl.Expr:
    """The measure after the amount; "Hải Vân đứng đầu với 410 tỷ đồng lợi nhuận": and whose it is."""
    owned = (
        pl.col("own").str.contains(r"^\p{Lu}[\p{L}&.-]*(?:\s+\p{Lu}[\p{L}&.-]*){0,4}$")
        & ~spoken.str.contains(r"\s(?:của|tại)\s")
        & _LEAD.contains(" với ", literal=True)
    )
    return pl.when(owned).then(pl.format("{} của {}", spoken, "own")).otherwise(spoken)
