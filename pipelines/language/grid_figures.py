"""The figures of one laid-out table, cell by cell: number, label, unit, period and what they are compared with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipelines.language.grid_columns import (
    CELL,
    LONGEST_LABEL,
    Lexicon,
    Row,
    Setting,
    captioned_measures,
    captioned_subject,
    corner,
    read_column,
    shortest_measure,
    texts_with_periods,
    title_of,
)
from pipelines.language.grid_layout import Layout
from pipelines.language.grid_markup import Cell
from pipelines.language.grid_periods import Period
from pipelines.language.grid_words import (
    Said,
    caption_units,
    is_amount,
    is_empty,
    is_part,
    is_total,
    is_year,
    joined,
    shortened,
    without,
    without_units,
)
from pipelines.language.measures import PERCENT

_ANGLO = re.compile(r"\d{1,3}(?:,\d{3}){2,}|\d{1,3}(?:,\d{3})+\.\d")
_CONTINENTAL = re.compile(r"\d\.\d{3}(?:\.|,\d)|,\d{1,2}(?!\d)|,\d{4}")
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2},\d{3}")
_SHORT_LABEL, _SHORT_SECTION = 4, 5

Record = dict[str, Any]


@dataclass(slots=True)
class _Line:
    """A row's label, or a section's title, as read."""

    said: Said
    name: str
    own_name: str
    period: Period | None
    part: bool
    units: tuple[str, ...] = ()
    figures: dict[int, int] = field(default_factory=dict)  # column -> char_start of its level


class TableReader:
    """Reads the figures of one table, from the first row to the last."""

    def __init__(self, layout: Layout, setting: Setting, lexicon: Lexicon) -> None:
        self.layout, self.setting, self.lexicon = layout, setting, lexicon
        self._columns = {column: read_column(layout, setting, lexicon, column) for column in layout.values}
        cells = [cell.text for cell in layout.table.cells() if is_amount(cell.words)]
        self._anglo = any(_ANGLO.search(text) for text in cells) and not any(
            _CONTINENTAL.search(text) for text in cells
        )
        self._complement = captioned_subject(self._columns.values(), setting, lexicon)
        self._said = captioned_measures(layout, setting, lexicon)
        self._measure = shortest_measure(self._said)
        self._table_units = caption_units(f"{corner(layout)}\n{setting.caption}")
        self._section: _Line | None = None
        self._parent: _Line | None = None
        self._above: dict[int, tuple[int, str]] = {}  # column -> char_start and label of the last level
        self._numbered: dict[str, _Line] = {}
        self._seen: set[int] = set()

    def read(self) -> list[Record]:
        """Return one record a figure, in reading order."""
        records: list[Record] = []
        for row in self.layout.table.rows[self.layout.body :]:
            cells = {
                column: row[column] for column in self.layout.values if column in row and is_amount(row[column].words)
            }
            line = self._line(row)
            if not cells or (len(cells) > 1 and all(is_year(cell.words) for cell in cells.values())):
                self._section = (
                    line
                    if not cells
                    and line.own_name
                    and not any(is_empty(cell.words) and cell.words for cell in row.values())
                    else self._section
                )
                self._parent = line if not cells else self._parent
                continue
            records += self._row(row, line, cells)
        return _percentages_of(records)

    def _line(self, row: Row) -> _Line:
        title = title_of(self.layout, row)
        periods = self.lexicon.periods.get((self.setting.document, title), ())
        said = self.lexicon.grammar.label(title)
        known = [unit for unit in said.units if unit in self.lexicon.units]
        bare = without_units(without(title, [period.text for period in periods]), known)
        bare = "" if is_year(title) else bare.removesuffix(f", {known[0].strip()}") if known else bare
        name = self.lexicon.grammar.label(bare).name if bare else ""
        line = _Line(said, name, name, next(iter(periods), None), is_part(title))
        stated = [row[self.layout.units].words] if self.layout.units is not None and self.layout.units in row else []
        line.units = tuple(unit for unit in (*stated, *known) if unit in self.lexicon.units)
        self._place(line, row)
        return line

    def _place(self, line: _Line, row: Row) -> None:
        """Complete a label from the row that it breaks down, or from its section."""
        number = next((row[column].words.strip(" .)") for column in self.layout.ordinals if column in row), "")
        above = self._numbered.get(number.rpartition(".")[0]) if "." in number else self._parent if line.part else None
        if number:
            self._numbered[number] = line
        complete = self.lexicon.grammar.starts_with_measure(line.own_name)
        if above is not None and line.own_name:
            line.units = line.units or above.units
            line.period = line.period or above.period
            if not complete and above.name and line.said.kind == "level":
                line.name = f"{above.name} {line.own_name[0].lower()}{line.own_name[1:]}"
        elif self._section is not None and line.own_name:
            line.units = line.units or self._section.units
            title = self._section.own_name
            short = len(line.own_name.split()) <= _SHORT_LABEL and 0 < len(title.split()) <= _SHORT_SECTION
            if short and not set(title.lower().split()) & set(line.own_name.lower().split()):
                line.name = (
                    f"{title} {line.own_name}"
                    if self.lexicon.grammar.starts_with_measure(title)
                    else f"{line.own_name} {title}"
                )

    def _row(self, row: Row, line: _Line, cells: Row) -> Iterator[Record]:
        records: list[Record] = []
        for column, cell in cells.items():
            found = CELL.fullmatch(cell.text)
            if found is not None and cell.start not in self._seen:
                self._seen.add(cell.start)
                records.append(self._record(line, column, cell, found))
        self._link(line, records)
        if line.said.kind == "level" and not line.part:
            self._parent = line
        return iter(records)

    def _record(self, line: _Line, column: int, cell: Cell, found: re.Match[str]) -> Record:
        said = self._columns[column].said
        kind = said.kind if said.kind != "level" else line.said.kind
        number, lead, rest = found["number"], found["lead"], found["rest"]
        grows = said.grows or line.said.grows
        inverted = (said.falls or line.said.falls) and kind == "change"
        negative = (
            found["sign"] == "-"
            or (lead.rstrip().endswith("(") and rest.lstrip().startswith(")") and not found["high"])
            or lead.strip().lower() == "âm"
        )
        return {
            "document": self.setting.document,
            "char_start": cell.start + found.start("number"),
            "high_start": cell.start + found.start("high") if found["high"] else None,
            "column": column,
            "kind": kind,
            "grows": grows,
            "label": self._named(line, column),
            "numeral_text": self._digits(number),
            "high": self._digits(found["high"]) if found["high"] else None,
            "lead": lead.replace("<", " dưới ")
            .replace("≤", " tối đa ")
            .replace(">", " trên ")
            .replace("≥", " tối thiểu ")
            .rstrip()
            + " ",
            "negative": negative,
            "direction": "down" if negative or inverted else "up",
            "status": said.status
            or (line.said.status if kind == "level" else None)
            or (self._section.said.status if self._section else None)
            or "actual",
            **self._unit(line, column, kind, rest.strip(" )")),
            **self._dates(line, column),
        }

    def _digits(self, number: str) -> str:
        plain = number.replace(" ", "")
        return plain.replace(",", "") if self._anglo and _AMBIGUOUS.fullmatch(plain) else plain

    def _named(self, line: _Line, column: int) -> str:
        measure = self._columns[column].said.name
        measures = self.lexicon.grammar.starts_with_measure
        if not line.name:
            name = joined([measure, self._complement]) or self._measure
        elif not measure or measures(line.name):
            stands = measures(line.name) and not is_total(line.name)
            name = joined(["" if stands or measure else self._said_of(line.name), line.name, measure])
        else:
            name = (
                f"{measure} {line.name}"
                if measures(measure)
                else joined([self._said_of(line.name), line.name, measure])
            )
        return name[:LONGEST_LABEL]

    def _said_of(self, name: str) -> str:
        """What the caption measures; of "SẢN LƯỢNG CHÈ VÀ CÀ PHÊ" the row "Chè" has the output alone."""
        heads = (self.lexicon.grammar.head_of_list(line, name) for line in self._said)
        return next(filter(None, heads), self._measure)

    def _unit(self, line: _Line, column: int, kind: str, rest: str) -> Record:
        of_column = self._columns[column].units
        if kind != "level":
            said = self._columns[column].said
            candidates = [rest, *(of_column if said.kind != "level" else line.units)]
            units = [self.lexicon.units[text] for text in candidates if text in self.lexicon.units]
            code = next((unit.code for unit in units if unit.code in (*PERCENT, "times")), None)
            return {"scale": None, "unit_code": code or "percent"}
        percent = [
            text for text in of_column if text in self.lexicon.units and self.lexicon.units[text].code in PERCENT
        ]
        section = self._section.units if self._section else ()
        candidates = [rest, *percent, *line.units, *of_column, *section, *self._table_units]
        units = [self.lexicon.units[text] for text in candidates if text in self.lexicon.units]
        chosen = next(iter(units), None)
        return {"scale": chosen.scale if chosen else None, "unit_code": chosen.code if chosen else None}

    def _period(self, line: _Line, column: int) -> tuple[Period | None, str]:
        """The period of a figure and where it stands; two expressions that complete each other make one."""
        own = self._columns[column].period
        by_row = line.period or (self._section.period if self._section else None)
        around = [*self.setting.caption_periods, *([self.setting.governing] if self.setting.governing else [])]
        chosen = own or by_row or next(iter(around), None)
        source = (
            "clause"
            if own
            else "sentence"
            if by_row
            else "paragraph"
            if self.setting.caption_periods
            else "section"
            if chosen
            else "none"
        )
        for fine, year in ((own, by_row), (by_row, own), *((chosen, period) for period in around)):
            combined = fine.with_year_of(year) if fine and year and not year.compared else None
            if combined:
                return next(iter(self.lexicon.periods.get((self.setting.document, combined), ())), chosen), source
        return chosen, source

    def combinations(self) -> Iterator[str]:
        """Every text that two time expressions of this table make together."""
        around = [*self.setting.caption_periods, *([self.setting.governing] if self.setting.governing else [])]
        columns = {column.period for column in self._columns.values() if column.period}
        rows = {
            found
            for title in texts_with_periods(self.layout)
            for found in self.lexicon.periods.get((self.setting.document, title), ())[:1]
        }
        for group, others in ((columns, [*rows, *around]), (rows, [*columns, *around])):
            years = list(
                {
                    period.year or (period.end.year if period.end else 0): period
                    for period in others
                    if not period.lacks_year
                }.values()
            )
            for fine in (period for period in group if period.lacks_year):
                yield from (text for year in years if (text := fine.with_year_of(year)))

    def _dates(self, line: _Line, column: int) -> Record:
        period, source = self._period(line, column)
        told = self._columns[column].reference
        dated = [
            (at, other.period)
            for at, other in self._columns.items()
            if other.period and not other.period.same and other.period.end
        ]
        before = [period for at, period in dated if at < column][-1:]
        base = (
            next(iter((*before, *(period for _, period in dated), *self.setting.caption_periods)), None)
            or self.setting.governing
        )
        own = {
            "period_start": period and period.start,
            "period_end": period and period.end,
            "period_basis": period and period.basis,
        }
        return {
            **own,
            "period_source": source,
            "period_same": bool(period and period.same),
            **{"base_start": base and base.start, "base_end": base and base.end, "base_basis": base and base.basis},
            **{
                "ref_start": told and told.start,
                "ref_end": told and told.end,
                "ref_same": told and told.same,
                "ref_year": told and told.year,
                "ref_kind": told and told.kind,
            },
        }

    def _link(self, line: _Line, records: list[Record]) -> None:
        """Tie growths, shares and completions to their level, and parts to their total."""
        levels = [record for record in records if record["kind"] == "level"]
        above = dict(self._above)
        for record in records:
            column = record["column"]
            record["level_at"] = record["total_at"] = None
            if record["kind"] == "level":
                self._above[column] = (record["char_start"], record["label"])
                line.figures[column] = record["char_start"]
                record["total_at"] = self._parent.figures.get(column) if line.part and self._parent else None
                continue
            beside = self._beside(column, record["kind"], levels)
            level = (
                (beside["char_start"], beside["label"])
                if beside
                else above.get(column)
                if line.said.kind != "level"
                else None
            )
            if level:
                record["level_at"], record["label"] = level

    def _beside(self, column: int, kind: str, levels: list[Record]) -> Record | None:
        """The level of the same row that a growth, share or completion speaks of: the nearest before it, by topic."""
        topic = self._columns[column].topic
        same = [level for level in levels if topic and self._columns[level["column"]].topic == topic]
        real = [level for level in same or levels if level["status"] != "target" and not level["period_same"]]
        parts = [
            level for level in real if "_per_" not in (level["unit_code"] or "") and level["unit_code"] not in PERCENT
        ]
        chosen = (parts if kind == "share" else real) or same or levels
        return next(iter([level for level in chosen if level["column"] < column][-1:] or chosen[:1]), None)


def _percentages_of(records: list[Record]) -> list[Record]:
    """Settle each record's rule: comparisons around 100 that say neither growth nor decline are percentages of."""
    sizes: dict[int, list[bool]] = {}
    for record in records:
        if record["kind"] == "change" and not record["grows"] and record["unit_code"] == "percent":
            large = int(re.match(r"\d{1,9}", record["numeral_text"]).group()) >= 50 and not record["negative"]  # type: ignore[union-attr]
            sizes.setdefault(record["column"], []).append(large)
    of = {column for column, large in sizes.items() if 2 * sum(large) > len(large)}
    for record in records:
        plain = record["kind"] == "change" and not record["grows"] and record["unit_code"] == "percent"
        record["rule"] = "percent_of" if plain and record["column"] in of else "table_cell"
    return records


def ordinal_label(label: str) -> int:
    """How many characters of ``label`` are its list mark."""
    return len(label) - len(shortened(label)) if shortened(label) and label.endswith(shortened(label)) else 0
