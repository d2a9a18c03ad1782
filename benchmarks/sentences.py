"""Sentences of generated bulletins: each writes its words and the truth about its numerals into a draft."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random

from benchmarks import phrases
from benchmarks.draft import Draft, Fact
from benchmarks.phrases import Period

_TRILLION, _BILLION, _MILLION = Decimal(10**12), Decimal(10**9), Decimal(10**6)
_BOUNDS = (
    ("", "exact"),
    ("", "exact"),
    ("", "exact"),
    ("khoảng ", "approx"),
    ("hơn ", "at_least"),
    ("gần ", "at_most"),
)
_STATUS = (("đạt ", "actual"), ("đạt ", "actual"), ("là ", "actual"), ("ước đạt ", "estimated"))


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _decimal(random: Random, low: int, high: int, places: int) -> tuple[str, Decimal]:
    """A number with a decimal comma, or now and then a point, and its value."""
    whole, part = random.randint(low, high), random.randrange(1, 10**places)
    mark = "." if places < 3 and random.random() < 0.1 else ","
    return f"{whole}{mark}{part:0{places}d}", Decimal(f"{whole}.{part:0{places}d}")


def _money(random: Random) -> tuple[str, Decimal, str, str]:
    """Raw numeral, value, unit, words after the numeral."""
    shape = random.randrange(6)
    if shape == 0:
        number = random.randint(1_000, 999_999)
        return _grouped(number), number * _BILLION, "VND", " tỷ đồng"
    if shape == 1:
        number = random.randint(2, 999)
        return str(number), number * _BILLION, "VND", " tỷ đồng"
    if shape == 2:
        raw, value = _decimal(random, 1, 900, random.choice((1, 2)))
        return raw, value * _TRILLION, "VND", " nghìn tỷ đồng"
    if shape == 3:
        raw, value = _decimal(random, 1, 400, random.choice((1, 2)))
        return raw, value * _BILLION, "USD", " tỷ USD"
    if shape == 4:
        number = random.randint(11, 999)
        return str(number), number * _MILLION, "USD", " triệu USD"
    number = random.randint(1_000_000, 9_999_999)
    return _grouped(number), number * _MILLION, "VND", " triệu đồng"


def _count(random: Random, word: str) -> tuple[str, Decimal, str]:
    shape = random.randrange(4)
    if shape == 0:
        raw, value = _decimal(random, 1, 90, random.choice((1, 2)))
        return raw, value * _MILLION, f" triệu {word}"
    if shape == 1:
        number = random.randint(11, 999)
        return str(number), Decimal(number), f" {word}"
    number = random.randint(1_000, 99_999_999)
    return _grouped(number), Decimal(number), f" {word}"


def _percent(random: Random, high: int = 99) -> tuple[str, Decimal]:
    if random.random() < 0.3:
        number = random.randint(1, high)
        return str(number), Decimal(number)
    return _decimal(random, 1, high - 1, random.choice((1, 1, 2)))


def _open(draft: Draft, words: str) -> None:
    """Begin a sentence with the words of a period, their numerals being dates."""
    draft.tell(words[:1].upper() + words[1:], "date")


def _growth(draft: Draft, random: Random, period: Period, level: Fact | None, closing: str = "") -> None:
    word, direction = random.choice((("tăng", "up"), ("tăng trưởng", "up"), ("giảm", "down")))
    raw, amount = _percent(random, 60)
    if level is not None:
        draft.say(", ")
    draft.say(f"{word} ")
    draft.fact(
        raw, "change", value=amount, unit="percent", direction=direction, period=period.span,
        reference=period.year_before(), bound="exact", level_at=level.char_start if level else None,
    )  # fmt: skip
    draft.say("% so với cùng kỳ")
    if random.random() < 0.5:
        draft.say(" năm trước")
    draft.say(closing)


def _level(draft: Draft, random: Random, raw: str, value: Decimal, unit: str, after: str, period: Period) -> Fact:
    verb, status = random.choice(_STATUS)
    about, bound = random.choice(_BOUNDS)
    draft.say(f" {verb}{about}")
    stated = draft.fact(raw, "level", value=value, unit=unit, period=period.span, bound=bound, status=status)
    draft.say(after)
    return stated


def flow(draft: Draft, random: Random, year: int) -> None:
    """Money over a period, with its growth and now and then its plan."""
    period = phrases.flow_period(random, year)
    _open(draft, period.words)
    draft.say(
        f", {random.choice(phrases.FLOWS)} của {random.choice(phrases.OWNERS)} tại {random.choice(phrases.PLACES)}"
    )
    level = _level(draft, random, *_money(random), period)
    if random.random() < 0.7:
        _growth(draft, random, period, level)
    if random.random() < 0.3:
        raw, percent = _percent(random)
        draft.say(", đạt ")
        draft.fact(raw, "plan", value=percent, level_at=level.char_start, period=period.span, bound="exact")
        draft.say("% kế hoạch năm")
    draft.say(".")


def stock(draft: Draft, random: Random, year: int) -> None:
    """Things counted at a day."""
    period = phrases.stock_period(random, year)
    word, unit, noun = random.choice(phrases.STOCKS)
    _open(draft, period.words)
    draft.say(f", {noun} của {random.choice(phrases.PLACES)}")
    raw, value, after = _count(random, word)
    _level(draft, random, raw, value, unit, after, period)
    draft.say(".")


def count(draft: Draft, random: Random, year: int) -> None:
    """Things counted over a period, and their growth."""
    period = phrases.flow_period(random, year)
    word, unit, noun = random.choice(phrases.COUNTS)
    _open(draft, period.words)
    draft.say(f", {noun} của {random.choice(phrases.PLACES)}")
    raw, value, after = _count(random, word)
    level = _level(draft, random, raw, value, unit, after, period)
    if random.random() < 0.6:
        _growth(draft, random, period, level)
    draft.say(".")


def ratio(draft: Draft, random: Random, year: int) -> None:
    """A percentage of a state, with an earlier one now and then."""
    period = phrases.flow_period(random, year)
    _open(draft, period.words)
    draft.say(f", {random.choice(phrases.RATIOS)} của {random.choice(phrases.PLACES)}")
    raw, value = _percent(random)
    level = _level(draft, random, raw, value, "percent", "%", period)
    if random.random() < 0.3:
        raw, amount = _decimal(random, 0, 9, 1)
        draft.say(", tăng ")
        draft.fact(
            raw, "change", value=amount, unit="percentage_point", direction="up", period=period.span,
            reference=period.year_before(), bound="exact", level_at=level.char_start,
        )  # fmt: skip
        draft.say(" điểm phần trăm so với cùng kỳ năm trước")
    draft.say(".")


def share(draft: Draft, random: Random, year: int) -> None:
    """A level and the part it is of a whole."""
    period = phrases.flow_period(random, year)
    _open(draft, period.words)
    draft.say(f", {random.choice(phrases.FLOWS)} của {random.choice(phrases.OWNERS)}")
    level = _level(draft, random, *_money(random), period)
    raw, percent = _percent(random)
    draft.say(", chiếm ")
    draft.fact(raw, "share", value=percent, level_at=level.char_start, period=period.span, bound="exact")
    draft.say("% tổng doanh thu toàn ngành.")


def growth(draft: Draft, random: Random, year: int) -> None:
    """A growth without a level."""
    period = phrases.flow_period(random, year)
    _open(draft, period.words)
    draft.say(f", {random.choice(phrases.FLOWS)} của {random.choice(phrases.OWNERS)} ")
    _growth(draft, random, period, None, ".")


def spread(draft: Draft, random: Random, year: int) -> None:
    """A range of growth, as a target."""
    low = random.randint(2, 20)
    high = low + random.randint(1, 5)
    draft.say("Mục tiêu ")
    draft.tell(f"năm {year + 1}", "date")
    draft.say(f" là {random.choice(phrases.FLOWS)} của {random.choice(phrases.OWNERS)} tăng từ ")
    draft.fact(str(low), "change", value=Decimal(low), value_high=Decimal(high), unit="percent", direction="up")
    draft.say("-")
    draft.fact(str(high), "change")
    draft.say("%.")


def fraction(draft: Draft, random: Random, year: int) -> None:
    """So many of all provinces."""
    period = phrases.stock_period(random, year)
    number = random.randint(11, 62)
    _open(draft, period.words)
    draft.say(", cả nước đã có ")
    draft.fact(f"{number}/63", "level", value=Decimal(number), unit="province", period=period.span, bound="exact")
    draft.say(f" tỉnh, thành phố ban hành kế hoạch phát triển {random.choice(phrases.OWNERS)}.")


def name(draft: Draft, random: Random, year: int) -> None:
    """Numerals that are parts of names."""
    pattern = random.choice(phrases.NAMES)
    words = pattern.format(
        n=random.randint(11, 999), place=random.choice(phrases.PLACES), owner=random.choice(phrases.OWNERS)
    )
    draft.tell(words, "name")


def prose(draft: Draft, random: Random, year: int) -> None:
    """A sentence without figures."""
    pattern = random.choice(phrases.PROSE)
    draft.say(pattern.format(place=random.choice(phrases.PLACES), owner=random.choice(phrases.OWNERS)))


Writer = Callable[[Draft, Random, int], None]

#: Sentences and how often they come: about one numeral in eighty characters, as in the bulletins.
WRITERS: dict[Writer, int] = {
    prose: 36, flow: 16, count: 9, stock: 8, ratio: 7, share: 5, growth: 5, fraction: 3, spread: 2, name: 6,
}  # fmt: skip
