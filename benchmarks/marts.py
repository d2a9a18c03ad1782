"""The models alone, without texts: every mart of so many values, each stated so many times; then one document more.

Times are dbt's own of its models; what dbt takes to start (imports, the parsed project, its cache of the database) is
told apart. The processor's seconds (of all of dbt, both threads) say what the clock cannot on a machine that does other
things too.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.measure import best_of, save, table
from benchmarks.statements import REFERENCE, documents_of, staging_tables, write_tables
from benchmarks.watching import watch
from pipelines.operations.manifest import PROGRAM
from pipelines.warehouse import publish, start_build

PROJECT = Path(__file__).parent.parent / "dbt_project"
MADE_WITH = {"all": "alike"}
COLUMNS = (
    *("models_s", "dbt_start_s", "cpu_s", "peak_mb", "start_build_s", "start_build_cpu_s", "publish_s"),
    *("publish_cpu_s", "warehouse_mb"),
)


def run_models(work: Path, target: Path) -> dict[str, Any]:
    """Run every model on the build in ``work``; return what it cost."""
    places = ["--project-dir", PROJECT, "--profiles-dir", PROJECT, "--target-path", target, "--log-path", work]
    environment = {
        **os.environ,
        "SOLIEU_WORK": str(work),
        "SOLIEU_THREADS": "2",
        "DBT_TARGET_PATH": str(target),
    }
    told = work / "output.txt"
    target.mkdir(exist_ok=True)
    command = {"arguments": ["run", *map(str, places)], "environment": environment, "folder": str(PROJECT)}
    watched = watch(PROGRAM, environment, told, given=json.dumps(command).encode() + b"\n")
    if watched.code != 0:
        raise RuntimeError(told.read_text(encoding="utf-8")[-3000:])
    done = json.loads((target / "run_results.json").read_text(encoding="utf-8"))
    models = {result["unique_id"].split(".")[-1]: result["execution_time"] for result in done["results"]}
    slowest = sorted(models.items(), key=lambda item: -item[1])[:8]
    return {
        "models_s": round(done["elapsed_time"], 2),
        "dbt_start_s": round(watched.whole.wall_s - done["elapsed_time"], 2),
        "cpu_s": watched.whole.cpu_s,
        "peak_mb": watched.whole.peak_mb,
        "slowest": {name: round(seconds, 2) for name, seconds in slowest},
    }


def build(
    room: Path, target: Path, tables: Mapping[str, pl.DataFrame], published: Path | None
) -> tuple[dict[str, Any], Path]:
    """Start, run and publish one build; return what each cost, and the published file."""
    staged, database = room / "staging", room / "solieu-build.duckdb"
    write_tables(tables, staged)
    starting, start = best_of(1, lambda: start_build(database, staged, REFERENCE, published, made_with=MADE_WITH))
    os.sync()  # what was prepared is written by now, not beside what is timed
    cost = run_models(room, target)
    publishing, done = best_of(1, lambda: publish(database, room / "published" / "solieu.duckdb"))
    return {
        "continues": start.continues,
        "documents_in": start.arrived,
        **cost,
        "start_build_s": round(starting.wall, 2),
        "start_build_cpu_s": round(starting.cpu, 2),
        "publish_s": round(publishing.wall, 2),
        "publish_cpu_s": round(publishing.cpu, 2),
        "warehouse_mb": round(done.file.stat().st_size / 1e6, 1),
    }, done.file


def run(cells: int, vintages: int, room: Path) -> dict[str, Any]:
    """Build all but one document, then go on with that one."""
    target = room / "target"
    tables = staging_tables(cells, vintages)
    documents = tables["stg_documents"]["document"]
    one = documents[documents.len() // 2]
    warm = documents_of(tables, pl.col("document") == one)
    build(room / "warm", target, warm, None)  # dbt parses its project once
    whole, published = build(room / "whole", target, documents_of(tables, pl.col("document") != one), None)
    more, _ = build(room / "more", target, tables, published)
    return {"cells": cells, "vintages": vintages, "documents": documents.len(), "whole": whole, "one_more": more}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cells", type=int, default=100_000)
    parser.add_argument("--vintages", type=int, default=12)
    parser.add_argument("--room", type=Path, help="where to build (default: a temporary folder, removed after)")
    given = parser.parse_args()
    room = Path(tempfile.mkdtemp(prefix="solieu-marts-", dir=given.room))
    try:
        results = run(given.cells, given.vintages, room)
    finally:
        shutil.rmtree(room, ignore_errors=True)
    save("marts", results)
    print(table(["build", *COLUMNS], [[name, *(results[name][c] for c in COLUMNS)] for name in ("whole", "one_more")]))
    for name in ("whole", "one_more"):
        print(name, results[name]["slowest"])


if __name__ == "__main__":
    main()
