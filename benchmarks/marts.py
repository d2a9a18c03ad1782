"""The models alone, without texts: every mart of so many values, each stated so many times; then one document more.

Times are dbt's own of its models; what dbt takes to start (imports, the parsed project, its cache of the database) is
told apart. The processor's seconds say what the clock cannot on a machine that does other things too.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.measure import save, table
from benchmarks.statements import REFERENCE, documents_of, staging_tables, write_tables
from pipelines.warehouse import publish, start_build

PROJECT = Path(__file__).parent.parent / "dbt_project"
MADE_WITH = {"all": "alike"}


def run_models(work: Path, target: Path) -> dict[str, Any]:
    """Run every model on the build in ``work``; return what it cost."""
    places = ["--project-dir", PROJECT, "--profiles-dir", PROJECT, "--target-path", target, "--log-path", work]
    command = [Path(sys.executable).with_name("dbt"), "--quiet", "--log-level-file", "error", "run", *places]
    environment = {**os.environ, "SOLIEU_WORK": str(work), "SOLIEU_THREADS": "2"}
    begun = time.perf_counter()
    with (work / "output.txt").open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [str(part) for part in command], env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    if os.waitstatus_to_exitcode(status) != 0:
        raise RuntimeError((work / "output.txt").read_text(encoding="utf-8")[-3000:])
    done = json.loads((target / "run_results.json").read_text(encoding="utf-8"))
    models = {result["unique_id"].split(".")[-1]: result["execution_time"] for result in done["results"]}
    slowest = sorted(models.items(), key=lambda item: -item[1])[:8]
    return {
        "models_s": round(done["elapsed_time"], 2),
        "dbt_start_s": round(wall - done["elapsed_time"], 2),
        "cpu_s": round(usage.ru_utime + usage.ru_stime, 2),
        "peak_mb": round(usage.ru_maxrss / 1024),
        "slowest": {name: round(seconds, 2) for name, seconds in slowest},
    }


def build(
    room: Path, target: Path, tables: Mapping[str, pl.DataFrame], published: Path | None
) -> tuple[dict[str, Any], Path]:
    """Start, run and publish one build; return what each cost, and the published file."""
    write_tables(tables, room / "staging")
    begun = time.perf_counter()
    start = start_build(room / "solieu-build.duckdb", room / "staging", REFERENCE, published, made_with=MADE_WITH)
    started = time.perf_counter()
    cost = run_models(room, target)
    run = time.perf_counter()
    warehouse = publish(room / "solieu-build.duckdb", room / "published" / "solieu.duckdb").file
    return {
        "continues": start.continues,
        "documents_in": start.arrived,
        **cost,
        "start_build_s": round(started - begun, 2),
        "publish_s": round(time.perf_counter() - run, 2),
        "warehouse_mb": round(warehouse.stat().st_size / 1e6, 1),
    }, warehouse


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
    columns = ["models_s", "dbt_start_s", "cpu_s", "peak_mb", "start_build_s", "publish_s", "warehouse_mb"]
    print(table(["build", *columns], [[name, *(results[name][c] for c in columns)] for name in ("whole", "one_more")]))
    for name in ("whole", "one_more"):
        print(name, results[name]["slowest"])


if __name__ == "__main__":
    main()
