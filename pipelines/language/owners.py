"""Whose a measure is, and what a short name for it stands for, where an earlier clause or sentence says so."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import Grammar
from pipelines.language.mask import reveal
from pipelines.language.sequence import following, previous, running
from pipelines.vocabulary import alternation

#: How many sentences back an owner or a longer name may stand.
_REACH = 3

#: Words that lend a name: whose, where, in what field; and words that only tell what happened.
_OWNER = r"(?i)(?:^|\s)(?:của|thuộc|ngành|lĩnh\s+vực)\s\S"
_PREDICATE = (
    r"(?i)(?:^|\s)(?:đã|đang|được|sẽ|cũng|chưa|giảm|tăng|so|về|có|kết\s+nối|cho\s+thấy|với|là|lớn|cao|thấp)(?:\s|$)"
)


def complete_labels(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Complete ``label``: the company of the sentence, the owner that goes without saying, the longer name told before."""
    named = _companies(_shared_out(_listed_out(figures, grammar), grammar), grammar)
    return _implied_owners(_longer_names(_scoped(named)), grammar)


def _scoped(figures: pl.DataFrame) -> pl.DataFrame:
    """ "Trong lĩnh vực công nghiệp ICT, doanh thu đạt": revenue of that field."""
    scope = pl.col("lead").str.extract(
        r"(?i)^[\s§,]*(?:trong|về|đối\s+với|ở|riêng)\s+((?:lĩnh\s+vực|mảng|ngành|thị\s+trường|khối)\s+[^,§]{2,60}),\s",
        1,
    )
    # "Lĩnh vực viễn thông: doanh thu đạt"
    heading = pl.col("lead").str.extract(
        r"(?i)^[\s*+-]*(?:về\s+)?((?:lĩnh\s+vực|mảng|ngành|khối)\s+[^,:§]{2,60}):\s", 1
    )
    scope = pl.coalesce(scope, heading)
    bare = (pl.col("kind") == "level") & pl.col("own").is_not_null() & (pl.col("label").str.count_matches(r"\S+") <= 3)
    return figures.with_columns(
        pl.when(bare & scope.is_not_null())
        .then(pl.format("{} {}", "label", reveal(scope)))
        .otherwise("label")
        .alias("label")
    )


