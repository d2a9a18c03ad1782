"""A real Superset: prepared from nothing as `make superset` does, opened in Chromium, asked by its API, published under."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from playwright.sync_api import Browser, Page, Response, expect

from pipelines.warehouse import publish

pytestmark = [pytest.mark.superset, pytest.mark.slow]

HOUSE = Path(__file__).resolve().parents[2]
SUPERSET = HOUSE / "bi" / "superset"
CHARTS = len(list((SUPERSET / "dashboard" / "charts").glob("*.yaml")))
START_SECONDS = 400  # its packages are installed meanwhile where they are not yet
PAGE_MS = 60_000


@dataclass
class Served:
    """A Superset that serves the dashboard, and the warehouse that it reads."""

    address: str
    password: str
    warehouse: Path
    token: str = ""

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """The answer of Superset's API; an error of it is raised with what it says."""
        headers = {"Content-Type": "application/json"} | (
            {"Authorization": f"Bearer {self.token}"} if self.token else {}
        )
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(f"{self.address}/api/v1/{path}", data=data, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{path}: {error.code} {error.read().decode()[:1000]}") from error


@pytest.fixture(scope="module")
def served(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Superset on a copy of the published warehouse and its site, as `make superset` starts it."""
    place = tmp_path_factory.mktemp("superset")
    shutil.copytree(published.parent, place / "warehouse")
    warehouse = place / "warehouse" / published.name
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = Path(sys.executable).parents[1]
    command = ["make", "superset", f"VENV={environment}", f"--old-file={environment / '.solieu-installed'}"]
    flags = f"SUPERSET_FLAGS=--warehouse {warehouse} --home {place / 'home'} --port {port}"
    with (place / "log").open("w") as log:
        process = subprocess.Popen(
            [*command, flags],
            cwd=HOUSE,
            env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, process, place / "log")
        password = (place / "home" / "admin-password").read_text(encoding="ascii")
        superset = Served(address, password, warehouse)
        login = {"username": "admin", "password": password, "provider": "db"}
        superset.token = superset.ask("security/login", login)["access_token"]
        yield superset
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, f"Superset ended: {log.read_text()[-3000:]}"
        try:
            urllib.request.urlopen(f"{address}/health", timeout=5).close()
            return
        except OSError:
            time.sleep(0.5)
    raise AssertionError(f"Superset did not answer within {START_SECONDS} s: {log.read_text()[-3000:]}")


@pytest.fixture(scope="module")
def reader(served: Served, browser: Browser) -> Iterator[Page]:
    """The administrator, logged in; asks no other machine for anything."""
    context = browser.new_context(viewport={"width": 1500, "height": 3400})
    page = context.new_page()
    page.set_default_timeout(PAGE_MS)
    elsewhere: list[str] = []
    page.on("requestfinished", lambda request: elsewhere.append(request.url))
    for _ in range(4):  # on a busy machine the form takes the keys before it is ready for them
        page.goto(f"{served.address}/login/")
        page.wait_for_load_state("networkidle")
        page.locator("[data-test=username-input]").fill("admin")
        page.locator("[data-test=password-input]").fill(served.password)
        expect(page.locator("[data-test=password-input]")).to_have_value(served.password)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        if "/login" not in page.url:
            break
    assert "/login" not in page.url
    yield page
    context.close()
    assert [url for url in elsewhere if not url.startswith((served.address, "data:", "blob:"))] == []


@pytest.fixture(scope="module")
def questions(served: Served, reader: Page) -> dict[int, dict[str, Any]]:
    """What each chart of the dashboard asked when it was opened, by the chart's number; every answer came."""
    answers: list[Response] = []
    reader.on("response", lambda answer: answers.append(answer) if "/api/v1/chart/data?" in answer.url else None)
    reader.goto(f"{served.address}/superset/dashboard/solieu/")
    reader.locator("[data-test=dashboard-component-chart-holder], .dashboard-component-chart-holder").first.wait_for()
    deadline = time.monotonic() + PAGE_MS / 1000
    while len({_chart(answer) for answer in answers}) < CHARTS and time.monotonic() < deadline:
        reader.wait_for_timeout(250)
    refused = [(answer.status, answer.text()[:500]) for answer in answers if answer.status != 200]
    assert refused == []
    return {_chart(answer): json.loads(answer.request.post_data or "{}") for answer in answers}


def _chart(answer: Response) -> int:
    asked = json.loads(answer.request.post_data or "{}")
    return int(asked["form_data"]["slice_id"])


def fresh(question: dict[str, Any]) -> dict[str, Any]:
    """The question asked again, past every cache."""
    return {**question, "force": True}


def number_of(served: Served, question: dict[str, Any]) -> int:
    """The one number that a chart of one number asks for."""
    [answer] = served.ask("chart/data", fresh(question))["result"]
    [row] = answer["data"]
    [value] = row.values()
    return int(value)


def stated(served: Served, sql: str) -> int:
    with closing(duckdb.connect(str(served.warehouse), read_only=True)) as connection:
        return int(connection.execute(sql).fetchall()[0][0])


def named(served: Served, questions: dict[int, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The questions by the names of their charts."""
    charts = served.ask("chart/?q=(page_size:100)")["result"]
    return {chart["slice_name"]: questions[chart["id"]] for chart in charts}


def test_every_chart_answers_with_rows(served: Served, questions: dict[int, dict[str, Any]]) -> None:
    asked = named(served, questions)
    assert len(asked) == CHARTS
    for name, question in asked.items():
        for answer in served.ask("chart/data", fresh(question))["result"]:
            assert answer["error"] is None, name
            assert answer["rowcount"] > 0, name


def test_the_numbers_are_those_of_the_warehouse(served: Served, questions: dict[int, dict[str, Any]]) -> None:
    asked = named(served, questions)
    for name, sql in {
        "Documents read": "SELECT count(*) FROM bi.documents",
        "Numerals accounted for": "SELECT count(*) FROM bi.numerals",
        "Figures": "SELECT count(*) FROM bi.statements",
        "Contradictions": "SELECT count(*) FROM bi.findings WHERE verdict = 'contradicted'",
    }.items():
        assert number_of(served, asked[name]) == stated(served, sql), name
    [series] = served.ask("chart/data", fresh(asked["One indicator over time"]))["result"]
    drawn = {
        value for row in series["data"] for name, value in row.items() if "year, VND" in name and value is not None
    }
    assert 130_768e9 in drawn


def test_the_picture_and_the_way_to_the_sentence(
    served: Served, reader: Page, questions: dict[int, dict[str, Any]], tmp_path: Path
) -> None:
    expect(reader.get_by_text("Data error")).to_have_count(0)
    expect(reader.locator(".echarts-for-react canvas, [_echarts_instance_] canvas").first).to_be_visible()
    expect(reader.get_by_text("130.768").first).to_be_visible()
    assert len(reader.screenshot(path=tmp_path / "dashboard.png")) > 100_000, "an empty page makes a small picture"
    sentence = reader.locator("tr", has_text="130.768").first
    address = sentence.get_by_role("link", name="see").get_attribute("href")
    assert address is not None
    page = reader.context.new_page()
    page.goto(served.address + address)
    expect(page.get_by_role("tooltip")).to_contain_text("130.768 tỷ đồng")
    page.close()


def test_a_new_chart_as_the_page_tells(served: Served, reader: Page) -> None:
    def choose(control: str, name: str, value: str = "") -> None:
        reader.locator(f"[data-test={control}]").get_by_text("or click").last.click()
        box = reader.locator(".ant-popover:not(.ant-popover-hidden)").last
        for number, text in enumerate(filter(None, (name, value))):
            field = box.get_by_role("combobox").nth(2 * number)  # the operator stands between
            field.click()
            field.press_sequentially(text)
            reader.locator(".ant-select-item-option:visible", has_text=text).first.click()
        if value:
            box.get_by_role("tab", name="Simple").click()  # closes the list of values, which covers the button
        box.get_by_role("button", name="Save").click()
        expect(box).to_be_hidden()

    reader.goto(f"{served.address}/tablemodelview/list/")
    reader.get_by_role("link", name="series", exact=True).first.click()
    reader.locator("[aria-label=line-chart]").first.click()
    choose("x_axis", "Period end")
    choose("metrics", "Value of the period")
    choose("groupby", "period_basis")
    choose("adhoc_filters", "indicator_code", "telecom.revenue")
    with reader.expect_response(lambda answer: "/api/v1/chart/data" in answer.url) as drawn:
        reader.get_by_role("button", name="Create chart").click()
    expect(reader.locator("[_echarts_instance_] canvas").first).to_be_visible()
    [result] = drawn.value.json()["result"]
    assert 130_768e9 in [row.get("year") for row in result["data"]]


def test_nobody_writes(served: Served, reader: Page) -> None:
    answer = reader.evaluate(
        """async () => {
            const token = await (await fetch('/api/v1/security/csrf_token/')).json();
            const [database] = (await (await fetch('/api/v1/database/')).json()).result;
            const answer = await fetch('/api/v1/sqllab/execute/', {
                method: 'POST',
                headers: {'Content-Type': 'application/json', 'X-CSRFToken': token.result},
                body: JSON.stringify({database_id: database.id, sql: 'CREATE TABLE bi.mine (x INTEGER)', runAsync: false}),
            });
            return [answer.status, await answer.text()];
        }"""
    )
    assert answer[0] >= 400, answer
    assert stated(served, "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'mine'") == 0


def test_a_publish_is_seen_without_a_restart(
    served: Served, questions: dict[int, dict[str, Any]], tmp_path: Path
) -> None:
    question = named(served, questions)["Numerals accounted for"]
    before = number_of(served, question)
    build = tmp_path / "build.duckdb"
    shutil.copy(served.warehouse, build)
    with closing(duckdb.connect(str(build))) as connection:
        connection.execute("DELETE FROM marts.fct_numerals WHERE role = 'date'")
    seen: list[int | str] = []
    stopped = threading.Event()

    def watch() -> None:
        while not stopped.is_set():
            try:
                seen.append(number_of(served, question))
            except AssertionError as error:
                seen.append(str(error))

    watchers = [threading.Thread(target=watch) for _ in range(2)]
    for watcher in watchers:
        watcher.start()
    time.sleep(1)
    publish(build, served.warehouse)
    time.sleep(2)
    stopped.set()
    for watcher in watchers:
        watcher.join()
    after = stated(served, "SELECT count(*) FROM bi.numerals")
    assert after < before
    assert set(seen) <= {before, after}, "a reader during the publish sees the old state or the new one"
    assert before in seen
    assert number_of(served, question) == after
