"""Numbers, days and addresses as each language writes them. Pure text in, text out."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date
from decimal import Decimal

_SCALES = ((Decimal(10) ** 9, "tỷ", "billion"), (Decimal(10) ** 6, "triệu", "million"))
_MOST_DECIMALS = 6
_SCALED_DECIMALS = 3
_WORD = re.compile(r"[^\W_]+")
_OTHER_MARKS = str.maketrans(",.", ".,")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def number(value: Decimal | float | int) -> tuple[str, str]:
    """``value`` with grouped digits and up to six decimals: Vietnamese (1.234,5), English (1,234.5)."""
    if isinstance(value, float) and not math.isfinite(value):
        return ("∞", "∞") if value > 0 else ("−∞", "−∞")
    exact = round(Decimal(str(value)), _MOST_DECIMALS)
    english = f"{exact:,f}"
    if "." in english:
        english = english.rstrip("0").rstrip(".")
    english = english.replace("-", "−")
    return english.translate(_OTHER_MARKS), english


def count(value: int) -> tuple[str, str]:
    """A whole number in both languages."""
    return number(value)


def scaled(value: Decimal | float | int) -> tuple[tuple[str, str], tuple[str, str]]:
    """The number and the word for its power of ten (tỷ, billion; blank below a million), where that stays exact.

    3,270,251 is written out: "3.270251 million" would be harder to read. Only floats, which are recomputed values and
    not stated ones, are rounded, to six significant digits.
    """
    exact = Decimal(str(value)) if not isinstance(value, float) else Decimal(f"{value:.6g}")
    for factor, vi, en in _SCALES:
        if abs(exact) >= factor:
            shown = exact / factor
            if shown == round(shown, _SCALED_DECIMALS):
                return number(shown), (vi, en)
    return number(exact), ("", "")


def amount(value: Decimal | float | int, unit: str | None, name_vi: str, name_en: str) -> tuple[str, str]:
    """A value with its unit: 130.768 tỷ đồng, 130,768 billion VND; 82,2%, 82.2%; 1 triệu thuê bao, 1 million…"""
    (vi, en), (scale_vi, scale_en) = scaled(value)
    if unit == "percent":
        return f"{vi}%", f"{en}%"
    if unit == "VND":
        name_vi, name_en = "đồng", "VND"
    elif unit is not None and re.fullmatch("[A-Z]{3}", unit):
        name_vi = name_en = unit
    elif abs(value) != 1:
        name_en = plural(name_en)
    return _joined(vi, scale_vi, name_vi), _joined(en, scale_en, name_en)


def plural(name: str) -> str:
    """The English plural of a unit's name; what follows a "per" stays: enterprise per 1,000 people."""
    head, per, base = name.partition(" per ")
    words = head.split(" ")
    last = words[-1]
    if last == "person":
        words[-1] = "people"
    elif re.search("[^aeiou]y$", last):
        words[-1] = last[:-1] + "ies"
    elif re.search("(x|ch|sh|ss)$", last):
        words[-1] = last + "es"
    elif last and not last.endswith("s"):
        words[-1] = last + "s"
    return " ".join(words) + per + base


def day(value: date | None) -> tuple[str, str]:
    """A day: 29/10/2020, 29 October 2020; blank for none."""
    if value is None:
        return "", ""
    return f"{value:%d/%m/%Y}", f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def fold(text: str) -> str:
    """What search compares: lower case, without marks, đ as d, other signs as spaces."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    # Each sign that occurs is asked about once; no mark stands before U+0300.
    marks = {ord(sign): None for sign in set(plain) if sign >= "\u0300" and unicodedata.combining(sign)}
    return " ".join(_WORD.findall(plain.translate(marks)))


def page_name(code: str) -> str:
    """A code as a file's name; catalogue codes are one already."""
    return re.sub("[^A-Za-z0-9._-]", "-", code)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
