"""docs/performance.md from the results that were saved; what was not timed is said to be so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.marts import COLUMNS as MARTS
from benchmarks.measure import load, table
from benchmarks.reader import COLUMNS

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
NOTES = Path(__file__).parent / "notes.md"

_HEAD = """# Performance

Generated from `benchmarks/results/*.json` by `make bench`; do not edit. Text is generated: different bulletins whose
meaning is known (`benchmarks/corpus.py`), so that speed and correctness are measured together. The floor is
`str.extract_all` of numerals on the same text in the same run.
"""


def _where(results: dict[str, Any]) -> str:
    found = results["machine"]
    versions = ", ".join(f"{name} {version}" for name, version in found["versions"].items())
    return (
        f"{found['processor']}, {found['cores']} cores, {found['memory_gb']} GB; Python {found['python']}, {versions}; "
        f"load of the machine at the end {found['load']}."
    )


def _reader(name: str, title: str) -> list[str]:
    results = load(name)
    if results is None:
        return [f"## {title}", "Not timed yet."]
    rows = [[case, *(figures[column] for column in COLUMNS)] for case, figures in results["cases"].items()]
    return [
        f"## {title}",
        _where(results),
        table(["", *COLUMNS], rows),
        table(["read as meant", "%"], results["accuracy"].items()),
    ]


def _pathological() -> list[str]:
    results = load("pathological")
    title = "## Text that breaks careless readers"
    if results is None:
        return [title, "Not timed yet."]
    rows = [
        [case, *found["sizes"][-1].values(), "–" if found["exponent"] is None else found["exponent"]]
        for case, found in results["cases"].items()
    ]
    return [title, "One thread; exponent 1 is linear.", table(["case", "characters", "cpu_s", "exponent"], rows)]


def _pipeline() -> list[str]:
    results = load("pipeline")
    title = "## Files to published warehouse"
    if results is None:
        return [title, "Not timed yet."]
    columns = ["documents", "megabytes", "figures", "wall_s", "cpu_s", "peak_mb", "warehouse_mb", "work_mb"]
    builds = results["builds"]
    stages = list(builds[-1]["stages"])
    parts = [
        title,
        _where(results),
        table(columns, [[one[column] for column in columns] for one in builds]),
        table(
            ["stage, s", *(f"{one['documents']:,}" for one in builds)],
            [[stage, *(one["stages"].get(stage, "–") for one in builds)] for stage in stages],
        ),
        f"Exponent of processor time: {results['exponent'] or 'one size only'}.",
    ]
    for key, words in (("nothing_new", "nothing new"), ("one_new", "one new document")):
        if key in results:
            one, nothing = results[key], results["nothing_new"]
            times = "" if one is nothing else f", {one['cpu_s'] / nothing['cpu_s']:.2f} times one with nothing new"
            parts.append(f"A build with {words}: {one['wall_s']} s by the clock, {one['cpu_s']} s of processor{times}.")
    if results["queries"]:
        parts.append(table(["question", "rows", "seconds"], [list(one.values()) for one in results["queries"]]))
    return parts


def _marts() -> list[str]:
    results = load("marts")
    title = "## The models alone"
    if results is None:
        return [title, "Not timed yet."]
    rows = [
        [name, *(results[key][column] for column in MARTS)]
        for key, name in (("whole", "everything"), ("one_more", "one document more"))
    ]
    slowest = ", ".join(f"`{name}` {seconds} s" for name, seconds in results["whole"]["slowest"].items())
    return [
        title,
        f"{results['cells']:,} values, each stated by {results['vintages']} of {results['documents']:,} documents: "
        "made-up staging tables, no text is read. `cpu_s` is all of dbt.",
        _where(results),
        table(["", *MARTS], rows),
        f"The slowest of everything: {slowest}.",
    ]


def _peers() -> list[str]:
    results = load("peers")
    title = "## Other readers on the same text"
    if results is None:
        return [title, "Not timed yet."]
    rows = [[one["peer"], one["gives"], one.get("mb_per_s", one.get("failed"))] for one in results["peers"]]
    reader = load("reader")
    speed = reader["cases"]["different documents"]["reader_mb_per_s"] if reader else "–"
    ours = [["this reader", "values, units, periods, comparisons, indicators", speed]]
    return [title, table(["peer", "gives", "MB/s"], [*rows, *ours])]


def main() -> None:
    parts = [_HEAD.strip()]
    parts += _reader("reader", "The reader, one thread") + _reader("reader_all_cores", "The reader, all cores")
    parts += _pathological() + _pipeline() + _marts() + _peers() + [NOTES.read_text(encoding="utf-8").strip()]
    PAGE.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    print(PAGE)


if __name__ == "__main__":
    main()
