"""Being stopped, and being killed: nothing acknowledged as recorded is lost, and nothing is doubled."""

import signal
import threading
from collections.abc import Iterator
from datetime import date, timedelta

from bot.sandbox.client import NothingSaid, Workspace
from storage import audits, cases, chain
from storage.database import Database
from tests.conftest import on_postgresql
from tests.conversations.conftest import Served, over_socket_mode, shown
from tests.conversations.locking import locked_for
from tests.council import GRACE, HELEN, PRIYA

AUDITS = 120
KILLS = 4
FIRST_DAY = date(2024, 1, 1)


def test_told_to_stop_it_finishes_what_was_begun(
    served: Served, workspace_address: str, db: Database
) -> None:
    workspace = Workspace(workspace_address)
    with locked_for(db, seconds=0.5):
        done = workspace.command(PRIYA, "/audit", "K7Q2M good")
        served.process.send_signal(signal.SIGTERM)
        assert served.process.wait(timeout=15) == 0
    assert "Recorded" in shown(workspace.messages(PRIYA, since=done.since)[-1])


def test_nothing_acknowledged_as_recorded_is_lost_and_nothing_is_doubled_when_the_bot_is_killed(
    served: Served, workspace_address: str, db: Database
) -> None:
    typing = Typing(Workspace(workspace_address))
    for kill in range(1, KILLS + 1):
        typing.wait_for(kill * AUDITS // (KILLS + 1))
        served.restart()
    hold_that_all_is_stored_once(db, typing.finish())


@on_postgresql
@over_socket_mode
def test_of_two_bots_on_one_server_each_does_its_part_and_one_alone_the_rest(
    served: Served, environment: dict[str, str], workspace_address: str, db: Database
) -> None:
    replica = Served(environment)
    workspace = Workspace(workspace_address)
    # The workspace sends to its connections in turn.
    assert workspace.connected() == 2
    typing = Typing(workspace)
    typing.wait_for(AUDITS // 2)
    served.kill()
    recorded = typing.finish()
    replica.kill()
    hold_that_all_is_stored_once(db, recorded)


def hold_that_all_is_stored_once(db: Database, recorded: set[date]) -> None:
    with db.reading() as session:
        case = cases.by_reference(session, "K7Q2M")
        assert case is not None
        stored = [audit.audited_on for audit in audits.of_case(session, case.id)]
        assert list(chain.faults(session)) == []
    assert recorded <= set(stored)
    assert len(stored) == len(set(stored)) == AUDITS


class Typing:
    """Three people who log audits, one a day, until each was answered or they gave up."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._recorded: set[date] = set()
        self._days = iter([FIRST_DAY + timedelta(days=number) for number in range(AUDITS)])
        self._turn = threading.Condition()
        self._threads = [threading.Thread(target=self._work, args=[user]) for user in (PRIYA, GRACE, HELEN)]
        for thread in self._threads:
            thread.start()

    def wait_for(self, count: int) -> None:
        """Until so many audits were answered."""
        with self._turn:
            assert self._turn.wait_for(lambda: len(self._recorded) >= count, timeout=60)

    def finish(self) -> set[date]:
        """The days that were answered, once all were tried."""
        for thread in self._threads:
            thread.join()
        return self._recorded

    def _work(self, user: str) -> None:
        for day in self._shared():
            if _log(self._workspace, user, day):
                with self._turn:
                    self._recorded.add(day)
                    self._turn.notify_all()

    def _shared(self) -> Iterator[date]:
        while True:
            with self._turn:
                day = next(self._days, None)
            if day is None:
                return
            yield day


def _log(workspace: Workspace, user: str, day: date) -> bool:
    """Types the line until it is answered, as a person would who sees no answer; True once it is."""
    for _ in range(20):
        workspace.connected(timeout=20)
        done = workspace.command(user, "/audit", f"K7Q2M good on {day.isoformat()} by A. Auditor")
        if done.acknowledged and _answered(workspace, user, done.since, day):
            return True
    return False


def _answered(workspace: Workspace, user: str, since: int, day: date) -> bool:
    try:
        answer = shown(workspace.messages(user, since=since, timeout=1.0)[-1])
    except NothingSaid:
        return False
    return "ecorded: K7Q2M" in answer and f"{day.day} {day:%B} {day.year}" in answer
