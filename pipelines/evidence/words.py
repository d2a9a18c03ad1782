"""Every word of the pages in both languages, from ``words.csv``; the reader's switch shows one of the two."""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from markupsafe import escape

from pipelines.evidence.numbers import count


class Both(NamedTuple):
    """One text in both languages; what stands in a document is the same in both."""

    vi: str
    en: str

    def __html__(self) -> str:
        """Both as markup, of which the style sheet shows one; a text that is the same in both stands once."""
        return _markup(self.vi, self.en)


@lru_cache(maxsize=1 << 16)
def _markup(vi: str, en: str) -> str:
    if vi == en:
        return str(escape(vi))
    return f'<span lang="vi">{escape(vi)}</span><span lang="en">{escape(en)}</span>'


def same(text: str) -> Both:
    """A text that no language changes."""
    return Both(text, text)


@cache
def _words() -> dict[str, Both]:
    text = resources.files("pipelines.evidence").joinpath("words.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines(), strict=True))
    words = {row["key"]: Both(row["vi"], row["en"]) for row in rows}
    broken = [row["key"] for row in rows if None in row or not row["vi"] or not row["en"]]
    if broken or len(words) != len(rows):
        raise ValueError(f"words.csv: blank, torn or repeated: {', '.join(broken) or 'a key stands twice'}.")
    return words


def say(key: str, **values: Both | str | int) -> Both:
    """The words of ``key`` with ``values`` put in: numbers are grouped as the language does. KeyError if unknown."""
    both = _words()[key]
    if not values:
        return both
    vi, en = both
    put = {name: _in_both(value) for name, value in values.items()}
    return Both(
        vi.format(**{name: value.vi for name, value in put.items()}),
        en.format(**{name: value.en for name, value in put.items()}),
    )


def say_or_code(prefix: str, code: str | None) -> Both:
    """The words for a code; a code that has none yet is shown itself, because a page must not fail for a new one."""
    return _words().get(f"{prefix}.{code}", same((code or "").replace("_", " ")))


def _in_both(value: Both | str | int) -> Both:
    if isinstance(value, int):
        return Both(*count(value))
    return value if isinstance(value, Both) else same(value)
