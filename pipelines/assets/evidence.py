"""The published warehouse as pages that people read: every figure in its sentence."""

import time

import dagster as dg

from pipelines.assets.build_room import BuildRoom
from pipelines.assets.display import links
from pipelines.assets.failing import told
from pipelines.evidence import EvidenceError, build_site


@dg.asset(group_name="publish", kinds={"html"}, deps=["published_warehouse"], pool="build")
def evidence_site(context: dg.AssetExecutionContext, build_room: BuildRoom) -> dg.MaterializeResult[None]:
    """A static site beside the warehouse: the addresses in the views (`evidence_url`) lead to its pages.

    It opens from a disk, without a server. The old site stays until the new one is whole.
    """
    settings, began = build_room.settings, time.monotonic()
    with told(context.retry_number, settings, EvidenceError):
        site = build_site(settings.warehouse)
    return dg.MaterializeResult(
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
            **links(context.run_id, settings),
        }
    )
