"""The published warehouse as pages that people read: every figure in its sentence."""

import time

import dagster as dg

from pipelines.assets.build_room import BuildRoom
from pipelines.assets.display import links
from pipelines.assets.failing import told
from pipelines.assets.last_run import LastRun, is_whole, materialized_again, sizes_and_times
from pipelines.evidence import EvidenceError, build_site, site_folder


@dg.asset(group_name="publish", kinds={"html"}, deps=["published_warehouse"], pool="build")
def evidence_site(context: dg.AssetExecutionContext, build_room: BuildRoom) -> dg.MaterializeResult[None]:
    """A static site beside the warehouse: the addresses in the views (`evidence_url`) lead to its pages.

    It opens from a disk, without a server. The old site stays until the new one is whole.
    """
    settings, began = build_room.settings, time.monotonic()
    last, run, folder = LastRun.of(settings), context.run_id, site_folder(settings.warehouse)
    kept = last.found_again("evidence_site", run)
    if kept is not None and is_whole(folder, kept):
        return materialized_again(kept, links(run, settings) | {"seconds": round(time.monotonic() - began, 1)})
    state = last.published_state(settings.warehouse)
    with told(context.retry_number, settings, EvidenceError):
        site = build_site(settings.warehouse)
    made: dg.MaterializeResult[None] = dg.MaterializeResult(
        metadata={
            "first page": dg.MetadataValue.url(
                f"{settings.pages.rstrip('/')}/site/index.html" if settings.pages else site.index.as_uri()
            ),
            "folder": dg.MetadataValue.path(str(site.index.parent)),
            "documents": site.documents,
            "indicators": site.indicators,
            "findings": site.findings,
            "largest page, kilobytes": round(site.largest_page / 1000, 1),
            "megabytes": round(site.bytes / 1e6, 2),
            "seconds": round(time.monotonic() - began, 1),
            **links(run, settings),
        }
    )
    if state is not None:
        last.keep("evidence_site", state, run, [made], files=sizes_and_times(folder))
    return made
