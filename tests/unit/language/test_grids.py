"""Tables inside texts: what each numeral is, and what each cell says."""

from __future__ import annotations

import datetime as dt
import re
import time
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.language.grid_layout import lay_out
from pipelines.language.grid_markup import find_tables
from pipelines.staging import build_staging
from pipelines.staging.schemas import STG_DOCUMENTS
from pipelines.vocabulary import load_vocabulary

NUMERAL = re.compile(r"\d[\d.,/]*\d|\d")

TEXTS = {
    "years": """Doanh thu của đơn vị qua các năm như sau.

| Năm | 2019 | 2020 |
|-----|------|------|
| Doanh thu chuyển phát (nghìn tỉ đồng) | 6,5 | 11,25 |
| Số thuê bao truyền hình (triệu thuê bao) | 15,9 | - |
| - Trong đó: Cáp | 11,6 | 12,9 |

Năm 2021, doanh thu bưu chính đạt 44 tỷ đồng.
""",
    "plan": """Đơn vị: tỷ đồng

| STT | Chỉ tiêu | Kế hoạch 2022 | Thực hiện 2021 | Ước TH 2022 | So với cùng kỳ (%) | TH/KH (%) |
|---|---|---|---|---|---|---|
| (1) | (2) | (3) | (4) | (5) | (6)=(5)/(4) | (7) |
| I | Bưu chính | | | | | |
| 1 | Doanh thu | 1.210 | 1.100,5 | 1.355 | 123,1 | 112,0 |
| 2 | Lợi nhuận | 98,5 | (12,3) | 104,2 | - | 105,8 |
| II | Viễn thông | | | | | |
| 1 | Doanh thu | 3.210 | 3.100,5 | 3.355 | 108,2 | 104,5 |
| 1.1 | Di động | 2.210 | 2.100,5 | 2.355 | 112,1 | 106,6 |
| 2 | Số thuê bao (triệu thuê bao) | 90 | 88,5 | 91,2 | 103,1 | 101,3 |
""",
    "trade": "<table><tr><th rowspan=2>Mặt hàng</th><th colspan=2>Tháng 6/2022</th><th colspan='2'>6 tháng 2022</th>"
    "<th colspan=\"2\">Tăng/giảm so với cùng kỳ (%)</th></tr><tr><th>Lượng (nghìn tấn)</th><th>Trị giá (triệu USD)</th>"
    "<th>Lượng (nghìn tấn)</th><th>Trị giá (triệu USD)</th><th>Lượng</th><th>Trị giá</th></tr>"
    "<tr><td>Gạo</td><td>715</td><td>352,6</td><td>3.520</td><td>1.718,2</td><td>16,2</td><td>-4,6</td></tr>"
    "<tr><td>Cà phê</td><td>137&nbsp;</td><td>313</td><td>1 031</td><td>2.326,5</td><td>0</td><td>49,7</td></tr></table>"
    " Doanh thu bưu chính năm 2021 đạt 5 tỷ đồng.",
    "lines": """<table>
<thead>
<tr>
<th rowspan="2"><strong>TT</strong></th>
<th rowspan="2">Chỉ tiêu (theo Quyết định số
18/2011/QĐ-TTg)</th>
<th rowspan="2">Đơn vị</th>
<th colspan="2">Kết quả đạt được</th>
<th rowspan="2">Mục tiêu đến năm
2025</th>
</tr>
<tr>
<th>Năm 2021</th>
<th>Đến tháng 5/2022</th>
</tr>
</thead>
<tbody>
<tr>
<td>1</td>
<td>Mật độ thuê bao cáp quang trên 100 dân</td>
<td><p>Thuê bao/</p>
<p>100 dân</p></td>
<td>15.85</td>
<td>18,27</td>
<td>20-25</td>
</tr>
<tr>
<td>2</td>
<td>Tỷ lệ hộ gia đình dùng mạng 5G</td>
<td>%</td>
<td></td>
<td>41.30</td>
<td>Trên 95% số hộ</td>
</tr>
</tbody>
</table>
""",
    "lost spans": """Bảng 3.1. DIỆN TÍCH VÀ SẢN LƯỢNG NGÔ Ở VÙNG CAO GIAI ĐOẠN 2010 - 2020

| Chỉ tiêu | Diện tích gieo | Sản lượng | | |
|---|---|---|---|---|
| Năm | Nghìn ha | So với cả nước (%) | Triệu tấn | So với cả nước (%) |
| 2010 | 390 | 52,7 | 2,6 | 54,0 |
| 2020 | 430 | 54,9 | 2,9 | 56,7 |
""",
    "caption": """Bảng 2. Doanh thu theo quý năm 2021 (tỷ đồng)

| | Quý I | Quý II | Cả năm |
|--|--|--|--|
| Bưu chính | 5,1 | 5,2 | 21,0 |
| Viễn thông | 55 | 56 | 168 |
| Tốc độ tăng (%) | 3,1 | -2,2 | 1,1 |
""",
    "ragged": """Số sự cố tấn công mạng

| Loại | Tháng 5/2022 | Tháng 6/2022 | Cùng kỳ năm trước |
|---|---|---|---|
| Phishing | 1,234 | 1,500 | 1,100 | 77 |
| Deface | 320 | 2,345,678 |
| Malware | … | n/a | 5
| Tổng số |
""",
    "sections": """1. Kết quả tháng 5/2022

| Chỉ tiêu | Tháng 3/2022 |
|---|---|
| Doanh thu bưu chính (tỷ đồng) | 12 |

Số thuê bao di động đạt 5 triệu thuê bao.

| Chỉ tiêu (tỷ đồng) | Thực hiện |
|---|---|
| Doanh thu viễn thông | 14 |
""",
    "months": "| Doanh thu (tỷ đồng) | 2021 | 2022 |\n|---|---|---|\n| Tháng 1 | 12 | 15 |\n| Tháng 2 | 14 | 18 |\n",
    "nameless": "| Tháng | 2021 | 2022 |\n|---|---|---|\n| Tháng 1 | 12 | 15 |\n| Tháng 2 | 14 | 18 |\n",
    "layout": "<table><tr><td>Giới thiệu 5 điều.</td><td><table><tr><td>Tỉnh</td><td>Doanh thu năm 2021 (triệu đồng)</td><td>Số lao động</td></tr>\n"
    "<tr><td>Hà Nội</td><td>12.345</td><td>1.200 người</td></tr><tr><td>Đà Nẵng</td><td>2.345</td><td>300 người</td></tr></table></td></tr></table>",
    "words": "| Kỹ năng | Mức |\n|---|---|\n| Soạn thảo | Tốt |\n| Mạng | Khá |\n\nDoanh thu năm 2021 đạt 5 tỷ đồng | ghi chú\n",
    "units": """Số liệu năm 2020

| Tỉnh | Diện tích (km2) | Dân số (nghìn người) | Mật độ (người/km2) | Cơ cấu (%) | Gạo (1.000 tấn) |
|---|---|---|---|---|---|
| Hà Nội | 3.358,6 | 8.246,5 | 2.455 | 8,5 | 12,5 |
| Hải Phòng | 1.561,8 | 2.053,5 | 1.315 | 2,1 | 7 |
""",
}  # fmt: skip

