"""The commands that connect Alcance with an account of somebody else's: `alcance youtube`.

Here arguments are read; the work is done in `commands` and imported only when it is asked for.
"""

import sys
from pathlib import Path

import click

from pipelines.options import AS_JSON, WORKSPACE, chosen_workspace


@click.group()
def youtube() -> None:
    """La historia que YouTube cuenta a quien es dueño del canal. / The history that YouTube tells a channel's owner."""


@youtube.command()
@click.option(
    "--client-secrets",
    "client_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Archivo JSON del cliente OAuth, de tipo aplicación de escritorio (o private/youtube_client.json)."
    " / JSON file of the OAuth client, of the type desktop app (or private/youtube_client.json).",
)
@click.option(
    "--no-browser",
    is_flag=True,
    help="Solo muestra la dirección; ábrala en esta máquina. / Only show the address; open it on this machine.",
)
@WORKSPACE
def connect(client_file: Path | None, no_browser: bool, workspace: Path | None) -> None:
    """Pide permiso a quien es dueño del canal, en su navegador. / Ask the channel's owner, in their browser.

    El permiso es solo de lectura y queda en private/youtube_owner.json. / It is for reading only, and is kept in
    private/youtube_owner.json.
    """
    from pipelines.commands.youtube import connect_and_say

    sys.exit(connect_and_say(chosen_workspace(workspace), client_file, opens_browser=not no_browser))


@youtube.command()
@WORKSPACE
@AS_JSON
def status(workspace: Path | None, as_json: bool) -> None:
    """Quién está conectado, qué cuota se gastó y qué vence. / Who is connected, what quota was spent, what expires."""
    from pipelines.commands.youtube_status import show_youtube

    sys.exit(show_youtube(chosen_workspace(workspace), as_json))


@youtube.command()
@WORKSPACE
def disconnect(workspace: Path | None) -> None:
    """Devuelve el permiso y lo borra de aquí. / Give the permission back and delete it here.

    Lo que contó se quita de aquí a siete días, en la corrida siguiente. / What it told is removed within seven days,
    at the next run.
    """
    from pipelines.commands.youtube import disconnect_and_say

    sys.exit(disconnect_and_say(chosen_workspace(workspace)))
