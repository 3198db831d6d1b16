"""Where unfinished actions stand on the ladder of reminders, as the record has it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot.rules.ladder import FOR_GOOD, Audience, Ladder, Standing, Step, Telling
from bot.rules.workdays import read_days
from bot.visit import Moment
from storage import actions as stored
from storage import notices
from storage.models import Action, Notice
from storage.words import Grade, Told

AUDIENCES: Mapping[Told, Audience] = {
    Told.REMINDER: Audience.OWNER,
    Told.LATE_IN_TEAM: Audience.MANAGER,
    Told.LATE_IN_SERVICE: Audience.SERVICE_MANAGER,
}
SETTLED = {Told.AGREED, Told.ANSWERED}
TOLD: Mapping[Audience, Told] = {audience: told for told, audience in AUDIENCES.items()}


@dataclass(frozen=True)
class Reminding:
    """An action on its ladder. `picked` is its picked day, until its owner was reminded of that."""

    action: Action
    ladder: Ladder
    standing: Standing
    picked: date | None

    def upcoming(self, today: date) -> Step | None:
        """Who is told next and when, if nothing changes."""
        return self.ladder.upcoming(self.standing, today)


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
    )
    was_reminded = any(
        entry.told is Told.PICKED and entry.due_on == action.picked_on and entry.owner_id == action.owner_id
        for entry in told
    )
    return Reminding(
        action,
        ladder.halved() if grade is Grade.INADEQUATE else ladder,
        standing,
        None if was_reminded else action.picked_on,
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
