"""Numerals in their text and lines of readings as markup: most of what a site renders, so no template does it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup, escape

from pipelines.evidence.marking import Piece
from pipelines.evidence.readings import Fact
from pipelines.evidence.words import Both


def marked(pieces: Iterable[Piece]) -> Markup:
    """The pieces of a text, each marked one a link from its place to its reading."""
    return Markup("".join(map(_piece, pieces)))


def facts(lines: Iterable[Fact], root: str) -> Markup:
    """The lines of a reading as entries of a description list; addresses are relative to ``root``."""
    return Markup("".join(_line(fact.name, fact.text, root + fact.address if fact.address else "") for fact in lines))


def _piece(piece: Piece) -> str:
    text = str(escape(piece.text))
    if piece.start is None:
        return text
    return f'<a class="n n-{escape(piece.role)}" id="c{piece.start}" href="#r{piece.start}">{text}</a>'


@lru_cache(maxsize=1 << 14)
def _line(name: Both, text: Both, address: str) -> str:
    told = text.__html__()
    if address:
        told = f'<a href="{escape(address)}">{told}</a>'
    return f"<div><dt>{name.__html__()}</dt><dd>{told}</dd></div>\n"
