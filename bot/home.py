"""Home: what waits for one person and how their team or the service stands, by who they are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from bot import checks, coverage, endings, follow_ups, meetings, moderation, people, programme
from bot.errors import Helpers
from bot.follow_ups import Due
from bot.meetings import Outlook
from bot.paging import PAGE
from bot.programme import ThisMonth
from bot.rules.rights import Reach, Right
from bot.visit import Visit
from storage import actions as stored_actions
from storage import digest as stored_digest
from storage import home as stored
from storage import notices
from storage.actions import Which
from storage.coverage import Covered, ToAudit
from storage.digest import RoundCount
from storage.figures import Within
from storage.home import Decider
from storage.models import Action, Audit, Ending, Extension, Letter, Person
from storage.sight import Sight
from storage.words import Role, Told

# Of what is one's own, Home shows a whole page; of everything else enough to begin with.
MOST = 4
# A letter that failed longer ago somebody has seen to.
FAILED_DAYS = timedelta(days=7)

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class First(Generic[Thing]):
    """The first few of them, and how many there are."""

    shown: Sequence[Thing]
    total: int


@dataclass(frozen=True)
class Own:
    """The person's open actions, the late ones first, all by their first date; and how many are late."""

    actions: First[Action]
    late: int


@dataclass(frozen=True)
class LateInService:
    """Unfinished actions past the first date agreed, and those past the date agreed since as well."""

    since_first_date: int
    now: int


@dataclass(frozen=True)
class Home:
    """What somebody sees in Home. A part that is not for their role is None, one with nothing in it empty.

    `requests` are for more time and theirs to decide on, `second_requests` those that the chair decides.
    `why_disowned` has their owners' words, by the action's id.
    """

    helpers: Helpers
    may_log: bool
    has_cases: bool
    sets_up: bool = False
    teams_led: int = 0
    own: Own | None = None
    late: First[Action] | None = None
    requests: First[Extension] | None = None
    second_requests: First[Extension] | None = None
    disowned: First[Action] | None = None
    why_disowned: Mapping[int, str] = field(default_factory=dict)
    to_moderate: First[Audit] | None = None
    own_to_moderate: int = 0
    to_check: First[Action] | None = None
    to_look_at_again: First[Ending] | None = None
    to_follow_up: First[Due] | None = None
    to_audit: First[ToAudit] | None = None
    coverage: Sequence[Covered] | None = None
    late_in_service: LateInService | None = None
    programme: ThisMonth | None = None
    meeting: Outlook | None = None
    rounds: Sequence[RoundCount] | None = None
    failed_letters: First[Letter] | None = None
    out_of_reach: First[Person] | None = None


def of(session: Session, visit: Visit) -> Home:
    """The person's Home as it is now."""
    home = Home(
        helpers=people.helpers(session, visit),
        may_log=bool(visit.reaches(Right.LOG_AUDIT)),
        has_cases=bool(visit.reaches(Right.SEE_CASE) & {Reach.OWN, Reach.TEAM}),
        sets_up=bool(visit.reaches(Right.SET_PEOPLE_UP)),
        own=_own(session, visit) if visit.reaches(Right.SEE_ACTIONS) else None,
    )
    for roles, add in _PARTS:
        if visit.actor.roles & roles:
            home = add(session, visit, home)
    return home


def _own(session: Session, visit: Visit) -> Own:
    sight = visit.sight(Right.SEE_ACTIONS)
    late = Which(owner_id=visit.actor.person_id, due_before=visit.today)
    to_come = Which(owner_id=visit.actor.person_id, due_from=visit.today)
    late_count = stored_actions.count_unfinished(session, sight, late)
    total = late_count + stored_actions.count_unfinished(session, sight, to_come)
    shown = list(stored_actions.unfinished(session, sight, late, offset=0, limit=PAGE))
    if len(shown) < PAGE:
        shown += stored_actions.unfinished(session, sight, to_come, offset=0, limit=PAGE - len(shown))
    return Own(First(shown, total), late_count)


def _late_in_teams(session: Session, visit: Visit, home: Home) -> Home:
    which = Which(due_before=visit.today)
    shown = stored_actions.unfinished(session, _led(visit), which, offset=0, limit=MOST)
    total = stored_actions.count_unfinished(session, _led(visit), which)
    return replace(home, teams_led=len(visit.actor.team_ids), late=First(shown, total))


