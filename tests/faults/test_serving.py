"""`solieu serve` over days in minutes: everything killed at once, runs cancelled and killed; nothing is lost or stuck."""

from __future__ import annotations

import os
import signal
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.faults.serving import Served, until
from tests.integration.conftest import GOOD
from tests.unit.operations.test_notices import Hook

pytestmark = pytest.mark.slow

#: The shipped instance settings, but looking around oftener.
LOCAL = "run_monitoring: {enabled: true, poll_interval_seconds: 2, free_slots_after_run_end_seconds: 1}\n"
SECOND = "Hội nghị tháng 8/2022\nDoanh thu bưu chính tháng 8/2022 đạt 3.300 tỷ đồng.\n"


@pytest.fixture(scope="module")
def hook() -> Iterator[Hook]:
    server = Hook()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, hook: Hook) -> Iterator[Served]:
    """A server with one document, a schedule of every minute, and someone to tell of failures."""
    folder = tmp_path_factory.mktemp("served")
    webhook = f"http://127.0.0.1:{hook.server_port}/failed"
    server = Served(folder, {"SOLIEU_SCHEDULE": "* * * * *", "SOLIEU_FAILURE_WEBHOOK": webhook})
    server.documents.mkdir()
    (server.documents / "first.txt").write_text(GOOD, encoding="utf-8")
    (folder / "home").mkdir()
    (folder / "home" / "local.yaml").write_text(LOCAL, encoding="utf-8")
    server.start()
    yield server
    server.kill()


def figures(warehouse: Path) -> list[tuple[str, str]]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute("SELECT document, raw FROM bi.observations ORDER BY ALL").fetchall()


def tagged(served: Served, tag: str, value: str) -> list[str]:
    """The runs with a tag."""
    return [run for run, told in served.runs().items() if {"key": tag, "value": value} in told["tags"]]


def test_killed_in_the_middle_of_a_run_it_goes_on_where_it_was(served: Served, hook: Hook) -> None:
    """Schedule and sensor stay on, the run that was lost is failed and told of, and the schedule's next one publishes."""
    served.switch_on("sensor", "landing_folder")
    (lost,) = until(lambda: tagged(served, "dagster/sensor_name", "landing_folder"), "the sensor's run")
    served.wait_for_step(lost, "staging")
    served.switch_on("schedule", "every_morning")
    served.kill()
    assert not served.warehouse.exists()

    served.start()
    assert served.status_of("schedule", "every_morning") == "RUNNING"
    assert served.status_of("sensor", "landing_folder") == "RUNNING"
    assert served.wait(lost) == "FAILURE"
    scheduled = until(lambda: tagged(served, "dagster/schedule_name", "every_morning"), "the schedule's run")
    served.switch_off("schedule", "every_morning")
    assert served.wait(scheduled[-1]) == "SUCCESS"
    served.quieten()
    assert figures(served.warehouse) == [("first.txt", "3.151")]
    (notice,) = until(lambda: [body for _, _, body in hook.taken if body["run_id"] == lost], "the notice")
    assert "killed, the memory ran out, or the machine stopped" in notice["text"]


def test_a_cancelled_run_frees_the_slot_for_chosen_documents_to_be_read_again(served: Served) -> None:
    served.quieten()
    cancelled = served.launch(job="reread")
    served.wait_for_step(cancelled, "models")
    assert "Read again: first.txt (1 in all)." in served.messages(cancelled)
    chosen = {"resources": {"build_room": {"config": {"documents": ["f*.txt"]}}}}
    waiting = served.launch("raw_documents", config=chosen)
    assert served.runs()[waiting]["status"] == "QUEUED", "one writer at a time"
    served.cancel(cancelled)
    assert served.wait(cancelled) == "CANCELED"
    assert served.wait(waiting) == "SUCCESS"
    assert "Read again: first.txt (1 in all)." in served.messages(waiting)


@pytest.mark.thorough
def test_a_cancelled_and_a_killed_run_free_the_slot(served: Served, hook: Hook) -> None:
    served.switch_off("schedule", "every_morning")
    served.quieten()
    if not served.warehouse.exists():  # the tests above, left out of this selection, switch the sensor on and publish
        served.switch_on("sensor", "landing_folder")
        (first,) = until(lambda: tagged(served, "dagster/sensor_name", "landing_folder"), "the sensor's run")
        assert served.wait(first) == "SUCCESS"
    before = served.warehouse.read_bytes()
    cancelled, killed = served.launch(), served.launch()
    served.wait_for_step(cancelled, "staging")
    assert served.runs()[killed]["status"] == "QUEUED", "one writer at a time"
    served.cancel(cancelled)
    assert served.wait(cancelled) == "CANCELED"

    served.wait_for_step(killed, "models")
    os.kill(served.process_of(killed), signal.SIGKILL)
    assert served.wait(killed) == "FAILURE"
    assert served.warehouse.read_bytes() == before
    until(lambda: [body for _, _, body in hook.taken if body["run_id"] == killed], "the notice of the killed run")
    assert not [body for _, _, body in hook.taken if body["run_id"] == cancelled], "a person cancelled it, and knows"

    earlier = set(tagged(served, "solieu/delivery", "1 new"))
    (served.documents / "second.txt").write_text(SECOND, encoding="utf-8")
    (delivery,) = until(
        lambda: set(tagged(served, "solieu/delivery", "1 new")) - earlier, "the sensor's run of the new file"
    )
    assert served.wait(delivery) == "SUCCESS"
    assert figures(served.warehouse) == [("first.txt", "3.151"), ("second.txt", "3.300")]


def test_every_asset_s_page_tells_what_one_looks_for(served: Served) -> None:
    """Rows, duration, preview and links everywhere; documents, quarantine and figures where there are some."""
    nodes = served.ask(
        "query($g: AssetGroupSelector) { assetNodes(group: $g) { assetKey { path } groupName isMaterializable assetMaterializations(limit: 1)"
        " { metadataEntries { label ... on UrlMetadataEntry { url } } } } }",
        g=None,
    )["assetNodes"]
    nodes = [node for node in nodes if node["isMaterializable"]]
    assert len(nodes) > 40
    assert [node["assetKey"]["path"] for node in nodes if not node["assetMaterializations"]] == []
    for node in nodes:
        (made,) = node["assetMaterializations"]
        labels = {entry["label"]: entry.get("url") for entry in made["metadataEntries"]}
        name = "/".join(node["assetKey"]["path"])
        assert {"log", "data docs"} <= set(labels), name
        assert {"seconds", "Execution Duration"} & set(labels), name
        if node["groupName"] in ("staging", "intermediate", "marts", "bi"):
            assert {"dagster/row_count", "preview", "quarantined", "figures by kind"} <= set(labels), name
        with urllib.request.urlopen(labels["data docs"], timeout=30) as page:
            assert b"Checks of the build" in page.read()


def test_it_listens_on_this_machine_only(served: Served) -> None:
    listening = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    hosts = {
        local.split(":")[0]
        for _, local, _, state, *_ in listening
        if state == "0A" and int(local.split(":")[1], 16) in (served.port, served.pages_port)
    }
    assert hosts == {"0100007F"}
