"""The dbt project: every model an asset, every dbt test an asset check."""

import sysconfig
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtCliResource, dbt_assets

from pipelines.assets.build_room import BuildRoom
from pipelines.assets.manifest import prepared_manifest
from pipelines.operations.environment import apply
from pipelines.quality.engine import great_expectations
from pipelines.settings import Settings


_OWN_STEM = {"staging", "intermediate", "marts"}


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


def dbt_command(settings: Settings) -> DbtCliResource:
    """The dbt of this environment, on the project and with the settings of this process."""
    apply(settings)
    executable = Path(sysconfig.get_path("scripts")) / "dbt"  # of this environment, also when it is not activated
    project = str(settings.dbt_project)
    return DbtCliResource(project_dir=project, profiles_dir=project, dbt_executable=str(executable))


DBT = dbt_command(Settings.from_environment())
MANIFEST = prepared_manifest(Settings.from_environment(), DBT)


@dbt_assets(manifest=MANIFEST, dagster_dbt_translator=Translator(), name="models", pool="build")
def models(context: dg.AssetExecutionContext, build_room: BuildRoom, dbt: DbtCliResource) -> Iterator[Any]:
    """Facts, dimensions and the views that readers query, with their contracts and tests."""
    # The checks that follow need seconds to import their library; dbt runs in another process meanwhile.
    threading.Thread(target=great_expectations, daemon=True).start()
    yield from dbt.cli(["build"], context=context).stream()
