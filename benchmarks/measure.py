"""What is common to all timings: the machine they were taken on, best-of timing, results as JSON, tables."""

from __future__ import annotations

import json
import os
import platform
import resource
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

RESULTS = Path(__file__).parent / "results"

_PACKAGES = ("polars", "duckdb", "dbt-core", "dbt-duckdb", "dagster", "great-expectations", "pyarrow")

Result = TypeVar("Result")


class Cost(NamedTuple):
    """Seconds by the clock and seconds of the processors, all threads together."""

    wall: float
    cpu: float


def machine() -> dict[str, Any]:
    """Processor, cores, memory, system and the versions of what is timed."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gb": round(pages / 2**30, 1),
        "load": round(os.getloadavg()[0], 1),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "versions": {package: metadata.version(package) for package in _PACKAGES},
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "unknown")


def best_of(times: int, work: Callable[[], Result]) -> tuple[Cost, Result]:
    """Run ``work`` so many times; return the least cost (each of its parts for itself) and the last result."""
    wall = cpu = float("inf")
    for _ in range(times):
        begun, spent = time.perf_counter(), time.process_time()
        result = work()
        wall, cpu = min(wall, time.perf_counter() - begun), min(cpu, time.process_time() - spent)
    return Cost(wall, cpu), result


def peak_memory_mb() -> float:
    """The most memory this process has held."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 0)


def save(name: str, results: Mapping[str, Any]) -> Path:
    """Write ``results`` with the machine they were taken on as benchmarks/results/``name``.json."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    content = {"machine": machine(), **results}
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def load(name: str) -> dict[str, Any] | None:
    """Saved results, or None where none were taken."""
    path = RESULTS / f"{name}.json"
    if not path.exists():
        return None
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; columns of numbers stand right."""
    listed = [[_shown(cell) for cell in row] for row in rows]
    columns = list(zip(header, *listed, strict=True))
    widths = [max(3, *(len(cell) for cell in column)) for column in columns]
    right = [bool(listed) and all(_is_number(cell) for cell in column[1:]) for column in columns]

    def line(cells: Sequence[str]) -> str:
        placed = zip(cells, widths, right, strict=True)
        return (
            "| " + " | ".join(cell.rjust(width) if aside else cell.ljust(width) for cell, width, aside in placed) + " |"
        )

    rule = "|".join("-" * (width + 1) + (":" if aside else "-") for width, aside in zip(widths, right, strict=True))
    return "\n".join([line(header), f"|{rule}|", *map(line, listed)])


def _shown(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:.4f}" if abs(cell) < 0.1 else f"{cell:,.2f}" if abs(cell) < 100 else f"{cell:,.0f}"
    return f"{cell:,}" if isinstance(cell, int) and not isinstance(cell, bool) else str(cell)


def _is_number(cell: str) -> bool:
    return cell in ("", "–") or cell.replace(",", "").replace(".", "").replace("-", "").isdigit()
