"""What a person wants to know when a build has ended."""

from __future__ import annotations

import shlex
import shutil
import sysconfig
from collections.abc import Iterable
from pathlib import Path

import duckdb
from rich.console import Console
from rich.markup import escape

from pipelines.evidence.site import site_folder
from pipelines.exports import exports_folder
from pipelines.operations.build import BuildOutcome
from pipelines.settings import Settings

_FIGURES = (
    ("levels", "bi.observations"),
    ("changes", "bi.changes"),
    ("shares", "bi.shares"),
    ("plan completions", "bi.plan_completions"),
)
_MOST_SHOWN = 10


def print_summary(console: Console, settings: Settings, outcome: BuildOutcome) -> int:
    """Print the summary of the published warehouse; return the number of files set aside."""
    with duckdb.connect(str(settings.warehouse), read_only=True) as warehouse:
        quarantined = warehouse.execute(
            "SELECT document, reason, remedy FROM audit.quarantine ORDER BY document"
        ).fetchall()
        console.print()
        console.print(f"[bold]Published {escape(str(settings.warehouse))}[/]", soft_wrap=True)
        for name, told in _counts(warehouse, outcome, len(quarantined)):
            console.print(f"{name:<10} {told}", highlight=False, soft_wrap=True)
        _print_rows(console, "Set aside", ((f"{name}: {reason}", remedy) for name, reason, remedy in quarantined))
        _print_rows(console, "Check that warned", _warnings(warehouse))
        _print_rows(console, "Contradiction", _contradictions(warehouse))
    _print_next(console, settings)
    return len(quarantined)


def print_failure(console: Console, settings: Settings, outcome: BuildOutcome) -> None:
    """Say why nothing was published, and what readers see meanwhile."""
    console.print()
    beside = {"evidence_site": "its evidence pages", "exports": "its exports"}
    only_beside = set(outcome.failures) <= set(beside)
    missing = "Nothing was published."
    if only_beside:
        missing = f"The warehouse was published, {' and '.join(beside[step] for step in outcome.failures)} were not."
    console.print(f"[bold red]{missing}[/]")
    for step, reason in outcome.failures.items():
        console.print(f"{escape(step)}: {escape(visible(reason))}", soft_wrap=True, highlight=False)
    folders = {"evidence_site": site_folder(settings.warehouse), "exports": exports_folder(settings.warehouse)}
    for place in [folders[step] for step in outcome.failures] if only_beside else [settings.warehouse]:
        state = "stays as it was" if place.exists() else "does not exist yet"
        console.print(f"{escape(str(place))} {state}.", soft_wrap=True, highlight=False)
    console.print(f"Log: {escape(str(settings.work / 'logs' / 'build.log'))}", soft_wrap=True, highlight=False)


def visible(text: str) -> str:
    """``text`` with control characters written out: a file's name may hold commands to the terminal."""
    return "".join(sign if sign.isprintable() or sign == "\n" else f"\\x{ord(sign):02x}" for sign in text)


def _counts(warehouse: duckdb.DuckDBPyConnection, outcome: BuildOutcome, quarantined: int) -> list[tuple[str, str]]:
    documents = _number(warehouse, "SELECT count(*) FROM bi.documents")
    roles = warehouse.execute("SELECT role, count(*) FROM bi.numerals GROUP BY role ORDER BY 2 DESC, 1").fetchall()
    checks = dict(warehouse.execute("SELECT status, count(*) FROM audit.checks GROUP BY status").fetchall())
    ended = {how: checks.get(how, 0) + outcome.dbt_tests[how] for how in ("passed", "warned", "failed")}
    flagged = _number(warehouse, "SELECT count(*) FROM audit.quality_flags")
    figures = [(kind, _number(warehouse, f"SELECT count(*) FROM {view}")) for kind, view in _FIGURES]
    return [
        ("Documents", f"{documents} read, {quarantined} set aside"),
        ("Numerals", f"{sum(count for _, count in roles)} accounted for: {_listed(roles)}"),
        ("Figures", f"{sum(count for _, count in figures)}: {_listed(figures)}"),
        ("Checks", ", ".join(f"{count} {how}" for how, count in ended.items()) + f"; {flagged} rows flagged"),
    ]


def _listed(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts)


def _number(warehouse: duckdb.DuckDBPyConnection, query: str) -> int:
    found = warehouse.execute(query).fetchone()
    return int(found[0]) if found else 0


def _warnings(warehouse: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    rows = warehouse.execute(
        "SELECT says, rows_failing, rows_checked, table_name FROM audit.checks "
        "WHERE status = 'warned' ORDER BY check_id"
    ).fetchall()
    return [(says, f"{failing} of {checked} rows of {table} do not.") for says, failing, checked, table in rows]


def _contradictions(warehouse: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    rows = warehouse.execute(
        "SELECT explanation_en, documents FROM bi.findings WHERE verdict = 'contradicted' ORDER BY ALL"
    ).fetchall()
    return [(explanation, documents) for explanation, documents in rows]


def _print_rows(console: Console, title: str, rows: Iterable[tuple[str, str]]) -> None:
    listed = list(rows)
    if not listed:
        return
    console.print(f"\n[bold]{title}[/] ({len(listed)})")
    for what, detail in listed[:_MOST_SHOWN]:
        console.print(f"  {escape(visible(what))}", highlight=False, soft_wrap=True)
        console.print(f"    [dim]{escape(visible(detail))}[/]", highlight=False, soft_wrap=True)
    if len(listed) > _MOST_SHOWN:
        console.print(f"  … and {len(listed) - _MOST_SHOWN} more")


def _print_next(console: Console, settings: Settings) -> None:
    query = "SELECT indicator_en, period_end, value, unit_code FROM bi.series ORDER BY ALL LIMIT 10"
    where = "" if settings.warehouse == Settings().warehouse else f" --warehouse {shlex.quote(str(settings.warehouse))}"
    console.print("\n[bold]Next[/]")
    for line in (
        f'{_command()} query "{query}"{where}',
        f"{site_folder(settings.warehouse) / 'index.html'}   every figure in its sentence, in a browser",
        "make ui                 the asset graph, every table and check, at http://127.0.0.1:3000",
        f"{settings.data_docs / 'index.html'}   what was checked, page by page",
    ):
        console.print(f"  {escape(line)}", highlight=False, soft_wrap=True)


def _command() -> str:
    """How a shell finds the command line: by its name, or by its path where the environment is not activated."""
    if shutil.which("solieu"):
        return "solieu"
    script = Path(sysconfig.get_path("scripts"), "solieu")
    here = Path.cwd()
    return shlex.quote(str(script.relative_to(here) if script.is_relative_to(here) else script))
