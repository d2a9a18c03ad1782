"""Parts and their totals: which level a figure is a part of, and the measure that bare names of parts share."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import END, Grammar
from pipelines.language.lent_carriage import lend_carriage
from pipelines.language.lent_heads import (
    before_place,
    lend_added,
    lend_before,
    lend_causes,
    lend_crops,
    lend_densities,
    lend_heads,
    lend_norms,
    lend_of_then,
    lend_proceeds,
    lend_quantities,
    lend_raised,
    lend_rates,
    lend_sides,
    lend_sums,
    lend_to_leaders,
    lend_to_places,
    lend_where,
)
from pipelines.language.lent_names import of_one
from pipelines.language.mask import reveal
from pipelines.language.measures import MONEY
from pipelines.language.sequence import following, previous, sentences_since
from pipelines.language.shared_names import counted_at_places, counted_parts, counted_within, of_other_place, rates_told
from pipelines.language.steps import distinctly, once, only_where, without_steps
from pipelines.language.totals import real_level, with_totals
from pipelines.vocabulary import alternation

_OF_MONEY = pl.col("unit_code").is_in(MONEY)

#: A trade and its goods, or its country: "kim ngạch xuất khẩu cà phê"; a turnover and its field.
_TRADED_GOODS = (
    r"(?i)^((?:tổng\s+)?(?:(?:(?:kim\s+ngạch|giá\s+trị|trị\s+giá)\s+)?(?:xuất|nhập)\s+khẩu|giá\s+trị\s+sản\s+xuất|doanh\s+thu))"
    r"(?:\s+\p{L}+){1,7}$"
)
#: What stays with the measure: whose it is, where to, how it is reckoned.
_KEPT = r"(?i)\s(?:của|sang|từ|tại|ở|tới|vào|thuần|hợp\s+nhất|ròng|bình\s+quân)(?:\s|$)"

#: How many sentences back the measure may stand that a list of bare names shares.
_NEAR = 6


#: "6 nhóm hàng đạt kim ngạch xuất khẩu trên 10 tỷ USD": what the goods of the next sentence are worth.
_COUNTED_BY_WORTH = (
    r"(?i)^(?:số\s+)?(?:nhóm\s+hàng|(?:nhóm\s+)?mặt\s+hàng|ngành\s+hàng|sản\s+phẩm|thị\s+trường)\s(?:.*\s)?"
    r"((?:kim\s+ngạch|trị\s+giá|giá\s+trị)(?:\s+(?:xuất|nhập)\s+khẩu)?|(?:xuất|nhập)\s+khẩu)(?:\s|$)"
)


def _of_goods_counted(figures: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr]:
    """The measure by which goods are counted, or null."""
    figures, (told,) = distinctly(figures, "label", pl.col("label").str.extract(_COUNTED_BY_WORTH, 1))
    worth = told.str.to_lowercase().str.replace(r"^((?:xuất|nhập)\s+khẩu)$", "kim ngạch ${1}")
    return figures, pl.when(real_level() & ~pl.col("unit_code").is_in(MONEY)).then(worth)


def _told_measure(figures: pl.DataFrame, measured: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """The measure that the parts after it share: an introduction's, the sentence's, or that of the sentences before."""
    label = pl.col("label")
    # A balance is no measure that its countries or goods would share.
    result = label.str.contains(
        rf"(?i)^(?:lãi|lỗ|vốn\s+thu\s+hút|(?:tổng\s+)?thiệt\s+hại|{grammar._cues('deficit')})(?:\s|$)|\sđóng\s+góp$"
    ).fill_null(False)
    averaged = label.str.contains(r"(?i)(?:bình|trung)\s+(?:quân|bình)")
    figures, (shared,) = distinctly(figures, "label", ~result & ~averaged & (label.str.count_matches(r"\S+") <= 14))
    of_money = pl.col("unit_code").is_in(MONEY)
    measure = measured & pl.col("balance").is_null() & shared & real_level() & of_money & pl.col("per_code").is_null()
    # "Xuất khẩu đạt …; nhập khẩu …. Nhóm nông sản đạt": the list that follows is of the first.
    turned = pl.col("follows") & pl.col("own").str.contains(r"(?i)^nhập\s+khẩu$")
    # "Dệt may xuất khẩu 7,2 tỷ USD; giày dép 4,8 tỷ USD": the goods before the measure are not shared.
    alone = pl.col("measured").str.contains(r"(?i)^(?:xuất|nhập)\s+khẩu$")
    goods = alone & ~pl.col("label").str.contains(
        r"(?i)^(?:xuất|nhập)\s+khẩu|(?:ngạch|lượng|giá|trị|hàng)\s+(?:xuất|nhập)\s+khẩu$"
    )
    whole = pl.when(goods).then(pl.col("measured")).otherwise(label)
    # "dự toán chi" alone is the other side of the budget told before.
    turned = turned.fill_null(False) | label.str.contains(r"(?i)^dự\s+toán\s+(?:thu|chi)$").fill_null(False)
    figures, told_here = once(figures, pl.when(measure & ~turned).then(whole))
    # Whose measure it was, is not told of the goods of the next sentence.
    lent = pl.when(pl.col("measured").str.contains(rf"(?i)^(?:{grammar._cues('bare')})$")).then(
        reveal(pl.col("measured"))
    )
    # "Lương tối thiểu vùng tăng 6%. Cụ thể, vùng 1 là 5 triệu đồng": a growth names the measure as well.
    grown = pl.when((pl.col("kind") == "change") & pl.col("headed") & pl.col("names_subject")).then(pl.col("own_label"))
    grown = pl.when(grown.str.contains(rf"(?i)^(?:{grammar._cues('money')})\s") & measured).then(grown)
    figures, of_counted = _of_goods_counted(figures)
    reach = pl.when(pl.coalesce(lent, told_here, of_counted).is_null()).then(1).otherwise(_NEAR)
    named = pl.struct(pl.coalesce(lent, told_here, grown, of_counted).alias("name"), "segment_no", reach.alias("reach"))
    figures, told = once(
        figures,
        pl.when(pl.coalesce(told_here, grown, of_counted).is_not_null()).then(named).forward_fill().over("document"),
    )
    near = sentences_since(told) <= told.struct.field("reach")
    figures, introduced = _introduced(figures, of_money, grammar)
    figures, of_whole = _of_whole(figures)
    before = pl.when(near).then(told.struct.field("name"))
    # "xuất khẩu tôm đạt …; cà phê đạt": the second is of the same trade, not of the same goods.
    shared = (
        pl.when(told_here.str.contains(_KEPT)).then(told_here).otherwise(told_here.str.replace(_TRADED_GOODS, "${1}"))
    )
    figures, of_trade = only_where(figures, told_here.is_not_null(), shared)
    traded = before.str.contains(r"(?i)(?:xuất|nhập)\s+khẩu|(?:^|\s)(?:xk|nk)(?:\s|$)").fill_null(False)
    of_whole = pl.when(~(traded & of_whole.str.starts_with("kim"))).then(of_whole)
    return _of_another_place(
        *once(figures, pl.coalesce(introduced, of_trade.forward_fill().over(HERE), of_whole, before))
    )


def _introduced(figures: pl.DataFrame, of_money: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """The measure that the words before a list name, for all of its amounts."""
    # "Một số mặt hàng có số thu lớn: xăng dầu 9.870 tỷ đồng"
    intro = pl.col("lead").str.extract(
        rf"(?i)(?:(?:^|\s)(?:có|về|với)\s+|^[\s§,]*)((?:{grammar.flows})(?:\s+\p{{L}}+){{0,4}}?)(?:\s+(?:lớn|cao|nhiều|tăng|giảm|khá|đạt|đáng)[^:,]*)?:\s",
        1,
    )
    figures, of_goods = _of_goods_listed(figures)
    figures, (intro,) = distinctly(figures, "lead", intro)
    intro = pl.coalesce(of_goods, intro)
    told = pl.when(of_money & ~intro.str.contains(r"(?i)^đóng\s+góp")).then(reveal(intro)).forward_fill().over(HERE)
    return figures, told


def _of_whole(figures: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr]:
    """ "chế biến dẫn đầu với 11,2 tỷ USD, chiếm 46% tổng vốn đăng ký; bất động sản …": the capital registered of each."""
    whole = (
        pl.col("rest")
        .str.to_lowercase()
        .str.extract(
            r"^[^,;.()]{0,8}?tổng\s+(?:số\s+)?((?:vốn|kim\s+ngạch|giá\s+trị|doanh\s+thu|dư\s+nợ|doanh\s+số)(?:\s+\p{Ll}+){1,4}?)(?:\s+(?:của|cả|toàn|trên|tại|trong|và)\s|\s*[,;.()§]|\s*$)",
            1,
        )
    )
    figures, told = only_where(figures, (pl.col("kind") == "share") & _OF_MONEY.pipe(previous), whole)
    figures, told = once(figures, told.pipe(following))
    named = pl.struct(told.alias("name"), "segment_no")
    figures, last = once(figures, pl.when(told.is_not_null()).then(named).forward_fill().over("document"))
    return once(figures, pl.when(sentences_since(last) <= 2).then(last.struct.field("name")))


def _of_another_place(figures: pl.DataFrame, measure: pl.Expr) -> tuple[pl.DataFrame, pl.Expr]:
    """ "xuất khẩu gỗ sang Mỹ đạt 3 tỷ USD, đứng thứ hai là Nhật Bản với": the exports, of a place of their own."""
    name = r"\p{Lu}[\p{L}.]*(?:\s+\p{Lu}[\p{L}.]*){0,3}"
    own, label = (pl.col(told).str.contains(rf"^(?:thị trường )?{name}$") for told in ("own", "label"))
    place = own.fill_null(False) | label.fill_null(False)
    before = rf"^((?i:(?:kim ngạch|trị giá|giá trị|xuất khẩu|nhập khẩu)\s.*?))\s+(?:(?:sang|tại|ở|từ|tới)\s+)?(?:thị\s+trường\s+)?{name}$"
    there = place & ~measure.str.contains(r"Việt Nam$")
    figures, elsewhere = only_where(figures, there & measure.is_not_null(), measure.str.extract(before, 1))
    return once(figures, pl.coalesce(elsewhere, measure))


def _of_goods_listed(figures: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr]:
    """ "Kim ngạch một số mặt hàng nhập khẩu giảm như: ô tô đạt 320 triệu USD": the measure of each of these goods."""
    goods = r"(?:(?:nhóm\s+)?mặt\s+hàng|nhóm\s+hàng|ngành\s+hàng|sản\s+phẩm|hàng\s+hóa)"
    trade = r"(\s+(?:xuất|nhập)\s+khẩu)?"
    some = (
        rf"(?i)(?:^|[,.;§]\s*)(kim\s+ngạch|trị\s+giá|giá\s+trị){trade}\s+(?:của\s+)?"
        rf"(?:một\s+số|các|nhiều|những)\s+{goods}{trade}\s[^:;.]*:\s"
    )
    lists = pl.col("lead").str.contains_any(["mặt hàng", "nhóm hàng", "ngành hàng", "sản phẩm", "hàng hóa"])
    lists = lists & pl.col("lead").str.contains(":", literal=True)
    figures, told = only_where(figures, lists, pl.col("lead").str.extract_groups(some))
    words = [told.struct.field(name) for name in "123"]
    return once(figures, pl.concat_str(words, ignore_nulls=True).replace("", None))


def join_parts(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add total_at: the level of which this one is a part (trong đó, gồm, parentheses), and complete headless labels of parts."""
    joined = _with_names_of_totals(with_totals(lend_raised(figures), grammar))
    same = (pl.col("total_unit") == pl.col("unit_code")) | pl.col("unit_code").is_null()
    joined = _sides_of_trade(joined)
    joined, part = _named_part(joined, grammar)
    # "Hải Vân đứng đầu với 410 tỷ đồng lợi nhuận": the measure stands after the amount.
    after = pl.col("own").str.contains(r"^\p{Lu}") & pl.col("own_label").str.contains(
        rf"(?i)^(?:{grammar.flows})(?:\s|$)"
    )
    # "hồ sơ mức 3 là 41%, mức 4 là 63%": which of them, no measure.
    degree = pl.col("own").str.contains(r"(?i)^(?:mức|cấp)(?:\s+độ)?\s+[\d\x{E010}-\x{E019}]+$").fill_null(False)
    measured = (pl.col("headed") | after.fill_null(False)) & ~part & ~degree
    joined, base = _told_measure(joined, measured, grammar)
    joined, needs_none = _named_already(joined, part, grammar)
    joined, rates_on, rate_before = rates_told(joined, measured)
    joined = joined.with_columns(rate_before.alias("rate_before_"))
    headless = (_headless(measured, grammar) | _bare_rate(measured, rates_on)) & ~needs_none
    joined = counted_within(counted_at_places(counted_parts(joined)))
    joined = joined.with_columns(base.alias("base_label")).with_columns(
        of_one(pl.coalesce("rate_before_", pl.when(same).then("total_label"), "base_label")).alias("base_label")
    )
    return (
        _completed(joined, headless, same, grammar)
        .drop("rate_before_", "trade_side_")
        .pipe(without_steps)
        .pipe(lend_heads, grammar)
        .pipe(lend_before)
        .pipe(lend_densities)
        .pipe(lend_sides)
        .pipe(lend_causes)
        .pipe(lend_crops)
        .pipe(lend_carriage)
        .pipe(lend_norms)
        .pipe(lend_sums)
        .pipe(lend_of_then)
        .pipe(lend_proceeds)
        .pipe(lend_added)
        .pipe(lend_where, grammar)
        .pipe(lend_rates, grammar)
        .pipe(lend_quantities, grammar)
        .pipe(lend_to_places, grammar)
        .pipe(lend_to_leaders, grammar)
    )


