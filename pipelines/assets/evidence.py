"""The published warehouse as pages that people read: every figure in its sentence."""

from __future__ import annotations

import dagster as dg

from pipelines.assets.build_room import BuildRoom
from pipelines.evidence import EvidenceError, build_site
from pipelines.warehouse import WarehouseError


@dg.asset(group_name="publish", kinds={"html"}, deps=["published_warehouse"], pool="build")
def evidence_site(build_room: BuildRoom) -> dg.MaterializeResult[None]:
    """A static site beside the warehouse: the addresses in the views (`evidence_url`) lead to its pages.

    It opens from a disk, without a server. The old site stays until the new one is whole.
    """
    try:
        site = build_site(build_room.settings.warehouse)
    except (EvidenceError, WarehouseError) as error:
        raise dg.Failure(str(error), allow_retries=False) from error
    return dg.MaterializeResult(
        metadata={
            "first page": dg.MetadataValue.url(site.index.as_uri()),
            "folder": dg.MetadataValue.path(str(site.index.parent)),
            "documents": site.documents,
            "indicators": site.indicators,
            "findings": site.findings,
            "largest page, kilobytes": round(site.largest_page / 1000, 1),
            "megabytes": round(site.bytes / 1e6, 2),
        }
    )
