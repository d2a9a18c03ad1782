"""Trade told market after market: what is traded with each of them, and at what price, was told before."""

from __future__ import annotations

import polars as pl

from pipelines.language.measures import MONEY, PERCENT
from pipelines.language.sequence import previous, sentences_since
from pipelines.language.steps import distinctly, once, without_steps

_LEVEL = pl.col("kind") == "level"
_LABEL = pl.col("label").str

#: How many sentences back the trade may stand.
_REACH = 5

_NAME = r"\p{Lu}[\p{L}.]*(?:\s(?:-\s)?\p{Lu}[\p{L}.]*){0,4}"
_MARKET = rf"^(?:(?:thị trường|nước) )?({_NAME})$"
_TRADE = r"(?i)(?:^|\s)(?:xuất\s+khẩu|nhập\s+khẩu|xk|nk)(?:\s|$)"
#: A price of nothing.
_PRICE = (
    r"(?i)^(?:đơn\s+giá|(?:mức\s+)?giá(?:\s+(?:xk|nk|xuất\s+khẩu|nhập\s+khẩu))?)(?:\s+(?:bình\s+quân|trung\s+bình))?$"
)
#: What stands before the goods in the name of a trade.
_MEASURE = r"(?i)^(?:tổng\s+)?(?:(?:số\s+)?lượng|khối\s+lượng|kim\s+ngạch|giá\s+trị|trị\s+giá)?\s*(?:xuất\s+khẩu|nhập\s+khẩu|xk|nk)?\s*"
#: "XK sang thị trường này"
_POINTING = r"(?i)^(.*\s(?:sang|từ|tại|tới|vào))\s+(?:thị\s+trường|nước|quốc\s+gia)(?:\s+này)?$"
#: "kim ngạch nhóm hàng này"
_GOODS_TOLD = (
    r"(?i)^((?:tổng\s+)?(?:kim\s+ngạch|giá\s+trị|trị\s+giá|xuất\s+khẩu|xk)?\s*(?:nhóm|mặt|ngành)\s+hàng)(?:\s+này)?$"
)


def of_pointed_markets(figures: pl.DataFrame) -> pl.DataFrame:
    """Name "XK sang thị trường này" by the market told last, and by its goods where the trade alone is told."""
    figures, (pointing, goods_before) = distinctly(
        figures, "label", _LABEL.extract(_POINTING, 1), _LABEL.extract(_GOODS_TOLD, 1)
    )
    if not figures.select((pointing.is_not_null() | goods_before.is_not_null()).any()).item():
        return without_steps(figures)
    figures, (market, at) = distinctly(figures, "label", _market(), _LABEL.extract(rf"\s({_NAME})$", 1))
    place = pl.when(_LEVEL).then(pl.coalesce(market, pl.when(_LABEL.contains(_TRADE)).then(at)))
    figures, here = once(figures, pl.struct(place.alias("name"), "segment_no"))
    last_place = pl.when(place.is_not_null()).then(here).forward_fill().over("document")
    told = _LEVEL & _LABEL.contains(_TRADE) & pointing.is_null() & goods_before.is_null()
    figures, trade = once(figures, pl.when(told).then(pl.struct(_traded().alias("name"), "segment_no")))
    # "kim ngạch nhóm hàng này": of the goods told last.
    same = pl.when(goods_before.is_not_null() & pl.col("unit_code").is_in(MONEY)).then(
        _near(trade.forward_fill().over("document"))
    )
    alone = pointing.str.contains(r"(?i)^(?:xuất\s+khẩu|nhập\s+khẩu|xk|nk)\s+\S+$")
    goods = pl.when(alone).then(
        pl.format("{} {}", _near(trade.forward_fill().over("document")), pointing.str.extract(r"(\S+)$", 1))
    )
    named = pl.format("{} {}", pl.coalesce(goods, pointing), _near(previous(last_place, ["document"])))
    return without_steps(figures.with_columns(pl.coalesce(named, same, "label").alias("label")))


def of_same_trade(figures: pl.DataFrame) -> pl.DataFrame:
    """Name what is a market and no more by its trade, and bare prices by their goods."""
    figures, (market, trades, bare) = distinctly(
        figures,
        "label",
        _market(),
        _LABEL.contains(_TRADE) & ~_LABEL.contains(r"(?i)^giá\s"),
        _LABEL.contains(_PRICE),
    )
    if not figures.select((market.is_not_null() | bare).any()).item():
        return without_steps(figures)
    told = _LEVEL & trades & market.is_null()
    figures, trade = once(figures, pl.when(told).then(pl.struct(_traded().alias("name"), "segment_no")))
    figures, in_unit = once(figures, trade.forward_fill().over("document", "unit_code"))
    goods = trade.struct.field("name").str.replace(_MEASURE, "")
    last_goods = pl.when(goods.str.len_chars() > 2).then(
        pl.struct(goods.alias("name"), trade.struct.field("segment_no"))
    )
    asked = _LEVEL & market.is_not_null() & ~pl.col("unit_code").is_in(PERCENT) & pl.col("per_code").is_null()
    priced = _LEVEL & bare & pl.col("per_code").is_not_null()
    named = pl.coalesce(
        pl.when(asked).then(pl.format("{} {}", _near(in_unit), market)),
        pl.when(priced).then(pl.format("{} {}", "label", _near(last_goods.forward_fill().over("document")))),
    )
    return without_steps(figures.with_columns(pl.coalesce(named, "label").alias("label")))


def _market() -> pl.Expr:
    """The market that is all a label tells."""
    return pl.when(~_LABEL.contains(_TRADE)).then(_LABEL.extract(_MARKET, 1))


def _traded() -> pl.Expr:
    """A label of trade without its market."""
    return _LABEL.replace(rf"(?:\s(?:sang|từ|tới|vào|đến|tại)(?: thị trường)?)?\s{_NAME}$", "")


def _near(told: pl.Expr) -> pl.Expr:
    """The name that was ``told`` in this sentence or one just before."""
    near = sentences_since(told).is_between(0, _REACH)
    return pl.when(near).then(told.struct.field("name"))
