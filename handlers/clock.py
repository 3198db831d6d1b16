"""Every scheduled job, in one table. What is due is read from the database: a missed tick costs nothing."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.orm import Session

from bot import invitations, letters, reminders
from bot.visit import Moment
from handlers import accounts, refusals, seals, taking_back
from handlers.delivery import Delivery
from handlers.office import Office
from storage import inbox
from storage.unavailable import Unavailable

log = logging.getLogger("g2o")

OTHER_SETTINGS = (
    "reminders are reckoned anew, as the settings or the year are others than before; if this is said again "
    "and again, another bot with other settings is at work on the same record"
)

# In seconds. A clock that is kept right is moved by less at once.
JUMP = 2.0
LOOK_EVERY = 5.0

# Slack repeats an event for an hour at most.
EVENTS_ARE_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Job:
    """What is done, and every how many seconds; the first time soon after the start."""

    work: Callable[[Office, Delivery], object]
    seconds: int
    first: int = 0


def forget_old_events(office: Office, _: Delivery) -> None:
    with office.db.begin() as session:
        inbox.forget_before(session, office.clock() - EVENTS_ARE_KEPT)


def decide_letters(office: Office, _: Delivery) -> None:
    """Puts in the letters that are due. Each part is a transaction, and what is left is the next turn's."""
    if not office.terms.sends_letters:
        return
    moment = Moment(office.clock(), office.terms)
    has_channel, has_seal_channel = bool(office.team_channel), bool(office.seal_channel)
    with office.db.reading() as session:
        if not letters.is_anything_due(
            session, moment, has_service_channel=has_channel, has_seal_channel=has_seal_channel
        ):
            return
        if reminders.is_reckoned_otherwise(session, moment):
            log.warning(OTHER_SETTINGS)
    _until_done(office, lambda session: reminders.reckon_anew(session, moment))
    with office.db.begin() as session:
        letters.let_go(session, moment)
        letters.decide_digests(session, moment, has_service_channel=has_channel)
        if has_seal_channel:
            letters.decide_seal(session, moment)
    if not letters.is_open(moment):
        return
    _until_done(office, lambda session: reminders.look(session, moment))
    with office.db.begin() as session:
        invitations.look(session, moment)
    with office.db.begin() as session:
        letters.bundle(session, moment)


def take_back(office: Office, _: Delivery) -> None:
    taking_back.take_back(office)


def compare_accounts(office: Office, _: Delivery) -> None:
    accounts.compare(office)


def keep_seal(office: Office, _: Delivery) -> None:
    seals.keep_in_file(office)


def deliver_letters(office: Office, delivery: Delivery) -> None:
    if not office.terms.sends_letters:
        return
    before = office.measures.letters_sent
    delivery.deliver()
    sent = office.measures.letters_sent - before
    if sent:
        log.info("letters delivered: %d", sent, extra={"letters": sent})


JOBS = {
    "decide_letters": Job(decide_letters, seconds=60),
    "deliver_letters": Job(deliver_letters, seconds=5, first=1),
    # What is due is so by the day; a turn takes as much as Slack allows in a minute.
    "take_back": Job(take_back, seconds=300, first=30),
    # Once a day; the other turns are for days on which Slack was away.
    "compare_accounts": Job(compare_accounts, seconds=3600, first=120),
    # It is kept once a day; a file that is away is tried again and again.
    "keep_seal": Job(keep_seal, seconds=300, first=10),
    "forget_old_events": Job(forget_old_events, seconds=3600, first=60),
}


class Clock:
    """The jobs at work; `shutdown` stops them.

    The scheduler waits for a time of the day. Where this machine's clock is set back, as after it had gone
    wrong, that would be hours or days ahead, so whoever watches has every job take its turn at once.
    """

    def __init__(self, scheduler: BackgroundScheduler, wall: Callable[[], float] = time.time) -> None:
        self._scheduler = scheduler
        self._wall = wall
        self._ahead = wall() - time.monotonic()
        self._stop = threading.Event()
        self._watch = threading.Thread(target=self._watching, name="clock", daemon=True)

    def start(self) -> "Clock":
        self._scheduler.start()
        self._watch.start()
        log.info(
            "the clock runs: %s", ", ".join(f"{name} every {job.seconds} s" for name, job in JOBS.items())
        )
        return self

    def shutdown(self) -> None:
        """Ends once the jobs that are at work have ended."""
        self._stop.set()
        self._scheduler.shutdown()

    def look(self) -> None:
        """Has all jobs take a turn if the machine's clock was set back since the last look."""
        ahead = self._wall() - time.monotonic()
        if ahead < self._ahead - JUMP:
            log.warning("this machine's clock was set back by %d seconds", self._ahead - ahead)
            for job in self._scheduler.get_jobs():
                job.modify(next_run_time=datetime.now(UTC))
        self._ahead = ahead

    def _watching(self) -> None:
        while not self._stop.wait(LOOK_EVERY):
            self.look()


def start(office: Office, delivery: Delivery) -> Clock:
    """Starts the clock; `shutdown` on what it gives stops it."""
    return Clock(_scheduler(office, delivery)).start()


def _scheduler(office: Office, delivery: Delivery) -> BackgroundScheduler:
    scheduler = BackgroundScheduler(timezone=office.terms.zone)
    for name, job in JOBS.items():
        scheduler.add_job(
            _run,
            "interval",
            [name, job, office, delivery],
            seconds=job.seconds,
            next_run_time=datetime.now(UTC) + timedelta(seconds=job.first),
            coalesce=True,
            max_instances=1,
            # A turn that comes late is taken all the same: what is due is read from the database.
            misfire_grace_time=None,
        )
    return scheduler


def turn(office: Office, delivery: Delivery) -> None:
    """Every job once, in order: for a clock that was put on."""
    for name, job in JOBS.items():
        _run(name, job, office, delivery)


def _until_done(office: Office, part: Callable[[Session], object]) -> None:
    """Part by part, each in a transaction of its own, so that people are let in between."""
    is_more = True
    while is_more:
        with office.db.begin() as session:
            is_more = bool(part(session))


def _run(name: str, job: Job, office: Office, delivery: Delivery) -> None:
    try:
        with office.measures.job(name, office.clock().timestamp()):
            job.work(office, delivery)
    except Unavailable:
        log.warning("%s waits for its next turn: the database is out of reach", name)
    except Exception as error:  # noqa: BLE001 - the clock goes on; the log tells where, and nothing of what
        log.error("%s ended early (report %s)", name, refusals.logged(error))  # noqa: TRY400
