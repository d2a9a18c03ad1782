"""What generated bulletins speak of: things measured, counted and compared, periods, and prose around them."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from random import Random

from benchmarks.draft import Span


@dataclass(frozen=True, slots=True)
class Period:
    """A period as text writes it, with the dates it means."""

    words: str
    span: Span

    def year_before(self) -> tuple[date, date]:
        """First and last day of the same period one year earlier."""
        start, end, _ = self.span
        return date(start.year - 1, start.month, 1), _last_day(end.year - 1, end.month)


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


_QUARTERS = ("I", "II", "III", "IV")


def flow_period(random: Random, year: int) -> Period:
    """A period over which money is earned or things are made."""
    month = random.randint(1, 12)
    shape = random.randrange(6)
    if shape == 0:
        return Period(f"năm {year}", (date(year, 1, 1), date(year, 12, 31), "year"))
    if shape == 1:
        return Period(f"tháng {month}/{year}", (date(year, month, 1), _last_day(year, month), "month"))
    if shape == 2:
        return Period(f"tháng {month:02d} năm {year}", (date(year, month, 1), _last_day(year, month), "month"))
    if shape == 3:
        quarter = random.randrange(4)
        first, last = 3 * quarter + 1, 3 * quarter + 3
        return Period(f"quý {_QUARTERS[quarter]}/{year}", (date(year, first, 1), _last_day(year, last), "quarter"))
    if shape == 4:
        months = random.choice((2, 4, 5, 7, 8, 9, 10, 11))
        return Period(f"{months} tháng đầu năm {year}", (date(year, 1, 1), _last_day(year, months), "year_to_date"))
    return Period(f"6 tháng đầu năm {year}", (date(year, 1, 1), date(year, 6, 30), "year_to_date"))


def stock_period(random: Random, year: int) -> Period:
    """A day at which things are counted."""
    month = random.randint(1, 12)
    end = _last_day(year, month)
    shape = random.randrange(3)
    if shape == 0:
        return Period(f"tính đến hết tháng {month}/{year}", (end, end, "as_of"))
    if shape == 1:
        return Period(f"đến cuối năm {year}", (date(year, 12, 31), date(year, 12, 31), "as_of"))
    day = random.randint(1, 28)
    return Period(f"tính đến ngày {day}/{month}/{year}", (date(year, month, day), date(year, month, day), "as_of"))


#: Sums of money by period: noun, what may follow it.
FLOWS = (
    "doanh thu", "tổng doanh thu", "lợi nhuận", "lợi nhuận trước thuế", "nộp ngân sách nhà nước", "kim ngạch xuất khẩu",
    "kim ngạch nhập khẩu", "giá trị sản xuất", "tổng mức bán lẻ", "vốn đầu tư thực hiện", "chi phí vận hành",
    "thu ngân sách nội địa", "giá trị giao dịch", "doanh số bán hàng",
)  # fmt: skip
OWNERS = (
    "lĩnh vực bưu chính", "lĩnh vực viễn thông", "công nghiệp phần mềm", "ngành dệt may", "ngành thủy sản", "ngành gỗ",
    "ngành du lịch", "khối doanh nghiệp nhà nước", "khu vực có vốn nước ngoài", "các tập đoàn lớn", "ngành điện tử",
    "ngành da giày", "lĩnh vực xuất bản", "lĩnh vực phát thanh", "lĩnh vực quảng cáo", "lĩnh vực logistics",
    "ngành phân bón", "ngành xi măng", "lĩnh vực bảo hiểm", "ngành hàng không", "thương mại điện tử",
)  # fmt: skip
PLACES = (
    "tỉnh Bắc Giang", "tỉnh Quảng Ninh", "thành phố Đà Nẵng", "tỉnh Nghệ An", "tỉnh Bình Dương", "tỉnh Cà Mau",
    "thành phố Cần Thơ", "tỉnh Lào Cai", "tỉnh Thừa Thiên Huế", "tỉnh Đắk Lắk", "tỉnh Kiên Giang", "tỉnh Phú Yên",
    "tỉnh Thái Bình", "tỉnh Ninh Thuận", "thành phố Hải Phòng", "tỉnh Sơn La", "tỉnh Hà Tĩnh", "tỉnh Tây Ninh",
)  # fmt: skip

#: Things counted at a day: the words after the number, the unit they mean, the noun before the verb.
STOCKS = (
    ("thuê bao", "subscription", "số thuê bao băng rộng cố định"),
    ("thuê bao", "subscription", "số thuê bao điện thoại di động"),
    ("doanh nghiệp", "enterprise", "số doanh nghiệp công nghệ số"),
    ("tài khoản", "account", "số tài khoản thanh toán"),
    ("người dùng", "person", "số người dùng ứng dụng"),
    ("khách hàng", "customer", "số khách hàng thường xuyên"),
    ("trạm", "station", "số trạm quan trắc tự động"),
    ("giáo viên", "person", "đội ngũ giáo viên"),
    ("hộ gia đình", "household", "số hộ gia đình có đường truyền cáp quang"),
    ("tên miền", "domain_name", "số tên miền đăng ký"),
)

#: Things counted over a period.
COUNTS = (
    ("hồ sơ", "dossier", "số hồ sơ trực tuyến"),
    ("giao dịch", "transaction", "số giao dịch không dùng tiền mặt"),
    ("cuộc gọi", "call", "số cuộc gọi đến tổng đài"),
    ("lượt khách", "visitor", "lượng khách quốc tế"),
    ("sự cố", "incident", "số sự cố an toàn thông tin"),
    ("hóa đơn", "invoice", "số hóa đơn điện tử"),
    ("giấy phép", "licence", "số giấy phép đã cấp"),
    ("tấn", "tonne", "sản lượng thu hoạch"),
)

RATIOS = (
    "tỷ lệ hồ sơ trực tuyến", "tỷ lệ hộ nghèo", "tỷ lệ thanh toán điện tử", "tỷ lệ lao động qua đào tạo",
    "tỷ lệ dân số dùng nước sạch", "tỷ lệ giải quyết đúng hạn", "tỷ lệ phủ sóng", "tỷ lệ người dân có tài khoản",
)  # fmt: skip

#: Prose without any figure, as most of a bulletin is; {place} and {owner} are filled in.
PROSE = (
    "Tại cuộc họp, lãnh đạo {place} đề nghị các đơn vị rà soát lại toàn bộ quy trình và báo cáo kết quả sớm.",
    "Đây là nhiệm vụ trọng tâm mà {owner} phải tiếp tục triển khai quyết liệt, đồng bộ và hiệu quả.",
    "Các đơn vị cần chủ động tháo gỡ khó khăn, lắng nghe ý kiến của người dân và doanh nghiệp tại {place}.",
    "Bên cạnh kết quả đạt được, {owner} vẫn còn một số tồn tại, hạn chế cần sớm khắc phục.",
    "Nhiều địa phương, trong đó có {place}, đã ban hành kế hoạch hành động và phân công người chịu trách nhiệm.",
    "Việc chuyển đổi phương thức quản lý giúp {owner} giảm thời gian xử lý và nâng cao chất lượng phục vụ.",
    "Đại diện {place} cho biết hạ tầng được nâng cấp, dịch vụ ổn định và phản ánh của người dùng được xử lý kịp thời.",
    "Thời gian tới, {owner} sẽ ưu tiên đào tạo nhân lực, bảo đảm an toàn thông tin và mở rộng hợp tác quốc tế.",
    "Hội nghị thống nhất giao các cơ quan chuyên môn phối hợp với {place} hoàn thiện cơ chế, chính sách.",
    "Theo đánh giá chung, tình hình của {owner} ổn định, niềm tin của thị trường được củng cố.",
)
HEADINGS = ("Kết quả thực hiện nhiệm vụ", "Về {owner}", "Tình hình tại {place}", "Nhiệm vụ trọng tâm thời gian tới")
NAMES = (
    "Quyết định số {n}/QĐ-UBND được ban hành và áp dụng ngay.",
    "Mạng 5G được triển khai tại các khu công nghiệp của {place}.",
    "Nghị định số {n}/NĐ-CP quy định rõ trách nhiệm của {owner}.",
    "Dịch Covid-19 được kiểm soát tốt tại {place}.",
    "Công văn số {n}/BC-STC nêu các kiến nghị của {owner}.",
)