def _listed_out(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "Ba thị trường EU, ASEAN và Brazil lần lượt đạt 50, 31 và 26 triệu USD": each market its own."""
    level = pl.col("kind").is_in(["level", "share"])
    names = pl.col("lead").str.extract(
        rf"(?:^|[.;:]\s|§\s*,\s)\s*((?:[^,;:.()§]+,\s+){{1,8}}[^,;:.()§]+?\s+và\s+[^,;:.()§]+?)\s+(?:(?:{grammar.verbs}|{grammar.direction})\s+)*(?:lần\s+lượt|tương\s+ứng)[^,;:.]*$",
        1,
    )
    # "Tại Bình Dương và Đồng Nai, con số này lần lượt là 95% và 94%"
    places = pl.col("lead").str.extract(
        r"(?i)(?:^|[.;]\s)\s*(?:tại|ở|của|trong)\s+((?:[^,;:.()§]+,\s+){0,8}[^,;:.()§]+?\s+và\s+[^,;:.()§]+?),\s+(?:con\s+số|tỷ\s+lệ|tỉ\s+lệ|mức|giá\s+trị|chỉ\s+số)\s[^,;:.]*?lần\s+lượt[^,;:.]*$",
        1,
    )
    names = pl.coalesce(names, places)
    items = names.str.replace(r"^(.*)\s+và\s+", "${1}, ").str.split(", ")
    first = items.list.first()
    # "kim ngạch xuất khẩu sang EU, ASEAN và Brazil": what stands before the first name belongs to all.
    head = first.str.extract(r"^((?:\p{Ll}+\s)+)\p{Lu}", 1)
    opening = first.str.replace(
        r"(?i)^(?:hai|ba|bốn|năm|sáu|các|những)\s+(?:thị\s+trường|nước|quốc\s+gia|tỉnh|địa\s+phương|doanh\s+nghiệp|ngân\s+hàng|đơn\s+vị|mặt\s+hàng|công\s+ty|khu\s+vực)\s+",
        "",
    )
    head = pl.when(opening == first).then(head)
    joins = (
        level
        & (pl.col("kind") == previous(pl.col("kind")))
        & pl.col("follows")
        & pl.col("lead").str.contains(rf"(?i)^\s*(?:,|;)?\s*(?:và\s+)?(?:{grammar.bound})?\s*$")
    )
    marked = figures.with_columns(
        pl.when(level).then(items).alias("items_"),
        pl.when(level).then(head).alias("head_"),
        pl.when(level).then(opening).alias("opening_"),
        joins.alias("joins_"),
    )
    marked = marked.with_columns((~pl.col("joins_")).pipe(running).alias("list_"))
    listed = [*HERE, "list_"]
    marked = marked.with_columns(
        pl.col("items_").first().over(listed),
        pl.col("head_").first().over(listed),
        pl.col("opening_").first().over(listed),
        pl.len().over(listed).alias("size_"),
        pl.int_range(pl.len()).over(listed).alias("at_"),
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
    listed_here = (whole & level).fill_null(False)
    return marked.with_columns(
        pl.when(listed_here).then(reveal(label)).otherwise("label").alias("label"),
        (pl.col("names_subject") | listed_here).alias("names_subject"),
    ).drop("items_", "head_", "opening_", "joins_", "list_", "size_", "at_")


def _shared_out(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "xuất khẩu gỗ và cà phê lần lượt giảm 21% và tăng 6,4%": the first of wood, the second of coffee."""
    joins = pl.col("follows") & pl.col("lead").str.contains(
        rf"(?i)^\s*(?:,|;)?\s*(?:và\s+)?(?:(?:{grammar.direction}|đạt|{grammar.bound})\s+)*$"
    )
    alike = (pl.col("kind") == previous(pl.col("kind"))) & (pl.col("label") == previous(pl.col("label")))
    second = (joins & alike).fill_null(False)
    marked = figures.with_columns(second.alias("second"))
    pair = following(pl.col("second")).fill_null(False) & ~following(pl.col("second"), step=2).fill_null(False)
    told = pl.col("lead").str.contains(r"(?i)(?:lần\s+lượt|tương\s+ứng)(?:\s+\p{Ll}+){0,4}\s*$")
    first = ~pl.col("second") & pair & pl.col("label").str.contains(r"\svà\s")
    left, right = pl.col("label").str.extract(r"^(.*?)\s+và\s+", 1), pl.col("label").str.extract(r"\s+và\s+(.*)$", 1)
    headed = right.str.contains(rf"(?i)^(?:{grammar.head})(?:\s|$)").fill_null(False)
    owner = pl.coalesce(right.str.extract(r"(?i)(\s+(?:của|tại|sang)\s.*)$", 1), pl.lit(""))
    head = left.str.extract(rf"(?i)^((?:{grammar.head})(?:\s+sang)?)(?:\s|$)", 1)
    one = pl.when(headed).then(left + owner).otherwise(left)
    two = pl.when(headed).then(right).otherwise(pl.concat_str([head, right], separator=" ", ignore_nulls=True))
    shares = first & (told | following(told).fill_null(False) | headed)
    named = marked.with_columns(
        pl.when(shares).then(one).alias("one"), pl.when(shares).then(two).alias("two"), shares.alias("shares")
    )
    return named.with_columns(
        pl.coalesce("one", pl.when("second").then(previous(pl.col("two"))), "label").alias("label")
    ).drop("second", "one", "two", "shares")


def _companies(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "Công ty A đạt doanh thu 102 tỷ đồng, lợi nhuận 35 tỷ đồng": both are of company A."""
    opening = rf"(?:(?i:{grammar._cues('organization')})|\p{{Lu}}[\p{{L}}&.-]*)"
    before = r"(?:^|[,.;:(]\s*|§+\s*,?\s*|\s(?:khi|và|nên)\s)"
    modal = r"(?:(?:cũng|vẫn|đã|mới|chỉ|sẽ|tiếp\s+tục|ước)\s+)*"
    verb = r"(?:đạt|ghi\s+nhận|thu\s+về|có|lãi|lỗ|báo|đặt|công\s+bố|báo\s+cáo|chịu|mang\s+về|nộp|phấn\s+đấu)"
    named = (
        pl.col("lead")
        .str.replace(r"\s*\([^()]*\)", "")
        .str.replace(
            r"(?i),\s+(?:sau\s+khi|với|do|là|một|thành\s+viên|công\s+ty|đơn\s+vị|doanh\s+nghiệp)\s[^,]{1,90},\s", " "
        )
        .str.extract(rf"{before}({opening}(?:\s+[\p{{L}}&.-]+){{1,9}}?)\s+{modal}{verb}\s", 1)
    )
    brand = (
        pl.col("lead")
        .str.replace(
            r"(?i),\s+(?:sau\s+khi|với|do|là|một|thành\s+viên|công\s+ty|đơn\s+vị|doanh\s+nghiệp)\s[^,]{1,90},\s", " "
        )
        .str.extract(
            rf"{before}(\p{{L}}{{8,}}|\p{{Lu}}{{2,6}}|\p{{Lu}}\p{{Ll}}+\p{{Lu}}\p{{L}}*|\p{{Lu}}\p{{Ll}}*(?:tt|ll|ss|nn|pp|mm|[fjwz])\p{{Ll}}*)\s+{modal}{verb}\s",
            1,
        )
    )
    # "- Kinh Bắc (KBC): lãi ròng đạt …": a list of companies.
    item = pl.col("lead").str.extract(r"^\s*[-•*+]?\s*(\p{Lu}[^:;.,()]{2,40}?)(?:\s*\([^()]*\))?\s*:\s", 1)
    item = pl.when(item.str.contains(r"^\p{Lu}\S*(?:\s+\p{Lu}\S*)+$|^\p{Lu}{2,}$")).then(reveal(item))
    named = named.str.replace(r"(?i)\s+(?:vừa(?:\s+mới)?|mới|cũng|đã|vẫn|hiện)$", "")
    named = pl.coalesce(
        item,
        pl.when(named.str.count_matches(r"(?:^|\s)\p{Lu}") >= 2).then(reveal(named)),
        # No Vietnamese word has eight letters, a double consonant, or f, j, w, z: such a word is a name.
        pl.when(brand.str.contains(r"^\p{Lu}")).then(reveal(brand)),
    )
    owned = (
        (pl.col("kind") == "level")
        & pl.col("label").str.contains(rf"(?i)^(?:mục\s+tiêu\s+)?(?:tổng\s+)?(?:{grammar._cues('owned')})(?:\s|$)")
        & ~pl.col("label").str.contains(r"(?i)\scủa\s")
        & ~pl.col("label").str.contains(r"\s\p{Lu}")
    )
    # "Doanh thu lĩnh vực An toàn thông tin mạng đạt" names a measure, no company.
    measure = named.str.contains(rf"(?i)^(?:{grammar.head})(?:\s|$)") & ~named.str.contains(
        rf"(?i)^(?:{grammar._cues('organization')})(?:\s|$)"
    )
    named = pl.when(~measure).then(named)
    told = pl.struct(named.alias("name"), "segment_no")
    figures = figures.with_columns(
        pl.when(named.is_not_null()).then(told).forward_fill().over("document").alias("told")
    )
    near = (pl.col("segment_no") - pl.col("told").struct.field("segment_no")).is_between(0, 1)
    company = pl.when(near).then(pl.col("told").struct.field("name"))
    return (
        figures.with_columns(company.alias("company"))
        .drop("told")
        .with_columns(
            pl.when(owned & pl.col("company").is_not_null())
            .then(pl.format("{} của {}", "label", "company"))
            .otherwise("label")
            .alias("label")
        )
    )


def _longer_names(figures: pl.DataFrame) -> pl.DataFrame:
    """ "tổng giá trị thương vụ" after "số thương vụ đầu tư vào lĩnh vực công nghệ": the same deals.

    The last two words of a short label, told with more words in one of the sentences just before, take those words.
    """
    words = pl.col("label").str.split(" ")
    short = (pl.col("kind") == "level") & words.list.len().is_between(2, 5) & pl.col("place").is_null()
    asked = figures.with_columns(
        pl.int_range(pl.len()).alias("order_"),
        pl.when(short).then(words.list.tail(2).list.join(" ").str.to_lowercase()).alias("pair"),
    )
    named = (
        figures.select("document", "segment_no", "char_start", "label", "kind")
        .filter(
            pl.col("label").str.contains(_OWNER) & pl.col("kind").is_in(["level", "change"]) & (words.list.len() >= 4)
        )
        .select(
            "document",
            "segment_no",
            "char_start",
            words.list.head(16).alias("words"),
        )
    )
    pairs = (
        named.with_columns(pl.int_ranges(0, pl.col("words").list.len() - 2).alias("at"))
        .explode("at")
        .drop_nulls("at")
        .with_columns(
            pl.concat_str(
                [pl.col("words").list.get(pl.col("at")), pl.col("words").list.get(pl.col("at") + 1)], separator=" "
            )
            .str.to_lowercase()
            .alias("pair"),
        )
        .join(asked.select("document", "pair").unique(), on=["document", "pair"], how="semi", maintain_order="left")
        .with_columns(pl.col("words").list.slice(pl.col("at") + 2, 10).list.join(" ").alias("told"))
        .filter(pl.col("told").str.contains(_OWNER) & ~pl.col("told").str.contains(_PREDICATE))
        .select(
            "document", "pair", pl.col("char_start").alias("told_at"), pl.col("segment_no").alias("told_in"), "told"
        )
        .sort("document", "told_at")
    )
    places = asked.select("document", "segment_no", "char_start", "pair", "order_")
    found = places.sort("document", "char_start").join_asof(
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
    return figures.with_columns(pl.coalesce(pl.format("{} {}", "label", told["told"]), "label").alias("label"))


def _implied_owners(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "bội chi" alone is the state budget's."""
    cues = grammar.vocabulary["cues"].filter(pl.col("kind") == "implied_owner")
    label = pl.col("label").str.to_lowercase()
    name = label.str.extract(rf"^(?:mức\s+|số\s+)?({alternation(cues['cue'].to_list())})$", 1)
    owner = name.replace_strict(cues["cue"].to_list(), cues["value"].to_list(), default=None, return_dtype=pl.String)
    return figures.with_columns(
        pl.when(owner.is_not_null()).then(pl.format("{} {}", "label", owner)).otherwise("label").alias("label")
    )
