"""What all assets of `raw` have in common as Dagster sees them, and the workspace that every asset is given.

Here nothing is taken in; each source's assets stand in `source_assets` and `audience_assets`.
"""

from collections.abc import Callable
from typing import Any

import dagster as dg

from assets.sources.raw_files import FolderSummary
from assets.workspace import Workspace

WorkspaceResource = dg.ResourceParam[Workspace]
Decorator = Callable[[Callable[..., Any]], dg.AssetsDefinition]


def raw_asset(name: str, description: str, kind: str | None = None, **more: Any) -> Decorator:
    """The decorator of `raw/<name>`: one run takes all its partitions; `kind` is what Dagster shows as its kind."""
    decorator: Decorator = dg.asset(
        key=["raw", name],
        group_name="raw",
        kinds={kind} if kind else None,
        backfill_policy=dg.BackfillPolicy.single_run(),
        description=description,
        **more,
    )
    return decorator


def told(summary: FolderSummary) -> dg.MaterializeResult[None]:
    """What a source that took files in tells Dagster."""
    return dg.MaterializeResult(metadata=counts(summary))


def counts(summary: FolderSummary) -> dict[str, int]:
    """Rows and files of a summary under the names that Dagster shows."""
    return {"dagster/row_count": summary.rows, "files": summary.files, "files_refused": summary.refused}
