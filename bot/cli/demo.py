"""`demo`: a Slack-like workspace, the bot in it and example data, in one process."""

import signal
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import settings as reading
from bot.cli import common
from bot.cli.serving import start_log
from bot.rules import hours
from bot.settings import Terms
from storage.words import Door

if TYPE_CHECKING:
    from bot.cli.running import Running
    from bot.sandbox.config import Config
    from bot.sandbox.page.guide import Guide

TEAM_CHANNEL = "C0QUALITY1"
A_MORNING = time(9, 30)

PEOPLE = (
    ("U0PRIYA01", "Priya Shah", "manager", "Manages Children and Families: logs audits, agrees actions."),
    ("U0TOMAS02", "Tomas Reid", "practitioner", "A social worker: has actions of his own, logs no audits."),
    ("U0GRACE03", "Grace Obi", "quality", "In the quality team: sees every case, logs for anybody."),
    ("U0HELEN04", "Helen Marsh", "leader", "The Assistant Director: chairs the meeting."),
    ("U0ALANA05", "Alana Brook", "auditor", "Audits for Aidhour, an outside company."),
    ("U0SAMIR06", "Samir Patel", "administrator", "Looks after the bot; sees no case content."),
)


def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 0,
    keep: Annotated[Path | None, typer.Option(help="Keep the record in this file.")] = None,
    in_terminal: Annotated[
        bool, typer.Option("--terminal", help="Type here instead of in a browser.")
    ] = False,
) -> None:
    """Try the bot in a workspace on this machine, in the browser."""
    start_log("WARNING")
    with tempfile.TemporaryDirectory(prefix="g2o-demo-") as folder:
        file = keep or Path(folder) / "demo.db"
        if not _is_free(port):
            common.refuse(f"Port {port} is taken. Choose another with --port, or 0 for a free one.")
        with workspace(port, with_page=not in_terminal) as base, bot_in(base, file):
            (_talk if in_terminal else _wait)(base)


def _talk(base: str) -> None:
    """The terminal client, until it is left."""
    from bot.sandbox import terminal

    typer.echo(f"The workspace listens on {base}")
    people = [terminal.Person(*person) for person in PEOPLE]
    terminal.run(base, people, tries=TRIES, names={"U0BOT00001": "g2o"})


def _wait(base: str) -> None:
    """Until Ctrl-C."""
    typer.echo(f"Open {base} in a browser on this machine. Only this machine reaches it. Ctrl-C ends it.")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    stop.wait()


TRIES = (
    ("/case K7Q2M", "where a case stands"),
    ("/audit K7Q2M good", "record an audit in one line, or just /audit for the form"),
    ("/overdue care leavers", "what is late, the oldest first"),
    ("/g2o grades care leavers 2016..2018", "the grades by year"),
    ("/g2o digest", "the weekly digest as it stands"),
    ("home", "the app's Home tab"),
    ("as tomas", "be a practitioner: read his letter, and press a number in it"),
)


@contextmanager
def workspace(port: int = 0, *, with_page: bool = False) -> Iterator[str]:
    """The sandbox with the demo's people and channels, as a page too if wanted; gives its address."""
    from bot.sandbox import server

    with server.running(council_workspace(), port, _guide() if with_page else None) as base:
        yield base


def _guide() -> "Guide":
    """Who can be played on the page, and what is worth typing there."""
    from bot.sandbox.page.guide import Guide, Person

    commands = tuple(each for each in TRIES if each[0].startswith("/"))
    return Guide(tuple(Person(*each) for each in PEOPLE), commands)


def council_workspace() -> "Config":
    """The people, the channels and the bot's app."""
    from bot.sandbox import config
    from handlers.manifest import manifest

    ids = tuple(user for user, *_ in PEOPLE)
    # Who audits for another organisation reads no totals of the service.
    inside = tuple(user for user, _, role, _ in PEOPLE if role != "auditor")
    app = config.App(manifest())
    return config.Config(
        app=app,
        team_name="Example Council",
        users=(
            *(config.User(user, name.split()[0].lower(), name) for user, name, *_ in PEOPLE),
            config.User("U0NEWBY07", "robin", "Robin Vale"),
        ),
        channels=(
            config.Channel(TEAM_CHANNEL, "quality-team", "private", (*inside, app.bot_user_id)),
            config.Channel("C0GENERAL1", "general", "public", (*ids, app.bot_user_id)),
        ),
    )


@contextmanager
def bot_in(base: str, file: Path) -> Iterator["Running"]:
    """The bot at work in the workspace, with the example data in the file."""
    from bot.cli import demo_data
    from bot.cli.running import Running

    chosen = reading.read(environment_in(base, f"sqlite:///{file}"), needs_slack=True)
    opened = common.open_database(chosen, upgrade=True, alone=True)
    ahead = _to_a_working_morning(datetime.now(UTC), chosen.terms)
    with opened as database, Running(chosen, database, lambda: datetime.now(UTC) + ahead) as running:
        with database.begin() as session:
            demo_data.load(session, common.command_line_visit(chosen, Door.IMPORT, ahead))
        running.start(threading.Event())
        yield running


def _to_a_working_morning(at: datetime, terms: Terms) -> timedelta:
    """How far the demo's clock is ahead: people try it in the evening, when no letters are sent."""
    if hours.is_open(at, terms.zone, terms.nudge_at) and terms.calendar.is_working_day(
        at.astimezone(terms.zone).date()
    ):
        return timedelta()
    morning = terms.calendar.after(at.astimezone(terms.zone).date(), 1)
    return datetime.combine(morning, A_MORNING, terms.zone) - at


def environment_in(base: str, database_url: str) -> dict[str, str]:
    """The settings that join the bot to the workspace over Socket Mode."""
    return {
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "SLACK_API_URL": f"{base}/api/",
        "DATABASE_URL": database_url,
        "TEAM_CHANNEL": TEAM_CHANNEL,
        "ADMINS": "U0SAMIR06",
        "PORT": "0",
    }


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True
