"""`demo`: a Slack-like workspace, the bot in it and example data, in one process."""

import signal
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import settings as reading
from bot.cli import common
from bot.cli.demo_clock import DemoClock
from bot.cli.logs import start_log
from storage.words import Door

if TYPE_CHECKING:
    from bot.cli.running import Running
    from bot.sandbox.config import Config
    from bot.sandbox.page.guide import Guide
    from bot.settings import Settings

TEAM_CHANNEL = "C0QUALITY1"

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
        clock = demo_clock()
        with (
            workspace(port, with_page=not in_terminal, clock=clock) as base,
            bot_in(base, file, clock),
        ):
            if in_terminal:
                _talk(base, clock)
            else:
                _wait(base)


def _talk(base: str, clock: DemoClock) -> None:
    """The terminal client, until it is left."""
    from bot.sandbox import terminal
    from bot.sandbox.cast import Person

    typer.echo(f"The workspace listens on {base}")
    people = [Person(*person) for person in PEOPLE]
    time = terminal.Word("time next day, next monday, 14 december", "go ahead in time", clock.go)
    terminal.run(base, people, tries=TRIES, names={"U0BOT00001": "g2o"}, words={"time": time})


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
def workspace(port: int = 0, *, with_page: bool = False, clock: DemoClock | None = None) -> Iterator[str]:
    """The sandbox with the demo's people and channels, as a page too if wanted; gives its address."""
    from bot.sandbox import server

    with server.running(council_workspace(), port, _guide(clock) if with_page else None) as base:
        yield base


def demo_clock() -> DemoClock:
    """The time of a demo, by the settings that a demo has."""
    return DemoClock(_settings("http://127.0.0.1", "sqlite:///demo.db").terms)


def _guide(clock: DemoClock | None) -> "Guide":
    """Who can be played on the page, what is worth typing there, its time, and the first five minutes."""
    from bot.cli import demo_tour
    from bot.sandbox.cast import Person
    from bot.sandbox.page.guide import Guide

    commands = tuple(each for each in TRIES if each[0].startswith("/"))
    first = demo_tour.tour(clock, TEAM_CHANNEL) if clock else None
    return Guide(tuple(Person(*each) for each in PEOPLE), commands, clock, first)


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
def bot_in(base: str, file: Path, clock: DemoClock) -> Iterator["Running"]:
    """The bot at work in the workspace, with the example data in the file; both go by the clock."""
    from bot.cli import demo_data
    from bot.cli.running import Running
    from bot.sandbox import client

    chosen = _settings(base, f"sqlite:///{file}")
    opened = common.open_database(chosen, upgrade=True, alone=True)
    clock.move(client.Workspace(base).shift_clock)
    with opened as database, Running(chosen, database, clock.now) as running:
        with database.begin() as session:
            demo_data.load(session, common.command_line_visit(chosen, Door.IMPORT, clock.ahead))
        running.start(threading.Event())
        clock.wake(running.turn)
        yield running


def _settings(base: str, database_url: str) -> "Settings":
    return reading.read(environment_in(base, database_url), needs_slack=True)


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
