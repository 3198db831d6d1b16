"""The scheduled jobs."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.schedulers.background import BackgroundScheduler
from slack_sdk import WebClient

from bot import record, seals
from bot.settings import Terms
from handlers import clock
from handlers.delivery import Delivery
from handlers.office import Office
from storage import chain, inbox
from storage.database import Database
from tests.conftest import NOW, later
from tests.council import Council, case_of


@pytest.fixture
def office(db: Database, terms: Terms) -> Office:
    return Office(db, terms, WebClient(), clock=lambda: NOW)


@pytest.fixture
def delivery(office: Office) -> Delivery:
    return Delivery(office, WebClient())


def test_events_are_forgotten_after_a_day_and_not_before(office: Office, delivery: Delivery) -> None:
    with office.db.begin() as session:
        inbox.take_in(session, "Ev-old", NOW - timedelta(hours=25))
        inbox.take_in(session, "Ev-new", NOW - timedelta(hours=23))
    clock.forget_old_events(office, delivery)
    with office.db.begin() as session:
        assert inbox.take_in(session, "Ev-old", NOW)
        assert not inbox.take_in(session, "Ev-new", NOW)


def test_every_job_is_scheduled(office: Office, delivery: Delivery) -> None:
    assert len(clock._scheduler(office, delivery).get_jobs()) == len(clock.JOBS)


@pytest.fixture
def turns() -> tuple[BackgroundScheduler, threading.Event]:
    """A job whose turn is an hour ahead, as after a clock was set back by an hour."""
    taken = threading.Event()
    scheduler = BackgroundScheduler(timezone="UTC")
    ahead = datetime.now(UTC) + timedelta(hours=1)
    scheduler.add_job(taken.set, "interval", seconds=5, next_run_time=ahead, misfire_grace_time=None)
    return scheduler, taken


@pytest.mark.parametrize(("by", "is_taken"), [(-3600.0, True), (-5.0, True), (-0.5, False), (3600.0, False)])
def test_a_machines_clock_that_is_set_back_makes_no_job_wait_until_it_is_as_late_again(
    turns: tuple[BackgroundScheduler, threading.Event], *, by: float, is_taken: bool
) -> None:
    scheduler, taken = turns
    moved = [0.0]
    watched = clock.Clock(scheduler, wall=lambda: time.time() + moved[0]).start()
    try:
        watched.look()
        moved[0] = by
        watched.look()
        assert taken.wait(5.0 if is_taken else 0.3) is is_taken
    finally:
        watched.shutdown()


def test_rows_written_with_a_clock_that_was_set_back_keep_the_journal_whole(
    db: Database, council: Council
) -> None:
    for hours in (0, 24, -1, 0):
        with db.begin() as session:
            visit = later(council.quality, at=NOW + timedelta(hours=hours))
            record.note(session, visit, "case written out", case_of(session, "K7Q2M"))
    with db.reading() as session:
        assert list(chain.faults(session)) == []
        assert not seals.compare(session, [seals.make(session, NOW)]).broken
