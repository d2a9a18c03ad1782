"""What "mặt hàng này", "thị trường này" point at: the thing or the place told before."""

from __future__ import annotations

import polars as pl

from pipelines.language.figures import HERE
from pipelines.language.sequence import running, sentences_since
from pipelines.language.steps import distinctly, once, only_where, without_steps

_LEVEL = pl.col("kind") == "level"

#: A thing told before: "xuất khẩu mặt hàng này".
_TOLD = r"(?i)(?:^|\s)((?:mặt\s+hàng|sản\s+phẩm|loại\s+hình|ngành\s+hàng|nhóm\s+hàng|nhóm\s+này|ngành|khu\s+vực|loại\s+nông\s+sản|lĩnh\s+vực|dịch\s+vụ)\s+(?:này|đó))(?:\s|$)"

#: What the name of trade in goods opens with.
_MEASURES = r"(?i)^(?:(?:tổng|kim\s+ngạch|trị\s+giá|giá\s+trị|(?:sản|khối|số)?\s*lượng|giá|doanh\s+thu|xuất\s+khẩu|nhập\s+khẩu|xk|nk|của|(?:mặt|nhóm)\s+hàng)\s+)+"


def named_before(figures: pl.DataFrame) -> pl.DataFrame:
    """ "xuất khẩu mặt hàng này" after "kim ngạch xuất khẩu cá tra": the same exports."""
    thing = pl.col("lead").str.extract(_TOLD, 1).str.replace(r"(?i)\s+(?:này|đó)$", "")
    figures, (thing,) = distinctly(figures, "lead", thing)
    ends = pl.col("label").str.to_lowercase().str.ends_with(thing.str.to_lowercase())
    figures, ends = only_where(figures, thing.is_not_null(), ends)
    head = pl.col("label").str.head(pl.col("label").str.len_chars() - thing.str.len_chars()).str.strip_chars()
    figures, head = only_where(figures, ends & _LEVEL, head)
    points = pl.col("label").str.contains(r"(?i)\shàng\s+(?:này|đó)\s").fill_null(False)
    before = pl.when(_LEVEL & ~ends.fill_null(False) & ~points).then("label").forward_fill().over("document")
    figures, before = once(figures, before)
    figures = _pointed_place(figures)
    same = before.str.to_lowercase().str.contains(head.str.to_lowercase(), literal=True)
    figures, same = only_where(figures, head.is_not_null(), same & (head.str.len_chars() > 3))
    # "Nhập khẩu của khu vực này" after "xuất khẩu của khu vực đầu tư nước ngoài": of the same sector.
    sector = before.str.extract(r"(?i)(?:^|\s)(khu\s+vực\s+\S.*)$", 1)
    figures, sector = only_where(figures, head.is_not_null() & (thing.str.to_lowercase() == "khu vực"), sector)
    figures, goods = _goods(figures, before, head, thing)
    named = pl.when(same).then(before).otherwise(pl.coalesce(pl.format("{} {}", head, sector), goods, "label"))
    return without_steps(figures.with_columns(named.alias("label")))


def _goods(figures: pl.DataFrame, before: pl.Expr, head: pl.Expr, thing: pl.Expr) -> tuple[pl.DataFrame, pl.Expr]:
    """ "kim ngạch mặt hàng này" after "xuất khẩu cá tra": the value of those exports; null where no goods are told."""
    named = before.str.replace(r"(?i)\s+(?:sang|từ|tại|với|của|cả\s+nước)(?:\s.*)?$", "")
    goods = named.str.replace(_MEASURES, "")
    told = goods.str.contains(r"^\p{Ll}{2,}") & (goods != named)
    pointed = thing.str.contains(r"(?i)^(?:mặt|sản|ngành|nhóm|loại)\s") & _LEVEL
    figures, goods = only_where(figures, pointed, pl.when(told).then(goods))
    flow = before.str.extract(r"(?i)(?:^|\s)(xuất\s+khẩu|nhập\s+khẩu)(?:\s|$)", 1).str.to_lowercase()
    bare = head.str.contains(r"(?i)^(?:tổng\s+)?(?:kim\s+ngạch|trị\s+giá|giá\s+trị|lượng|khối\s+lượng)(?:\s+của)?$")
    figures, flow = only_where(figures, goods.is_not_null() & head.is_not_null(), pl.when(bare).then(flow))
    head = head.str.replace(r"(?i)\s+của$", "")
    # "Xuất khẩu nhóm hàng này sang Mỹ"
    sides = (
        pl.col("label").str.extract_groups(r"(?i)^(.*\p{L})\s+(?:mặt|ngành|nhóm)\s+hàng\s+(?:này|đó)\s+(\S.*)$").struct
    )
    inside = pl.format("{} {} {}", sides["1"], goods, sides["2"])
    return once(figures, pl.coalesce(pl.format("{} {} {}", head, flow, goods), pl.format("{} {}", head, goods), inside))


