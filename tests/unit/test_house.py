"""Rules of the house that no linter holds."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import polars as pl
import pytest

from pipelines.documents import DOCUMENTS_SCHEMA, QUARANTINE_SCHEMA
from pipelines.staging.schemas import STG_DOCUMENTS, STG_QUARANTINE

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "pipelines").rglob("*.py"))

#: Lines that are seen without scrolling.
SCREEN = 55


def test_documents_give_what_staging_declares() -> None:
    declared = {name: dtype for name, dtype in STG_DOCUMENTS.items() if name != "numerals"}
    assert pl.Schema(declared) == DOCUMENTS_SCHEMA
    assert pl.Schema(STG_QUARANTINE) == QUARANTINE_SCHEMA


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_are_short_and_named_for_their_work(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
    assert path.stem not in {"utils", "util", "helpers", "helper", "common", "misc"}


def test_functions_fit_a_screen() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= SCREEN
    ]
    assert not long


@pytest.mark.parametrize("name", ["requirements.lock", "bi/superset/requirements.lock", "cluster/requirements.lock"])
def test_locks_name_versions_and_hashes_only(name: str) -> None:
    lock = (ROOT / name).read_text(encoding="utf-8")
    pin = re.compile(r"[a-z0-9-]+(\[[a-z0-9,]+\])?==[\w.!+-]+( ; [^\\]+)? \\")
    for line in lock.splitlines():
        assert pin.fullmatch(line) or re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line), line


def test_every_requirement_is_locked_at_its_version() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for line in (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines():
        if "==" in line:
            pin = re.sub(r"\[.*\]", "", line)  # the lock names what an extra asks for by itself
            assert f"\n{pin} " in f"\n{lock}", f"{line}: run make lock"


def test_the_bulletins_are_stored_byte_for_byte() -> None:
    listed = subprocess.run(
        ["git", "check-attr", "text", "eol", "--", "seeds/documents/000_59148a569a8c47a8.txt"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git clone")
    assert "text: unset" in listed.stdout
