"""The recipes of ``docs/connect.md`` that say so are tried: as written, and with older and newer drivers of DuckDB."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from pipelines.warehouse import open_warehouse

pytestmark = pytest.mark.slow

HOUSE = Path(__file__).resolve().parents[2]
DRIVERS = HOUSE / "bi" / "drivers"
PAGE = (HOUSE / "docs" / "connect.md").read_text(encoding="utf-8")

VIEWS = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'bi' ORDER BY table_name"
#: Reads every view whole and every table of the star schema, and tries to write, in a driver of its own.
READ_ALL = f"""
import duckdb, json, sys
connection = duckdb.connect(sys.argv[1], read_only=True)
views = [name for name, in connection.execute({VIEWS!r}).fetchall()]
counts = {{name: len(connection.execute(f'SELECT * FROM bi."{{name}}"').fetchall()) for name in views}}
known = "SELECT count(*) FROM bi.series_as_of(DATE '2022-03-01')"
# earlier ones take the name of a WITH clause in a stored macro for a table
known = connection.execute(known).fetchone()[0] if duckdb.__version__ >= "1.4.2" else None
try:
    connection.execute("CREATE TABLE bi.mine (x INTEGER)")
    refused = False
except duckdb.Error:
    refused = True
print(json.dumps([duckdb.__version__, counts, known, refused]))
"""


def blocks(section: str, language: str) -> list[str]:
    """The code of a section of the page."""
    [text] = re.findall(rf"^## {re.escape(section)}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="session")
def driver(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the packages of one of the locks beside this test's drivers."""
    folder = tmp_path_factory.mktemp(request.param)
    flags = ["--require-hashes", "--only-binary", ":all:", "--target", str(folder), "-r", f"{request.param}.lock", "-q"]
    tools = Path(sys.executable).parent
    if subprocess.run([str(tools / "uv"), "pip", "install", *flags], cwd=DRIVERS, check=False).returncode:
        # uv does not read pip's settings; where only pip knows the way to an index, pip does it
        subprocess.run([sys.executable, "-m", "pip", "install", *flags], cwd=DRIVERS, check=True)
    return folder


@pytest.mark.parametrize("driver", ["duckdb-1.4.0", "duckdb-2.0.0"], indirect=True)
def test_older_and_newer_drivers_read_the_file(published: Path, driver: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-S", "-c", READ_ALL, str(published)],
        env={**os.environ, "PYTHONPATH": str(driver)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    version, counts, known, refused = json.loads(done.stdout)
    assert driver.name.startswith(f"duckdb-{version}")
    with closing(open_warehouse(published)) as here:
        views = [name for (name,) in here.execute(VIEWS).fetchall()]
        assert counts == {name: here.execute(f"SELECT count(*) FROM bi.{name}").fetchall()[0][0] for name in views}
        as_of = here.execute("SELECT count(*) FROM bi.series_as_of(DATE '2022-03-01')").fetchall()
        assert [(known,)] == as_of or version == "1.4.0"
    assert len(views) > 10
    assert refused
    assert not published.with_name(f"{published.name}.wal").exists()


@pytest.mark.parametrize("driver", ["duckdb-cli-1.4.4"], indirect=True)
def test_the_recipe_of_the_command_line(published: Path, driver: Path) -> None:
    [command] = blocks("DuckDB command line", "sh")
    environment = {**os.environ, "PATH": f"{driver / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["sh", "-c", command], cwd=published.parents[1], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "indicator_en" in done.stdout
    assert "VND" in done.stdout or "incident" in done.stdout


def test_the_recipes_of_python(published: Path) -> None:
    plain, engine = blocks("Python and notebooks", "python")
    said = []
    for recipe in (plain, engine):
        done = subprocess.run(
            [sys.executable, "-c", recipe], cwd=published.parents[1], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        said.append(done.stdout)
    assert "130768000000000" in said[0]
    with closing(open_warehouse(published)) as here:
        assert said[1].strip() == str(here.execute("SELECT count(*) FROM bi.observations").fetchall()[0][0])


def test_what_is_marked_as_tried_is_tried() -> None:
    rows = re.findall(r"^\| \[([^]]+)\]\(#([^)]+)\).* \| (yes, by a test|yes, by hand|no) \|", PAGE, re.MULTILINE)
    assert len(rows) == 10
    for name, _, tried in rows:
        [text] = re.findall(rf"^## {re.escape(name)}.*?\n\n(.*?)\n", PAGE, re.MULTILINE)
        assert text.startswith("Not tried." if tried == "no" else tried.replace("yes, ", "Tried ")), name
