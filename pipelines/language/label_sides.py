"""What each side of a figure offers to name it: the thing counted after it, the subject before it."""

from __future__ import annotations

import polars as pl

from pipelines.language.generic_labels import GENERIC
from pipelines.language.grammar import EDGE, Grammar
from pipelines.language.measures import MONEY
from pipelines.language.sequence import previous
from pipelines.language.steps import distinctly, once, only_where, without_steps

_UNIT = pl.col("unit_code")
_LEAD = pl.col("lead").str
#: Units that count nothing.
_UNCOUNTED = [*MONEY, "percent", "percentage_point", "times", "index_point", "US_cent"]


def weighing_units(grammar: Grammar) -> list[str]:
    """Codes of units that measure a thing told elsewhere; pieces and clicks are counted."""
    return [code for code in grammar.measuring_units if code not in ("item", "interaction")]


def sides(figures: pl.DataFrame, grammar: Grammar) -> pl.DataFrame:
    """Add counted, only_unit, has_thing, is_linked, is_generic and is_left: what each side of a figure offers."""
    figures, (words, of_base) = distinctly(
        figures,
        "thing",
        pl.col("thing").str.count_matches(r"\S+"),
        pl.col("thing").str.contains(
            r"(?i)^(?:của\s+)?(?:gdp|grdp|kế\s+hoạch|mục\s+tiêu|nghị\s+quyết)(?:\s|$)|^theo\s"
        ),
    )
    figures, (unit_words,) = distinctly(
        figures, "unit_word", pl.col("unit_word").fill_null("").str.count_matches(r"\S+")
    )
    only_unit = words <= unit_words
    # "72,3/100 dân": a rate; the people are its base.
    base = pl.col("raw").str.contains(r"\d/10+(?:\.000)*$")
    people = (pl.col("unit_word").str.to_lowercase() == "dân") | pl.col("raw").str.contains(r",\d+/")
    figures, over = once(figures, (base & people).fill_null(False))
    counted = _counted(only_unit, grammar) & ~over
    # "4% GDP", "4%/năm theo quy định": no thing, of which it is a share.
    base_only = (_UNIT == "percent") & of_base
    has_thing = (pl.col("kind") == "level") & pl.col("thing").is_not_null()
    has_thing = has_thing & (counted | _UNIT.is_null() | (_UNIT == "percent"))
    for elsewhere in (base_only, over, _other_value(grammar), _goes_on(counted, only_unit, grammar)):
        has_thing = has_thing & ~elsewhere.fill_null(False)
    figures, linked = _linked(figures, counted, grammar)
    figures, (generic,) = distinctly(figures, "own", pl.col("own").str.contains(GENERIC))
    figures, there_are = _there_are(figures, counted, grammar)
    figures, counted = once(figures, counted)
    figures, has_thing = once(figures, has_thing)
    sorted_out = figures.with_columns(
        counted.alias("counted"),
        only_unit.alias("only_unit"),
        has_thing.alias("has_thing"),
        linked.alias("is_linked"),
        generic.alias("is_generic"),
        (pl.col("headed") & pl.col("own").is_not_null() & ~((generic | there_are) & has_thing)).alias("is_left"),
    )
    return without_steps(sorted_out)


