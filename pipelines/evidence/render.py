"""Pages through Jinja2 with every value escaped, and data files that a page loads by itself without a server."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipelines.evidence.markup import facts, marked
from pipelines.evidence.numbers import count, day
from pipelines.evidence.words import Both, say, say_or_code

#: Rows of a list that stand in its page, and in each file loaded on demand after them.
FIRST_ROWS, MORE_ROWS = 40, 100


@dataclass(frozen=True)
class Listing:
    """A list of which the page shows ``first`` and loads ``chunks`` files, ``base`` + number, for the ``left`` rest."""

    first: Sequence[Any]
    base: str = ""
    chunks: int = 0
    left: int = 0


class Pages:
    """Writes the files of a site below ``folder``; addresses are relative to it and use forward slashes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._environment = Environment(
            loader=PackageLoader("pipelines.evidence"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(
            say=say,
            facts=facts,
            marked=marked,
            code=say_or_code,
            number=lambda value: Both(*count(value)),
            day=lambda value: Both(*day(value)),
        )

    def page(self, address: str, template: str, **values: Any) -> None:
        """Write the page ``address`` from ``template``."""
        root = "../" * address.count("/")
        self._write(address, self._environment.get_template(template).render(root=root, address=address, **values))

    def listing(self, name: str, rows: Sequence[Any], template: str, page: str) -> Listing:
        """``rows`` as a list of ``page``: the first in it, the others as rendered files below ``data/``."""
        root = "../" * page.count("/")
        rest = rows[FIRST_ROWS:]
        for number, start in enumerate(range(0, len(rest), MORE_ROWS)):
            text = self._environment.get_template(template).render(rows=rest[start : start + MORE_ROWS], root=root)
            self.data(f"{name}-{number}", text)
        chunks = -(-len(rest) // MORE_ROWS)
        return Listing(rows[:FIRST_ROWS], f"{root}data/{name}-", chunks, len(rest))

    @staticmethod
    def file_of(index: int) -> int | None:
        """The number of the file that holds the row ``index`` of a listing; None where the page itself does."""
        return (index - FIRST_ROWS) // MORE_ROWS if index >= FIRST_ROWS else None

    def data(self, name: str, value: Any) -> None:
        """Write ``data/NAME.js``, a script that hands ``value`` to the page: a page on a disk may not fetch files."""
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        for sign in "<\u2028\u2029":
            text = text.replace(sign, f"\\u{ord(sign):04x}")
        self._write(f"data/{name}.js", f"solieu.receive({json.dumps(name)},{text});\n")

    def text(self, address: str, text: str) -> None:
        """Write any other file."""
        self._write(address, text)

    def _write(self, address: str, text: str) -> None:
        path = self.folder / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
