"""Expectation suites as data: one YAML file a table in ``expectations/``, checked strictly when loaded.

A suite names the table it looks at and its expectations. Each expectation is one of Great Expectations' own, by type
and ``kwargs``, with our ``meta``: ``id`` (unique over all suites), ``severity``, ``says`` (what holds, in words for a
reader) and, for a plausibility rule, ``fact`` (the kind of figure that a failing row is flagged as) and, if it differs
from the build's setting, ``block_share`` (the share of rows above which it blocks; 1 never does).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


_SUITE_KEYS = {"name", "schema", "table", "expectations"}
_EXPECTATION_KEYS = {"type", "kwargs", "meta"}
_META_KEYS = {"id", "severity", "says", "fact", "block_share"}


def load_suites(folder: Path) -> tuple[Suite, ...]:
    """The suites of every ``*.yaml`` in ``folder``, by file name.

    Raises SuiteError where the folder holds none, a file is not YAML, a key is unknown or missing, or an id stands
    twice.
    """
    suites = tuple(_suite(path) for path in sorted(folder.glob("*.yaml")))
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


def _suite(path: Path) -> Suite:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SuiteError(f"{path} is not readable as YAML: {error}") from error
    _keys(content, _SUITE_KEYS, _SUITE_KEYS, str(path))
    if content["name"] != path.stem:
        raise SuiteError(
            f"{path}: its name is {content['name']!r}; suite and file share one name, so write {path.stem!r}."
        )
    if not isinstance(content["expectations"], list) or not content["expectations"]:
        raise SuiteError(f"{path}: 'expectations' is not a list with at least one entry.")
    expectations = tuple(
        _expectation(entry, f"{path}, expectation {number}")
        for number, entry in enumerate(content["expectations"], start=1)
    )
    return Suite(name=path.stem, schema=content["schema"], table=content["table"], expectations=expectations)


def _expectation(entry: object, place: str) -> Expectation:
    content = _keys(entry, _EXPECTATION_KEYS, _EXPECTATION_KEYS, place)
    meta = _keys(content["meta"], _META_KEYS, _META_KEYS - {"fact", "block_share"}, f"{place}, meta")
    if meta["severity"] not in tuple(Severity):
        raise SuiteError(f"{place}: severity is {meta['severity']!r}; give one of {', '.join(Severity)}.")
    severity = Severity(meta["severity"])
    if severity is Severity.PLAUSIBILITY and not meta.get("fact"):
        raise SuiteError(f"{place}: a plausibility rule flags rows; say of which kind of figure in meta.fact.")
    if not isinstance(content["kwargs"], dict):
        raise SuiteError(f"{place}: 'kwargs' is not a mapping.")
    return Expectation(
        id=meta["id"],
        severity=severity,
        says=meta["says"],
        type=content["type"],
        kwargs=content["kwargs"],
        fact=meta.get("fact"),
        block_share=meta.get("block_share"),
    )


def _keys(content: object, known: set[str], needed: set[str], place: str) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise SuiteError(f"{place}: not a mapping with the keys {', '.join(sorted(needed))}.")
    unknown, missing = sorted(set(content) - known), sorted(needed - set(content))
    if unknown or missing:
        raise SuiteError(f"{place}: unknown keys {unknown}, missing keys {missing}; known: {', '.join(sorted(known))}.")
    return content
