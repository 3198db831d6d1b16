"""More time for an action: asked for with a reason, and granted or not by somebody else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from bot import actions, free_text, notices, paging, people, recipients, record
from bot.errors import Conflict, NotAllowed, NotFound, Refusal
from bot.paging import PAGE
from bot.rules import dates
from bot.rules.rights import Right
from bot.visit import Visit
from storage import extensions as stored
from storage import people as stored_people
from storage.models import Action, Extension, Person
from storage.words import Role, Told


@dataclass(frozen=True)
class ToDecide:
    """One page of the requests that wait: `first` is its first entry's position, counted from 1."""

    requests: Sequence[Extension]
    first: int
    total: int


def ask(session: Session, visit: Visit, action_id: int, wanted_on: date, reason: str) -> Extension:
    """Asks for more time; nothing moves until somebody has decided. Who is to decide is told.

    Raises NotAllowed, NotFound, PersonalDetails, Refusal, or Conflict where a request waits already.
    """
    action = to_ask(session, visit, action_id)
    wanted_on = actions.coming(visit, wanted_on, field="wanted")
    if wanted_on <= action.due_on:
        raise Refusal(
            f"{action.name} is due on {dates.in_words(action.due_on)}. Please give a date after that.",
            field="wanted",
        )
    extension = Extension(
        action_id=action.id,
        asked_by_id=visit.actor.person_id,
        asked_at=visit.at,
        wanted_on=wanted_on,
        reason=free_text.accept(reason, "The reason", field="reason"),
    )
    extension.action = action
    record.add(session, visit, "more time asked for", extension)
    told = who_decides(session, visit, extension)
    notices.tell(session, visit, Told.TO_APPROVE, told, action=action, extension=extension)
    return extension


def to_ask(session: Session, visit: Visit, action_id: int) -> Action:
    """The action, if the person may ask for more time for it and nobody waits for an answer."""
    action = actions.to_be_done(session, visit, action_id)
    waiting = stored.waiting(session, action.id)
    if waiting is not None:
        raise Conflict(
            f"More time for {action.name}, until {dates.in_words(waiting.wanted_on)}, was asked for already "
            "and waits for an answer. Nothing was changed."
        )
    return action


def who_decides(session: Session, visit: Visit, extension: Extension) -> Person | None:
    """Who is told of a request: the owner's manager, else quality; of a second one, the chair.

    A manager decides in their own teams only; of a case of another team, its manager is told.
    """
    action = extension.action
    not_these = frozenset({action.owner_id, extension.asked_by_id or action.owner_id})
    if is_second(session, action):
        leaders = stored_people.active_in_role(session, Role.LEADER, limit=None)
        return next((person for person in leaders if person.id not in not_these), None)
    team_id = action.case.team_id if action.case else None
    of_the_case = recipients.manager_of_team(session, team_id, but=not_these)
    for manager in (recipients.manager_of(session, action.owner), of_the_case):
        if manager is not None and manager.id not in not_these:
            theirs = replace(visit, actor=people.actor(manager))
            if actions.covers(theirs, Right.DECIDE_EXTENSION, action):
                return manager
    return recipients.in_quality(session, visit.today, but=not_these)


def is_second(session: Session, action: Action) -> bool:
    """Whether more time was given before: then the chair decides."""
    return stored.count_granted(session, action.id) > 0


def decide(session: Session, visit: Visit, extension_id: int, *, is_granted: bool) -> Extension:
    """Grants the request, which moves the due date and never the first one, or does not.

    Who asked and the owner are told. Raises NotAllowed, NotFound, or Conflict with how it stands.
    """
    extension = to_decide(session, visit, extension_id)
    action = extension.action
    with record.change(session, visit, "more time decided", extension):
        extension.is_granted = is_granted
        extension.decided_by_id, extension.decided_at = visit.actor.person_id, visit.at
    if is_granted:
        with record.change(session, visit, "due date moved", action):
            action.due_on = max(action.due_on, extension.wanted_on)
    asked_by = stored_people.get(session, extension.asked_by_id) if extension.asked_by_id else None
    for person in (asked_by, action.owner):
        notices.tell(session, visit, Told.ANSWERED, person, action=action, extension=extension)
    return extension


def give(session: Session, visit: Visit, action_id: int, until: date, why: str) -> Extension:
    """Gives more time that nobody asked for, for those who would decide on it. The owner is told.

    Raises NotAllowed, NotFound, Refusal or Conflict.
    """
    action = actions.show(session, visit, action_id)
    right = Right.DECIDE_EXTENSION
    people.require(session, visit, right, within=actions.covers(visit, right, action))
    actions.require_unfinished(session, action)
    _require_chair_for_second(session, visit, action)
    asked = stored.waiting(session, action.id)
    if asked is not None and asked.asked_by_id is not None and asked.asked_by_id == visit.actor.person_id:
        raise _for_themselves(session, visit)
    given = agree(session, visit, action, until, why=why, by_id=visit.actor.person_id)
    notices.tell(session, visit, Told.ANSWERED, action.owner, action=action, extension=given)
    return given


