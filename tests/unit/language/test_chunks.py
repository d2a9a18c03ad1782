"""Columns come in chunks, as shifts and filters leave them: how a column is cut changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.documents import load_folder
from pipelines.language.reader import read
from pipelines.vocabulary import load_vocabulary

ROOT = Path(__file__).resolve().parents[3]

_filter = pl.DataFrame.filter


def _with_an_empty_chunk(texts: pl.Series) -> pl.Series:
    twice = pl.concat([texts.head(1), texts], rechunk=False).to_frame()
    return _filter(twice, pl.Series([False, *[True] * texts.len()])).to_series()


def test_an_empty_chunk_before_the_texts_that_a_filter_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = load_folder(ROOT / "seeds" / "documents").documents.head(2)
    vocabulary = load_vocabulary(ROOT / "seeds" / "reference")
    as_they_come = read(documents, vocabulary)
    cut = 0

    def in_chunks(frame: pl.DataFrame, *conditions: Any, **named: Any) -> pl.DataFrame:
        nonlocal cut
        left = _filter(frame, *conditions, **named)
        columns = left.get_columns()
        for place, column in enumerate(columns):
            if place % 2 and column.len() and column.dtype == pl.String:
                columns[place] = _with_an_empty_chunk(column)
                cut += columns[place].n_chunks() > 1
        return pl.DataFrame(columns) if columns else left

    monkeypatch.setattr(pl.DataFrame, "filter", in_chunks)
    in_pieces = read(documents, vocabulary)
    assert cut > 100
    assert all(in_pieces[name].equals(table) for name, table in as_they_come.items())
