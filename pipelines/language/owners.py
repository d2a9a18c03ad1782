"""Whose a measure is, and what a short name for it stands for, where an earlier clause or sentence says so."""

from __future__ import annotations

import polars as pl

from pipelines.language.counted_places import of_same_count
from pipelines.language.figures import HERE
from pipelines.language.grammar import Grammar
from pipelines.language.holders import of_holders
from pipelines.language.label_ends import finished
from pipelines.language.label_repeats import ASPECT
from pipelines.language.lent_names import implied_owners, of_aspects, of_topic, same_measure, surveyed
from pipelines.language.mask import reveal
from pipelines.language.measures import MONEY
from pipelines.language.openings import of_openings
from pipelines.language.pointed import corresponding
from pipelines.language.sequence import following, opening, previous, running, sentences_since
from pipelines.language.steps import distinctly, for_each, once, only_where, without_steps
from pipelines.language.traded_places import of_pointed_markets

#: How many sentences back an owner or a longer name may stand.
_REACH = 3

_LEVEL = pl.col("kind") == "level"

#: Words that lend a name: whose, where, in what field; and words that only tell what happened.
_OWNER = r"(?i)(?:^|\s)(?:của|thuộc|ngành|mảng|lĩnh\s+vực|vào\s+(?:các\s+)?doanh\s+nghiệp)\s\S"
_PREDICATE = (
    r"(?i)(?:^|\s)(?:đã|đang|được|sẽ|cũng|chưa|giảm|tăng|so|về|có|kết\s+nối|cho\s+thấy|với|là|lớn|cao|thấp)(?:\s|$)"
)


