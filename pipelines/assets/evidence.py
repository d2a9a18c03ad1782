"""The published warehouse as pages that people read: every figure in its sentence."""

from collections.abc import Mapping
from typing import Any

import dagster as dg

from pipelines.assets.beside import beside_the_warehouse
from pipelines.assets.build_room import BuildRoom
from pipelines.evidence import EvidenceError, build_site, site_folder
from pipelines.settings import Settings


@dg.asset(group_name="publish", kinds={"html"}, deps=["published_warehouse"], pool="build")
def evidence_site(context: dg.AssetExecutionContext, build_room: BuildRoom) -> dg.MaterializeResult[None]:
    """A static site beside the warehouse: the addresses in the views (`evidence_url`) lead to its pages.

    It opens from a disk, without a server. The old site stays until the new one is whole.
    """
    return beside_the_warehouse(context, build_room, site_folder, EvidenceError, _make)


def _make(settings: Settings) -> Mapping[str, Any]:
    site = build_site(settings.warehouse)
    first = f"{settings.pages.rstrip('/')}/site/index.html" if settings.pages else site.index.as_uri()
    return {
        "first page": dg.MetadataValue.url(first),
        "folder": dg.MetadataValue.path(str(site.index.parent)),
        "documents": site.documents,
        "indicators": site.indicators,
        "findings": site.findings,
        "largest page, kilobytes": round(site.largest_page / 1000, 1),
        "megabytes": round(site.bytes / 1e6, 2),
    }
