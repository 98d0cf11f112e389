"""What `datasette publish` and `datasette package` would send: the documented commands, run with stand-ins."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.serving import BIN, ROOT, environment, run

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
