"""The READMEs: what they tell a newcomer to type works in a fresh copy, and both languages tell the same."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from assets.workspace import PROJECT, Workspace
from tests.pipeline.cycles import published

READMES = ["README.md", "README.es.md"]


def blocks(readme: str, language: str) -> list[str]:
    """The code blocks of a language."""
    text = (PROJECT / readme).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


def commands(readme: str) -> list[str]:
    """Every command of the shell blocks, without its remark."""
    lines = (line.split("  #")[0].strip() for block in blocks(readme, "sh") for line in block.splitlines())
    return [line for line in lines if line]


def queries(readme: str) -> list[str]:
    """Every query of the SQL blocks, without its question."""
    text = "\n".join(blocks(readme, "sql"))
    return [
        query.strip() for query in re.sub(r"^--.*$", "", text, flags=re.MULTILINE).split(";") if query.strip()
    ]


@pytest.mark.parametrize("readme", READMES)
def test_every_query_of_the_readme_answers(complete: Workspace, readme: str) -> None:
    asked = queries(readme)
    assert len(asked) == 10
    assert all(published(complete, query) for query in asked)


def test_both_readmes_tell_the_same_commands_and_queries() -> None:
    assert commands("README.md") == commands("README.es.md")
    assert queries("README.md") == queries("README.es.md")
    headings = [
        re.findall(r"^#+ ", (PROJECT / readme).read_text(encoding="utf-8"), re.MULTILINE)
        for readme in READMES
    ]
    assert headings[0] == headings[1]


def test_every_path_that_the_readme_names_in_the_project_is_there() -> None:
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:assets|docs|pipelines|sql|tests)/[\w./]+)`", text)
    assert len(named) > 4
    assert [path for path in named if not (PROJECT / path).exists()] == []


@pytest.fixture(scope="module")
def fresh_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's files and nothing that a machine has made, in an empty folder."""
    folder = tmp_path_factory.mktemp("fresh") / "alcance"
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (PROJECT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, folder / name)
    return folder


def typed(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """A command as typed in a shell whose environment knows nothing of this project."""
    hidden = ("ALCANCE_", "DAGSTER_", "VIRTUAL_ENV", "MAKE", "MFLAGS", "PYTHON", "PYTEST_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    if command.startswith("make "):
        command = f"{command} PYTHON={sys.executable}"
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )


def test_what_the_readme_tells_to_type_works_in_a_fresh_copy(fresh_copy: Path) -> None:
    first = typed(fresh_copy, "make run")
    assert first.returncode == 0, first.stderr[-3000:]
    assert "People who attended, by actor type" in first.stdout
    assert "Organisations that attended, by actor type" in first.stdout
    manifest = fresh_copy / "workspace" / "published" / "manifest.json"
    before = json.loads(manifest.read_text(encoding="utf-8"))

    again = typed(fresh_copy, "make run")
    assert again.returncode == 0, again.stderr[-3000:]
    assert json.loads(manifest.read_text(encoding="utf-8")) == before
    assert again.stdout.split("People who attended")[1] == first.stdout.split("People who attended")[1]

    for command in commands("README.md"):
        if command.startswith("duckdb -readonly "):
            with duckdb.connect(str(fresh_copy / command.split()[-1]), read_only=True) as connection:
                assert connection.execute("from _leeme").fetchall()
        elif command == "make test":
            assert typed(fresh_copy, "make --dry-run test").returncode == 0
        elif command != "make run":
            done = typed(fresh_copy, command)
            # Without a key for YouTube the doctor has a finding; nothing else may go wrong.
            assert done.returncode == (1 if "doctor" in command else 0), done.stderr

    own = typed(fresh_copy, ".venv/bin/alcance run --workspace my-cycle")
    assert own.returncode == 1
    assert "put its export in inbox/s1/attendance/" in own.stdout


def test_a_fresh_copy_passes_dagsters_own_validation_and_command_line(fresh_copy: Path) -> None:
    if not (fresh_copy / "workspace").is_dir():
        assert typed(fresh_copy, "make run").returncode == 0
    home = f"DAGSTER_HOME={fresh_copy}"
    validated = typed(fresh_copy, f"{home} .venv/bin/dagster definitions validate")
    assert validated.returncode == 0, validated.stderr[-2000:]
    materialised = typed(
        fresh_copy,
        f"{home} .venv/bin/dagster asset materialize -m pipelines.definitions --select '*' --partition-range s1...s6",
    )
    assert materialised.returncode == 0, materialised.stderr[-2000:]


@pytest.mark.parametrize(
    ("typed_words", "code", "told"),
    [
        ("run --workspace nowhere", 2, "there is no workspace at"),
        ("run --no-such-option", 2, "No such option"),
        ("frobnicate", 2, "No such command"),
        ("sample .", 1, "empty"),
        ("sample elsewhere --noise 9", 2, "0<=x<=3"),
    ],
)
def test_wrong_usage_gets_a_sentence_and_its_exit_code(
    tmp_path: Path, typed_words: str, code: int, told: str
) -> None:
    (tmp_path / "something").write_text("here", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pipelines.command_line", *typed_words.split()],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert told in done.stderr


def test_a_broken_cycle_file_gets_a_sentence_and_nothing_published_changes(
    complete: Workspace, tmp_path: Path
) -> None:
    root = tmp_path / "workspace"
    shutil.copytree(complete.root, root, symlinks=True)
    text = (root / "cycle.toml").read_text(encoding="utf-8")
    (root / "cycle.toml").write_text(text.replace("[thresholds]", "[thresholds"), encoding="utf-8")
    before = (root / "published").readlink()
    done = subprocess.run(
        [sys.executable, "-m", "pipelines.command_line", "run", "--workspace", str(root)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert re.search(r"cycle\.toml, line \d+: this is not valid TOML", done.stderr)
    assert "Traceback" not in done.stderr
    assert (root / "published").readlink() == before
