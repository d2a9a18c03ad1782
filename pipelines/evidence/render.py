"""Pages through Jinja2 with every value escaped, and data files that a page loads by itself without a server."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipelines.evidence.chunks import TAIL, KeptChunks
from pipelines.evidence.markup import marked, read_marks, set_aside
from pipelines.evidence.numbers import count, day
from pipelines.evidence.words import Both, say, say_or_code

#: Rows of a list that stand in its page, and in each file loaded on demand after them.
FIRST_ROWS, MORE_ROWS = 40, 100
#: Where rows have keys, a file ends after each row whose key is a multiple, if not before: a new row moves few others.
_ENDS = 48


@dataclass(frozen=True)
class Listing:
    """A list of which the page shows ``first`` and loads ``chunks`` files, ``base`` + number, for the ``left`` rest.

    ``ends``: the index after the last row of each file.
    """

    first: Sequence[Any]
    base: str = ""
    chunks: int = 0
    left: int = 0
    ends: Sequence[int] = ()

    def file_of(self, index: int) -> int | None:
        """The number of the file that holds the row ``index``; None where the page itself does."""
        return bisect_right(self.ends, index) if index >= len(self.first) else None


class Pages:
    """Writes the files of a site below ``folder``; addresses are relative to it and use forward slashes."""

    def __init__(self, folder: Path, chunks: KeptChunks | None = None) -> None:
        self.folder = folder
        self.chunks = chunks or KeptChunks.none()
        self._environment = Environment(
            loader=PackageLoader("pipelines.evidence"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(
            say=say,
            marked=marked,
            read_marks=read_marks,
            set_aside=set_aside,
            code=say_or_code,
            number=lambda value: Both(*count(value)),
            day=lambda value: Both(*day(value)),
        )

    def page(self, address: str, template: str, **values: Any) -> None:
        """Write the page ``address`` from ``template``."""
        root = "../" * address.count("/")
        self._write(address, self._environment.get_template(template).render(root=root, address=address, **values))

    def listing(
        self, name: str, rows: Sequence[Any], template: str, page: str, keys: Sequence[int] | None = None
    ) -> Listing:
        """``rows`` as a list of ``page``: the first in it, the others as rendered files below ``data/``.

        ``keys``: of each row a hash of all that it shows. A file of the same rows is taken over from the last site.
        """
        root = "../" * page.count("/")
        begun, ends = FIRST_ROWS, list(_ends(len(rows), keys))
        for number, end in enumerate(ends):
            shown = repr((template, root, list(keys[begun:end]))).encode() if keys is not None else b""
            key = blake2b(shown, digest_size=16).hexdigest() if shown else ""
            text = self.chunks.text(key)
            if text is None:
                made = self._environment.get_template(template).render(rows=rows[begun:end], root=root)
                text = _as_script(made)
            self._hand_over(f"{name}-{number}", text)
            if key:
                self.chunks.note(key, f"data/{name}-{number}.js", len(_head(f"{name}-{number}").encode()))
            begun = end
        left = max(len(rows) - FIRST_ROWS, 0)
        return Listing(rows[:FIRST_ROWS], f"{root}data/{name}-", len(ends), left, ends)

    def data(self, name: str, value: Any) -> None:
        """Write ``data/NAME.js``, a script that hands ``value`` to the page: a page on a disk may not fetch files."""
        self._hand_over(name, _as_script(value))

    def _hand_over(self, name: str, script: str) -> None:
        self._write(f"data/{name}.js", f"{_head(name)}{script}{TAIL}")

    def text(self, address: str, text: str) -> None:
        """Write any other file."""
        self._write(address, text)

    def _write(self, address: str, text: str) -> None:
        path = self.folder / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _ends(count: int, keys: Sequence[int] | None) -> Iterator[int]:
    """Where the files of a list end that follow its first rows."""
    begun = FIRST_ROWS
    if keys is None:
        yield from (min(end, count) for end in range(begun + MORE_ROWS, count + MORE_ROWS, MORE_ROWS))
        return
    for index in range(begun, count):
        if keys[index] % _ENDS == 0 or index + 1 - begun == MORE_ROWS or index + 1 == count:
            yield index + 1
            begun = index + 1


def _head(name: str) -> str:
    return f"solieu.receive({json.dumps(name)},"


def _as_script(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
