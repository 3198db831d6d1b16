"""Actions: started, done, reopened; and the lists of what is due and overdue."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from bot import free_text, notices, paging, people, recipients, record
from bot.errors import Conflict, NotFound, Refusal
from bot.paging import PAGE
from bot.rules import dates, lifecycle
from bot.rules.lifecycle import Move
from bot.rules.periods import Period
from bot.rules.rights import Right
from bot.settings import Terms
from bot.visit import Visit
from storage import actions as stored
from storage import audits as stored_audits
from storage import cases as stored_cases
from storage import checks as stored_checks
from storage import endings as stored_endings
from storage import people as stored_people
from storage.actions import Which
from storage.audits import Source
from storage.models import Action, Person
from storage.words import ENDED, FINISHED, Cohort, Grade, Status, Told

LATEST_DUE_YEARS = 3
LONGEST_POINTER = 300


@dataclass(frozen=True)
class Asked:
    """Whose actions are asked for: one's own, a team's, a cohort's, one owner's, or all one may see.

    `owner` is a Slack user id or a name.
    """

    mine: bool = False
    team: str | None = None
    cohort: Cohort | None = None
    owner: str | None = None


@dataclass(frozen=True)
class ActionList:
    """One page of a list: `first` is the position of its first entry, counted from 1.

    `period` is that in which they fall due, if one was asked for.
    """

    asked: Asked
    actions: Sequence[Action]
    first: int
    total: int
    everything: bool
    period: Period | None = None

    @property
    def page(self) -> int:
        """Which page this is, counted from 0."""
        return paging.page_of(self.first)


def find_owner(session: Session, typed: str, *, field: str = "owner") -> Person:
    """Somebody who can own an action, by Slack user id or name. Raises Refusal."""
    owner = people.find(session, typed, field=field)
    if not people.can_own_actions(owner):
        raise Refusal(
            f"{owner.name} could not see the action or mark it as done. Please choose somebody else.",
            field=field,
        )
    return owner


def start(session: Session, visit: Visit, action_id: int) -> Action:
    """The owner says that they are at it. Raises Conflict where it was started or is finished."""
    action = to_change(session, visit, action_id, Right.COMPLETE_ACTION)
    with record.change(session, visit, "action started", action):
        action.status = after(session, action, Move.START)
        if action.owner_id == visit.actor.person_id:
            action.disowned_on = None
    return action


def complete(session: Session, visit: Visit, action_id: int, done_on: date | None = None) -> Action:
    """The owner (or their manager, or quality) says it is done, today unless they say on which day.

    Raises NotAllowed, NotFound, Refusal where that day is to come, or Conflict where it is not open.
    """
    action = to_change(session, visit, action_id, Right.COMPLETE_ACTION)
    done_on = done_on or visit.today
    if done_on > visit.today:
        raise Refusal(f"{dates.in_words(done_on)} is in the future, so it cannot be done yet.", field="done")
    with record.change(session, visit, "action completed", action):
        action.status = after(session, action, Move.COMPLETE)
        action.done_on = done_on
        action.done_by_id = visit.actor.person_id
        action.picked_on = None
    checker = next((person for person in _checkers(session, visit, action) if person), None)
    notices.tell(session, visit, Told.TO_CHECK, checker, action=action)
    return action


def to_point_from(session: Session, visit: Visit, action_id: int) -> Action:
    """The action, if it is said to be done and the person may say where the proof of that is."""
    action = to_change(session, visit, action_id, Right.COMPLETE_ACTION)
    if action.status not in FINISHED:
        raise Conflict(f"{action.name} is not marked as done, so there is nothing to point to yet.")
    return action


def point_to_the_record(session: Session, visit: Visit, action_id: int, evidence: str) -> Action:
    """Notes where in the case system it can be seen that it was done. The proof itself stays there.

    Raises NotAllowed, NotFound, PersonalDetails, Refusal or Conflict.
    """
    action = to_point_from(session, visit, action_id)
    evidence = free_text.accept(evidence, "The pointer", field="evidence", longest=LONGEST_POINTER)
    with record.change(session, visit, "proof pointed to", action):
        action.evidence = evidence
    return action


def reopen(session: Session, visit: Visit, action_id: int) -> Action:
    """Takes a finished action up again, and tells its owner. Raises Conflict where it is not finished.

    Its dates stay where its owner takes back their own word; see `take_up_again` for the others.
    """
    action = to_change(session, visit, action_id, Right.REOPEN_ACTION)
    if action.status is Status.CHECKED or action.status in ENDED:
        # Checked, or agreed not to do, is somebody else's word, which the owner alone does not take back.
        outside = f"{as_it_stands(session, action)} Only those who check can open it again."
        within = covers(visit, Right.REOPEN_ACTION, action)
        people.require(session, visit, Right.REOPEN_ACTION, within=within, outside=outside)
    with record.change(session, visit, "action reopened", action):
        take_up_again(session, visit, action)
    notices.tell(session, visit, Told.REOPENED, action.owner, action=action)
    return action


def take_up_again(session: Session, visit: Visit, action: Action) -> None:
    """Back to open, within a change of the record. Raises Conflict where it is not finished.

    Where somebody else takes it up after its date has passed, the owner has time again: it is due as one
    agreed today would be. The first date stays, and what is late is told against that.
    """
    action.status = after(session, action, Move.REOPEN)
    action.done_on = action.done_by_id = action.picked_on = action.evidence = None
    if action.due_on < visit.today and action.owner_id != visit.actor.person_id:
        audit_id = action.recommendation.audit_id if action.recommendation else None
        action.due_on = usually_due(session, visit, (audit_id, action.case_id))


def usually_due(session: Session, visit: Visit, source: Source) -> date:
    """When an action for that audit or case is due that is agreed today."""
    grade = stored_audits.grades_behind(session, {source}).get(source)
    return default_due_on(visit.terms, visit.today, grade)


def default_due_on(terms: Terms, today: date, grade: Grade | None) -> date:
    """When an action agreed today is due, by the grade of its case (domain rule: 5 or 20 working days)."""
    working_days = terms.due_inadequate if grade is Grade.INADEQUATE else terms.due_case
    return terms.calendar.after(today, working_days)


def show(session: Session, visit: Visit, action_id: int) -> Action:
    """One action, if the person may see it. Raises NotAllowed or NotFound."""
    people.require(session, visit, Right.SEE_ACTIONS)
    action = stored.get(session, action_id)
    if action is None or not _is_in_sight(session, visit, action):
        raise NotFound(
            "There is no action of that number that you may see. An action is written like A17; "
            "`/g2o mine` lists yours."
        )
    return action


def overdue(session: Session, visit: Visit, asked: Asked, page: int = 0) -> ActionList:
    """Open and started actions whose date has passed, the oldest first date first."""
    return _listed(session, visit, asked, Which(due_before=visit.today), page)


def due(session: Session, visit: Visit, asked: Asked, period: Period, page: int = 0) -> ActionList:
    """Open and started actions that fall due in the period."""
    which = Which(due_from=period.first, due_before=period.last + timedelta(days=1))
    return replace(_listed(session, visit, asked, which, page), period=period)


def unfinished(session: Session, visit: Visit, asked: Asked, page: int = 0) -> ActionList:
    """Open and started actions, whether they are due or not."""
    return _listed(session, visit, asked, Which(), page)


def _listed(session: Session, visit: Visit, asked: Asked, which: Which, page: int) -> ActionList:
    people.require(session, visit, Right.SEE_ACTIONS)
    sight = visit.sight(Right.SEE_ACTIONS)
    owner = people.find(session, asked.owner, leavers_too=True) if asked.owner else None
    asked = replace(asked, owner=owner.name if owner else None)
    which = replace(
        which,
        owner_id=owner.id if owner else visit.actor.person_id if asked.mine else None,
        team_id=_team_id(session, asked.team) if asked.team else None,
        cohort=asked.cohort,
    )
    total = stored.count_unfinished(session, sight, which)
    page = paging.there(page, total)
    rows = stored.unfinished(session, sight, which, offset=page * PAGE, limit=PAGE)
    return ActionList(asked, rows, first=page * PAGE + 1, total=total, everything=sight.everything)


def _team_id(session: Session, name: str) -> int:
    team = stored_people.team_by_name(session, name)
    if team is None:
        raise NotFound("There is no team of that name any more.")
    return team.id


def _is_in_sight(session: Session, visit: Visit, action: Action) -> bool:
    """Whether it is among the person's own lists, or on the page of a case that they may see."""
    if stored.is_in_sight(session, action, visit.sight(Right.SEE_ACTIONS)):
        return True
    if visit.reaches(Right.COMPLETE_ACTION) and acts_as_owner(session, visit, action):
        return True
    case = action.case
    return case is not None and stored_cases.is_in_sight(session, case, visit.sight(Right.SEE_CASE))


