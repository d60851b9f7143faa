"""`alcance youtube connect` and `disconnect`: the channel's owner is asked, and what they granted is given back.

Here is said what was done; how owners are asked and tokens kept is `assets.sources.youtube`'s business. No token,
secret or code is ever shown.
"""

from contextlib import suppress
from pathlib import Path

import click

from assets.sources.audience_tables import ensure_audience_tables
from assets.sources.google.failures import GoogleUnavailable
from assets.sources.owner_keeping import keep_authorisation
from assets.sources.youtube.authorisation import (
    GOOGLE,
    Endpoints,
    Grant,
    OwnerAccess,
    forget_grant,
    grant_file,
    keep_grant,
)
from assets.sources.youtube.owner_errors import OwnerUnavailable, owner_unavailable
from assets.sources.youtube.quota import DEFAULT, QuotaLedger
from assets.warehouse import open_warehouse
from assets.workspace import Workspace, WorkspaceBusyError

CLIENT_FILE = "youtube_client.json"
_PROMPT = (
    "Abra esta dirección en esta máquina y entre con la cuenta dueña del canal:\n"
    "Open this address on this machine and sign in with the account that owns the channel:\n\n{url}\n"
)
_SYNTHETIC = (
    "this workspace is synthetic: its videos' owner is the sample's own server, and nobody is to be connected."
    " Connect a workspace of a real cycle."
)
_AT_GOOGLE = "myaccount.google.com/permissions"


def connect_and_say(
    workspace: Workspace, client_file: Path | None, *, opens_browser: bool, endpoints: Endpoints = GOOGLE
) -> int:
    """Ask the owner in a browser and keep what they grant; raises ClickException with what to do where they do not."""
    from assets.sources.youtube.consent import Asking, ClientFileError, ask_owner, read_client

    _refuse_synthetic(workspace)
    try:
        client = read_client(client_file or workspace.private / CLIENT_FILE)
        grant, token = ask_owner(client, Asking(opens_browser, _PROMPT), endpoints, workspace.as_of)
    except (ClientFileError, OwnerUnavailable) as error:
        raise click.ClickException(str(error)) from None
    keep_grant(grant_file(workspace), grant)
    # Whoever holds the warehouse now will note the authorisation themselves; only the channel's name is missed.
    with suppress(WorkspaceBusyError):
        grant = _named(workspace, grant, token, endpoints)
        keep_grant(grant_file(workspace), grant)
    click.echo(f"connected: {_channel(grant)}. Next: alcance run --workspace {workspace.root}")
    return 0


def disconnect_and_say(workspace: Workspace, endpoints: Endpoints = GOOGLE) -> int:
    """Give the authorisation back at Google and delete it; raises ClickException where that cannot be done."""
    _refuse_synthetic(workspace)
    path = grant_file(workspace)
    if not path.exists():
        raise click.ClickException("nobody is connected in this workspace; nothing was changed.")
    with open_warehouse(workspace, timeout_seconds=0) as connection:
        try:
            OwnerAccess(path, endpoints).revoke()
        except OwnerUnavailable as failure:
            raise click.ClickException(
                f"the authorisation could not be given back and is kept: {failure.remedy}. The owner can also withdraw"
                f" it at {_AT_GOOGLE}, and private/youtube_owner.json may then be deleted."
            ) from None
        ensure_audience_tables(connection)
        ended = owner_unavailable("disconnected")
        keep_authorisation(connection, workspace.as_of, is_granted=False, failure=ended)
        forget_grant(path)
    click.echo(
        "disconnected: the authorisation was given back to Google and deleted here. What it told is removed within"
        " seven days, at the next run; connect again before to keep it."
    )
    return 0


def _refuse_synthetic(workspace: Workspace) -> None:
    if workspace.cycle.synthetic:
        raise click.ClickException(_SYNTHETIC)


def _named(workspace: Workspace, grant: Grant, token: str, endpoints: Endpoints) -> Grant:
    """The grant with its channel, where YouTube tells it and a unit is left to ask."""
    from assets.sources.youtube.consent import own_channel

    with open_warehouse(workspace, timeout_seconds=0) as connection:
        ensure_audience_tables(connection)
        keep_authorisation(connection, workspace.as_of, is_granted=True)
        daily_units = workspace.cycle.audience.daily_units
        quota = QuotaLedger(connection, workspace.as_of, daily_units, owner_unavailable)
        try:
            quota.spend(DEFAULT, "channels.list")
        except GoogleUnavailable:
            return grant
    channel_id, title = own_channel(token, endpoints) or (None, None)
    return grant.model_copy(update={"channel_id": channel_id, "channel_title": title})


def _channel(grant: Grant) -> str:
    return (
        f"{grant.channel_title} ({grant.channel_id})" if grant.channel_id else "a channel that was not named"
    )
