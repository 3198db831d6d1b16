"""Letters: what is due to be told, to whom, and in which letter. One a person a working day, all in one.

Deciding has two steps, each in transactions of its own, so that any number of actions may be due. `look`
notes the rungs that actions have reached; when nothing is left to look at, `bundle` puts all that waits into
letters. Whoever is killed in between leaves notes that the next turn of the clock goes on from.
"""

import hashlib
import logging
import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy.orm import Session

from bot import recipients, reminders
from bot.errors import Conflict, NotFound
from bot.reminders import TOLD, Reminding
from bot.rules import hours
from bot.rules.ladder import Audience, Rung
from bot.rules.workdays import read_days
from bot.visit import Moment
from storage import actions as stored_actions
from storage import letters as stored
from storage import notices, people, remembered
from storage.letters import Address
from storage.models import Action, Letter, Notice, Person, Team
from storage.words import LetterState, Told

log = logging.getLogger("g2o")

LOOKED_AT_ONCE = 500
RECKONED_AT_ONCE = 5000
RECKONED_BY = "reckoned by"
NEVER = date.max

# Any number: the same letter has the same key for ever, on every machine.
_KEYS = uuid.UUID("2b8d5f0c-7e0b-4a54-9a7e-7d1f6c0a9b35")

# What a pause does not hold up: others wait for it, or it is a manager's or an administrator's business.
_NOT_PAUSED = {
    Told.LATE_IN_TEAM,
    Told.LATE_IN_SERVICE,
    Told.TO_APPROVE,
    Told.NOT_MINE,
    Told.TROUBLE,
}


def is_open(moment: Moment) -> bool:
    """Whether people are written to at this time of the day. Whether they work today is theirs."""
    return hours.is_open(moment.at, moment.terms.zone, moment.terms.nudge_at)


def is_over(letter: Letter, moment: Moment) -> bool:
    """Whether the time in which the letter may be posted has passed."""
    has_ended = moment.today == letter.until and hours.is_past(moment.at, moment.terms.zone)
    return has_ended or moment.today > letter.until


def is_time(letter: Letter, moment: Moment) -> bool:
    """Whether the letter may be posted now."""
    is_working_day = letter.person_id is not None or moment.terms.calendar.is_working_day(moment.today)
    return letter.day <= moment.today <= letter.until and is_open(moment) and is_working_day


def is_anything_due(session: Session, moment: Moment, *, has_service_channel: bool) -> bool:
    """Whether there is something to decide: a few look-ups, so that the clock need not wait for writers."""
    if not _is_reckoned_so(session, moment) or stored.never_tried_before(session, moment.today):
        return True
    if is_open(moment) and stored_actions.to_look_at(session, moment.today, 1):
        return True
    if is_open(moment) and notices.waiting(session):
        return True
    return any(
        not stored.is_there(session, address)
        for address in _digests(session, moment, has_service_channel=has_service_channel)
    )


def reckon_anew(session: Session, moment: Moment) -> bool:
    """After other settings, or with other bank holidays, all reminders are reckoned anew, part by part.

    True while there is more to do.
    """
    if _is_reckoned_so(session, moment):
        return False
    if stored_actions.look_again_at_some(session, RECKONED_AT_ONCE):
        return True
    remembered.keep(session, RECKONED_BY, mark_of_the_settings(moment))
    return False


def let_go(session: Session, moment: Moment) -> int:
    """Letters that nobody tried to post on their day are told in another; gives how many."""
    old = [
        letter_id
        for letter_id in stored.never_tried_before(session, moment.today)
        if stored.cancel(session, letter_id, "its day has passed")
    ]
    for letter_id in old:
        stored.release(session, letter_id)
    return len(old)


def look(session: Session, moment: Moment) -> int:
    """Notes what some actions have reached; gives how many were looked at. 0: nothing is left."""
    actions = stored_actions.to_look_at(session, moment.today, LOOKED_AT_ONCE)
    if not actions:
        return 0
    desk = _Desk(session, moment)
    quiet: dict[int, date] = {}
    for reminding in reminders.of(session, actions, moment):
        notes, quiet[reminding.action.id] = _reckon(desk, reminding, moment.today)
        notices.put(session, notes)
    stored_actions.be_quiet(session, quiet)
    return len(actions)


