"""Codes of the catalogue for what is stated without a value of its own."""

from tests.unit.language.test_properties import read

STATED = {
    "Năm 2022, doanh thu dịch vụ viễn thông tăng 3%.": ("stg_changes", "telecom.revenue"),
    "Năm 2022, xuất khẩu gạo tăng 14% về lượng.": ("stg_changes", "trade.exports.rice_volume"),
    "Năm 2022, xuất khẩu gạo tăng 14% về giá trị.": ("stg_changes", "trade.exports.rice"),
    "Năm 2022, doanh thu của quán ăn tăng 3%.": ("stg_changes", None),
    "Năm 2022, tỷ lệ thất nghiệp giảm 0,2 điểm phần trăm.": ("stg_changes", "labour.unemployment_rate"),
    "Năm 2022, thu ngân sách nhà nước đạt 112% dự toán.": ("stg_plan_completions", "finance.budget_revenue"),
}


def test_a_growth_or_completion_alone_is_of_the_indicator_that_its_words_name():
    tables = read(list(STATED))
    found = {
        text: (name, code)
        for number, text in enumerate(STATED)
        for name in ("stg_changes", "stg_plan_completions")
        for document, code in tables[name].select("document", "indicator_code").iter_rows()
        if document == f"{number:04}"
    }
    assert found == STATED


def test_a_rate_of_its_own_is_not_of_the_indicator_told_before():
    tables = read(["Năm 2021, ngành đạt 91,58% dân số tham gia BHYT; tỷ lệ nợ 3%."])
    codes = tables["stg_observations"].select("raw", "indicator_code").rows()
    assert codes == [("91,58", "social.health_insurance_share"), ("3", None)]
