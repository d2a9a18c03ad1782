"""Names that go on with the measure told before: "… phía Bắc đạt 80%, phía Nam đạt 85%", "bằng đường bộ 1 triệu lượt"."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import Grammar
from pipelines.language.mask import reveal
from pipelines.language.measures import MONEY
from pipelines.language.sequence import previous, sentences_since
from pipelines.language.steps import once, only_where, without_steps

_LEVEL = pl.col("kind") == "level"


def lend_rates(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "mật độ dân số là 305 người/km2, cao nhất là TP HCM với 4.543 người/km2": the same rate of another place."""
    rated = _LEVEL & (pl.col("depth") == 0) & pl.col("per_code").is_not_null()
    if not figures.select(rated).to_series().any():
        return figures
    alike = [*HERE, "unit_code", "per_code"]
    part = pl.col("own").str.contains(rf"(?i)^(?:{grammar.parts})(?:\s|$)")
    figures, part = only_where(figures, rated, part)
    headed = pl.col("headed").fill_null(False) & ~part.fill_null(False)
    named = pl.when(rated & headed).then("label")
    measure = named.forward_fill().over(alike).shift(1).over(alike)
    own = pl.col("own")
    told = (
        rated
        & pl.col("follows")
        & ~headed
        & own.is_not_null()
        & (own.str.count_matches(r"\S+") <= 5)
        & ~pl.col("unit_code").is_in(MONEY)
        & pl.col("names_subject")
    )
    label = pl.when(told & measure.is_not_null()).then(pl.format("{} {}", measure, own))
    return without_steps(figures.with_columns(pl.coalesce(label, "label").alias("label")))


def lend_densities(figures: pl.DataFrame) -> pl.DataFrame:
    """ "số thuê bao Internet là 80 triệu, đạt mật độ 81 thuê bao/100 dân": how dense those subscriptions are."""
    bare = _LEVEL & (pl.col("depth") == 0) & pl.col("follows") & (pl.col("label").str.to_lowercase() == "mật độ")

    def density(before: pl.Expr) -> pl.Expr:
        thing = before.str.replace(r"(?i)^(?:(?:tổng|số|lượng|số\s+lượng)\s+)+", "")
        return pl.when(thing.str.count_matches(r"\S+") >= 2).then(pl.format("mật độ {}", thing))

    # "mật độ 720 người/km2"
    people = _LEVEL & (pl.col("label").str.to_lowercase() == "người mật độ")
    # "bình quân đạt 18,9 tiêu chí/xã": how many each has.
    each = pl.col("right").str.extract(r"^\s*(?:\p{L}+\s){0,2}\p{L}+\s?/\s?(\p{L}+)(?:[^\p{L}]|$)", 1)
    rated = ~pl.col("unit_code").is_in([*MONEY, "percent"]) & pl.col("per_code").is_not_null()
    each = pl.when(_LEVEL & _unit_alone(pl.col("unit_word")) & rated).then(each)
    label = pl.when(people).then(pl.lit("mật độ dân số")).otherwise("label")
    label = pl.coalesce(pl.format("số {} bình quân mỗi {}", "label", each), label)
    figures = _named_after(figures.with_columns(label.alias("label")), bare, density)
    # "số giường bệnh là 5.300 giường, đạt 28 giường/10.000 dân": of those beds.
    base = pl.col("label").str.extract(r"(?i)^\p{L}[\p{L} ]*(/\s?\S*\s?(?:vạn\s)?(?:dân|người))$", 1)
    figures, base = only_where(figures, _LEVEL & pl.col("follows"), base)

    def spread(before: pl.Expr) -> pl.Expr:
        unit = pl.col("unit_word").str.to_lowercase()
        return pl.when(before.str.to_lowercase().str.contains(unit, literal=True)).then(pl.format("{}{}", before, base))

    return without_steps(_named_after(figures, base.is_not_null(), spread))


