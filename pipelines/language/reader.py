"""Vietnamese text to figures: the passes of the reader, in order."""

from __future__ import annotations

import polars as pl

from pipelines.language.aliases import with_aliases
from pipelines.language.bare_names import as_measured_before, as_supposed
from pipelines.language.carried_references import carry_references
from pipelines.language.comparisons import (
    date_priors,
    date_references,
    move_same_periods,
    settle_flows,
)
from pipelines.language.figures import HERE, before_comparisons, cut_figures, join_numerals
from pipelines.language.flows import tell_flows
from pipelines.language.followed_periods import (
    close_lists,
    follow_levels,
    follow_text,
    follow_totals,
    infer_periods,
    keep_plans,
    narrow_growths,
    narrow_months,
    part_from_other_periods,
    widen_targets,
)
from pipelines.language.governing import govern
from pipelines.language.grammar import Grammar
from pipelines.language.grids import read_grids
from pipelines.language.indicators import code_labels, code_parts, sectors_of
from pipelines.language.introduced_references import of_introduction
from pipelines.language.kind_runs import share_kinds
from pipelines.language.kinds import sort_kinds
from pipelines.language.labels import choose_labels
from pipelines.language.ledger import scan_numerals
from pipelines.language.left_phrases import left_phrases
from pipelines.language.links import link_levels, mark_parentheses, mark_priors, over_brackets
from pipelines.language.list_reach import in_item
from pipelines.language.listed_periods import in_turn
from pipelines.language.mask import hide
from pipelines.language.mention_parts import sort_mentions
from pipelines.language.names import read_names
from pipelines.language.owners import complete_labels
from pipelines.language.parts import join_parts
from pipelines.language.period_definitions import defined_beside
from pipelines.language.period_mentions import period_mentions
from pipelines.language.period_resolution import resolve_periods
from pipelines.language.places import of_provinces
from pipelines.language.qualifiers import read_bounds, read_signs
from pipelines.language.references import find_references
from pipelines.language.right_phrases import right_phrases
from pipelines.language.segments import cut_segments
from pipelines.language.sequence import DOCUMENT, previous
from pipelines.language.settle import settle_units, settle_values
from pipelines.language.statuses import expect_what_is_ahead, read_status
from pipelines.language.steps import only_where
from pipelines.language.subjects import settle_labels
from pipelines.language.tables import tables_of
from pipelines.language.theme_owners import of_theme
from pipelines.language.told_again import named_as_restated, of_same_number
from pipelines.language.traded_places import of_same_trade
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
    mentions = period_mentions(segments.select(*HERE, "char_start", "text"))
    mentions = defined_beside(resolve_periods(mentions, documents))
    grids = read_grids(segments, documents, names, mentions, numerals, grammar)
    names, mentions = grids.claim(names, mentions)
    segments = grids.settle_headings(segments)
    segments = segments.join(sectors_of(segments, vocabulary), on=HERE, how="left", maintain_order="left")
    masked = hide(segments, names, _hidden(mentions))
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


def _hidden(mentions: pl.DataFrame) -> pl.DataFrame:
    """Time expressions that later passes need not see."""
    # In "cao hơn cùng kỳ năm ngoái 2.500 đồng" the growth is told by "cao hơn".
    than = (
        pl.col("text")
        .str.extract(r"^((?:(?:cao|thấp|lớn|nhỏ|nhiều|ít|nhỉnh) )?hơn |kém )", 1)
        .str.len_chars()
        .cast(pl.Int64)
    )
    # "mỗi tháng" names no period; it stays readable for rates.
    return mentions.filter(pl.col("kind") != "frequency").with_columns(pl.col("char_start") + than.fill_null(0))


