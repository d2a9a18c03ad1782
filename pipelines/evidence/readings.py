"""Statements in words: what was read at a place of a document, with what it was checked against. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pipelines.evidence.marking import Piece, marked_sentence
from pipelines.evidence.numbers import amount, number, page_name
from pipelines.evidence.words import Both, same, say, say_or_code

Row = Mapping[str, Any]

#: Bounds as signs before a value.
SIGNS = {"approx": "≈ ", "at_most": "≤ ", "at_least": "≥ "}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a reading; ``address`` (relative to the site) makes it a link."""

    name: Both
    text: Both
    address: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A finding that a statement takes part in."""

    verdict: str
    text: Both
    address: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A statement of a document: its value in words, its facts, its sentence and its checks."""

    key: str
    role: str
    address: str
    start: int
    raw: str
    headline: Both
    title: Both
    period: Both
    period_end: date | None
    stated_on: date | None
    end: int
    text: str
    text_start: int | None
    facts: list[Fact]
    checks: list[Check] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)

    @property
    def sentence(self) -> list[Piece]:
        """Its sentence in pieces, with its numeral marked."""
        return marked_sentence(self.text, self.text_start, self.start, self.end, self.role)


@dataclass(frozen=True, slots=True)
class Mark:
    """What is marked at one place of a text: a numeral, or the words of a change, with its readings if it has any."""

    start: int
    end: int
    raw: str
    role: str
    rule: str
    readings: list[Reading] = field(default_factory=list)


class Names:
    """Names of units and indicators, and which indicators have a page."""

    def __init__(self, units: Iterable[Row], indicators: Iterable[Row], with_page: Iterable[str]) -> None:
        self._units = {row["unit_code"]: (row["name_vi"], row["name_en"]) for row in units}
        self._indicators = {row["indicator_code"]: Both(row["name_vi"], row["name_en"]) for row in indicators}
        self._with_page = set(with_page)

    def unit(self, code: str | None) -> Both:
        """The unit's name; its code in words where the catalogue has none."""
        spelled = (code or "").replace("_", " ")
        vi, en = self._units.get(code, (None, None))
        return Both(vi or spelled, en or spelled)

    def amount(self, value: Any, unit: str | None) -> Both:
        """A value with its unit in both languages."""
        name = self.unit(unit)
        return Both(*amount(value, unit, name.vi, name.en))

    def indicator(self, code: str | None) -> Both | None:
        """The indicator's name; None for a code that is not in the catalogue."""
        return self._indicators.get(code) if code else None

    def indicator_address(self, code: str | None) -> str:
        """The indicator's page relative to the site; blank where it has none."""
        return indicator_address(code) if code in self._with_page and code else ""


def indicator_address(code: str) -> str:
    """The page of an indicator, relative to the site."""
    return f"indicators/{page_name(code)}.html"


