"""Sixty days of forty people and three hundred actions, and the whole correspondence held against the rule.

The rule is written down here a second time, day by day and as plainly as possible.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import actions, owners
from bot.sandbox import config, server
from handlers.manifest import manifest
from storage.database import Database
from storage.models import Action, Case, Leave, Letter, Notice, Person, Post, Team
from storage.words import Cohort, LetterKind, LetterState, Role, Status, Told
from tests.letters.conftest import PostOffice, open_post_office

LONDON = ZoneInfo("Europe/London")
FIRST, DAYS = date(2026, 3, 16), 60  # the clocks change on 29 March; Easter; the early May bank holiday
PEOPLE, ACTIONS, TEAMS = 40, 300, 4
DAY = timedelta(days=1)
HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG", years=2026)
RUNGS = {Told.REMINDER: (-5, 0, 2), Told.LATE_IN_TEAM: (5,), Told.LATE_IN_SERVICE: (10,)}
# Turns of the clock, in UTC: before, at the edges of and after the hours of either time of the year.
TURNS = ((7, 59), (8, 0), (8, 59), (9, 0), (15, 29), (15, 30), (16, 30), (20, 0))


@dataclass
class Life:
    """What was done to an action, and when."""

    due_on: date
    finished_on: date | None = None
    was_touched: bool = False


def slack_id(number: int) -> str:
    return f"U{number:06d}"


@pytest.fixture
def post(db: Database) -> Iterator[PostOffice]:
    """A council of forty: a service manager over all, a manager for each team, quality, practitioners."""
    with db.begin() as session:
        _found(session)
    users = tuple(config.User(slack_id(n), f"p{n}", f"Person {n}") for n in range(PEOPLE))
    with server.running(config.Config(config.App(manifest()), users)) as base:
        yield open_post_office(base, db, TEAM_CHANNEL="")


def _found(session: Session) -> None:
    session.add_all(Team(id=n + 1, name=f"Team {n + 1}") for n in range(TEAMS))
    session.flush()
    for n in range(PEOPLE):
        role = Role.MANAGER if n <= TEAMS else Role.QUALITY if n == TEAMS + 1 else Role.PRACTITIONER
        session.add(
            Person(
                id=n + 1,
                slack_id=slack_id(n),
                name=f"Person {n}",
                role=role,
                team_id=None if n in (0, TEAMS + 1) else n % TEAMS + 1,
                # Every fifth practitioner works part of the week.
                working_days="mon-wed" if n > TEAMS + 1 and n % 5 == 0 else "mon-fri",
            )
        )
    session.flush()
    for n in range(TEAMS):
        manager = next(m for m in range(1, TEAMS + 1) if m % TEAMS + 1 == n + 1)
        session.add(Post(team_id=n + 1, post="manager", person_id=manager + 1))
        session.add(Post(team_id=n + 1, post="service_manager", person_id=1))
    # Every seventh practitioner is away for a week in April, and quality covers.
    for n in range(TEAMS + 2, PEOPLE):
        if n % 7 == 0:
            session.add(
                Leave(
                    person_id=n + 1,
                    starts_on=date(2026, 4, 13),
                    ends_on=date(2026, 4, 19),
                    cover_id=TEAMS + 2,
                )
            )
    session.add_all(
        Case(id=n + 1, reference=f"K7Q{n:02d}", cohort=Cohort.CHILD_IN_NEED, team_id=n % TEAMS + 1)
        for n in range(20)
    )


def _agree(session: Session, chance: random.Random) -> dict[int, Life]:
    lives = {}
    for n in range(ACTIONS):
        due_on = FIRST + chance.randint(-15, DAYS + 5) * DAY
        session.add(
            Action(
                id=n + 1,
                case_id=n % 20 + 1,
                text=f"Step {n}.",
                owner_id=chance.randint(TEAMS + 3, PEOPLE),
                first_due_on=due_on,
                due_on=due_on,
                status=Status.OPEN,
                agreed_at=datetime(2026, 1, 5, 10, 0, tzinfo=UTC),
            )
        )
        lives[n + 1] = Life(due_on)
    return lives


def _live(post: PostOffice, day: date, lives: dict[int, Life], chance: random.Random) -> None:
    """In the afternoon some people finish something, and some pick a day."""
    post.hand[0] = datetime(day.year, day.month, day.day, 13, 0, tzinfo=UTC)
    unfinished = [number for number, life in lives.items() if life.finished_on is None]
    for number in chance.sample(unfinished, min(3, len(unfinished))):
        with post.office.db.begin() as session:
            action = session.get_one(Action, number)
            owner = session.get_one(Person, action.owner_id)
        visit = post.visit(owner.slack_id or "")
        with post.office.db.begin() as session:
            if chance.random() < 0.75:
                actions.complete(session, visit, number)
                lives[number].finished_on = day
            else:
                owners.pick_day(session, visit, number, day + chance.randint(1, 10) * DAY)
                lives[number].was_touched = True


def test_sixty_days_keep_to_the_rule(db: Database, post: PostOffice) -> None:
    chance = random.Random(2026)  # noqa: S311 - chance, not secrecy
    with db.begin() as session:
        lives = _agree(session, chance)
    for n in range(DAYS):
        day = FIRST + n * DAY
        for hour, minute in TURNS:
            if (hour, minute) == (15, 29):
                _live(post, day, lives, chance)
            post.turn(datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC))
    with db.reading() as session:
        people = {person.id: person for person in session.scalars(sa.select(Person))}
        leave = session.scalars(sa.select(Leave)).all()
        letters = {letter.id: letter for letter in session.scalars(sa.select(Letter))}
        notices = session.scalars(sa.select(Notice)).all()
        owners_of = {action.id: action.owner_id for action in session.scalars(sa.select(Action))}
    _hold_the_days(post, people, leave, letters)
    _hold_that_nothing_finished_is_asked_for(post, lives)
    told = _told(notices, letters)
    _hold_that_no_rung_is_told_twice(told)
    _hold_that_the_owner_is_told_first(told)
    _hold_that_every_rung_is_told(told, lives, owners_of, people, leave)


def _hold_the_days(
    post: PostOffice, people: dict[int, Person], leave: Sequence[Leave], letters: dict[int, Letter]
) -> None:
    """Nobody twice a day, none outside the hours, none on days off."""
    assert len(post.arrived) > 500
    readers = {letter.channel: people[letter.person_id or 0] for letter in letters.values() if letter.channel}
    local = [(letter, letter.at.astimezone(LONDON)) for letter in post.arrived]
    assert max(Counter((letter.channel, at.date()) for letter, at in local).values()) == 1
    for letter, at in local:
        assert "09:00" <= f"{at:%H:%M}" < "16:30"
        reader = readers[letter.channel]
        assert _works(at.date(), reader.working_days)
        assert not any(
            away.person_id == reader.id and away.starts_on <= at.date() <= away.ends_on for away in leave
        )
    sent = [letter for letter in letters.values() if letter.state is LetterState.SENT]
    assert len(sent) == len(post.arrived)
    assert all(letter.kind is LetterKind.DAILY for letter in sent)


def _works(day: date, working_days: str) -> bool:
    last = 2 if working_days == "mon-wed" else 4
    return day.weekday() <= last and day not in HOLIDAYS


def _hold_that_nothing_finished_is_asked_for(post: PostOffice, lives: dict[int, Life]) -> None:
    for letter in post.arrived:
        day = letter.at.astimezone(LONDON).date()
        for block in letter.post["blocks"]:
            if block["type"] != "actions" or "complete_action" not in str(block):
                continue
            finished_on = lives[int(block["elements"][0]["value"])].finished_on
            assert finished_on is None or finished_on >= day
    assert re.search(r"overdue by \d+ working days", " ".join(letter.text for letter in post.arrived))


Tellings = dict[int, list[tuple[Told, int, date]]]


def _told(notices: Sequence[Notice], letters: dict[int, Letter]) -> Tellings:
    """For each action who was told on which rung and when, in letters that arrived."""
    told: Tellings = {}
    for notice in notices:
        letter = letters.get(notice.letter_id or 0)
        if notice.rung is None or notice.action_id is None:
            continue
        assert letter is not None
        assert letter.state in (LetterState.SENT, LetterState.CANCELLED)
        told.setdefault(notice.action_id, []).append((notice.told, notice.rung, letter.day))
    return told


def _hold_that_no_rung_is_told_twice(told: Tellings) -> None:
    for tellings in told.values():
        assert len({(kind, rung) for kind, rung, _ in tellings}) == len(tellings)
        assert len({(kind, day) for kind, _, day in tellings}) == len(tellings)


def _hold_that_the_owner_is_told_first(told: Tellings) -> None:
    for tellings in told.values():
        first = {kind: min(day for other, _, day in tellings if other is kind) for kind, _, _ in tellings}
        order = [first[kind] for kind in RUNGS if kind in first]
        assert order == sorted(set(order))


def _hold_that_every_rung_is_told(
    told: Tellings,
    lives: dict[int, Life],
    owners_of: dict[int, int],
    people: dict[int, Person],
    leave: Sequence[Leave],
) -> None:
    """For those who work all week and were here, and what nobody picked a day for: each rung on its day."""
    away = {entry.person_id for entry in leave}
    plain = 0
    for number, life in lives.items():
        owner = people[owners_of[number]]
        was_new = life.due_on - 8 * DAY < FIRST  # some rungs had passed before the bot came
        if life.was_touched or owner.id in away or owner.working_days != "mon-fri" or was_new:
            continue
        plain += 1
        assert sorted(told.get(number, []), key=lambda telling: telling[2]) == list(_expected(life))
    assert plain > 60


def _expected(life: Life) -> Iterator[tuple[Told, int, date]]:
    for kind, rungs in RUNGS.items():
        for rung in rungs:
            day = _working_days_from(life.due_on, rung)
            is_open = life.finished_on is None or life.finished_on >= day
            if day < FIRST + DAYS * DAY and is_open:
                yield kind, rung, day


def _working_days_from(day: date, count: int) -> date:
    if count == 0:
        while not _works(day, "mon-fri"):
            day -= DAY
        return day
    step = DAY if count > 0 else -DAY
    for _ in range(abs(count)):
        day += step
        while not _works(day, "mon-fri"):
            day += step
    return day
