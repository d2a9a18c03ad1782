"""Vietnamese text to figures: the passes of the reader, in order."""

from __future__ import annotations

import polars as pl

from pipelines.language.comparisons import (
    carry_references,
    date_priors,
    date_references,
    move_same_periods,
    settle_flows,
)
from pipelines.language.figures import HERE, before_comparisons, cut_figures, join_numerals
from pipelines.language.followed_periods import (
    close_lists,
    follow_levels,
    follow_text,
    follow_totals,
    infer_periods,
    keep_plans,
    widen_targets,
)
from pipelines.language.governing import govern
from pipelines.language.grammar import Grammar
from pipelines.language.grids import read_grids
from pipelines.language.indicators import code_labels, code_parts, sectors_of
from pipelines.language.kind_runs import share_kinds
from pipelines.language.kinds import sort_kinds
from pipelines.language.labels import choose_labels
from pipelines.language.ledger import scan_numerals
from pipelines.language.left_phrases import left_phrases
from pipelines.language.links import link_levels, mark_parentheses, mark_priors, over_brackets
from pipelines.language.listed_periods import in_turn
from pipelines.language.mask import hide
from pipelines.language.measures import MONEY
from pipelines.language.mention_parts import sort_mentions
from pipelines.language.names import read_names
from pipelines.language.owners import complete_labels
from pipelines.language.parts import join_parts
from pipelines.language.period_mentions import period_mentions
from pipelines.language.period_resolution import resolve_periods
from pipelines.language.qualifiers import read_bounds, read_signs
from pipelines.language.references import find_references
from pipelines.language.right_phrases import right_phrases
from pipelines.language.segments import cut_segments
from pipelines.language.sequence import DOCUMENT, previous
from pipelines.language.settle import settle_units, settle_values
from pipelines.language.statuses import expect_what_is_ahead, read_status
from pipelines.language.steps import distinctly, only_where, without_steps
from pipelines.language.subjects import settle_labels
from pipelines.language.tables import tables_of
from pipelines.language.word_statements import find_word_changes
from pipelines.vocabulary import Vocabulary


def read(documents: pl.DataFrame, vocabulary: Vocabulary) -> dict[str, pl.DataFrame]:
    """Read ``documents`` (document, document_key, text, reporting_start, reporting_end, stated_on).

    Returns the segments, numerals, observations, changes, shares and plan completions they state, keyed by staging table.
    Pure: no state, no files; the same documents read the same in any company and order.
    """
    names = documents["document"].unique().sort()
    number = pl.col("document").rank("dense").cast(DOCUMENT) - 1
    tables = _read(documents.with_columns(number), Grammar(vocabulary))
    return {name: table.with_columns(pl.lit(names).gather("document")) for name, table in tables.items()}


def _read(documents: pl.DataFrame, grammar: Grammar) -> dict[str, pl.DataFrame]:
    """`read`, documents numbered."""
    vocabulary = grammar.vocabulary
    segments = cut_segments(documents)
    numerals = scan_numerals(segments)
    names = read_names(numerals, segments, vocabulary)
    mentions = resolve_periods(period_mentions(segments.select(*HERE, "char_start", "text")), documents)
    grids = read_grids(segments, documents, names, mentions, numerals, grammar)
    names, mentions = grids.claim(names, mentions)
    segments = grids.settle_headings(segments)
    segments = segments.join(sectors_of(segments, vocabulary), on=HERE, how="left", maintain_order="left")
    # "mỗi tháng" names no period; it stays readable for rates.
    # In "cao hơn cùng kỳ năm ngoái 2.500 đồng" the growth is told by "cao hơn".
    than = pl.col("text").str.extract(r"^((?:cao|thấp|lớn|nhỏ|nhiều|ít) hơn )", 1).str.len_chars().cast(pl.Int64)
    hidden = mentions.filter(pl.col("kind") != "frequency").with_columns(pl.col("char_start") + than.fill_null(0))
    masked = hide(segments, names, hidden)
    sentences = grids.leave(masked)
    parts = sort_mentions(mentions, segments, grammar)
    figures = _classify(sentences, parts, grammar)
    figures = _label(figures, segments, grammar)
    figures = govern(figures, parts, segments, documents)
    figures = find_references(in_turn(figures, grammar), parts)
    figures = read_status(read_bounds(figures, grammar), segments, documents, grammar)
    figures = _date(figures, documents, grammar)
    words = find_word_changes(sentences, grammar)
    return tables_of(documents, masked, numerals, names, parts, grids.add_to(figures), words, grammar)


