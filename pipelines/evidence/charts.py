"""What charts draw: points of a series told apart by how their periods are meant. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from pipelines.evidence.readings import Names, Row
from pipelines.evidence.words import Both, say, say_or_code

#: Bases in the order of their legend; sums since January start over each year, so no line joins them.
BASES = ("year", "half_year", "quarter", "month", "year_to_date", "range", "as_of", "unscored")
_WITHOUT_LINE = {"year_to_date", "range", "target", "vintage", "implied"}
_HIDDEN_AT_FIRST = {"implied"}
_SCALES = ((1e12, "nghìn tỷ ", "trillion "), (1e9, "tỷ ", "billion "), (1e6, "triệu ", "million "))

SPARK_WIDTH, SPARK_HEIGHT = 84.0, 26.0
_MOST_BARS = 12


class Spark(NamedTuple):
    """A small chart on its zero: bars [x, y, height] of a few values, or a line of more."""

    bars: list[tuple[float, float, float]]
    line: str
    bar_width: float


def spark(rows: Sequence[Row], latest: Row, kind: str) -> Spark | None:
    """The small chart of the values comparable with ``latest``, in their order; None for fewer than two."""
    wanted = _comparable(latest, kind)
    points = sorted((row["period_end"], float(row["value"])) for row in rows if _comparable(row, kind) == wanted)
    if len(points) < 2:
        return None
    values = [value for _, value in points]
    low, high = min(0.0, *values), max(0.0, *values)
    per_unit = SPARK_HEIGHT / ((high - low) or 1.0)
    step = SPARK_WIDTH / len(values)
    heights = [(round((high - value) * per_unit, 1), round(abs(value) * per_unit, 1)) for value in values]
    if len(values) > _MOST_BARS:
        line = " ".join(f"{(index + 0.5) * step:.1f},{y:.1f}" for index, (y, _) in enumerate(heights))
        return Spark([], line, 0.0)
    foot = round(high * per_unit, 1)
    width = round(min(step * 0.7, 10.0), 1)
    begin = SPARK_WIDTH - width - (len(values) - 1) * min(step, 14.0)
    bars = [
        (round(begin + index * min(step, 14.0), 1), min(y, foot), max(height, 0.5))
        for index, (y, height) in enumerate(heights)
    ]
    return Spark(bars, "", width)


def _comparable(row: Row, kind: str) -> tuple[Any, ...]:
    """Rows of one line: stocks at any day; flows over periods of one length, sums since January to one month."""
    if kind != "flow":
        return (row["unit_code"],)
    to_month = row["period_end"].month if row["period_basis"] in ("year_to_date", "range") else None
    return row["unit_code"], row["period_basis"], to_month


def chart(
    series: Iterable[Row],
    targets: Iterable[Row],
    vintages: Iterable[Row],
    implied: Iterable[Row],
    show: Mapping[str, Any],
) -> list[dict[str, Any]]:
    """One drawing a unit: its name with the scale of its axis, and groups of points [day, value, words, address].

    ``show`` gives ``names`` (Names), and ``value`` and ``address``, which make words and the address of a row.
    """
    points: dict[str, dict[str, list[list[Any]]]] = {}
    for group, rows in (("", series), ("target", targets), ("vintage", vintages), ("implied", implied)):
        for row in rows:
            if row["period_end"] is None:
                continue
            name = group or row["period_basis"] or "unscored"
            point = [
                _middle(row),
                float(row["value"]),
                list(_period(row)),
                list(show["value"](row)),
                show["address"](row),
            ]
            points.setdefault(row["unit_code"] or "", {}).setdefault(name, []).append(point)
    most_first = sorted(points.items(), key=lambda item: -sum(len(group) for group in item[1].values()))
    return [_drawing(unit, groups, show["names"]) for unit, groups in most_first]


def _drawing(unit: str, groups: Mapping[str, list[list[Any]]], names: Names) -> dict[str, Any]:
    factor, scale_vi, scale_en = _scale(abs(point[1]) for points in groups.values() for point in points)
    name = names.unit(unit)
    shown = Both("đồng", "VND") if unit == "VND" else Both("%", "%") if unit == "percent" else name
    ordered = [key for key in (*BASES, "target", "vintage", "implied") if key in groups]
    return {
        "unit": [scale_vi + shown.vi, scale_en + shown.en],
        "factor": factor,
        "groups": [
            {
                "key": key,
                "name": list(say(f"chart.{key}") if key not in BASES else say_or_code("basis", key)),
                "line": key not in _WITHOUT_LINE,
                "shown": key not in _HIDDEN_AT_FIRST,
                "points": sorted(groups[key], key=lambda point: (point[0], point[1])),
            }
            for key in ordered
        ],
    }


def _scale(sizes: Iterable[float]) -> tuple[float, str, str]:
    largest = max(sizes, default=0.0)
    return next((scale for scale in _SCALES if largest >= scale[0]), (1.0, "", ""))


def _middle(row: Row) -> int:
    """The middle of a period in seconds: the value of 2021 stands between the axis's 2021 and 2022."""
    end: date = row["period_end"]
    start: date = row["period_start"] or end
    middle = start + (end - start) / 2
    return int(datetime(middle.year, middle.month, middle.day, tzinfo=UTC).timestamp())


def _period(row: Row) -> Both:
    """The period of a point and, where it is not simply a fact, its status."""
    spelled = f"{row['period_start']} – {row['period_end']}"
    period = Both(row.get("period_vi") or spelled, row.get("period_en") or spelled)
    if row.get("status") in (None, "actual"):
        return period
    status = say_or_code("status", row["status"])
    return Both(f"{period.vi}, {status.vi}", f"{period.en}, {status.en}")
