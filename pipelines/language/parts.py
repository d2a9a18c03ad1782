"""Parts and their totals: which level a figure is a part of, and the measure that bare names of parts share."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import EDGE, Grammar
from pipelines.language.links import STANDALONE
from pipelines.language.mask import reveal
from pipelines.language.measures import MONEY
from pipelines.language.sequence import previous
from pipelines.language.steps import distinctly, once, without_steps
from pipelines.vocabulary import alternation

_LEVEL = pl.col("kind") == "level"

#: How many sentences back the measure may stand that a list of bare names shares.
_NEAR = 6


def _up_to_shared_word(name: pl.Expr, own: pl.Expr) -> pl.Expr:
    """``name`` before the word that ``own`` opens with, or all of it."""
    word = own.str.extract(r"^(\S+)", 1).str.to_lowercase()
    # "Việt Nam" shares no word with "nam".
    before = pl.format("{} ", name).str.split(pl.format(" {} ", word)).list.first().str.len_chars()
    opens = pl.format("{} ", name.str.to_lowercase()).str.starts_with(pl.format("{} ", word))
    return pl.when(opens).then(pl.lit("")).otherwise(name.str.head(before)).str.strip_chars()


def _real_level() -> pl.Expr:
    return _LEVEL & ~pl.col("prior") & ~pl.col("converted") & ~STANDALONE


def _with_totals(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add total_at: the level of which this one is a part (trong đó, gồm, parentheses)."""
    level = _real_level()
    opens = pl.col("lead").str.contains(rf"(?i){EDGE}(?:{grammar._cues('breakdown')})(?:[^\p{{L}}]|$)") & pl.col(
        "follows"
    )
    starts_sentence = pl.col("lead").str.contains(r"(?i)^\s*[\"(-]*\s*trong\s+(?:số\s+)?đó") & ~pl.col("follows")
    # "thứ hai là thanh long (485 triệu USD": no part of what was told before.
    inside = (pl.col("depth") > 0) & ~pl.col("lead").str.contains(r"(?i)trừ\s|\slà\s+[^,;:()]{2,40}\(\s*$")
    first_inside = inside & (pl.col("paren") != pl.col("paren").pipe(previous).fill_null(0))
    opened = (opens | first_inside).fill_null(False)
    outside_level = pl.when(level & (pl.col("depth") == 0)).then("char_start")
    before = outside_level.forward_fill().over(HERE).pipe(previous)
    # "trích 350 tỷ đồng hỗ trợ 10 tỉnh, trong đó Lào Cai 150 tỷ đồng": a part of the money.
    of_money = pl.col("unit_code").is_in(MONEY)
    amount = pl.when(of_money).then(outside_level).forward_fill().over(HERE).pipe(previous)
    before = pl.when(of_money).then(pl.coalesce(amount, before)).otherwise(before)
    figures, before = once(figures, before)
    marked = figures.with_columns(
        pl.when(opened).then(before).alias("opened_total"),
        before.alias("level_before"),
        opens.alias("breakdown"),
        inside.alias("inside"),
        starts_sentence.alias("continues_total"),
    )
    # "điện gió 17 tỷ kWh, trong đó ở A 11 tỷ kWh, ở B 5 tỷ kWh; thủy điện": the parts end with their item of the list.
    clause = pl.col("lead").str.count_matches(";", literal=True).cast(pl.Int64).cum_sum().over(HERE)
    marked, clause = once(marked, clause)
    opened_in = pl.when(pl.col("breakdown")).then(clause).forward_fill().over(HERE)
    marked, opened_in = once(marked, opened_in)
    several = (level & (clause == opened_in)).cast(pl.Int64).sum().over(*HERE, opened_in) >= 2
    running = pl.when(pl.col("breakdown")).then("opened_total").forward_fill().over(HERE)
    running = pl.when((clause == opened_in) | (opened_in == 0) | ~several).then(running)
    in_paren = pl.when(pl.col("inside")).then(pl.col("opened_total").forward_fill().over(*HERE, "paren"))
    total = pl.when(level).then(pl.coalesce(in_paren, pl.when(~pl.col("inside")).then(running)))
    totals = marked.with_columns(total.alias("total_at"))
    ends = (
        totals.select(*HERE, pl.when(level & (pl.col("depth") == 0)).then("char_start").alias("sentence_before"))
        .drop_nulls("sentence_before")
        .group_by(HERE, maintain_order=True)
        .last()
        .with_columns(pl.col("segment_no") + 1)
    )
    return (
        without_steps(totals)
        .join(ends, on=HERE, how="left", maintain_order="left")
        .with_columns(
            pl.coalesce(
                "total_at", pl.when(level & pl.col("continues_total").first().over(HERE)).then("sentence_before")
            ).alias("total_at")
        )
    )


