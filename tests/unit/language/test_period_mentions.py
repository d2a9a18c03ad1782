"""Time expressions: what is found, what it reads as, and what it resolves to."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.language.period_mentions import MENTIONS_SCHEMA, period_mentions
from pipelines.language.period_resolution import document_years, resolve_periods
from pipelines.language.sequence import DOCUMENT
from tests.unit.language import period_phrases as phrases

STATED = [
    *phrases.MONTHS_AND_QUARTERS,
    *phrases.SPANS_OF_THE_YEAR,
    *phrases.YEARS,
    *phrases.SAME_PERIOD,
    *phrases.DAYS,
    *phrases.DURATIONS,
]
DOCUMENTS = {
    "reporting_start": dt.date(2022, 7, 1),
    "reporting_end": dt.date(2022, 7, 31),
    "stated_on": dt.date(2022, 8, 15),
}


def segments(texts: Sequence[str], *, start: int = 0, document: int | None = None) -> pl.DataFrame:
    """One segment a text; each in a document of its own unless one is named."""
    return pl.DataFrame(
        {
            "document": [n if document is None else document for n in range(len(texts))],
            "segment_no": list(range(len(texts))),
            "char_start": [start] * len(texts),
            "text": list(texts),
        },
        schema={"document": DOCUMENT, "segment_no": pl.Int64, "char_start": pl.Int64, "text": pl.String},
    )


def documents(numbers: Sequence[int], **facts: dt.date | None) -> pl.DataFrame:
    known = {"reporting_start": None, "reporting_end": None, "stated_on": None, **facts}
    return pl.DataFrame({"document": list(numbers)}, schema={"document": DOCUMENT}).with_columns(
        pl.lit(day, dtype=pl.Date).alias(name) for name, day in known.items()
    )


def plain(marked: str) -> str:
    return re.sub(r"[\[\]]", "", marked)


def found_in(rows: list[dict[str, Any]], text: str) -> list[str]:
    return [text[row["char_start"] : row["char_end"]] for row in rows]


def rows_by_text(frame: pl.DataFrame, count: int) -> list[list[dict[str, Any]]]:
    rows: list[list[dict[str, Any]]] = [[] for _ in range(count)]
    for row in frame.iter_rows(named=True):
        rows[row["segment_no"]].append(row)
    return rows


def reading(row: dict[str, Any]) -> str:
    days = [str(row[name] or "-") for name in ("start", "end")]
    flags = [flag for flag, on in (("same", row["same_period"]), ("?", row["ambiguous"])) if on]
    return " ".join([row["kind"], row["lead"], *days, *flags])


@pytest.fixture(scope="module")
def read() -> list[list[dict[str, Any]]]:
    return rows_by_text(period_mentions(segments([plain(case[0]) for case in STATED])), len(STATED))


@pytest.mark.parametrize("n", range(len(STATED)), ids=lambda n: STATED[n][0])
def test_phrase_reads_as(read: list[list[dict[str, Any]]], n: int) -> None:
    marked, *readings = STATED[n]
    assert found_in(read[n], plain(marked)) == re.findall(r"\[(.*?)\]", marked)
    assert [reading(row) for row in read[n]] == readings


@pytest.mark.parametrize("text", phrases.NEGATIVES)
def test_no_time_in(text: str) -> None:
    assert found_in(period_mentions(segments([text])).to_dicts(), text) == []


@pytest.fixture(scope="module")
def resolved() -> list[list[dict[str, Any]]]:
    texts = [plain(case[0]) for case in phrases.IN_CONTEXT]
    frame = segments(texts)
    return rows_by_text(
        resolve_periods(period_mentions(frame), documents(frame["document"].to_list(), **DOCUMENTS)), len(texts)
    )


@pytest.mark.parametrize("n", range(len(phrases.IN_CONTEXT)), ids=lambda n: phrases.IN_CONTEXT[n][0])
def test_phrase_resolves_to(resolved: list[list[dict[str, Any]]], n: int) -> None:
    marked, *spans = phrases.IN_CONTEXT[n]
    assert found_in(resolved[n], plain(marked)) == re.findall(r"\[(.*?)\]", marked)
    assert [f"{row['start'] or '-'} {row['end'] or '-'}" for row in resolved[n]] == spans


def test_numerals_of_an_expression_are_listed() -> None:
    text = "Từ ngày 01/01/2022 đến ngày 7/9/2022 so với 6 tháng đầu năm 2021"
    starts = period_mentions(segments([text], start=100))["numeral_starts"].to_list()
    assert [[text[at - 100 :].split()[0] for at in row] for row in starts] == [
        ["01/01/2022", "7/9/2022"],
        ["6", "2021"],
    ]


def test_lead_words_end_where_the_core_starts() -> None:
    text = "đạt 5 triệu, tính đến hết ngày 30/6/2020; so với cùng kỳ năm 2019; so với cùng kỳ"
    rows = period_mentions(segments([text])).to_dicts()
    assert [text[row["core_start"] : row["char_end"]] for row in rows] == ["ngày 30/6/2020", "năm 2019", "cùng kỳ"]


def test_a_count_cut_off_leaves_its_numeral_alone() -> None:
    text = "từ vị trí 77 năm 2018 lên 67"
    (row,) = period_mentions(segments([text])).to_dicts()
    assert row["numeral_starts"] == [text.index("2018")]


def test_dominant_year_when_a_document_tells_nothing() -> None:
    texts = [
        "Năm 2020 tăng.",
        "Tháng 5/2020 tăng 3% so với năm 2019.",
        "So với năm 2019, tăng.",
        "So với năm 2019.",
        "Tháng 6 giảm.",
    ]
    found = period_mentions(segments(texts, document=7))
    nothing = documents([7])
    assert document_years(found, nothing).select("document_year", "year_source").row(0) == (2020, "dominant")
    last = resolve_periods(found, nothing).row(-1, named=True)
    assert (last["start"], last["year_source"]) == (dt.date(2020, 6, 1), "document")


def test_each_document_has_its_own_year() -> None:
    frame = pl.concat(
        [
            segments(["Năm 2019 tăng, tháng 5 giảm."], document=1),
            segments(["Năm 2021 tăng.", "Quý II giảm."], document=2),
        ]
    )
    found = resolve_periods(period_mentions(frame), documents([1, 2]))
    assert found["resolved_year"].to_list() == [2019, 2019, 2021, 2021]


def test_documents_unknown_to_the_frame_stay_unresolved() -> None:
    found = resolve_periods(period_mentions(segments(["Quý II giảm."], document=1)), documents([2]))
    assert found.select("start", "resolved_year", "year_source").row(0) == (None, None, None)


def test_no_segments_give_no_mentions() -> None:
    found = period_mentions(segments([]))
    assert found.schema == pl.Schema(MENTIONS_SCHEMA)
    assert resolve_periods(found, documents([])).height == 0


def test_one_long_line_takes_linear_time() -> None:
    text = "Doanh thu tháng 8/2022 tăng 5% so với cùng kỳ năm 2021; " * 20_000
    found = period_mentions(segments([text]))
    assert found.height == 40_000
    tail = found.row(-1, named=True)
    assert text[tail["char_start"] : tail["char_end"]] == "so với cùng kỳ năm 2021"


WORDS = st.sampled_from(
    [
        *(
            "năm",
            "tháng",
            "quý",
            "đến",
            "từ",
            "so với",
            "cùng kỳ",
            "đầu",
            "cuối",
            "ngày",
            "nay",
            "trước",
            "hết",
            "tuần",
        ),
        *("giai đoạn", "hiện", "tỷ", "Số", "III", "2020", "7/2022", "31/2", "12", "10.4", "6", "99", "0", "T7/2022"),
        *("-", "–", ",", "%", "(", ")", "\n", "İ", "\ue000", "\ue001", "\ue002"),
    ]
)
SPOKEN = st.lists(WORDS, max_size=14).map(" ".join)
GLUED = st.lists(WORDS, max_size=8).map("".join)
TEXTS = st.one_of(st.text(max_size=80), SPOKEN, GLUED)


@pytest.mark.slow
@settings(max_examples=50, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=12))
def test_any_text_gives_exact_spans(texts: list[str]) -> None:
    found = resolve_periods(period_mentions(segments(texts, start=7)), documents([0], **DOCUMENTS))
    for rows, text in zip(rows_by_text(found, len(texts)), texts, strict=True):
        ends = 7
        for row in rows:
            assert ends <= row["char_start"] <= row["core_start"] < row["char_end"] <= 7 + len(text)
            assert len(row["text"]) == row["char_end"] - row["char_start"]
            inside = text[row["char_start"] - 7 : row["char_end"] - 7]
            numerals = [m.start() + row["char_start"] for m in re.finditer(r"[0-9][0-9.,/]*[0-9]|[0-9]", inside)]
            assert row["numeral_starts"] == numerals
            ends = row["char_end"]


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_a_segment_reads_the_same_alone(texts: list[str]) -> None:
    together = period_mentions(segments(texts)).drop("document", "segment_no").to_dicts()
    alone = [period_mentions(segments([text])).drop("document", "segment_no").to_dicts() for text in texts]
    assert together == [row for rows in alone for row in rows]
