"""What decides a warehouse beside its documents, as fingerprints: where they are the same, a build may go on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path

import duckdb

_HERE = Path(__file__).parent
_OUTPUT = {"target", "logs", "dbt_packages"}
_MODELS = {".sql", ".yml", ".yaml", ".md"}


def made_with(dbt_project: Path, reference: Path, expectations: Path, reader: str) -> Mapping[str, str]:
    """Fingerprints by name: the reader, the reference data, the models, the code that starts a build and its engine.

    And the checks of what was read: a text is checked when it arrives, so other checks have all texts arrive again.
    """
    models = [
        path
        for path in dbt_project.rglob("*")
        if path.suffix in _MODELS and path.relative_to(dbt_project).parts[0] not in _OUTPUT
    ]
    code = [*_HERE.glob("*.py"), _HERE.parent / "staging" / "schemas.py"]
    return {
        "the reader": reader,
        "the reference data": hash_of(reference, reference.glob("*.csv")),
        "the models": hash_of(dbt_project, models),
        "the checks of texts": hash_of(expectations, expectations.glob("stg_*.yaml")),
        "the program": hash_of(_HERE.parent, code, f"duckdb {version('duckdb')} dbt-duckdb {version('dbt-duckdb')}"),
    }


def recorded(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """What the open warehouse says it was made with, name and fingerprint; nothing where it does not say."""
    try:
        return connection.execute("SELECT name, fingerprint FROM audit.made_with ORDER BY ALL").fetchall()
    except duckdb.CatalogException:
        return []


def hash_of(root: Path, files: Iterable[Path], more: str = "") -> str:
    """Hash of ``files`` by their names below ``root`` and what they hold, and of ``more``."""
    digest = hashlib.sha256(more.encode())
    for path in sorted(files):
        content = path.read_bytes()
        digest.update(f"\0{path.relative_to(root)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:32]
