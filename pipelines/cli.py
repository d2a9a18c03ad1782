"""The command line: ``solieu build`` runs the very same Dagster assets in this process, ``solieu query`` reads."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from pipelines.documents.landing import DocumentsError, list_folder
from pipelines.settings import ENGINES, Settings, SettingsError, dagster_home

OK, FAILED, UNUSABLE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that ``arguments`` (by default the process's own) name; return its exit code."""
    given = _parser().parse_args(arguments)
    try:
        code: int = given.run(given)
    except (SettingsError, DocumentsError) as error:
        print(f"solieu: {error}", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        print("solieu: stopped; what was published before is untouched.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # whoever read the output has read enough
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 the interpreter flushes it at its end
        return OK
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="solieu", description="Vietnamese statistical bulletins as a warehouse.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    build = commands.add_parser("build", help="read a folder of documents and publish the warehouse")
    build.add_argument("--documents", type=Path, metavar="DIR", help="folder of documents (default: the shipped ones)")
    build.add_argument(
        "--warehouse",
        metavar="FILE",
        help="the published file, ending in .duckdb, or ducklake:postgresql://USER@HOST/DB",
    )
    build.add_argument("--document-set", metavar="NAME", help="whose rows are replaced in a lake (default: the folder)")
    build.add_argument("--strict", action="store_true", default=None, help="exit with 1 when a document was set aside")
    build.add_argument("--engine", choices=ENGINES, help="what reads the documents (default: polars); docs/scale.md")
    build.add_argument("--ray-address", metavar="HOST:PORT", help="the Ray cluster that daft runs on")
    build.set_defaults(run=_build)
    query = commands.add_parser("query", help="run SQL on the published warehouse, read only")
    query.add_argument("sql", metavar="SQL")
    query.add_argument("--warehouse", type=Path, metavar="FILE", help="the published file")
    query.add_argument("--format", choices=("plain", "csv", "json"), default="plain", help="how rows are written")
    query.set_defaults(run=_query)
    show = commands.add_parser("show", help="an indicator's figures over time, by its code or by words")
    show.add_argument("words", metavar="INDICATOR", nargs="+", help='e.g. telecom.revenue, or "doanh thu vien thong"')
    show.add_argument("--warehouse", type=Path, metavar="FILE", help="the published file")
    show.add_argument("--format", choices=("plain", "csv", "json"), default="plain", help="how rows are written")
    show.set_defaults(run=_show)
    site = commands.add_parser("site", help="write the evidence pages of the published warehouse anew")
    site.add_argument("--warehouse", type=Path, metavar="FILE", help="the published file")
    site.add_argument("--out", type=Path, metavar="DIR", help="folder of the site (default: site/ beside the file)")
    site.set_defaults(run=_site)
    export = commands.add_parser("export", help="write the published warehouse as Parquet, SDMX and a data package")
    export.add_argument("--warehouse", type=Path, metavar="FILE", help="the published file")
    export.add_argument(
        "--to", type=Path, metavar="DIR", help="folder of the exports (default: exports/ beside the file)"
    )
    export.add_argument("--format", choices=("parquet", "sdmx", "datapackage", "all"), default="all")
    export.set_defaults(run=_export)
    serve = commands.add_parser("serve", help="the Dagster UI with its schedules and sensors, for a server")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    serve.add_argument("--port", type=int, default=3000)
    serve.add_argument("--pages-port", type=int, default=3001, help="Data Docs and evidence pages; 0: not served")
    serve.add_argument("--prepare", action="store_true", help="write DAGSTER_HOME/dagster.yaml and end")
    serve.set_defaults(run=_serve)
    return parser


def _build(given: argparse.Namespace) -> int:
    settings = Settings.from_environment(
        documents=given.documents,
        warehouse=given.warehouse,
        document_set=given.document_set,
        strict=given.strict,
        engine=given.engine,
        ray_address=given.ray_address,
    )
    settings.require_inputs()
    found = list_folder(settings.documents)
    progress = Console(stderr=True)
    progress.print(f"Solieu reads {len(found)} files of {settings.documents}", highlight=False)
    from pipelines.operations import short_lived
    from pipelines.operations.dbt_ahead import AHEAD, seems_new
    from pipelines.operations.environment import apply  # the imports below read it

    apply(settings)
    if seems_new(settings):
        AHEAD.begin()
    short_lived.importing()
    with progress.status("Starting"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the libraries, about each other
        from pipelines.operations.build import load_job, run_build
        from pipelines.operations.summary import print_failure, print_summary

        try:
            job = load_job()
        except Exception as error:  # whatever keeps the assets from loading, say it in words first
            print(f"solieu: the assets cannot be loaded. {error}", file=sys.stderr)
            return FAILED
    short_lived.imported()
    outcome = run_build(job, settings, progress)
    console = Console()
    if not outcome.success:
        print_failure(console, settings, outcome)
        return FAILED
    quarantined = print_summary(console, settings, outcome)
    gc.freeze()  # nor the last one, which takes two seconds
    return FAILED if settings.strict and quarantined else OK


def _query(given: argparse.Namespace) -> int:
    from pipelines.operations.query import run_query

    settings = Settings.from_environment(warehouse=given.warehouse)
    return run_query(settings.warehouse, given.sql, given.format)


def _show(given: argparse.Namespace) -> int:
    from pipelines.operations.show import run_show

    settings = Settings.from_environment(warehouse=given.warehouse)
    return run_show(settings.warehouse, " ".join(given.words), given.format)


def _site(given: argparse.Namespace) -> int:
    from pipelines.evidence import EvidenceError, build_site
    from pipelines.warehouse import WarehouseError

    settings = Settings.from_environment(warehouse=given.warehouse)
    try:
        site = build_site(settings.warehouse, given.out)
    except (EvidenceError, WarehouseError) as error:
        print(f"solieu: {error}", file=sys.stderr)
        return FAILED
    print(f"{site.index}: {site.documents} documents, {site.indicators} indicators, {site.bytes / 1e6:.1f} MB")
    return OK


def _export(given: argparse.Namespace) -> int:
    from pipelines.exports import FORMATS, ExportError, export
    from pipelines.warehouse import WarehouseError

    settings = Settings.from_environment(warehouse=given.warehouse)
    try:
        done = export(settings.warehouse, given.to, FORMATS if given.format == "all" else (given.format,))
    except (ExportError, WarehouseError) as error:
        print(f"solieu: {error}", file=sys.stderr)
        return FAILED
    for form, rows in done.rows.items():
        print(f"{done.folder / form}: {len(rows)} tables, {sum(rows.values()):,} rows")
    return OK


def _serve(given: argparse.Namespace) -> int:
    from pipelines.operations.serve import prepare_home, serve

    settings, home = Settings.from_environment(), dagster_home()
    settings.require_inputs()
    if given.prepare:
        prepare_home(home, settings)
        return OK
    return serve(settings, home, given.host, given.port, given.pages_port)


if __name__ == "__main__":
    sys.exit(main())
