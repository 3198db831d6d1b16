"""A workspace with many people, each with an action that is due, and workers that write to them."""

import contextlib
import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from bot.sandbox import config, server
from bot.sandbox.client import Workspace
from handlers.manifest import manifest
from storage import letters
from storage.database import Database
from storage.models import Action, Case, Letter, Person
from storage.unavailable import Unavailable
from storage.words import Cohort, LetterState, Role, Status
from tests.faults import worker
from tests.faults.worker import Phase

_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(["tests.faults.worker"])

PATIENCE = 240.0
LIFETIME = 2.0
WAKING = 2.0


@dataclass(frozen=True)
class Result:
    """What became of the letters: how many there should be, arrived, are lost, came twice."""

    letters: int
    lost: int
    doubled: int


class Scene:
    """The workspace, the database, and the people of whom some have an action due."""

    def __init__(self, base: str, url: str, database: Database) -> None:
        self.base, self.url = base, url
        self.workspace = Workspace(base)
        self.due = 0
        self._database = database

    def make_due(self, count: int) -> None:
        """So many more people have an action that is due today."""
        with self._database.begin() as session:
            case_id = session.scalar(sa.select(Case.id).limit(1))
            owners = session.scalars(
                sa.select(Person.id).order_by(Person.id).offset(self.due).limit(count)
            ).all()
            today = worker.AT.date()
            session.add_all(
                Action(
                    case_id=case_id,
                    text="Write up the visit.",
                    owner_id=owner_id,
                    first_due_on=today,
                    due_on=today,
                    status=Status.OPEN,
                    agreed_at=worker.AT - timedelta(days=30),
                )
                for owner_id in owners
            )
        self.due += count

    def wait_until_settled(self) -> None:
        """Until every letter was sent; the workers are at it."""
        ends = time.monotonic() + PATIENCE
        while self._on_their_way() and time.monotonic() < ends:
            time.sleep(0.2)

    def wait_until_one_of_each(self) -> None:
        """Until whoever goes on after it was frozen has posted, and what is there twice was taken back."""
        time.sleep(WAKING)
        ends = time.monotonic() + PATIENCE
        while self._doubled(self._keys()) and time.monotonic() < ends:
            time.sleep(0.2)

    def _keys(self) -> Counter[str]:
        return Counter(
            post["metadata"]["event_payload"]["key"] for post in self.workspace.posts() if post["metadata"]
        )

    @staticmethod
    def _doubled(posts: Counter[str]) -> int:
        return sum(count - 1 for count in posts.values())

    def _on_their_way(self) -> bool:
        try:
            with self._database.reading() as session:
                return letters.counts(session).get(LetterState.SENT, 0) < self.due
        except Unavailable:
            return True

    def result(self) -> Result:
        """What Slack holds against what the record says, once nothing lags behind."""
        posts = self._keys()
        with self._database.reading() as session:
            sent = set(session.scalars(sa.select(Letter.key).where(Letter.state == LetterState.SENT)))
            people = set(session.scalars(sa.select(Letter.person_id)))
        assert set(posts) >= sent, "a letter is marked as sent that Slack does not have"
        lost = self.due - len(sent & set(posts))
        assert len(people) == self.due
        return Result(self.due, lost, self._doubled(posts))


@contextmanager
def scene(url: str, people: int) -> Iterator[Scene]:
    """A workspace whose history lags, with a database of so many people in it; nothing is due yet."""
    users = tuple(config.User(f"U{number:06d}", f"p{number}", f"Person {number}") for number in range(people))
    setting = config.Config(config.App(manifest()), users, history_lag=worker.LAG)
    database = Database(url)
    with database.begin() as session:
        session.add(Case(reference="K7Q2M", cohort=Cohort.CARE_LEAVER, opened_on=date(2025, 1, 6)))
        session.add_all(
            Person(slack_id=user.id, name=user.real_name, role=Role.PRACTITIONER) for user in users
        )
    with server.running(setting) as base:
        yield Scene(base, url, database)
    database.close()


class Worker:
    """A real process at work."""

    def __init__(self, scene: Scene, freezes_at: Phase | None = None) -> None:
        self._hears, says = _FORKING.Pipe(duplex=False)
        self._process = _FORKING.Process(
            target=worker.work, args=(scene.base, scene.url, says, freezes_at), daemon=True
        )
        self._process.start()
        says.close()
        self._said: list[Phase] = []

    def kill(self) -> Phase | None:
        """Kills it as it stands; gives what it was at."""
        if self._process.pid is not None:
            os.kill(self._process.pid, signal.SIGKILL)
        self._process.join()
        self._listen(0.0)
        self._hears.close()
        return self._said[-1] if self._said else None

    def kill_at(self, phase: Phase, chance: random.Random) -> Phase | None:
        """Kills it at a moment in or after the phase, the first time or a later one."""
        wanted = chance.randint(1, 3)
        ends = time.monotonic() + LIFETIME
        while self._said.count(phase) < wanted and time.monotonic() < ends:
            self._listen(0.05)
        # Some die at once, some a little later, in the next step or the one after.
        time.sleep(chance.choice((0.0, 0.0, chance.uniform(0.0, 0.003), chance.uniform(0.0, 0.015))))
        return self.kill()

    def wait_for(self, phase: Phase) -> None:
        """Until it is about to take that step."""
        ends = time.monotonic() + PATIENCE
        while phase not in self._said and time.monotonic() < ends:
            self._listen(0.1)

    def wake(self) -> None:
        """Lets one that froze go on."""
        if self._process.pid is not None:
            os.kill(self._process.pid, signal.SIGCONT)

    def posts(self) -> int:
        """How often it has begun to post."""
        self._listen(0.0)
        return self._said.count(Phase.POST)

    def _listen(self, seconds: float) -> None:
        """Hears one word after the other, the first within so many seconds."""
        with contextlib.suppress(EOFError):
            while self._hears.poll(seconds):
                self._said.append(Phase(self._hears.recv_bytes().decode()))
                if seconds:
                    return


@contextmanager
def at_work(scene: Scene, count: int) -> Iterator[list[Worker]]:
    """So many workers, ended at the end."""
    workers = [Worker(scene) for _ in range(count)]
    try:
        yield workers
    finally:
        for each in workers:
            each.kill()
