"""What `datasette publish` and `datasette package` would send: the documented commands, run with stand-ins."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from quote_loaders.publishing import make_public
from quote_loaders.publishing.kit import Kit
from quote_loaders.publishing.packing import write_kit
from tests.plugin.rows import Story, tell
from tests.serving import BIN, ROOT, Server, environment, free_port, run, served

PAGE = ROOT / "docs" / "publishing.md"
_BLOCK = re.compile(r"<!-- test: (?P<name>[\w-]+) -->\n```sh\n(?P<commands>.*?)```", re.DOTALL)

# Each notes what it was asked; the one that would send the folder keeps a copy of it instead.
_STAND_INS = {
    "gcloud": 'case "$*" in "config get-value project"*) echo example ;; "builds submit"*) cp -RL . "$SENT" ;; esac',
    "docker": 'case "$1" in build) cp -RL . "$SENT" ;; esac',
    "heroku": 'case "$1" in plugins) echo heroku-builds ;; esac',
}


@dataclass(frozen=True, slots=True)
class Sent:
    """The folder that would have been sent, and what the service's program was asked to do."""

    folder: Path
    asked: list[str]

    def read(self, name: str) -> str:
        """The text of one of its files."""
        return (self.folder / name).read_text(encoding="utf-8")


def documented() -> dict[str, str]:
    """The shell commands of the page, by the name that stands above each block."""
    return {match["name"]: match["commands"] for match in _BLOCK.finditer(PAGE.read_text(encoding="utf-8"))}


def send(name: str, work: Path, *, wheel: Path, database: Path) -> Sent:
    """Run a documented block of commands in a new folder that holds what it names."""
    stand_ins, folder, log = work / "stand-ins", work / "sent", work / "asked"
    stand_ins.mkdir(parents=True)
    for program, behaviour in _STAND_INS.items():
        path = stand_ins / program
        path.write_text(f'#!/bin/sh\necho "{program} $*" >> "$ASKED"\n{behaviour}\n')
        path.chmod(0o755)
    site = work / "site"
    (site / "dist").mkdir(parents=True)
    for file in (ROOT / "metadata.yml", ROOT / "datasette.yaml"):
        shutil.copy(file, site)
    shutil.copy(wheel, site / "dist")
    shutil.copy(database, site / "quotes.db")

    # "make wheel" was done once for all tests.
    commands = documented()["prepare"].replace("make wheel\n", "") + documented()[name]
    env = environment(ASKED=str(log), SENT=str(folder))
    env["PATH"] = f"{stand_ins}:{BIN}:{env['PATH']}"
    run(["/bin/sh", "-e", "-c", commands], cwd=site, env=env)
    generated = site / "build" / name
    return Sent(generated if generated.is_dir() else folder, log.read_text().splitlines())


def image(dockerfile: str) -> tuple[dict[str, str], list[str], str]:
    """What a Dockerfile says: its variables, the commands that it runs, and the one that it starts."""
    variables, commands, start = {}, [], ""
    for line in dockerfile.splitlines():
        instruction, _, rest = line.partition(" ")
        if instruction == "ENV":
            name, _, value = rest.partition("=") if "=" in rest.split(" ")[0] else rest.partition(" ")
            variables[name] = value.strip("'\"")
        elif instruction == "RUN":
            commands.append(rest)
        elif instruction == "CMD":
            start = rest
    return variables, commands, start


@contextmanager
def started(folder: Path, env: dict[str, str], log: Path) -> Iterator[Server]:
    """The site that the folder's Dockerfile starts, on a free port of this machine."""
    variables, _, start = image((folder / "Dockerfile").read_text(encoding="utf-8"))
    port = free_port()
    here = start.removeprefix("exec ").replace("0.0.0.0", "127.0.0.1")  # noqa: S104 - it is replaced
    with served(
        ["/bin/sh", "-c", f"exec {here}"], port, log, cwd=folder, env=env | variables | {"PORT": str(port)}
    ) as server:
        yield server


def make_kit(work: Path, which: str, *, wheel: Path | None = None) -> tuple[Story, Path]:
    """The story of the plugin's tests as a folder to publish, with one of its quotes withdrawn."""
    work.mkdir(parents=True, exist_ok=True)
    story = tell(work / "private.db")
    connection = sqlite3.connect(work / "private.db")
    connection.execute(
        "insert into judgements (subject, left_key, right_key, verdict, made_by, made_at)"
        " values ('withdrawn', ?, 'quote', 'yes', 'somebody', '2026-11-22T09:00:00Z')",
        (story.lone_quote,),
    )
    connection.execute(
        "insert into tombstones (key, kind, reason, withdrawn_at)"
        " values (?, 'quote', 'Nobody said it.', '2026-11-22T09:00:00Z')",
        (story.lone_quote,),
    )
    connection.commit()
    connection.close()
    make_public(work / "private.db", work / "public.db", context=40, most=600, notes=False, replace=False)
    kit = Kit("" if wheel else "datasette-quotes==0.1.0", which)
    write_kit(work / "public.db", work / "kit", kit, wheel=wheel, title="Words of Lurania", texts=False)
    return story, work / "kit"
