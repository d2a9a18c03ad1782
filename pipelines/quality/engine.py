"""Runs suites through Great Expectations against a DuckDB file; writes ``audit.checks`` and ``audit.quality_flags``.

Great Expectations is imported on first use: that takes seconds, and most of what imports this package runs no check.
"""

from __future__ import annotations

import gc
import shutil
import sys
import threading
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cache
from html import escape
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import polars as pl

from pipelines.quality.asked_once import asked_once
from pipelines.quality.data_docs import make_offline
from pipelines.quality.results import AUDIT_QUALITY_FLAGS, CheckResult, QualityReport
from pipelines.quality.suites import Severity, Suite
from pipelines.warehouse import bound, memory

_ROW = ("document", "char_start")  # what a flagged row is named by
#: What the library imports for rules about distributions and for drawing them: half of its own time to be imported.
_SELDOM_USED = ("scipy.stats", "altair")
#: Two threads that import one library see halves of it.
_IMPORTING = threading.Lock()


class _Later(ModuleType):
    """Stands for a module, which is imported once something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(import_module(self.__name__), name)


@contextmanager
def _imported_later(names: Sequence[str]) -> Iterator[None]:
    """Whoever imports modules of these names meanwhile gets them when it first uses them."""
    places = {name: _Later(name) for name in names if name not in sys.modules}
    sys.modules.update(places)
    try:
        yield
    finally:
        for name in places:
            del sys.modules[name]


def great_expectations() -> ModuleType:
    """The library as `_prepared`; who asks while another imports it waits for that."""
    with _IMPORTING:
        return _prepared()


@cache
def _prepared() -> ModuleType:
    """The library, with one connection kept for DuckDB, and columns looked up there directly.

    Its SQL engine closes each connection before it fetches, which fails every expectation on DuckDB; for SQLite it
    keeps one. The driver looks columns up as in PostgreSQL, by joins over its catalogue: a third of the time of all.
    A query of rows that should not be there is asked once, not twice. A decimal becomes a double without a look
    through all that is being called, which takes a tenth of a second each time and only decides on a warning.
    """
    with warnings.catch_warnings(), _imported_later(_SELDOM_USED):
        warnings.simplefilter("ignore")
        import duckdb_engine
        import great_expectations as gx
        from great_expectations import util
        from great_expectations.execution_engine import sqlalchemy_execution_engine

    @contextmanager
    def one_connection(engine: Any) -> Iterator[Any]:
        if engine._connection is None:
            engine._connection = engine.engine.connect()
        yield engine._connection

    engine_class: Any = sqlalchemy_execution_engine.SqlAlchemyExecutionEngine
    engine_class.get_connection = one_connection
    engine_class.execute_query = asked_once(engine_class.execute_query)
    util.convert_decimal_to_float = lambda d: float(d)
    dialect: Any = duckdb_engine.Dialect
    dialect.get_columns = _columns
    dialect.get_pk_constraint = lambda *_, **__: {"constrained_columns": [], "name": None}  # no rule asks for it
    return gx


def _columns(_: Any, connection: Any, table_name: str, schema: str | None = None, **__: Any) -> list[dict[str, Any]]:
    """The columns of a table as SQLAlchemy's dialects tell them, without types: no rule asks for one."""
    from sqlalchemy.types import NullType

    found = connection.exec_driver_sql(
        "SELECT column_name, is_nullable FROM duckdb_columns() WHERE schema_name = ? AND table_name = ? "
        "ORDER BY column_index",
        (schema, str(table_name)),
    )
    return [{"name": name, "type": NullType(), "nullable": empty, "default": None} for name, empty in found.fetchall()]


