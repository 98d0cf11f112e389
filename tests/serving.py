"""Programs that tests start: each is stopped by the process that was started, and by no name."""

from __future__ import annotations

import http.client
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
WAIT = 60.0  # seconds for a server to answer; a machine under load needs several
ON_REQUEST = bool(os.environ.get("QUOTES_REGISTRY_TESTS"))
WHY_NOT = "needs a package registry and minutes: QUOTES_REGISTRY_TESTS=1 make test-stable"


@dataclass(frozen=True, slots=True)
class Server:
    """A server on this machine."""

    port: int

    def get(self, path: str) -> tuple[int, str]:
        """Status and body of a page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode("utf-8", "replace")
        finally:
            connection.close()


def free_port() -> int:
    """A port that nothing listens on at the moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def environment(**variables: str) -> dict[str, str]:
    """This process's environment with the interpreter's folder first on the path."""
    return {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", **variables}


def run(command: Sequence[str | Path], *, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> str:
    """Standard output of a program; raises AssertionError with all that it wrote when it fails."""
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@contextmanager
def served(
    command: Sequence[str | Path], port: int, log: Path, *, cwd: Path = ROOT, env: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """A server from its first answer on; its output goes to the log. Stopped in the end."""
    with log.open("w") as output:
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        server = Server(port)
        try:
            _wait(server, process, log)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    """Returns once the server answers; raises AssertionError with its output when it ends or stays silent."""
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        assert process.poll() is None, f"the server stopped:\n{log.read_text()}"
        try:
            server.get("/-/versions.json")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"no answer in {WAIT:.0f} s:\n{log.read_text()}")


def any_statement(database: Path) -> str:
    """Key of the statement that most outlets carry."""
    connection = sqlite3.connect(database)
    try:
        key: str = connection.execute("select key from statements order by outlets desc, key limit 1").fetchone()[0]
        return key
    finally:
        connection.close()
