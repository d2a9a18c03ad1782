from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipelines.evidence.marking import Piece, Span, blocks, cut, marked_sentence, parts

TEXT = "Doanh thu đạt 130.768 tỷ đồng, cao hơn năm 2020 là 9,5%."


def at(words: str) -> int:
    return TEXT.index(words)


def test_numerals_are_marked_where_they_stand() -> None:
    spans = [Span(100 + at("130.768"), 100 + at(" tỷ"), "level"), Span(100 + at("9,5"), 100 + at("%"), "change")]
    pieces = cut(TEXT, 100, spans)
    assert [(piece.text, piece.start, piece.role) for piece in pieces if piece.start is not None] == [
        ("130.768", 100 + at("130.768"), "level"),
        ("9,5", 100 + at("9,5"), "change"),
    ]


def test_words_end_where_a_numeral_inside_them_begins() -> None:
    spans = [Span(at("cao"), at(" là"), "change"), Span(at("2020"), at(" là"), "date")]
    marked = [piece for piece in cut(TEXT, 0, spans) if piece.start is not None]
    assert [(piece.text, piece.role) for piece in marked] == [("cao hơn năm ", "change"), ("2020", "date")]


def test_a_sentence_whose_place_is_not_known_stays_unmarked() -> None:
    assert marked_sentence(TEXT, None, 5, 9, "level") == [Piece(TEXT)]


@given(
    st.text(max_size=40),
    st.integers(0, 50),
    st.lists(st.tuples(st.integers(0, 100), st.integers(-2, 12), st.sampled_from(["level", "date"])), max_size=6),
)
def test_pieces_joined_are_the_text_again(text: str, offset: int, places: list[tuple[int, int, str]]) -> None:
    spans = [Span(start, start + length, role) for start, length, role in places]
    pieces = cut(text, offset, spans)
    assert "".join(piece.text for piece in pieces) == text
    starts = [piece.start for piece in pieces if piece.start is not None]
    assert starts == sorted(set(starts))
    for piece in pieces:
        if piece.start is not None:
            assert text[piece.start - offset :].startswith(piece.text)


def segment(paragraph: int, kind: str, start: int, text: str) -> dict[str, object]:
    return {"paragraph_no": paragraph, "kind": kind, "char_start": start, "char_end": start + len(text), "text": text}


def test_sentences_of_a_paragraph_stand_together() -> None:
    segments = [
        segment(0, "heading", 0, "Viễn thông"),
        segment(2, "sentence", 12, "Đạt 5."),
        segment(2, "sentence", 19, "Tăng 7%."),
    ]
    found = list(blocks(segments, [Span(16, 17, "level"), Span(24, 25, "change")]))
    assert [(block.kind, "".join(piece.text for piece in block.pieces)) for block in found] == [
        ("heading", "Viễn thông"),
        ("sentence", "Đạt 5. Tăng 7%."),
    ]
    assert [piece.start for piece in found[1].pieces if piece.start is not None] == [16, 24]


def test_a_long_document_goes_on_in_parts_between_paragraphs() -> None:
    segments = [segment(number, "sentence", number * 100, "x" * 90) for number in range(10)]
    split = parts(segments, [5, 105, 950], most=300)
    assert [row for part in split for row in part] == segments
    assert len(split) > 2
    assert all(sum(len(str(row["text"])) for row in part) <= 300 for part in split)
    assert parts([], [], most=300) == [[]]