def run_suites(
    database: Path, suites: Sequence[Suite], *, block_share: float, data_docs: Path | None = None
) -> QualityReport:
    """Run ``suites`` against ``database``, which no other process may have open, and write the audit tables into it.

    ``block_share``: the share of a table's rows above which failing a plausibility rule blocks. An error of the
    engine is a failed check. ``data_docs``: folder for the HTML pages. Returns one result an expectation.
    """
    with closing(duckdb.connect(str(database), read_only=True)) as connection:
        bound(connection)
        rows = {suite.name: _row_count(connection, suite) for suite in suites}
    if data_docs is not None:
        shutil.rmtree(data_docs, ignore_errors=True)
    context = _context(data_docs)
    engine_options = {"connect_args": {"read_only": True, "config": {"memory_limit": memory.MEMORY}}}
    source = context.data_sources.add_sql("build", connection_string=f"duckdb:///{database}", kwargs=engine_options)
    try:
        checks = [check for suite in suites for check in _run(context, source, suite, rows[suite.name], block_share)]
    finally:
        _release(source)
    if data_docs is not None:
        _escape_results(context.validation_results_store)
        context.build_data_docs()
        make_offline(data_docs, checks)
    with closing(duckdb.connect(str(database))) as connection:
        bound(connection)
        flags = _write(connection, checks, suites)
    return QualityReport(tuple(checks), flags)


def _context(data_docs: Path | None) -> Any:
    gx = great_expectations()
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    defaults = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
    config = DataContextConfig(
        store_backend_defaults=defaults, analytics_enabled=False, progress_bars=ProgressBarsConfig(globally=False)
    )
    if data_docs is not None:
        backend = {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(data_docs)}
        index = {"class_name": "DefaultSiteIndexBuilder"}
        site = {
            "class_name": "SiteBuilder",
            "show_how_to_buttons": False,
            "store_backend": backend,
            "site_index_builder": index,
        }
        config.data_docs_sites = {"checks": site}
    context = gx.get_context(project_config=config, mode="ephemeral")
    context._save_project_config = lambda: None  # this one is nowhere to be saved, but would be made YAML each time
    return context


def _escape_results(store: Any) -> None:
    """Make what was read from documents harmless in a page: the library writes values into HTML as they are."""
    for key in store.list_keys():
        results = store.get(key)
        for result in results.results:
            result.result = _escaped(result.result)
        store.set(key, results)


def _escaped(value: Any) -> Any:
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, Mapping):
        return {name: _escaped(item) for name, item in value.items()}
    return [_escaped(item) for item in value] if isinstance(value, list | tuple) else value


def _run(context: Any, source: Any, suite: Suite, rows: int | None, block_share: float) -> Iterator[CheckResult]:
    """The results of one suite, in its order; where it cannot run at all, an error for each expectation."""
    try:
        found = _validate(context, source, suite)
        missing = "Great Expectations gave no result."
    except Exception as error:  # whatever the engine raises, the check has not passed
        found, missing = {}, _first_line(error)
    for expectation in suite.expectations:
        share = block_share if expectation.block_share is None else expectation.block_share
        share = share if expectation.severity is Severity.PLAUSIBILITY else 0.0
        table = f"{suite.schema}.{suite.table}"
        result = found.get(expectation.id)
        problem = missing if result is None else _engine_error(result)
        if result is None or problem is not None:
            yield CheckResult(expectation, table, rows or 0, 0, share, error=problem)
            continue
        yield CheckResult(expectation, table, rows or 0, _failing(result), share, found=_rows_found(result))


def _validate(context: Any, source: Any, suite: Suite) -> dict[str, Any]:
    gx = great_expectations()
    severities = {Severity.INTEGRITY: "critical", Severity.PLAUSIBILITY: "warning"}
    asset = source.add_table_asset(suite.name, table_name=suite.table, schema_name=suite.schema)
    expectations = [
        {
            "type": expectation.type,
            "kwargs": dict(expectation.kwargs),
            "severity": severities[expectation.severity],
            "description": expectation.says,
            "meta": {"id": expectation.id},
        }
        for expectation in suite.expectations
    ]
    definition = gx.ValidationDefinition(
        name=suite.name,
        data=asset.add_batch_definition_whole_table("whole table"),
        suite=context.suites.add(gx.ExpectationSuite(name=suite.name, expectations=expectations)),
    )
    result_format: dict[str, Any] = {"result_format": "COMPLETE", "return_unexpected_index_query": False}
    if any(rule.query is None and rule.fact is not None for rule in suite.expectations):
        result_format["unexpected_index_column_names"] = list(_ROW)
    validation = context.validation_definitions.add(definition).run(result_format=result_format)
    return {result.expectation_config.meta["id"]: result for result in validation.results}


