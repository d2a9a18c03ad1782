"""Expectation suites as data: one YAML file a table in ``expectations/``, checked strictly when loaded.

A suite names the table it looks at and its expectations. Each expectation is one of Great Expectations' own, by type
and ``kwargs``, with our ``meta``: ``id`` (unique over all suites), ``severity``, ``says`` (what holds, in words for a
reader) and, for a plausibility rule, ``fact`` (the kind of figure that a failing row is flagged as) and, if it differs
from the build's setting, ``block_share`` (the share of rows above which it blocks; 1 never does). A rule of schema
``history`` (what the build compares itself with) flags no rows and names no fact. ``${name}`` in a query or in ``says``
is the threshold of that name in the settings. A suite's ``asset`` is where its checks are shown, if not at its table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml


class Severity(StrEnum):
    """What a failing expectation does to a build."""

    INTEGRITY = "integrity"  # blocks: the build contradicts itself or its texts
    PLAUSIBILITY = "plausibility"  # warns and flags rows; blocks when too large a share fails


class SuiteError(ValueError):
    """A suite cannot be used; the message names the file, the place in it and the remedy."""


@dataclass(frozen=True)
class Expectation:
    """One expectation of a suite, as its file states it."""

    id: str
    severity: Severity
    says: str
    type: str
    kwargs: Mapping[str, Any]
    fact: str | None = None
    block_share: float | None = None  # of a plausibility rule, instead of the build's setting
    thresholds: Mapping[str, float] = field(default_factory=dict)  # those that its query names

    @property
    def query(self) -> str | None:
        """The SQL of the rows that should not be there, for expectations of that type."""
        query = self.kwargs.get("unexpected_rows_query")
        return str(query) if query is not None else None


@dataclass(frozen=True)
class Suite:
    """The expectations of one table."""

    name: str
    schema: str
    table: str
    expectations: tuple[Expectation, ...]
    asset: str | None = None

    @property
    def shown_at(self) -> str:
        """The asset whose page shows the checks."""
        return self.asset or self.table


#: The schema of what a build compares itself with: the last publication, the deliveries.
HISTORY = "history"
_THRESHOLD = re.compile(r"\$\{(\w+)\}")
#: The safe one, in C where libyaml is there: in Python the suites take a second.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SUITE_KEYS = {"name", "schema", "table", "expectations"}
_EXPECTATION_KEYS = {"type", "kwargs", "meta"}
_META_KEYS = {"id", "severity", "says", "fact", "block_share"}


def load_suites(folder: Path, thresholds: Mapping[str, float]) -> tuple[Suite, ...]:
    """The suites of every ``*.yaml`` in ``folder``, by file name, with ``thresholds`` put in.

    Raises SuiteError where the folder holds none, a file is not YAML, a key is unknown or missing, an id stands
    twice, or a threshold is not known.
    """
    suites = tuple(_suite(path, thresholds) for path in sorted(folder.glob("*.yaml")))
    if not suites:
        raise SuiteError(f"{folder} holds no expectation suite (*.yaml); nothing would be checked.")
    seen: dict[str, str] = {}
    for suite in suites:
        for expectation in suite.expectations:
            if expectation.id in seen:
                raise SuiteError(
                    f"{suite.name}.yaml: id {expectation.id!r} stands in {seen[expectation.id]}.yaml too; rename one."
                )
            seen[expectation.id] = suite.name
    return suites


def _suite(path: Path, thresholds: Mapping[str, float]) -> Suite:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), _LOADER)  # noqa: S506 - safe, whichever of the two
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SuiteError(f"{path} is not readable as YAML: {error}") from error
    _keys(content, _SUITE_KEYS | {"asset"}, _SUITE_KEYS, str(path))
    if content["name"] != path.stem:
        raise SuiteError(
            f"{path}: its name is {content['name']!r}; suite and file share one name, so write {path.stem!r}."
        )
    if not isinstance(content["expectations"], list) or not content["expectations"]:
        raise SuiteError(f"{path}: 'expectations' is not a list with at least one entry.")
    expectations = tuple(
        _expectation(entry, f"{path}, expectation {number}", content["schema"], thresholds)
        for number, entry in enumerate(content["expectations"], start=1)
    )
    return Suite(path.stem, content["schema"], content["table"], expectations, content.get("asset"))


def _expectation(entry: object, place: str, schema: str, thresholds: Mapping[str, float]) -> Expectation:
    content = _keys(entry, _EXPECTATION_KEYS, _EXPECTATION_KEYS, place)
    meta = _keys(content["meta"], _META_KEYS, _META_KEYS - {"fact", "block_share"}, f"{place}, meta")
    if meta["severity"] not in tuple(Severity):
        raise SuiteError(f"{place}: severity is {meta['severity']!r}; give one of {', '.join(Severity)}.")
    severity = Severity(meta["severity"])
    if severity is Severity.PLAUSIBILITY and schema != HISTORY and not meta.get("fact"):
        raise SuiteError(f"{place}: a plausibility rule flags rows; say of which kind of figure in meta.fact.")
    if not isinstance(content["kwargs"], dict):
        raise SuiteError(f"{place}: 'kwargs' is not a mapping.")
    kwargs, named = dict(content["kwargs"]), _named(content["kwargs"], thresholds, place)
    if named:
        kwargs["unexpected_rows_query"] = _filled(kwargs["unexpected_rows_query"], named)
    return Expectation(
        id=meta["id"],
        severity=severity,
        says=_filled(meta["says"], named),
        type=content["type"],
        kwargs=kwargs,
        fact=meta.get("fact"),
        block_share=meta.get("block_share"),
        thresholds=named,
    )


def _named(kwargs: Mapping[str, Any], thresholds: Mapping[str, float], place: str) -> dict[str, float]:
    """The thresholds that a query names, with their values."""
    names = _THRESHOLD.findall(str(kwargs.get("unexpected_rows_query", "")))
    unknown = sorted(set(names) - set(thresholds))
    if unknown:
        raise SuiteError(f"{place}: no threshold {', '.join(unknown)}; known: {', '.join(sorted(thresholds))}.")
    return {name: thresholds[name] for name in names}


def _filled(text: str, named: Mapping[str, float]) -> str:
    return _THRESHOLD.sub(lambda found: f"{named[found[1]]:g}" if found[1] in named else found[0], text)


def _keys(content: object, known: set[str], needed: set[str], place: str) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise SuiteError(f"{place}: not a mapping with the keys {', '.join(sorted(needed))}.")
    unknown, missing = sorted(set(content) - known), sorted(needed - set(content))
    if unknown or missing:
        raise SuiteError(f"{place}: unknown keys {unknown}, missing keys {missing}; known: {', '.join(sorted(known))}.")
    return content