def lend_added(figures: pl.DataFrame) -> pl.DataFrame:
    """ "907 dự án điều chỉnh vốn, tổng vốn tăng thêm đạt 5,7 tỷ USD": the capital added, not all that these have."""
    money = _LEVEL & pl.col("unit_code").is_in(MONEY)
    added = r"(?i)(?:^|[\s,])vốn(?:\s+(?:đầu\s+tư|đăng\s+ký))?\s+tăng\s+thêm(?:\s+(?:là|đạt|ước|khoảng|gần|hơn|trên|ở|mức))*\s*$"
    figures, told = only_where(figures, money, pl.col("lead").str.contains(added))
    named = pl.col("label").str.replace(
        r"(?i)^((?:(?:tổng|số)\s+)*vốn(?:\s+(?:đầu\s+tư|đăng\s+ký))?)(\s|$)", "${1} tăng thêm${2}"
    )
    told = told.fill_null(False) & ~pl.col("label").str.contains("(?i)tăng thêm")
    return without_steps(figures.with_columns(pl.when(told).then(named).otherwise("label").alias("label")))


def lend_proceeds(figures: pl.DataFrame) -> pl.DataFrame:
    """ "xuất khẩu 585.000 tấn cà phê, thu 1,9 tỷ USD", "bán ra 213 nghìn tấn, thu 722 triệu USD": what that brought in."""
    money = _LEVEL & pl.col("follows") & pl.col("unit_code").is_in(MONEY)
    takes = pl.col("lead").str.contains(r"(?i),\s*(?:và\s+)?thu(?:\s+(?:về|được|gần|hơn|khoảng|trên|tới))*\s*$")
    figures, takes = only_where(figures, money & pl.col("label").str.contains(r"(?i)(?:^|\s)thu$"), takes)
    bare = (pl.col("label").str.to_lowercase() == "thu") | takes

    def proceeds(before: pl.Expr) -> pl.Expr:
        traded = before.str.contains(r"(?i)(?:^|\s)(?:xuất|bán)(?:\s|$)") & ~before.str.contains(
            r"(?i)kim\s+ngạch|trị\s+giá|giá\s+trị"
        )
        return pl.when(traded).then(pl.format("kim ngạch {}", before))

    return without_steps(_named_after(figures, (money & bare).fill_null(False), proceeds))


def _unit_alone(unit: pl.Expr) -> pl.Expr:
    """Whether a label says no more than the word of a ``unit``."""
    return pl.col("label").str.to_lowercase() == unit.str.to_lowercase()


def _named_after(figures: pl.DataFrame, bare: pl.Expr, name: Callable[[pl.Expr], pl.Expr]) -> pl.DataFrame:
    """Give the levels that are ``bare`` the ``name`` made of the label of the last level before them that is not."""
    bare = bare.fill_null(False)
    if not figures.select(bare.any()).item():
        return figures
    before = pl.when(_LEVEL & ~bare).then("label").forward_fill().over(HERE)
    return figures.with_columns(pl.coalesce(pl.when(bare).then(name(before)), "label").alias("label"))


