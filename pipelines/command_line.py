"""The `alcance` command: what a person types, and the exit code they get.

Here arguments are read and errors become sentences; each command's work is done elsewhere and imported only when
it is asked for, because Dagster takes seconds to import.
"""

import sys
from pathlib import Path

import click
from click.core import ParameterSource

from assets.cycle_errors import CycleError
from assets.identity.private_door import NotThereError
from assets.sources.decisions import DecisionError
from assets.warehouse import WarehouseError
from assets.workspace import Workspace, WorkspaceBusyError
from pipelines.connections import youtube
from pipelines.options import AS_JSON, WORKSPACE, chosen_workspace
from pipelines.questions import explain, review

KNOWN_ERRORS = (CycleError, DecisionError, NotThereError, WarehouseError, WorkspaceBusyError, OSError)


class _Sentences(click.Group):
    """A group whose known errors are one sentence on stderr and exit code 1, never a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except KNOWN_ERRORS as error:
            click.echo(f"alcance: {error}", err=True)
            sys.exit(1)


@click.version_option(package_name="alcance")
@click.group(cls=_Sentences, context_settings={"help_option_names": ["-h", "--help"]})
def alcance() -> None:
    """¿A quién alcanzó cada sesión de un ciclo, y con qué certeza?

    Whom did each session of an outreach cycle reach, and how sure are we?

    Códigos de salida / exit codes: 0 completo / complete; 1 incompleto o bloqueado / incomplete or blocked;
    2 uso incorrecto / wrong usage.
    """


@alcance.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@click.option("--seed", type=int, default=2021, show_default=True, help="Semilla del azar. / Seed of chance.")
@click.option(
    "--scale",
    type=click.FloatRange(min=0.01),
    default=1.0,
    show_default=True,
    help="1 = 2,000 personas / people.",
)
@click.option(
    "--noise",
    type=click.IntRange(0, 3),
    default=1,
    show_default=True,
    help="Ruido de los archivos. / Noise of the exports.",
)
def sample(directory: Path, seed: int, scale: float, noise: int) -> None:
    """Crea un ciclo sintético, con su verdad al lado. / Make a synthetic cycle, with its truth beside it."""
    from pipelines.sample import SampleError, write_sample

    try:
        summary = write_sample(directory, seed=seed, scale=scale, noise=noise)
    except SampleError as error:
        raise click.ClickException(str(error)) from None
    click.echo(
        f"{directory}: {summary.sessions} sessions, {summary.people:,} synthetic people,"
        f" {summary.organisations:,} organisations, {summary.files} files. Next: alcance run --workspace {directory}"
    )


@alcance.command()
@WORKSPACE
@click.option("--select", help="Selección de assets de Dagster. / Dagster's asset selection.")
@AS_JSON
def run(workspace: Path | None, select: str | None, as_json: bool) -> None:
    """Corre todo el ciclo y publica. / Run the whole cycle and publish."""
    from pipelines.commands.run import run_and_show

    sys.exit(run_and_show(chosen_workspace(workspace), select, as_json))


@alcance.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="FILE..."
)
@WORKSPACE
@AS_JSON
@click.pass_context
def check(context: click.Context, files: tuple[Path, ...], workspace: Path | None, as_json: bool) -> None:
    """Qué es cada archivo y cómo se leería. / What each file is and how it would be read; writes nothing."""
    from pipelines.commands.check import check_and_show

    # Without a workspace of one's own, the cycle that ships with the project says zones and dates.
    is_named = context.get_parameter_source("workspace") is ParameterSource.COMMANDLINE
    looked_at = chosen_workspace(workspace) if is_named else Workspace.from_environment()
    sys.exit(check_and_show(list(files), looked_at, as_json))


@alcance.command()
@WORKSPACE
@AS_JSON
def status(workspace: Path | None, as_json: bool) -> None:
    """Qué hay y qué falta. / What is there and what is missing."""
    from pipelines.commands.status import show_status

    sys.exit(show_status(chosen_workspace(workspace), as_json))


@alcance.command()
@WORKSPACE
@AS_JSON
def doctor(workspace: Path | None, as_json: bool) -> None:
    """¿Está lista esta máquina? / Is this machine ready?"""
    from pipelines.commands.doctor import show_findings

    sys.exit(show_findings(chosen_workspace(workspace), as_json))


@alcance.command()
@WORKSPACE
@AS_JSON
def evaluate(workspace: Path | None, as_json: bool) -> None:
    """Qué tanto acierta la identidad en un ciclo sintético. / How right identity is about a synthetic cycle."""
    from pipelines.commands.evaluate import evaluate_and_show
    from pipelines.evaluation import EvaluationError

    try:
        sys.exit(evaluate_and_show(chosen_workspace(workspace), as_json))
    except EvaluationError as error:
        raise click.ClickException(str(error)) from None


alcance.add_command(review)
alcance.add_command(explain)
alcance.add_command(youtube)


if __name__ == "__main__":
    alcance()
