"""The dbt of this environment, as a resource that starts without its two slow preparations."""

from functools import cached_property
from importlib.metadata import version
from typing import Any

from dagster_dbt import DbtCliResource
from packaging.version import Version

from pipelines.operations.environment import apply
from pipelines.operations.manifest import dbt_executable
from pipelines.settings import Settings


class DbtCommand(DbtCliResource):
    """dagster-dbt's resource, minus what it does before each command and this project does not use."""

    @cached_property
    def _cli_version(self) -> Version:
        """dbt's version, from the installed package instead of a process of its own (3 s)."""
        return Version(version("dbt-core"))

    def _initialize_dbt_core_adapter(self, args: Any) -> Any:
        """No handle to the database (3 s): rows are counted when dbt has ended and its lock on the file is gone."""
        return None


def dbt_command(settings: Settings) -> DbtCommand:
    """dbt on the project of ``settings``, which become those of the process."""
    apply(settings)
    project = str(settings.dbt_project)
    return DbtCommand(project_dir=project, profiles_dir=project, dbt_executable=str(dbt_executable()))
