from __future__ import annotations

import csv
import re
from importlib import resources
from pathlib import Path

import pytest
from jinja2 import Environment

from pipelines.evidence.words import Both, same, say, say_or_code

EVIDENCE = Path(str(resources.files("pipelines.evidence")))
KEYS = [row["key"] for row in csv.DictReader((EVIDENCE / "words.csv").read_text(encoding="utf-8").splitlines())]


def test_numbers_in_words_are_grouped_as_the_language_does() -> None:
    assert say("count.figures", n=12345) == Both("12.345 số liệu thống kê", "12,345 statistical figures")


def test_an_unknown_key_is_an_error_and_an_unknown_code_is_shown() -> None:
    with pytest.raises(KeyError):
        say("no.such.key")
    assert say_or_code("basis", "lunar_month") == same("lunar month")


def test_both_languages_fill_the_same_gaps() -> None:
    for key in KEYS:
        vi, en = say(key)
        assert set(re.findall(r"{(\w+)}", vi)) == set(re.findall(r"{(\w+)}", en)), key


def test_markup_in_a_value_is_text() -> None:
    template = Environment(autoescape=True).from_string("{{ text }}")
    hostile = "<script>alert('1')</script>"
    assert "<script" not in template.render(text=same(hostile))
    assert "<script" not in template.render(text=Both(hostile, "other"))
    assert "<script" not in template.render(text=say("share.of", percent="1%", whole=hostile))


def test_templates_name_only_words_that_exist() -> None:
    used = set()
    for path in EVIDENCE.rglob("*.html"):
        used |= set(re.findall(r'say\("([a-z_.]+)"[,)]', path.read_text(encoding="utf-8")))
    assert used
    assert used <= set(KEYS)
