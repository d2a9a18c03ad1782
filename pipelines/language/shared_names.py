"""Words that parts share with what was told before: the rate, the place, the thing counted."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import Grammar
from pipelines.language.mask import reveal
from pipelines.language.measures import MONEY
from pipelines.language.sequence import previous
from pipelines.language.steps import distinctly, once, only_where
from pipelines.language.totals import real_level

_LEVEL = pl.col("kind") == "level"
_OUTER_LEVEL = _LEVEL & (pl.col("depth") == 0)
_FIRST_OF_THEM = r"(?i)(?:trong\s+(?:số\s+)?đó|(?:đứng|dẫn)\s+đầu|nhất)\s[^,;:()]*$"


def _up_to_shared_word(name: pl.Expr, own: pl.Expr) -> pl.Expr:
    """``name`` before the word that ``own`` opens with, or all of it."""
    word = own.str.extract(r"^(\S+)", 1).str.to_lowercase()
    # "Việt Nam" shares no word with "nam".
    before = pl.format("{} ", name).str.split(pl.format(" {} ", word)).list.first().str.len_chars()
    opens = pl.format("{} ", name.str.to_lowercase()).str.starts_with(pl.format("{} ", word))
    return pl.when(opens).then(pl.lit("")).otherwise(name.str.head(before)).str.strip_chars()


def rates_told(figures: pl.DataFrame, measured: pl.Expr) -> tuple[pl.DataFrame, pl.Expr, pl.Expr]:
    """Whether a figure goes on with a rate told before, and that rate: of the sentence, or of the one that it specifies."""
    figures, percentage = once(figures, (real_level() & (pl.col("unit_code") == "percent")).fill_null(False))
    # "tỷ lệ thất nghiệp là 2,3%; khu vực thành thị 2,9%, nông thôn 2%"
    rate: pl.Expr = pl.when(
        percentage
        & pl.col("label").str.contains(r"(?i)^(?:tỷ|tỉ)\s+(?:lệ|suất)|^lãi\s+suất|^(?:công\s+suất|hệ\s+số)\s")
    ).then("label")
    figures, had = only_where(figures, real_level() & pl.col("counted") & (pl.col("unit_code") != "percent"), _had())
    figures, after_had = once(figures, previous(had).is_not_null() & pl.col("lead").str.contains(_FIRST_OF_THEM))
    rate = pl.coalesce(rate, had)
    # "… bình quân là 88,7%. Cụ thể, Vietnam Airlines đạt 88,4%": of the rate told just before.
    told_last = (
        figures.select(*HERE, rate.alias("rate_told"))
        .drop_nulls("rate_told")
        .group_by(HERE, maintain_order=True)
        .last()
        .with_columns(pl.col("segment_no") + 1)
    )
    figures = figures.join(told_last, on=HERE, how="left", maintain_order="left")
    figures, specifies = only_where(figures, percentage | pl.col("rate_told").is_not_null(), _specifies())
    opens = specifies.first().over(HERE).fill_null(False)
    before = pl.coalesce(
        rate.forward_fill().over(HERE).pipe(previous),
        pl.when(opens & ~pl.col("label").str.contains(r"(?i)^(?:tỷ|tỉ)\s+(?:lệ|trọng)")).then("rate_told"),
    )
    figures, before = once(figures, before)
    asked = percentage & ~measured & pl.col("names_subject") & before.is_not_null()
    figures, goes_on = only_where(figures, asked, _short_name(specifies | after_had))
    # "tỷ lệ luồng xanh 64%, luồng vàng 32%": what the two names share is told once.
    figures, rate_before = only_where(figures, goes_on, _up_to_shared_word(before, pl.col("own")))
    return figures.drop("rate_told"), goes_on.fill_null(False), rate_before


def _had() -> pl.Expr:
    """ "6 huyện có tỷ lệ giải ngân cao hơn bình quân, trong đó huyện Ba Vì dẫn đầu với 52%": what those counted have."""
    than = r"(?:cao|thấp|lớn|nhỏ|trên|dưới|từ|đạt|hơn|bằng|tốt|ở|chưa|không)"
    return pl.col("label").str.extract(rf"(?i)\scó\s+((?:tỷ|tỉ)\s+lệ\s+\p{{L}}.*?)(?:\s+{than}(?:\s.*)?)?$", 1)


def _specifies() -> pl.Expr:
    """Whether what precedes says that one of those before follows."""
    return pl.col("lead").str.contains(
        r"(?i)^\s*(?:cụ\s+thể|trong\s+(?:số\s+)?đó|theo\s+đó|đáng\s+chú\s+ý)\s*,?\s+(?-i:\p{Lu})[^,;:()]{1,40}$"
        r"|^\s*(?:(?:tỉnh|thành\s+phố)\s+)?(?-i:\p{Lu})[^,;:()§]{1,40}\s(?:dẫn|đứng)\s+đầu(?:\s+cả\s+nước)?(?:\s+với(?:\s+tỷ\s+lệ)?)?\s*$"
    )


def _short_name(specifies: pl.Expr) -> pl.Expr:
    """Whether it has a name of its own of a few words, after a comma, a semicolon or "và", or one that specifies."""
    goes_on = pl.col("lead").str.contains(r"(?i)^[^;]*;[^;,]*$|^\s*,[^,;]*$|^\s*và\s+(?:tại|ở|của)\s[^,;]*$")
    return pl.col("own").is_not_null() & (pl.col("own").str.count_matches(r"\S+") <= 5) & (goes_on | specifies)


def counted_parts(figures: pl.DataFrame) -> pl.DataFrame:
    """ "số người tham gia BHXH là 17 triệu, trong đó BHXH bắt buộc 16 triệu người": of the same count."""
    unit_word = pl.col("unit_word").str.to_lowercase()
    only_unit = pl.col("label").str.to_lowercase() == pl.format("{} {}", unit_word, pl.col("own").str.to_lowercase())
    named = _LEVEL & pl.col("names_subject") & pl.col("own").is_not_null()
    figures, counts = only_where(figures, named & ~pl.col("unit_code").is_in([*MONEY, "percent"]), only_unit)
    alike = [*HERE, "unit_code"]
    # "lao động khu vực I là 14 triệu người; khu vực II 17 triệu người; khu vực III 20 triệu người": of the first named.
    whole_name = _LEVEL & ~counts.fill_null(False)
    # What a bracket tells in passing is lent to nothing after it: "9.700 người (3.400 nữ), Đài Loan: 2.900 người".
    outside = pl.when(whole_name & (pl.col("depth") == 0)).then("label").forward_fill().over(alike).shift(1).over(alike)
    within = pl.when(whole_name).then("label").forward_fill().over(alike).shift(1).over(alike)
    figures, before = once(figures, pl.coalesce(outside, within))
    # "lao động đạt 50 triệu người: khu vực A 14 triệu người; khu vực B …"
    figures, opens = once(figures, pl.col("lead").str.contains(r"^\s*:\s") | pl.col("breakdown"))
    listed = pl.when(opens).then(before).forward_fill().over(HERE)
    # "hỗ trợ 1.180 tỷ đồng, trong đó học phí 318 tỷ đồng; cơ cấu nợ cho 4.230 khách hàng": no part of the money.
    listed_unit = pl.when(opens).then(pl.col("unit_code").fill_null("")).forward_fill().over(HERE)
    listed = pl.when(listed_unit == pl.col("unit_code").fill_null("")).then(listed)
    of_total = pl.col("total_unit") == pl.col("unit_code")
    whole = pl.coalesce(listed, pl.when(of_total).then("total_label"))
    # "tỷ lệ biến chứng là 1,6% (1.011 ca), trong đó viêm 798 ca": so many of the things, no rates.
    rate = r"(?i)^(?:tỷ|tỉ)\s+(?:lệ|trọng)\s+(?:số\s+)?"
    figures, before = once(figures, before.str.replace(rate, ""))
    figures, whole = once(figures, whole.str.replace(rate, ""))
    figures, base = only_where(figures, counts, _shared_base(before, whole))
    # "lao động là 50 triệu người, gồm 18 triệu người ở thành thị": where those of the whole are.
    where = pl.col("label").str.extract(r"(?i)^\S+\s((?:ở|tại|thuộc|trong|làm\s+việc)\s.+)$", 1)
    where = pl.when(pl.col("label").str.to_lowercase().str.starts_with(pl.format("{} ", unit_word))).then(where)
    figures, where = only_where(
        figures, _LEVEL & pl.col("own").is_null() & pl.col("counted") & of_total & pl.col("follows"), where
    )
    return figures.with_columns(
        pl.when(base.is_not_null())
        .then(pl.format("{} {}", base, "own"))
        .when(where.is_not_null() & whole.is_not_null())
        .then(pl.format("{} {}", whole, where))
        .otherwise("label")
        .alias("label")
    )


def counted_within(figures: pl.DataFrame) -> pl.DataFrame:
    """ "số lao động đi làm việc ở nước ngoài là 9.700 người (3.400 lao động nữ)": a kind of those told before the bracket."""
    opens = r"(?i)^[^():;]*\(\s*(?:trong\s+đó\s+)?:?\s*(?:có\s+)?$"
    inside = real_level() & (pl.col("depth") > 0) & pl.col("total_label").is_not_null()
    inside = inside & (pl.col("total_unit") == pl.col("unit_code")).fill_null(pl.col("unit_code").is_null())
    inside = inside & pl.col("lead").str.contains(opens) & ~pl.col("total_unit").is_in([*MONEY, "percent"])
    label = pl.col("label").str.to_lowercase()
    # The words of the thing that the total has as well are told once.
    unit = pl.format("{} ", pl.col("unit_word").str.to_lowercase())
    rest = pl.col("label").str.tail(label.str.len_chars().cast(pl.Int64) - unit.str.len_chars().cast(pl.Int64))
    women = label.str.contains(r"^(?:nữ|nam|nữ giới)$")
    kind: pl.Expr = pl.when(label.str.starts_with(unit) & pl.col("counted")).then(rest).when(women).then(label)
    before = pl.when(pl.col("char_start").pipe(previous) == pl.col("total_at")).then(pl.col("label").pipe(previous))
    figures, total = once(figures, pl.coalesce(before, "total_label"))
    known = total.str.to_lowercase().str.contains(label, literal=True)
    brief = (kind.str.count_matches(r"\S+") <= 3) & (~known | women)
    figures, kind = only_where(figures, inside, pl.when(brief).then(kind))
    told = kind.is_not_null()
    return figures.with_columns(
        pl.when(told).then(pl.format("{} {}", total, kind)).otherwise("label").alias("label"),
        pl.when(told).then("total_unit").otherwise("unit_code").alias("unit_code"),
    )


def counted_at_places(figures: pl.DataFrame) -> pl.DataFrame:
    """ "14 người chết (Lai Châu 10, Hà Giang 3, Điện Biên 1)": so many of the same at each place."""
    bare = pl.col("unit_code").is_null() & pl.col("total_unit").is_not_null() & real_level()
    # … and "12.000 người, trong đó Bình Dương 5.000, Đồng Nai 4.000".
    named = (
        r"(?:\(\s*(?:gồm|trong\s+đó|riêng)?\s*:?|[,;]\s*(?:gồm|bao\s+gồm|trong\s+đó(?:\s+có)?)\s*:?|^\s*\)?\s*(?:[,;]|và|[,;]\s*và))\s*"
        r"((?:(?:tỉnh|huyện|thành\s+phố|thị\s+xã|xã|quận)\s)?\p{Lu}[\p{L}.]*(?:(?:\s-)?\s\p{Lu}[\p{L}.]*)*)\s*(?::|có|là)?\s*$"
    )
    bare = bare & pl.col("rest").str.contains(r"^\s*(?:[,;.)]|và\s|$)") & ~pl.col("total_unit").is_in(["percent"])
    # "trong đó: đúng hạn: 4.300; quá hạn: 200"
    told = r"(?i)(?:(?:trong\s+đó|gồm)\s*:|^\s*[;,])\s*((?-i:\p{Ll})[\p{L}\s]{2,50}?)\s*:\s*$"
    lead = pl.col("lead").str
    figures, place = only_where(figures, bare, pl.coalesce(lead.extract(named, 1), lead.extract(told, 1)))
    lent = place.is_not_null() & pl.col("total_label").is_not_null()
    # "1,2 triệu lượt khách (Hàn Quốc 0,5, Nhật Bản 0,3)": millions as well.
    scaled = lent & pl.col("scale").is_null() & pl.col("raw").str.contains(",", literal=True)
    return figures.with_columns(
        pl.when(lent).then(pl.format("{} {}", "total_label", place)).otherwise("label").alias("label"),
        pl.when(lent).then("total_unit").otherwise("unit_code").alias("unit_code"),
        pl.when(scaled).then("total_scale").otherwise("scale").alias("scale"),
    )


def _shared_base(before: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """What a count has of the name before it, or of the whole that it is a part of."""
    lent = _up_to_shared_word(before, pl.col("own"))
    # "số người có việc làm trong ngành thủy sản là 3 triệu người; dịch vụ 20 triệu người"
    field = before.str.extract(r"(?i)^(.{3,60}?\s(?:trong|thuộc|ở)\s+(?:các\s+)?(?:ngành|khu\s+vực|lĩnh\s+vực))\s", 1)
    listed_on = pl.col("lead").str.contains(r"^[^;]*;[^;]*$") & pl.col("own").str.contains(r"^\p{Ll}")
    return pl.coalesce(
        _up_to_shared_word(whole, pl.col("own")),
        pl.when(lent != before).then(lent),
        pl.when(listed_on).then(field),
    )


def of_other_place(figures: pl.DataFrame, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """ "doanh thu tại châu Phi đạt 2 tỷ đồng, Đông Nam Á 1 tỷ đồng": the label before, of another place; else null."""
    figures, of_place, priced = _told_of_place(figures, grammar)
    figures, place, goods = _own_place(figures)
    figures, named = once(figures, _names_place(place, goods))
    if not figures.select(named.fill_null(False)).to_series().any():
        return figures, pl.lit(None, pl.String)
    figures, whole = once(figures, of_place.forward_fill().over(HERE).pipe(previous).replace("", None))
    figures, of_goods = once(figures, priced.forward_fill().over(HERE).pipe(previous).replace("", None))
    unit = pl.when(_OUTER_LEVEL).then("unit_code")
    figures, unit_before = once(figures, unit.forward_fill().over(HERE).pipe(previous))
    alike = (pl.col("unit_code") == pl.col("unit_code").pipe(previous)) | (pl.col("kind").pipe(previous) != "level")
    alike = alike | (pl.col("unit_code") == unit_before)
    rated = named & pl.col("per_code").is_not_null() & (pl.col("unit_code") == unit_before)
    # "giá lúa IR 50404 là 6.900 đồng/kg, OM 18 7.300 đồng/kg": names of goods as well.
    brand = reveal(pl.col("own").str.extract(r"^(\p{Lu}[^,;:()]{1,30})$", 1))
    goods = pl.coalesce(goods, pl.when(pl.col("unit_code").is_in(MONEY)).then(brand))
    by_goods = rated & of_goods.is_not_null() & whole.is_null() & goods.is_not_null()
    elsewhere = (
        pl.when(by_goods)
        .then(pl.format("{} {}", of_goods, goods))
        .when(named & (alike | rated))
        .then(pl.format("{} {}", whole, place))
    )
    return once(figures, elsewhere)


def _told_of_place(figures: pl.DataFrame, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr, pl.Expr]:
    """What labels tell of a place, and of prices of goods; "" where they end what was told before."""
    label = pl.col("label")
    figures, (at_place, bare, of_owner, price) = distinctly(
        figures,
        "label",
        label.str.extract(
            # … "kim ngạch Hàn Quốc", "kim ngạch dệt may Hàn Quốc": a bare measure, or that of some goods.
            rf"^(.*\s(?:tại|ở|sang|từ|tới|của)|(?i:{grammar._cues('bare')})(?:\s+\p{{Ll}}+){{0,4}})\s+(?:(?:thị\s+trường|nước|châu|khu\s+vực(?:\s+đồng)?)\s+)?\p{{Lu}}[^,;()]{{1,30}}$",
            1,
        ),
        # Names alone in between are more of the places.
        label.str.contains(r"^\p{Lu}\p{L}*(?:\s+\p{L}+){0,3}$"),
        label.str.extract(r"(?i)^(.*\scủa)\s+[^,;()]{2,30}$", 1),
        label.str.extract(r"(?i)^(giá)\s", 1),
    )
    told = _OUTER_LEVEL & label.is_not_null()
    # "sang EU 38 tỷ USD" goes on with what was told before.
    bare = bare.fill_null(False) | label.str.contains(r"(?i)^(?:sang|từ|tới|tại|ở)\s")
    # "Thị phần của Samsung" is no name alone.
    bare = bare & ~label.str.contains(r"\scủa\s")
    of_place = pl.when(told & ~bare.fill_null(False)).then(pl.coalesce(at_place, pl.lit("")))
    # "Giá bình quân của cà phê đạt 3.205 USD/tấn, gạo đạt 661 USD/tấn"
    priced = told & pl.col("headed").fill_null(False) & pl.col("per_code").is_not_null()
    return figures, of_place, pl.when(priced).then(pl.coalesce(of_owner, price, pl.lit("")))


def _own_place(figures: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr, pl.Expr]:
    """The place, or the goods, that is all that a clause names."""
    own = pl.col("own").str
    figures, (place, goods) = distinctly(
        figures,
        "own",
        own.extract(r"^((?:thị\s+trường\s+|châu\s+)?\p{Lu}[\p{L}.]*(?:\s+\p{L}+){0,6})$", 1),
        own.extract(r"^(\p{Ll}+(?:\s+\p{L}+){0,3})$", 1),
    )
    return figures, place, goods


def _names_place(place: pl.Expr, goods: pl.Expr) -> pl.Expr:
    """Whether a figure that goes on after a comma names no more than its place or its goods."""
    return (
        _OUTER_LEVEL
        & pl.col("follows")
        & ~pl.col("headed").fill_null(False)
        & (place.is_not_null() | goods.is_not_null() | pl.col("per_code").is_not_null())
        & pl.col("lead").str.contains(r"^[^;:]{0,40}[;,]|^\s*và\s")
    )
