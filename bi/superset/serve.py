"""Superset on the published warehouse, read only, with the dashboard of this folder.

``python bi/superset/serve.py --warehouse FILE`` in Superset's own environment (``make superset`` makes it): prepares
what a fresh Superset needs, imports the dashboard anew and serves it on this machine alone.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
HOUSE = HERE.parents[1]
ADMIN = "admin"


def main() -> int:
    """Prepare and serve; return the exit code."""
    parser = argparse.ArgumentParser(description="Superset on the published warehouse, read only.")
    parser.add_argument("--warehouse", type=Path, default=HOUSE / "warehouse" / "solieu.duckdb", metavar="FILE")
    parser.add_argument(
        "--home", type=Path, default=HOUSE / ".cache" / "superset" / "home", metavar="DIR", help="Superset's own state"
    )
    parser.add_argument("--port", type=int, default=8088)
    given = parser.parse_args()
    warehouse = given.warehouse.resolve()
    if not warehouse.is_file():
        print(f"{warehouse} does not exist: publish a warehouse first (make warehouse), or name one.", file=sys.stderr)
        return 2
    home = given.home.resolve()
    home.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "SUPERSET_CONFIG_PATH": str(HERE / "superset_config.py"),
        "SUPERSET_HOME": str(home),
        "SOLIEU_SUPERSET_HOME": str(home),
        "SOLIEU_SUPERSET_SITE": str(warehouse.parent / "site"),
    }
    print("Preparing Superset, about a minute when it is new", flush=True)
    # Some hundred migrations tell what they do; what goes wrong is raised, or logged as an error.
    logging.disable(logging.WARNING)
    with (home / "preparing.log").open("w", encoding="utf-8") as log, redirect_stdout(log):
        from superset.app import create_app

        app = create_app()
        with app.app_context():
            prepare(warehouse)
            password = app.config["ADMIN_PASSWORD"]
    address = f"http://127.0.0.1:{given.port}/superset/dashboard/solieu/"
    print(f"{address}   user {ADMIN}, password {password}", flush=True)
    app.run(host="127.0.0.1", port=given.port, threaded=True, debug=False)
    return 0


def prepare(warehouse: Path) -> None:
    """Bring Superset's own tables, roles and the administrator up to date, and the dashboard to this folder's state."""
    from flask import current_app
    from flask_migrate import upgrade
    from superset import appbuilder, security_manager
    from superset.utils.core import override_user

    upgrade()
    appbuilder.add_permissions(update_perms=True)
    security_manager.sync_role_definitions()
    password = current_app.config["ADMIN_PASSWORD"]
    admin = security_manager.find_user(ADMIN) or security_manager.add_user(
        ADMIN, "Solieu", "Administrator", "admin@localhost", security_manager.find_role("Admin"), password
    )
    with override_user(admin):
        import_dashboard(bundle(warehouse))


def bundle(warehouse: Path) -> dict[str, str]:
    """The files of the dashboard as Superset exports them, its database leading to ``warehouse``."""
    import yaml

    folder = HERE / "dashboard"
    files = {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("*.yaml")}
    database: dict[str, Any] = yaml.safe_load(files["databases/Solieu.yaml"])
    database["sqlalchemy_uri"] = f"duckdb:///{warehouse}"
    return files | {"databases/Solieu.yaml": yaml.safe_dump(database)}


def import_dashboard(files: dict[str, str]) -> None:
    """Import dashboard, charts, datasets and database, over those of an earlier start."""
    from superset.commands.chart.importers.v1 import ImportChartsCommand
    from superset.commands.dashboard.importers.v1 import ImportDashboardsCommand
    from superset.commands.database.importers.v1 import ImportDatabasesCommand
    from superset.commands.dataset.importers.v1 import ImportDatasetsCommand

    commands = {
        "databases": ("Database", ImportDatabasesCommand),
        "datasets": ("SqlaTable", ImportDatasetsCommand),
        "charts": ("Slice", ImportChartsCommand),
        "dashboards": ("Dashboard", ImportDashboardsCommand),
    }
    # The importer of dashboards leaves what a dashboard is made of as it finds it: each kind is imported by itself.
    for kind, (type_, command) in commands.items():
        metadata = files["metadata.yaml"].replace("Dashboard", type_)
        below = list(commands)[: list(commands).index(kind) + 1]
        mine = {name: text for name, text in files.items() if name.split("/")[0] in below}
        command({**mine, "metadata.yaml": metadata}, overwrite=True).run()


if __name__ == "__main__":
    sys.exit(main())
