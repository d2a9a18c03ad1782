"""``python -m pipelines.operations.dbt_program``: dbt, made ready before its command is known.

dbt needs seconds to import itself and to parse its project. This program does both, then reads one command as a line
of JSON from its standard input: ``arguments``, ``environment`` and ``folder``. It runs that as dbt's command line
would with ``--log-format json``, and ends with dbt's exit code. Told nothing (its input ends), it just ends; so it
does at once when whoever gave the command dies: nobody would take what it builds.
"""

from __future__ import annotations

import gc
import io
import json
import os
import sys
import threading
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from pipelines.operations import short_lived
from pipelines.operations.manifest import PARSED, is_current, note_current, prepared_folder
from pipelines.settings import Settings

OK, WRONG, BROKEN = 0, 1, 2  # as dbt's own exit codes
_FOR_LOADED = ["--log-level", "none", "--log-level-file", "none", "--no-write-json"]


def main() -> int:
    """Get ready, wait for the command, run it; return the exit code."""
    manifest = make_ready()
    if manifest is None:
        return BROKEN
    with open(0, "rb", buffering=0, closefd=False) as given:
        line = given.readline()
    if not line:
        return OK
    threading.Thread(target=_end_with_who_started, daemon=True).start()
    return follow(line, manifest)


def make_ready() -> Any:
    """Everything that dbt does before it can run a command: its manifest of the project; None, and told why, if not."""
    short_lived.importing()
    _tell_no_details()
    project = Settings.from_environment().dbt_project
    with prepared_folder(project) as folder:
        places = ["--project-dir", project, "--profiles-dir", project, "--target-path", folder, "--log-path", folder]
        if not is_current(folder, project):
            problem = _parse([str(part) for part in places])
            if problem:
                print(problem)
                return None
            note_current(folder, project)
        parsed = (folder / PARSED).read_bytes()
    manifest = _manifest(parsed)
    # A command that does nothing, for all that dbt imports and compiles only when it runs one.
    _run([*_FOR_LOADED, "ls", "--select", "nothing", *[str(part) for part in places]], manifest)
    gc.collect()
    short_lived.imported()
    return manifest


def follow(line: bytes | str, manifest: Any) -> int:
    """Run the command of a line of JSON in its environment and folder; return dbt's exit code."""
    command = json.loads(line)
    os.environ.clear()  # noqa: TID251 - written, not read
    os.environ.update(command["environment"])  # noqa: TID251
    os.chdir(command["folder"])
    return _answer(command["arguments"], manifest, Path(command["environment"]["DBT_TARGET_PATH"]))


def _end_with_who_started() -> None:
    while os.read(0, 1):
        pass
    os._exit(WRONG)


def _tell_no_details() -> None:
    """Events of debugging, nine of ten, are not made into messages that nobody reads."""
    from dbt_common.events import event_manager_client
    from dbt_common.events.base_types import BaseEvent, EventLevel
    from dbt_common.events.event_manager import EventManager

    class Manager(EventManager):
        def fire_event(self, e: BaseEvent, level: EventLevel | None = None, *given: Any, **more: Any) -> None:
            if (level or e.level_tag()) not in (EventLevel.DEBUG, EventLevel.TEST):
                super().fire_event(e, level, *given, **more)

    event_manager_client.ctx_set_event_manager(Manager())


def _parse(places: list[str]) -> str | None:
    """What dbt says where it cannot parse the project."""
    from dbt.cli.main import dbtRunner

    with redirect_stdout(io.StringIO()) as said:
        done = dbtRunner().invoke(["--quiet", "parse", *places])
    return None if done.success else said.getvalue().strip() or str(done.exception)


def _manifest(parsed: bytes) -> Any:
    from dbt.contracts.graph.manifest import Manifest

    manifest: Any = Manifest.from_msgpack(parsed)
    manifest.build_flat_graph()
    manifest.build_parent_and_child_maps()
    manifest.build_group_map()
    return manifest


def _run(arguments: Sequence[str], manifest: Any, *follow: Any) -> Any:
    from dbt.cli.main import dbtRunner

    return dbtRunner(manifest=manifest, callbacks=list(follow)).invoke(list(arguments))


def _answer(arguments: Sequence[str], manifest: Any, target: Path) -> int:
    """Run a command, tell its events line by line, keep its results for who asks why; return its exit code."""
    done = _run([*_FOR_LOADED, *arguments], manifest, _tell)
    if done.exception is not None:
        print(done.exception, flush=True)
        return BROKEN
    if hasattr(done.result, "write"):
        done.result.write(str(target / "run_results.json"))
    return OK if done.success else WRONG


def _tell(event: Any) -> None:
    """Write an event as dbt would."""
    from dbt_common.events.functions import env_scrubber, msg_to_json

    sys.stdout.write(env_scrubber(msg_to_json(event)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
