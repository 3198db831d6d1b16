"""`serve`: the bot at work until it is told to stop."""

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from bot import VERSION
from bot.cli import common
from bot.cli.logs import start_log
from bot.settings import Settings
from storage.database import Database
from storage.migrations import is_newer
from storage.unavailable import Unavailable, Why

log = logging.getLogger("g2o")


def serve() -> None:
    """Answer Slack until told to stop."""
    chosen = common.settings(needs_slack=True)
    start_log(chosen.log_level, chosen.log_format)
    _say_what_starts(chosen)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with _database(chosen, stop) as database:
        if database is not None:
            _answer(chosen, database, stop)


def _say_what_starts(chosen: Settings) -> None:
    mode = "Socket Mode" if chosen.is_socket_mode else "HTTP mode"
    kind = "SQLite" if common.file_of(chosen.database_url) else "PostgreSQL"
    said = {"version": VERSION, "mode": mode, "database": kind}
    log.info("starting version %s, %s, on %s", VERSION, mode, kind, extra=said)


@contextmanager
def _database(chosen: Settings, stop: threading.Event) -> Iterator[Database | None]:
    """The record, once it is there; None where told to stop before that. A file takes one bot."""
    from bot.cli.waiting import until_there

    url = chosen.database_url
    with common.raw_database(url, must_be_there=False, is_patient=False, alone=True) as database:

        def look() -> Database:
            common.bring_up_to_date(database)
            if is_newer(version := database.schema_version()):
                log.warning("the tables are of a newer version, %s; this bot goes on with them", version)
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
            _tell(chosen, _ready(chosen, running.address))
            stop.wait()
        _tell(chosen, "Stopping: finishing what was begun.")


def _tell(chosen: Settings, sentence: str) -> None:
    """To whoever started it by hand; where machines read the log, in the log."""
    if chosen.log_format == "json":
        log.info(sentence)
    else:
        typer.echo(sentence)


def _ready(chosen: Settings, address: str) -> str:
    from handlers import http_mode

    if chosen.is_socket_mode:
        return f"Ready, over Socket Mode. Health: {address}/readyz. Stop with Ctrl-C."
    return f"Ready: Slack may post to {address}{http_mode.PATH}. Health: {address}/readyz. Stop with Ctrl-C."
