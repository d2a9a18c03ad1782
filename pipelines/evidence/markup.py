"""Numerals in their text and lines of readings as markup: most of what a site renders, so no template does it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup, escape

from pipelines.evidence.marking import Piece
from pipelines.evidence.readings import Check, Fact, Mark, Reading
from pipelines.evidence.words import Both, say, say_or_code


def marked(pieces: Iterable[Piece]) -> Markup:
    """The pieces of a text, each marked one a link from its place to its reading."""
    return Markup("".join(map(_piece, pieces)))


def facts(lines: Iterable[Fact], root: str) -> Markup:
    """The lines of a reading as entries of a description list; addresses are relative to ``root``."""
    return Markup("".join(_line(fact.name, fact.text, root + fact.address if fact.address else "") for fact in lines))


def read_marks(marks: Iterable[Mark], root: str) -> Markup:
    """Entries of a list of what was read, each with a way back to its place; addresses are relative to ``root``."""
    return Markup("".join(_read_mark(mark, root) for mark in marks))


def set_aside(marks: Iterable[Mark]) -> Markup:
    """Entries of a list of numerals that state no figure, each with its way back and its rule."""
    return Markup("".join(map(_set_aside, marks)))


def _read_mark(mark: Mark, root: str) -> str:
    return (
        f'<li class="reading" id="r{mark.start}" tabindex="-1">\n{_back(mark)} {_role(mark.role)}\n'
        f"{''.join(_reading(reading, root) for reading in mark.readings)}</li>\n"
    )


def _reading(reading: Reading, root: str) -> str:
    flags = ""
    if reading.flags:
        flags = f"<div><dt>{say('reading.flags').__html__()}</dt><dd>{escape('; '.join(reading.flags))}</dd></div>"
    checks = say("reading.no_checks").__html__()
    if reading.checks:
        checks = f'<ul class="plain">{"".join(_check(check, root) for check in reading.checks)}</ul>'
    return (
        f'<p class="what"><strong>{reading.headline.__html__()}</strong></p>\n'
        f'<p class="about">{reading.title.__html__()}</p>\n<dl>\n{facts(reading.facts, root)}{flags}'
        f"<div><dt>{say('reading.checks').__html__()}</dt><dd>{checks}</dd></div>\n</dl>\n"
    )


def _check(check: Check, root: str) -> str:
    verdict = f'<span class="verdict {escape(check.verdict)}">{say_or_code("verdict", check.verdict).__html__()}</span>'
    return f'<li>{verdict} <a href="{escape(root + check.address)}">{check.text.__html__()}</a></li>\n'


def _set_aside(mark: Mark) -> str:
    return (
        f'<li id="r{mark.start}" tabindex="-1" data-role="{_escaped(mark.role)}">{_back(mark)} '
        f"<code>{_escaped(mark.rule)}</code></li>\n"
    )


def _back(mark: Mark) -> str:
    return f'<a class="back" href="#c{mark.start}" lang="vi">{escape(mark.raw)}</a>'


@lru_cache(maxsize=1 << 10)
def _role(role: str) -> str:
    return f'<span class="role r-{escape(role)}">{say_or_code("role", role).__html__()}</span>'


@lru_cache(maxsize=1 << 10)
def _escaped(code: str) -> str:
    return str(escape(code))


def _piece(piece: Piece) -> str:
    text = str(escape(piece.text))
    if piece.start is None:
        return text
    return f'<a class="n n-{_escaped(piece.role)}" id="c{piece.start}" href="#r{piece.start}">{text}</a>'


@lru_cache(maxsize=1 << 14)
def _line(name: Both, text: Both, address: str) -> str:
    told = text.__html__()
    if address:
        told = f'<a href="{escape(address)}">{told}</a>'
    return f"<div><dt>{name.__html__()}</dt><dd>{told}</dd></div>\n"
