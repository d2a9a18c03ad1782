"""Tables inside texts, Markdown or HTML: the role of each numeral, and figures as the sentence reader gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from pipelines.language.comparisons import date_references, move_same_periods, settle_flows
from pipelines.language.figures import HERE
from pipelines.language.followed_periods import follow_levels
from pipelines.language.grammar import Grammar
from pipelines.language.grid_columns import Lexicon, Setting, texts_with_periods, texts_with_units
from pipelines.language.grid_figures import Record, TableReader
from pipelines.language.grid_layout import lay_out
from pipelines.language.grid_markup import Table, find_tables
from pipelines.language.grid_periods import Period, read_periods
from pipelines.language.grid_roles import CLAIM, Found, roles_of, rows_only
from pipelines.language.grid_units import read_unit_texts
from pipelines.language.grid_words import HeaderGrammar
from pipelines.language.indicators import code_labels
from pipelines.language.measures import MONEY, read_values
from pipelines.language.numbers import NUMBER
from pipelines.language.qualifiers import read_bounds
from pipelines.language.sequence import DOCUMENT
from pipelines.language.settle import settle_units
from pipelines.language.statuses import expect_what_is_ahead
from pipelines.language.text import plain

_HTML_CELL = r"(?i)<t[rdh][\s>]"
_RULE = r"(?m)^[ \t]*\|?[ \t:]*-{2,}[-:| \t]*$"
_AROUND = 400
_CAPTION = re.compile(r"(?:bảng|biểu|phụ lục)\s|đơn\s+vị(?:\s+tính)?\s*:|đvt\s*:", re.IGNORECASE)
_CARRIED = ["month", "quarter", "half_year", "year", "year_to_date", "range"]

_PERIODS = dict.fromkeys(("period_start", "period_end", "base_start", "base_end", "ref_start", "ref_end"), pl.Date)
_TEXTS = (
    "kind",
    "label",
    "numeral_text",
    "high",
    "lead",
    "direction",
    "status",
    "unit_code",
    "period_basis",
    "period_source",
    "base_basis",
    "ref_kind",
    "rule",
)
_WHOLES = ("char_start", "column", "scale", "level_at", "total_at", "ref_year")
_TRUTHS = ("negative", "grows", "period_same", "ref_same")
_RECORD = {
    "document": DOCUMENT,
    **dict.fromkeys(_TEXTS, pl.String),
    **dict.fromkeys(_WHOLES, pl.Int64),
    **dict.fromkeys(_TRUTHS, pl.Boolean),
    **_PERIODS,
    "high_start": pl.Int64,
}

#: What a sentence may say of its figures, and a table of none.
_NOT_SO = (
    *("prior", "converted", "joined_space", "joined_compound", "range_high", "base_of"),
    *("over", "among", "from_value", "unnamed"),
)
_REFERENCE = ("ref_start", "ref_end", "ref_same", "ref_year", "ref_kind")


@dataclass(frozen=True, slots=True)
class GridReading:
    """What the tables of the documents say.

    segments: document, segment_no of segments that are table rows and nothing else;
    roles: document, segment_no, char_start, char_end, role, rule; one row a numeral, key document, char_start;
    figures: one row a figure, columns as the sentence reader settles them; None where no document holds a table.
    """

    segments: pl.DataFrame
    roles: pl.DataFrame
    figures: pl.DataFrame | None

    def claim(self, names: pl.DataFrame, mentions: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """``names`` with the role of every numeral in tables, and ``mentions`` without those of table rows."""
        if self.figures is None:
            return names, mentions
        others = names.join(self.roles, on=["document", "char_start"], how="anti", maintain_order="left")
        return pl.concat([others, self.roles.select(others.columns)]), self.leave(mentions)

    def leave(self, rows: pl.DataFrame) -> pl.DataFrame:
        """``rows`` (document, segment_no) without those of table rows."""
        return rows if self.figures is None else rows.join(self.segments, on=HERE, how="anti", maintain_order="left")

    def settle_headings(self, segments: pl.DataFrame) -> pl.DataFrame:
        """``segments`` with table rows as sentences, so that the heading above a table governs what follows it."""
        if self.figures is None:
            return segments
        rows = self.segments.with_columns(pl.lit(True).alias("row"))
        marked = segments.join(rows, on=HERE, how="left", maintain_order="left")
        kind = pl.when("row").then(pl.lit("sentence")).otherwise("kind")
        heads = pl.when(kind == "heading").then(pl.col("segment_no")).forward_fill().over("document")
        return marked.with_columns(kind.alias("kind"), heads.alias("heading_no")).drop("row")

    def add_to(self, figures: pl.DataFrame) -> pl.DataFrame:
        """``figures`` of sentences with those of tables."""
        return figures if self.figures is None else pl.concat([figures, self.figures], how="diagonal_relaxed")


def read_grids(
    segments: pl.DataFrame,
    documents: pl.DataFrame,
    names: pl.DataFrame,
    mentions: pl.DataFrame,
    numerals: pl.DataFrame,
    grammar: Grammar,
) -> GridReading:
    """Read the tables of ``documents`` (document, text, reporting_start, reporting_end, stated_on).

    ``segments``, ``names``, ``mentions`` and ``numerals`` are those of the same documents, as the reader cuts and
    resolves them. Documents without tables cost one search of their text.
    """
    found = list(_tables(documents))
    if not found:
        none = pl.DataFrame(schema={"document": DOCUMENT, "segment_no": pl.Int64})
        return GridReading(none, pl.DataFrame(schema=CLAIM), None)
    here = pl.DataFrame({"document": sorted({table.document for table in found})})
    near = documents.join(here, on="document", how="semi")
    of_tables = [
        frame.join(here, on="document", how="semi", maintain_order="left")
        for frame in (segments, names, mentions, numerals)
    ]
    segments, names, mentions, numerals = of_tables
    rows = rows_only(found, segments)
    outside = mentions.join(rows, on=HERE, how="anti", maintain_order="left")
    governing = _governing(found, near, outside, segments)
    readers = _readers(found, governing, near, mentions, grammar)
    records = [record for reader in readers for record in reader.read()]
    named = _framed(records, numerals).filter(pl.col("label") != "")
    figures = _settled(named, segments, near, grammar).filter(pl.col("value").is_not_null())
    return GridReading(rows, roles_of(found, figures, names, numerals), figures)


def _tables(documents: pl.DataFrame) -> Iterator[Found]:
    text = pl.col("text")
    held = documents.filter(
        (text.str.contains("<", literal=True) & text.str.contains(_HTML_CELL))
        | (text.str.contains("|", literal=True) & text.str.contains(_RULE))
    )
    for document, whole in held.select("document", plain(text)).iter_rows():
        for table in find_tables(whole):
            layout = lay_out(table)
            if layout is not None:
                yield Found(document, layout, _caption(whole, table))


def _caption(text: str, table: Table) -> str:
    """The caption: the table's own and the lines right before it, else the one right after it that calls itself one."""
    before = [line.strip() for line in text[max(table.start - _AROUND, 0) : table.start].split("\n") if line.strip()][
        -2:
    ]
    after = [line.strip() for line in text[table.end : table.end + _AROUND].split("\n") if line.strip()][:1]
    lines = [
        line
        for number, line in enumerate(before)
        if _CAPTION.search(line)
        or (number == len(before) - 1 and not line.endswith((".", ":", ";")) and len(line) < _AROUND // 2)
    ]
    if not any(_CAPTION.match(line) for line in lines):
        lines += [line for line in after if _CAPTION.match(line)]
    return "\n".join(line for line in (table.caption.strip(), *lines) if line and "|" not in line and "<" not in line)


def _readers(
    found: list[Found],
    governing: list[Period | None],
    documents: pl.DataFrame,
    mentions: pl.DataFrame,
    grammar: Grammar,
) -> list[TableReader]:
    """A reader for each table, once all texts of all tables have been read in few passes."""
    headers = HeaderGrammar(grammar.vocabulary)
    wanted = [(table.document, text) for table in found for text in (table.caption, *texts_with_periods(table.layout))]
    periods = dict(read_periods(wanted, documents, mentions))
    units = read_unit_texts(
        (text for table in found for text in texts_with_units(table.layout, table.caption, headers)), grammar.vocabulary
    )
    lexicon = Lexicon(headers, periods, units)
    readers = []
    for number, table in enumerate(found):
        of_caption = tuple(period for period in periods.get((table.document, table.caption), ()) if not period.compared)
        readers.append(
            TableReader(table.layout, Setting(table.document, table.caption, of_caption, governing[number]), lexicon)
        )
    combined = [(reader.setting.document, text) for reader in readers for text in reader.combinations()]
    periods.update(read_periods(combined, documents, mentions))
    return readers


def _governing(
    found: list[Found], documents: pl.DataFrame, mentions: pl.DataFrame, segments: pl.DataFrame
) -> list[Period | None]:
    """The period where a table names none: of the last heading before it, else of the document, else the last named."""
    starts = pl.DataFrame(
        {"document": [table.document for table in found], "table_at": [table.layout.table.start for table in found]}
    ).with_row_index("number")
    lasting = (
        mentions.filter(
            pl.col("kind").is_in(_CARRIED)
            & (pl.col("lead") != "compared")
            & ~pl.col("same_period")
            & pl.col("end").is_not_null()
        )
        .join(segments.select(*HERE, pl.col("kind").alias("place")), on=HERE, how="left")
        .sort("document", "char_start")
        .select("document", "char_start", "text", "kind", "year", "start", "end", "basis", "place")
    )
    by = {
        "left_on": "table_at",
        "right_on": "char_start",
        "by": "document",
        "strategy": "backward",
        "check_sortedness": False,
    }
    ordered = starts.sort("document", "table_at")
    titled = ordered.join_asof(lasting.filter(pl.col("place") == "heading"), **by).sort("number")  # type: ignore[arg-type]
    last = ordered.join_asof(lasting, **by).sort("number")  # type: ignore[arg-type]
    reported = starts.join(
        documents.select("document", "reporting_start", "reporting_end"),
        on="document",
        how="left",
        maintain_order="left",
    )
    chosen: list[Period | None] = []
    for heading, (start, end), other in zip(
        _as_periods(titled),
        reported.select("reporting_start", "reporting_end").iter_rows(),
        _as_periods(last),
        strict=True,
    ):
        of_document = (
            Period("", "range", False, False, end.year, start, end, _basis(start, end)) if start and end else None
        )
        chosen.append(heading or of_document or other)
    return chosen


def _as_periods(rows: pl.DataFrame) -> list[Period | None]:
    columns = ("text", "kind", "year", "start", "end", "basis")
    return [
        Period(text, kind, False, False, year, start, end, basis) if end else None
        for text, kind, year, start, end, basis in rows.select(columns).iter_rows()
    ]


def _basis(start, end) -> str:  # type: ignore[no-untyped-def]
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if months == 1:
        return "month"
    if months == 3 and start.month in (1, 4, 7, 10):
        return "quarter"
    return (
        "year"
        if months == 12 and start.month == 1
        else "year_to_date"
        if start.month == 1 and start.year == end.year
        else "range"
    )


def _framed(records: Iterable[Record], numerals: pl.DataFrame) -> pl.DataFrame:
    """``records`` as a frame, with segment_no, char_end and raw of their numerals."""
    frame = pl.DataFrame(list(records), schema=_RECORD)
    places = numerals.select("document", "segment_no", "char_start", "char_end", "raw")
    return frame.join(places, on=["document", "char_start"], how="inner", maintain_order="left")


def _settled(figures: pl.DataFrame, segments: pl.DataFrame, documents: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Fill unit, value, bound, code and dates with the passes that sentences go through."""
    counted = settle_units(read_bounds(_shaped(figures), grammar), grammar)
    values = _valued(code_labels(counted, segments, grammar.vocabulary))
    known = pl.col("indicator_kind")
    flow = pl.when(known.is_not_null()).then(known == "flow").otherwise(pl.col("unit_code").is_in(MONEY))
    zero = (pl.col("kind") == "change") & (pl.col("value") == 0)
    dated = values.with_columns(
        flow.fill_null(False).alias("is_flow"),
        pl.struct(_REFERENCE).alias("governing_reference"),
        pl.when(zero).then(pl.lit("flat")).otherwise("direction").alias("direction"),
    )
    dated = date_references(follow_levels(settle_flows(move_same_periods(dated))))
    own = ("printed", "whole_unit", "numeral_text", "high", "column", "grows")
    return expect_what_is_ahead(dated, documents).drop(*own, *_REFERENCE, "governing_reference")


def _shaped(figures: pl.DataFrame) -> pl.DataFrame:
    """Cells with the columns that the passes ask for of figures in sentences; a cell says of them what is not so."""
    return figures.with_columns(
        *(pl.lit(False).alias(name) for name in _NOT_SO),
        *(pl.lit(None, pl.String).alias(name) for name in ("per_code", "per_number", "base_unit", "place", "thing")),
        *(pl.lit("").alias(name) for name in ("right", "rest")),
        *(pl.lit(0, pl.Int64).alias(name) for name in ("depth", "paren")),
        pl.lit(None, pl.Int64).alias("restates_at"),
        pl.col("label").alias("own_label"),
        pl.lit(True).alias("names_subject"),
        pl.col("high").is_not_null().alias("range_low"),
    )


def _valued(figures: pl.DataFrame) -> pl.DataFrame:
    """Add value and value_high; a growth follows its level."""
    numbers = figures.with_columns(pl.col("raw").alias("printed"), pl.lit(True).alias("whole_unit"))
    upper = read_values(numbers.with_columns(pl.col("high").fill_null("0").alias("raw")))["value"]
    return read_values(numbers.with_columns(pl.col("numeral_text").alias("raw"))).with_columns(
        pl.col("printed").alias("raw"),
        pl.when(pl.col("high").is_not_null()).then(upper).cast(NUMBER).alias("value_high"),
        pl.col("kind").ne("level").alias("follows"),
    )
