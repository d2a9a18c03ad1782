"""Two nodes of Ray on this machine, one of them killed over its work."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.cluster.conftest import Corpus, environment, shards, told
from tests.faults.serving import descendants, free_port

pytestmark = [pytest.mark.cluster, pytest.mark.slow]
PATIENCE = 120.0


@dataclass
class Nodes:
    """Ray's nodes, one processor each; a node is its `ray start` and all that came of it."""

    programs: Path
    folder: Path
    port: int = field(default_factory=free_port)
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a node; it has joined when its log says so."""
        log = self.folder / f"node-{len(self.started)}.log"
        options = ["--num-cpus", "1", "--object-store-memory", "100000000", "--disable-usage-stats", "--block"]
        with log.open("wb") as output:
            node = subprocess.Popen(
                [self.programs / "ray", "start", *arguments, *options],
                env=environment(),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.started.append(node)
        deadline = time.monotonic() + PATIENCE
        while b"Ray runtime started" not in log.read_bytes():
            assert node.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        return node

    def start_head(self) -> None:
        self.start(
            *("--head", "--port", str(self.port), "--ray-client-server-port", str(free_port())),
            *("--include-dashboard=false", "--temp-dir", str(self.folder)),
        )

    def kill(self, node: subprocess.Popen[bytes]) -> None:
        """SIGKILL to all of a node at once, as when its machine loses power."""
        for process in {node.pid, *descendants(node.pid)}:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        node.wait()


def reading(node: subprocess.Popen[bytes]) -> list[int]:
    """The reading processes of a node."""
    found = []
    for process in descendants(node.pid):
        try:
            command = Path(f"/proc/{process}/cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if b"multiprocessing.spawn" in command:
            found.append(process)
    return found


@pytest.fixture
def nodes(cluster: Path) -> Iterator[Nodes]:
    folder = Path(tempfile.mkdtemp(prefix="ray-", dir="/tmp"))  # paths of its sockets have to be short
    nodes = Nodes(cluster, folder)
    try:
        yield nodes
    finally:
        for node in nodes.started:
            nodes.kill(node)
        shutil.rmtree(folder, ignore_errors=True)


def test_a_killed_node_loses_nothing_and_doubles_nothing(
    corpus: Corpus, nodes: Nodes, cluster: Path, tmp_path: Path
) -> None:
    nodes.start_head()
    second = nodes.start("--address", nodes.address)
    taking = corpus.start_daft(cluster, tmp_path, ray_address=nodes.address)
    deadline = time.monotonic() + PATIENCE
    while not (reading(second) and len(shards(tmp_path)) >= 2):
        assert taking.poll() is None, taking.communicate()
        assert time.monotonic() < deadline, "the second node reads nothing"
        time.sleep(0.05)
    kept = shards(tmp_path)
    nodes.kill(second)
    assert told(taking) == {"read": corpus.documents, "quarantined": []}
    expected = shards(corpus.by_polars)
    assert kept.items() < expected.items(), "it was killed in the middle"
    assert shards(tmp_path) == expected
