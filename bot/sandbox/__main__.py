"""`python -m bot.sandbox`: the sandbox workspace alone, until it is interrupted."""

import argparse
import signal
import sys
import threading
from pathlib import Path

from bot.sandbox import config, server

EXAMPLE = config.Config(
    app=config.App({"features": {"bot_user": {"display_name": "bot"}}}),
    users=(
        config.User("U0ALICE001", "alice", "Alice Example"),
        config.User("U0BOB00001", "bob", "Bob Example"),
        config.User("U0CHARLIE1", "charlie", "Charlie Example"),
    ),
    channels=(config.Channel("C0GENERAL1", "general", "public", ("U0ALICE001", "U0BOB00001", "U0CHARLIE1")),),
)


def main() -> None:
    """Run the sandbox and say where it is."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.sandbox", description="A Slack workspace on localhost."
    )
    parser.add_argument("--port", type=int, default=0, help="the port to listen on (default: any free one)")
    parser.add_argument(
        "--app-config",
        type=Path,
        help="JSON: app (manifest, tokens, ids), users, channels (default: an example)",
    )
    options = parser.parse_args()
    chosen = config.from_file(options.app_config) if options.app_config else EXAMPLE
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        _run(chosen, options.port, stop)
    except (OSError, OverflowError):
        parser.exit(1, f"Port {options.port} cannot be used. Choose another, or 0 for a free one.\n")


def _run(chosen: config.Config, port: int, stop: threading.Event) -> None:
    with server.running(chosen, port) as base:
        app = chosen.app
        sys.stdout.write(
            f"Workspace       {base}\nWeb API         {base}/api/\nControl         {base}/control/\n"
        )
        sys.stdout.write(f"Bot token       {app.bot_token}\nApp token       {app.app_token}\n")
        sys.stdout.write(f"Signing secret  {app.signing_secret}\n")
        sys.stdout.flush()
        stop.wait()


if __name__ == "__main__":
    main()
