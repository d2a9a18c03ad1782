from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipelines.documents.facts import derive_facts
from pipelines.documents.manifest import read_manifest

BULLETINS = Path(__file__).parents[3] / "seeds" / "documents"


def facts(text: str) -> dict[str, object]:
    return derive_facts(pl.DataFrame({"text": [text]})).row(0, named=True)


def test_the_bulletins_own_words_agree_with_their_manifest() -> None:
    manifest = read_manifest(BULLETINS)
    derived = 0
    for path in sorted(BULLETINS.glob("*.txt")):
        row = manifest.row(path.name)
        assert row is not None
        for name, stated in facts(path.read_text(encoding="utf-8")).items():
            if stated is not None:
                given = row.values[name]
                assert str(stated).casefold() == str(given).casefold(), (path.name, name)
                derived += 1
    assert derived == 22


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Kinh tế quý I tăng 5,6%\n\nTheo báo cáo …", "Kinh tế quý I tăng 5,6%"),
        ("\n\n# **Kết quả năm 2021**\n\nNội dung.", "Kết quả năm 2021"),
        ("![](ảnh.jpg) |\n|---|\nXuất khẩu gạo khởi sắc\nNội dung", "Xuất khẩu gạo khởi sắc"),
        ("A- A A+ | Tăng tương phản\n\nBộ tổ chức Hội nghị\n", "Bộ tổ chức Hội nghị"),
        ("<!DOCTYPE html>\n<html><head><title>Số liệu\n tháng 5</title></head>", "Số liệu tháng 5"),
        ("Tổng doanh thu đạt 5 tỷ đồng.", None),
        ("Doanh thu tăng. Lợi nhuận cũng tăng\n", None),
        ("tiếp theo trang trước\nDoanh thu", None),
        ("Câu dài " * 40 + "\nDoanh thu", None),
        ("12\n", None),
    ],
)
def test_titles(text: str, title: str | None) -> None:
    assert facts(text)["title"] == title


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("Thứ sáu, 30/10/2020 09:48", date(2020, 10, 30)),
        ("Chủ nhật, ngày 1/11/2020", date(2020, 11, 1)),
        ("Thứ 3, 05.01.2021 | 10:00", date(2021, 1, 5)),
        ("Cập nhật: 14:05, 02/03/2023", date(2023, 3, 2)),
        ("Ngày đăng: 2/3/2023", date(2023, 3, 2)),
        ("15/06/2022 - 08:30 GMT+7", date(2022, 6, 15)),
        ("08:30 15/06/2022", date(2022, 6, 15)),
        ("Hà Nội, ngày 29 tháng 12 năm 2021", date(2021, 12, 29)),
        ("Ngày 05/7/2022", date(2022, 7, 5)),
        ("Ngày 05/7/2022, Sở Công Thương công bố số liệu tháng 6.", date(2022, 7, 5)),
        ("(TN) - Chiều 3.8.2021, Cục Thống kê cho biết giá tăng 2%.", date(2021, 8, 3)),
        ("Ngày 6 tháng 5 năm 2023, Hiệp hội Thép thông báo sản lượng.", date(2023, 5, 6)),
        ("Ngày 2/9/1945 là ngày Quốc khánh. Bộ cho biết thu 5 tỷ.", None),
        ("Ngày 1/7/2014, nhà máy khởi công.", None),
        ("Thứ sáu, 31/02/2020", None),
        ("Quyết định ban hành ngày 30/10/2020 nêu rõ.", None),
        ("Lúc 09:48 ngày 30/10/2020, tàu rời cảng.", None),
        ("Họp thứ sáu, 30/10/2020", None),
    ],
)
def test_datelines(line: str, published: date | None) -> None:
    assert facts(f"Kinh tế khởi sắc\n\n{line}\n\nNội dung.")["published_on"] == published


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Sáng 10/02/2022, tại Hà Nội, Bộ tổ chức Hội nghị giao ban tháng 01/2022.", date(2022, 2, 10)),
        ("Bộ trưởng nêu tại Hội nghị giao ban quý III/2020 tại Hà Nội chiều ngày 29/10/2020.", date(2020, 10, 29)),
        ("Chiều 29/7, Bộ tổ chức Hội nghị sơ kết 6 tháng đầu năm 2024.", date(2024, 7, 29)),
        ("Hội nghị diễn ra ngày 27/1/2021 tại Huế.", date(2021, 1, 27)),
        ("Hội nghị tổng kết năm 2020, nhiệm vụ năm 2021 diễn ra ngày 27/1.", None),  # of which year?
        ("Sáng 29/7, tại Hà Nội, Bộ tổ chức Hội nghị sơ kết.", None),
        ("Sáng 29/7/2024, giá vàng tăng.", None),
        ("Sáng 31/2/2024, Bộ tổ chức Hội nghị.", None),
        ("Tại họp báo chiều 28/9, Sở cho biết thu ngân sách tăng 8% so với cùng kỳ năm 2021.", None),
        ("Tại họp báo chiều 28/9, Sở nêu 9 tháng năm 2022 tăng 8% so với cuối năm 2021.", date(2022, 9, 28)),
        ("Hội thảo diễn ra sáng 5/5 bàn mục tiêu đến năm 2025 theo Nghị định 12/2021/NĐ-CP.", None),
    ],
)
def test_days_of_events(sentence: str, day: date | None) -> None:
    assert facts(f"Tin trong ngày\n\nMở đầu năm 2019. {sentence} Kết thúc.")["event_on"] == day


