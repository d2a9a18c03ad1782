"""The whole way from files to the published warehouse: 1,000 and 10,000 different documents, 100,000 where asked.

Each build is a process of its own (``solieu build``): wall, processor, peak memory, disk, and all of it by step.
Then the increment: the same again with nothing new, and with one new document. Then the questions of docs/queries.md.

With ``--room`` all stays in that folder, and what was measured is noted there part by part: the same command goes on
after what is noted already. A build that failed leaves the figures of its steps in the notes, and the next attempt
goes on from what was read.
100,000 documents take about 45 GB there.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.corpus import name_of, write_corpus, write_document
from benchmarks.measure import machine, save, table
from benchmarks.watching import watch

QUERIES = Path(__file__).parent.parent / "docs" / "queries.md"
_STAGE = re.compile(r"^✓ (?P<stage>.+?)\s{2,}.*?(?P<seconds>[\d.]+) s$", re.MULTILINE)
_STEP = ("wall_s", "cpu_s", "peak_mb", "peak_of", "together_mb")
_SQL = re.compile(r"```sql\n(.*?)```", re.DOTALL)


class BuildFailed(RuntimeError):
    """A build ended with an error; what its steps had cost until then is in ``cost``."""

    def __init__(self, message: str, cost: dict[str, Any]) -> None:
        super().__init__(message)
        self.cost = cost


def build(documents: Path, room: Path) -> dict[str, Any]:
    """Run one build of ``documents`` in ``room``; return what it cost, in all and by step. Raises BuildFailed."""
    warehouse, work = room / "warehouse.duckdb", room / "work"
    environment = {**os.environ, "SOLIEU_WORK": str(work), "COLUMNS": "200"}
    command = [
        sys.executable,
        "-m",
        "pipelines.cli",
        "build",
        "--documents",
        str(documents),
        "--warehouse",
        str(warehouse),
    ]
    watched = watch(command, environment, room / "output.txt", _STAGE)
    told = (room / "output.txt").read_text(encoding="utf-8")
    cost = {
        "wall_s": watched.whole.wall_s,
        "cpu_s": watched.whole.cpu_s,
        "peak_mb": watched.whole.peak_mb,
        "peak_of": watched.whole.peak_of,
        "load": round(os.getloadavg()[0], 1),
        "work_mb": _megabytes(work),
        "site_mb": _megabytes(room / "site"),
        "exports_mb": _megabytes(room / "exports"),
        "stages": {found["stage"]: float(found["seconds"]) for found in _STAGE.finditer(told)},
        "steps": {name: asdict(step) for name, step in watched.steps.items()},
    }
    if watched.code != 0:
        raise BuildFailed(f"The build of {documents} failed:\n{told[-3000:]}", cost)
    return {**cost, "warehouse_mb": round(warehouse.stat().st_size / 1e6, 1)}


def _megabytes(folder: Path) -> float:
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6, 1)


def figures_in(warehouse: Path) -> int:
    """Levels, changes, shares and plan completions of a published warehouse."""
    views = ("observations", "changes", "shares", "plan_completions")
    counts = " + ".join(f"(SELECT count(*) FROM bi.{view})" for view in views)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        row = connection.execute(f"SELECT {counts}").fetchone()
    return int(row[0]) if row else 0


def queries(warehouse: Path) -> list[dict[str, Any]]:
    """Seconds that each question of docs/queries.md takes, the best of three, in a connection of its own."""
    if not QUERIES.exists():
        return []
    timings = []
    for sql in _SQL.findall(QUERIES.read_text(encoding="utf-8")):
        best = math.inf
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            for _ in range(3):
                begun = time.perf_counter()
                rows = len(connection.execute(sql).fetchall())
                best = min(best, time.perf_counter() - begun)
        timings.append({"query": " ".join(sql.split())[:100], "rows": rows, "seconds": round(best, 4)})
    return timings


class Notes:
    """What was measured, a file a part, so that nothing noted is measured again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def once(self, part: str, measure: Callable[[], Any]) -> Any:
        """What is noted of ``part``, else what ``measure`` finds now; a failed build is noted beside it."""
        file = self._folder / f"{part}.json"
        if not file.exists():
            try:
                found = measure()
            except BuildFailed as failure:
                failed = self._folder / f"{part}.failed-{int(time.time())}.json"
                failed.write_text(json.dumps(failure.cost, indent=1), encoding="utf-8")
                raise
            file.write_text(json.dumps({"machine": machine(), "found": found}, indent=1), encoding="utf-8")
        return json.loads(file.read_text(encoding="utf-8"))["found"]


def run(counts: list[int], room: Path, increment: bool) -> dict[str, Any]:
    """Build each corpus, the increment and the questions on the last."""
    builds: list[dict[str, Any]] = []
    notes = Notes(room / "notes")
    for count in counts:
        folder, place = room / f"documents-{count}", room / f"build-{count}"
        size = notes.once(
            f"documents-{count}", lambda folder=folder, count=count: write_corpus(folder, count, truth_of=0)
        )
        place.mkdir(exist_ok=True)
        cost = notes.once(f"build-{count}", lambda folder=folder, place=place: build(folder, place))
        figures = notes.once(f"figures-{count}", lambda place=place: figures_in(place / "warehouse.duckdb"))
        per_thousand = round(cost["warehouse_mb"] * 1000 / max(figures, 1), 3)
        builds.append({"documents": count, "megabytes": round(size / 1e6, 1), "figures": figures, **cost})
        builds[-1]["warehouse_mb_per_1000_figures"] = per_thousand
        print(builds[-1], flush=True)
    results: dict[str, Any] = {"builds": builds, "exponent": _exponent(builds)}
    last = f"{counts[-1]}"
    results["queries"] = notes.once(f"queries-{last}", lambda: queries(place / "warehouse.duckdb"))
    if increment:
        results["nothing_new"] = notes.once(f"nothing_new-{last}", lambda: build(folder, place))
        text, _ = write_document(counts[-1] + 1)
        (folder / name_of(counts[-1] + 1)).write_text(text, encoding="utf-8")
        results["one_new"] = notes.once(f"one_new-{last}", lambda: build(folder, place))
    return results


def _exponent(builds: list[dict[str, Any]]) -> float | None:
    """The slope of log processor seconds over log documents, first build to last."""
    if len(builds) < 2:
        return None
    first, last = builds[0], builds[-1]
    return round(math.log(last["cpu_s"] / first["cpu_s"]) / math.log(last["documents"] / first["documents"]), 3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--large", action="store_true", help="100,000 documents too")
    parser.add_argument("--no-increment", action="store_true")
    parser.add_argument("--room", type=Path, help="where to build, and go on (default: a temporary folder, removed)")
    given = parser.parse_args()
    counts = [*given.documents, *([100_000] if given.large else [])]
    room = given.room or Path(tempfile.mkdtemp(prefix="solieu-bench-"))
    try:
        results = run(counts, room.absolute(), not given.no_increment)
    finally:
        if given.room is None:
            shutil.rmtree(room, ignore_errors=True)
    save("pipeline", results)
    columns = ["documents", "megabytes", "figures", "wall_s", "cpu_s", "peak_mb", "warehouse_mb", "work_mb"]
    for one in results["builds"]:
        rows = [[name, *(step[column] for column in _STEP)] for name, step in one["steps"].items()]
        print(table([f"{one['documents']:,}", *_STEP], rows), end="\n\n")
    print(table(columns, [[one[column] for column in columns] for one in results["builds"]]))
    print(f"exponent {results['exponent']}")


if __name__ == "__main__":
    main()