def _pointed_place(figures: pl.DataFrame) -> pl.DataFrame:
    """ "xuất khẩu sang thị trường này" after "nhập khẩu từ Hàn Quốc": to that country."""
    points = pl.col("lead").str.contains(r"(?i)\s(?:thị\s+trường|quốc\s+gia|nước)\s+(?:này|đó)(?:[^\p{L}]|$)")
    stem = pl.col("label").str.extract(
        r"(?i)^(.*\s(?:sang|từ|tại|với|của))\s+(?:thị\s+trường|quốc\s+gia|nước)(?:\s+(?:này|đó))?$", 1
    )
    figures, stem = only_where(figures, points & _LEVEL, stem)
    named = pl.col("label").str.extract(
        r"\s(?:sang|từ|tại|với)\s+(?:(?:thị\s+trường|nước)\s+)?(\p{Lu}[\p{L}.]*(?:\s+\p{Lu}[\p{L}.]*)*)$", 1
    )
    figures, (named,) = distinctly(figures, "label", named)
    figures, named = once(figures, pl.when(named != "Việt Nam").then(named))
    told = (
        pl.when(named.is_not_null()).then(pl.struct(named.alias("name"), "segment_no")).forward_fill().over("document")
    )
    figures, told = once(figures, told)
    near = sentences_since(told).is_between(0, 2)
    place = pl.when(near).then(told.struct.field("name"))
    return figures.with_columns(pl.coalesce(pl.format("{} {}", stem, place), "label").alias("label"))


def corresponding(figures: pl.DataFrame) -> pl.DataFrame:
    """ "Con số tương ứng của A, B lần lượt là" after "dư nợ của C": the loans of A, and of B."""
    asks = pl.col("lead").str.extract(
        r"(?i)(?:^|[,;.]\s*)(?:(?:và|còn|trong\s+khi(?:\s+đó)?,?)\s+)?(?:con\s+số|tỷ\s+lệ|tỉ\s+lệ|mức|chỉ\s+tiêu)\s+(?:(?:tương\s+ứng|này|đó)\s+)+(?:của|tại|ở|với|trong)\s+((?-i:[\p{Lu}§])[^:()]{1,90}?)(?:\s*,)?\s+(?:lần\s+lượt|tương\s+ứng|chỉ|đã|ước|cũng|là|đạt|ở\s+mức)(?:\s+\p{Ll}+){0,4}\s*$",
        1,
    )
    figures, names = only_where(
        figures, _LEVEL & pl.col("lead").str.contains(r"(?i)(?:tương\s+ứng|này|đó)\s+(?:của|tại|ở|với|trong)\s"), asks
    )
    if not figures.select(names.is_not_null()).to_series().any():
        return without_steps(figures)
    goes_on = (
        _LEVEL
        & pl.col("follows")
        & names.is_null()
        & pl.col("lead").str.contains(r"(?i)^\s*(?:,|;|và|,\s*và)\s*(?:(?:gần|hơn|trên|khoảng)\s+)?$")
    )
    figures, run = once(figures, (~goes_on).pipe(running))
    listed = names.str.replace(r"^(.*)\s+và\s+", "${1}, ").str.split(", ").first().over(*HERE, run)
    figures, listed = once(figures, listed)
    at = pl.int_range(pl.len()).over(*HERE, run)
    figures, name = once(figures, listed.list.get(at, null_on_oob=True).str.strip_chars(" ,"))
    told: pl.Expr = pl.when(_LEVEL & name.is_null() & (pl.col("depth") == 0)).then(pl.struct("label", "segment_no"))
    alike = told.forward_fill().over("document", "unit_code")
    figures, told = once(
        figures, pl.when(pl.col("unit_code").is_null()).then(told.forward_fill().over("document")).otherwise(alike)
    )
    near = sentences_since(told).is_between(0, 2)
    stem = told.struct.field("label").str.replace(r"\s+(?:(?:của|tại|ở|trong)\s+)?\p{Lu}[^,;()]{1,50}$", "")
    label: pl.Expr = pl.when(near & (listed.list.len() >= 1)).then(pl.format("{} của {}", stem, name))
    return without_steps(figures.with_columns(pl.coalesce(label, "label").alias("label")))


def counted_again(figures: pl.DataFrame) -> pl.DataFrame:
    """ "Lũy kế 5 tháng là 5.980 cuộc" after "1.260 cuộc tấn công mạng": the same attacks, where the sentence names none."""
    word = pl.col("unit_word").str.to_lowercase()
    low = pl.col("label").str.to_lowercase()
    longer = _LEVEL & ~pl.col("unnamed") & low.str.starts_with(word + pl.lit(" ")) & (pl.col("depth") == 0)
    first = pl.when(longer.fill_null(False) & ~pl.col("follows")).then(
        pl.struct(pl.col("label").alias("name"), "segment_no")
    )
    figures = figures.with_columns(first.forward_fill().over("document", "unit_code").alias("told_"))
    told = pl.col("told_")
    near = sentences_since(told).is_between(1, 2)
    again = _LEVEL & pl.col("unnamed") & (low == word) & ~pl.col("follows") & pl.col("place").is_null() & near
    # "có 12 nghìn doanh nghiệp giải thể, bình quân mỗi tháng 4 nghìn doanh nghiệp": as many of the same.
    here = pl.when(longer.fill_null(False)).then("label").forward_fill().over(*HERE, "unit_word")
    mean = _LEVEL & (low == word) & pl.col("follows") & pl.col("lead").str.contains(r"(?i)(?:bình\s+quân|trung\s+bình)")
    return figures.with_columns(
        pl.when(again.fill_null(False))
        .then(told.struct.field("name"))
        .when(mean.fill_null(False))
        .then(pl.coalesce(here, "label"))
        .otherwise("label")
        .alias("label")
    ).drop("told_")