def _told_measure(figures: pl.DataFrame, measured: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """The measure that the parts after it share: an introduction's, the sentence's, or that of the sentences before."""
    label = pl.col("label")
    # A balance is no measure that its countries or goods would share.
    result = label.str.contains(
        rf"(?i)^(?:lãi|lỗ|(?:tổng\s+)?thiệt\s+hại|{grammar._cues('deficit')})(?:\s|$)"
    ).fill_null(False)
    averaged = label.str.contains(r"(?i)(?:bình|trung)\s+(?:quân|bình)")
    figures, (shared,) = distinctly(figures, "label", ~result & ~averaged & (label.str.count_matches(r"\S+") <= 14))
    of_money = pl.col("unit_code").is_in(MONEY)
    measure = measured & pl.col("balance").is_null() & shared & _real_level() & of_money & pl.col("per_code").is_null()
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
    reach = pl.when(pl.coalesce(lent, told_here).is_null()).then(1).otherwise(_NEAR)
    named = pl.struct(pl.coalesce(lent, told_here, grown).alias("name"), "segment_no", reach.alias("reach"))
    figures, told = once(
        figures, pl.when(pl.coalesce(told_here, grown).is_not_null()).then(named).forward_fill().over("document")
    )
    near = pl.col("segment_no") - told.struct.field("segment_no") <= told.struct.field("reach")
    # "Một số mặt hàng có số thu lớn: xăng dầu 9.870 tỷ đồng"
    intro = pl.col("lead").str.extract(
        rf"(?i)(?:(?:^|\s)(?:có|về|với)\s+|^[\s§,]*)((?:{grammar.flows})(?:\s+\p{{L}}+){{0,4}}?)(?:\s+(?:lớn|cao|nhiều|tăng|giảm|khá|đạt|đáng)[^:,]*)?:\s",
        1,
    )
    figures, (intro,) = distinctly(figures, "lead", intro)
    introduced = (
        pl.when(of_money & ~intro.str.contains(r"(?i)^đóng\s+góp")).then(reveal(intro)).forward_fill().over(HERE)
    )
    before = pl.when(near).then(told.struct.field("name"))
    return figures, pl.coalesce(introduced, told_here.forward_fill().over(HERE), before)


def join_parts(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add total_at: the level of which this one is a part (trong đó, gồm, parentheses), and complete headless labels of parts."""
    totals = _with_totals(figures, grammar)
    level = _real_level()
    names = totals.select(
        "document",
        pl.col("char_start").alias("total_at"),
        pl.col("label").alias("total_label"),
        pl.col("unit_code").alias("total_unit"),
        pl.col("scale").alias("total_scale"),
    )
    joined = totals.join(names, on=["document", "total_at"], how="left", maintain_order="left")
    same = (pl.col("total_unit") == pl.col("unit_code")) | pl.col("unit_code").is_null()
    part = pl.col("own").str.contains(rf"(?i)^(?:{grammar.parts})(?:[^\p{{L}}]|$)")
    part = part & ~pl.col("own").str.contains(rf"(?i)\s(?:{grammar.flows})(?:\s|$)")
    joined, (part,) = distinctly(joined, "own", part.fill_null(False))
    measured = pl.col("headed") & ~part
    joined, base = _told_measure(joined, measured, grammar)
    of_money = pl.col("unit_code").is_in(MONEY)
    # "xuất khẩu đạt …, nhập khẩu đạt …": the second names only its direction.
    turned = pl.col("own").str.contains(r"(?i)^(?:nhập|xuất) khẩu$") & pl.col("follows") & level
    measuring = [code for code in grammar.measuring_units if code not in ("item", "interaction")]
    headless = (
        ~measured
        & pl.col("per_code").is_null()
        & pl.col("names_subject")
        & pl.col("balance").is_null()
        & (
            pl.col("unit_code").is_in(MONEY)
            # "công suất toàn hệ thống đạt 45.528 MW, trong đó miền Bắc 22.800 MW"
            | ((pl.col("total_unit") == pl.col("unit_code")) & pl.col("unit_code").is_in(measuring))
        )
    )
    # What names a measure, or an act of paying, already needs no other's head.
    named = pl.col("label").str.contains(rf"(?i)^(?:{grammar.head}|{grammar._cues('act')}|thu|chi|trả)(?:\s|$)")
    plan = pl.col("label").str.contains(
        rf"(?i)^(?:{grammar._cues('plan')}|nghĩa\s+vụ|gói|khoản|quỹ|cổ\s+phiếu)\s|^(?:nợ\s+công|nợ\s+xấu)(?:\s|$)"
    )
    acts = pl.col("label").str.contains(rf"(?i)^(?:{alternation(grammar.vocabulary.cues('act', 'whole'))})(?:\s|$)")
    joined, (named, plan, acts) = distinctly(joined, "label", named, plan, acts)
    named = plan | (named & (acts | (pl.col("label").str.count_matches(r"\S+") >= 3)))
    # "tỷ lệ thất nghiệp 2,3%, trong đó khu vực thành thị 3,2%"
    rates = (
        ~measured & (pl.col("unit_code") == "percent") & (pl.col("total_unit") == "percent") & pl.col("names_subject")
    )
    joined, rates_on, rate_before = _rates(joined, measured)
    rates = rates | rates_on
    joined = joined.with_columns(pl.when(rates_on).then(rate_before).alias("rate_before_"))
    headless = headless | (rates & ~pl.col("label").str.contains(r"(?i)^(?:tỷ|tỉ)\s+(?:lệ|trọng)")).fill_null(False)
    headless = headless & ~(named & ~part).fill_null(False)
    joined = _counted_parts(joined)
    joined = joined.with_columns(base.alias("base_label")).with_columns(
        pl.coalesce("rate_before_", pl.when(same).then("total_label"), "base_label").alias("base_label")
    )
    # "dự toán thu ngân sách đạt …; dự toán chi": the other side of one budget.
    budget = pl.col("base_label").str.extract(
        r"(?i)(?:^|\s)(?:thu|chi)\s+(?:cân\s+đối\s+)?((?:ngân\s+sách|nsnn|nsđp)(?:\s.*)?)$", 1
    )
    side = level & pl.col("label").str.contains(r"(?i)^(?:dự\s+toán\s+|tổng\s+)*(?:thu|chi)$")
    joined, sided = once(joined, pl.when(side).then(pl.format("{} {}", "label", budget)))
    other = pl.col("base_label").pipe(previous).str.replace(r"(?i)(?:xuất|nhập)\s+khẩu", "").str.strip_chars()
    joined, elsewhere = _elsewhere(joined)
    again = (pl.col("label").str.to_lowercase() == pl.col("base_label").str.to_lowercase()).fill_null(False)
    # "số hộ dân nông thôn có điện đạt 99,5%": the share of them.
    rate_of = level & (pl.col("unit_code") == "percent") & pl.col("label").str.contains(r"(?i)^(?:tổng\s+)?số\s+\p{Ll}")
    joined, rate_of = once(joined, rate_of.fill_null(False))
    return (
        joined.with_columns(
            pl.when(rate_of)
            .then(pl.format("tỷ lệ {}", "label"))
            .when(sided.is_not_null())
            .then(sided)
            .when(elsewhere.is_not_null())
            .then(elsewhere)
            .when(turned & same & ~of_money & pl.col("total_label").is_not_null())
            .then(pl.format("{} {}", "total_label", pl.col("own")))
            .when(turned & (other.str.len_chars() > 3))
            .then(pl.format("{} {}", other, pl.col("own")))
            .when(headless & pl.col("base_label").is_not_null() & level & ~again)
            .then(pl.format("{} {}", pl.coalesce(_before_goods(grammar), "base_label"), "label"))
            .otherwise("label")
            .alias("label"),
        )
        .drop("rate_before_")
        .pipe(without_steps)
        .pipe(_lend_heads, grammar)
    )


def _rates(figures: pl.DataFrame, measured: pl.Expr) -> tuple[pl.DataFrame, pl.Expr, pl.Expr]:
    """Whether a figure goes on with a rate told before, and that rate: of the sentence, or of the one that it specifies."""
    level = _real_level()
    # "tỷ lệ thất nghiệp là 2,3%; khu vực thành thị 2,9%, nông thôn 2%"
    rate = pl.when(
        level
        & (pl.col("unit_code") == "percent")
        & pl.col("label").str.contains(r"(?i)^(?:tỷ|tỉ)\s+(?:lệ|suất)|^lãi\s+suất|^(?:công\s+suất|hệ\s+số)\s")
    ).then("label")
    # "… bình quân là 88,7%. Cụ thể, Vietnam Airlines đạt 88,4%": of the rate told just before.
    told_last = (
        figures.select(*HERE, rate.alias("rate_told"))
        .drop_nulls("rate_told")
        .group_by(HERE, maintain_order=True)
        .last()
        .with_columns(pl.col("segment_no") + 1)
    )
    figures = figures.join(told_last, on=HERE, how="left", maintain_order="left")
    specifies = pl.col("lead").str.contains(
        r"(?i)^\s*(?:cụ\s+thể|trong\s+(?:số\s+)?đó|theo\s+đó|đáng\s+chú\s+ý)\s*,?\s+(?-i:\p{Lu})[^,;:()]{1,40}$"
    )
    opens = specifies.first().over(HERE).fill_null(False)
    before = pl.coalesce(
        rate.forward_fill().over(HERE).pipe(previous),
        pl.when(opens & ~pl.col("label").str.contains(r"(?i)^(?:tỷ|tỉ)\s+(?:lệ|trọng)")).then("rate_told"),
    )
    figures, before = once(figures, before)
    goes_on = (
        level
        & ~measured
        & (pl.col("unit_code") == "percent")
        & pl.col("names_subject")
        & before.is_not_null()
        & pl.col("own").is_not_null()
        & (pl.col("own").str.count_matches(r"\S+") <= 5)
        & (pl.col("lead").str.contains(r"(?i)^[^;]*;[^;,]*$|^\s*,[^,;]*$|^\s*và\s+(?:tại|ở|của)\s[^,;]*$") | specifies)
    )
    figures, goes_on = once(figures.drop("rate_told"), goes_on.fill_null(False))
    # "tỷ lệ luồng xanh 64%, luồng vàng 32%": what the two names share is told once.
    return figures, goes_on, _up_to_shared_word(before, pl.col("own"))


def _elsewhere(figures: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr]:
    """ "doanh thu tại châu Phi đạt 2 tỷ đồng, Đông Nam Á 1 tỷ đồng": the label before, of another place; else null."""
    label, own = pl.col("label"), pl.col("own")
    figures, (at_place, bare, of_owner, price) = distinctly(
        figures,
        "label",
        label.str.extract(
            r"^(.*\s(?:tại|ở|sang|từ|tới|của))\s+(?:(?:thị\s+trường|nước|châu|khu\s+vực(?:\s+đồng)?)\s+)?\p{Lu}[^,;()]{1,30}$",
            1,
        ),
        # Names alone in between are more of the places.
        label.str.contains(r"^\p{Lu}\p{L}*(?:\s+\p{L}+){0,3}$"),
        label.str.extract(r"(?i)^(.*\scủa)\s+[^,;()]{2,30}$", 1),
        label.str.extract(r"(?i)^(giá)\s", 1),
    )
    figures, (place, goods) = distinctly(
        figures,
        "own",
        own.str.extract(r"^((?:thị\s+trường\s+|châu\s+)?\p{Lu}[\p{L}.]*(?:\s+\p{L}+){0,6})$", 1),
        own.str.extract(r"^(\p{Ll}+(?:\s+\p{L}+){0,3})$", 1),
    )
    headed = pl.col("headed").fill_null(False)
    told = _LEVEL & (pl.col("depth") == 0) & label.is_not_null()
    of_place = pl.when(told & ~bare.fill_null(False)).then(pl.coalesce(at_place, pl.lit("")))
    # "Giá bình quân của cà phê đạt 3.205 USD/tấn, gạo đạt 661 USD/tấn"
    priced = pl.when(told & headed & pl.col("per_code").is_not_null()).then(pl.coalesce(of_owner, price, pl.lit("")))
    unit = pl.when(_LEVEL).then("unit_code")
    figures, named = once(
        figures,
        _LEVEL
        & pl.col("follows")
        & ~headed
        & (pl.col("depth") == 0)
        & (place.is_not_null() | goods.is_not_null())
        & pl.col("lead").str.contains(r"^[^;:]{0,40}[;,]|^\s*và\s"),
    )
    if not figures.select(named.fill_null(False)).to_series().any():
        return figures, pl.lit(None, pl.String)
    figures, whole = once(figures, of_place.forward_fill().over(HERE).pipe(previous).replace("", None))
    figures, of_goods = once(figures, priced.forward_fill().over(HERE).pipe(previous).replace("", None))
    figures, unit_before = once(figures, unit.forward_fill().over(HERE).pipe(previous))
    alike = (pl.col("unit_code") == pl.col("unit_code").pipe(previous)) | (pl.col("kind").pipe(previous) != "level")
    rated = named & pl.col("per_code").is_not_null() & (pl.col("unit_code") == unit_before)
    by_goods = rated & of_goods.is_not_null() & goods.is_not_null()
    elsewhere = (
        pl.when(by_goods)
        .then(pl.format("{} {}", of_goods, goods))
        .when(named & (alike | rated))
        .then(pl.format("{} {}", whole, place))
    )
    return once(figures, elsewhere)


def _before_goods(grammar: Grammar) -> pl.Expr:
    """The measure of base_label, where its goods are those of the label: "kim ngạch xuất khẩu (gỗ và sản phẩm gỗ)"."""
    goods = pl.col("base_label").str.to_lowercase().str.contains(pl.col("label").str.to_lowercase(), literal=True)
    measure = pl.col("base_label").str.extract(
        rf"(?i)^((?:{grammar.head})(?:\s+(?:xuất\s+khẩu|nhập\s+khẩu|xuất\s+nhập\s+khẩu|sản\s+xuất|tiêu\s+thụ))?)\s", 1
    )
    return pl.when(goods & (pl.col("label").str.len_chars() > 2)).then(measure)


def _counted_parts(figures: pl.DataFrame) -> pl.DataFrame:
    """ "số người tham gia BHXH là 17 triệu, trong đó BHXH bắt buộc 16 triệu người": of the same count."""
    unit_word = pl.col("unit_word").str.to_lowercase()
    only_unit = pl.col("label").str.to_lowercase() == pl.format("{} {}", unit_word, pl.col("own").str.to_lowercase())
    counts = _LEVEL & only_unit & pl.col("names_subject") & ~pl.col("unit_code").is_in([*MONEY, "percent"])
    alike = [*HERE, "unit_code"]
    before = pl.when(_LEVEL).then("label").forward_fill().over(alike).shift(1).over(alike)
    # "lao động đạt 50 triệu người: khu vực A 14 triệu người; khu vực B …"
    opens = pl.col("lead").str.contains(r"^\s*:\s") | pl.col("breakdown")
    listed = pl.when(opens).then(before).forward_fill().over(HERE)
    of_total = pl.col("total_unit") == pl.col("unit_code")
    asked = figures.with_columns(
        before.alias("before_"), pl.coalesce(listed, pl.when(of_total).then("total_label")).alias("whole_")
    )
    lent = _up_to_shared_word(pl.col("before_"), pl.col("own"))
    base = pl.coalesce(
        _up_to_shared_word(pl.col("whole_"), pl.col("own")), pl.when(lent != pl.col("before_")).then(lent)
    )
    return asked.with_columns(
        pl.when(counts & base.is_not_null()).then(pl.format("{} {}", base, "own")).otherwise("label").alias("label")
    ).drop("before_", "whole_")


def _lend_heads(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "tỷ lệ lấp đầy các KCN phía Bắc đạt 80%, phía Nam đạt 85%": the second is of the same measure."""
    opening = pl.col("label").str.extract(rf"(?i)^({grammar.parts})\s", 1)
    before = pl.when(_LEVEL & (pl.col("depth") == 0)).then("label").forward_fill().over(HERE).pipe(previous)
    alike = (pl.col("unit_code") == pl.col("unit_code").pipe(previous)) | (pl.col("kind").pipe(previous) != "level")
    asked = figures.with_columns(
        pl.when(_LEVEL & pl.col("names_subject") & alike & (pl.col("label").str.count_matches(r"\S+") <= 6))
        .then(opening)
        .alias("opening_"),
        before.alias("before_"),
    )
    # What stands before the last mention of such a part.
    pieces = pl.col("before_").str.split(pl.format(" {} ", pl.col("opening_")))
    head = pieces.list.head(pieces.list.len() - 1).list.join(pl.format(" {} ", pl.col("opening_")))
    lent = pl.when((pieces.list.len() > 1) & (head.str.count_matches(r"\S+") >= 2)).then(
        pl.format("{} {}", head, "label")
    )
    return asked.with_columns(pl.coalesce(lent, "label").alias("label")).drop("opening_", "before_")