HOSTILE = [
    "<table>" * 500,
    "<table><tr>" + "<td rowspan=99999 colspan=99999>1</td>" * 20 + "</tr>" * 200 + "</table>",
    "<tr><td>a<td>1<td>2</table></tr></td></table>",
    "<TABLE><TR><TD>Doanh thu<TD colspan='x' rowspan=-3>5,5<TR><TD>Chi phí<TD>6",
    "|" * 400 + "\n|--|\n" + "|5" * 400,
    "| a | 2020 |\n|--|--|\n| x | ( |\n| y | " + "9" * 60 + " |\n| z | 5 |",
    "|--|--|\n|--|--|\n|--|--|",
    "<td 5<td>6</td 7><tr rowspan='8'>&#160;9&#57;<table 1",
    "| Năm | 2020 |\n|--|--|\n| Doanh thu \\| lãi (tỷ đồng) | <b>5</b>&#160;**6** |",
]


@cache
def tables() -> dict[str, pl.DataFrame]:
    """Return the staging tables of all texts."""
    rows: list[dict[str, Any]] = [
        {**dict.fromkeys(STG_DOCUMENTS), "document": name, "document_key": name, "text": text}
        for name, text in everything().items()
    ]
    documents = pl.DataFrame(rows, schema=dict(STG_DOCUMENTS)).drop("numerals")
    return build_staging(documents, load_vocabulary(Path(__file__).parents[3] / "seeds" / "reference"))


def everything() -> dict[str, str]:
    return {**TEXTS, **{f"hostile {number}": text for number, text in enumerate(HOSTILE)}}


