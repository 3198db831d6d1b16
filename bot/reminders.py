"""Reminders: where unfinished actions stand on the ladder, and what they have reached today.

What is reached is noted; `bot.letters` puts what was noted into letters. An action that was looked at is
quiet until the day on which there may be something to tell: the cost is of what is due, not of what there is.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy.orm import Session

from bot import recipients
from bot.desk import Desk
from bot.rules.ladder import FOR_GOOD, Audience, Ladder, Rung, Standing, Step, Telling
from bot.rules.workdays import EVERY_DAY, read_days
from bot.visit import Moment
from storage import actions as stored
from storage import notices, remembered
from storage.models import Action, Notice, Person
from storage.words import Grade, Told

AUDIENCES: Mapping[Told, Audience] = {
    Told.REMINDER: Audience.OWNER,
    Told.LATE_IN_TEAM: Audience.MANAGER,
    Told.LATE_IN_SERVICE: Audience.SERVICE_MANAGER,
}
SETTLED = {Told.AGREED, Told.ANSWERED}
TOLD: Mapping[Audience, Told] = {audience: told for told, audience in AUDIENCES.items()}


LOOKED_AT_ONCE = 500
RECKONED_AT_ONCE = 5000
RECKONED_BY = "reckoned by"
NEVER = date.max


@dataclass(frozen=True)
class Reminding:
    """An action on its ladder. `picked` is its picked day, until its owner was reminded of that."""

    action: Action
    ladder: Ladder
    standing: Standing
    picked: date | None

    @property
    def was_told(self) -> bool:
        """Whether the owner themselves was reminded of it."""
        return Audience.OWNER in self.standing.told and recipients.can_read(self.action.owner)

    def upcoming(self, today: date) -> Step | None:
        """Who is told next and when, if nothing changes."""
        return self.ladder.upcoming(self.standing, today)


def is_reckoned_so(session: Session, moment: Moment) -> bool:
    """Whether the reminders are reckoned by the settings and the calendar that hold now."""
    return remembered.get(session, RECKONED_BY) == mark_of_the_settings(moment)


def is_reckoned_otherwise(session: Session, moment: Moment) -> bool:
    """Whether somebody with other settings has reckoned them."""
    return remembered.get(session, RECKONED_BY) not in (None, mark_of_the_settings(moment))


def reckon_anew(session: Session, moment: Moment) -> bool:
    """After other settings, or with other bank holidays, all reminders are reckoned anew, part by part.

    True while there is more to do.
    """
    if is_reckoned_so(session, moment):
        return False
    if stored.look_again_at_some(session, RECKONED_AT_ONCE):
        return True
    remembered.keep(session, RECKONED_BY, mark_of_the_settings(moment))
    return False


def look(session: Session, moment: Moment) -> int:
    """Notes what some actions have reached; gives how many were looked at. 0: nothing is left."""
    actions = stored.to_look_at(session, moment.today, LOOKED_AT_ONCE)
    if not actions:
        return 0
    desk = Desk(session, moment)
    quiet: dict[int, date] = {}
    noted: list[dict[str, object]] = []
    for reminding in of(session, actions, moment):
        notes, quiet[reminding.action.id] = _reckon(desk, reminding, moment.today)
        noted += notes
    notices.put(session, noted)
    stored.be_quiet(session, quiet)
    return len(actions)


def of(session: Session, actions: Sequence[Action], moment: Moment) -> list[Reminding]:
    """Each action on its ladder; the actions come with their owners."""
    ids = [action.id for action in actions]
    grades = stored.grades_behind(session, actions)
    told: dict[int, list[Notice]] = {action_id: [] for action_id in ids}
    for notice in notices.reckoned(session, ids):
        if notice.action_id is not None:
            told[notice.action_id].append(notice)
    return [_reminding(action, grades.get(action.id), told[action.id], moment) for action in actions]


def _reminding(action: Action, grade: Grade | None, told: Sequence[Notice], moment: Moment) -> Reminding:
    ladder = moment.terms.ladder
    standing = Standing(
        due_on=action.due_on,
        agreed_on=_settled_on(action, told, moment),
        owner_days=read_days(action.owner.working_days),
        told=_highest(action, told),
        silent_until=_silent_until(action),
        has_ended=_was_told(told, Told.TAKEN_OVER, action.due_on, action),
    )
    was_reminded = _was_told(told, Told.PICKED, action.picked_on, action)
    return Reminding(
        action,
        ladder.halved() if grade is Grade.INADEQUATE else ladder,
        standing,
        None if was_reminded else action.picked_on,
    )


def _was_told(told: Sequence[Notice], what: Told, due_on: date | None, action: Action) -> bool:
    """Whether the owner of now was told that of the date."""
    return any(
        entry.told is what and entry.due_on == due_on and entry.owner_id == action.owner_id for entry in told
    )


def _highest(action: Action, told: Sequence[Notice]) -> dict[Audience, Telling]:
    """What was told of the due date that holds now, about the owner of now."""
    highest: dict[Audience, Telling] = {}
    for notice in told:
        holds = (notice.due_on, notice.owner_id) == (action.due_on, action.owner_id)
        if not holds or notice.rung is None or notice.told not in AUDIENCES:
            continue
        audience, telling = AUDIENCES[notice.told], Telling(notice.rung, notice.made_on)
        if audience not in highest or highest[audience].offset < telling.offset:
            highest[audience] = telling
    return highest


def _settled_on(action: Action, told: Sequence[Notice], moment: Moment) -> date:
    """When the owner and the date of now were settled: agreed, given to them, or moved."""
    of_now = (entry.made_on for entry in told if entry.told in SETTLED and entry.person_id == action.owner_id)
    return max([action.agreed_at.astimezone(moment.terms.zone).date(), *of_now])


def _silent_until(action: Action) -> date | None:
    """Until when the owner is left in peace; for good where they said that the action is not theirs."""
    if action.disowned_on is not None:
        return FOR_GOOD
    return max((day for day in (action.picked_on, action.owner.paused_until) if day), default=None)


def _reckon(desk: Desk, reminding: Reminding, today: date) -> tuple[list[dict[str, object]], date]:
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
        others = frozenset({action.owner_id}) if rung.tells is not Audience.OWNER else frozenset()
        if person is None or desk.reader(person, but=others) is None:
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


def mark_of_the_settings(moment: Moment) -> str:
    """What changes when the ladder or a working day of this year or the next two is another."""
    return _mark(moment.terms.ladder, moment.today.year)


@lru_cache(maxsize=8)
def _mark(ladder: Ladder, year: int) -> str:
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range(3 * 366))
    off = [day.isoformat() for day in days if not ladder.calendar.is_working_day(day, EVERY_DAY)]
    return hashlib.sha256(" ".join([*map(str, ladder.rungs), *off]).encode()).hexdigest()
