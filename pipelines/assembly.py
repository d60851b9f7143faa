"""The project put together for one workspace: assets, checks, resources and executor.

Here nothing is defined and nothing is run; which workspace it is for is decided by `definitions` and by `run`.
"""

import os
import warnings

import dagster as dg

from assets.publication.purge_asset import purge_asset
from assets.publication.release_asset import release_asset
from assets.quality.check_assets import checks
from assets.sources.audience import AudienceSource
from assets.sources.live_sheets import SheetSource
from assets.sources.owner_history import OwnerSource
from assets.sources.source_assets import source_assets
from assets.table_assets import table_assets
from assets.workspace import Workspace
from pipelines.jobs import jobs
from pipelines.owner_sources import owner_source
from pipelines.progress import silent_steps
from pipelines.schedules import schedules
from pipelines.sheet_sources import GoogleSheets

# A single-run backfill is how one run takes all sessions; Dagster calls its own switch for it a beta.
warnings.filterwarnings("ignore", category=dg.BetaWarning)


def assemble(
    workspace: Workspace,
    youtube: AudienceSource,
    sheets: SheetSource | None = None,
    owner: OwnerSource | None = None,
    steps: dg.LoggerDefinition = silent_steps,
) -> dg.Definitions:
    """Everything for one workspace; `youtube`, `sheets` and `owner` say where each of them is asked for."""
    sessions = dg.StaticPartitionsDefinition(workspace.cycle.session_ids)
    return dg.Definitions(
        assets=[*source_assets(sessions), *table_assets(), purge_asset(), release_asset()],
        asset_checks=checks(),
        jobs=jobs(),
        schedules=schedules(workspace.cycle),
        resources={
            "workspace": workspace,
            "youtube": youtube,
            "sheets": sheets or GoogleSheets(os.environ),
            "owner": owner or owner_source(workspace),
        },
        loggers={"steps": steps},
        # One process: each step re-imports everything otherwise, and two processes cannot write one DuckDB file.
        executor=dg.in_process_executor,
    )
