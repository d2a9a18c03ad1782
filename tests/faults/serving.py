"""A server of our own: `solieu serve` in a temporary folder, asked and told what to do through its GraphQL."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

HOUSE = Path(__file__).resolve().parents[2]
SELECTOR = {"repositoryLocationName": "solieu", "repositoryName": "__repository__"}
FINISHED = {"SUCCESS", "FAILURE", "CANCELED"}
PATIENCE = 900.0
Found = TypeVar("Found")


def until(look: Callable[[], Found | None], what: str, seconds: float = PATIENCE) -> Found:
    """The first answer of ``look`` that is something."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.5)
    raise AssertionError(f"{what}: not within {seconds:.0f} s")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def descendants(process: int) -> list[int]:
    """``process`` and everything that it started, directly or not."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parents[int(folder.name)] = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
    found = [process]
    for parent in found:
        found += [child for child, of in parents.items() if of == parent]
    return found


@dataclass
class Served:
    """Documents, warehouse, work folder and Dagster home in ``folder``, and the server on them."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    port: int = field(default_factory=free_port)
    pages_port: int = field(default_factory=free_port)

    @property
    def documents(self) -> Path:
        return self.folder / "documents"

    @property
    def warehouse(self) -> Path:
        return self.folder / "published" / "figures.duckdb"

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SOLIEU_")}
        return {
            **kept,
            "PYTHONPATH": str(HOUSE),
            "DAGSTER_HOME": str(self.folder / "home"),
            "SOLIEU_DOCUMENTS": str(self.documents),
            "SOLIEU_WAREHOUSE": str(self.warehouse),
            "SOLIEU_WORK": str(self.folder / "work"),
            **self.settings,
        }

    def start(self) -> None:
        """Start it and wait until it answers with its code loaded."""
        ports = ["--port", str(self.port), "--pages-port", str(self.pages_port)]
        with (self.folder / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "pipelines.cli", "serve", *ports],
                cwd=self.folder,
                env=self.environment(),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until(self._loaded, "solieu serve")

    def _loaded(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, (self.folder / "serve.log").read_text()[-3000:]
        try:
            answer = self.ask("{ repositoriesOrError { __typename ... on RepositoryConnection { nodes { name } } } }")
        except OSError:
            return False
        return bool(answer["repositoriesOrError"].get("nodes"))

    def kill(self) -> None:
        """SIGKILL this server and whatever it started, all at one moment."""
        assert self.process is not None
        for process in reversed(descendants(self.process.pid)):
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait()

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        body = json.dumps({"query": query, "variables": variables}).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/graphql", body, headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                told = json.load(answer)
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode()) from error
        assert "errors" not in told, told["errors"]
        return dict(told["data"])

    def switch_on(self, kind: str, name: str) -> None:
        """Start the schedule or sensor ``name``, as its switch in the UI does."""
        selector = {**SELECTOR, f"{kind}Name": name}
        capital = kind.capitalize()
        answer = self.ask(
            f"mutation($s: {capital}Selector!) {{ start{capital}({kind}Selector: $s) {{ __typename }} }}", s=selector
        )
        assert answer[f"start{capital}"]["__typename"] in ("Sensor", "ScheduleStateResult"), answer

    def switch_off(self, kind: str, name: str) -> None:
        """Stop it for good: an evaluation that is under way writes the state as it was when it began."""
        mutation = {"schedule": "stopRunningSchedule", "sensor": "stopSensor"}[kind]

        def stopped() -> bool:
            state = self._state(kind, name)["id"]
            answer = self.ask(f"mutation($i: String!) {{ {mutation}(id: $i) {{ __typename }} }}", i=state)
            assert "Error" not in answer[mutation]["__typename"], answer
            time.sleep(3)
            return self.status_of(kind, name) == "STOPPED"

        until(stopped, f"{name} stopped")

    def status_of(self, kind: str, name: str) -> str:
        return str(self._state(kind, name)["status"])

    def next_tick(self, schedule: str) -> datetime:
        """When ``schedule`` is due next."""
        answer = self.ask(
            "query($s: ScheduleSelector!) { scheduleOrError(scheduleSelector: $s) "
            "{ ... on Schedule { futureTicks(limit: 1) { results { timestamp } } } } }",
            s={**SELECTOR, "scheduleName": schedule},
        )
        (tick,) = answer["scheduleOrError"]["futureTicks"]["results"]
        return datetime.fromtimestamp(tick["timestamp"], UTC)

    def _state(self, kind: str, name: str) -> dict[str, Any]:
        capital = kind.capitalize()
        state = f"{kind}State" if kind == "sensor" else "scheduleState"
        answer = self.ask(
            f"query($s: {capital}Selector!) {{ {kind}OrError({kind}Selector: $s) "
            f"{{ __typename ... on {capital} {{ {state} {{ id status }} }} }} }}",
            s={**SELECTOR, f"{kind}Name": name},
        )
        return dict(answer[f"{kind}OrError"][state])

    def launch(
        self, *assets: str, checks: bool = True, job: str = "refresh", config: Mapping[str, Any] | None = None
    ) -> str:
        """Launch ``job``, or some ``assets`` of it and their checks, as the launchpad does; return the run's id."""
        selector: dict[str, Any] = {**SELECTOR, "pipelineName": job}
        if assets:
            selector["assetSelection"] = [{"path": [name]} for name in assets]
        if not checks:
            selector["assetCheckSelection"] = []
        parameters = {"selector": selector, "runConfigData": config or {}, "mode": "default"}
        answer = self.ask(
            "mutation($p: ExecutionParams!) { launchPipelineExecution(executionParams: $p) "
            "{ __typename ... on LaunchRunSuccess { run { runId } } ... on PythonError { message } "
            "... on RunConfigValidationInvalid { errors { message } } } }",
            p=parameters,
        )["launchPipelineExecution"]
        assert answer["__typename"] == "LaunchRunSuccess", answer
        return str(answer["run"]["runId"])

    def cancel(self, run: str) -> None:
        answer = self.ask("mutation($r: String!) { terminateRun(runId: $r) { __typename } }", r=run)
        assert answer["terminateRun"]["__typename"] == "TerminateRunSuccess", answer

    def quieten(self) -> None:
        """Cancel what waits or runs, and wait until nothing does."""

        def quiet() -> bool:
            going = [run for run, told in self.runs().items() if told["status"] not in FINISHED]
            for run in going:
                self.ask("mutation($r: String!) { terminateRun(runId: $r) { __typename } }", r=run)
            return not going

        until(quiet, "a quiet server")

    def runs(self) -> dict[str, dict[str, Any]]:
        """Every run by its id: status, tags, steps that have begun and what it told."""
        answer = self.ask(
            "{ runsOrError { ... on Runs { results { runId status tags { key value } "
            "stepStats { stepKey status } } } } }"
        )
        return {run["runId"]: run for run in answer["runsOrError"]["results"]}

    def messages(self, run: str) -> list[str]:
        answer = self.ask(
            "query($r: ID!) { logsForRun(runId: $r) { ... on EventConnection { events { ... on MessageEvent "
            "{ message } } } } }",
            r=run,
        )
        return [event.get("message", "") for event in answer["logsForRun"]["events"]]

    def wait(self, run: str, *wanted: str) -> str:
        """The status of ``run`` once it is one of ``wanted``, by default an end."""
        ends = set(wanted) or FINISHED
        return until(lambda: (status := self.runs()[run]["status"]) in ends and status, f"run {run} as {ends}")

    def wait_for_step(self, run: str, step: str) -> None:
        def begun() -> bool:
            return any(
                stats["stepKey"] == step and stats["status"] == "IN_PROGRESS" for stats in self.runs()[run]["stepStats"]
            )

        until(begun, f"step {step} of {run}")

    def process_of(self, run: str) -> int:
        """The process that runs ``run``, from its own log."""
        (told,) = [message for message in self.messages(run) if "Started process for run (pid: " in message]
        return int(told.split("(pid: ")[1].split(")")[0])