def lend_heads(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "tỷ lệ lấp đầy các KCN phía Bắc đạt 80%, phía Nam đạt 85%": the second is of the same measure."""
    opening = pl.col("label").str.extract(rf"(?i)^({grammar.parts})\s", 1)
    level = _LEVEL & (pl.col("depth") == 0)
    # "vùng I 5 triệu đồng, vùng II 4,4 triệu, vùng III 3,9 triệu": of the last that was named whole.
    same_unit = [*HERE, "unit_code"]
    whole = pl.when(level & opening.is_null()).then("label").forward_fill().over(same_unit).shift(1).over(same_unit)
    before = pl.coalesce(
        pl.when(opening.is_not_null()).then(whole),
        pl.when(level).then("label").forward_fill().over(HERE).pipe(previous),
    )
    # "812 doanh nghiệp với tổng vốn 6.940 tỷ đồng, giảm 11%; 402 doanh nghiệp": what is counted has no capital.
    unit_before = pl.when(level).then(pl.col("unit_code").fill_null("")).forward_fill().over(HERE).pipe(previous)
    alike = (pl.col("unit_code") == pl.col("unit_code").pipe(previous)) | (pl.col("kind").pipe(previous) != "level")
    alike = alike & (unit_before == pl.col("unit_code").fill_null(""))
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


def lend_quantities(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "sản lượng lúa đạt 5 triệu tấn; ngô 1 triệu tấn": the output of each."""
    weighed = _LEVEL & (pl.col("depth") == 0) & pl.col("unit_code").is_in([*grammar.masses, *grammar.areas])
    goes_on = weighed & pl.col("follows") & ~pl.col("headed").fill_null(False) & pl.col("names_subject")
    asked = goes_on & pl.col("own").str.contains(r"^\p{Ll}+(?:\s\p{Ll}+){0,3}$") & (pl.col("label") == pl.col("own"))
    if not figures.select(asked.fill_null(False).any()).item():
        return figures
    head = r"(?i)^(sản\s+lượng|diện\s+tích(?:\s+(?:gieo\s+(?:trồng|cấy)|thu\s+hoạch))?|(?:xuất|nhập)\s+khẩu)\s+\p{Ll}"
    alike = [*HERE, "unit_code"]
    told = pl.when(weighed & ~asked).then(pl.col("label").str.extract(head, 1).fill_null(""))
    before = told.forward_fill().over(alike).shift(1).over(alike).replace("", None)
    listed = pl.col("lead").str.contains(r"^[^;:()]{0,60}[;,]\s|\svà\s")
    label = pl.when(asked & listed).then(pl.format("{} {}", before, "label"))
    return figures.with_columns(pl.coalesce(label, "label").alias("label"))


def lend_sides(figures: pl.DataFrame) -> pl.DataFrame:
    """ "tuổi thọ trung bình là 73,6 tuổi, nam 71,1 tuổi, nữ 76,4 tuổi": the same of men, of women, of a side of the country."""
    side = r"(?i)^(?:(?:của|ở|khu\s+vực|lao\s+động)\s+)?(?:nam|nữ|nam\s+giới|nữ\s+giới|thành\s+thị|nông\s+thôn|(?:một\s+số\s+)?nơi|cục\s+bộ)$"
    level = _LEVEL & (pl.col("depth") == 0)
    figures, bare = only_where(figures, level & pl.col("follows"), pl.col("label").str.contains(side))
    figures, bare = once(figures, bare.fill_null(False))
    if not figures.select(bare.any()).item():
        return without_steps(figures)
    unit = pl.col("unit_code").fill_null("")
    told = pl.when(level & ~bare).then(pl.struct(pl.col("label").alias("name"), unit.alias("unit")))
    before = told.forward_fill().over(HERE)
    named = before.struct.field("name").str.count_matches(r"\S+") >= 2
    alike = bare & (before.struct.field("unit") == unit) & named
    # "lao động đi làm việc ở nước ngoài, trong đó 467 lao động nữ": what both are is told once.
    told_too = before.struct.field("name").str.contains(r"(?i)lao\s+động")
    brief = pl.when(told_too).then(pl.col("label").str.replace(r"(?i)^lao\s+động\s+", "")).otherwise("label")
    label = pl.when(alike).then(pl.format("{} {}", before.struct.field("name"), brief))
    return without_steps(figures.with_columns(pl.coalesce(label, "label").alias("label")))


def lend_causes(figures: pl.DataFrame) -> pl.DataFrame:
    """ "xảy ra 12 vụ tai nạn giao thông, làm chết 7 người": those who died of accidents."""
    victims = r"(?i)^((?:số\s+)?người\s+(?:chết|bị\s+thương(?:\s+(?:nhẹ|nặng))?|thiệt\s+mạng|mất\s+tích|tử\s+vong))"
    # Where it was is told of the accidents.
    ends = r"(?:\s+(?:địa\s+bàn|toàn|cả\s+nước)(?:\s.*)?)?$"
    figures, bare = only_where(figures, _LEVEL & pl.col("follows"), pl.col("label").str.extract(rf"{victims}{ends}", 1))
    figures, bare = once(figures, bare)
    if not figures.select(bare.is_not_null().any()).item():
        return without_steps(figures)
    cause = r"(?i)^(?:tổng\s+)?(?:số\s+)?vụ\s+(tai\s+nạn|cháy,?\s+nổ|cháy|nổ|đuối\s+nước|chìm\s+tàu|bạo\s+lực)(?:\s|$)"
    told = pl.when(_LEVEL & (pl.col("depth") == 0)).then(pl.col("label").str.extract(cause, 1).str.to_lowercase())
    label = pl.format("{} do {}", bare, told.forward_fill().over(HERE))
    return without_steps(figures.with_columns(pl.coalesce(label, "label").alias("label")))


def lend_sums(figures: pl.DataFrame) -> pl.DataFrame:
    """ "4.120 doanh nghiệp nợ BHXH với tổng số tiền 850 tỷ đồng": the sum of what they owe."""
    money = _LEVEL & pl.col("unit_code").is_in(MONEY)
    summed = r"(?i)^(?:(?:ngành|cơ\s+quan|cục)\s\p{L}+\s)?(\p{L}.{3,60}?)\s+với\s+((?:tổng\s+)?(?:số\s+(?:tiền|vốn)|kinh\s+phí|giá\s+trị|trị\s+giá))$"
    # "389 dự án góp vốn với 804 triệu USD": their capital.
    capital = pl.col("label").str.replace(summed, "${2} ${1}").str.replace(r"(?i)^(dự\s+án)\s", "vốn ${1} ")
    figures, told = only_where(figures, money, capital)
    return without_steps(figures.with_columns(pl.coalesce(told, "label").alias("label")))


def lend_norms(figures: pl.DataFrame) -> pl.DataFrame:
    """ "diện tích là 21,8 km2 (đạt 396% so với quy định)": how much of what the norm asks for."""
    norm = r"(?i)^\s*so\s+với\s+((?:mức\s+)?(?:quy\s+định|quy\s+chuẩn|tiêu\s+chuẩn|tiêu\s+chí|định\s+mức|yêu\s+cầu))"
    held = pl.col("lead").str.contains(r"(?i)^\s*\(\s*(?:mới\s+)?(?:đạt|bằng)\s*$")
    held = _LEVEL & (pl.col("unit_code") == "percent") & pl.col("follows") & held
    asked = pl.col("rest").str.extract(norm, 1).str.to_lowercase()
    return _named_after(figures, held, lambda before: pl.format("tỷ lệ {} so với {}", before, asked))


def lend_of_then(figures: pl.DataFrame) -> pl.DataFrame:
    """ "61 người chết, thiệt hại 1.340 tỷ đồng; cùng kỳ năm 2017 là 45 người và 1.100 tỷ đồng": the same of that time."""
    opens = (
        r"(?i)^[^§]{0,40}[;.(]?\s*§+\s*(?:là|chỉ\s+là|con\s+số\s+này\s+là)(?:\s+(?:gần|hơn|khoảng|trên))?\s*$"
        # "14 lô hàng bị trả về (cùng kỳ năm trước 9 lô)"
        r"|\(\s*§+\s*:?\s*(?:(?:chỉ|có|gần|hơn|khoảng|trên)\s+)*$"
    )
    level = _LEVEL & (pl.col("unit_code") != "percent").fill_null(True)
    unit = pl.col("unit_word")
    alone = _unit_alone(unit).fill_null(False) | _unit_alone(previous(unit)).fill_null(False)
    word = pl.col("label").str.to_lowercase()
    told = previous(word).str.starts_with(word + " ") & ~word.str.contains(" ", literal=True) & (pl.col("depth") > 0)
    figures, told = once(figures, told.fill_null(False))
    alone = alone | told
    figures, bare = once(figures, (level & alone).fill_null(False) & pl.col("follows"))
    figures, first = only_where(figures, bare, pl.col("lead").str.contains(opens))
    figures, first = once(figures, first.fill_null(False))
    if not figures.select(first.any()).item():
        return without_steps(figures)
    second = bare & previous(first).fill_null(False) & pl.col("lead").str.contains(r"(?i)^\s*(?:,|và)\s")
    alike = [*HERE, "unit_code"]
    before = pl.when(level & ~bare).then("label").forward_fill().over(alike)
    label = pl.when(first & told).then(previous(pl.col("label"))).when(first | second).then(before)
    return without_steps(figures.with_columns(pl.coalesce(label, "label").alias("label")))


def lend_crops(figures: pl.DataFrame) -> pl.DataFrame:
    """ "diện tích lúa mùa đạt 1.560 nghìn ha; năng suất 50,8 tạ/ha; sản lượng 7,9 triệu tấn": all of the same crop."""
    level = _LEVEL & (pl.col("depth") == 0)
    yields = r"(?i)^(?:năng\s+suất|sản\s+lượng)(?:\s+(?:bình\s+quân|thu\s+hoạch|trồng\s+trọt))?$"
    figures, bare = only_where(figures, level, pl.col("label").str.contains(yields))
    figures, bare = once(figures, bare.fill_null(False))
    if not figures.select(bare.any()).item():
        return without_steps(figures)
    worked = r"(?:\s+(?:gieo\s+(?:trồng|cấy|sạ)|thu\s+hoạch|xuống\s+giống|nuôi(?:\s+trồng)?|trồng|cho\s+sản\s+phẩm|canh\s+tác))*"
    crop = rf"(?i)^(?:diện\s+tích|năng\s+suất|sản\s+lượng){worked}\s+(\p{{L}}+(?:\s+\p{{L}}+){{0,5}})$"
    told = pl.when(level & ~bare).then(pl.col("label").str.extract(crop, 1).fill_null(""))
    named = pl.struct(told.alias("crop"), "segment_no")
    before = pl.when(told.is_not_null()).then(named).forward_fill().over("document")
    name = before.struct.field("crop").replace("", None)
    name = pl.when(~name.str.contains(r"(?i)^(?:gieo|thu\s+hoạch|xuống\s+giống|trồng|nuôi|canh\s+tác|cho\s)")).then(
        name
    )
    near = sentences_since(before) <= 1
    measure = pl.col("label").str.replace(r"(?i)\s+trồng\s+trọt$", "")
    label = pl.when(bare & near).then(pl.format("{} {}", measure, name))
    return without_steps(figures.with_columns(pl.coalesce(label, "label").alias("label")))


def lend_raised(figures: pl.DataFrame) -> pl.DataFrame:
    """ "kim ngạch xuất khẩu chè tháng 5 đạt 20 triệu USD, nâng tổng kim ngạch 5 tháng lên 90 triệu USD": of that trade."""
    bare = pl.col("label").str.extract(
        r"(?i)^tổng\s+(kim ngạch|giá trị|doanh thu|sản lượng|doanh số|số thu|trị giá|vốn)$", 1
    )
    raised = pl.col("lead").str.contains(r"(?i)(?:nâng|đưa)\s+tổng\s[^,;]*\slên(?:\s+\p{Ll}+)?\s*$")
    figures, bare = only_where(figures, _LEVEL & pl.col("follows"), pl.when(raised).then(bare.str.to_lowercase()))
    if not figures.select(bare.is_not_null().any()).item():
        return without_steps(figures)
    figures, before = once(figures, pl.when(_LEVEL).then("label").forward_fill().over(HERE).pipe(previous))
    goes_on = before.str.to_lowercase().str.starts_with(pl.format("{} ", bare))
    named = pl.format("tổng {}", pl.concat_str(before.str.head(1).str.to_lowercase(), before.str.slice(1)))
    return without_steps(figures.with_columns(pl.when(goes_on).then(named).otherwise("label").alias("label")))


def lend_to_places(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "Xuất khẩu chè đạt 120 nghìn tấn. Pakistan là thị trường lớn nhất với 40 nghìn tấn": the same exports."""
    visits = pl.col("unit_code").is_in(["visitor", "interaction"])
    # "kế đến là Trung Quốc (530 nghìn lượt)": visitors are told in brackets as well.
    plain = _LEVEL & ((pl.col("depth") == 0) | visits) & pl.col("per_code").is_null()
    weighed = plain & (visits | pl.col("unit_code").is_in([*grammar.masses, *grammar.areas, *grammar.powers]))
    # … and "Lũy kế 9 tháng, toàn hệ thống đạt 192 tỷ kWh": of the whole.
    place = (
        r"^(?:(?:thị trường|tỉnh|thành phố|TP\.?) )?\p{Lu}[\p{L}.]*(?: \p{Lu}[\p{L}.]*){0,4}$|"
        r"^(?:[Tt]oàn|[Cc]ả) (?:hệ thống|ngành|nước|tỉnh|vùng|quốc|thành phố|huyện|[Tt]ập đoàn|[Tt]ổng công ty)$"
    )
    headed = pl.col("headed").fill_null(False)
    asked = weighed & ~headed & pl.col("names_subject") & (pl.col("label") == pl.col("own"))
    figures, asked = only_where(
        figures,
        asked | (visits & (pl.col("depth") > 0)),
        pl.col("label").str.contains(place) & ~pl.col("label").str.contains("(?i)^khách"),
    )
    if not figures.select(asked.fill_null(False).any()).item():
        return without_steps(figures)
    named = (weighed & (headed | pl.col("label").str.contains("(?i)khách"))) & ~asked.fill_null(False)
    told = pl.when(named).then(pl.struct(pl.col("label").alias("name"), "segment_no"))
    alike = ["document", pl.when(visits).then(pl.lit("visitor")).otherwise("unit_code")]
    before = told.forward_fill().over(alike)
    near = sentences_since(before).is_between(0, 2)
    # "khách Hàn Quốc dẫn đầu, kế đến là Trung Quốc": those of another country.
    name = before.struct.field("name").str.replace(r"^((?:[Ll]ượng |[Ss]ố )?[Kk]hách)(?: tại)? \p{Lu}.*$", "${1}")
    # "khách đến bằng đường biển đạt …. Trung Quốc là thị trường gửi khách lớn nhất": however they came.
    name = name.str.replace(
        r"(?i)^(?:lượt (?:người )?)?((?:lượng |số )?khách)(?: quốc tế)?(?: đến)? bằng \p{Ll}.*$", "${1}"
    )
    again = name.str.to_lowercase().str.ends_with(pl.col("label").str.to_lowercase())
    label = pl.when(asked & near).then(pl.when(again).then(name).otherwise(pl.format("{} {}", name, "label")))
    return without_steps(figures.with_columns(pl.coalesce(label, "label").alias("label")))


def lend_to_leaders(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "tỷ lệ giải ngân đạt 45%. Cao nhất là Tiền Giang với 75%", "thị phần thép là 35%, ống thép 29%": the same rate."""
    rate = _LEVEL & (pl.col("unit_code") == "percent")
    figures, named = only_where(
        figures, rate, pl.col("label").str.contains(rf"(?i)^(?:{grammar.ratios}|lãi\s+suất)(?:\s|$)")
    )
    figures, named = once(figures, named.fill_null(False))
    told = pl.when(rate & named).then(pl.struct(pl.col("label").alias("name"), "segment_no"))
    before = told.forward_fill().over("document")
    near = sentences_since(before).is_between(0, 2)
    first = r"(?i)(?:cao|thấp|lớn|nhỏ|tốt)\s+nhất\s+là\s[^,;:()]*\(?\s*$"
    figures, leads = only_where(
        figures, rate & ~named, pl.col("lead").str.contains(first) & pl.col("label").str.contains(r"^\p{Lu}")
    )
    label: pl.Expr = pl.when(leads & near).then(pl.format("{} {}", before.struct.field("name"), "label"))
    # A share of the market is told of one product after another.
    beside = (
        rate
        & ~named
        & pl.col("follows")
        & (pl.col("label") == pl.col("own"))
        & pl.col("lead").str.contains(r"(?i)^\s*(?:[,;]|và|[,;]\s*và)\s+(?:\p{L}+\s+){1,5}$")
        & before.struct.field("name").str.contains(r"(?i)^thị\s+phần\s")
        & (before.struct.field("segment_no") == pl.col("segment_no"))
    )
    label = pl.coalesce(label, pl.when(beside).then(pl.format("thị phần {}", "label")))
    return without_steps(figures.with_columns(pl.coalesce(label, "label").alias("label")))


def before_place() -> pl.Expr:
    """The measure of base_label up to the preposition that the label opens with: "xuất khẩu" of "sang EU"."""
    opening = pl.col("label").str.extract(r"(?i)^(sang|từ|tới|tại|ở)\s", 1).str.to_lowercase()
    head = pl.col("base_label").str.split(pl.format(" {} ", opening)).list
    return pl.when(head.len() > 1).then(head.first())


def lend_before(figures: pl.DataFrame) -> pl.DataFrame:
    """ "khách đến bằng đường hàng không 8 triệu lượt; bằng đường bộ 1 triệu lượt": what stood before the same word."""
    opening = pl.col("label").str.extract(r"(?i)^(bằng|qua|sang|từ|đối với|theo)\s+\p{L}", 1).str.to_lowercase()
    level = _LEVEL & (pl.col("depth") == 0)
    figures, opening = only_where(figures, level & pl.col("follows") & pl.col("names_subject"), opening)
    if not figures.select(opening.is_not_null()).to_series().any():
        return without_steps(figures)
    before = pl.when(level & opening.is_null()).then("label").forward_fill().over(HERE)
    head = before.str.split(pl.format(" {} ", opening)).list
    lent = pl.when((head.len() == 2) & (head.first().str.count_matches(r"\S+") >= 2)).then(
        pl.format("{} {}", head.first(), "label")
    )
    return without_steps(figures.with_columns(pl.coalesce(lent, "label").alias("label")))


def lend_where(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "tỷ lệ thu gom ở đô thị đạt 92%, ở nông thôn 66%": the same rate there; "gấp 3 lần Đà Nẵng (900 trường)": of whom."""
    level = _LEVEL & (pl.col("depth") == 0)
    said = r"(?i)^\s*(?:[,;]\s*(?:còn\s+|và\s+)?|(?:và|còn)\s+)((?:ở|tại|của)\s+[^,;:()§]{2,40}?)(?:\s+(?:là|đạt|chỉ|còn|chiếm|khoảng|gần|hơn|trên|dưới))*\s*$"
    # "tỷ lệ có việc làm là 68%, trong đó tỷ lệ của nam là 75% và của nữ là 62%": that rate of each.
    bare = r"(?i)^(?:tỷ|tỉ)\s+(?:lệ|trọng|suất)\s+((?:của|ở|tại)\s+[^,;:()]{2,40})$"
    rate = level & pl.col("follows") & (pl.col("unit_code") == "percent")
    figures, there = only_where(
        figures, rate, pl.coalesce(pl.col("lead").str.extract(said, 1), pl.col("label").str.extract(bare, 1))
    )
    called = r"(?:của\s+)?([\p{L}][^,;:()§]{1,40}?)\s*\(\s*$"
    multiple = ((pl.col("kind") == "change") & (pl.col("unit_code") == "times")).pipe(previous).fill_null(False)
    figures, multiple = once(figures, multiple)
    whose = pl.coalesce(
        pl.col("lead").str.extract(rf"(?i)\s(?:lần|hơn|so\s+với)\s+{called}", 1),
        pl.when(multiple).then(pl.col("lead").str.extract(rf"(?i)^\s*{called}", 1)),
    )
    figures, whose = only_where(figures, _LEVEL & (pl.col("depth") > 0) & ~pl.col("planned"), reveal(whose))
    whose = pl.when(
        ~whose.str.contains(r"(?i)(?:^|\s)(?:năm|tháng|quý|kỳ|trước|kế hoạch|dự toán|mục tiêu|chỉ tiêu|mức)(?:\s|$)")
    ).then(whose)
    # "cao hơn vốn thực hiện (20,4 tỷ USD)": another measure.
    # … but "gấp 1,3 lần lao động nữ (5,6 triệu đồng)"
    people = r"(?i)^(?:lao động|người|nhóm|khu vực|ngành|vùng|hộ)\s"
    whose = pl.when(~whose.str.contains(rf"(?i)^(?:{grammar.head})(?:\s|$)") | whose.str.contains(people)).then(whose)
    figures, told = once(figures, pl.coalesce(there, pl.format("của {}", whose)))
    if not figures.select(told.is_not_null()).to_series().any():
        return without_steps(figures)
    alike = [*HERE, "unit_code"]
    named = pl.when(level & told.is_null()).then("label").forward_fill().over(alike)
    head = named.str.replace(r"\s(?:của|ở|tại)\s.*$", "")
    label = pl.format("{} {}", head, told)
    return without_steps(figures.with_columns(pl.coalesce(label, "label").alias("label")))