def _decisions_and_checks(session: Session, visit: Visit, home: Home) -> Home:
    """In the teams that they lead; for quality also what they were told of, as nobody else can decide it."""
    may_decide_anywhere = Reach.ALL in visit.reaches(Right.DECIDE_EXTENSION)
    decider = Decider(_me(visit), _led(visit), when_told=may_decide_anywhere)
    to_check = checks.waiting(session, visit)
    disowned = First(*stored.disowned(session, decider, MOST))
    numbers = {action.id for action in disowned.shown}
    return replace(
        home,
        requests=First(*stored.requests(session, decider, MOST, is_second=False)),
        disowned=disowned,
        why_disowned=notices.words_of(session, numbers, Told.NOT_MINE),
        to_check=First(to_check.actions[:MOST], to_check.total),
        to_look_at_again=First(*endings.waiting(session, visit, MOST)),
        to_follow_up=First(*follow_ups.waiting(session, visit.terms, visit.today, _audited(visit), MOST)),
    )


def _moderation_and_coverage(session: Session, visit: Visit, home: Home) -> Home:
    to_moderate = moderation.waiting(session, visit)
    return replace(
        home,
        to_moderate=First(to_moderate.audits[:MOST], to_moderate.total),
        own_to_moderate=to_moderate.own,
        coverage=coverage.covered(session, visit),
    )


def _for_the_chair(session: Session, visit: Visit, home: Home) -> Home:
    decider = Decider(_me(visit), visit.sight(Right.DECIDE_EXTENSION))
    late = stored_digest.late(session, Within(visit.today))
    return replace(
        home,
        second_requests=First(*stored.requests(session, decider, MOST, is_second=True)),
        late_in_service=LateInService(
            since_first_date=sum(entry.actions for entry in late), now=sum(entry.late_now for entry in late)
        ),
    )


def _meeting(session: Session, visit: Visit, home: Home) -> Home:
    return replace(home, meeting=meetings.outlook(session, visit))


def _programme(session: Session, visit: Visit, home: Home) -> Home:
    return replace(home, programme=programme.outlook(session, visit))


def _rounds(session: Session, visit: Visit, home: Home) -> Home:
    organisation = visit.actor.organisation
    return replace(home, rounds=stored.rounds_of(session, organisation, MOST) if organisation else [])


def _to_audit(session: Session, visit: Visit, home: Home) -> Home:
    """For outside auditors, and for whoever of the council has cases to audit."""
    to_do = coverage.to_do(session, visit, limit=MOST)
    if not to_do.total and Role.AUDITOR not in visit.actor.roles:
        return home
    return replace(home, to_audit=First(to_do.cases, to_do.total))


def _failed_letters(session: Session, visit: Visit, home: Home) -> Home:
    since = visit.today - FAILED_DAYS
    return replace(home, failed_letters=First(*stored.failed_letters(session, since, MOST)))


def _out_of_reach(session: Session, _visit: Visit, home: Home) -> Home:
    return replace(home, out_of_reach=First(*stored.out_of_reach(session, PAGE)))


def _audited(visit: Visit) -> Sight:
    """The cases whose audits the person sees to."""
    return replace(visit.sight(Right.LOG_AUDIT), person_id=None, organisation=None)


def _led(visit: Visit) -> Sight:
    """The cases and actions of the teams that the person leads, whatever else they may see."""
    return Sight(team_ids=visit.actor.team_ids)


def _me(visit: Visit) -> int:
    if visit.actor.person_id is None:
        raise ValueError("a Home belongs to a person")
    return visit.actor.person_id


_PARTS: Sequence[tuple[frozenset[Role], Callable[[Session, Visit, Home], Home]]] = (
    (frozenset({Role.MANAGER, Role.QUALITY}), _decisions_and_checks),
    (frozenset({Role.MANAGER}), _late_in_teams),
    (frozenset({Role.QUALITY}), _moderation_and_coverage),
    (frozenset({Role.LEADER}), _for_the_chair),
    (frozenset({Role.QUALITY, Role.LEADER}), _meeting),
    (frozenset({Role.MANAGER, Role.QUALITY, Role.LEADER}), _programme),
    (frozenset({Role.AUDITOR}), _rounds),
    (frozenset({Role.AUDITOR, Role.MANAGER, Role.QUALITY, Role.LEADER}), _to_audit),
    (frozenset({Role.QUALITY, Role.ADMINISTRATOR}), _failed_letters),
    (frozenset({Role.ADMINISTRATOR}), _out_of_reach),
)
