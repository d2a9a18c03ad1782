"""The subject of each figure: its own, its sentence's, its list's, its total's."""

from __future__ import annotations

import polars as pl

from pipelines.language.balances import balances, restated
from pipelines.language.counted_places import with_list_counts
from pipelines.language.figures import HERE
from pipelines.language.grammar import Grammar
from pipelines.language.left_phrases import IN_TURN
from pipelines.language.mask import reveal
from pipelines.language.measures import MONEY, PERCENT, PLACES
from pipelines.language.pointed import named_before
from pipelines.language.sequence import previous
from pipelines.language.steps import distinctly, for_each, once, only_where, without_steps
from pipelines.language.text import first_of
from pipelines.language.unnamed import name_unnamed
from pipelines.vocabulary import alternation

#: Units that are places.
_OF_PLACES = [*PLACES, "township", "village", "market"]


def _named_word(label: pl.Expr, grammar: Grammar) -> pl.Expr:
    """The unit word that a label names, in lower case: "thuê bao" in "Số thuê bao smartphone"."""
    words = grammar.vocabulary["unit_words"].filter(
        pl.col("role").is_null() & pl.col("surface").str.contains(r"^[\p{L}\s]{3,}$")
    )
    names = [
        word
        for word in words["surface"].to_list()
        if word not in ("lần", "điểm", "bộ", "bản", "báo", "giá", "năm", "con", "đường", "nước", "tin", "đơn vị", "cây")
    ]
    low = label.str.to_lowercase()
    counted = low.str.extract(rf"(?:số lượng|số|lượng)\s+(?:các\s+|lượng\s+)?({alternation(names)})(?:[^\p{{L}}]|$)", 1)
    # "ca từ các tỉnh chuyển đến": where they come from is not what is counted.
    codes = words.filter(pl.col("unit_code").is_in(_OF_PLACES))
    places = [word for word in codes["surface"].to_list() if word in names]
    things = [word for word in names if word not in places]
    opens = low.str.extract(rf"^({alternation(places)})(?:[^\p{{L}}]|$)", 1)
    # "tỷ lệ bao phủ": no bags.
    low = low.str.replace_all(r"bao\s+phủ", " ")
    # "quy mô thị trường": no "trường" stands in it.
    low = low.str.replace_all(rf"(^|[^\p{{L}}])(?:{alternation(places)})([^\p{{L}}]|$)", "${1} ${2}")
    first = low.str.extract(rf"(?:^|[^\p{{L}}])({alternation(things)})(?:[^\p{{L}}]|$)", 1)
    return pl.coalesce(counted, opens, first).str.replace_all(r"\s+", " ")


def _headed(phrase: pl.Expr, grammar: Grammar) -> pl.Expr:
    """What a phrase counts, from its head noun on: "số ca nhiễm" in "các địa phương ghi nhận số ca nhiễm"."""
    counted = r"(?:số|tổng\s+số|lượng)\s+\p{Ll}"
    return (
        phrase.str.extract(rf"(?i)(?:^|[\s,])({counted}.*)$", 1)
        .str.extract(r"^((?:\S+\s*){1,10})", 1)
        .str.strip_chars()
    )


def named_unit(label: pl.Expr, grammar: Grammar) -> pl.Expr:
    """The unit that a label names: "Số thuê bao smartphone" counts subscriptions."""
    words = grammar.vocabulary["unit_words"]
    return _named_word(label, grammar).replace_strict(
        words["surface"].to_list(), words["unit_code"].to_list(), default=None, return_dtype=pl.String
    )


_LEVEL = pl.col("kind") == "level"
_UNIT, _OWN = pl.col("unit_code"), pl.col("own_label")
_UNPLACED = pl.col("place").is_null()


