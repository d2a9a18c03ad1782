"""How much of annotated truth the staging tables hold: right and wanted rows by measure.

The rules follow the annotation guide: a role written ``a|b`` accepts either, such rows need no figure, and a period whose
basis is ``unscored`` is not compared.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

Row = Mapping[str, str]
Key = tuple[str, str]
_STRICT = {"VND", "USD", "percent", "percentage_point", "times", "percent_of"}


def read_gold(folder: Path) -> dict[str, list[Row]]:
    """Return the rows of every CSV in ``folder`` by file stem."""
    return {path.stem: list(csv.DictReader(path.open(encoding="utf-8"))) for path in sorted(folder.glob("*.csv"))}


def _rows(frame: pl.DataFrame, documents: set[str]) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = defaultdict(list)
    for row in frame.filter(pl.col("document").is_in(sorted(documents))).iter_rows(named=True):
        texts = {name: "" if value is None else str(value) for name, value in row.items()}
        found[texts["document"], texts["char_start"]].append(texts)
    return found


def _equal(one: str, other: str) -> bool:
    if not one or not other:
        return one == other
    return abs(float(one) - float(other)) <= 1e-9 * max(1.0, abs(float(one)))


def _unit(read: str, wanted: str) -> bool:
    return read == wanted or (bool(read) and read not in _STRICT and wanted not in _STRICT)


def _label(read: Row, wanted: Row) -> bool:
    if wanted["indicator"] and read["indicator_code"] == wanted["indicator"]:
        return True
    one, other = (set(re.findall(r"\w+", text.lower())) for text in (read["label"], wanted["label"]))
    return bool(one and other) and len(one & other) * 2 / (len(one) + len(other)) >= 0.5


class Score:
    """Right and wanted counts by measure, with the misses spelled out."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.wanted: Counter[str] = Counter()
        self.misses: list[str] = []

    def add(self, measure: str, holds: bool, *told: object) -> bool:
        """Count one comparison and return whether it holds."""
        self.wanted[measure] += 1
        self.right[measure] += holds
        if not holds:
            self.misses.append(f"{measure}: {' '.join(map(str, told))}")
        return holds

    def percent(self) -> dict[str, float]:
        """Return the share of right rows by measure, in percent."""
        return {measure: round(100 * self.right[measure] / total, 2) for measure, total in sorted(self.wanted.items())}


def score(staging: Mapping[str, pl.DataFrame], gold: Mapping[str, list[Row]]) -> Score:
    """Compare ``staging`` tables with ``gold`` rows."""
    result = Score()
    roles = {(row["document"], row["char_start"]): set(row["role"].split("|")) for row in gold["numerals"]}
    documents = {document for document, _ in roles}
    ledger = _rows(staging["stg_numerals"], documents)
    for key, allowed in roles.items():
        result.add("numerals.role", key in ledger and ledger[key][0]["role"] in allowed, *key, allowed)
    _score_levels(result, gold["observations"], _rows(staging["stg_observations"], documents), roles)
    _score_changes(result, gold["changes"], _rows(staging["stg_changes"], documents), roles)
    for name, stem in (("shares", "share"), ("plan_completions", "plan")):
        _score_links(result, stem, gold[name], _rows(staging[f"stg_{name}"], documents), roles)
    return result


def _settled(rows: Iterable[Row], roles: Mapping[Key, set[str]]) -> Iterable[tuple[Key, Row]]:
    for row in rows:
        key = row["document"], row["char_start"]
        if row["char_start"] and len(roles[key]) == 1:
            yield key, row


def _score_levels(result: Score, rows: list[Row], read: Mapping[Key, list[Row]], roles: Mapping[Key, set[str]]) -> None:
    for key, wanted in _settled(rows, roles):
        if not result.add("level.found", key in read, *key, wanted["label"]):
            continue
        got = read[key][0]
        result.add("level.value", _equal(got["value"], wanted["value"]), *key, wanted["value"], got["value"])
        result.add("level.unit", _unit(got["unit_code"], wanted["unit"]), *key, wanted["unit"], got["unit_code"])
        if wanted["period_basis"] != "unscored":
            dates = (got["period_start"], got["period_end"])
            result.add("level.period", dates == (wanted["period_start"], wanted["period_end"]), *key, *dates)
        result.add("level.label", _label(got, wanted), *key, wanted["label"], "/", got["label"])
        result.add("level.status", got["status"] == wanted["status"], *key, wanted["status"], got["status"])
        result.add("level.bound", got["bound"] == wanted["bound"], *key, wanted["bound"], got["bound"])


def _score_changes(
    result: Score, rows: list[Row], read: Mapping[Key, list[Row]], roles: Mapping[Key, set[str]]
) -> None:
    for key, wanted in _settled(rows, roles):
        if not result.add("change.found", key in read, *key):
            continue
        got = next((row for row in read[key] if row["indicator_code"] == wanted["indicator"]), read[key][0])
        amount = got["direction"] == wanted["direction"] and _equal(got["amount"], wanted["amount"])
        result.add("change.amount", amount, *key, wanted["direction"], wanted["amount"])
        result.add("change.unit", _unit(got["amount_unit"], wanted["amount_unit"]), *key, wanted["amount_unit"])
        if wanted["reference_start"]:
            dates = (got["reference_start"], got["reference_end"])
            result.add("change.reference", dates == (wanted["reference_start"], wanted["reference_end"]), *key, *dates)
        linked = got["observation_char_start"] == wanted["observation_char_start"]
        result.add("change.subject", linked, *key, wanted["observation_char_start"], got["observation_char_start"])


def _score_links(
    result: Score, stem: str, rows: list[Row], read: Mapping[Key, list[Row]], roles: Mapping[Key, set[str]]
) -> None:
    for key, wanted in _settled(rows, roles):
        if not result.add(f"{stem}.found", key in read, *key):
            continue
        got = read[key][0]
        linked = got["observation_char_start"] == wanted["observation_char_start"]
        result.add(f"{stem}.whole", _equal(got["percent"], wanted["percent"]) and linked, *key)
