"""Any number of different bulletins with known truth, the same for a seed on every machine.

``python -m benchmarks.corpus DIR --documents 1000`` writes them as files, and the truth of the first ones as Parquet.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import polars as pl

from benchmarks import phrases
from benchmarks.draft import Draft, Fact, truth_frame
from benchmarks.sentences import WRITERS

SEED = 20_201_120
PARAGRAPHS = (10, 16)
SENTENCES = (3, 6)


def name_of(number: int) -> str:
    """File name of document ``number``."""
    return f"bulletin_{number:07d}.txt"


def write_document(number: int, seed: int = SEED) -> tuple[str, list[Fact]]:
    """Text of document ``number`` and the truth about its numerals, in the order of the text."""
    random = Random(f"{seed}:{number}")
    year = random.randint(2018, 2025)
    writers, weights = list(WRITERS), list(WRITERS.values())
    draft = Draft()
    draft.say("Tình hình kinh tế - xã hội của " + random.choice(phrases.PLACES))
    for _ in range(random.randint(*PARAGRAPHS)):
        if random.random() < 0.2:
            heading = random.choice(phrases.HEADINGS)
            filled = heading.format(place=random.choice(phrases.PLACES), owner=random.choice(phrases.OWNERS))
            draft.say(f"\n\n{filled}")
        draft.say("\n")
        for order, writer in enumerate(random.choices(writers, weights, k=random.randint(*SENTENCES))):
            if order:
                draft.say(" ")
            writer(draft, random, year)
    draft.say("\n")
    return draft.text, draft.facts


def documents_frame(numbers: range, seed: int = SEED) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Documents as the reader takes them (document, document_key, text, dates), and their truth (``TRUTH_SCHEMA``)."""
    texts, facts = [], []
    for number in numbers:
        text, stated = write_document(number, seed)
        texts.append(text)
        facts.append((name_of(number), stated))
    return as_documents([name_of(number) for number in numbers], texts), truth_frame(facts)


def as_documents(names: list[str], texts: list[str]) -> pl.DataFrame:
    """Texts as the documents table of the reader, without facts about them."""
    none = pl.lit(None, pl.String)
    blank = ("title", "publisher", "source_url", "event", "licence_note", "sha256", "encoding")
    dates = ("event_on", "published_on", "reporting_start", "reporting_end", "stated_on")
    return pl.DataFrame({"document": names, "text": texts}).with_columns(
        pl.format("key:{}", "document").alias("document_key"),
        pl.col("text").str.len_chars().cast(pl.Int64).alias("characters"),
        *(none.alias(column) for column in blank),
        *(pl.lit(None, pl.Date).alias(column) for column in dates),
    )


def write_corpus(folder: Path, documents: int, truth_of: int = 200, seed: int = SEED, first: int = 0) -> int:
    """Write ``documents`` files into ``folder`` and the truth of the first ones beside it; return the bytes written."""
    folder.mkdir(parents=True, exist_ok=True)
    facts: list[tuple[str, list[Fact]]] = []
    size = 0
    for number in range(first, first + documents):
        text, stated = write_document(number, seed)
        data = text.encode()
        (folder / name_of(number)).write_bytes(data)
        size += len(data)
        if number - first < truth_of:
            facts.append((name_of(number), stated))
    truth_frame(facts).write_parquet(folder.with_suffix(".truth.parquet"))
    return size


def _main() -> Iterator[str]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    size = write_corpus(given.folder, given.documents, seed=given.seed)
    yield f"{given.documents} documents, {size / 1e6:.1f} MB in {given.folder} ({date.today()})"


if __name__ == "__main__":
    print(*_main(), sep="\n")