def _with_names_of_totals(totals: pl.DataFrame) -> pl.DataFrame:
    """Add total_label, total_unit and total_scale."""
    names = totals.select(
        "document",
        pl.col("char_start").alias("total_at"),
        pl.col("label").alias("total_label"),
        pl.col("unit_code").alias("total_unit"),
        pl.col("scale").alias("total_scale"),
    )
    return totals.join(names, on=["document", "total_at"], how="left", maintain_order="left")


def _sides_of_trade(joined: pl.DataFrame) -> pl.DataFrame:
    """ "kim ngạch xuất nhập khẩu của tỉnh đạt 12 tỷ USD, trong đó xuất khẩu 7 tỷ": one side of that trade; adds trade_side_."""
    both, one = (
        r"(?i)xuất(?:\s+khẩu)?(?:\s*,\s*|\s+và\s+|\s+)nhập\s+khẩu|xnk",
        r"(?i)^(?:xuất\s+khẩu|nhập\s+khẩu|xk|nk)$",
    )
    level = real_level() & _OF_MONEY
    joined, of_both = only_where(joined, level, pl.col("label").str.contains(both))
    joined, way = only_where(joined, level, pl.col("own").str.extract(f"({one})", 1).str.to_lowercase())
    told = pl.when(of_both & pl.col("balance").is_null()).then("label").forward_fill().over(HERE).pipe(previous)
    of_total = pl.when(pl.col("total_label").str.contains(both)).then("total_label")
    joined, whole = once(joined, pl.coalesce(told, of_total))
    exports, imports = (whole.str.replace(both, name) for name in ("xuất khẩu", "nhập khẩu"))
    side = pl.when(way.str.starts_with("x")).then(exports).when(way.is_not_null()).then(imports)
    joined = joined.with_columns(side.alias("trade_side_"))
    return without_steps(joined.with_columns(pl.coalesce("trade_side_", "label").alias("label")))


