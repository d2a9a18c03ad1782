"""The one job: everything, from the landing folder to the published warehouse."""

import dagster as dg

refresh = dg.define_asset_job(
    "refresh",
    selection=dg.AssetSelection.all(),
    description="Read every document of the landing folder, check the figures and publish the warehouse.",
)