def settle_labels(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add label: own label, else the subject carried in the sentence, the place or the balance it is of."""
    figures = _owned(_of_subject(figures, grammar))
    figures = _listed(for_each(figures, ["own_clause"], lambda clauses: balances(clauses, grammar)))
    figures, of_place = only_where(figures, pl.col("place").is_not_null(), _of_place(grammar))
    figures, label = once(figures, pl.when(pl.col("place").is_null()).then(restated(grammar)).otherwise(of_place))
    return without_steps(named_before(name_unnamed(without_steps(figures.with_columns(label.alias("label"))), grammar)))


def _of_subject(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "khu vực trong nước đạt 48 tỷ USD và đóng góp 3,5 điểm": a bare measure is of the subject that its sentence names."""
    figures, before, of_subject = _subject_before(figures, grammar)
    told = pl.when(pl.col("headed") & pl.col("names_subject")).then(_OWN).forward_fill().over(HERE).pipe(previous)
    figures, told = once(figures, told)
    gives = _LEVEL & (_UNIT == "percentage_point") & _OWN.str.contains(r"(?i)^đóng\s+góp$")
    figures, gives = once(figures, gives & (previous(pl.col("kind")) == "change") & previous(_OWN).is_not_null())
    figures, goods, sold = _of_same_goods(figures)
    figures, raised = _raised(figures)
    counted = _LEVEL & ~_UNIT.is_in([*MONEY, *PERCENT]).fill_null(False) & pl.col("per_code").is_null()
    things = pl.when(counted & _OWN.is_not_null()).then(_OWN).forward_fill().over(HERE).pipe(previous)
    figures, things = once(figures, things)
    # "chứng thư số đã cấp 4,6 triệu, đang hoạt động 1,7 triệu": of those told before.
    figures, state = only_where(
        figures,
        counted & pl.col("follows") & things.is_not_null(),
        pl.col("lead").str.extract(
            r"(?i)^[^,;:.()§]{0,40}[,;]\s*(?:và\s+|hiện\s+|trong\s+(?:số\s+)?đó,?\s+)*((?:đang|đã|còn|chưa)\s+(?:được\s+)?(?:\p{Ll}+\s+){0,2}\p{Ll}+)\s+(?:là\s+|đạt\s+)?$",
            1,
        ),
    )
    label = (
        pl.when(_same_again(told).fill_null(False))
        .then(told)
        .when(sold.fill_null(False))
        .then(pl.format("{} {}", goods, _OWN))
        .when(_based().fill_null(False))
        .then(previous(pl.coalesce("own", "thing")))
        .when(raised.is_not_null())
        .then(raised)
        .when(_held_by(grammar).fill_null(False))
        .then(pl.format("{} {}", pl.col("unit_word"), previous(_OWN.str.replace(r"(?i)^(?:tổng\s+)?số\s+", ""))))
        .when(_of_counted(grammar).fill_null(False))
        .then(
            pl.format(
                "{} {}",
                _OWN.str.replace(r"(?i)^.*\svới\s+((?:tổng\s+)?(?:số\s+\p{L}|trị\s+giá|giá\s+trị|vốn))", "${1}"),
                previous(_OWN.str.replace(r"(?i)^(?:tổng\s+)?số\s+", "")),
            )
        )
        # "thuế sản phẩm tăng 4,4%, đóng góp 0,19 điểm": of what grew right before.
        .when(gives)
        .then(pl.format("{} {}", _OWN, previous(_OWN)))
        .when(of_subject)
        .then(pl.format("{} {}", _OWN, before))
        .when(state.is_not_null())
        .then(pl.format("{} {}", things.str.replace(r"(?i)\s+(?:đã|đang|còn|chưa|được)\s.*$", ""), state))
        .otherwise(_OWN)
    )
    return without_steps(figures.with_columns(label.alias("own_label")))


def _subject_before(figures: pl.DataFrame, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr, pl.Expr]:
    """The subject that the sentence names before the figure, and whether the figure's own measure is a bare one of it."""
    no_measure = ~_OWN.str.contains(rf"(?i)(?:^|\s)(?:{grammar.measures})(?:\s|$)")
    figures, (subject, bare) = distinctly(
        figures,
        "own_label",
        (no_measure | _OWN.str.contains(r"(?i)^(?:khu\s+vực|khối)\s")) & (_OWN.str.count_matches(r"\S+") >= 2),
        _OWN.str.contains(rf"(?i)^(?:{grammar._cues('bare')})$"),
    )
    named = pl.when(_OWN.is_not_null() & subject & ~pl.col("counted") & pl.col("names_subject")).then(_OWN)
    figures, before = once(figures, named.forward_fill().over(HERE).pipe(previous))
    # "tiêu thụ nội địa 94.600 tấn; xuất khẩu 106.800 tấn": the other side.
    other_side = _OWN.str.contains(r"(?i)^(?:xuất|nhập)\s+khẩu$") & pl.col("lead").str.contains(";", literal=True)
    return figures, before, _LEVEL & pl.col("follows") & bare & before.is_not_null() & ~other_side


def _same_again(told: pl.Expr) -> pl.Expr:
    """ "xuất khẩu tôm đạt …, đưa xuất khẩu 11 tháng lên": the same exports."""
    return (
        _LEVEL
        & pl.col("follows")
        & pl.col("headed")
        & told.str.to_lowercase().str.starts_with(_OWN.str.to_lowercase() + pl.lit(" "))
        & ~told.str.contains(r"(?i)\s(?:sang|tại)\s|\stừ\s+(?-i:\p{Lu})")
        & pl.col("lead").str.contains(r"(?i)(?:^|[\s,])(?:đưa|nâng)\s")
    )


def _of_counted(grammar: Grammar) -> pl.Expr:
    """ "66 dự án với số vốn 42,9 triệu USD": the capital of these projects."""
    return (
        _LEVEL
        & (_UNIT.is_in(MONEY) | _UNIT.is_in(grammar.areas))
        & (previous(pl.col("counted")) & previous(_LEVEL) & previous(_OWN).is_not_null())
        & _OWN.str.contains(rf"(?i)^(?:{grammar.measures})(?:\s+\p{{Ll}}+){{0,4}}$")
        & pl.col("lead").str.contains(
            r"(?i)^[^,;:()§]*(?:^|\s)với\s+[^,;:()§]*$|^[^,;:()§]{0,40},\s+(?:với\s+)?(?:tổng\s+)?(?:số\s+)?(?:vốn|trị\s+giá|giá\s+trị|kim\s+ngạch|số\s+tiền|dư\s+nợ)\s[^,;:()§]*$"
        )
    )


def _held_by(grammar: Grammar) -> pl.Expr:
    """ "315 hợp tác xã với 12.400 thành viên", "17 dự án với quy mô 5.210 căn": the members of these cooperatives."""
    unit_alone = pl.col("thing").str.to_lowercase() == pl.col("unit_word").str.to_lowercase()
    return (
        _LEVEL
        & pl.col("follows")
        & unit_alone
        & pl.col("per_code").is_null()
        & ~_UNIT.is_in([*MONEY, *PERCENT, *grammar.measuring_units])
        & (previous(pl.col("counted")) & previous(_LEVEL) & previous(_OWN).is_not_null())
        & (previous(_UNIT) != _UNIT)
        & pl.col("lead").str.contains(
            rf"(?i)^(?:[^,;:()§]*(?:^|\s)với\s+(?:(?:tổng\s+)?(?:quy\s+mô|số)\s+)?|[^,;:()§]{{0,60}},\s+quy\s+mô\s+)(?:(?:{grammar.bound})\s+)*$"
        )
        & ~pl.col("lead").str.contains(r"(?i)(?:^|\s)(?:so|đối|cùng|tương\s+đương)\s+với\s[^,]*$")
    )


def _raised(figures: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr]:
    """ "tiêm cho 10.233 người, nâng tổng số lên 52.335 người": more of the same; "nâng tổng số đại lý của hãng lên"."""
    unit_word = pl.col("unit_word").str.to_lowercase()
    unit_alone = pl.col("thing").str.to_lowercase() == unit_word
    asked = (
        _LEVEL
        & pl.col("follows")
        & (pl.col("thing").is_null() | unit_alone)
        & previous(_LEVEL)
        & (previous(_UNIT) == _UNIT)
    )
    lead = pl.col("lead").str.extract(
        r"(?i)(?:^|[\s,])(?:nâng|đưa)\s+((?:tổng\s+)?(?:số|con\s+số)(?:\s+[^,;§]*)?)\s+lên(?:\s+\p{Ll}+){0,2}\s*$", 1
    )
    figures, told = only_where(figures, asked, reveal(lead))
    of_them = told.str.replace(r"(?i)^(?:tổng\s+)?(?:con\s+)?số\s*(?:lượng\s+)?", "").str.to_lowercase()
    # "12 xã đạt chuẩn mới, nâng tổng số xã lên": all of them are not new.
    before = previous(_OWN).str.replace(r"(?i)\s+(?:(?:đăng\s+ký|thành\s+lập|phát\s+sinh|kích\s+hoạt)\s+)?mới$", "")
    whole = pl.when(_UNIT.is_in(MONEY)).then(previous(_OWN)).otherwise(before)
    named = (of_them != "") & (of_them != unit_word)
    counted = (of_them == unit_word) & ~before.str.contains(r"(?i)^(?:tổng|số)\s")
    return once(
        figures,
        pl.when(named)
        .then(told)
        .when(counted)
        .then(pl.format("tổng số {}", before))
        .otherwise(pl.when(told.is_not_null()).then(whole)),
    )


def _based() -> pl.Expr:
    """ "kinh phí cho 1 lao động bình quân 3,2 triệu đồng": the base stands inside the name."""
    return (
        _LEVEL
        & (_OWN.is_null() | (_OWN.str.to_lowercase() == pl.col("unit_word").str.to_lowercase()))
        & (previous(pl.col("kind")) == "denominator")
        & (previous(pl.col("rule")) == "base")
        # "đạt 31 giường/10.000 dân, tăng lên 35 giường": the base of the rate before.
        & ~previous(previous(pl.col("over"))).fill_null(False)
        & previous(pl.coalesce("own", "thing")).is_not_null()
        # "cứ 1 triệu người có 310 ca mắc": the base is no part of the name.
        & ~previous(pl.col("lead")).str.contains(r"(?i)(?:^|\s)cứ\s*$")
        & previous(pl.col("raw")).str.contains(r"^10*(?:\.000)*$")
    )


def _of_same_goods(figures: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr, pl.Expr]:
    """ "vàng SJC mua vào 65,2 triệu đồng/lượng, bán ra 66,2 triệu đồng/lượng": of the same goods."""
    priced = _LEVEL & pl.col("per_code").is_not_null()
    figures, goods = only_where(figures, priced, _OWN.str.extract(r"(?i)^(.*\S)\s+(?:mua|bán)(?:\s+(?:vào|ra))?$", 1))
    figures, goods = once(figures, previous(goods))
    figures, sold = only_where(
        figures, goods.is_not_null() & priced, _OWN.str.contains(r"(?i)^(?:mua|bán)(?:\s+\S+)?$")
    )
    return figures, goods, sold


#: A turnover and its field.
_OF_FIELD = r"(?i)^(?:tổng\s+)?(?:doanh\s+thu|doanh\s+số|lợi\s+nhuận)\s+((?:lĩnh\s+vực|ngành|mảng)\s+[^;]{2,50})$"


def _owned(figures: pl.DataFrame) -> pl.DataFrame:
    """Lend the owner that a sentence names ("của Viettel") to the bare measures that follow it."""
    own = pl.col("own_label")
    figures, (owner, bare, alone, first) = distinctly(
        figures,
        "own_label",
        # … or the field: "doanh thu lĩnh vực xuất bản đạt …; lợi nhuận 12 tỷ đồng".
        pl.coalesce(first_of(own, r"(?i)\scủa\s+[^,]{2,60}$").str.strip_chars_start(), own.str.extract(_OF_FIELD, 1)),
        # "Nam Long báo lãi": an owner of its own.
        ~own.str.contains(r"(?i)(?:^|\s)(?:của|tại|trong|ở|từ)\s|(?-i:^\p{Lu}\p{L}*\s+\p{Lu})")
        & (own.str.count_matches(r"\S+") <= 5),
        own.str.replace(r"(?i)\s(?:của|lĩnh\s+vực|ngành|mảng)\s[^,]{2,60}$", ""),
        own.str.extract(r"^(\S+)\s", 1).str.to_lowercase(),
    )
    owned = pl.when(_LEVEL & pl.col("headed")).then(owner).forward_fill().over(HERE)
    figures, owned = once(figures, owned)
    bare = pl.col("headed") & _LEVEL & bare
    # "chi tiêu của khách nội địa là 2,1 triệu, khách quốc tế 3,4 triệu": another owner of the same measure.
    # … until another measure is told: "tỷ lệ hồ sơ của cả nước là 55%; tỷ lệ trả lời 38%, khối địa phương 16%".
    part = own.str.contains(r"(?i)^(?:khu\s+vực|khối|vùng|nước)\s")
    alike = first == owned.str.extract(r"(?i)^của\s+(\S+)", 1).str.to_lowercase()
    figures, part = once(figures, part.fill_null(False))
    figures, alike = once(figures, alike.fill_null(False))
    measure = pl.when(owner.is_not_null()).then(alone).when(~(part | alike)).then(pl.lit(""))
    measured = pl.when(_LEVEL & pl.col("headed")).then(measure).forward_fill().over(HERE)
    figures, measured = once(figures, measured.replace("", None))
    # "lạm phát của Mỹ lên 9,1%, khu vực đồng Euro là 8,6%"
    turned = alike | part
    label = (
        pl.when(bare & pl.col("follows") & turned & ~pl.col("counted") & measured.is_not_null())
        .then(pl.format("{} của {}", measured, "own_label"))
        .when(bare & owned.is_not_null() & pl.col("follows") & ~(part & measured.is_null()))
        .then(pl.format("{} {}", "own_label", owned))
        .otherwise("own_label")
    )
    return without_steps(figures.with_columns(label.alias("own_label")))


def _listed(figures: pl.DataFrame) -> pl.DataFrame:
    """Add listed: what a list of places counts; "các tỉnh ghi nhận ca bệnh như sau" counts what they record."""
    figures, told = _opening_of_list(with_list_counts(figures))
    counted_before = pl.when(_UNPLACED & _LEVEL & ~_UNIT.is_in(MONEY)).then("own_label")
    told = pl.coalesce(
        pl.when(told.str.contains(r"(?i)trong\s+(?:số\s+)?đó")).then(counted_before.forward_fill().over(HERE)), told
    )
    counts = _UNPLACED & _LEVEL & pl.col("per_code").is_null() & ~_OWN.str.contains(r"^(?:\p{Lu}\p{L}*\s?)+$")
    # "48 ca mắc mới, trong đó có 3 ca từ các tỉnh chuyển đến": no list that follows is one of these few.
    counts &= ~pl.col("lead").str.contains(r"(?i)trong\s+(?:số\s+)?đó,?\s+(?:có\s+)?$")
    before = pl.coalesce(
        pl.when(counts & _UNIT.is_not_null()).then("own_label").forward_fill().over("document", "unit_code"),
        pl.when(counts).then("own_label").forward_fill().over("document"),
    )
    # "Mua nhiều nhất là giày dép (69%), đồ gia dụng (64%)": goods are no places of what was told before.
    goods = (_UNIT == "percent") & pl.col("place").str.contains(r"^\p{Ll}")
    listed = pl.coalesce(told, pl.when(~goods.fill_null(False)).then(before))
    # "mật độ cao nhất là Hà Nội (2.398 người/km2)": the rate told before in the same unit.
    rate = pl.when(_UNPLACED & _LEVEL & pl.col("per_code").is_not_null()).then("own_label")
    told_rate = pl.when(pl.col("per_code").is_not_null()).then(
        rate.forward_fill().over("document", "unit_code", "per_code")
    )
    figures = figures.with_columns(told_rate.alias("place_rate"))
    named = reveal(listed).str.replace_all("§+", " ").str.strip_chars()
    return without_steps(figures.with_columns(pl.when(~_UNPLACED).then(named).alias("listed")))


_PLACE_WORD = r"(?:tỉnh|thành\s+phố|địa\s+phương|quận|huyện|thị\s+xã|xã|phường|thị\s+trấn|đơn\s+vị|quốc\s+gia|nước)"
#: Words for places, and nothing of what is counted there.
_PLACES_ALONE = r"(?i)^(?:(?:gồm|bao\s+gồm|tại|ở|và|còn|các|những|một\s+số|tỉnh|thành\s+phố|thành|địa\s+phương|quận|huyện|thị\s+xã|xã|phường|nơi|nước|quốc\s+gia|vùng|thị\s+trường|khác|còn\s+lại)[\s,]*)+$"


def _opening_of_list(figures: pl.DataFrame) -> tuple[pl.DataFrame, pl.Expr]:
    """What opens the list of places of a sentence, from there on."""
    lead = pl.col("lead").str
    # "Ca mắc mới tại các tỉnh, thành phố như sau: Khánh Hòa (512)": the places are one word.
    one_word = lead.replace(r"(?i)\s+(?:tại|ở|của)\s+(?:các\s+)?tỉnh,\s+thành(?:\s+phố)?(?:\s+như\s+sau)?\s*:", ":")
    figures, after_colon = only_where(
        figures, lead.contains(":", literal=True), one_word.str.extract(r"(?:^|[,.;])\s*([^,.;:]{3,80}):[^:]*$", 1)
    )
    figures, before_place = only_where(
        figures,
        lead.contains(r"\(\s*$") & after_colon.is_null(),
        lead.extract(
            r"(?:^|[,.;:])\s*([^,.;:()]{3,120}?)\s(?:là|như|tại|ở|gồm|bao gồm)\s+"
            r"(?:(?:quận|huyện|thị xã|thành phố|tỉnh|phường|xã|TP\.?)\s)?\p{Lu}[^(),;:]{1,40}\(\s*$",
            1,
        ),
    )
    figures, told = once(figures, pl.coalesce(after_colon, before_place))
    recorded = told.str.extract(
        r"(?i)\s(?:ghi\s+nhận|phát\s+hiện|công\s+bố)\s+(?:thêm\s+)?(\p{Ll}.*?)(?:\s+như\s+sau)?$", 1
    )
    # "các địa phương có số ca mắc cao là", "huyện xảy ra nhiều vụ cháy như": what they have, or what happens there.
    having = told.str.extract(
        rf"(?i)^(?:(?:có\s+)?(?:các|những|một\s+số|nhiều)\s+(?:\p{{Ll}}+\s+){{1,3}}?|{_PLACE_WORD}\s+)"
        r"(?:có|gửi|đạt|xảy\s+ra|ghi\s+nhận)\s+(?:nhiều\s+|ít\s+|đông\s+)?"
        r"(\p{Ll}.*?)(?:\s+(?:cao|lớn|nhiều|đông|thấp|khá|tăng|giảm)(?:\s+\p{Ll}+)*)?$",
        1,
    )
    figures, told = once(figures, pl.coalesce(recorded, having, told))
    # "Tại các huyện, thị xã khác:" names places alone.
    told = pl.when(~told.str.contains(_PLACES_ALONE)).then(told)
    # "…, thấp nhất là Tam Đường (12%)": of the same measure.
    in_turn = told.str.contains(IN_TURN) | told.str.contains(r"(?i)^(?:và\s+)?(?:cao|thấp|lớn|nhiều|ít|nhỏ)\s+nhất$")
    return once(figures, pl.when(~in_turn).then(told).forward_fill().over(HERE))


def _of_place(grammar: Grammar) -> pl.Expr:
    """What is counted at a place of a list."""
    # Money counts none of the things that the list names.
    word = pl.coalesce(_headed(pl.col("listed"), grammar), _named_word(pl.col("listed"), grammar))
    word = pl.when(~pl.col("unit_code").is_in(MONEY).fill_null(False)).then(word)
    # "4 địa phương có tỷ lệ tiêm chủng trên 80% là Hà Nội (95%)": the rate that they have.
    had = pl.col("listed").str.extract(
        r"(?i)(?:^|\scó\s+)((?:tỷ|tỉ)\s+lệ\s+\p{L}.*?)(?:\s+(?:cao|thấp|lớn|trên|dưới|từ|đạt|hơn)(?:\s.*)?)?$", 1
    )
    word = pl.when(_UNIT == "percent").then(pl.coalesce(had, word)).otherwise(word)
    # "Huội Quảng (520 MW)": what it can generate.
    able = pl.col("listed").str.contains(r"(?i)công\s+suất|sản\s+lượng|điện\s+năng")
    power = pl.when(_UNIT.is_in(grammar.powers) & ~able.fill_null(False)).then(pl.format("công suất {}", "place"))
    counted = (pl.col("place_rate"), pl.col("list_counts").struct.field("word"), word)
    at_place = [pl.format("{} tại {}", told, "place") for told in counted]
    # "lợi nhuận của Hải Vân …; xếp sau là Nam Hải (7 tỷ đồng)": not of both.
    alone = pl.col("listed").str.replace(r"\s+của\s+\p{Lu}[\p{L}&.-]*(?:\s+\p{Lu}[\p{L}&.-]*){0,4}$", "")
    # "Hà Nội có 900 ca, tiếp đến là Hải Phòng (400)": nor of that place.
    elsewhere = alone.str.replace(r"^(\p{Ll}[\p{Ll}\s]*)(?:\s\p{Lu}[\p{L}.]*){1,4}$", "${1}")
    alone = pl.when(~_UNIT.is_in(MONEY).fill_null(False)).then(elsewhere).otherwise(alone)
    return pl.coalesce(power, *at_place, pl.concat_str([alone, "place"], separator=" ", ignore_nulls=True))
