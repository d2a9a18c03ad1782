"""Writes the data dictionary, ``docs/data-dictionary.md``, from what the dbt project declares.

python -m pipelines.warehouse.dictionary dbt_project/target/prepared/manifest.json docs/data-dictionary.md
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

#: Schemas that readers query, in the order of the dictionary.
SCHEMAS = {
    "bi": "Views for BI tools and analysts: wide, one row a statement. A change to them is a breaking change.",
    "marts": "The star schema: facts and dimensions, for joins.",
}

HEAD = """# Data dictionary

Generated from the dbt project by `python -m pipelines.warehouse.dictionary`; a test compares the two.
Values are in base units, dates are inclusive on both ends, offsets are Unicode code points into a document's text.
"""


def data_dictionary(manifest: Mapping[str, Any]) -> str:
    """The dictionary as Markdown: a section a schema, a table a model, a row a column."""
    models = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    parts = [HEAD]
    for schema, meaning in SCHEMAS.items():
        parts.append(f"\n## Schema `{schema}`\n\n{meaning}\n")
        mine = [model for model in models if model["schema"] == schema]
        parts.extend(_section(model) for model in sorted(mine, key=lambda model: str(model["name"])))
    return "".join(parts)


def _section(model: Mapping[str, Any]) -> str:
    lines = [
        f"\n### `{model['schema']}.{model['alias']}`\n",
        model["description"] + "\n",
        "| column | type | meaning | key |",
        "| --- | --- | --- | --- |",
    ]
    table_keys = {column for rule in model.get("constraints", []) for column in rule.get("columns") or []}
    for column in model["columns"].values():
        keys = list(_keys(column)) or (["primary"] if column["name"] in table_keys else [])
        cells = (f"`{column['name']}`", f"`{column['data_type']}`", _cell(column["description"]), ", ".join(keys))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _keys(column: Mapping[str, Any]) -> Iterator[str]:
    for rule in column.get("constraints", []):
        if rule["type"] == "primary_key":
            yield "primary"
        if rule["type"] == "foreign_key":
            yield f"→ `{_named(rule['to'])}`"
    parent, stop, _ = column.get("meta", {}).get("within", "").partition(".")
    if stop:
        yield f"→ `{parent}`"


def _named(reference: str) -> str:
    """The model's name in ``ref('name')``, or in a relation already written out."""
    return reference.replace('"', "").replace("ref('", "").replace("')", "").split(".")[-1]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main(arguments: list[str]) -> int:
    """Write the dictionary: MANIFEST TARGET."""
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    manifest, target = Path(arguments[0]), Path(arguments[1])
    if not manifest.is_file():
        print(f"{manifest}: no such file; `dbt parse` writes it.", file=sys.stderr)
        return 1
    target.write_text(data_dictionary(json.loads(manifest.read_text(encoding="utf-8"))), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
