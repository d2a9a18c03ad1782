"""Sentences and documents cut at their numerals, so that a template can mark them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple


class Piece(NamedTuple):
    """A stretch of text: plain (``start`` is None), or what stands at the offset ``start`` with the given role."""

    text: str
    start: int | None = None
    role: str = ""


class Span(NamedTuple):
    """Where something to mark stands, in code points of the document."""

    start: int
    end: int
    role: str


def cut(text: str, offset: int, spans: Iterable[Span]) -> list[Piece]:
    """``text``, which begins at ``offset`` of its document, in pieces; joined, they are the text again.

    Words that hold a numeral ("cao hơn năm 2020") end where it begins, so that each mark has its own place.
    """
    inside = sorted(span for span in set(spans) if offset <= span.start < offset + len(text))
    pieces: list[Piece] = []
    at = offset
    for index, span in enumerate(inside):
        if span.start < at:
            continue  # a second mark of the same place
        following = inside[index + 1].start if index + 1 < len(inside) else offset + len(text)
        end = min(span.end, following, offset + len(text)) if following > span.start else span.end
        if end <= span.start:
            continue
        if span.start > at:
            pieces.append(Piece(text[at - offset : span.start - offset]))
        pieces.append(Piece(text[span.start - offset : end - offset], span.start, span.role))
        at = end
    if at < offset + len(text):
        pieces.append(Piece(text[at - offset :]))
    return pieces


def marked_sentence(sentence: str, sentence_start: int | None, start: int, end: int, role: str) -> list[Piece]:
    """A statement's sentence with its own numeral marked; unmarked where its place in it is not known."""
    if sentence_start is None:
        return [Piece(sentence)]
    return cut(sentence, sentence_start, [Span(start, end, role)])


class Block(NamedTuple):
    """A paragraph, heading or list item of a document: its kind and the pieces of its segments, in order."""

    kind: str
    pieces: list[Piece]


def blocks(segments: Sequence[dict[str, Any]], spans: Sequence[Span]) -> Iterator[Block]:
    """The segments of a document (in order) as blocks: sentences of one paragraph together, with their spaces."""
    ordered = sorted(spans)
    at = 0
    for (_, kind), group in groupby(segments, key=lambda segment: (segment["paragraph_no"], segment["kind"])):
        pieces: list[Piece] = []
        for segment in group:
            while at < len(ordered) and ordered[at].start < segment["char_start"]:
                at += 1
            end = at
            while end < len(ordered) and ordered[end].start < segment["char_end"]:
                end += 1
            if pieces:
                pieces.append(Piece(" "))
            pieces.extend(cut(segment["text"], segment["char_start"], ordered[at:end]))
            at = end
        yield Block(kind, pieces)


def parts(segments: Sequence[dict[str, Any]], starts: Sequence[int], most: int) -> list[list[dict[str, Any]]]:
    """Segments in parts of about ``most`` characters and numerals (one counts as 50), cut between paragraphs.

    ``starts`` are the offsets of the numerals, sorted. A document always has one part, even without segments.
    """
    result: list[list[dict[str, Any]]] = [[]]
    weight = at = 0
    for _, group in groupby(segments, key=lambda segment: segment["paragraph_no"]):
        paragraph = list(group)
        added = sum(len(segment["text"]) for segment in paragraph)
        while at < len(starts) and starts[at] < paragraph[-1]["char_end"]:
            added += 50
            at += 1
        if result[-1] and weight + added > most:
            result.append([])
            weight = 0
        result[-1].extend(paragraph)
        weight += added
    return result
