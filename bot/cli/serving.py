"""`serve`: the bot at work until it is told to stop."""

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from bot.cli import common
from bot.settings import Settings
from storage.database import Database
from storage.unavailable import Unavailable, Why


def serve() -> None:
    """Answer Slack until told to stop."""
    chosen = common.settings(needs_slack=True)
    start_log(chosen.log_level)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with _database(chosen, stop) as database:
        if database is not None:
            _answer(chosen, database, stop)


@contextmanager
def _database(chosen: Settings, stop: threading.Event) -> Iterator[Database | None]:
    """The record, once it is there; None where told to stop before that. A file takes one bot."""
    from bot.cli.waiting import until_there

    url = chosen.database_url
    with common.raw_database(url, must_be_there=False, is_patient=False, alone=True) as database:

        def look() -> Database:
            common.bring_up_to_date(database)
            return database

        yield until_there(look, _is_passing, stop, f"The database cannot be reached: {common.where(url)}")


def _is_passing(error: BaseException) -> bool:
    return isinstance(error, Unavailable) and error.why in (Why.AWAY, Why.BUSY)


def _answer(chosen: Settings, database: Database, stop: threading.Event) -> None:
    from slack_sdk.errors import SlackApiError

    from bot.cli.running import AddressTaken, Running, why

    with Running(chosen, database) as running:
        try:
            is_ready = running.start(stop)
        except AddressTaken:
            common.refuse(
                f"{chosen.host}:{chosen.port} is taken, or not of this machine. Choose another PORT."
            )
        except SlackApiError as error:
            common.refuse(f"{why(error)} Run: python -m bot check")
        if is_ready:
            typer.echo(_ready(chosen, running.address))
            stop.wait()
        typer.echo("Stopping: finishing what was begun.")


def _ready(chosen: Settings, address: str) -> str:
    from handlers import http_mode

    if chosen.is_socket_mode:
        return f"Ready, over Socket Mode. Health: {address}/readyz. Stop with Ctrl-C."
    return f"Ready: Slack may post to {address}{http_mode.PATH}. Health: {address}/readyz. Stop with Ctrl-C."


def start_log(level: str) -> None:
    """Plain lines on standard error. Slack's packages log what people type, so only their warnings pass."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("g2o").setLevel(level)
    logging.getLogger("g2o.socket").setLevel(logging.WARNING)
    # What it cannot send is told where it matters; at each attempt it would be too often.
    logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)
    # Bolt warns of environment variables that it finds and is told not to use.
    logging.getLogger("g2o.bolt").setLevel(logging.ERROR)
    # A turn of the clock that lasts until the next one takes its place: every turn reads what is due.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    # Waitress warns of every moment in which all its threads are at work.
    logging.getLogger("waitress").setLevel(logging.ERROR)
