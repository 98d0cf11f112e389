"""Loads in processes that can be killed, each a moment after it is asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

# Imports everything once, then runs each load that a line of its input asks for in a process of its own, which it
# forks: so a kill hits the load and not the imports. Answers with the number of the process, and how it ended.
_NURSERY = """
import os, sys
from pathlib import Path
from quote_loaders.pipeline import load
from quote_loaders.speakers import load_aliases
from tests.loaders.stub_extractor import StubExtractor
aliases = load_aliases(())
while line := sys.stdin.readline():
    database, folder, workers = line.rstrip("\\n").split("\\t")
    child = os.fork()
    if child == 0:
        load(Path(database), [folder], StubExtractor(), aliases, workers=int(workers))
        os._exit(0)
    print(child, flush=True)
    sys.stdin.readline()  # until it is asked how the load ended, its number is nobody else's
    print(os.waitpid(child, 0)[1], flush=True)
"""


class Nursery:
    """Starts loads that can be killed."""

    def __init__(self) -> None:
        root = Path(__file__).parents[2]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _NURSERY],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
        )

    def start(self, database: Path, folder: Path, workers: int = 1) -> int:
        """The number of a process that loads the folder into the database."""
        return self._ask(f"{database}\t{folder}\t{workers}")

    def ended(self) -> int:
        """Wait for the load: 0 when it completed, the signal's number when it was killed."""
        return self._ask("ended")

    def close(self) -> None:
        """End the nursery."""
        self._process.communicate()

    def _ask(self, line: str) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())
