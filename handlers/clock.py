"""Every scheduled job, in one table. What is due is read from the database: a missed tick costs nothing."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from apscheduler.schedulers.background import BackgroundScheduler

from handlers.office import Office
from storage import inbox
from storage.unavailable import Unavailable

log = logging.getLogger("g2o")

# Slack repeats an event for an hour at most.
EVENTS_ARE_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Job:
    """What is done, and every how many minutes."""

    work: Callable[[Office], None]
    minutes: int


def forget_old_events(office: Office) -> None:
    with office.db.begin() as session:
        inbox.forget_before(session, office.clock() - EVENTS_ARE_KEPT)


JOBS = {"forget_old_events": Job(forget_old_events, minutes=60)}


def start(office: Office) -> BackgroundScheduler:
    """Starts the clock; `shutdown` on what it gives stops it."""
    scheduler = BackgroundScheduler(timezone=office.terms.zone)
    for name, job in JOBS.items():
        scheduler.add_job(
            _run, "interval", [name, job, office], minutes=job.minutes, coalesce=True, max_instances=1
        )
    scheduler.start()
    return scheduler


def _run(name: str, job: Job, office: Office) -> None:
    try:
        job.work(office)
    except Unavailable:
        log.warning("%s waits for its next turn: the database is out of reach", name)
