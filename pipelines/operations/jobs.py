"""The job: everything, from the landing folder to the published warehouse."""

import dagster as dg

refresh = dg.define_asset_job(
    "refresh",
    selection=dg.AssetSelection.all(),
    description="Read what changed in the landing folder, check the figures and publish the warehouse. "
    "In the launchpad, resources › build_room › documents names documents to read again whatever is known of them.",
)

reread = dg.define_asset_job(
    "reread",
    selection=dg.AssetSelection.all(),
    config={"resources": {"build_room": {"config": {"documents": ["*"]}}}},
    description="The same, but every document is read again. A changed reader or catalogue needs no such run: "
    "`refresh` sees that by itself.",
)
