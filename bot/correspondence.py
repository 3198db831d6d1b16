"""What a letter says, as the record has it at this moment: what was done meanwhile is not asked for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot import recipients, reminders
from bot.notices import News
from bot.rules import lifecycle
from bot.rules.ladder import Step
from bot.visit import Moment
from storage import actions as stored_actions
from storage import audits as stored_audits
from storage import challenges, leave, letters, notices, people
from storage import checks as stored_checks
from storage import coverage as stored_coverage
from storage import endings as stored_endings
from storage import extensions as stored_extensions
from storage import meetings as stored_meetings
from storage.coverage import InRound
from storage.models import Action, Audit, Check, Ending, Extension, Leave, Letter, Meeting, Notice, Person
from storage.models import Item as MeetingItem
from storage.words import ENDED, LetterState, MeetingState, Role, Status, Told

MOST_ITEMS = 10

# What an owner is told of their own action, which a letter says in one item.
OF_OWNERS = frozenset(
    {
        Told.AGREED,
        Told.REMINDER,
        Told.PICKED,
        Told.TAKEN_OVER,
        Told.CHECKED,
        Told.NOT_YET_DONE,
        Told.ANSWERED,
        Told.REOPENED,
        Told.ENDED,
        Told.BEFORE_MEETING,
        Told.AFTER_MEETING,
    }
)


@dataclass(frozen=True)
class Item:
    """One action, audit or trouble, and all that is told of it.

    `upcoming` is who is told next and when, `is_next_quality` where quality is, for want of such a person,
    and `is_quality_again` where quality is told already, as the reader is.
    `stands_in_for`: the letter is read in that person's place, and why: their leave, or None where they have
    no Slack. `is_settled`: somebody has done since what was asked for. `was_reminded`: its owner
    themselves was, of the date that holds now. `meeting` is that which it is before, or whose pack is there;
    `decided` what one decided on the action. `to_audit` is what the person is to audit, by round. `about` is
    whom the trouble is about, where it is about nobody's letter.
    """

    notice_id: int
    told: frozenset[Told]
    action: Action | None = None
    audit: Audit | None = None
    extension: Extension | None = None
    check: Check | None = None
    ending: Ending | None = None
    trouble: Letter | None = None
    about: Person | None = None
    note: str | None = None
    upcoming: Step | None = None
    is_next_quality: bool = False
    is_quality_again: bool = False
    is_second_time: bool = False
    is_last: bool = False
    is_settled: bool = False
    was_reminded: bool = False
    stands_in_for: Person | None = None
    away: Leave | None = None
    meeting: Meeting | None = None
    decided: Sequence[MeetingItem] = ()
    to_audit: Sequence[InRound] = ()


@dataclass(frozen=True)
class Correspondence:
    """A letter's contents. `more` items did not fit; `names` has everybody who is mentioned, by id."""

    letter: Letter
    reader: Person
    items: Sequence[Item]
    more: int
    is_first: bool
    names: Mapping[int, Person]


def of(session: Session, letter: Letter, moment: Moment, *, has_arrived: bool = False) -> Correspondence:
    """Reads what a person's letter says. Before it has arrived, what is settled is left out."""
    reader = people.get(session, letter.person_id) if letter.person_id else None
    if reader is None:
        raise ValueError("only a person's letter has contents of this kind")
    reading = _Reading(session, moment, reader, notices.of_letter(session, letter.id))
    groups = reading.groups()
    if letter.state is not LetterState.SENT and not has_arrived:
        groups = [group for group in groups if any(map(reading.holds, group))]
    shown = [reading.item(group) for group in groups[:MOST_ITEMS]]
    return Correspondence(
        letter=letter,
        reader=reader,
        items=shown,
        more=len(groups) - len(shown),
        is_first=not letters.had_one(session, letter),
        names=people.of_ids(session, _mentioned(shown)),
    )


def _mentioned(items: Sequence[Item]) -> set[int]:
    ids: set[int | None] = set()
    for item in items:
        if item.action:
            ids |= {item.action.owner_id, item.action.agreed_by_id, item.action.done_by_id}
        if item.extension:
            ids |= {item.extension.asked_by_id, item.extension.decided_by_id}
        if item.check:
            ids.add(item.check.checked_by_id)
        if item.ending:
            ids.add(item.ending.approved_by_id)
        if item.trouble:
            ids.add(item.trouble.person_id)
    return {person_id for person_id in ids if person_id is not None}


