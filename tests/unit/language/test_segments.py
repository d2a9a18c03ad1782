"""Segments cover every numeral, hold the text as stored and stay short enough to be read in linear time."""

import itertools

import polars as pl
import pytest

from pipelines.language.segments import cut_segments


def cut(*texts: str) -> pl.DataFrame:
    return cut_segments(pl.DataFrame({"document": [str(number) for number in range(len(texts))], "text": list(texts)}))


@pytest.mark.parametrize(
    "text",
    [
        "doanh thu đạt 12,5 tỷ đồng, tăng 3% so với năm 2021, " * 200,
        "12\u00a0345,6 – 7/8; “x”&nbsp;" * 800,
        "chữ" * 5_000 + "12.345.678" + "chữ" * 5_000,
        "12.345;" * 5_000,
        "9" * 20_000,
        "(" * 10_000 + "7" + ")" * 10_000,
        "dòng\nnối " * 2_000,
    ],
)
def test_long_sentences_are_cut_beside_numerals_and_nothing_is_lost(text: str) -> None:
    segments = cut("Ngắn – gọn 1.", text, "Sau đó 2.").filter(pl.col("document") == "1")
    spans = segments.select("char_start", "char_end", "stored").rows()
    assert all(text[start:end] == stored for start, end, stored in spans)
    gaps = [text[end:start] for (_, end, _), (start, _, _) in itertools.pairwise(spans)]
    assert not "".join(gaps).strip()
    numeral = r"\d[\d.,/]*\d|\d"
    whole = pl.DataFrame({"text": [text]}).select(pl.col("text").str.extract_all(numeral)).item().to_list()
    assert segments["stored"].str.extract_all(numeral).explode().drop_nulls().to_list() == whole
    limit = 20_000 if text.startswith("9") else 6_100
    assert segments["stored"].str.len_chars().max() <= limit


def test_a_sentence_of_usual_length_stays_whole() -> None:
    text = "Doanh thu đạt 5 tỷ đồng, " * 60 + "hết."
    assert cut(text)["stored"].to_list() == [text]


def test_long_sentences_are_cut_after_a_mark_where_one_is_near() -> None:
    segments = cut("Thu ngân sách của tỉnh đạt 7 tỷ đồng; " * 200)
    assert segments["stored"].str.ends_with(";").slice(0, segments.height - 1).all()