def rows(table: str, document: str, *columns: str) -> list[tuple[Any, ...]]:
    """Return the rows of a staging table of one document in the order of its text."""
    found = tables()[f"stg_{table}"].filter(pl.col("document") == document).sort("char_start")
    return found.select(columns).rows()


def roles(document: str) -> list[tuple[str, str]]:
    return [(raw, role) for raw, role in rows("numerals", document, "raw", "role")]


def place(document: str, numeral: str, nth: int = 0) -> int:
    return [start for start, raw in rows("numerals", document, "char_start", "raw") if raw == numeral][nth]


def year(number: int) -> tuple[dt.date, dt.date]:
    return dt.date(number, 1, 1), dt.date(number, 12, 31)


@pytest.mark.parametrize("document", everything())
def test_every_numeral_of_a_table_has_one_role_and_its_figure(document: str) -> None:
    text = everything()[document]
    expected = [(found.start(), found.end(), found.group()) for found in NUMERAL.finditer(text)]
    assert rows("numerals", document, "char_start", "char_end", "raw") == expected
    role = dict(rows("numerals", document, "char_start", "role"))
    for table, wanted in (
        ("observations", "level"),
        ("changes", "change"),
        ("shares", "share"),
        ("plan_completions", "plan"),
    ):
        for start, raw in rows(table, document, "char_start", "raw"):
            assert (role.get(start), text[start : start + len(raw)]) == (wanted, raw)


def test_years_in_the_header_date_the_rows_and_units_come_from_their_labels() -> None:
    assert rows("observations", "years", "raw", "value", "unit_code", "period_start", "period_end", "period_basis")[
        :3
    ] == [
        ("6,5", Decimal(6_500_000_000_000), "VND", *year(2019), "year"),
        ("11,25", Decimal(11_250_000_000_000), "VND", *year(2020), "year"),
        ("15,9", Decimal(15_900_000), "subscription", *year(2019), "year"),
    ]


def test_a_part_takes_name_unit_and_total_of_the_row_it_breaks_down() -> None:
    (first, label, value, unit, total), (_, _, second, _, no_total) = rows(
        "observations", "years", "raw", "label", "value", "unit_code", "total_char_start"
    )[3:5]
    assert (first, label, value, unit) == ("11,6", "Số thuê bao truyền hình cáp", Decimal(11_600_000), "subscription")
    assert (total, second, no_total) == (place("years", "15,9"), Decimal(12_900_000), None)


def test_sentences_beside_a_table_are_read_as_before() -> None:
    assert rows("observations", "years", "label", "value", "period_start", "period_end")[-1] == (
        "doanh thu bưu chính",
        Decimal(44_000_000_000),
        *year(2021),
    )
    assert rows("observations", "trade", "label", "value", "period_start", "period_end")[-1][1:] == (
        Decimal(5_000_000_000),
        *year(2021),
    )
    assert [value for (value,) in rows("observations", "words", "value")] == [Decimal(5_000_000_000)]


def test_plans_estimates_and_results_stand_in_columns() -> None:
    read = rows("observations", "plan", "label", "value", "status", "period_start", "period_end")
    assert read[:3] == [
        ("Doanh thu Bưu chính", Decimal(1_210_000_000_000), "target", *year(2022)),
        ("Doanh thu Bưu chính", Decimal(1_100_500_000_000), "actual", *year(2021)),
        ("Doanh thu Bưu chính", Decimal(1_355_000_000_000), "estimated", *year(2022)),
    ]
    assert ("Lợi nhuận Bưu chính", Decimal(-12_300_000_000), "actual", *year(2021)) in read
    assert ("Doanh thu Viễn thông di động", Decimal(2_355_000_000_000), "estimated", *year(2022)) in read
    assert ("Số thuê bao Viễn thông", Decimal(91_200_000), "estimated", *year(2022)) in read


def test_comparisons_and_completions_are_tied_to_the_result() -> None:
    changes = rows(
        "changes",
        "plan",
        "raw",
        "amount_unit",
        "direction",
        "observation_char_start",
        "reference_start",
        "reference_end",
    )
    assert changes[0] == ("123,1", "percent_of", "up", place("plan", "1.355"), *year(2021))
    assert len(changes) == 4
    plans = rows("plan_completions", "plan", "raw", "percent", "plan_year", "observation_char_start")
    assert plans[0] == ("112,0", Decimal(112), 2022, place("plan", "1.355"))


