"""The reader alone: whole reading (all staging tables) in MB/s, beside the floor, on new text and on repeats.

The floor is what no reader can go below: finding the numerals with ``str.extract_all``, same text, same run. Timed in
one thread, by the processor's clock, which other work on the machine disturbs less; the last line is
``reader_to_floor X``. With ``--all-cores`` by the wall's clock.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.corpus import as_documents, documents_frame
from benchmarks.measure import Cost, best_of, peak_memory_mb, save, table
from benchmarks.truth import accuracy
from pipelines.documents import load_folder
from pipelines.staging import build_staging
from pipelines.vocabulary import Vocabulary, load_vocabulary

SEEDS = Path(__file__).parent.parent / "seeds"
NUMERAL = r"\d[\d.,/]*\d|\d"
FIGURES = ("stg_observations", "stg_changes", "stg_shares", "stg_plan_completions")
COLUMNS = (
    "documents",
    "megabytes",
    "figures",
    "wall_s",
    "cpu_s",
    "reader_mb_per_s",
    "floor_mb_per_s",
    "reader_to_floor",
)


def megabytes(documents: pl.DataFrame) -> float:
    """Size of the texts in UTF-8, millions of bytes."""
    return float(documents["text"].str.len_bytes().sum()) / 1e6


def timed(
    documents: pl.DataFrame, vocabulary: Vocabulary, times: int
) -> tuple[dict[str, Any], dict[str, pl.DataFrame]]:
    """Time the floor and the whole reading of ``documents``; return the figures and the tables read."""
    size = megabytes(documents)
    floor, found = best_of(5, lambda: documents.select(pl.col("text").str.extract_all(NUMERAL)))
    cost, tables = best_of(times, lambda: build_staging(documents, vocabulary))
    reader_s, floor_s = _counted(cost), _counted(floor)
    return {
        "documents": documents.height,
        "megabytes": round(size, 3),
        "numerals": int(found.select(pl.col("text").list.len().sum()).item()),
        "figures": sum(tables[name].height for name in FIGURES),
        "wall_s": round(cost.wall, 3),
        "cpu_s": round(cost.cpu, 3),
        "reader_mb_per_s": round(size / reader_s, 4),
        "floor_mb_per_s": round(size / floor_s, 1),
        "reader_to_floor": round(floor_s / reader_s, 6),
    }, tables


def _counted(cost: Cost) -> float:
    """One thread is counted by the processor's clock, several by the wall's."""
    return cost.cpu if pl.thread_pool_size() == 1 else cost.wall


def bulletins(times: int) -> pl.DataFrame:
    """The shipped bulletins, so many times, under different names."""
    loaded = load_folder(SEEDS / "documents").documents
    names = [pl.format("{}-{}", pl.lit(copy), "document").alias("document") for copy in range(times)]
    return pl.concat([loaded.with_columns(name) for name in names])


def run(documents: int, times: int) -> dict[str, Any]:
    """All timings of the reader, with how right it was on the generated documents."""
    vocabulary = load_vocabulary(SEEDS / "reference")
    generated, truth = documents_frame(range(documents))
    build_staging(generated.head(2), vocabulary)  # whatever is made once a process is not the reader's speed
    different, tables = timed(generated, vocabulary, times)
    single, _ = timed(as_documents(["one"], [generated["text"][0]]), vocabulary, times)
    shipped = bulletins(1)
    repeated, _ = timed(bulletins(max(1, round(megabytes(generated) / megabytes(shipped)))), vocabulary, times)
    return {
        "threads": pl.thread_pool_size(),
        "cases": {"different documents": different, "one document": single, "the five bulletins repeated": repeated},
        "accuracy": accuracy(tables, truth),
        "peak_memory_mb": peak_memory_mb(),
    }


def with_threads(module: str, threads: int) -> None:
    """Start this process anew where Polars was loaded with another number of threads; it reads it once only."""
    if pl.thread_pool_size() != threads:
        environment = {**os.environ, "POLARS_MAX_THREADS": str(threads)}
        os.execve(sys.executable, [sys.executable, "-m", module, *sys.argv[1:]], environment)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--documents",
        type=int,
        default=2000,
        help="different documents (8 KB each; a batch of a build holds up to 8,000)",
    )
    parser.add_argument("--times", type=int, default=3, help="the best of so many runs counts")
    parser.add_argument("--all-cores", action="store_true")
    given = parser.parse_args()
    with_threads("benchmarks.reader", (os.cpu_count() or 1) if given.all_cores else 1)
    results = run(given.documents, given.times)
    path = save("reader_all_cores" if given.all_cores else "reader", results)
    rows = [[case, *(figures[column] for column in COLUMNS)] for case, figures in results["cases"].items()]
    print(table([f"{results['threads']} thread(s)", *COLUMNS], rows))
    print()
    print(table(["read as meant", "%"], results["accuracy"].items()))
    print(f"\nJSON: {path}")
    print(f"reader_to_floor {results['cases']['different documents']['reader_to_floor']:.6f}")


if __name__ == "__main__":
    main()