class _Reading:
    """The notices of one letter, and the records that they are about."""

    def __init__(self, session: Session, moment: Moment, reader: Person, told: Sequence[Notice]) -> None:
        self._session = session
        self._moment = moment
        self._reader = reader
        self._told = told
        ids = {notice.action_id for notice in told if notice.action_id is not None}
        self._actions = {action.id: action for action in stored_actions.of_ids(session, ids)}
        unfinished = [action for action in self._actions.values() if lifecycle.is_unfinished(action.status)]
        self._remindings = {entry.action.id: entry for entry in reminders.of(session, unfinished, moment)}
        self._checks = stored_checks.latest_of(session, ids)
        self._audits = {
            audit.id: audit
            for audit in stored_audits.of_ids(session, {entry.audit_id for entry in told if entry.audit_id})
        }
        self._challenged = {one.audit_id for one in challenges.open_of(session, set(self._audits))}
        self._extensions = stored_extensions.of_ids(
            session, {entry.extension_id for entry in told if entry.extension_id}
        )
        whom = {entry.person_id for entry in told} | {entry.owner_id for entry in told if entry.owner_id}
        self._people = people.of_ids(session, whom)
        self._open_requests = stored_extensions.waiting_of(session, ids)
        self._meetings = {
            day: stored_meetings.on(session, day)
            for day in {entry.due_on for entry in told if entry.told in _BEFORE and entry.due_on}
        }

    def groups(self) -> list[list[Notice]]:
        """What was told of one action to its owner is one item; the oldest first date comes first.

        So is what was told to somebody else more than once, as when it was done, reopened and done again.
        """
        groups: dict[object, list[Notice]] = {}
        for notice in self._told:
            about: tuple[object, ...] = (
                notice.action_id,
                notice.audit_id,
                notice.extension_id,
                notice.about_letter_id,
                notice.owner_id if notice.told is Told.TROUBLE else None,
            )
            if notice.told is Told.PACK:
                about = (notice.due_on,)
            told = "owner" if notice.told in OF_OWNERS else notice.told
            key = (told, notice.action_id) if told == "owner" else (told, *about)
            groups.setdefault((notice.person_id, *key), []).append(notice)
        return sorted(groups.values(), key=self._oldest_first)

    def item(self, group: Sequence[Notice]) -> Item:
        """What the letter says of the notices of one group."""
        holding = [notice for notice in group if self.holds(notice)]
        notice = (holding or group)[-1]
        asked = next((entry.extension_id for entry in reversed(group) if entry.extension_id), None)
        action = self._actions.get(notice.action_id or 0)
        reminding = self._remindings.get(notice.action_id or 0)
        upcoming = reminding.upcoming(self._moment.today) if reminding else None
        person = self._people[notice.person_id]
        stands_in_for = person if person.id != self._reader.id else None
        is_next_quality = upcoming is not None and action is not None and self._lacks(upcoming, action)
        return Item(
            notice_id=notice.id,
            told=frozenset(entry.told for entry in holding or group),
            action=action,
            audit=self._audits.get(notice.audit_id or 0),
            extension=self._extensions.get(asked or 0) or self._open_requests.get(notice.action_id or 0),
            check=self._checks.get(notice.action_id or 0),
            ending=self._ending(action),
            trouble=(letters.get(self._session, notice.about_letter_id) if notice.about_letter_id else None),
            about=self._people.get(notice.owner_id or 0) if notice.told is Told.TROUBLE else None,
            note=next((entry.note for entry in reversed(group) if entry.note), None),
            upcoming=upcoming,
            is_next_quality=is_next_quality,
            is_quality_again=is_next_quality
            and notice.told is Told.LATE_IN_TEAM
            and self._reader.role is Role.QUALITY,
            is_second_time=Told.TO_APPROVE in {entry.told for entry in group}
            and stored_extensions.count_granted(self._session, notice.action_id or 0) > 0,
            is_last=reminding is not None and upcoming is None,
            is_settled=not holding,
            was_reminded=reminding is not None and reminding.was_told,
            stands_in_for=stands_in_for,
            away=(leave.on(self._session, stands_in_for.id, self._moment.today) if stands_in_for else None),
            meeting=self._meeting_to_come(holding or group),
            decided=self._decided(group),
            to_audit=self._to_audit(notice.person_id) if notice.told is Told.TO_AUDIT else (),
        )

    def _meeting_to_come(self, group: Sequence[Notice]) -> Meeting | None:
        days = (entry.due_on for entry in reversed(group) if entry.told in _BEFORE)
        return next((self._meetings.get(day) for day in days if day), None)

    def _decided(self, group: Sequence[Notice]) -> Sequence[MeetingItem]:
        after = [entry for entry in group if entry.told is Told.AFTER_MEETING]
        return [
            item
            for entry in after
            if entry.due_on and entry.action_id
            for item in stored_meetings.decided_on(self._session, entry.due_on, {entry.action_id})
        ]

    def _to_audit(self, person_id: int) -> Sequence[InRound]:
        return stored_coverage.to_audit_by_round(self._session, person_id, self._moment.today)

    def _ending(self, action: Action | None) -> Ending | None:
        return stored_endings.of(self._session, action) if action else None

    def _oldest_first(self, group: Sequence[Notice]) -> tuple[int, date, int]:
        """Actions by their first date, then audits by theirs, then troubles."""
        last = next((notice for notice in reversed(group) if self.holds(notice)), group[-1])
        action = self._actions.get(last.action_id or 0)
        if action is not None:
            return 0, action.first_due_on, last.id
        audit = self._audits.get(last.audit_id or 0)
        return (1, audit.audited_on, last.id) if audit is not None else (2, date.min, last.id)

    def _lacks(self, step: Step, action: Action) -> bool:
        """Whether nobody is there whom the rung would tell."""
        find = recipients.ABOVE.get(step.rung.tells)
        return find is not None and find(self._session, action.owner) is None

    def holds(self, notice: Notice) -> bool:
        """Whether it is still so."""
        if notice.told is Told.TROUBLE:
            about = self._people.get(notice.owner_id or 0)
            return about is None or notice.note not in _UNTIL_BACK or not about.active
        if notice.told is Told.TO_AUDIT:
            return bool(self._to_audit(notice.person_id))
        if notice.told in _OF_AUDITS:
            audit = self._audits.get(notice.audit_id or 0)
            return audit is not None and self._audit_holds(notice.told, audit)
        if notice.told in _BEFORE:
            return self._is_to_come(notice)
        if notice.told is Told.TO_APPROVE:
            asked = self._extensions.get(notice.extension_id or 0)
            return asked is not None and asked.is_granted is None
        action = self._actions.get(notice.action_id or 0)
        is_said = notice.told is Told.CHECKED and self._has_impact(notice)
        return action is not None and not is_said and _HOLDS[notice.told](action, notice, self._moment.today)

    def _is_to_come(self, notice: Notice) -> bool:
        """Whether the meeting is held on that day still, and is not over."""
        meeting = self._meetings.get(notice.due_on) if notice.due_on else None
        if meeting is None or meeting.held_on < self._moment.today:
            return False
        if notice.told is Told.PACK:
            return meeting.state is not MeetingState.CLOSED
        action = self._actions.get(notice.action_id or 0)
        is_theirs = action is not None and _is_owners(action, notice, self._moment.today)
        return is_theirs and meeting.state is MeetingState.PLANNED

    def _audit_holds(self, told: Told, audit: Audit) -> bool:
        if told is Told.CHALLENGED:
            return audit.id in self._challenged
        return (audit.moderated_grade is None) is (told is Told.TO_MODERATE)

    def _has_impact(self, notice: Notice) -> bool:
        check = self._checks.get(notice.action_id or 0)
        return check is not None and check.impact is not None