def test_a_day_without_year_is_that_of_publication_unless_it_lies_ahead() -> None:
    text = "Tin trong ngày\n\nThứ hai, {published} 09:00\n\nSáng 4/12, tại Hà Nội diễn ra Hội thảo."
    assert facts(text.format(published="7/12/2020"))["event_on"] == date(2020, 12, 4)
    assert facts(text.format(published="4/1/2021"))["event_on"] is None


@pytest.mark.parametrize(
    ("title", "start", "end"),
    [
        ("Kết quả hoạt động tháng 01/2022", "2022-01-01", "2022-01-31"),
        ("Tình hình kinh tế tháng 2 năm 2024", "2024-02-01", "2024-02-29"),
        ("Báo cáo quý III/2020", "2020-07-01", "2020-09-30"),
        ("Báo cáo Quý 4 năm 2020", "2020-10-01", "2020-12-31"),
        ("Kinh tế 9 tháng năm 2020", "2020-01-01", "2020-09-30"),
        ("Kinh tế 6 tháng đầu năm 2024", "2024-01-01", "2024-06-30"),
        ("KINH TẾ - XÃ HỘI THÁNG 10 VÀ 10 THÁNG NĂM 2022", "2022-01-01", "2022-10-31"),
        ("Kim ngạch xuất khẩu năm 2018 đạt 480 tỷ USD", "2018-01-01", "2018-12-31"),
        ("Kinh tế 6 tháng đầu năm", None, None),
        ("Xuất khẩu 15 ngày đầu năm 2021", None, None),
        ("Giá gạo cuối năm 2021", None, None),
        ("Kế hoạch doanh thu năm 2021", None, None),
        ("Doanh thu tăng 5% so với năm 2020", None, None),
        ("Mục tiêu đến năm 2030", None, None),
        ("Doanh thu tháng 13/2021", None, None),
    ],
)
def test_reporting_periods_of_titles(title: str, start: str | None, end: str | None) -> None:
    row = facts(f"{title}\n\nNội dung bản tin.")
    assert [str(row["reporting_start"]), str(row["reporting_end"])] == [str(start), str(end)]


def test_an_overview_tells_the_period_before_the_event_does() -> None:
    row = facts(
        "Hội nghị giao ban quản lý nhà nước tháng 11/2021\n\nBộ trưởng phát biểu.\n\n"
        "Tổng quan về toàn ngành năm 2021 Tổng doanh thu đạt 5 tỷ đồng."
    )
    assert row["event"] == "Hội nghị giao ban quản lý nhà nước tháng 11/2021"
    assert (row["reporting_start"], row["reporting_end"]) == (date(2021, 1, 1), date(2021, 12, 31))


def test_facts_come_row_by_row_in_order() -> None:
    texts = ["Báo cáo quý I/2020\n", "Không có gì.", "Báo cáo quý II/2020\n"]
    frame = derive_facts(pl.DataFrame({"text": texts}))
    assert frame["reporting_start"].to_list() == [date(2020, 1, 1), None, date(2020, 4, 1)]
    assert derive_facts(pl.DataFrame(schema={"text": pl.String})).is_empty()