def bundle(session: Session, moment: Moment) -> int:
    """Puts what waits into today's letters; gives how many letters."""
    notices.forget_stale_rungs(session, moment.today)
    desk = _Desk(session, moment)
    told: dict[int, list[int]] = defaultdict(list)
    for notice in notices.waiting(session):
        reader = desk.reader_of(notice)
        if reader is not None:
            told[reader.id].append(notice.id)
    for person_id, notice_ids in told.items():
        letter = stored.put(session, letter_to(person_id, moment.today))
        if letter is not None:
            notices.put_in(session, notice_ids, letter.id)
    return len(told)


def letter_to(person_id: int, day: date) -> Address:
    """A person's letter of the day."""
    return Address(_key("daily", person_id, day), day, day, person_id=person_id)


def digest_of(team: Team | None, week: date) -> Address:
    """The digest of a team, or of the service, for the week that begins on that Monday."""
    team_id = team.id if team else None
    sunday = week + timedelta(days=6)
    return Address(_key("digest", team_id or "service", week), week, sunday, team_id=team_id)


def decide_digests(session: Session, moment: Moment, *, has_service_channel: bool) -> int:
    """Puts in the week's digests once their time has come; gives how many."""
    due = _digests(session, moment, has_service_channel=has_service_channel)
    return sum(stored.put(session, address) is not None for address in due)


def _digests(session: Session, moment: Moment, *, has_service_channel: bool) -> list[Address]:
    """The week's digests, once their time has come."""
    if not _digest_is_due(moment):
        return []
    teams: list[Team | None] = [team for team in people.teams(session) if team.channel]
    week = hours.week_of(moment.today)
    return [digest_of(team, week) for team in (*teams, *([None] if has_service_channel else []))]


def _digest_is_due(moment: Moment) -> bool:
    """From its day and time on, or from the next working day of its week; never on a day off."""
    wanted, calendar = moment.terms.digest_at, moment.terms.calendar
    first = calendar.after(hours.week_of(moment.today) + timedelta(days=wanted.weekday), 0)
    opens = wanted.at if moment.today == first else moment.terms.nudge_at
    return (
        first <= moment.today
        and calendar.is_working_day(moment.today)
        and hours.is_open(moment.at, moment.terms.zone, opens)
    )


def retry(session: Session, moment: Moment, letter_id: int) -> str:
    """Tries a letter again once what kept it back is mended; says what happens now. Raises Refusal.

    A person's letter that failed is not sent as it was: what it told goes into their next one.
    """
    letter = stored.get(session, letter_id)
    if letter is None:
        raise NotFound("There is no letter of that number: python -m bot letters lists them.")
    if letter.state in (LetterState.SENT, LetterState.CANCELLED):
        raise Conflict(f"That letter was {letter.state.label.lower()} already, so nothing was changed.")
    if letter.state is not LetterState.FAILED:
        stored.hurry(session, letter)
        return "It is on its way: it is tried as soon as the bot is at work and the time of the day allows."
    if letter.person is None:
        if is_over(letter, moment):
            raise Conflict("Its week is over; the next digest is made when its time comes.")
        stored.put_back(session, letter)
        return "The digest is tried again as soon as the bot is at work and the time of the day allows."
    people.can_be_reached_again(session, letter.person.id)
    stored.release(session, letter.id)
    stored.put_away(session, letter, "told in the next letter")
    return (
        f"What it was to tell is told in the next letter to {letter.person.name}, on their next working day."
    )


def report_trouble(session: Session, moment: Moment, letter: Letter, reason: str) -> None:
    """Lets an administrator know, in their own letter, that this one could not be delivered."""
    administrator = recipients.administrator(session, but=letter.person_id)
    if administrator is None:
        log.warning("letter %s was not delivered (%s), and no administrator has Slack", letter.id, reason)
        return
    notices.put(
        session,
        [
            {
                "key": f"{Told.TROUBLE}:{letter.key}",
                "person_id": administrator.id,
                "told": Told.TROUBLE,
                "about_letter_id": letter.id,
                "note": reason,
                "made_on": moment.today,
            }
        ],
    )


