"""A build that fails its checks leaves the published file as it was, and says why in plain words."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.integration.conftest import HOUSE, Place, digest, place_of

IMPOSSIBLE = """\
name: fct_observations
schema: marts
table: fct_observations
expectations:
  - type: unexpected_rows_expectation
    kwargs: {unexpected_rows_query: "SELECT document, char_start FROM {batch}"}
    meta: {id: no_observation_at_all, severity: integrity, says: No bulletin states any figure.}
"""
BROKEN = """\
name: fct_shares
schema: marts
table: fct_shares
expectations:
  - type: unexpected_rows_expectation
    kwargs: {unexpected_rows_query: "SELECT no_such_column FROM {batch}"}
    meta: {id: asks_for_nonsense, severity: plausibility, fact: share, says: Nonsense holds.}
"""


@pytest.fixture(scope="module")
def place(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    return place_of(shipped, tmp_path_factory.mktemp("blocked"))


@pytest.fixture(scope="module")
def suites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("expectations")
    shutil.copytree(HOUSE / "expectations", folder, dirs_exist_ok=True)
    (folder / "fct_observations.yaml").write_text(IMPOSSIBLE, encoding="utf-8")
    (folder / "fct_shares.yaml").write_text(BROKEN, encoding="utf-8")
    return folder


def test_a_blocked_build_leaves_the_old_file(place: Place, suites: Path) -> None:
    before = digest(place.warehouse)
    done = place.build(SOLIEU_EXPECTATIONS=str(suites))
    assert done.returncode == 1
    assert digest(place.warehouse) == before
    assert "No bulletin states any figure." in done.stdout
    assert "Nonsense holds. Could not be checked" in done.stdout, "an engine error is a failed check"
    assert f"{place.warehouse} stays as it was" in done.stdout.replace("\n", "")
    assert "Traceback" not in done.stdout + done.stderr


def test_a_broken_vocabulary_is_told_with_its_file(place: Place, tmp_path: Path) -> None:
    shutil.copytree(HOUSE / "seeds" / "reference", tmp_path / "reference")
    indicators = tmp_path / "reference" / "indicators.csv"
    lines = indicators.read_text(encoding="utf-8").splitlines()
    indicators.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8")
    before = digest(place.warehouse)
    done = place.build(SOLIEU_REFERENCE=str(tmp_path / "reference"))
    assert done.returncode == 1
    assert digest(place.warehouse) == before
    assert "indicators.csv" in done.stdout
    assert lines[1].split(",", 1)[0] in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