def agree(
    session: Session, visit: Visit, action: Action, until: date, *, why: str, by_id: int | None
) -> Extension:
    """Gives more time that nobody need have asked for, as a meeting does, in the name of `by_id`.

    A request that waits is answered by it. Only who asked is told, where that is not the owner. Raises
    NotAllowed, Refusal or Conflict.
    """
    actions.require_unfinished(session, action)
    if by_id == action.owner_id:
        raise _for_themselves(session, visit)
    until = actions.coming(visit, until, field="day")
    if until <= action.due_on:
        raise Refusal(
            f"{action.name} is due on {dates.in_words(action.due_on)}. Please give a date after that.",
            field="day",
        )
    asked = stored.waiting(session, action.id)
    if asked is not None:
        _answer(session, visit, asked, by_id, is_granted=asked.wanted_on == until)
    given = asked if asked is not None and asked.is_granted else None
    if given is None:
        given = Extension(
            action_id=action.id,
            asked_by_id=visit.actor.person_id,
            asked_at=visit.at,
            wanted_on=until,
            reason=why,
            is_granted=True,
            decided_by_id=by_id,
            decided_at=visit.at,
        )
        record.add(session, visit, "more time agreed", given)
    with record.change(session, visit, "due date moved", action):
        action.due_on, action.picked_on = until, None
    return given


def keep_the_date(session: Session, visit: Visit, action: Action, by_id: int | None) -> None:
    """Answers a request that waits with no, as a meeting does. Raises Conflict where none waits."""
    asked = stored.waiting(session, action.id)
    if asked is None:
        raise Conflict(f"No request for more time for {action.name} waits any more. Nothing was changed.")
    _answer(session, visit, asked, by_id, is_granted=False)


def _answer(session: Session, visit: Visit, asked: Extension, by_id: int | None, *, is_granted: bool) -> None:
    with record.change(session, visit, "more time decided", asked):
        asked.is_granted, asked.decided_by_id, asked.decided_at = is_granted, by_id, visit.at
    if asked.asked_by_id and asked.asked_by_id != asked.action.owner_id:
        asker = stored_people.get(session, asked.asked_by_id)
        notices.tell(session, visit, Told.ANSWERED, asker, action=asked.action, extension=asked)


def waiting(session: Session, visit: Visit, page: int = 0) -> ToDecide:
    """The requests that wait for an answer and the person may decide, the first asked first."""
    people.require(session, visit, Right.DECIDE_EXTENSION)
    # A second time is the chair's; of one's own cases one sees what is asked, and decides where one leads.
    is_chair = Role.LEADER in visit.actor.roles
    which = stored.Which(
        sight=replace(visit.sight(Right.DECIDE_EXTENSION), person_id=None),
        decided_by=visit.actor.person_id,
        with_second=is_chair,
    )
    total = stored.count_to_decide(session, which)
    page = paging.there(page, total)
    rows = stored.to_decide(session, which, offset=page * PAGE, limit=PAGE)
    return ToDecide(rows, first=page * PAGE + 1, total=total)


def to_decide(session: Session, visit: Visit, extension_id: int) -> Extension:
    """The request, if the person may decide it and nobody has."""
    extension = stored.get(session, extension_id)
    if extension is None:
        raise NotFound("That request is no longer there; nothing was changed.")
    action = actions.show(session, visit, extension.action_id)
    right = Right.DECIDE_EXTENSION
    people.require(session, visit, right, within=actions.covers(visit, right, action))
    me = visit.actor.person_id
    if me is not None and me in (action.owner_id, extension.asked_by_id):
        raise _for_themselves(session, visit)
    if extension.is_granted is not None:
        raise Conflict(_as_decided(session, visit, extension))
    actions.require_unfinished(session, action)
    _require_chair_for_second(session, visit, action)
    return extension


def _for_themselves(session: Session, visit: Visit) -> NotAllowed:
    return NotAllowed(
        "Nobody decides on more time for themselves, so nothing was changed.", people.helpers(session, visit)
    )


def _require_chair_for_second(session: Session, visit: Visit, action: Action) -> None:
    if is_second(session, action) and Role.LEADER not in visit.actor.roles:
        raise NotAllowed(
            f"{action.name} was given more time before, and a second time is for the chair to decide.",
            people.leaders(session),
        )


def _as_decided(session: Session, visit: Visit, extension: Extension) -> str:
    by = stored_people.get(session, extension.decided_by_id) if extension.decided_by_id else None
    at = extension.decided_at
    when = f" on {dates.in_words(at.astimezone(visit.terms.zone).date())}" if at else ""
    word = "granted" if extension.is_granted else "not granted"
    return (
        f"More time for {extension.action.name}, until {dates.in_words(extension.wanted_on)}, was {word}"
        f"{when}{f' by {by.name}' if by else ''}. Nothing was changed."
    )
