"""Evidence pages: a static site, made from the published warehouse, in which every figure stands in its sentence.

No server and no network: the pages open from ``file://`` and hold no address but those of each other.
"""

from pipelines.evidence.site import EvidenceError, Site, build_site, site_folder

__all__ = ["EvidenceError", "Site", "build_site", "site_folder"]
