"""The commands that ask and answer about identity: `alcance review` and `alcance explain`.

Here arguments are read; the work is done in `commands` and imported only when it is asked for.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import click

from pipelines.options import AS_JSON, LIMIT, WORKSPACE, chosen_workspace


@click.group(invoke_without_command=True)
@LIMIT
@click.option(
    "--interactive",
    is_flag=True,
    help="Pregunta una por una, en la terminal. / Ask one by one, at a terminal.",
)
@click.option("--by", help="Quién decide, con --interactive. / Who decides, with --interactive.")
@WORKSPACE
@AS_JSON
@click.pass_context
def review(
    context: click.Context,
    limit: int,
    interactive: bool,
    by: str | None,
    workspace: Path | None,
    as_json: bool,
) -> None:
    """Qué merece el minuto de alguien, lo más valioso primero. / What is worth somebody's minute, most valuable first.

    Una decisión se escribe en decisions/ y vale desde la corrida siguiente. / A decision is written into decisions/
    and holds from the next run on.
    """
    context.obj = workspace
    if context.invoked_subcommand:
        return
    from pipelines.commands.review import ask_one_by_one, show_review

    if interactive and as_json:
        raise click.UsageError("--interactive asks a human, --json answers a program: take one of them")
    chosen = chosen_workspace(workspace)
    sys.exit(ask_one_by_one(chosen, limit, by) if interactive else show_review(chosen, limit, as_json))


def _decision(command: Callable[..., None]) -> Callable[..., None]:
    """The options that every decision takes."""
    for option in (
        AS_JSON,
        WORKSPACE,
        click.option("--reason", required=True, help="Por qué. / Why."),
        click.option("--by", required=True, help="Quién decide. / Who decides."),
        click.pass_obj,
    ):
        command = option(command)
    return command


@review.command()
@click.argument("item")
@_decision
def confirm(
    above: Path | None, item: str, by: str, reason: str, workspace: Path | None, as_json: bool
) -> None:
    """Es así: la propuesta vale / It is so: what is proposed holds."""
    from pipelines.commands.review import decide

    sys.exit(decide(chosen_workspace(workspace or above), item, "confirm", None, by, reason, as_json))


@review.command()
@click.argument("item")
@_decision
def refuse(
    above: Path | None, item: str, by: str, reason: str, workspace: Path | None, as_json: bool
) -> None:
    """No es así / It is not so."""
    from pipelines.commands.review import decide

    sys.exit(decide(chosen_workspace(workspace or above), item, "refuse", None, by, reason, as_json))


@review.command("set")
@click.argument("item")
@click.argument("value")
@_decision
def set_value(
    above: Path | None, item: str, value: str, by: str, reason: str, workspace: Path | None, as_json: bool
) -> None:
    """Es VALUE (municipio, organización, tipo) / It is VALUE (a municipality, an organisation, a type)."""
    from pipelines.commands.review import decide

    sys.exit(decide(chosen_workspace(workspace or above), item, "set", value, by, reason, as_json))


@click.group()
def explain() -> None:
    """Por qué una cifra o un vínculo es como es. / Why a figure or a link is what it is."""


@explain.command("figure")
@click.argument("table")
@click.argument("column")
@click.argument("row", nargs=-1, metavar="[KEY=VALUE]...")
@LIMIT
@WORKSPACE
@AS_JSON
def explain_figure(
    table: str, column: str, row: tuple[str, ...], limit: int, workspace: Path | None, as_json: bool
) -> None:
    """Qué cuenta una cifra, con qué reglas y a quiénes. / What a figure counts, by which rules, and whom.

    alcance explain figure reach.session_reach attended_people session_id=s3 actor_type=osc

    Quien no puede abrir la base privada ve el valor, la definición y las fuentes. / Who may not open the private
    warehouse sees the value, its definition and its sources.
    """
    from assets.identity.figure_questions import QuestionError, ask
    from pipelines.commands.explain import show_figure

    try:
        question = ask(table, column, row)
    except QuestionError as error:
        raise click.UsageError(str(error)) from None
    sys.exit(show_figure(chosen_workspace(workspace), question, limit, as_json))


@explain.command("link")
@click.argument("file", required=False)
@click.argument("line", type=click.IntRange(min=1), required=False)
@click.option(
    "--person", type=int, help="Todo lo de una persona (person_id). / All of a person's (person_id)."
)
@WORKSPACE
@AS_JSON
def explain_link(
    file: str | None, line: int | None, person: int | None, workspace: Path | None, as_json: bool
) -> None:
    """De quién es una fila y por qué regla. / Whose a row is, and by which rule.

    alcance explain link inbox/s1/attendance/lista.csv 12

    FILE basta con el final de su ruta; LINE es la línea del archivo. / Of FILE the end of its path is enough; LINE
    is the line of the file.
    """
    from pipelines.commands.explain import show_link

    if (person is None) == (line is None):
        raise click.UsageError("name a row by FILE and LINE, or a person by --person")
    sys.exit(show_link(chosen_workspace(workspace), file, line, person, as_json))
