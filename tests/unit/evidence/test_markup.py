"""Markup that is made without templates escapes as templates do."""

from __future__ import annotations

from pipelines.evidence.marking import Piece
from pipelines.evidence.markup import facts, marked
from pipelines.evidence.readings import Fact
from pipelines.evidence.words import Both, same

HOSTILE = "</a><script>alert('1')</script>&\""
SAFE = "&lt;/a&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&#34;"


def test_pieces_are_escaped_and_marked_ones_link_to_their_reading() -> None:
    pieces = [Piece(HOSTILE), Piece("12", 7, "level"), Piece(HOSTILE, 9, "change")]
    assert marked(pieces) == (
        f'{SAFE}<a class="n n-level" id="c7" href="#r7">12</a><a class="n n-change" id="c9" href="#r9">{SAFE}</a>'
    )


def test_facts_stand_in_both_languages_and_link_where_they_have_an_address() -> None:
    lines = [Fact(Both("Kỳ", "Period"), same(HOSTILE)), Fact(same("Rule"), Both("một", "one"), 'a.html"#c1')]
    assert facts(lines, "../") == (
        f'<div><dt><span lang="vi">Kỳ</span><span lang="en">Period</span></dt><dd>{SAFE}</dd></div>\n'
        '<div><dt>Rule</dt><dd><a href="../a.html&#34;#c1"><span lang="vi">một</span><span lang="en">one</span></a></dd></div>\n'
    )