def _named_part(joined: pl.DataFrame, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """Whether the subject is a part of an economy, of a budget, of trade, without a measure."""
    part = pl.col("own").str.contains(rf"(?i)^(?:{grammar.parts}){END}")
    # "Khối ngoại bán ròng 300 tỷ đồng" tells its own measure.
    # … but not "khu vực có vốn đầu tư nước ngoài": whose capital it has, is its name.
    measuring = pl.col("own").str.replace(r"(?i)\scó\s+vốn\s+(?:đầu\s+tư\s+)?(?:trực\s+tiếp\s+)?(?:của\s+)?nước", "")
    part = part & ~measuring.str.contains(rf"(?i)\s(?:{grammar.flows}|(?:mua|bán)\s+ròng)(?:\s|$)")
    joined, (part,) = distinctly(joined, "own", part.fill_null(False))
    return joined, part


def _named_already(joined: pl.DataFrame, part: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """Whether the label names a measure, or an act of paying: it needs no other's head."""
    label = pl.col("label").str
    whole = alternation(grammar.vocabulary.cues("act", "whole"))
    joined, (named, plan, acts) = distinctly(
        joined,
        "label",
        label.contains(rf"(?i)^(?:{grammar.head}|{grammar._cues('act')}|thu|chi|trả)(?:\s|$)"),
        label.contains(
            rf"(?i)^(?:{grammar._cues('plan')}|nghĩa\s+vụ|gói|khoản|quỹ|cổ\s+phiếu|trái\s+phiếu)\s|(?:mua|bán)\s+ròng|^(?:nợ\s+công|nợ\s+xấu)(?:\s|$)"
            # "FDI vào bất động sản đạt 3 tỷ USD"
            r"|^(?:fdi|oda)\s+(?:vào|đăng\s+ký|thực\s+hiện|giải\s+ngân|ký\s+kết)(?:\s|$)"
        ),
        # "hỗ trợ người dân", and "các hộ tiết kiệm": who does it stands before the act.
        label.contains(rf"(?i)^(?:{whole})(?:\s|$)|\s(?:{whole})$")
        # "Huyện đầu tư xây dựng đường": so does what it goes to, after it.
        | (
            label.contains(
                rf"(?i)^(?:{grammar._cues('organization')}|tỉnh|huyện|xã|thị\s+xã|thành\s+phố|sở|nhân\s+dân)\s(?:\S+\s){{0,3}}?(?:{grammar._cues('act')})\s"
            )
            & ~label.contains(r"(?i)\s(?:vốn|được)\s")
        ),
    )
    named = plan | (named & (acts | (label.count_matches(r"\S+") >= 3)))
    return joined, ((named & ~part) | acts).fill_null(False)


def _headless(measured: pl.Expr, grammar: Grammar) -> pl.Expr:
    """Whether an amount names no measure: that of its total, or one told before, is lent to it."""
    measuring = [code for code in grammar.measuring_units if code != "item"]
    # "công suất toàn hệ thống đạt 45.528 MW, trong đó miền Bắc 22.800 MW"
    of_total = (pl.col("total_unit") == pl.col("unit_code")) & pl.col("unit_code").is_in(measuring)
    # "Đà Nẵng dẫn đầu với 0,61 điểm, Huế đứng thứ hai (0,58 điểm)": a place is no measure of another.
    of_total = of_total & ~pl.col("total_label").str.contains(r"^\p{Lu}[\p{L}.]*(?:\s\p{Lu}[\p{L}.]*)*$").fill_null(
        False
    )
    # "Trung Quốc chiếm 59% thị phần, với 1,07 tỷ USD": the value of that country.
    of_share = (pl.col("kind").pipe(previous) == "share") & pl.col("label").str.contains(
        r"^(?:\p{Lu}[\p{L}.]*|TP HCM)(?:\s\p{Lu}[\p{L}.]*){0,4}$"
    )
    of_share = of_share & pl.col("own").is_null() & (pl.col("kind") == "level")
    return (
        ~measured
        & pl.col("per_code").is_null()
        & (pl.col("names_subject") | of_share.fill_null(False))
        & pl.col("balance").is_null()
        & (_OF_MONEY | of_total)
    )


def _bare_rate(measured: pl.Expr, rates_on: pl.Expr) -> pl.Expr:
    """ "tỷ lệ thất nghiệp 2,3%, trong đó khu vực thành thị 3,2%"."""
    of_total = (
        ~measured & (pl.col("unit_code") == "percent") & (pl.col("total_unit") == "percent") & pl.col("names_subject")
    )
    is_rate = pl.col("label").str.contains(r"(?i)^(?:tỷ|tỉ)\s+(?:lệ|trọng)")
    return ((of_total | rates_on) & ~is_rate).fill_null(False)


def _completed(joined: pl.DataFrame, headless: pl.Expr, same: pl.Expr, grammar: Grammar) -> pl.DataFrame:
    """Complete the labels that name no measure."""
    level = real_level()
    joined, sided = once(joined, _side_of_budget())
    # "xuất khẩu đạt …, nhập khẩu đạt …": the second names only its direction.
    turned = pl.col("own").str.contains(r"(?i)^(?:nhập|xuất) khẩu$") & pl.col("follows") & level
    other = _traded_before(grammar)
    joined, elsewhere = of_other_place(joined, grammar)
    # … and "doanh thu Hà Nội", which names it already.
    base = pl.format("{} ", pl.col("base_label").str.to_lowercase())
    again = pl.format("{} ", pl.col("label").str.to_lowercase()).str.starts_with(base).fill_null(False)
    # "số hộ dân nông thôn có điện đạt 99,5%": the share of them.
    rate_of = level & (pl.col("unit_code") == "percent") & pl.col("label").str.contains(r"(?i)^(?:tổng\s+)?số\s+\p{Ll}")
    joined, rate_of = once(joined, rate_of.fill_null(False))
    lent = pl.coalesce(_before_goods(grammar), _of_retail(), before_place(), "base_label")
    label = (
        pl.when(rate_of)
        .then(pl.format("tỷ lệ {}", pl.col("label").str.replace(r"(?i)^(?:tổng\s+)?số\s+(?:lượng\s+)?(?:các\s+)?", "")))
        .when(pl.coalesce("trade_side_", sided).is_not_null())
        .then(pl.coalesce("trade_side_", sided))
        .when(elsewhere.is_not_null())
        .then(elsewhere)
        .when(turned & same & ~_OF_MONEY & pl.col("total_label").is_not_null())
        .then(pl.format("{} {}", "total_label", pl.col("own")))
        .when(turned & (other.str.len_chars() > 3))
        .then(pl.format("{} {}", other, pl.col("own")))
        .when(headless & pl.col("base_label").is_not_null() & level & ~again)
        .then(pl.format("{} {}", lent, "label"))
        .otherwise("label")
    )
    return joined.with_columns(label.alias("label"))


def _side_of_budget() -> pl.Expr:
    """ "dự toán thu ngân sách đạt …; dự toán chi": the other side of one budget."""
    budget = pl.col("base_label").str.extract(
        r"(?i)(?:^|\s)(?:thu|chi)\s+(?:cân\s+đối\s+)?((?:ngân\s+sách|nsnn|nsđp)(?:\s.*)?)$", 1
    )
    side = real_level() & pl.col("label").str.contains(r"(?i)^(?:dự\s+toán\s+|tổng\s+)*(?:thu|chi)$")
    return pl.when(side).then(pl.format("{} {}", "label", budget))


def _traded_before(grammar: Grammar) -> pl.Expr:
    """The label before without the direction of its trade."""
    before = pl.col("base_label").pipe(previous)
    # (where goods are weighed, what was told before must have been traded as well)
    traded = before.str.contains(r"(?i)(?:xuất|nhập)\s+khẩu")
    other: pl.Expr = pl.when(traded | ~pl.col("unit_code").is_in(grammar.masses).fill_null(False)).then(before)
    return other.str.replace(r"(?i)(?:xuất|nhập)\s+khẩu", "").str.strip_chars()


def _of_retail() -> pl.Expr:
    """ "tổng mức bán lẻ hàng hóa và doanh thu dịch vụ, trong đó ăn uống": revenue of catering, no retail of it."""
    retail = pl.col("base_label").str.contains(r"(?i)^tổng mức bán lẻ\s.*\svà doanh thu dịch vụ")
    return pl.when(retail & ~pl.col("label").str.contains("(?i)bán lẻ")).then(pl.lit("doanh thu"))


def _before_goods(grammar: Grammar) -> pl.Expr:
    """The measure of base_label, where its goods are those of the label: "kim ngạch xuất khẩu (gỗ và sản phẩm gỗ)"."""
    goods = pl.col("base_label").str.to_lowercase().str.contains(pl.col("label").str.to_lowercase(), literal=True)
    measure = pl.col("base_label").str.extract(
        rf"(?i)^((?:{grammar.head})(?:\s+(?:xuất\s+khẩu|nhập\s+khẩu|xuất\s+nhập\s+khẩu|sản\s+xuất|tiêu\s+thụ))?)\s", 1
    )
    return pl.when(goods & (pl.col("label").str.len_chars() > 2)).then(measure)
