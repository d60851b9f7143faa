"""Dagster's front door: everything that can be materialised in the workspace that ALCANCE_WORKSPACE names.

Here the workspace is found and nothing else; how the project is put together is `assembly`'s business.
"""

import os

from assets.workspace import Workspace
from pipelines.assembly import assemble
from pipelines.audience_sources import audience_source

_workspace = Workspace.from_environment()
defs = assemble(_workspace, audience_source(_workspace, os.environ.get("ALCANCE_YOUTUBE_API_KEY")))
