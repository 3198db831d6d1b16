"""The scheduled jobs."""

from datetime import timedelta

import pytest
from slack_sdk import WebClient

from bot.settings import Terms
from handlers import clock
from handlers.delivery import Delivery
from handlers.office import Office
from storage import inbox
from storage.database import Database
from tests.conftest import NOW


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
    scheduler = clock.start(office, delivery)
    try:
        assert len(scheduler.get_jobs()) == len(clock.JOBS)
    finally:
        scheduler.shutdown()
