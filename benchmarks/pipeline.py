"""The whole way from files to the published warehouse: 1,000 and 10,000 different documents, 100,000 where asked.

Each build is a process of its own (``solieu build``): wall, processor, peak memory, disk, seconds by stage. Then the
increment: the same again with nothing new, and with one new document. Then the questions of docs/queries.md.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.corpus import name_of, write_corpus, write_document
from benchmarks.measure import save, table

QUERIES = Path(__file__).parent.parent / "docs" / "queries.md"
_STAGE = re.compile(r"^✓ (?P<stage>.+?)\s{2,}.*?(?P<seconds>[\d.]+) s$", re.MULTILINE)
_SQL = re.compile(r"```sql\n(.*?)```", re.DOTALL)


def build(documents: Path, room: Path) -> dict[str, Any]:
    """Run one build of ``documents`` in ``room``; return what it cost."""
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
    begun = time.perf_counter()
    with (room / "output.txt").open("w", encoding="utf-8") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    told = (room / "output.txt").read_text(encoding="utf-8")
    if os.waitstatus_to_exitcode(status) != 0:
        raise RuntimeError(f"The build of {documents} failed:\n{told[-3000:]}")
    return {
        "wall_s": round(wall, 1),
        "cpu_s": round(usage.ru_utime + usage.ru_stime, 1),
        "peak_mb": round(usage.ru_maxrss / 1024),
        "warehouse_mb": round(warehouse.stat().st_size / 1e6, 1),
        "work_mb": round(sum(path.stat().st_size for path in work.rglob("*") if path.is_file()) / 1e6, 1),
        "stages": {found["stage"]: float(found["seconds"]) for found in _STAGE.finditer(told)},
    }


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


def run(counts: list[int], room: Path, increment: bool) -> dict[str, Any]:
    """Build each corpus, the increment and the questions on the last."""
    builds: list[dict[str, Any]] = []
    for count in counts:
        folder = room / f"documents-{count}"
        size = write_corpus(folder, count, truth_of=0)
        place = room / f"build-{count}"
        place.mkdir()
        cost = build(folder, place)
        figures = figures_in(place / "warehouse.duckdb")
        per_thousand = round(cost["warehouse_mb"] * 1000 / max(figures, 1), 3)
        builds.append({"documents": count, "megabytes": round(size / 1e6, 1), "figures": figures, **cost})
        builds[-1]["warehouse_mb_per_1000_figures"] = per_thousand
        print(builds[-1], flush=True)
    results: dict[str, Any] = {"builds": builds, "exponent": _exponent(builds)}
    results["queries"] = queries(place / "warehouse.duckdb")
    if increment:
        results["nothing_new"] = build(folder, place)
        text, _ = write_document(counts[-1] + 1)
        (folder / name_of(counts[-1] + 1)).write_text(text, encoding="utf-8")
        results["one_new"] = build(folder, place)
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
    parser.add_argument("--room", type=Path, help="where to build (default: a temporary folder, removed after)")
    given = parser.parse_args()
    counts = [*given.documents, *([100_000] if given.large else [])]
    room = Path(tempfile.mkdtemp(prefix="solieu-bench-", dir=given.room))
    try:
        results = run(counts, room, not given.no_increment)
    finally:
        shutil.rmtree(room, ignore_errors=True)
    save("pipeline", results)
    columns = ["documents", "megabytes", "figures", "wall_s", "cpu_s", "peak_mb", "warehouse_mb", "work_mb"]
    print(table(columns, [[one[column] for column in columns] for one in results["builds"]]))
    print(f"exponent {results['exponent']}")


if __name__ == "__main__":
    main()
