"""The structure of the SDMX export: dataflow, data structure, concept scheme, codelists and hierarchies.

Codes are those of the warehouse; SDMX identifiers hold no dots, so that ``post.revenue`` is ``post-revenue`` there.
Names are English; the Vietnamese ones are annotations of the type ``NAME_VI``, since the writer knows one language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from pipelines.exports.tables import Table

AGENCY = "SOLIEU"
VERSION = "1.0"

#: The dimensions, in the order of a series key.
DIMENSIONS = ("FREQ", "INDICATOR", "UNIT_MEASURE", "TIME_PERIOD")

#: Code → (English name, Vietnamese name). The first three are cut from the code lists of the SDMX initiative.
FIXED_LISTS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "CL_FREQ": {
        "A": ("Annual", "Năm"),
        "S": ("Half-yearly", "Nửa năm"),
        "Q": ("Quarterly", "Quý"),
        "M": ("Monthly", "Tháng"),
        "D": ("Daily: the value of one day", "Ngày"),
        "_O": ("Other: from one day to another", "Khác: từ ngày đến ngày"),
    },
    "CL_OBS_STATUS": {
        "A": ("Normal value", "Thực hiện"),
        "E": ("Estimated value", "Ước tính"),
        "P": ("Provisional value", "Sơ bộ"),
        "F": ("Forecast value", "Dự báo"),
    },
    "CL_UNIT_MULT": {"0": ("Units", "Đơn vị")},
    "CL_BOUND": {
        "exact": ("As printed", "Đúng như in"),
        "approx": ("About", "Khoảng"),
        "at_most": ("Nearly, at most", "Gần, tối đa"),
        "at_least": ("More than, at least", "Hơn, tối thiểu"),
        "range": ("From the value to VALUE_HIGH", "Từ giá trị đến VALUE_HIGH"),
    },
}


@dataclass(frozen=True)
class _Part:
    """A component: its role, the column of ``bi.series`` that it holds, its codelist or type, what it belongs to."""

    role: str
    name: str
    column: str | None = None
    codes: str | None = None
    kind: str = "String"
    required: bool = False
    level: str = "O"


_PARTS: Mapping[str, _Part] = {
    "FREQ": _Part("D", "Frequency", codes="CL_FREQ", required=True),
    "INDICATOR": _Part("D", "Indicator", "indicator_code", codes="CL_INDICATOR", required=True),
    "UNIT_MEASURE": _Part("D", "Unit of measure", "unit_code", codes="CL_UNIT", required=True),
    "TIME_PERIOD": _Part("D", "Time period", kind="ObservationalTimePeriod", required=True),
    "OBS_VALUE": _Part("M", "Observation value", "value", kind="Decimal", required=True),
    "OBS_STATUS": _Part("A", "Observation status", "obs_status", codes="CL_OBS_STATUS", required=True),
    "UNIT_MULT": _Part("A", "Unit multiplier", codes="CL_UNIT_MULT", required=True),
    "BOUND": _Part("A", "Bound", "bound", codes="CL_BOUND"),
    "VALUE_HIGH": _Part("A", "Upper end of a range", "value_high", kind="Decimal"),
    "SECTOR": _Part("A", "Sector", "sector_code", codes="CL_SECTOR", level="INDICATOR"),
    "STATED_ON": _Part("A", "Day of the latest statement", "last_stated_on"),
    "DOCUMENT": _Part("A", "Document", "document"),
    "CHAR_START": _Part("A", "Place of the numeral", "char_start", kind="Integer"),
    "SENTENCE": _Part("A", "Sentence", "sentence"),
}

#: The columns of the data that hold codes of the warehouse.
CODED = tuple(name for name, part in _PARTS.items() if part.codes and part.column)


def sdmx_id(code: str) -> str:
    """``code`` as an SDMX identifier: dots become hyphens, what else it may not hold its code point between ``$``."""
    return re.sub(r"[^A-Za-z0-9_-]", lambda found: f"${ord(found.group()):x}$", code.replace(".", "-"))


def structures(connection: duckdb.DuckDBPyConnection, series: Table) -> list[Any]:
    """Every artefact that the data of ``bi.series`` needs, each before those that refer to it."""
    from pysdmx.model import ConceptScheme, Dataflow, DataStructureDefinition
    from pysdmx.model.dataflow import Components

    lists = _codelists(connection)
    concepts = _concepts(series)
    scheme = ConceptScheme(
        "CS_SOLIEU", name="Concepts of Solieu", agency=AGENCY, version=VERSION, items=list(concepts.values())
    )
    structure = DataStructureDefinition(
        id="DSD_SERIES",
        name="Structure of the series",
        agency=AGENCY,
        version=VERSION,
        components=Components(_components(lists, concepts)),
    )
    flow = Dataflow(
        "SERIES",
        name="Series of stated figures",
        description=series.meaning,
        agency=AGENCY,
        version=VERSION,
        structure=structure,
    )
    return [*lists.values(), *_hierarchies(connection), scheme, structure, flow]


def _codelists(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    rows = {
        name: [(code, english, None, vietnamese, None) for code, (english, vietnamese) in codes.items()]
        for name, codes in FIXED_LISTS.items()
    }
    rows["CL_INDICATOR"] = connection.execute(
        "SELECT indicator_code, name_en, definition_en, name_vi, definition_vi FROM marts.dim_indicators ORDER BY 1"
    ).fetchall()
    rows["CL_SECTOR"] = connection.execute(
        "SELECT sector_code, name_en, null, name_vi, null FROM marts.dim_sectors ORDER BY 1"
    ).fetchall()
    rows["CL_UNIT"] = [
        ("_U", "Unspecified", None, "Không nêu", None),
        *connection.execute(
            "SELECT unit_code, name_en, coalesce('ISO 4217 ' || iso4217, 'UCUM ' || ucum), name_vi, null "
            "FROM marts.dim_units ORDER BY 1"
        ).fetchall(),
    ]
    return {name: _codelist(name, codes) for name, codes in rows.items()}


def _codelist(name: str, rows: Sequence[tuple[Any, ...]]) -> Any:
    from pysdmx.model import Annotation, Code, Codelist

    def annotations(**texts: str | None) -> list[Any]:
        return [Annotation(type=kind, title=text) for kind, text in texts.items() if text]

    codes = [
        Code(
            sdmx_id(code),
            name=english or code,
            description=meaning,
            annotations=annotations(NAME_VI=vietnamese, DEFINITION_VI=definition),
        )
        for code, english, meaning, vietnamese, definition in rows
    ]
    title = name.removeprefix("CL_").replace("_", " ").capitalize()
    return Codelist(name, name=title, agency=AGENCY, version=VERSION, items=codes)


def _hierarchies(connection: duckdb.DuckDBPyConnection) -> list[Any]:
    """Indicators and sectors below those that they are parts of."""
    from pysdmx.model import Hierarchy

    made = []
    for name, table, code in (
        ("INDICATOR", "dim_indicators", "indicator_code"),
        ("SECTOR", "dim_sectors", "sector_code"),
    ):
        rows = connection.execute(f"SELECT parent_code, {code} FROM marts.{table} ORDER BY 2").fetchall()
        children: dict[str | None, list[str]] = {}
        for parent, child in rows:
            children.setdefault(parent, []).append(child)
        tops = [top for top in children.get(None, []) if top in children]
        if tops:
            codes = [_branch(top, children, f"CL_{name}") for top in tops]
            title = f"{name.capitalize()}s and what they are parts of"
            made.append(Hierarchy(f"H_{name}", name=title, agency=AGENCY, version=VERSION, codes=codes))
    return made


def _branch(code: str, children: Mapping[str | None, Sequence[str]], codelist: str) -> Any:
    from pysdmx.model import HierarchicalCode

    below = [_branch(child, children, codelist) for child in children.get(code, ())]
    urn = f"urn:sdmx:org.sdmx.infomodel.codelist.Code={AGENCY}:{codelist}({VERSION}).{sdmx_id(code)}"
    return HierarchicalCode(sdmx_id(code), codes=below, urn=urn)


def _concepts(series: Table) -> dict[str, Any]:
    from pysdmx.model import Concept

    meanings = {column.name: column.meaning for column in series.columns}
    scheme = f"urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept={AGENCY}:CS_SOLIEU({VERSION})"
    return {
        name: Concept(name, name=part.name, description=meanings.get(part.column or ""), urn=f"{scheme}.{name}")
        for name, part in _PARTS.items()
    }


def _components(lists: Mapping[str, Any], concepts: Mapping[str, Any]) -> list[Any]:
    from pysdmx.model import Component, DataType, Role

    return [
        Component(
            name,
            part.required,
            Role(part.role),
            concepts[name],
            local_dtype=None if part.codes else DataType(part.kind),
            local_codes=lists[part.codes] if part.codes else None,
            attachment_level=part.level if part.role == "A" else None,
        )
        for name, part in _PARTS.items()
    ]
