"""Rows and their number are those of the query, whichever is asked first, and the query is run once."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import create_engine, text

from pipelines.quality.asked_once import MOST, asked_once

COUNT = "SELECT COUNT(*) as unexpected_row_count FROM ({}) AS substituted_batch_subquery"


class Engine:
    """What the library's engine does with a query, noted."""

    def __init__(self) -> None:
        self.run: list[str] = []
        self._connection = create_engine("duckdb:///:memory:").connect()

    def execute_query(self, query: Any) -> Any:
        self.run.append(str(query))
        return self._connection.execute(query)


ask = asked_once(Engine.execute_query)


@pytest.mark.parametrize("rows", [0, 3, MOST])
@pytest.mark.parametrize("count_first", [True, False])
def test_both_are_told_by_few_queries(rows: int, count_first: bool) -> None:
    engine, query = Engine(), f"SELECT i FROM range({rows}) AS numbers (i)"
    asked = [COUNT.format(query), query] if count_first else [query, COUNT.format(query)]
    found = {sql: ask(engine, text(sql)) for sql in asked}
    assert found[COUNT.format(query)].fetchone() == (rows,)
    assert [row[0] for row in found[query].fetchmany(200)] == list(range(rows))
    assert len(engine.run) == (1 if not count_first or not rows else 2)


def test_more_rows_than_are_remembered_are_all_there() -> None:
    engine, query = Engine(), f"SELECT i FROM range({MOST + 5}) AS numbers (i)"
    assert len(ask(engine, text(query)).fetchall()) == MOST + 5
    assert ask(engine, text(COUNT.format(query))).fetchone() == (MOST + 5,)


def test_one_engine_does_not_answer_for_another() -> None:
    first, second = Engine(), Engine()
    for engine in (first, second):
        ask(engine, text("SELECT 1 WHERE false")).fetchall()
    assert first.run == second.run == ["SELECT 1 WHERE false"]