def _there_are(figures: pl.DataFrame, counted: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """Whether so many things there are, and what stands before them is no count of them."""
    # "Theo chuẩn nghèo đa chiều, đến cuối năm 2022 toàn tỉnh còn 512 hộ nghèo": what there is, stands after it.
    whole = r"toàn\s+(?:tỉnh|thành\s+phố|quốc|huyện|ngành|vùng|quận|xã)|cả\s+(?:nước|tỉnh|vùng)|tỉnh|huyện|thành\s+phố"
    figures, (there_are,) = distinctly(
        figures,
        "lead",
        _LEAD.contains(
            rf"(?i)[,§]\s+(?:{whole})\s+(?:(?:hiện|vẫn|đã|chỉ)\s+)*(?:còn|có)(?:\s+(?:{grammar.bound}))*\s*$"
        ),
    )
    # "IIP tăng ở 49 địa phương": so many places.
    figures, spread = only_where(
        figures, counted, _LEAD.contains(r"(?i)\s(?:tăng|giảm)(?:\s+\p{Ll}+)?\s+(?:ở|tại|trên)\s*$")
    )
    # "- Vốn đăng ký mới: Có 820 dự án": nor is what stands before a colon.
    figures, listed = only_where(
        figures, counted, _LEAD.contains(rf"(?i):\s*(?:(?:đã|hiện)\s+)?có(?:\s+(?:{grammar.bound}))*\s*$")
    )
    there_are = there_are | spread.fill_null(False) | listed.fill_null(False)
    # "Hàn Quốc là nhà đầu tư lớn nhất với 120 dự án": no capital.
    return figures, (there_are | pl.col("own").str.starts_with("vốn đầu tư của ").fill_null(False)) & counted


def _counted(only_unit: pl.Expr, grammar: Grammar) -> pl.Expr:
    """Whether the unit counts things that are told with it."""
    # "140 triệu chiếc", "1,3 triệu tấn": such a word counts a thing that stands elsewhere.
    bare = only_unit & _UNIT.is_in(grammar.measuring_units)
    # "khối lượng khớp lệnh hơn 28 triệu đơn vị": a volume is counted in units of it.
    volume = (
        only_unit & pl.col("headed") & pl.col("own").str.contains(r"(?i)^(?:tổng\s+)?(?:khối\s+lượng|sản\s+lượng)\s")
    )
    return _UNIT.is_not_null() & ~_UNIT.is_in(_UNCOUNTED) & ~bare.fill_null(False) & ~volume.fill_null(False)


def _other_value(grammar: Grammar) -> pl.Expr:
    """ "đạt 4% hoặc dưới 4% là có thể": the other value measures the same."""
    return _LEAD.contains(rf"(?i)^\s*(?:hoặc|hay)(?:\s+(?:là|{grammar.bound}))*\s*$") & (_UNIT.pipe(previous) == _UNIT)


def _goes_on(counted: pl.Expr, only_unit: pl.Expr, grammar: Grammar) -> pl.Expr:
    """Whether it goes on with the subject before."""
    subjectless = pl.col("own").is_null() & pl.col("follows")
    # "198 triệu bản; đạt 4,6 bản/người": the same subject.
    reaches = (
        (counted | _UNIT.is_in(grammar.measuring_units))
        & only_unit
        & subjectless
        & _LEAD.contains(
            rf"(?i)^\s*[;,]\s*(?:ước\s+)?(?:đạt|là|bằng|từ|bình\s+quân|trung\s+bình)(?:\s+(?:{grammar.bound}))*\s*$"
        )
    )
    # "đạt hơn 60 Mbit/giây và lên tới gần 80 Mbit/giây ở Cần Thơ"
    rises = (
        _UNIT.is_in(weighing_units(grammar))
        & subjectless
        & (_UNIT.pipe(previous) == _UNIT)
        & _LEAD.contains(
            rf"(?i)^[^;:()]{{0,40}}(?:và|,)\s*(?:lên|xuống|còn|ước)\s*(?:tới|đến|đạt|còn)?(?:\s+(?:{grammar.bound}))*\s*$"
        )
    )
    return reaches | rises


def _linked(figures: pl.DataFrame, counted: pl.Expr, grammar: Grammar) -> tuple[pl.DataFrame, pl.Expr]:
    """Whether a verb, or a colon, links the subject to the figure."""
    figures, (linked, bounded) = distinctly(
        figures,
        "lead",
        _LEAD.contains(
            rf"(?i)(?:{EDGE}(?:đạt|là|ước|bằng|còn|tăng|giảm|lên|xuống)(?:[^\p{{L}},;]|$)|:)[^,;]{{0,30}}$|:\s*$"
        ),
        # "dân số trên 8,4 triệu người": a bound may stand for the verb.
        _LEAD.contains(rf"(?i)(?:^|\s)dân\s+số(?:\s+(?:{grammar.bound}))+\s*$"),
    )
    # "cho 142.000 khách hàng": for whom it was done.
    for_whom = _LEAD.contains(rf"(?i)(?:^|\s)(?:cho|tăng\s+thêm\s+của)(?:\s+(?:{grammar.bound}))?\s*$")
    # "trong mức tăng của CPI có 10 nhóm hàng": what there is, stands after it.
    figures, there_is = only_where(
        figures, counted & _LEAD.ends_with(" có "), _LEAD.contains(r"(?i)\s(?:tăng|giảm)\s[^,;]*$")
    )
    return figures, (linked | (pl.col("headed") & bounded)) & ~for_whom & ~there_is.fill_null(False)