def _engine_error(result: Any) -> str | None:
    """The engine's error of a result, whose ``exception_info`` is one entry or one for each metric."""
    info: Mapping[str, Any] = result.exception_info or {}
    entries = [info] if "raised_exception" in info else list(info.values())
    for entry in entries:
        if entry.get("raised_exception"):
            return _first_line(entry.get("exception_message") or "the engine raised an error")
    if not result.success and not result.result:
        return "the engine gave neither success nor a count"
    return None


def _failing(result: Any) -> int:
    if result.success:
        return 0
    content = result.result
    count = content.get("unexpected_count")
    if count is None and isinstance(content.get("details"), dict) and "unexpected_rows" in content["details"]:
        count = content["observed_value"]
    return max(int(count), 1) if isinstance(count, int) else 1


def _rows_found(result: Any) -> list[dict[str, Any]]:
    """The failing rows that the engine returned: all of a column rule's, at most 200 of a query's."""
    content = result.result
    details = content.get("details")
    rows = details.get("unexpected_rows") if isinstance(details, dict) else content.get("unexpected_index_list")
    return [dict(row) for row in rows or []]


def _first_line(error: object) -> str:
    return str(error).strip().split("\n", 1)[0] or type(error).__name__


def _row_count(connection: duckdb.DuckDBPyConnection, suite: Suite) -> int | None:
    try:
        found = connection.execute(f"SELECT count(*) FROM {_table(suite)}").fetchone()
    except duckdb.Error:
        return None  # the suite itself reports that its table is not there
    return int(found[0]) if found else None


def _release(source: Any) -> None:
    """Close every connection of the library: while one is open, the file cannot be opened for writing."""
    engine = source._execution_engine
    if engine is not None:
        if engine._connection is not None:
            engine._connection.close()
            engine._connection = None
        engine.engine.dispose()
    if source._engine is not None:
        source._engine.dispose()
    gc.collect()


def _write(connection: duckdb.DuckDBPyConnection, checks: Sequence[CheckResult], suites: Sequence[Suite]) -> int:
    """Write the audit tables; return the number of flagged rows."""
    tables = {expectation.id: _table(suite) for suite in suites for expectation in suite.expectations}
    connection.execute("CREATE SCHEMA IF NOT EXISTS audit")
    connection.register("found_checks", QualityReport(tuple(checks)).frame())
    connection.execute("CREATE OR REPLACE TABLE audit.checks AS SELECT * FROM found_checks")
    connection.register("flagged", pl.DataFrame(schema=AUDIT_QUALITY_FLAGS))
    connection.execute("CREATE OR REPLACE TABLE audit.quality_flags AS SELECT * FROM flagged")
    for check in checks:
        expectation = check.expectation
        flags = expectation.severity is Severity.PLAUSIBILITY and expectation.fact is not None
        if check.error or not check.failing or not flags:
            continue
        if expectation.query is None:
            named = [{name: row[name] for name in _ROW} for row in check.found]
            connection.register("flagged", pl.DataFrame(named, schema=_ROW))
            rows = "flagged"
        else:
            rows = f"({expectation.query.format(batch=tables[expectation.id])})"
        connection.execute(
            f"INSERT INTO audit.quality_flags SELECT DISTINCT document, char_start, ?, ?, ? FROM {rows}",
            [expectation.fact, expectation.id, expectation.says],
        )
    found = connection.execute("SELECT count(*) FROM audit.quality_flags").fetchone()
    return int(found[0]) if found else 0


def _table(suite: Suite) -> str:
    return f'"{suite.schema}"."{suite.table}"'


def gate(database: Path) -> str | None:
    """Why the build in ``database`` may not be published, or None where it passed every check that blocks."""
    try:
        with closing(duckdb.connect(str(database), read_only=True)) as connection:
            failed = connection.execute(
                "SELECT says FROM audit.checks WHERE status = 'failed' ORDER BY says"
            ).fetchall()
            checked = connection.execute("SELECT count(*) FROM audit.checks").fetchone()
    except duckdb.Error as error:
        return f"Not published: the build was not checked ({_first_line(error)}). Run the checks first."
    if not checked or not checked[0]:
        return "Not published: the build was not checked. Run the checks first."
    if failed:
        return "\n".join(["Not published: the build does not pass its checks.", *(says for (says,) in failed)])
    return None