def _classify(masked: pl.DataFrame, parts: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    figures = join_numerals(before_comparisons(cut_figures(masked, grammar), parts), grammar)
    figures = over_brackets(mark_parentheses(figures))
    return mark_priors(share_kinds(sort_kinds(figures, grammar), grammar))


def _label(figures: pl.DataFrame, segments: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    # A line that ends with a colon names what its list items state.
    text = pl.col("plain").str.strip_chars(" *_")
    opens = text.str.ends_with(":")
    phrase = (
        text.str.replace(r"^[\s\d.)*#\\-]+", "")
        .str.replace(r"(?i)\s*(?:như\s+sau|sau\s+đây|gồm|là)?\s*:$", "")
        .str.replace(r"(?i)^(?:dự\s+báo|mục\s+tiêu|chỉ\s+tiêu|phấn\s+đấu)\s+", "")
    )
    lines = segments.with_columns(
        pl.when(opens)
        .then(phrase)
        .when(pl.col("kind") == "list_item")
        .then(None)
        .otherwise(pl.lit(""))
        .forward_fill()
        .over("document")
        .alias("intro")
    )
    intros = lines.filter((pl.col("kind") == "list_item") & (pl.col("intro").str.len_chars() > 3)).select(
        *HERE, pl.col("intro").str.head(120)
    )
    figures = figures.join(intros, on=HERE, how="left", maintain_order="left")
    labelled = choose_labels(right_phrases(left_phrases(figures, grammar), grammar), grammar)
    linked = complete_labels(settle_labels(link_levels(labelled), grammar), grammar)
    joined = settle_units(join_parts(linked, grammar), grammar)
    context = pl.when(pl.col("names_subject")).then("own_label").forward_fill().over(HERE).pipe(previous)
    joined = joined.with_columns(context.alias("label_context"))
    coded = code_parts(code_labels(joined, segments, grammar.vocabulary, context="label_context"), grammar.vocabulary)
    return settle_values(read_signs(coded), grammar)


def _date(figures: pl.DataFrame, documents: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    figures, (label,) = distinctly(figures, "label", pl.col("label").str.to_lowercase())
    money = pl.col("unit_code").is_in(MONEY)
    stock_words = ~money & label.str.contains(
        r"^(?:tổng\s+)?(?:số|tỷ\s+lệ|tỉ\s+lệ|tỷ\s+trọng|dư\s+nợ|quy\s+mô|mật\s+độ)(?:\s|$)"
    )
    stock_words = stock_words | label.str.contains(
        r"dư nợ|số dư|nguồn vốn|vốn huy động|tồn kho|phải thu|phải trả|vốn chủ sở hữu|tiền mặt|huy động vốn|quy mô|vốn hóa|vốn hoá|tài sản|dự trữ|tiền gửi|cho vay|vốn điều lệ|nợ công|nợ xấu|^tín dụng|còn hiệu lực|lũy kế|luỹ kế|(?:^|\s)nợ(?:\s|$)|(?:^|\s)vay (?:ngắn|trung|dài) hạn"
    )
    # "mở rộng hợp tác với 30 ngân hàng": what counted things do makes no flow of them.
    trades = label.str.contains(
        r"xuất khẩu|nhập khẩu|sản lượng|khách(?:$|\s+(?:[^hs]|h[^à]|hà[^n]|s[^ạ]))|thành lập|lượng |bán ra|tiêu thụ"
    )
    # "37.238 dự án còn hiệu lực với tổng vốn 446 tỷ USD": what is in force at a time, and all that was paid by then.
    stock_words = stock_words | pl.col("lead").str.contains(
        r"(?i)^[^,;:()]*còn\s+hiệu\s+lực|(?:lũy|luỹ)\s+kế(?:\s+\p{Ll}+){0,3}\s*$"
    )
    # "số lượng tờ khai": what is done in a period, not what stands at its end.
    events = label.str.contains(
        r"^(?:tổng\s+)?(?:số|số\s+lượng|lượng)\s+(?:lượt\s+)?(?:tờ khai|giao dịch|vụ|chuyến|lượt|văn bản)(?:\s|$)"
        r"|^(?:lượt|giao dịch|dự án)\s.*(?:cấp (?:mới|giấy)|điều chỉnh|góp vốn|đăng ký mới)"
        r"|^(?:số )?(?:doanh nghiệp|dn|công ty|hộ kinh doanh)\s.*(?:giải thể|ngừng (?:hoạt động|kinh doanh)|quay (?:trở )?lại|rút lui|phá sản)"
    )
    # "thu hút được 11 dự án": so many came in the time.
    figures, came = only_where(
        figures,
        pl.col("lead").str.contains(" hút ", literal=True),
        pl.col("lead").str.contains(r"(?i)(?:^|\s)thu\s+hút(?:\s+(?:thêm|được|mới|hơn|gần|trên))*\s*$"),
    )
    events = events | came.fill_null(False)
    # A price holds at a time; nothing sums it up.
    prices = label.str.contains(r"^(?:mức\s+)?(?:đơn\s+)?giá\s") & ~label.str.contains(r"^giá\s+trị")
    stock_words = (stock_words & ~events) | prices
    trades = trades | events | label.str.contains(r"^(?:tổng\s+)?(?:doanh\s+số|doanh\s+thu|sản\s+lượng)(?:\s|$)")
    flow_words = (
        events
        | pl.col("unit_code").is_in(MONEY)
        | label.str.contains(
            r"doanh thu|doanh số|lợi nhuận|kim ngạch|xuất khẩu|nhập khẩu|(?:^|\s)xk(?:\s|$)|(?:^|\s)nk(?:\s|$)|giải ngân|(?:^|\s)thu |(?:^|\s)chi |(?:^|số |tiền |thuế )nộp |nộp ngân sách|nộp nsnn|sản lượng|vốn|giá trị|cán cân|nhập siêu|xuất siêu|khách(?:$|\s+(?:[^hs]|h[^à]|hà[^n]|s[^ạ]))|sản xuất|doanh nghiệp thành lập|thành lập mới"
        )
    )
    flow = (
        pl.when(pl.col("indicator_kind").is_not_null())
        .then(pl.col("indicator_kind") == "flow")
        .otherwise(
            (
                flow_words
                & (trades | ~pl.col("counted").fill_null(False) | pl.col("unit_code").is_in(grammar.measuring_units))
                & ~stock_words
                & ((pl.col("kind") == "change") | ~pl.col("unit_code").is_in(["percent", "percentage_point"]))
            ).fill_null(False)
        )
    )
    from_value = (
        (pl.col("kind") == "level")
        & pl.col("lead").str.contains(r"(?i)(?:^|[^\p{L}])từ(?:\s+(?:mức|khoảng|gần|hơn|trên|con\s+số))*\s*$")
        & pl.col("rest").shift(0).str.contains(r"(?i)^[^,;.]*(?:^|[^\p{L}])(?:lên|xuống|về|còn)(?:[^\p{L}]|$)")
        & ~pl.col("rest").str.contains(r"(?i)^[^,;.]{0,20}trở\s+(?:lên|xuống)")
    )
    figures = figures.with_columns(flow.alias("is_flow"), from_value.fill_null(False).alias("from_value"))
    figures = without_steps(figures)
    figures = move_same_periods(keep_plans(figures))
    figures = follow_totals(widen_targets(infer_periods(close_lists(settle_flows(figures)))))
    figures = follow_levels(follow_text(figures))
    figures = date_references(figures)
    return expect_what_is_ahead(date_priors(carry_references(figures)), documents)
