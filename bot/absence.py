"""Being away: a pause of reminders, leave with somebody who covers, and one's working days.

Leave can be noted for somebody else as well: who falls ill does not write to a bot.
"""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from bot import people, record
from bot.errors import Conflict, NotUnderstood, Refusal
from bot.rules import dates, workdays
from bot.rules.rights import Right
from bot.visit import Visit
from storage import actions as stored_actions
from storage import leave as stored
from storage import people as stored_people
from storage.models import Leave, Person

PAUSE = 5
LONGEST_PAUSE = 20
LONGEST_LEAVE_YEARS = 1


def pause(session: Session, visit: Visit, until: date | None = None) -> Person:
    """Pauses one's own reminders; on `until` they begin again: without it, after five own working days.

    Due dates stay, and so does what the manager is told. Raises Refusal.
    """
    person = _oneself(session, visit)
    until = until or _after(visit, person, PAUSE)
    latest = _after(visit, person, LONGEST_PAUSE)
    if until <= visit.today:
        raise Refusal(f"{dates.in_words(until)} is not ahead. Please give a day after today.")
    if until > latest:
        raise Refusal(
            f"A pause lasts {LONGEST_PAUSE} working days at most, so until {dates.in_words(latest)}. "
            "If you are away for longer, write it as leave: `/g2o leave FROM to DATE`."
        )
    with record.change(session, visit, "reminders paused", person):
        person.paused_until = until
    return person


def resume(session: Session, visit: Visit) -> Person:
    """Ends one's own pause. Raises Conflict where there is none."""
    person = _oneself(session, visit)
    if person.paused_until is None or person.paused_until <= visit.today:
        raise Conflict("Your reminders are not paused, so there was nothing to end.")
    with record.change(session, visit, "reminders resumed", person):
        person.paused_until = None
    return person


def take_leave(
    session: Session,
    visit: Visit,
    starts_on: date,
    ends_on: date,
    *,
    cover: str | None = None,
    whose: str | None = None,
) -> Leave:
    """Notes when somebody is away, the last day included; their letters go to whoever covers.

    `cover` and `whose` are Slack user ids or names; without `whose` it is one's own. Raises NotAllowed,
    Refusal, or Conflict with leave noted before.
    """
    person = _whose(session, visit, whose)
    _require_in_order(visit, starts_on, ends_on)
    for there in stored.from_day(session, person.id, starts_on):
        if there.starts_on <= ends_on:
            raise Conflict(
                f"There is leave from {dates.in_words(there.starts_on)} to {dates.in_words(there.ends_on)} "
                f"already. `/g2o leave off{f' for {person.name}' if whose else ''}` takes the next one away; "
                "then write it anew."
            )
    covering = _cover(session, person, cover) if cover else None
    leave = Leave(
        person_id=person.id,
        starts_on=starts_on,
        ends_on=ends_on,
        cover_id=covering.id if covering else None,
    )
    record.add(session, visit, "leave taken", leave)
    stored_actions.look_again_at_owners(session, person.id)
    return leave


def end_leave(session: Session, visit: Visit, whose: str | None = None) -> Leave:
    """Somebody is back: leave that has begun ends yesterday; else the next one is taken away.

    Raises NotAllowed, or Conflict where there is none.
    """
    person = _whose(session, visit, whose)
    leave = next(iter(stored.from_day(session, person.id, visit.today)), None)
    if leave is None:
        raise Conflict("There is no leave noted from today on, so there was nothing to end.")
    if leave.starts_on < visit.today:
        with record.change(session, visit, "leave ended", leave):
            leave.ends_on = visit.today - timedelta(days=1)
    else:
        record.remove(session, visit, "leave taken back", leave)
    stored_actions.look_again_at_owners(session, person.id)
    return leave


def set_working_days(session: Session, visit: Visit, text: str) -> Person:
    """Notes on which days of the week one works: "mon-thu". Raises NotUnderstood."""
    person = _oneself(session, visit)
    try:
        days = workdays.read_days(text)
    except ValueError as problem:
        raise NotUnderstood(f"{problem} For example `/g2o days mon-thu`.") from None
    with record.change(session, visit, "working days set", person):
        person.working_days = workdays.days_in_words(days)
    return person


def cover_of(session: Session, leave: Leave) -> Person | None:
    """Who covers during the leave."""
    return stored_people.get(session, leave.cover_id) if leave.cover_id else None


def somebody_else(session: Session, visit: Visit, leave: Leave) -> Person | None:
    """Whose leave it is, where it is not that of who noted it."""
    return None if leave.person_id == visit.actor.person_id else stored_people.get(session, leave.person_id)


def _require_in_order(visit: Visit, starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise Refusal(
            f"{dates.in_words(ends_on)} lies before {dates.in_words(starts_on)}. "
            "Please write the first day of your leave first."
        )
    if ends_on < visit.today:
        raise Refusal(f"{dates.in_words(ends_on)} has passed, so there is nothing to note.")
    if ends_on.year > visit.today.year + LONGEST_LEAVE_YEARS:
        raise Refusal(f"{dates.in_words(ends_on)} is years away. Please check the year.")


def _whose(session: Session, visit: Visit, whose: str | None) -> Person:
    """Oneself, or somebody of a team that one leads. Raises NotAllowed or Refusal."""
    if whose is None:
        return _oneself(session, visit)
    person = people.find(session, whose)
    if person.id != visit.actor.person_id:
        within = visit.covers(Right.NOTE_LEAVE, person.team_id)
        people.require(session, visit, Right.NOTE_LEAVE, within=within)
    return person


def _oneself(session: Session, visit: Visit) -> Person:
    me = visit.actor.person_id
    person = stored_people.get(session, me) if me is not None else None
    if person is None:
        raise Refusal("This is for people to say for themselves, in Slack.")
    return person


def _after(visit: Visit, person: Person, working_days: int) -> date:
    own_days = workdays.read_days(person.working_days)
    return visit.terms.calendar.after(visit.today, working_days, own_days)


def _cover(session: Session, person: Person, typed: str) -> Person:
    cover = people.find(session, typed)
    if cover.id == person.id:
        raise Refusal("Nobody covers for themselves. Please name somebody else.")
    # Their letters hold what somebody from outside is not to see.
    if not people.can_own_actions(cover):
        raise Refusal(f"{cover.name} could not see your actions. Please name somebody else.")
    return cover
