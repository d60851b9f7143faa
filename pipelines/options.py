"""The options that several commands take, and the workspace that they name.

Here each is written once; the commands are in `command_line` and `questions`.
"""

from pathlib import Path

import click

from assets.workspace import Workspace

WORKSPACE = click.option(
    "--workspace",
    "-w",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="ALCANCE_WORKSPACE",
    help="Carpeta del ciclo (o ALCANCE_WORKSPACE). / The cycle's folder (or ALCANCE_WORKSPACE).",
)
AS_JSON = click.option(
    "--json", "as_json", is_flag=True, help="Salida para programas. / Output for machines."
)
LIMIT = click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    help="Cuántos se muestran. / How many are shown.",
)


def chosen_workspace(folder: Path | None) -> Workspace:
    """The workspace of a command that reads one; a folder that is not there is wrong usage."""
    workspace = Workspace(folder.resolve()) if folder else Workspace.from_environment()
    if not workspace.root.is_dir():
        raise click.UsageError(
            f"there is no workspace at {workspace.root}. Make one with `alcance sample DIR`, or create the folder"
            " with a cycle.toml in it, and name it with --workspace."
        )
    return workspace