def test_numbers_of_rows_and_columns_are_names() -> None:
    found = roles("plan")
    assert found[3:11] == [(raw, "name") for raw in ("1", "2", "3", "4", "5", "6", "5", "4")]
    assert ("1.1", "name") in found
    assert found[:3] == [("2022", "date"), ("2021", "date"), ("2022", "date")]


def test_html_on_one_line_is_read_cell_by_cell() -> None:
    months = (dt.date(2022, 1, 1), dt.date(2022, 6, 30))
    assert rows("observations", "trade", "label", "value", "unit_code", "period_start", "period_end")[:4] == [
        ("Lượng Gạo", Decimal(715_000), "tonne", dt.date(2022, 6, 1), dt.date(2022, 6, 30)),
        ("Trị giá Gạo", Decimal(352_600_000), "USD", dt.date(2022, 6, 1), dt.date(2022, 6, 30)),
        ("Lượng Gạo", Decimal(3_520_000), "tonne", *months),
        ("Trị giá Gạo", Decimal(1_718_200_000), "USD", *months),
    ]
    assert rows("observations", "trade", "raw", "value")[6] == ("1", Decimal(1_031_000))
    before = (dt.date(2021, 1, 1), dt.date(2021, 6, 30))
    changes = rows(
        "changes", "trade", "raw", "direction", "amount", "observation_char_start", "reference_start", "reference_end"
    )
    assert changes == [
        ("16,2", "up", Decimal("16.2"), place("trade", "3.520"), *before),
        ("4,6", "down", Decimal("4.6"), place("trade", "1.718,2"), *before),
        ("0", "flat", Decimal(0), place("trade", "1"), *before),
        ("49,7", "up", Decimal("49.7"), place("trade", "2.326,5"), *before),
    ]


def test_numerals_of_markup_are_no_figures() -> None:
    assert roles("trade")[:4] == [("2", "boilerplate"), ("2", "boilerplate"), ("6/2022", "date"), ("2", "boilerplate")]
    assert [pair for pair in roles("lines") if pair[1] == "boilerplate"] == [("2", "boilerplate")] * 5


def test_html_over_many_lines_with_spans_units_and_missing_cells() -> None:
    assert rows(
        "observations",
        "lines",
        "raw",
        "value",
        "value_high",
        "unit_code",
        "period_end",
        "period_basis",
        "status",
        "bound",
    ) == [
        (
            "15.85",
            Decimal("15.85"),
            None,
            "subscription_per_100_people",
            dt.date(2021, 12, 31),
            "year",
            "actual",
            "exact",
        ),
        (
            "18,27",
            Decimal("18.27"),
            None,
            "subscription_per_100_people",
            dt.date(2022, 5, 31),
            "as_of",
            "actual",
            "exact",
        ),
        (
            "20",
            Decimal(20),
            Decimal(25),
            "subscription_per_100_people",
            dt.date(2025, 12, 31),
            "as_of",
            "target",
            "range",
        ),
        ("41.30", Decimal("41.3"), None, "percent", dt.date(2022, 5, 31), "as_of", "actual", "exact"),
        ("95", Decimal(95), None, "percent", dt.date(2025, 12, 31), "as_of", "target", "at_least"),
    ]
    found = roles("lines")
    assert ("18/2011", "name") in found
    assert found.count(("100", "denominator")) == 2
    assert ("5", "name") in found
    assert ("25", "level") in found


def test_rows_of_years_under_headers_whose_spans_were_lost() -> None:
    place_of = "ngô ở vùng cao"
    levels = rows("observations", "lost spans", "label", "value", "unit_code", "period_start", "period_end")
    assert [(label.lower(), *rest) for label, *rest in levels] == [
        (f"diện tích gieo {place_of}", Decimal(390_000), "hectare", *year(2010)),
        (f"sản lượng {place_of}", Decimal(2_600_000), "tonne", *year(2010)),
        (f"diện tích gieo {place_of}", Decimal(430_000), "hectare", *year(2020)),
        (f"sản lượng {place_of}", Decimal(2_900_000), "tonne", *year(2020)),
    ]
    shares = rows("shares", "lost spans", "percent", "observation_char_start")
    assert shares[:2] == [(Decimal("52.7"), place("lost spans", "390")), (Decimal(54), place("lost spans", "2,6"))]