class _Desk:
    """Who can be written to today: looked up once for each person, however many actions are theirs."""

    def __init__(self, session: Session, moment: Moment) -> None:
        self._session = session
        self._moment = moment
        self._people: dict[int, Person | None] = {}
        self._readers: dict[int, Person | None] = {}
        self._above: dict[tuple[int, Audience], Person | None] = {}

    def reader_of(self, notice: Notice) -> Person | None:
        """Who reads it today; None: nobody yet."""
        if notice.person_id not in self._people:
            self._people[notice.person_id] = people.get(self._session, notice.person_id)
        person = self._people[notice.person_id]
        if person is None or (notice.told not in _NOT_PAUSED and self._is_paused(person)):
            return None
        return self.reader(person)

    def reader(self, person: Person) -> Person | None:
        """Who would get a letter of this person's today, if they work today and have none yet."""
        if person.id not in self._readers:
            self._readers[person.id] = self._find(person)
        return self._readers[person.id]

    def above(self, owner: Person, audience: Audience) -> Person | None:
        """Whom a rung tells. Where there is no such person, somebody in quality."""
        if (owner.id, audience) not in self._above:
            self._above[owner.id, audience] = self._look_above(owner, audience)
        return self._above[owner.id, audience]

    def _look_above(self, owner: Person, audience: Audience) -> Person | None:
        if audience is Audience.OWNER:
            return owner
        find = recipients.manager_of if audience is Audience.MANAGER else recipients.service_manager_of
        return find(self._session, owner) or recipients.in_quality(
            self._session, self._moment.today, but=frozenset({owner.id})
        )

    def _find(self, person: Person) -> Person | None:
        today = self._moment.today
        reader = recipients.receiver(self._session, person, today)
        if reader is None or stored.has_one(self._session, reader.id, today):
            return None
        works = self._moment.terms.calendar.is_working_day(today, read_days(reader.working_days))
        return reader if works else None

    def _is_paused(self, person: Person) -> bool:
        return person.paused_until is not None and person.paused_until > self._moment.today


def _reckon(desk: _Desk, reminding: Reminding, today: date) -> tuple[list[dict[str, object]], date]:
    """What is to be noted of an action today, and until when there is nothing more to tell."""
    action, standing = reminding.action, reminding.standing
    notes: list[dict[str, object]] = []
    is_held_up = False
    if reminding.picked and reminding.picked <= today:
        if desk.reader(action.owner):
            notes.append(_note(action, Told.PICKED, action.owner, today, due_on=reminding.picked))
        else:
            is_held_up = True
    for rung in reminding.ladder.reached(standing, today):
        person = desk.above(action.owner, rung.tells)
        if person is None or desk.reader(person) is None:
            is_held_up = True
            continue
        notes += _notes_of(reminding, rung, person, today)
        standing = standing.telling(rung, today)
    if is_held_up:
        return notes, today + timedelta(days=1)
    upcoming = reminding.ladder.upcoming(standing, today)
    days = [upcoming.on] if upcoming else []
    if reminding.picked and reminding.picked > today:
        days.append(reminding.picked)
    return notes, min(days, default=NEVER)


def _notes_of(reminding: Reminding, rung: Rung, person: Person, today: date) -> Iterator[dict[str, object]]:
    action = reminding.action
    yield _note(action, TOLD[rung.tells], person, today, due_on=action.due_on, rung=rung.offset)
    if reminding.ladder.is_last(rung) and rung.tells is not Audience.OWNER:
        yield _note(action, Told.TAKEN_OVER, action.owner, today, due_on=action.due_on)


def _note(
    action: Action, told: Told, person: Person, today: date, *, due_on: date, rung: int | None = None
) -> dict[str, object]:
    """A rung is reckoned from the date and the owner: told once, and anew for another date or owner."""
    return {
        "key": f"{told}:{action.id}:{'' if rung is None else rung}:{due_on}:{action.owner_id}",
        "person_id": person.id,
        "told": told,
        "action_id": action.id,
        "rung": rung,
        "due_on": due_on,
        "owner_id": action.owner_id,
        "made_on": today,
    }


def _key(*parts: object) -> str:
    return str(uuid.uuid5(_KEYS, ":".join(map(str, parts))))


def _is_reckoned_so(session: Session, moment: Moment) -> bool:
    return remembered.get(session, RECKONED_BY) == mark_of_the_settings(moment)


def mark_of_the_settings(moment: Moment) -> str:
    """What changes when the ladder or a working day of this year or the next two is another."""
    calendar, year = moment.terms.calendar, moment.today.year
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range(3 * 366))
    off = [day.isoformat() for day in days if day.weekday() < 5 and not calendar.is_working_day(day)]
    words = [*map(str, moment.terms.ladder.rungs), *off]
    return hashlib.sha256(" ".join(words).encode()).hexdigest()
