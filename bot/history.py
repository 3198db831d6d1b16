"""A case's history: what happened to its audits and its actions, who did it, the latest first.

What was done in the bot is in the journal with its day; what an import brought has no day there but its own,
which the records tell.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, auto

from sqlalchemy.orm import Session

from bot import cases
from bot.cases import CasePage
from bot.visit import Visit
from storage import challenges, journal
from storage import checks as stored_checks
from storage import endings as stored_endings
from storage import extensions as stored_extensions
from storage import people as stored_people
from storage.journal import Change
from storage.models import Action, Audit, Case
from storage.words import Grade


class Happened(IntEnum):
    """What may happen on a case, in the order in which it does on one day."""

    AUDITED = auto()
    CHALLENGED = auto()
    MODERATED = auto()
    AGREED = auto()
    GIVEN = auto()
    MORE_TIME = auto()
    NO_MORE_TIME = auto()
    DONE = auto()
    NOT_YET_DONE = auto()
    CHECKED = auto()
    ENDED = auto()
    REOPENED = auto()


@dataclass(frozen=True)
class Event:
    """Something that happened on a day, to an audit or to an action.

    `by`: who did it, where that is known. `follows`: the day of the audit that this one follows up. `grade`:
    as which it was moderated. `until`: for how long more time was asked. `to`: whom it was given to.
    """

    on: date
    happened: Happened
    audit: Audit | None = None
    action: Action | None = None
    by: str | None = None
    follows: date | None = None
    grade: Grade | None = None
    until: date | None = None
    to: str | None = None


@dataclass(frozen=True)
class History:
    """What happened on a case, the latest first."""

    case: Case
    events: Sequence[Event]


def of(session: Session, visit: Visit, typed: str) -> History:
    """What happened on one case that the person may see. Raises as `cases.find` does."""
    found = cases.page(session, visit, typed)
    told = _Told(session, visit, found)
    events = sorted([*told.of_audits(), *told.of_actions()], key=_when, reverse=True)
    return History(found.case, events)


def _when(event: Event) -> tuple[date, Happened]:
    return event.on, event.happened


# As the verbs name them in the journal.
MODERATED, COMPLETED, REOPENED, GIVEN = CHANGES = (
    "audit moderated",
    "action completed",
    "action reopened",
    "action given",
)


@dataclass
class _Told:
    """Everything that is known of a case, as events."""

    session: Session
    visit: Visit
    found: CasePage
    changes: dict[tuple[str, int], list[Change]] = field(default_factory=lambda: defaultdict(list))
    names: dict[int, str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for change in journal.changes_of(self.session, self.found.case.id, CHANGES):
            self.changes[change.event, change.subject_id].append(change)

    def of_audits(self) -> Iterator[Event]:
        audits = {audit.id: audit for audit in self.found.audits}
        for audit in self.found.audits:
            follows = self.found.follow_ups.get(audit.id)
            yield Event(
                audit.audited_on, Happened.AUDITED, audit=audit, by=audit.auditor_name, follows=follows
            )
            yield from self._moderations(audit)
        for challenge in challenges.of_audits(self.session, set(audits)):
            by = self._name(challenge.made_by_id)
            yield Event(challenge.made_on, Happened.CHALLENGED, audit=audits[challenge.audit_id], by=by)

    def _moderations(self, audit: Audit) -> Iterator[Event]:
        changes = self.changes[MODERATED, audit.id]
        for change in changes:
            grade = change.after.get("moderated_grade")
            yield Event(
                self._day(change.at),
                Happened.MODERATED,
                audit=audit,
                by=self._name(change.who_id),
                grade=Grade(grade) if grade else None,
            )
        if audit.moderated_on and not changes:
            yield Event(
                audit.moderated_on,
                Happened.MODERATED,
                audit=audit,
                by=audit.moderator_name,
                grade=audit.moderated_grade,
            )

    def of_actions(self) -> Iterator[Event]:
        for action in self.found.actions:
            yield Event(
                self._day(action.agreed_at),
                Happened.AGREED,
                action=action,
                by=self._name(action.agreed_by_id),
            )
            yield from self._done(action)
            for change in self.changes[REOPENED, action.id]:
                yield self._changed(change, Happened.REOPENED, action)
            for change in self.changes[GIVEN, action.id]:
                yield self._changed(change, Happened.GIVEN, action, self._name(change.after.get("owner_id")))
        yield from self._decided()

    def _done(self, action: Action) -> Iterator[Event]:
        changes = self.changes[COMPLETED, action.id]
        for change in changes:
            yield self._changed(change, Happened.DONE, action)
        if action.done_on and not changes:
            yield Event(action.done_on, Happened.DONE, action=action, by=self._name(action.done_by_id))

    def _decided(self) -> Iterator[Event]:
        """What others said of the actions: checked, ended, given more time."""
        actions = {action.id: action for action in self.found.actions}
        for check in stored_checks.all_of(self.session, set(actions)):
            how = Happened.CHECKED if check.is_done else Happened.NOT_YET_DONE
            by = self._name(check.checked_by_id)
            yield Event(check.checked_on, how, action=actions[check.action_id], by=by)
        for ending in stored_endings.all_of(self.session, set(actions)):
            by = self._name(ending.approved_by_id)
            yield Event(ending.approved_on, Happened.ENDED, action=actions[ending.action_id], by=by)
        for asked in stored_extensions.decided_of(self.session, set(actions)):
            how = Happened.MORE_TIME if asked.is_granted else Happened.NO_MORE_TIME
            on = self._day(asked.decided_at or asked.asked_at)
            by = self._name(asked.decided_by_id)
            yield Event(on, how, action=actions[asked.action_id], by=by, until=asked.wanted_on)

    def _changed(self, change: Change, happened: Happened, action: Action, to: str | None = None) -> Event:
        return Event(self._day(change.at), happened, action=action, by=self._name(change.who_id), to=to)

    def _name(self, person_id: int | None) -> str | None:
        if person_id is None:
            return None
        if person_id not in self.names:
            person = stored_people.get(self.session, person_id)
            self.names[person_id] = person.name if person else None
        return self.names[person_id]

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.visit.terms.zone).date()
