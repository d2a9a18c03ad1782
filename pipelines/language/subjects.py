"""The subject of each figure: its own, its sentence's, its list's, its total's."""

from __future__ import annotations

import polars as pl

from pipelines.language.balances import balances
from pipelines.language.figures import HERE
from pipelines.language.grammar import EDGE, Grammar
from pipelines.language.left_phrases import IN_TURN
from pipelines.language.mask import reveal
from pipelines.language.measures import MONEY
from pipelines.language.phrases import spelled
from pipelines.language.pointed import counted_again, named_before
from pipelines.language.sequence import previous, running
from pipelines.language.steps import distinctly, for_each, once, only_where, without_steps
from pipelines.language.text import first_of
from pipelines.vocabulary import alternation


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
    first = low.str.extract(rf"(?:^|[^\p{{L}}])({alternation(names)})(?:[^\p{{L}}]|$)", 1)
    return pl.coalesce(counted, first).str.replace_all(r"\s+", " ")


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

#: Measures that say nothing of what they measure.
_WHOLE = r"(?i)^(?:tổng|tổng\s+(?:số|cộng|mức)|trị\s+giá|giá\s+trị|kim\s+ngạch)$"


def settle_labels(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add label: own label, else the subject carried in the sentence, the place or the balance it is of."""
    figures = _owned(_of_subject(figures, grammar))
    figures = _listed(for_each(figures, ["own_clause"], lambda clauses: balances(clauses, grammar)))
    figures, of_place = only_where(figures, pl.col("place").is_not_null(), _of_place(grammar))
    figures, label = once(figures, pl.when(pl.col("place").is_null()).then(_restated(grammar)).otherwise(of_place))
    return without_steps(named_before(_unnamed(without_steps(figures.with_columns(label.alias("label"))), grammar)))


def _of_subject(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "khu vực trong nước đạt 48 tỷ USD và đóng góp 3,5 điểm": a bare measure is of the subject that its sentence names."""
    own = pl.col("own_label")
    measures = grammar.measures
    figures, (subject, bare) = distinctly(
        figures,
        "own_label",
        (~own.str.contains(rf"(?i)(?:^|\s)(?:{measures})(?:\s|$)") | own.str.contains(r"(?i)^(?:khu\s+vực|khối)\s"))
        & (own.str.count_matches(r"\S+") >= 2),
        own.str.contains(rf"(?i)^(?:{grammar._cues('bare')})$"),
    )
    named = pl.when(own.is_not_null() & subject & ~pl.col("counted") & pl.col("names_subject")).then(own)
    figures, before = once(figures, named.forward_fill().over(HERE).pipe(previous))
    of_subject = _LEVEL & pl.col("follows") & bare & before.is_not_null()
    # "xuất khẩu tôm đạt …, đưa xuất khẩu 11 tháng lên": the same exports.
    figures, told = once(
        figures, pl.when(pl.col("headed") & pl.col("names_subject")).then(own).forward_fill().over(HERE).pipe(previous)
    )
    again = (
        _LEVEL
        & pl.col("follows")
        & pl.col("headed")
        & told.str.to_lowercase().str.starts_with(own.str.to_lowercase() + pl.lit(" "))
        & ~told.str.contains(r"(?i)\s(?:sang|từ|tại)\s")
        & pl.col("lead").str.contains(r"(?i)(?:^|[\s,])(?:đưa|nâng)\s")
    )
    # "66 dự án với số vốn 42,9 triệu USD": the capital of these projects.
    counted = previous(pl.col("counted")) & previous(_LEVEL) & previous(own).is_not_null()
    of_counted = (
        _LEVEL
        & (pl.col("unit_code").is_in(MONEY) | pl.col("unit_code").is_in(grammar.areas))
        & counted
        & own.str.contains(rf"(?i)^(?:{measures})(?:\s+\p{{Ll}}+){{0,4}}$")
        & pl.col("lead").str.contains(
            r"(?i)^[^,;:()§]*(?:^|\s)với\s+[^,;:()§]*$|^[^,;:()§]{0,40},\s+(?:với\s+)?(?:tổng\s+)?(?:số\s+)?(?:vốn|trị\s+giá|giá\s+trị|kim\s+ngạch|số\s+tiền|dư\s+nợ)\s[^,;:()§]*$"
        )
    )
    # "tiêm cho 10.233 người, nâng tổng số lên 52.335 người": more of the same.
    raised = (
        _LEVEL
        & pl.col("follows")
        & (pl.col("thing").is_null() | (pl.col("thing").str.to_lowercase() == pl.col("unit_word").str.to_lowercase()))
        & previous(_LEVEL)
        & (pl.col("unit_code") == previous(pl.col("unit_code")))
        & pl.col("lead").str.contains(
            r"(?i)(?:^|[\s,])(?:nâng|đưa)\s+(?:tổng\s+)?(?:số|con\s+số)(?:\s+[^,;§]*)?\s+lên(?:\s+\p{Ll}+){0,2}\s*$"
        )
    )
    # "kinh phí cho 1 lao động bình quân 3,2 triệu đồng": the base stands inside the name.
    based = (
        _LEVEL
        & (own.is_null() | (own.str.to_lowercase() == pl.col("unit_word").str.to_lowercase()))
        & (previous(pl.col("kind")) == "denominator")
        & (previous(pl.col("rule")) == "base")
        & previous(pl.coalesce("own", "thing")).is_not_null()
        & previous(pl.col("raw")).str.contains(r"^10*(?:\.000)*$")
    )
    # "vàng SJC mua vào 65,2 triệu đồng/lượng, bán ra 66,2 triệu đồng/lượng": of the same goods.
    priced = _LEVEL & pl.col("per_code").is_not_null()
    figures, goods = only_where(figures, priced, own.str.extract(r"(?i)^(.*\S)\s+(?:mua|bán)(?:\s+(?:vào|ra))?$", 1))
    figures, goods = once(figures, previous(goods))
    figures, sold = only_where(figures, goods.is_not_null() & priced, own.str.contains(r"(?i)^(?:mua|bán)(?:\s+\S+)?$"))
    label = (
        pl.when(again.fill_null(False))
        .then(told)
        .when(sold.fill_null(False))
        .then(pl.format("{} {}", goods, own))
        .when(based.fill_null(False))
        .then(previous(pl.coalesce("own", "thing")))
        .when(raised.fill_null(False))
        .then(previous(own))
        .when(of_counted.fill_null(False))
        .then(
            pl.format(
                "{} {}",
                own.str.replace(r"(?i)^.*\svới\s+((?:tổng\s+)?(?:số\s+\p{L}|trị\s+giá|giá\s+trị|vốn))", "${1}"),
                previous(own.str.replace(r"(?i)^(?:tổng\s+)?số\s+", "")),
            )
        )
        .when(of_subject)
        .then(pl.format("{} {}", own, before))
        .otherwise(own)
    )
    return without_steps(figures.with_columns(label.alias("own_label")))


def _owned(figures: pl.DataFrame) -> pl.DataFrame:
    """Lend the owner that a sentence names ("của Viettel") to the bare measures that follow it."""
    own = pl.col("own_label")
    figures, (owner, bare, alone, first) = distinctly(
        figures,
        "own_label",
        first_of(own, r"(?i)\scủa\s+[^,]{2,60}$").str.strip_chars_start(),
        # "Nam Long báo lãi": an owner of its own.
        ~own.str.contains(r"(?i)(?:^|\s)(?:của|tại|trong|ở|từ)\s|(?-i:^\p{Lu}\p{L}*\s+\p{Lu})")
        & (own.str.count_matches(r"\S+") <= 5),
        own.str.replace(r"(?i)\scủa\s[^,]{2,60}$", ""),
        own.str.extract(r"^(\S+)\s", 1).str.to_lowercase(),
    )
    owned = pl.when(_LEVEL & pl.col("headed")).then(owner).forward_fill().over(HERE)
    figures, owned = once(figures, owned)
    bare = pl.col("headed") & _LEVEL & bare
    # "chi tiêu của khách nội địa là 2,1 triệu, khách quốc tế 3,4 triệu": another owner of the same measure.
    measure = pl.when(_LEVEL & pl.col("headed") & owner.is_not_null()).then(alone)
    measured = measure.forward_fill().over(HERE)
    turned = first == owned.str.extract(r"(?i)^của\s+(\S+)", 1).str.to_lowercase()
    # "lạm phát của Mỹ lên 9,1%, khu vực đồng Euro là 8,6%"
    turned = turned | own.str.contains(r"(?i)^(?:khu\s+vực|khối|vùng|nước)\s")
    figures, turned = only_where(figures, bare & pl.col("follows") & ~pl.col("counted"), turned)
    label = (
        pl.when(bare & pl.col("follows") & turned & ~pl.col("counted"))
        .then(pl.format("{} của {}", measured, "own_label"))
        .when(bare & owned.is_not_null() & pl.col("follows"))
        .then(pl.format("{} {}", "own_label", owned))
        .otherwise("own_label")
    )
    return without_steps(figures.with_columns(label.alias("own_label")))


def _listed(figures: pl.DataFrame) -> pl.DataFrame:
    """Add listed: what a list of places counts; "các tỉnh ghi nhận ca bệnh như sau" counts what they record."""
    told = pl.coalesce(
        pl.when(pl.col("lead").str.contains(r":")).then(
            pl.col("lead").str.extract(r"(?:^|[,.;])\s*([^,.;:]{3,80}):[^:]*$", 1)
        ),
        pl.col("lead").str.extract(
            r"(?:^|[,.;:])\s*([^,.;:()]{3,120}?)\s(?:là|như|tại|ở)\s+\p{Lu}[^(),;:]{1,40}\(\s*$", 1
        ),
    )
    recorded = told.str.extract(
        r"(?i)\s(?:ghi\s+nhận|phát\s+hiện|công\s+bố)\s+(?:thêm\s+)?(\p{Ll}.*?)(?:\s+như\s+sau)?$", 1
    )
    told = pl.coalesce(recorded, told)
    told = pl.when(~told.str.contains(IN_TURN)).then(told).forward_fill().over(HERE)
    # "12 ca từ các huyện chuyển đến như sau: Long Phú (4)": what opens the list is counted on.
    lists = pl.col("follows") & pl.col("place").is_not_null() & pl.col("lead").str.contains(":", literal=True)
    figures, opens = only_where(figures, lists, pl.col("lead").str.contains(r"^[^,.;:()]{3,80}:\s[^:]*\($"))
    opens = (
        opens
        & (pl.col("kind").pipe(previous) == "level")
        & pl.col("unit_word").pipe(previous).is_not_null()
        & ~pl.col("unit_code").pipe(previous).is_in([*MONEY, "percent"])
    ).fill_null(False)
    figures, opens = once(figures, opens)
    counts = pl.struct(
        pl.col("unit_word").pipe(previous).alias("word"), pl.col("unit_code").pipe(previous).alias("code")
    )
    figures, counts = once(figures, pl.when(opens).then(counts))
    carried = counts.forward_fill().over(HERE) if figures.select(opens).to_series().any() else counts
    figures = without_steps(figures.with_columns(carried.alias("list_counts")))
    counted_before = pl.when(pl.col("place").is_null() & _LEVEL & ~pl.col("unit_code").is_in(MONEY)).then("own_label")
    told = pl.coalesce(
        pl.when(told.str.contains(r"(?i)trong\s+(?:số\s+)?đó")).then(counted_before.forward_fill().over(HERE)), told
    )
    counts = (
        pl.col("place").is_null()
        & _LEVEL
        & pl.col("per_code").is_null()
        & ~pl.col("own_label").str.contains(r"^(?:\p{Lu}\p{L}*\s?)+$")
    )
    listed = pl.coalesce(
        told,
        pl.when(counts & pl.col("unit_code").is_not_null())
        .then("own_label")
        .forward_fill()
        .over("document", "unit_code"),
        pl.when(counts).then("own_label").forward_fill().over("document"),
    )
    # "mật độ cao nhất là Hà Nội (2.398 người/km2)": the rate told before in the same unit.
    rate = pl.when(pl.col("place").is_null() & _LEVEL & pl.col("per_code").is_not_null()).then("own_label")
    told_rate = pl.when(pl.col("per_code").is_not_null()).then(
        rate.forward_fill().over("document", "unit_code", "per_code")
    )
    figures = figures.with_columns(told_rate.alias("place_rate"))
    return figures.with_columns(
        pl.when(pl.col("place").is_not_null())
        .then(reveal(listed).str.replace_all("§+", " ").str.strip_chars())
        .alias("listed")
    )


def _restated(grammar: Grammar) -> pl.Expr:
    """The label of a figure that stands in no list of places."""
    restates = pl.col("prior") | pl.col("converted") | pl.col("joined_space") | pl.col("range_high")
    # "tổng mức bán lẻ đạt …, nâng tổng mức lên": the same measure again.
    again = pl.col("carried").str.to_lowercase().str.starts_with(pl.col("generic").str.to_lowercase())
    extended = pl.when(pl.col("generic").is_not_null() & pl.col("carried").is_not_null()).then(
        pl.when(again)
        .then("carried")
        .otherwise(
            pl.format(
                "{} {}",
                "generic",
                pl.col("carried").str.replace(r"(?i)^(?:(?:khối|số|sản)\s+)?lượng\s+(\p{L})", "${1}"),
            )
        )
    )
    # "cán cân thương mại hàng hóa ước tính xuất siêu": named whole already.
    named = pl.when(pl.col("balance").str.contains(r"(?i)^cán\s+cân")).then(
        pl.col("own_label").str.replace(
            rf"(?i)\s+(?:(?:{grammar._cues('status')})\s+)?(?:{grammar._cues('balance')})$", ""
        )
    )
    balance_of = pl.when(pl.col("balance_of") != "").then("balance_of")
    balance = pl.when(pl.col("balance").is_not_null()).then(
        pl.when(named.is_not_null())
        .then(named)
        .when(balance_of.str.contains(r"(?i)^cán\s+cân"))
        .then(balance_of)
        .when(balance_of.str.contains(r"(?i)\s(?:là|so\s+với|với)\s"))
        .then(pl.lit("cán cân thương mại"))
        .when(balance_of.is_null() & pl.col("balance_with").is_not_null())
        .then(pl.format("cán cân thương mại với {}", "balance_with"))
        .otherwise(pl.concat_str([pl.lit("cán cân thương mại"), balance_of], separator=" ", ignore_nulls=True))
    )
    label = (
        pl.when(restates & pl.col("carried").is_not_null())
        .then(pl.col("carried"))
        .otherwise(pl.coalesce("own_label", extended, "carried", "generic"))
    )
    return pl.coalesce(
        pl.when(_LEVEL & (pl.col("unit_code") != "percent").fill_null(True)).then(balance),
        pl.when(pl.col("planned")).then(pl.concat_str(["plan_phrase", "carried"], separator=" ", ignore_nulls=True)),
        label,
    )


def _of_place(grammar: Grammar) -> pl.Expr:
    """What is counted at a place of a list."""
    # Money counts none of the things that the list names.
    word = pl.coalesce(_headed(pl.col("listed"), grammar), _named_word(pl.col("listed"), grammar))
    word = pl.when(~pl.col("unit_code").is_in(MONEY).fill_null(False)).then(word)
    counted = (pl.col("place_rate"), pl.col("list_counts").struct.field("word"), word)
    at_place = [pl.format("{} tại {}", told, "place") for told in counted]
    return pl.coalesce(*at_place, pl.concat_str(["listed", "place"], separator=" ", ignore_nulls=True))


def _unnamed(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Fill the labels of figures whose clause names nothing from what leads the list, the sentence before, and around."""
    unnamed = pl.col("lead").str.contains(
        r"(?i)^[\s\"*(-]*(?:(?:chỉ|riêng|tính|chung|lũy|luỹ|kế|ước|tính|cả|trong|đến|hết|ước|đón|đạt|là|còn|phấn|đấu|mục|tiêu|dự|kiến|thực|hiện|con|số|này|đã|tăng|giảm|lên|sẽ|mức|khoảng|gần|hơn|trên|và|,|:|toàn)\s*|§+\s*)+$"
    )
    parts = pl.col("lead").str.contains(rf"(?i){EDGE}(?:{grammar._cues('breakdown')})(?:[^\p{{L}}]|$)")
    figures, (unnamed, parts) = distinctly(figures, "lead", unnamed, parts)
    figures, (words,) = distinctly(figures, "thing", pl.col("thing").str.count_matches(r"\S+"))
    named = figures.with_columns(
        ((_LEVEL & unnamed) | pl.col("pointing") | pl.col("place").is_not_null()).alias("unnamed")
    )
    named = named.with_columns(
        pl.when(
            (pl.col("unnamed") | pl.col("own").is_null())
            & _LEVEL
            & pl.col("intro").is_not_null()
            & (pl.col("thing").is_null() | (words <= 2))
            & ~pl.col("follows")
        )
        .then("intro")
        .otherwise("label")
        .alias("label")
    )
    named = counted_again(named)
    # "Vốn đầu tư đạt …, bao gồm: vốn địa phương …. Tính chung 8 tháng đạt": what goes on is the total.
    named, whole = once(named, _LEVEL & ((parts & pl.col("follows")).pipe(running) == 0))
    # "con số này là 103.026 lao động": the count told last of the same things, not of a part of them.
    alike = pl.when(whole & pl.col("unit_word").is_not_null() & ~pl.col("unit_code").is_in(MONEY)).then("label")
    named, told_alike = once(named, alike.forward_fill().over("document", "unit_word"))
    rate = pl.when(pl.col("kind").is_in(["level", "share"]) & (pl.col("unit_code") == "percent"))
    last = (
        named.select(
            *HERE,
            pl.coalesce(
                pl.when(whole).then("label").forward_fill().over(HERE),
                pl.when(_LEVEL).then("label"),
                # "Hóa chất tăng 1,5%. Ước tính sáu tháng đạt": a growth names the subject as well.
                pl.when(pl.col("names_subject") & (pl.col("kind") == "change")).then("own_label"),
            ).alias("label_before"),
            rate.then("label").forward_fill().over("document").alias("rate_before"),
        )
        .drop_nulls("label_before")
        .group_by(HERE, maintain_order=True)
        .last()
        .with_columns(pl.col("segment_no") + 1)
    )
    # "Doanh thu bán lẻ đạt …. Quý I, tổng mức đạt": of what was told before.
    bare = _LEVEL & ~pl.col("follows") & pl.col("label").str.contains(_WHOLE) & pl.col("unit_code").is_in(MONEY)
    return (
        named.join(last, on=HERE, how="left", maintain_order="left")
        .with_columns(
            pl.coalesce(
                pl.when(bare).then(pl.format("{} {}", "label", "label_before")),
                "label",
                # "Tỷ lệ này": the rate told last, whatever stands between.
                pl.when("pointing").then(
                    pl.when(pl.col("unit_code") == "percent").then("rate_before").otherwise(told_alike)
                ),
                pl.when("unnamed").then("label_before"),
            ).alias("label")
        )
        .with_columns(
            pl.coalesce(
                "label",
                pl.when(_LEVEL).then(pl.col("label").forward_fill().over(HERE)),
                pl.when(_LEVEL & pl.col("unit_code").is_in(MONEY)).then(pl.col("own_label").backward_fill().over(HERE)),
                pl.when(
                    _LEVEL
                    & (
                        pl.col("unit_code").is_in([*MONEY, "percent"])
                        | (pl.col("unit_code").is_null() & (pl.col("scale") >= 1_000_000_000))
                    )
                ).then(
                    pl.coalesce(
                        reveal(spelled(pl.col("opened_by"))), reveal(pl.col("context")), reveal(pl.col("thing"))
                    )
                ),
                pl.when(_LEVEL & pl.col("unit_code").is_in(grammar.measuring_units)).then(reveal(pl.col("thing"))),
            ).alias("label")
        )
    )
