"""Text that breaks careless readers: the time it takes must grow as its size does.

Each case is read at growing sizes until one takes longer than ``--budget`` seconds; the exponent is the slope of the
last two (1 is linear). One thread, processor's clock.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from typing import Any

from benchmarks.corpus import as_documents
from benchmarks.measure import best_of, save, table
from benchmarks.reader import SEEDS, with_threads
from pipelines.staging import build_staging
from pipelines.vocabulary import Vocabulary, load_vocabulary

SIZES = (100_000, 300_000, 1_000_000, 3_000_000, 10_000_000)


def _repeated(piece: str) -> Callable[[int], str]:
    return lambda size: (piece * (size // len(piece) + 1))[:size]


def _nested(size: int) -> str:
    """Parentheses nested 10⁴ deep, again and again."""
    depth = 10_000
    block = "(" * depth + "7" + ")" * depth
    return _repeated(block)(size)


CASES: dict[str, Callable[[int], str]] = {
    "one line of figures": _repeated("doanh thu đạt 12,5 tỷ đồng, tăng 3% so với năm 2021, "),
    "numerals only": _repeated("12 345,6 7/8 "),
    "numerals without a blank": _repeated("12;345,6;"),
    "one word": _repeated("chữ"),
    "one numeral": _repeated("9"),
    "nested parentheses": _nested,
    "lines that go on": _repeated("dòng này\nnối tiếp 5 "),
    "empty lines": _repeated("\n\n \n7\n"),
    "periods only": _repeated("tháng 7/2022, quý I/2021, 6 tháng đầu năm 2020, "),
}


def measured(
    text_of: Callable[[int], str], vocabulary: Vocabulary, budget: float, largest: int
) -> list[dict[str, Any]]:
    """Processor seconds at growing sizes, in characters."""
    rows: list[dict[str, Any]] = []
    for size in (size for size in SIZES if size <= largest):
        documents = as_documents(["long"], [text_of(size)])
        cost, _ = best_of(1, lambda documents=documents: build_staging(documents, vocabulary))  # type: ignore[misc]
        rows.append({"characters": size, "cpu_s": round(cost.cpu, 3)})
        if cost.cpu > budget:
            break
    return rows


def exponent(rows: list[dict[str, Any]]) -> float | None:
    """The slope of log seconds over log characters between the last two sizes."""
    if len(rows) < 2:
        return None
    before, last = rows[-2:]
    return round(math.log(last["cpu_s"] / before["cpu_s"]) / math.log(last["characters"] / before["characters"]), 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--budget", type=float, default=30, help="no larger size after one of so many seconds")
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="characters")
    given = parser.parse_args()
    with_threads("benchmarks.pathological", 1)
    vocabulary = load_vocabulary(SEEDS / "reference")
    build_staging(as_documents(["warm"], ["Doanh thu đạt 5 tỷ đồng."]), vocabulary)
    results: dict[str, Any] = {}
    shown: list[list[object]] = []
    for case, text_of in CASES.items():
        rows = measured(text_of, vocabulary, given.budget, given.largest)
        slope = exponent(rows)
        results[case] = {"sizes": rows, "exponent": slope}
        shown.append([case, *rows[-1].values(), "–" if slope is None else slope])
        print(f"{case}: {rows[-1]}, exponent {slope}", flush=True)
    save("pathological", {"cases": results})
    print(table(["case", "characters", "cpu_s", "exponent"], shown))


if __name__ == "__main__":
    main()
