"""Where the command starts: says what to install when only the plugin is there."""

from __future__ import annotations

import sys

from quote_loaders.threads import one_thread


def main() -> None:
    """Run the command line; without the extra that it needs, exit with the way to get it."""
    one_thread()
    try:
        from quote_loaders.cli import cli

        cli(prog_name="datasette-quotes")
    except ModuleNotFoundError as error:
        if str(error.name).startswith(("quote_loaders", "datasette_quotes")):
            raise
        sys.exit(
            f"datasette-quotes: the module {error.name} is missing. Loading needs more than the plugin does: "
            "pip install 'datasette-quotes[loaders]'"
        )


if __name__ == "__main__":
    main()
