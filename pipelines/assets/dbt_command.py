"""The dbt of this environment, as a resource that is ready when its command comes."""

import sysconfig
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, Self

import dagster as dg
from dagster_dbt import DbtCliInvocation, DbtCliResource
from dagster_dbt.core import resource
from packaging.version import Version

from pipelines.operations.dbt_ahead import AHEAD, seems_new
from pipelines.operations.environment import apply
from pipelines.settings import Settings


class _Invocation(DbtCliInvocation):
    """dagster-dbt's, with a process that was started ahead and need not import and parse now (7 s)."""

    @classmethod
    def run(cls, *_: Any, **given: Any) -> Self:
        process = AHEAD.hand_over(given.pop("args")[1:], given.pop("env"), given["project_dir"])
        return cls(process=process, project=given.pop("dbt_project"), **given)


_resource: Any = resource
_resource.DbtCliInvocation = _Invocation


class DbtCommand(DbtCliResource):
    """dagster-dbt's resource, minus what it does before each command and this project does not use."""

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        """Start dbt at the run's beginning, where it will be asked: its models come seconds later."""
        super().setup_for_execution(context)
        if seems_new(Settings.from_environment()):
            AHEAD.begin()

    def teardown_after_execution(self, context: dg.InitResourceContext) -> None:
        """A run that failed before its models leaves nobody waiting."""
        AHEAD.dismiss()

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
    executable = Path(sysconfig.get_path("scripts")) / "dbt"  # also when the environment is not activated
    return DbtCommand(project_dir=project, profiles_dir=project, dbt_executable=str(executable))