def complete_labels(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Complete ``label``: the company of the sentence, the owner that goes without saying, the longer name told before."""
    named = corresponding(
        _companies(_shared_out(_with_brackets(_listed_out(figures, grammar), grammar), grammar), grammar)
    )
    longer = _longer_names(of_openings(_bracketed(_apart(named), grammar), grammar))
    named = same_measure(surveyed(of_topic(implied_owners(longer, grammar)), grammar.vocabulary.unit_pattern))
    completed = finished(of_holders(named, grammar), grammar)
    return of_aspects(of_pointed_markets(of_same_count(completed)))


def _apart(figures: pl.DataFrame) -> pl.DataFrame:
    """ "lượng giao dịch đạt 3.500 căn tại Hà Nội và 2.100 căn tại TP.HCM": of each place."""
    place = pl.col("rest").str.extract(
        r"^\s+(?:tại|ở)\s+((?:TP\.?\s*)?\p{Lu}[\p{L}.]*(?:\s+\p{Lu}[\p{L}.]*)*)\s*(?:[,;.(]|và\s|$)", 1
    )
    figures, (place,) = distinctly(figures, "rest", reveal(place).str.strip_chars_end("."))
    level = pl.col("kind") == "level"
    told = level & place.is_not_null() & ~pl.col("label").str.contains(place, literal=True)
    alike = [*HERE, "unit_code", "label"]
    figures, told = once(figures, told.fill_null(False))
    apart = told & (told.cast(pl.Int64).sum().over(alike) >= 2)
    return without_steps(
        figures.with_columns(
            pl.when(apart).then(pl.format("{} tại {}", "label", place)).otherwise("label").alias("label")
        )
    )


def _bracketed(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "số lượng ngân hàng ngoại tăng qua các năm (năm 2015 có 5 ngân hàng)": what is counted stands before the bracket."""
    told = pl.col("lead").str.extract(
        rf"(?i)(?:^|[\s,])(?:số\s+lượng|số|lượng)\s+(?:các\s+)?([^();:,§]{{3,80}}?)\s+(?:(?:{grammar.direction}|đã|vẫn|có)\s[^();:§]{{0,40}})?\([^()]*$",
        1,
    )
    figures, (told,) = distinctly(figures, "lead", reveal(told))
    told = told.forward_fill().over(*HERE, "paren")
    word = pl.col("unit_word").str.to_lowercase()
    only_unit = (pl.col("label").str.to_lowercase() == word) & (pl.col("kind") == "level") & (pl.col("depth") > 0)
    longer = only_unit & told.str.to_lowercase().str.starts_with(word + pl.lit(" "))
    return without_steps(
        figures.with_columns(pl.when(longer.fill_null(False)).then(told).otherwise("label").alias("label"))
    )


def _lists(leads: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add items_ (the names that a lead lists), head_ (what belongs to all), opening_ (the first) and goes_on."""
    names = pl.col("lead").str.extract(
        rf"(?:^|[.;:]\s|§\s*,\s)\s*((?:(?:[^,;:.()§]+,\s+){{1,8}}[^,;:.()§]+?\s+và|(?:[^,;:.()§]+,\s+){{1,7}}[^,;:.()§]+?,)\s+[^,;:.()§]+?)\s+(?:(?:trong\s+)?§+\s+)?(?:(?:{grammar.verbs}|{grammar.direction})\s+)*(?:lần\s+lượt|tương\s+ứng)[^,;:.]*$",
        1,
    )
    # "Tại Bình Dương và Đồng Nai, con số này lần lượt là 95% và 94%"
    places = pl.col("lead").str.extract(
        r"(?i)(?:^|[.;]\s)\s*(?:tại|ở|của|trong)\s+((?:[^,;:.()§]+,\s+){0,8}[^,;:.()§]+?\s+và\s+[^,;:.()§]+?),\s+(?:con\s+số|tỷ\s+lệ|tỉ\s+lệ|mức|giá\s+trị|chỉ\s+số)\s[^,;:.]*?(?:lần\s+lượt|tương\s+ứng)[^,;:.]*$",
        1,
    )
    # "Bình Dương và Đồng Nai lần lượt thu hút 2 và 1,3 tỷ USD": what each of them did.
    proper = r"\p{Lu}[\p{L}.]*(?:\s+\p{Lu}[\p{L}.]*){0,3}"
    in_turn = pl.col("lead").str.contains_any(["lần lượt", "tương ứng"])
    doing = pl.col("lead").str.extract(
        rf"(?i)(?:lần\s+lượt|tương\s+ứng)\s+(?:đã\s+)?({grammar._cues('act')}|xuất\s+khẩu|nhập\s+khẩu|tiêu\s+thụ|sản\s+xuất|lãi|lỗ|chi|thu|mua|bán)(?:\s+{grammar.bound})?\s*$",
        1,
    )
    leads, doing = only_where(leads, in_turn, doing)
    actors = pl.col("lead").str.extract(
        rf"(?:^|[.;]\s|,\s)\s*((?:{proper},\s+){{0,8}}{proper}\s+và\s+{proper})\s+(?:(?:trong\s+)?§+\s+)?(?:đã\s+|cũng\s+)?lần\s+lượt\s",
        1,
    )
    leads, actors = only_where(leads, doing.is_not_null(), actors)
    leads, names = once(leads, pl.coalesce(names, places, actors))
    leads, items = once(leads, names.str.replace(r"^(.*)\s+và\s+", "${1}, ").str.split(", "))
    leads, first = once(leads, items.list.first())
    # "kim ngạch xuất khẩu sang EU, ASEAN và Brazil": what stands before the first name belongs to all.
    head = first.str.extract(r"^((?:\p{Lu}?\p{Ll}+\s(?:\p{Ll}+\s)+|\p{Ll}+\s))\p{Lu}", 1)
    opening = first.str.replace(
        r"(?i)^(?:hai|ba|bốn|năm|sáu|các|những)\s+(?:thị\s+trường|nước|quốc\s+gia|tỉnh|địa\s+phương|doanh\s+nghiệp|ngân\s+hàng|đơn\s+vị|mặt\s+hàng|công\s+ty|khu\s+vực)\s+",
        "",
    )
    leads, opened = once(leads, opening)
    goes_on = pl.col("lead").str.contains(rf"(?i)^\s*\)?\s*(?:,|;)?\s*(?:và\s+)?(?:{grammar.bound})?\s*$")
    head = pl.when(opened == first).then(head)
    leads, doing = once(leads, pl.when(actors.is_not_null()).then(pl.format("{} ", doing)))
    return without_steps(
        leads.with_columns(
            items.alias("items_"),
            pl.coalesce(doing, head).alias("head_"),
            pl.concat_str([doing, opened], ignore_nulls=True).alias("opening_"),
            goes_on.alias("goes_on"),
        )
    )


def _listed_out(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "Ba thị trường EU, ASEAN và Brazil lần lượt đạt 50, 31 và 26 triệu USD": each market its own."""
    told = for_each(figures, ["lead"], lambda leads: _lists(leads, grammar)).with_row_index("row_")
    # "lần lượt đạt 50 triệu USD (-2%), 31 triệu USD (+4%) và …": what a bracket adds is of the one before it.
    aside = (pl.col("depth") > 0) & pl.col("kind").is_in(["change", "plan"])
    named = _in_turn_of(told.filter(~aside))
    told = told.join(named, on="row_", how="left", maintain_order="left")
    before = pl.when(~aside).then(pl.col("listed_").fill_null("")).forward_fill().over(HERE).replace("", None)
    listed = pl.coalesce("listed_", pl.when(aside).then(before))
    return told.with_columns(
        pl.coalesce(listed, "label").alias("label"),
        (pl.col("names_subject") | pl.col("listed_").is_not_null()).alias("names_subject"),
    ).drop("items_", "head_", "opening_", "goes_on", "row_", "listed_")


def _in_turn_of(told: pl.DataFrame) -> pl.DataFrame:
    """row_ and listed_: of the figures of a list, the name that each of them is of; null for others."""
    level = pl.col("kind").is_in(["level", "share"])
    joins = level & (pl.col("kind") == previous(pl.col("kind"))) & pl.col("follows") & pl.col("goes_on")
    marked = told.with_columns((~joins).pipe(running).alias("list_"))
    # Of the first figure of each list.
    marked, first = once(marked, opening([*HERE, "list_"]))
    marked = marked.with_columns(
        *(
            pl.when(level).then(name).otherwise(None).gather(first).alias(name)
            for name in ("items_", "head_", "opening_")
        ),
        pl.len().over(first).alias("size_"),
        (pl.int_range(pl.len()) - first).cast(pl.Int64).alias("at_"),
    )
    whole = pl.col("items_").list.len() == pl.col("size_")
    item = (
        pl.when(pl.col("at_") == 0)
        .then("opening_")
        .otherwise(pl.col("items_").list.get(pl.col("at_"), null_on_oob=True))
    )
    label = (
        pl.when(pl.col("head_").is_not_null() & (pl.col("at_") > 0)).then(pl.concat_str("head_", item)).otherwise(item)
    )
    return marked.select("row_", pl.when(whole & level).then(reveal(label)).alias("listed_"))


def _pairs(labels: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add one and two, what a label names before and after its "và", and headed: the second has a head noun of its own."""
    left, right = pl.col("label").str.extract(r"^(.*?)\s+và\s+", 1), pl.col("label").str.extract(r"\s+và\s+(.*)$", 1)
    labels = labels.with_columns(left.alias("left_"), right.alias("right_"))
    left, right = pl.col("left_"), pl.col("right_")
    headed = right.str.contains(rf"(?i)^(?:{grammar.head})(?:\s|$)").fill_null(False)
    # "khối lượng và giá trị xuất khẩu gạo": both are of that trade.
    trade = pl.when(left.str.contains(rf"(?i)^{ASPECT}$")).then(
        right.str.extract(rf"(?i)^{ASPECT}(\s+(?:xuất|nhập)\s+khẩu(?:\s.*)?)$", 1)
    )
    owner = pl.coalesce(trade, right.str.extract(r"(?i)(\s+(?:của|tại|sang)\s.*)$", 1), pl.lit(""))
    head = left.str.extract(rf"(?i)^((?:{grammar.head})(?:\s+sang)?)(?:\s|$)", 1)
    # "mức độ 3 và 4": the numbers alone differ.
    digits = r"[\d\x{E010}-\x{E019}]+$"
    counted = pl.when(right.str.contains(rf"^{digits}")).then(left.str.extract(rf"^(.*\S)\s+{digits}", 1))
    head = pl.coalesce(counted, head)
    labels, headed = once(labels, headed)
    return without_steps(
        labels.with_columns(
            pl.when(headed).then(left + owner).otherwise(left).alias("one"),
            pl.when(headed)
            .then(right)
            .otherwise(pl.concat_str([head, right], separator=" ", ignore_nulls=True))
            .alias("two"),
            headed.alias("headed_"),
            pl.col("label").str.contains(r"\svà\s").alias("paired"),
        ).drop("left_", "right_")
    )


def _shared_out(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "xuất khẩu gỗ và cà phê lần lượt giảm 21% và tăng 6,4%": the first of wood, the second of coffee."""
    goes_on = pl.col("lead").str.contains(
        rf"(?i)^\s*(?:,|;)?\s*(?:và\s+)?(?:(?:{grammar.direction}|đạt|{grammar.bound})\s+)*$"
    )
    told = pl.col("lead").str.contains(r"(?i)(?:lần\s+lượt|tương\s+ứng)(?:\s+\p{Ll}+){0,4}\s*$")
    # "giá điện, giá nước lần lượt tăng 1,5% và 0,5%"
    name = rf"(?:{grammar.head})(?:\s[^,;:.()§]{{1,40}}?)?"
    listed = pl.col("lead").str.extract(rf"(?i)(?:^|[\s,])({name},\s+{name})\s+(?:lần\s+lượt|tương\s+ứng)\s", 1)
    figures, (goes_on, told, listed) = distinctly(figures, "lead", goes_on, told, listed)
    alike = (pl.col("kind") == previous(pl.col("kind"))) & (pl.col("label") == previous(pl.col("label")))
    figures, alike = once(figures, alike.fill_null(False))
    listed = pl.when(listed.str.ends_with(pl.col("label"))).then(listed.str.replace(",", " và", literal=True))
    listed = pl.coalesce(listed, pl.when(alike).then(previous(listed)), "label")
    figures = figures.with_columns(listed.alias("label"))
    marked = for_each(figures, ["label"], lambda labels: _pairs(labels, grammar))
    marked = marked.with_columns((pl.col("follows") & goes_on & alike).fill_null(False).alias("second"))
    pair = following(pl.col("second")).fill_null(False) & ~following(pl.col("second"), step=2).fill_null(False)
    first = ~pl.col("second") & pair & pl.col("paired")
    shares = first & (told | following(told).fill_null(False) | pl.col("headed_"))
    marked, shares = once(marked, shares)
    one, two = (pl.when(shares).then(pl.col(name)) for name in ("one", "two"))
    label = pl.coalesce(one, pl.when("second").then(previous(two)), "label")
    return without_steps(marked.with_columns(label.alias("label"))).drop("second", "one", "two", "headed_", "paired")


def _with_brackets(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "số trạm và số điểm tăng lần lượt 120 trạm (4%) và 35 điểm (2%)": each with its bracket."""
    opens = pl.col("lead").str.contains(r"(?i)(?:lần\s+lượt|tương\s+ứng)(?:\s+\p{Ll}+){0,4}\s*$")
    figures, opens = only_where(figures, pl.col("kind") == "change", opens)
    if not figures.select(opens.any()).item():
        return without_steps(figures)
    bracket = pl.col("lead").str.contains(r"^\s*\(\s*[+-]?\s*$")
    joint = pl.col("lead").str.contains(r"(?i)^\s*\)?\s*và\s*$")
    alike = (pl.col("kind") == "change") & (pl.col("label") == previous(pl.col("label"))) & pl.col("follows")
    figures, bracket = once(figures, (alike & bracket).fill_null(False))
    figures, joint = once(figures, (alike & joint).fill_null(False))
    figures = for_each(figures, ["label"], lambda labels: _pairs(labels, grammar))
    begins = opens & pl.col("paired") & following(bracket) & following(joint, step=2)
    figures, begins = once(figures, begins.fill_null(False))
    second = previous(previous(begins)).fill_null(False)
    first = begins | previous(begins).fill_null(False)
    second = second | (bracket & previous(second).fill_null(False))
    label = pl.when(first).then("one").when(second).then("two").otherwise("label")
    return without_steps(figures.with_columns(label.alias("label"))).drop("one", "two", "headed_", "paired")


def _named_companies(leads: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add name: the company that a lead names as its subject, or null."""
    opening = rf"(?:(?i:{grammar._cues('organization')})|\p{{Lu}}[\p{{L}}&.-]*)"
    before = r"(?:^|[,.;:(]\s*|§+\s*,?\s*|\s(?:khi|và|nên)\s)"
    modal = r"(?:(?:cũng|vẫn|đã|mới|chỉ|sẽ|tiếp\s+tục|ước)\s+)*"
    verb = r"(?:đạt|ghi\s+nhận|thu\s+về|có|lãi|lỗ|báo|đặt|công\s+bố|báo\s+cáo|chịu|mang\s+về|nộp|phấn\s+đấu|dẫn\s+đầu|đứng\s+đầu)"
    aside = r"(?i),\s+(?:sau\s+khi|với|do|là|một|thành\s+viên|công\s+ty|đơn\s+vị|doanh\s+nghiệp)\s[^,]{1,90},\s"
    named = (
        pl.col("lead")
        .str.replace(r"\s*\([^()]*\)", "")
        .str.replace(aside, " ")
        .str.extract(rf"{before}({opening}(?:\s+[\p{{L}}&.-]+){{1,9}}?)\s+{modal}{verb}\s", 1)
    )
    brand = (
        pl.col("lead")
        .str.replace(aside, " ")
        .str.extract(
            rf"{before}(\p{{L}}{{8,}}|\p{{Lu}}{{2,6}}|\p{{Lu}}{{2,}}\p{{Ll}}+\p{{L}}*|\p{{Lu}}\p{{Ll}}+\p{{Lu}}\p{{L}}*|\p{{Lu}}\p{{Ll}}*(?:tt|ll|ss|nn|pp|mm|[fjwz])\p{{Ll}}*)\s+{modal}{verb}\s",
            1,
        )
    )
    # "- Kinh Bắc (KBC): lãi ròng đạt …": a list of companies.
    item = pl.col("lead").str.extract(r"^\s*[-•*+]?\s*(\p{Lu}[^:;.,()]{2,40}?)(?:\s*\([^()]*\))?\s*:\s", 1)
    leads, named = once(leads, named.str.replace(r"(?i)\s+(?:vừa(?:\s+mới)?|mới|cũng|đã|vẫn|hiện)$", ""))
    leads, brand = once(leads, brand)
    leads, item = once(leads, item)
    name = pl.coalesce(
        pl.when(
            item.str.contains(r"^\p{Lu}\S*(?:\s+\p{Lu}\S*)+$|^\p{Lu}{2,}$")
            # "Sách Trắng TMĐT: doanh thu": where it is told, not whose it is.
            & ~item.str.contains(r"(?i)^(?:sách|báo\s+cáo|khảo\s+sát|bản\s+tin|chuyên\s+đề)\s")
        ).then(item),
        pl.when(named.str.count_matches(r"(?:^|\s)\p{Lu}") >= 2).then(named),
        # No Vietnamese word has eight letters, a double consonant, or f, j, w, z: such a word is a name.
        pl.when(brand.str.contains(r"^\p{Lu}")).then(brand),
    )
    leads, name = once(leads, reveal(name))
    # "Doanh thu lĩnh vực An toàn thông tin mạng đạt" names a measure, no company.
    measure = name.str.contains(rf"(?i)^(?:{grammar.head})(?:\s|$)") & ~name.str.contains(
        rf"(?i)^(?:{grammar._cues('organization')})(?:\s|$)"
    )
    return without_steps(leads.with_columns(pl.when(~measure).then(name).alias("name")))


def _companies(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "Công ty A đạt doanh thu 102 tỷ đồng, lợi nhuận 35 tỷ đồng": both are of company A."""
    figures = for_each(figures, ["lead"], lambda leads: _named_companies(leads, grammar))
    bare = (
        ~pl.col("label").str.contains(r"(?i)^(?:trần\s+|sàn\s+|mặt\s+bằng\s+)?lãi\s+suất")
        & pl.col("label").str.contains(rf"(?i)^(?:mục\s+tiêu\s+)?(?:tổng\s+)?(?:{grammar._cues('owned')})(?:\s|$)")
        & ~pl.col("label").str.contains(r"(?i)\scủa\s")
        & ~pl.col("label").str.contains(r"\s\p{Lu}")
    )
    figures, (bare,) = distinctly(figures, "label", bare)
    # "doanh thu của Lam Sơn đạt …. Lợi nhuận đạt …": of Lam Sơn.
    name = r"(?-i:\p{Lu}[\p{L}&.-]*(?:\s+\p{Lu}[\p{L}&.-]*){0,3})"
    whose = rf"(?i)^(?:tổng\s+)?(?:{grammar._cues('owned')})(?:\s+\p{{Ll}}+){{0,3}}\s+của\s+({name})$"
    figures, (owner,) = distinctly(figures, "label", pl.col("label").str.extract(whose, 1))
    figures = figures.with_columns(pl.coalesce("name", pl.when(_LEVEL).then(owner)).alias("name"))
    # "Ấn Độ đạt 278 nghìn lượt": what has no money is no company.
    earns = pl.col("name").is_not_null() & (bare | pl.col("unit_code").is_in([*MONEY, "percent"]).fill_null(True))
    told = pl.when(earns).then(pl.struct("name", "segment_no")).forward_fill().over("document")
    figures, told = once(figures, told)
    # "Thu nhập của 27 ngân hàng đạt …, còn lãi dịch vụ": of them, not of the company before.
    other = pl.col("label").str.contains(r"(?i)\scủa\s").any().over(HERE).fill_null(False)
    # "Tổng công ty Xi măng Việt Nam cũng không khá hơn khi doanh thu đạt": nor of the one before.
    called = rf"(?i)(?:^|[\s\"”])(?:{grammar._cues('organization')})\s(?:\p{{L}}+\s){{0,4}}?(?-i:\p{{Lu}}\p{{Ll}}|\p{{Lu}}{{2}})"
    figures, names_one = only_where(figures, told.is_not_null(), pl.col("lead").str.contains(called))
    other = other | names_one.any().over(HERE).fill_null(False)
    near = sentences_since(told).is_between(0, pl.when(other).then(0).otherwise(1))
    company = pl.when(near).then(told.struct.field("name"))
    figures = figures.with_columns(company.alias("company")).drop("name")
    owned = (pl.col("kind") == "level") & bare & pl.col("company").is_not_null()
    label = pl.when(owned).then(pl.format("{} của {}", "label", "company")).otherwise("label")
    return without_steps(figures.with_columns(label.alias("label")))


def _told_longer(labels: pl.Series) -> pl.DataFrame:
    """Return label, pair, told: every two words of a label, and the words after them where those name an owner."""
    words = pl.col("label").str.split(" ")
    return (
        labels.to_frame("label")
        .filter(pl.col("label").str.contains(_OWNER) & (words.list.len() >= 4))
        .with_columns(words.list.head(16).alias("words"))
        .with_columns(pl.int_ranges(0, pl.col("words").list.len() - 2).alias("at"))
        .explode("at")
        .drop_nulls("at")
        .with_columns(pl.col("words").list.slice(pl.col("at") + 2, 10).list.join(" ").alias("told"))
        .filter(pl.col("told").str.contains(_OWNER) & ~pl.col("told").str.contains(_PREDICATE))
        # What anything may have names no one thing.
        .filter(
            ~pl.col("words")
            .list.slice(pl.col("at"), 2)
            .list.join(" ")
            .str.to_lowercase()
            .is_in(["giao dịch", "bình quân", "khách hàng", "cho vay", "lãi suất"])
        )
        .select(
            "label", pl.col("words").list.slice(pl.col("at"), 2).list.join(" ").str.to_lowercase().alias("pair"), "told"
        )
    )


def _longer_names(figures: pl.DataFrame) -> pl.DataFrame:
    """ "tổng giá trị thương vụ" after "số thương vụ đầu tư vào lĩnh vực công nghệ": the same deals.

    The last two words of a short label, told with more words in one of the sentences just before, take those words.
    """
    words = pl.col("label").str.split(" ")
    pair = words.list.tail(2).list.join(" ").str.to_lowercase()
    figures, (last,) = distinctly(figures, "label", pl.when(words.list.len().is_between(2, 5)).then(pair))
    asked = figures.select(
        "document",
        "segment_no",
        "char_start",
        pl.when(
            (pl.col("kind") == "level")
            & pl.col("place").is_null()
            & ~pl.col("counted").fill_null(False)
            & ~pl.col("lead").first().over(HERE).str.contains(r"^\s*(?:Tại|Ở)\s+\p{Lu}")
        )
        .then(last)
        .alias("pair"),
        pl.int_range(pl.len()).alias("order_"),
    )
    # "…, trong đó thành thị 3,7%, nông thôn 1,7%. Cả năm, tỷ lệ thất nghiệp là 2,5%": that of none of the parts.
    of_part = pl.col("lead").str.contains_any(["trong đó", "Trong đó"]).cum_max().over(HERE)
    pairs = (
        figures.filter(pl.col("kind").is_in(["level", "change"]) & ~of_part)
        .select("document", pl.col("char_start").alias("told_at"), pl.col("segment_no").alias("told_in"), "label")
        .join(_told_longer(figures["label"].unique()), on="label", maintain_order="left_right")
        .join(asked.select("document", "pair").unique(), on=["document", "pair"], how="semi", maintain_order="left")
        .select("document", "pair", "told_at", "told_in", "told")
        .sort("document", "told_at")
    )
    found = asked.sort("document", "char_start").join_asof(
        pairs,
        left_on="char_start",
        right_on="told_at",
        by=["document", "pair"],
        strategy="backward",
        allow_exact_matches=False,
        check_sortedness=False,
    )
    near = (pl.col("segment_no") - pl.col("told_in")).is_between(0, _REACH)
    told = found.sort("order_").select(pl.when(near).then("told").alias("told"))
    named = pl.coalesce(pl.format("{} {}", "label", told["told"]), "label")
    return without_steps(figures.with_columns(named.alias("label")))