class Readings:
    """Makes readings of rows; knows the names, the pages of documents, the checks and flags of each statement."""

    def __init__(
        self,
        names: Names,
        pages: Mapping[str, str],
        checks: Mapping[str, list[Check]],
        flags: Mapping[tuple[str, int, str], list[str]],
    ) -> None:
        self.names = names
        self._pages = pages
        self._checks = checks
        self._flags = flags

    def level(self, row: Row) -> Reading:
        """A stated level or target."""
        headline = self.value(row)
        facts = [
            *self._exact(row, headline),
            *([Fact(say("reading.out_of"), Both(*number(row["out_of"])))] if row["out_of"] is not None else []),
            self._period(row, row["period_basis"]),
            Fact(say("reading.status"), self._status(row)),
        ]
        return self._reading(row, "level", "observation", headline, facts)

    def change(self, row: Row) -> Reading:
        """A stated growth or decline."""
        headline = self.change_in_words(row)
        facts = [
            Fact(say("reading.change"), self.change_against(row)),
            self._period(row, None),
            *self._of_level(row),
        ]
        return self._reading(row, "change", "change", headline, facts)

    def share(self, row: Row) -> Reading:
        """A stated share of a whole."""
        percent = _signed(row["bound"], self.names.amount(row["percent"], "percent"))
        whole = self.names.indicator(row["whole_indicator_code"]) or (
            same(row["whole_label"]) if row["whole_label"] else None
        )
        text = say("share.of", percent=percent, whole=whole) if whole else say("share.of_unnamed", percent=percent)
        address = self.names.indicator_address(row["whole_indicator_code"])
        facts = [
            *([Fact(say("reading.whole"), whole, address)] if whole else []),
            self._period(row, None),
            *self._of_level(row),
        ]
        return self._reading(row, "share", "share", text, facts)

    def plan(self, row: Row) -> Reading:
        """A stated completion of a plan."""
        percent = _signed(row["bound"], self.names.amount(row["percent"], "percent"))
        year = row["plan_year"]
        text = say("plan.of", percent=percent, year=str(year)) if year else say("plan.of_undated", percent=percent)
        facts = [self._period(row, None), Fact(say("reading.status"), self._status(row)), *self._of_level(row)]
        return self._reading(row, "plan", "plan_completion", text, facts)

    def value(self, row: Row) -> Both:
        """A level's value with its bound and unit, or both ends of its range."""
        unit = row["unit_code"]
        if row["value_high"] is not None:
            low, high = self.names.amount(row["value"], unit), self.names.amount(row["value_high"], unit)
            return Both(f"{low.vi} – {high.vi}", f"{low.en} – {high.en}")
        return _signed(row["bound"], self.names.amount(row["value"], unit))

    def change_in_words(self, row: Row) -> Both:
        """A change without what it is compared with: up 9.5%."""
        direction, unit = row["direction"], row["amount_unit"]
        if direction == "flat":
            return say("change.flat")
        if row["amount"] is None:
            return say(f"change.words_{direction}", words=row["raw"])
        if unit == "times":
            return say(f"change.times_{direction}", amount=_signed(row["bound"], Both(*number(row["amount"]))))
        shown = self.names.amount(row["amount"], "percent" if unit == "percent_of" else unit)
        if row["amount_high"] is not None:
            low, high = Both(*number(row["amount"])), self.names.amount(row["amount_high"], unit)
            shown = Both(f"{low.vi}–{high.vi}", f"{low.en}–{high.en}")
        shown = _signed(row["bound"], shown)
        return say("change.percent_of" if unit == "percent_of" else f"change.{direction}", amount=shown)

    def change_against(self, row: Row) -> Both:
        """A change and, where it is known, the period compared with."""
        told = self.change_in_words(row)
        in_words = row["amount"] is None and row["direction"] != "flat"
        if in_words or not row["reference_vi"]:
            return told
        against = say("change.against", period=_lowered(Both(row["reference_vi"], row["reference_en"])))
        return Both(f"{told.vi} {against.vi}", f"{told.en} {against.en}")

    def _reading(self, row: Row, role: str, fact: str, headline: Both, facts: list[Fact]) -> Reading:
        name = self.names.indicator(row["indicator_code"])
        start = row["char_start"]
        catalogue = Fact(
            say("reading.indicator"),
            name or say("reading.uncatalogued"),
            self.names.indicator_address(row["indicator_code"]),
        )
        label = [Fact(say("reading.label"), same(row["label"]))] if row["label"] else []
        rule = Fact(say("reading.rule"), same(row["rule"] or ""))
        return Reading(
            key=row["key"],
            role=role,
            address=f"{self._pages[row['document']]}#c{start}",
            start=start,
            raw=row["raw"],
            headline=headline,
            title=name or same(row["label"] or row["raw"]),
            period=Both(row["period_vi"] or "", row["period_en"] or ""),
            period_end=row["period_end"],
            stated_on=row["stated_on"],
            end=row["char_end"],
            text=row["sentence"],
            text_start=row["sentence_start"],
            facts=[*facts, catalogue, *label, rule],
            checks=self._checks.get(row["key"], []),
            flags=self._flags.get((row["document"], start, fact), []),
        )

    def _exact(self, row: Row, headline: Both) -> Iterator[Fact]:
        """The value written out, where the headline does not."""
        unit = self.names.unit(row["unit_code"])
        full = Both(*number(row["value"]))
        yield Fact(say("reading.unit"), unit)
        if full.vi not in headline.vi:
            yield Fact(say("reading.exact"), full)

    def _period(self, row: Row, basis: str | None) -> Fact:
        label = Both(row["period_vi"] or "", row["period_en"] or "")
        if not label.vi:
            return Fact(say("reading.period"), say("basis.unscored"))
        if basis is None:
            return Fact(say("reading.period"), label)
        kind = say_or_code("basis", basis)
        return Fact(say("reading.period"), Both(f"{label.vi} ({kind.vi})", f"{label.en} ({kind.en})"))

    def _status(self, row: Row) -> Both:
        status, bound = say_or_code("status", row["status"]), say_or_code("bound", row["bound"])
        if row["bound"] in (None, "exact"):
            return status
        return Both(f"{status.vi}, {bound.vi}", f"{status.en}, {bound.en}")

    def _of_level(self, row: Row) -> list[Fact]:
        start = row["observation_char_start"]
        if start is None:
            return []
        return [Fact(say("reading.of_level"), say("reading.in_text"), f"{self._pages[row['document']]}#c{start}")]


def _signed(bound: str | None, text: Both) -> Both:
    sign = SIGNS.get(bound or "", "")
    return Both(sign + text.vi, sign + text.en)


def _lowered(period: Both) -> Both:
    """A period's name inside a sentence: begun small, but for months and quarters; a day without its "as of"."""
    vi, en = period.vi.removeprefix("Đến "), period.en.removeprefix("As of ")
    if en.startswith(("First", "Second", "From")):
        en = en[0].lower() + en[1:]
    return Both(vi[:1].lower() + vi[1:], en)
