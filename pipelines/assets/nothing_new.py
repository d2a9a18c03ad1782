"""Whether a run has anything to make: asked before the models, once everything was looked at that may have changed."""

from __future__ import annotations

import dagster as dg

from pipelines.assets.checks import results_today
from pipelines.assets.last_run import Kept, LastRun, fingerprint
from pipelines.quality import load_suites
from pipelines.quality.suites import HISTORY
from pipelines.settings import Settings


def unchanged(settings: Settings, state: str) -> Kept | None:
    """What the models' step yielded of ``state``, where all that was made of it stands; None where it must be made.

    The published file is compared to the byte. Checks that depend on the day are made again, and must end as they did:
    the published file tells how. Those that compare with the publication before must have passed, for compared with
    itself the file would pass.
    """
    last = LastRun.of(settings)
    models, checks, published = (last.kept(step, state) for step in ("models", "checks", "published_warehouse"))
    if models is None or checks is None or published is None:
        return None
    if not (settings.data_docs / "index.html").is_file() or not settings.work_warehouse.is_file():
        return None
    if published.more.get("sha256") != fingerprint(settings.warehouse):
        return None
    return models if _checks_stand(checks, settings) else None


def _checks_stand(checks: Kept, settings: Settings) -> bool:
    ended = {result.check_name: _end(result) for result in checks.results if isinstance(result, dg.AssetCheckResult)}
    today = results_today(settings, {})
    if today is None:
        return False
    now = {result.check_name: _end(result) for result in today}
    suites = load_suites(settings.expectations, settings.thresholds)
    compared = {rule.id for suite in suites if suite.schema == HISTORY for rule in suite.expectations} - now.keys()
    return all(ended.get(name) == end for name, end in now.items()) and all(
        ended.get(name, (False, ""))[0] for name in compared
    )


def _end(result: dg.AssetCheckResult) -> tuple[bool, str]:
    return result.passed, result.severity.name
