"""Reference data (``seeds/reference/*.csv``) as typed tables; an unknown or duplicate key is an error at start."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import polars as pl

from pipelines.vocabulary.tables import CLOSED_VALUES, REFERENCES, TABLES, UNIQUE, VocabularyError


def alternation(phrases: Iterable[str]) -> str:
    """Return one regex alternative per phrase, longest first, any run of blanks between words."""
    longest_first = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(r"\s+".join(re.escape(word) for word in phrase.split()) for phrase in longest_first)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The reference tables, one frame each, and the regex alternatives made from them; hashed by identity."""

    frames: Mapping[str, pl.DataFrame]

    def __getitem__(self, table: str) -> pl.DataFrame:
        return self.frames[table]

    def cues(self, kind: str, value: str | None = None) -> list[str]:
        """Return the cue phrases of ``kind`` (and ``value``), e.g. every word for a decline."""
        return [cue for cue, its_value in self._cues.get(kind, []) if value in (None, its_value)]

    @cached_property
    def _cues(self) -> dict[str, list[tuple[str, str | None]]]:
        kinds: dict[str, list[tuple[str, str | None]]] = {}
        for kind, cue, value in self.frames["cues"].select("kind", "cue", "value").iter_rows():
            kinds.setdefault(kind, []).append((cue, value))
        return kinds

    def any_of(self, *kinds: str) -> str:
        """Return a regex alternation of the cues of all ``kinds``."""
        return _any_of(self, kinds)

    @cached_property
    def scale_pattern(self) -> str:
        """Alternation of scale words (nghìn, triệu, nghìn tỷ …)."""
        return alternation(self.frames["scales"]["surface"].to_list())

    @cached_property
    def unit_pattern(self) -> str:
        """Alternation of unit words; words end at a word boundary, signs anywhere."""
        words = self.frames["unit_words"]
        return _ended(words.filter(pl.col("role").ne_missing("base"))["surface"].to_list())

    @cached_property
    def base_pattern(self) -> str:
        """Alternation of unit words and those that are units only as the base of a rate: "đồng/lượng"."""
        return _ended(self.frames["unit_words"]["surface"].to_list())


def _ended(surfaces: Iterable[str]) -> str:
    longest_first = sorted(surfaces, key=lambda surface: (-len(surface), surface))
    ends = (alternation([surface]) + (r"\b" if surface[-1].isalnum() else "") for surface in longest_first)
    return f"(?:{'|'.join(ends)})"


@cache
def _any_of(vocabulary: Vocabulary, kinds: tuple[str, ...]) -> str:
    return alternation(cue for kind in kinds for cue in vocabulary.cues(kind))


def _read_table(folder: Path, name: str) -> pl.DataFrame:
    path = folder / f"{name}.csv"
    if not path.exists():
        raise VocabularyError(f"{path}: missing; restore it from the repository")
    try:
        frame = pl.read_csv(path, infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise VocabularyError(f"{path}: not a readable CSV ({error}); check quotes and commas") from error
    schema = TABLES[name]
    missing = [column for column in schema if column not in frame.columns]
    if missing:
        raise VocabularyError(f"{path}: missing columns {missing}; found {frame.columns}")
    try:
        return frame.select(pl.col(column).str.strip_chars().cast(dtype) for column, dtype in schema.items())
    except pl.exceptions.PolarsError as error:
        raise VocabularyError(f"{path}: a value has the wrong type ({error})") from error


def _check_keys(folder: Path, frames: Mapping[str, pl.DataFrame]) -> None:
    for name, key in UNIQUE.items():
        doubled = frames[name].filter(
            pl.struct(key).is_duplicated() | pl.any_horizontal(pl.col(k).is_null() for k in key)
        )
        if doubled.height:
            raise VocabularyError(
                f"{folder / name}.csv: duplicate or empty key {doubled.select(key).row(0)}; keep one row"
            )
    for name, column, target, target_column in REFERENCES:
        unknown = frames[name].filter(
            pl.col(column).is_not_null() & ~pl.col(column).is_in(frames[target][target_column].implode())
        )
        if unknown.height:
            raise VocabularyError(
                f"{folder / name}.csv: unknown {column} {unknown[column][0]!r}; add it to {target}.csv or correct it"
            )
    for name, column, allowed in CLOSED_VALUES:
        wrong = frames[name].filter(pl.col(column).is_not_null() & ~pl.col(column).is_in(sorted(allowed)))
        if wrong.height:
            raise VocabularyError(f"{folder / name}.csv: {column} is {wrong[column][0]!r}; allowed: {sorted(allowed)}")


def _check_patterns(folder: Path, frames: Mapping[str, pl.DataFrame]) -> None:
    for name, frame in frames.items():
        for column in [column for column in frame.columns if column.endswith("pattern") or column == "excludes"]:
            for row, pattern in enumerate(frame[column].to_list(), start=2):
                if pattern is None:
                    continue
                try:
                    pl.Series([""]).str.contains(pattern)
                except pl.exceptions.PolarsError as error:
                    raise VocabularyError(
                        f"{folder / name}.csv line {row}: {column} is not a valid pattern ({error})"
                    ) from error


def load_vocabulary(folder: Path) -> Vocabulary:
    """Read and validate every reference table in ``folder``; raise `VocabularyError` naming file, place and remedy."""
    frames = {name: _read_table(folder, name) for name in TABLES}
    _check_keys(folder, frames)
    _check_patterns(folder, frames)
    return Vocabulary(frames)
