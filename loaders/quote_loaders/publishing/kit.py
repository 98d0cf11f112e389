"""The files of a folder from which a database is published, as texts. Pure.

One folder serves every service: a Dockerfile for plain containers, Cloud Run and Fly, a Procfile for Heroku, an ASGI
module for Vercel. All of them start the same Datasette, with the same settings.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

DATASETTE = ("0.65.5", "1.0a41")
BLOCK_ROBOTS = "datasette-block-robots==1.1.1"
DATABASE = "quotes.db"
PYTHON = "3.13"
PORT = 8001
CACHE = 300  # seconds that a page may be kept without asking; the file only changes with a new deployment


@dataclass(frozen=True, slots=True)
class Kit:
    """What is published: `plugin` is a wheel's file name, or a requirement when it comes from a package index."""

    plugin: str
    datasette: str = DATASETTE[0]
    download: bool = False
    sql: bool = False
    robots: bool = False

    @property
    def new(self) -> bool:
        """Whether this is Datasette 1.0, which reads queries from a file of its own."""
        return self.datasette.startswith("1.")

    @property
    def settings(self) -> dict[str, bool | int]:
        """What protects the site and its bill; docs/publishing.md says what each is for."""
        return {
            "allow_download": self.download,
            "default_allow_sql": self.sql,
            "suggest_facets": False,
            "sql_time_limit_ms": 1000,
            "facet_time_limit_ms": 200,
            "max_returned_rows": 1000,
            "max_csv_mb": 20,
            "default_cache_ttl": CACHE,
            **({"allow_signed_tokens": False} if self.new else {}),
        }


def kit_files(kit: Kit, metadata: str, queries: str) -> dict[str, str]:
    """Every text file of the folder by name; `metadata` and `queries` are its YAML files."""
    return {
        "requirements.txt": requirements(kit),
        "metadata.yml": metadata,
        **({"datasette.yaml": queries} if kit.new else {}),
        "Dockerfile": dockerfile(kit),
        "Procfile": f"web: {serve(kit, 'on')}\n",
        ".python-version": f"{PYTHON}\n",
        "fly.toml": fly(),
        "index.py": index(kit),
        "vercel.json": json.dumps(_VERCEL, indent=2) + "\n",
        "README.md": readme(kit),
    }


def requirements(kit: Kit) -> str:
    """What is installed, each in one version."""
    plugin = f"./{kit.plugin}" if kit.plugin.endswith(".whl") else kit.plugin
    lines = [f"datasette=={kit.datasette}", *([] if kit.robots else [BLOCK_ROBOTS]), plugin]
    return "\n".join(lines) + "\n"


def serve(kit: Kit, https: str) -> str:
    """The command that serves; `https` is on where a proxy takes HTTPS and hands on HTTP."""
    settings = [f"--setting {name} {_written(value)}" for name, value in kit.settings.items()]
    words = [
        "datasette serve --host 0.0.0.0 --port $PORT",
        f"--immutable {DATABASE} --inspect-file inspect-data.json",
        "--metadata metadata.yml",
        *(["--config datasette.yaml"] if kit.new else []),
        "--cors",
        *settings,
        f"--setting force_https_urls {https}",
    ]
    return " ".join(words)


def _written(value: bool | int) -> str:
    return ("on" if value else "off") if isinstance(value, bool) else str(value)


def dockerfile(kit: Kit) -> str:
    """A container without rights, for every service that runs one."""
    wheel = f" {kit.plugin}" if kit.plugin.endswith(".whl") else ""
    config = " datasette.yaml" if kit.new else ""
    return f"""FROM python:{PYTHON}-slim
WORKDIR /app
COPY requirements.txt{wheel} ./
RUN pip install --no-cache-dir -r requirements.txt
COPY {DATABASE} inspect-data.json metadata.yml{config} ./
USER nobody
ENV PORT={PORT}
ENV HTTPS=off
EXPOSE {PORT}
CMD exec {serve(kit, "$HTTPS")}
"""


def fly() -> str:
    """What Fly asks for beside the Dockerfile."""
    return f"""app = "quotes"

[build]
dockerfile = "Dockerfile"

[env]
HTTPS = "on"
PORT = "{PORT}"

[http_service]
internal_port = {PORT}
force_https = true
auto_stop_machines = "stop"
auto_start_machines = true
min_machines_running = 0
"""


_VERCEL = {
    "version": 2,
    "builds": [{"src": "index.py", "use": "@vercel/python", "config": {"includeFiles": "**"}}],
    "routes": [{"src": "(.*)", "dest": "index.py"}],
}


def index(kit: Kit) -> str:
    """The application that Vercel starts."""
    settings = {**kit.settings, "force_https_urls": True}
    written = "".join(f"        {name!r}: {value!r},\n" for name, value in settings.items())
    config = '\n    config=parse_metadata((HERE / "datasette.yaml").read_text(encoding="utf-8")),' if kit.new else ""
    return f'''"""The site as an ASGI application."""

import json
from pathlib import Path

from datasette.app import Datasette
from datasette.utils import parse_metadata

HERE = Path(__file__).parent

app = Datasette(
    immutables=[str(HERE / "{DATABASE}")],
    inspect_data=json.loads((HERE / "inspect-data.json").read_text(encoding="utf-8")),
    metadata=parse_metadata((HERE / "metadata.yml").read_text(encoding="utf-8")),{config}
    cors=True,
    settings={{
{written}    }},
).app()
'''


# service -> the one command that is run in the folder.
COMMANDS: Mapping[str, str] = {
    "A container": f"docker build --tag quotes . && docker run --publish {PORT}:{PORT} quotes",
    "Cloud Run": (
        "gcloud run deploy quotes --source . --allow-unauthenticated --max-instances 2 --set-env-vars HTTPS=on"
    ),
    "Fly": "fly launch --copy-config --now",
    "Heroku": "heroku builds:create --app quotes",
    "Vercel": "vercel deploy --prod",
}


def readme(kit: Kit) -> str:
    """What each file is for, and the commands."""
    commands = "\n".join(f"**{service}**\n\n```sh\n{command}\n```\n" for service, command in COMMANDS.items())
    return f"""# A site of quotes, ready to be published

`{DATABASE}` is served by Datasette {kit.datasette} with the plugin datasette-quotes, read-only. Run one of these in
this folder, after logging in to the service; change the name `quotes` where it is taken.

{commands}
Heroku needs an app (`heroku create quotes`) and the plugin heroku-builds (`heroku plugins:install heroku-builds`). In
Fly the name stands in `fly.toml`. Vercel takes databases up to some 200 MB.

What is said of the site and its tables stands in `metadata.yml`: change title, description and licence there.
"""
