"""Whose counts are, where a sentence says who has them: "tỉnh Bình Định còn 58 đơn vị (gồm 41 xã; 17 phường)"."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.grammar import Grammar
from pipelines.language.mask import reveal
from pipelines.language.measures import MONEY, PERCENT, PLACES
from pipelines.language.steps import once, only_where, without_steps

_LEVEL = pl.col("kind") == "level"
_LEAD, _LABEL = pl.col("lead").str, pl.col("label").str
_UNIT = pl.col("unit_code")
_BARE_PLACES = [*PLACES, "township", "organization"]
#: A name of its own, of one firm or place: words that begin with capitals.
_NAME = r"\p{Lu}[\p{L}&.-]*(?:\s+\p{Lu}[\p{L}&.-]*){0,4}"


def of_holders(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Complete labels by the place, the trade or the firm that has what is counted."""
    return _with_purposes(_of_firm(_of_trade(_of_place(figures, grammar), grammar), grammar))


def _with_purposes(figures: pl.DataFrame) -> pl.DataFrame:
    """ "gồm: 43,5 nghìn tỷ đồng cho các dự án giao thông; 21,7 nghìn tỷ đồng cho thủy lợi": what each part is for."""
    listed = _LEAD.contains(r"(?i)(?:gồm|trong\s+đó|cụ\s+thể)\s*:?\s*$|^\s[^;:()]{2,90}[;,]\s*(?:và\s+)?$")
    purpose = pl.col("rest").str.extract(r"^\s*(cho\s+\p{Ll}[^,;:.()§\d]{2,60}?)\s*(?:[,;.(]|$)", 1)
    money = _LEVEL & _UNIT.is_in(MONEY) & pl.col("follows") & ~_LABEL.contains(r"\scho\s")
    money &= _LABEL.count_matches(r"\S+") <= 8
    figures, purpose = only_where(figures, money, pl.when(listed).then(reveal(purpose)))
    label = pl.when(purpose.is_not_null()).then(pl.format("{} {}", "label", purpose)).otherwise("label")
    return without_steps(figures.with_columns(label.alias("label")))


def _lent(figures: pl.DataFrame, owner: pl.Expr, where: pl.Expr) -> pl.DataFrame:
    """The labels with ``owner``, ``where`` they do not name it already."""
    figures, owner = only_where(figures, where, owner)
    told = owner.is_not_null() & ~_LABEL.to_lowercase().str.contains(owner.str.to_lowercase(), literal=True)
    label = pl.when(told.fill_null(False)).then(pl.format("{} của {}", "label", owner)).otherwise("label")
    return without_steps(figures.with_columns(label.alias("label")))


def _of_place(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "Sau sắp xếp, tỉnh Bình Định còn 58 đơn vị hành chính (gồm 41 xã; 17 phường)": those of the province."""
    has = rf"(?:^|[,;.§]\s*)\s*((?:tỉnh|thành phố|huyện|thị xã|quận|TP\.?)\s+{_NAME})\s+(?:(?:chỉ|hiện|§+)\s+)*(?:còn|có|gồm|giảm|tăng)(?:\s+{grammar.bound})*\s*$"
    asked = _LEVEL & _UNIT.is_in(_BARE_PLACES)
    if not figures.select((asked & pl.col("follows")).any()).item():
        return figures
    opens = _UNIT.is_in(_BARE_PLACES) & ~pl.col("follows")
    figures, place = only_where(figures, opens, _LEAD.extract(has, 1))
    figures, place = once(figures, reveal(place).forward_fill().over(HERE))
    alone = ~_LABEL.contains(r"\s\p{Lu}") & (_LABEL.count_matches(r"\S+") <= 5)
    # "gồm 41 xã; 17 phường"; "giảm 97 đơn vị (gồm 74 xã …)" are others.
    inside = (pl.col("depth") > 0) & (pl.col("kind") == "level")
    first = pl.when(pl.col("depth") == 0).then(pl.col("kind") == "level").forward_fill().over(HERE)
    # "… xuống còn 52 đơn vị, trong đó có 46 xã và 6 phường"
    parts = pl.when(_LEAD.contains(r"(?i)trong\s+đó(?:\s+có)?\s*$")).then(True).forward_fill().over(HERE)
    told = (inside & first) | (parts.fill_null(False) & _LEVEL & (pl.col("depth") == 0))
    return _lent(figures, place, asked & told & alone)


def _of_trade(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "Ngành dệt may tại Nam Định có 210 doanh nghiệp, tổng công suất 90 triệu sản phẩm": the capacity of that trade."""
    has = r"(?i)(?:^|[.;]\s|§\s*,?\s*)\s*((?:ngành|lĩnh\s+vực|khu\s+công\s+nghiệp|cụm\s+công\s+nghiệp|làng\s+nghề|tập\s+đoàn|công\s+ty)\s+[^,;:()§]{3,60}?)\s+(?:(?:hiện|đã|đang|§+)\s+)*có(?:\s+\p{Ll}+)?\s*$"
    counted = _LEVEL & ~_UNIT.is_in([*MONEY, *PERCENT]) & ~pl.col("follows")
    figures, holder = only_where(
        figures, counted & _LEAD.contains(r"(?i)\scó(?:\s+\p{Ll}+)?\s*$"), _LEAD.extract(has, 1)
    )
    if not figures.select(holder.is_not_null().any()).item():
        return without_steps(figures)
    figures, holder = once(figures, reveal(holder).forward_fill().over(HERE))
    measured = _LEAD.contains(
        rf"(?i)^[^;:()§]*,\s+(?:với\s+)?(?:(?:{grammar.measures})|tạo\s+(?:công\s+ăn\s+)?việc\s+làm|giải\s+quyết\s+việc\s+làm|sử\s+dụng)(?:\s[^,;:()§]*)?$"
    )
    alone = ~_LABEL.contains(r"\scủa\s|\s\p{Lu}") & (_LABEL.count_matches(r"\S+") <= 5)
    return _lent(figures, holder, _LEVEL & pl.col("follows") & (pl.col("depth") == 0) & measured & alone)


def _of_firm(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """ "Viettel đang là mạng 4G lớn nhất tại Việt Nam với 40.000 trạm BTS phủ sóng toàn quốc": the stations of Viettel."""
    named = rf"(?:^|[.;]\s|§\s*,?\s*)\s*({_NAME})\s+(?:(?:hiện|đang|vẫn|§+)\s+)*là\s[^,;:()]{{5,90}}\svới(?:\s+{grammar.bound})*\s*$"
    counted = _LEVEL & ~_UNIT.is_in([*MONEY, *PERCENT]) & (pl.col("depth") == 0)
    figures, firm = only_where(figures, counted & _LEAD.contains(" là ", literal=True), _LEAD.extract(named, 1))
    alone = ~_LABEL.contains(r"\scủa\s") & (_LABEL.count_matches(r"\S+") >= 3)
    return _lent(figures, reveal(firm), counted & alone)