def _is_owners(action: Action, notice: Notice, _: date) -> bool:
    """It is to be done, by the person who is told."""
    return lifecycle.is_unfinished(action.status) and action.owner_id == notice.person_id


def _is_reckoned_so(action: Action, notice: Notice, today: date) -> bool:
    return _is_owners(action, notice, today) and action.due_on == notice.due_on


def _is_picked(action: Action, notice: Notice, today: date) -> bool:
    return _is_owners(action, notice, today) and action.picked_on == notice.due_on


def _is_late(action: Action, notice: Notice, today: date) -> bool:
    return (
        lifecycle.is_overdue(action.status, action.due_on, today)
        and action.due_on == notice.due_on
        and action.owner_id == notice.owner_id
    )


def _is_done(action: Action, _: Notice, __: date) -> bool:
    return action.status is Status.DONE


def _is_checked(action: Action, _: Notice, __: date) -> bool:
    return action.status is Status.CHECKED


def _is_somebody_elses(action: Action, notice: Notice, _: date) -> bool:
    return action.owner_id != notice.person_id


def _has_ended(action: Action, _: Notice, __: date) -> bool:
    return action.status in ENDED


def _is_disowned(action: Action, _: Notice, __: date) -> bool:
    return lifecycle.is_unfinished(action.status) and action.disowned_on is not None


# What is settled once somebody has said that they are back.
_UNTIL_BACK = {News.SWITCHED_OFF, News.GUEST, News.ELSEWHERE, News.REACTIVATED}
_OF_AUDITS = {Told.TO_MODERATE, Told.CHALLENGED, Told.MODERATED}
# What passes with the day of a meeting.
_BEFORE = {Told.BEFORE_MEETING, Told.PACK}

_HOLDS: Mapping[Told, Callable[[Action, Notice, date], bool]] = {
    Told.AGREED: _is_owners,
    Told.REMINDER: _is_reckoned_so,
    Told.PICKED: _is_picked,
    Told.TAKEN_OVER: _is_reckoned_so,
    Told.NOT_YET_DONE: _is_owners,
    Told.ANSWERED: lambda *_: True,
    Told.LATE_IN_TEAM: _is_late,
    Told.LATE_IN_SERVICE: _is_late,
    Told.TO_CHECK: _is_done,
    Told.CHECKED: _is_checked,
    Told.NOT_MINE: _is_disowned,
    Told.REOPENED: _is_owners,
    Told.ENDED: _has_ended,
    Told.GIVEN_AWAY: _is_somebody_elses,
    Told.AFTER_MEETING: lambda *_: True,
}
