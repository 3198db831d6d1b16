"""One process that decides and delivers letters, and says at each moment what it is about to do."""

import os
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum, auto
from multiprocessing.connection import Connection
from typing import Any

from slack_sdk import WebClient

from bot import letters, reminders, settings
from bot.cli import demo
from bot.cli.running import posting_client, slack_client
from handlers import clock
from handlers.delivery import Delivery, Pace
from handlers.office import Office
from storage import letters as outbox
from storage.database import Database
from storage.unavailable import Unavailable

AT = datetime(2026, 3, 25, 10, 0, tzinfo=UTC)  # a Wednesday

# What takes minutes in a council takes seconds here; that `settle` outlasts the history's lag is kept.
LAG = 5.0
PACE = Pace(answer=1.0, lease=3.0, settle=LAG + 2.0, longest_wait=1.0, until_mended=1.0)


class Phase(StrEnum):
    """What a worker is at."""

    DECIDE = auto()
    CLAIM = auto()
    POST = auto()
    MARK = auto()


def work(base: str, url: str, says: Connection, freezes_at: Phase | None = None) -> None:
    """Decides and delivers for ever; whoever started it ends it.

    One that freezes stops itself as it is about to take that step for the first time, until it is woken.
    """
    awaited = freezes_at

    def say(phase: Phase) -> None:
        nonlocal awaited
        says.send_bytes(phase.encode())
        if phase is awaited:
            awaited = None
            os.kill(os.getpid(), signal.SIGSTOP)

    _say_phases(say)
    chosen = settings.read(demo.environment_in(base, url), needs_slack=True)
    database = Database(url)
    office = Office(database, chosen.terms, slack_client(chosen), lambda: AT)
    delivery = Delivery(office, _impatient(posting_client(chosen)), PACE)
    while True:
        try:
            clock.decide_letters(office, delivery)
            delivery.deliver()
        except Unavailable:
            time.sleep(0.2)
        time.sleep(0.02)


def _impatient(client: WebClient) -> WebClient:
    client.timeout = int(PACE.answer)
    return client


def _say_phases(say: Callable[[Phase], object]) -> None:
    """Has the steps of the product's own code announced as they begin; what they do is untouched."""

    def announced(phase: Phase, step: Callable[..., Any]) -> Callable[..., Any]:
        def announcing(*args: Any, **values: Any) -> Any:
            say(phase)
            return step(*args, **values)

        return announcing

    for module, name, phase in (
        (reminders, "look", Phase.DECIDE),
        (letters, "bundle", Phase.DECIDE),
        (outbox, "claim", Phase.CLAIM),
        (WebClient, "chat_postMessage", Phase.POST),
        (outbox, "finish", Phase.MARK),
    ):
        setattr(module, name, announced(phase, getattr(module, name)))