def _classify(masked: pl.DataFrame, parts: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    figures = join_numerals(before_comparisons(cut_figures(masked, grammar), parts), grammar)
    figures = over_brackets(mark_parentheses(figures))
    return mark_priors(share_kinds(sort_kinds(figures, grammar), grammar))


def _label(figures: pl.DataFrame, segments: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    figures = figures.join(_introduced(segments, grammar), on=HERE, how="left", maintain_order="left")
    labelled = choose_labels(right_phrases(left_phrases(figures, grammar), grammar), grammar)
    linked = complete_labels(settle_labels(link_levels(labelled), grammar), grammar)
    named = (
        join_parts(linked, grammar)
        .pipe(as_measured_before, grammar)
        .pipe(as_supposed)
        .pipe(of_same_trade)
        .pipe(with_aliases, segments, grammar)
    )
    joined = settle_units(named, grammar)
    context = pl.when(pl.col("names_subject")).then("own_label").forward_fill().over(HERE).pipe(previous)
    joined = joined.with_columns(context.alias("label_context"))
    coded = code_parts(code_labels(joined, segments, grammar.vocabulary, context="label_context"), grammar.vocabulary)
    return (
        coded.pipe(of_provinces, segments, grammar)
        .pipe(of_theme, segments, grammar)
        .pipe(named_as_restated)
        .pipe(of_same_number)
        .pipe(read_signs)
        .pipe(settle_values, grammar)
    )


def _introduced(segments: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """List items with intro and intro_no: a line that ends with a colon names what its list items state.

    Of a bare "Trong đó:" intro is null and intro_no that of the sentence before.
    """
    text = pl.col("plain").str.strip_chars(" *_")
    phrase = (
        text.str.replace(r"^[\s\d.)*#\\-]+", "")
        .str.replace(r"(?i)\s*(?:như\s+sau|sau\s+đây|gồm|là)?\s*:$", "")
        .str.replace(r"(?i)^(?:dự\s+báo|mục\s+tiêu|chỉ\s+tiêu|phấn\s+đấu)\s+", "")
        # "Trong đó:", "Dự báo:" name nothing.
        .str.replace(
            r"(?i)^(?:dự\s+báo|dự\s+kiến|mục\s+tiêu|phấn\s+đấu|trong\s+(?:số\s+)?đó|cụ\s+thể|gồm|bao\s+gồm|như\s+sau|cụ\s+thể\s+như\s+sau)$",
            "",
        )
    )
    item = pl.col("kind") == "list_item"
    inside = in_item()
    # "### Dự báo dân số", and below it "- Đến năm 2025: khoảng 1,4 triệu người"
    measured = phrase.str.contains(rf"(?i)^(?:{grammar.measures}|dân\s+số)(?:\s+\S+){{0,6}}$")
    segments, heads = only_where(segments, pl.col("kind") == "heading", measured)
    heads = heads.fill_null(False)
    told = pl.when(text.str.ends_with(":") | heads).then(phrase).when(inside).then(None).otherwise(pl.lit(""))
    # "CPI tăng 0,3% so với tháng trước. Có 8 nhóm tăng giá:": it goes on with the comparison of the sentence before.
    on = text.str.contains(r"(?i)\s(?:tăng|giảm)(?:\s|:)") & ~text.str.contains(r"(?i)\s(?:so|cùng\s+kỳ)\s")
    # "Bán lẻ tăng 12% so với cùng kỳ. Trong đó:": so it is of a line that names nothing.
    bare = text.str.ends_with(":") & (phrase == "")
    place = pl.col("segment_no").cast(pl.Int64) - ((on & (pl.col("sentence_no") > 0)) | bare).cast(pl.Int64)
    number = pl.when(told.is_not_null()).then(place).forward_fill().over("document")
    lines = segments.with_columns(
        told.forward_fill().over("document").alias("intro"),
        number.alias("intro_no"),
        pl.when(told.is_not_null()).then(bare).forward_fill().over("document").alias("bare"),
    )
    named = pl.col("intro").str.len_chars() > 3
    items = lines.filter(inside & (named | pl.col("bare")))
    return items.select(*HERE, pl.when(item & named).then(pl.col("intro").str.head(120)).alias("intro"), "intro_no")


def _date(figures: pl.DataFrame, documents: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    figures = part_from_other_periods(tell_flows(figures, grammar))
    figures = move_same_periods(keep_plans(figures))
    figures = follow_totals(widen_targets(infer_periods(narrow_months(close_lists(settle_flows(figures))))))
    figures = follow_levels(follow_text(figures))
    figures = date_references(figures)
    figures = narrow_growths(of_introduction(carry_references(figures, grammar)))
    return expect_what_is_ahead(date_priors(figures), documents)
