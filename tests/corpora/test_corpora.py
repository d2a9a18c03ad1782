"""Phrase → reading: each row of the CSV files says what is read from one numeral (or some words) of one text.

Columns of a case: blank is not asserted, ``none`` asserts null, ``a|b`` accepts either, ``!a`` anything else; ``*`` in
a unit stands for any letters and ``counted`` for the unit of any counted thing. ``numeral`` and ``occurrence`` choose
the numeral, or ``words`` the change stated in words (direction ``none``: no change is read there). The other columns
are those of the staging tables; ``amount`` is also the percent of a share or plan. ``label_words`` must all stand in
the label, but those written ``!word`` must not. A case passes when one row of the table that its role names agrees in
all that is asserted.

Cases that are not read yet are in ``known_failures.txt``; only new cases may join it. To print what fails now, with the
reason: ``python -m tests.corpora.test_corpora``; with ``--shrink`` it takes those read by now out of the list.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.staging import build_staging
from pipelines.staging.schemas import STG_DOCUMENTS
from pipelines.vocabulary import load_vocabulary

HERE = Path(__file__).parent
REFERENCE = HERE.parents[1] / "seeds" / "reference"
KNOWN_FAILURES = HERE / "known_failures.txt"
NUMERAL = re.compile(r"\d[\d.,/]*\d|\d")

CONTEXT = ("stated_on", "reporting_start", "reporting_end")
TABLE_OF_ROLE = {
    "level": "stg_observations",
    "change": "stg_changes",
    "share": "stg_shares",
    "plan": "stg_plan_completions",
}
#: Column of a case → column of the table that answers it, where the two names differ.
RENAMED = {
    "stg_observations": {"unit": "unit_code"},
    "stg_changes": {},
    "stg_shares": {"amount": "percent"},
    "stg_plan_completions": {"amount": "percent"},
}
PLAIN = (
    *("value", "value_high", "other_value", "unit", "period_start", "period_end", "period_basis", "status", "bound"),
    *("out_of", "direction", "amount", "amount_unit", "reference_start", "reference_end"),
)
NUMBERS = {"value", "value_high", "other_value", "out_of", "amount"}
NOT_COUNTED = {"VND", "USD", "EUR", "percent", "percentage_point", "times"}


@dataclass(frozen=True)
class Case:
    """One row of a corpus, with the name of the document that its text became."""

    case_id: str
    document: str
    text: str
    fields: dict[str, str]

    @property
    def asserted(self) -> dict[str, str]:
        return {column: self.fields[column] for column in PLAIN if self.fields[column]}

    def start_of(self, raw: str, occurrence: int) -> int:
        """Return the offset of the nth numeral printed as ``raw``."""
        found = [match.start() for match in NUMERAL.finditer(self.text) if match.group() == raw]
        if len(found) < occurrence:
            raise ValueError(f"{self.case_id}: the text has no {raw!r} number {occurrence}; correct the case")
        return found[occurrence - 1]

    @property
    def start(self) -> int:
        return self.start_of(self.fields["numeral"], int(self.fields["occurrence"]))

    @property
    def level_start(self) -> int | None:
        raw, _, occurrence = self.fields["level_numeral"].partition("#")
        return None if raw == "none" else self.start_of(raw, int(occurrence or 1))


@cache
def load_cases() -> tuple[Case, ...]:
    """Return every case of the CSV files; equal texts with equal context share one document."""
    documents: dict[tuple[str, ...], str] = {}
    cases = []
    for path in sorted(HERE.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                text = row["text"].replace("\\n", "\n")
                key = (text, *(row[column] for column in CONTEXT))
                document = documents.setdefault(key, f"case{len(documents):04}.txt")
                cases.append(Case(row["case_id"], document, text, row))
    return tuple(cases)


def as_documents(cases: tuple[Case, ...]) -> pl.DataFrame:
    """Return one row a distinct document of ``cases``, with the columns of ``stg_documents`` except numerals."""
    rows: dict[str, dict[str, Any]] = {}
    for case in cases:
        key = sha256(repr((case.text, *(case.fields[column] for column in CONTEXT))).encode()).hexdigest()
        rows[case.document] = {
            **dict.fromkeys(STG_DOCUMENTS),
            **{c: date.fromisoformat(case.fields[c]) for c in CONTEXT if case.fields[c]},
            "document": case.document,
            "document_key": key,
            "sha256": key,
            "encoding": "utf-8",
            "characters": len(case.text),
            "text": case.text,
        }
    return pl.DataFrame(list(rows.values()), schema=dict(STG_DOCUMENTS)).drop("numerals")


Readings = dict[str, dict[tuple[str, int], list[dict[str, Any]]]]


@cache
def readings() -> Readings:
    """Read every text at once; return table → (document, char_start) → rows."""
    staging = build_staging(as_documents(load_cases()), load_vocabulary(REFERENCE))
    found: Readings = {}
    for table in ("stg_numerals", *TABLE_OF_ROLE.values()):
        found[table] = defaultdict(list)
        for row in staging[table].iter_rows(named=True):
            found[table][row["document"], row["char_start"]].append(row)
    return found


def agrees(column: str, expected: str, got: Any) -> bool:
    """Say whether ``got`` is what ``expected`` asserts of ``column``."""
    if expected == "none":
        return got is None
    if got is None:
        return False
    if column in NUMBERS:
        return Decimal(expected) == got
    return any(_agrees_word(choice, str(got)) for choice in expected.split("|"))


def _agrees_word(expected: str, got: str) -> bool:
    if expected.startswith("!"):
        return got != expected[1:]
    if expected == "counted":
        return got not in NOT_COUNTED
    return fnmatchcase(got, expected)


def mismatches(case: Case, table: str, row: dict[str, Any]) -> list[str]:
    """Return one line for each assertion of ``case`` that ``row`` of ``table`` does not meet."""
    wrong = []
    for column, expected in case.asserted.items():
        got = row.get(RENAMED[table].get(column, column))
        if not agrees(column, expected, got):
            wrong.append(f"{column}: expected {expected}, got {got}")
    in_label = set(re.findall(r"\w+", (row["label"] or "").lower()))
    asked = case.fields["label_words"].split()
    if missing := {word for word in asked if not word.startswith("!")} - in_label:
        wrong.append(f"label: expected {sorted(missing)} in it, got {row['label']!r}")
    if foreign := {word[1:] for word in asked if word.startswith("!")} & in_label:
        wrong.append(f"label: expected no {sorted(foreign)} in it, got {row['label']!r}")
    if case.fields["level_numeral"] and row.get("observation_char_start") != case.level_start:
        wrong.append(
            f"level: expected {case.fields['level_numeral']} at {case.level_start}, got {row['observation_char_start']}"
        )
    return wrong


def nearest(case: Case, table: str, rows: list[dict[str, Any]]) -> list[str]:
    """Return the mismatches of the row that comes nearest to ``case``."""
    return min((mismatches(case, table, row) for row in rows), key=len, default=[f"no row in {table}"])


def faults(case: Case, found: Readings) -> list[str]:
    """Return what is wrong with the reading of ``case``; empty where it passes."""
    if case.fields["words"]:
        return _faults_in_words(case, found)
    at = case.document, case.start
    ledger = found["stg_numerals"].get(at, [])
    if len(ledger) != 1 or ledger[0]["raw"] != case.fields["numeral"]:
        return [f"ledger: expected the numeral once, got {[row['raw'] for row in ledger]}"]
    role, allowed = ledger[0]["role"], case.fields["role"].split("|")
    if case.fields["role"] and role not in allowed:
        return [f"role: expected {case.fields['role']}, got {role} ({ledger[0]['rule']})"]
    table = TABLE_OF_ROLE.get(role)
    if not (case.asserted or case.fields["label_words"] or case.fields["level_numeral"]):
        return []
    if table is None:
        return [f"role: expected one with a reading, got {role}"]
    return nearest(case, table, found[table].get(at, []))


def _faults_in_words(case: Case, found: Readings) -> list[str]:
    spans = [match.span() for match in re.finditer(re.escape(case.fields["words"]), case.text)]
    rows = [
        row
        for (document, _), changes in found["stg_changes"].items()
        if document == case.document
        for row in changes
        if any(row["char_start"] < end and start < row["char_end"] for start, end in spans)
    ]
    if case.fields["direction"] == "none":
        return [f"words: expected no change, got {row['raw']!r}" for row in rows]
    return nearest(case, "stg_changes", rows)


def known_failures() -> set[str]:
    lines = KNOWN_FAILURES.read_text(encoding="utf-8").splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


@pytest.mark.parametrize("case", load_cases(), ids=lambda case: case.case_id)
def test_reading(case: Case) -> None:
    wrong = faults(case, readings())
    if case.case_id in known_failures():
        assert wrong, f"{case.case_id} is read now: take it out of {KNOWN_FAILURES.name}"
        return
    what = case.fields["words"] or f"{case.fields['numeral']} ({case.fields['role'] or 'recorded'})"
    note = f"\n  note: {case.fields['note']}" if case.fields["note"] else ""
    assert not wrong, f"{case.case_id}: {what}\n  in: {case.text!r}{note}\n  " + "\n  ".join(wrong)


def test_known_failures_name_cases() -> None:
    assert known_failures() <= {case.case_id for case in load_cases()}


def test_cases_are_many_and_distinct() -> None:
    cases = load_cases()
    assert len({case.case_id for case in cases}) == len(cases) >= 1_000


def _main(shrink: bool) -> None:
    failing = {case.case_id: reasons for case in load_cases() if (reasons := faults(case, readings()))}
    if shrink:
        lines = KNOWN_FAILURES.read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if line.startswith("#") or line.strip() in failing]
        KNOWN_FAILURES.write_text("\n".join(kept) + "\n", encoding="utf-8")
        return
    for case in load_cases():
        if case.case_id in failing:
            what = case.fields["numeral"] or case.fields["words"]
            new = "" if case.case_id in known_failures() else " NEW"
            print(f"{case.case_id}{new} [{what}] {case.text!r}", *failing[case.case_id], sep="\n    ")
    print(f"{len(load_cases()) - len(failing)} of {len(load_cases())} cases are read")


if __name__ == "__main__":
    _main(shrink="--shrink" in sys.argv)