def to_change(session: Session, visit: Visit, action_id: int, right: Right) -> Action:
    """The action, if it is the person's own or the right covers it. Raises NotAllowed or NotFound."""
    action = show(session, visit, action_id)
    within = acts_as_owner(session, visit, action) or covers(visit, right, action)
    outside = f"{action.name} is {action.owner.name}'s, so it was left as it is."
    people.require(session, visit, right, within=within, outside=outside)
    return action


def acts_as_owner(session: Session, visit: Visit, action: Action) -> bool:
    """Whether it is the person's own, or they read its owner's letters today: who covers also acts."""
    if action.owner_id == visit.actor.person_id:
        return True
    reader = recipients.receiver(session, action.owner, visit.today)
    return reader is not None and reader.id == visit.actor.person_id


def to_be_done(session: Session, visit: Visit, action_id: int) -> Action:
    """The same of one that is still to be done, for those who may mark it as done. Raises Conflict, too."""
    action = to_change(session, visit, action_id, Right.COMPLETE_ACTION)
    require_unfinished(session, action)
    return action


def require_unfinished(session: Session, action: Action) -> None:
    """Raises Conflict, which says how it stands, where nothing is left to do."""
    if not lifecycle.is_unfinished(action.status):
        raise Conflict(as_it_stands(session, action))