def test_a_caption_gives_measure_unit_and_year() -> None:
    levels = rows("observations", "caption", "label", "value", "unit_code", "period_start", "period_end")
    assert levels[0] == (
        "Doanh thu Bưu chính",
        Decimal(5_100_000_000),
        "VND",
        dt.date(2021, 1, 1),
        dt.date(2021, 3, 31),
    )
    assert levels[2] == ("Doanh thu Bưu chính", Decimal(21_000_000_000), "VND", *year(2021))
    changes = rows("changes", "caption", "amount", "direction", "amount_unit", "observation_char_start")
    assert changes[1] == (Decimal("2.2"), "down", "percent", place("caption", "56"))


def test_ragged_rows_missing_cells_and_english_thousands() -> None:
    june = (dt.date(2022, 6, 1), dt.date(2022, 6, 30))
    levels = rows("observations", "ragged", "label", "value", "unit_code", "period_start", "period_end")
    assert [(label, value) for label, value, *_ in levels] == [
        ("Số sự cố tấn công mạng Phishing", Decimal(1_234)),
        ("Số sự cố tấn công mạng Phishing", Decimal(1_500)),
        ("Số sự cố tấn công mạng Phishing", Decimal(1_100)),
        ("Số sự cố tấn công mạng Phishing", Decimal(77)),
        ("Số sự cố tấn công mạng Deface", Decimal(320)),
        ("Số sự cố tấn công mạng Deface", Decimal(2_345_678)),
        ("Số sự cố tấn công mạng Malware", Decimal(5)),
    ]
    assert levels[1][2:] == ("incident", *june)
    assert levels[2][3:] == (dt.date(2021, 6, 1), dt.date(2021, 6, 30))


def test_the_heading_above_a_table_governs_what_follows_it() -> None:
    may, march = (dt.date(2022, 5, 1), dt.date(2022, 5, 31)), (dt.date(2022, 3, 1), dt.date(2022, 3, 31))
    levels = rows("observations", "sections", "raw", "period_start", "period_end")
    assert levels == [("12", *march), ("5", *may), ("14", *may)]


def test_months_of_rows_and_years_of_columns_make_one_period() -> None:
    assert rows("observations", "months", "value", "period_start", "period_end")[-1] == (
        Decimal(18_000_000_000),
        dt.date(2022, 2, 1),
        dt.date(2022, 2, 28),
    )


def test_cells_that_nothing_names_are_mentions() -> None:
    assert rows("observations", "nameless", "raw") == []
    assert [role for _, role in roles("nameless")] == [
        "date",
        "date",
        "date",
        "mention",
        "mention",
        "date",
        "mention",
        "mention",
    ]


def test_tables_of_layout_are_read_by_the_tables_in_them() -> None:
    levels = rows("observations", "layout", "label", "value", "unit_code")
    assert ("Doanh thu Hà Nội", Decimal(12_345_000_000), "VND") in levels
    assert ("Số lao động Đà Nẵng", Decimal(300), "person") in levels


def test_units_of_columns_scales_in_digits_and_rates() -> None:
    levels = [(value, unit) for value, unit in rows("observations", "units", "value", "unit_code")[:4]]
    assert levels == [
        (Decimal("3358.6"), "square_kilometre"),
        (Decimal(8_246_500), "person"),
        (Decimal(2_455), "person_per_square_kilometre"),
        (Decimal(12_500), "tonne"),
    ]
    assert rows("shares", "units", "percent", "observation_char_start")[0] == (
        Decimal("8.5"),
        place("units", "8.246,5"),
    )


def test_time_is_linear_in_the_size_of_a_table() -> None:
    def seconds(size: int) -> float:
        text = "| Năm | 2020 | 2021 |\n|--|--|--|\n" + "".join(
            f"| Doanh thu {n} | {n}.123 | {n},5 |\n" for n in range(size)
        )
        start = time.process_time()
        for table in find_tables(text):
            assert lay_out(table) is not None
        return time.process_time() - start

    # Eight times the rows: a quadratic reading would take sixty-four times as long.
    assert seconds(16_000) < 32 * max(seconds(2_000), 0.005)


@pytest.mark.parametrize(
    "text",
    [
        "<table>" * 40_000,
        "<tr><td>" * 40_000,
        "<" * 80_000,
        "|-" * 80_000,
        "| |\n|--|\n" * 20_000,
        "<td>" + "1.1" * 60_000,
    ],
)
def test_markup_without_end_is_read_in_time(text: str) -> None:
    start = time.perf_counter()
    for table in find_tables(text):
        lay_out(table)
    assert time.perf_counter() - start < 10
