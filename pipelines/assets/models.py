"""The dbt project: every model an asset, every dbt test an asset check."""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DagsterDbtTranslator, DbtCliInvocation, DbtCliResource, dbt_assets

from pipelines.assets.build_room import BuildRoom
from pipelines.assets.dbt_command import dbt_command
from pipelines.assets.display import FIGURES, PREVIEW_ROWS, figures_by_kind, links, preview, table_schema
from pipelines.assets.failing import can_pass, failed, told
from pipelines.assets.last_run import LastRun, again, state_of
from pipelines.assets.nothing_new import unchanged
from pipelines.assets.start import start
from pipelines.operations.dbt_ahead import landing_of
from pipelines.operations.manifest import prepared_manifest
from pipelines.operations.progress import NOTHING_NEW
from pipelines.quality.engine import great_expectations
from pipelines.settings import Settings
from pipelines.warehouse import bound

_OWN_STEM = {"staging", "intermediate", "marts"}
_MOST_TOLD = 5


class Translator(DagsterDbtTranslator):
    """Names of assets: the table's own where it tells its layer (stg_, int_, dim_, fct_), else with its schema."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """The key of a model, or of the table that a source names."""
        name = dbt_resource_props["name"]
        schema = dbt_resource_props["fqn"][1]  # the folder of a model, the schema of a source
        return dg.AssetKey(name if schema in _OWN_STEM else [schema, name])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The layer: the first folder below ``models/``."""
        return str(dbt_resource_props["fqn"][1])


DBT = dbt_command(Settings.from_environment())
MANIFEST: Mapping[str, Any] = json.loads(prepared_manifest(Settings.from_environment()).read_text("utf-8"))
#: Where dbt builds each asset: output name → schema, table.
RELATIONS = {
    Translator().get_asset_key(node).to_python_identifier(): (str(node["schema"]), str(node["alias"]))
    for node in MANIFEST["nodes"].values()
    if node["resource_type"] == "model"
}


@dbt_assets(manifest=MANIFEST, dagster_dbt_translator=Translator(), name="models", pool="build")
def models(context: dg.AssetExecutionContext, build_room: BuildRoom, dbt: DbtCliResource) -> Iterator[Any]:
    """Facts, dimensions and the views that readers query, with their contracts and tests."""
    settings, last, run = build_room.settings, LastRun.of(build_room.settings), context.run.run_id
    with told(context.retry_number, settings):
        state = state_of(settings)
        kept = None if context.is_subset else unchanged(settings, state)
        if kept is not None:
            last.mark(run, state)
            context.log.info(f"{NOTHING_NEW}: {settings.warehouse} stays as it was published.")
            yield from again(kept, links(run, settings))
            return
        last.forget("staging")
    with told(context.retry_number, settings):
        start(context, settings)
    # The checks that follow need seconds to import their library; dbt runs in another process meanwhile.
    # Not before: a start that fails is tried again, and would import beside the thread.
    threading.Thread(target=great_expectations, daemon=True).start()
    command = ["build", "--exclude-resource-type", "unit_test"]  # those are of the models, not of the data
    invocation = dbt.cli(command, context=context, target_path=settings.work / "dbt", raise_on_error=False)
    events = []
    for event in invocation.stream():
        events.append(event)
        if isinstance(event, dg.Output):
            context.log.info(f"built {event.output_name}")
    ended = invocation.is_successful()
    results = list(_described(events, settings, links(run, settings)))
    yield from results
    if ended and not context.is_subset:
        last.keep("models", state, run, results, landing=landing_of(settings.documents))
    if not ended:
        reason = _reason(invocation)
        raise failed(reason, passes=can_pass(reason), attempt=context.retry_number, settings=settings)


def _described(events: Sequence[Any], settings: Settings, shown: Mapping[str, Any]) -> Iterator[Any]:
    """The events, with each table's rows, documents, columns and preview, read when dbt has let go of the file."""
    with duckdb.connect(str(settings.work_warehouse), read_only=True) as connection:
        bound(connection)
        of_the_run = {**shown, **_of_the_run(connection)}
        made = [event.output_name for event in events if isinstance(event, dg.Output)]
        with ThreadPoolExecutor(2) as pool:  # a preview keeps hardly more than one thread of DuckDB busy
            tables = dict(zip(made, pool.map(partial(_metadata, connection), made), strict=True))
        for event in events:
            if isinstance(event, dg.Output):
                yield event.with_metadata({**event.metadata, **tables[event.output_name], **of_the_run})
            else:
                yield event


def _of_the_run(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """What the build holds, whichever of its tables one looks at."""
    try:
        (quarantined,) = connection.execute("SELECT count(*) FROM audit.quarantine").fetchall()[0]
        rows = {
            f"fct_{name}": connection.execute(f"SELECT count(*) FROM marts.fct_{name}").fetchall()[0][0]
            for name in FIGURES
        }
    except duckdb.Error:  # the models failed before these were there
        return {}
    return {"quarantined": quarantined, "figures by kind": figures_by_kind(rows)}


def _metadata(connection: duckdb.DuckDBPyConnection, output_name: str) -> dict[str, Any]:
    schema, name = RELATIONS[output_name]
    try:
        table = connection.cursor().sql(f'SELECT * FROM "{schema}"."{name}"')  # table() finds no views
        counted = {"dagster/row_count": "count(*)"}
        if "document" in table.columns:
            counted["documents"] = "count(DISTINCT document)"
        metadata: dict[str, Any] = {
            **dict(zip(counted, table.aggregate(", ".join(counted.values())).fetchall()[0], strict=True)),
            "dagster/column_schema": table_schema(dict(zip(table.columns, table.types, strict=True))),
            "preview": dg.MetadataValue.md(preview(table.limit(PREVIEW_ROWS).pl())),
        }
    except duckdb.Error as error:
        return {"preview": f"not readable: {error}"}
    return metadata


def _reason(invocation: DbtCliInvocation) -> str:
    """What dbt could not build and which of its tests failed, from its own record of the run."""
    try:
        results = invocation.get_artifact("run_results.json")["results"]
    except (OSError, ValueError, KeyError):
        return f"dbt ended with code {invocation.process.returncode}; see its output in the run's log."
    wrong = [result for result in results if result["status"] in ("error", "fail", "runtime error")]
    told = [f"{result['unique_id'].split('.')[2]}: {result['message']}" for result in wrong[:_MOST_TOLD]]
    more = [f"and {len(wrong) - _MOST_TOLD} more."] if len(wrong) > _MOST_TOLD else []
    return "\n".join(["Not published: the models or their tests failed.", *told, *more])
