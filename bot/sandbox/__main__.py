"""`python -m bot.sandbox`: the sandbox workspace alone, until it is interrupted."""

import argparse
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from bot.sandbox import config_file, server
from bot.sandbox.config import Config

if TYPE_CHECKING:
    from bot.sandbox.page.guide import Guide


def main() -> None:
    """Run the sandbox and say where it is."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.sandbox", description="A Slack workspace on localhost."
    )
    parser.add_argument("--port", type=int, default=0, help="the port to listen on (default: any free one)")
    parser.add_argument("--page", action="store_true", help="show the workspace in the browser, too")
    parser.add_argument(
        "--app-config",
        type=Path,
        help="TOML or JSON: app (manifest, tokens, ids), users, channels; or a manifest alone "
        "(default: an example)",
    )
    options = parser.parse_args()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        chosen = config_file.read(options.app_config) if options.app_config else config_file.EXAMPLE
        guide = _guide(chosen) if options.page else None
        _run(chosen, options.port, guide, stop)
    except config_file.Unreadable as why:
        parser.exit(1, f"{why}\n")
    except ImportError:
        parser.exit(1, "The page needs NiceGUI: pip install --require-hashes -r requirements-demo.lock\n")
    except (OSError, OverflowError):
        parser.exit(1, f"Port {options.port} cannot be used. Choose another, or 0 for a free one.\n")


def _guide(chosen: Config) -> "Guide":
    """Every member of the workspace can be played, and every command of the app tried."""
    from bot.sandbox.cast import Person  # noqa: PLC0415 - as the server imports it
    from bot.sandbox.page.guide import Guide  # noqa: PLC0415 - as the server imports it

    there = [each for each in chosen.users if not (each.is_bot or each.deleted)]
    if not there:
        raise config_file.Unreadable("The page needs somebody to be: there are no users in the file.")
    commands = chosen.app.manifest.get("features", {}).get("slash_commands", [])
    return Guide(
        tuple(
            Person(
                each.id,
                each.real_name or each.name,
                "guest" if each.is_restricted or each.is_ultra_restricted else "member",
                each.email or f"@{each.name}",
            )
            for each in there
        ),
        tuple((each["command"], each["description"]) for each in commands),
    )


def _run(chosen: Config, port: int, guide: "Guide | None", stop: threading.Event) -> None:
    with server.running(chosen, port, guide) as base:
        app = chosen.app
        sys.stdout.write(
            f"Workspace       {base}\nWeb API         {base}/api/\nControl         {base}/control/\n"
        )
        sys.stdout.write(f"Bot token       {app.bot_token}\nApp token       {app.app_token}\n")
        sys.stdout.write(f"Signing secret  {app.signing_secret}\n")
        if guide:
            sys.stdout.write(f"Page            {base}/, for this machine alone\n")
        sys.stdout.flush()
        stop.wait()


if __name__ == "__main__":
    main()