def covers(visit: Visit, right: Right, action: Action) -> bool:
    """Whether the right covers the action's team: its case's, else its owner's."""
    team_id = (action.case.team_id if action.case else None) or action.owner.team_id
    return visit.covers(right, team_id)


def coming(visit: Visit, day: date, *, field: str) -> date:
    """A day from today on, and not years away. Raises Refusal."""
    if day < visit.today:
        raise Refusal(f"{dates.in_words(day)} has passed. Please give a date from today on.", field=field)
    if day.year > visit.today.year + LATEST_DUE_YEARS:
        raise Refusal(f"{dates.in_words(day)} is years away. Please check the year.", field=field)
    return day


def after(session: Session, action: Action, move: Move) -> Status:
    """The status after the move. Raises Conflict, which says how the action stands, where there is none."""
    status = lifecycle.after(action.status, move)
    if status is None:
        raise Conflict(as_it_stands(session, action))
    return status


def as_it_stands(session: Session, action: Action) -> str:
    """Done, checked or ended already, by whom and when."""
    by_id, on = _by_whom(session, action)
    by = stored_people.get(session, by_id) if by_id else None
    when = f" on {dates.in_words(on)}" if on else ""
    who = f" by {by.name}" if by else ""
    return f"{action.name} already stands as {action.status.label.lower()}{when}{who}. Nothing was changed."


def _by_whom(session: Session, action: Action) -> tuple[int | None, date | None]:
    check = stored_checks.latest(session, action.id) if action.status is Status.CHECKED else None
    if check:
        return check.checked_by_id, check.checked_on
    ending = stored_endings.of(session, action)
    if ending:
        return ending.approved_by_id, ending.approved_on
    return action.done_by_id, action.done_on


def _checkers(session: Session, visit: Visit, action: Action) -> Iterator[Person | None]:
    """Who is to look whether it is done, the one to ask first: never its owner nor who says so."""
    agreed_by = stored_people.get(session, action.agreed_by_id) if action.agreed_by_id else None
    for person in (agreed_by, recipients.manager_of(session, action.owner)):
        if person and person.active and person.id not in (action.owner_id, action.done_by_id):
            theirs = replace(visit, actor=people.actor(person))
            yield person if covers(theirs, Right.CHECK_ACTION, action) else None
    own = frozenset({action.owner_id, action.done_by_id or action.owner_id})
    yield recipients.in_quality(session, visit.today, but=own)
