"""The pack of a meeting: what is before it, in the order in which it is gone through.

Until the pack is laid down it is looked for anew each time; from then on its items are those of the meeting.
Every list and figure is that of the rest of the bot: nothing is counted here by a rule of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from bot import follow_ups, paging, people
from bot.paging import PAGE
from bot.reports import figures
from bot.reports.figures import GradeRow, Moderation, Years
from bot.rules import dates
from bot.rules.rights import Reach, Right
from bot.visit import Moment, Visit
from storage import actions as stored_actions
from storage import audits as stored_audits
from storage import checks as stored_checks
from storage import endings as stored_endings
from storage import extensions as stored_extensions
from storage import home as stored_home
from storage import meetings as stored
from storage import notices as stored_notices
from storage.actions import Which
from storage.home import Decider
from storage.meetings import ThemeCount
from storage.models import Action, Audit, Check, Ending, Extension, Item, Meeting, Recommendation
from storage.sight import Sight
from storage.words import Cohort, Told, Word

# More than a service can have: a bound all the same.
MOST = 10_000
# Of each list the pack itself shows the first few; the rest is a click away.
SHOWN = 3
STRENGTHS_SHOWN = 3
# What was closed since the last meeting; before the first one, since a quarter of a year.
QUARTER = 3

_EVERYTHING = Sight(everything=True)
# Nobody's own is left out: the meeting sees what all of its members see together.
_NOBODY = 0


class Section(Word):
    """A part of the pack that is gone through item by item, in this order."""

    MORE_TIME = "more_time", "More time asked for again"
    NOT_THEIRS = "not_theirs", "Not theirs, say their owners"
    LOOK_AGAIN = "look_again", "Ended, to be looked at again"
    LATE = "late", "Late by the first date agreed"
    INADEQUATE = "inadequate", "Inadequate, to be followed up"
    UNCHECKED = "unchecked", "Done, and checked by nobody yet"
    NOT_DOING = "not_doing", "Agreed not to do"
    SERVICE = "service", "Recommendations to the service"
    CLOSED = "closed", "Closed since last time"


# The first three want a decision: they stand under one heading.
WANTED = (Section.MORE_TIME, Section.NOT_THEIRS, Section.LOOK_AGAIN)


@dataclass(frozen=True)
class Line:
    """What one item is about, by its id."""

    section: Section
    action_id: int | None = None
    audit_id: int | None = None
    recommendation_id: int | None = None


@dataclass(frozen=True)
class Entry:
    """An item with what there is to say of it.

    `given`: how often it was given more time, and why. `by`: by when the audit is to be followed up. `to_do`:
    how many actions of the recommendation are unfinished.
    """

    section: Section
    action: Action | None = None
    audit: Audit | None = None
    recommendation: Recommendation | None = None
    request: Extension | None = None
    given: Sequence[Extension] = ()
    ending: Ending | None = None
    check: Check | None = None
    why_disowned: str | None = None
    by: date | None = None
    to_do: int = 0


@dataclass(frozen=True)
class Grades:
    """The grades of a cohort, by round: the auditors' own and the moderated ones."""

    cohort: Cohort
    rows: Sequence[GradeRow]


@dataclass(frozen=True)
class Pack:
    """A whole pack: of each section the first entries, or all that were asked for, and how many there are.

    `since`: the day of the meeting before, or where there was none, a quarter of a year ago.
    """

    meeting: Meeting
    is_laid_down: bool
    since: date
    counts: Mapping[Section, int]
    first: Mapping[Section, Sequence[Entry]]
    years: Years
    grades: Sequence[Grades]
    moderation: Moderation
    themes: Sequence[ThemeCount] = ()
    strengths: Sequence[str] = ()


@dataclass(frozen=True)
class PackPage:
    """One page of a section: `first` is its first entry's position, counted from 1."""

    meeting: Meeting
    section: Section
    entries: Sequence[Entry] = field(default_factory=tuple)
    first: int = 1
    total: int = 0


def may_see(session: Session, visit: Visit, meeting: Meeting) -> bool:
    """Whether the person sees the meeting's pack and minutes."""
    reaches = visit.reaches(Right.SEE_PACK)
    if Reach.ALL in reaches:
        return True
    return Reach.OWN in reaches and stored.is_member(session, meeting.id, visit.actor.person_id)


def require_any(session: Session, visit: Visit) -> None:
    """Raises NotAllowed for who sees no meeting's pack."""
    people.require(session, visit, Right.SEE_PACK)


def require_to_see(session: Session, visit: Visit, meeting: Meeting) -> None:
    """Raises NotAllowed."""
    within = may_see(session, visit, meeting)
    outside = "The pack and the minutes are for the members of the meeting, the quality team and leaders."
    people.require(session, visit, Right.SEE_PACK, within=within, outside=outside)


def of(session: Session, visit: Visit, meeting: Meeting, shown: int | None = SHOWN) -> Pack:
    """The pack as it stands; `shown`, how many entries of each section, None for all. Raises NotAllowed."""
    require_to_see(session, visit, meeting)
    lines = lines_of(session, visit, meeting)
    by_section = {section: [line for line in lines if line.section is section] for section in Section}
    first = entries(session, visit, [line for found in by_section.values() for line in found[:shown]])
    years = Years(visit.today.year - 1, visit.today.year)
    since = _since(session, meeting)
    return Pack(
        meeting=meeting,
        is_laid_down=stored.is_laid_down(session, meeting.id),
        since=since,
        counts={section: len(found) for section, found in by_section.items()},
        first={section: [entry for entry in first if entry.section is section] for section in Section},
        years=years,
        grades=_grades(session, visit, years),
        moderation=figures.grades_so_far(session, visit.today, None, years).moderation,
        themes=stored.themes(session, since, visit.today),
        strengths=stored.strengths(session, since, visit.today, STRENGTHS_SHOWN),
    )


def page(session: Session, visit: Visit, meeting: Meeting, section: Section, number: int) -> PackPage:
    """One page of a section, counted from 0. Raises NotAllowed."""
    require_to_see(session, visit, meeting)
    lines = [line for line in lines_of(session, visit, meeting) if line.section is section]
    number = paging.there(number, len(lines))
    shown = lines[number * PAGE : (number + 1) * PAGE]
    return PackPage(
        meeting, section, entries(session, visit, shown), first=number * PAGE + 1, total=len(lines)
    )


def lines_of(session: Session, visit: Visit | Moment, meeting: Meeting) -> Sequence[Line]:
    """What is before the meeting: as it was laid down, else as it is now."""
    items = stored.items(session, meeting.id)
    if items:
        return [_line(item) for item in items]
    return [
        line for section in Section for line in _FINDS[section](_Looking(session, visit, meeting), section)
    ]


def lay_down(session: Session, visit: Visit | Moment, meeting: Meeting) -> None:
    """Keeps what is before the meeting as its items, once.

    They are reckoned from the record, so the journal says nothing of them; it does of each decision.
    """
    if stored.is_laid_down(session, meeting.id):
        return
    stored.lay_down(
        session,
        [
            {
                "meeting_id": meeting.id,
                "position": position,
                "section": line.section.value,
                "action_id": line.action_id,
                "audit_id": line.audit_id,
                "recommendation_id": line.recommendation_id,
                "version": 1,
            }
            for position, line in enumerate(lines_of(session, visit, meeting), start=1)
        ],
    )


def entry_of(session: Session, visit: Visit, item: Item) -> Entry:
    """What there is to say of one item."""
    return entries(session, visit, [_line(item)])[0]


def entries(session: Session, visit: Visit, lines: Sequence[Line]) -> Sequence[Entry]:
    """What there is to say of these; what was taken away since is left out."""
    action_ids = {line.action_id for line in lines if line.action_id is not None}
    audit_ids = {line.audit_id for line in lines if line.audit_id is not None}
    numbers = {line.recommendation_id for line in lines if line.recommendation_id is not None}
    actions = {action.id: action for action in stored_actions.of_ids(session, action_ids)}
    audits = {audit.id: audit for audit in stored_audits.of_ids(session, audit_ids)}
    recommendations = stored.recommendations_of_ids(session, numbers)
    requests = stored_extensions.waiting_of(session, action_ids)
    given = stored.time_given(session, action_ids)
    endings = stored_endings.latest_of(session, action_ids)
    checks = stored_checks.latest_of(session, action_ids)
    why = stored_notices.words_of(session, action_ids, Told.NOT_MINE)
    to_do = stored.unfinished_for(session, numbers)
    made = []
    for line in lines:
        number, audit = line.action_id or 0, audits.get(line.audit_id or 0)
        made.append(
            Entry(
                section=line.section,
                action=actions.get(number),
                audit=audit,
                recommendation=recommendations.get(line.recommendation_id or 0),
                request=requests.get(number),
                given=given.get(number, ()),
                ending=endings.get(number),
                check=checks.get(number),
                why_disowned=why.get(number),
                by=follow_ups.due_by(visit.terms, audit) if audit else None,
                to_do=to_do.get(line.recommendation_id or 0, 0),
            )
        )
    return [entry for entry in made if entry.action or entry.audit or entry.recommendation]


def _line(item: Item) -> Line:
    return Line(Section(item.section), item.action_id, item.audit_id, item.recommendation_id)


def _since(session: Session, meeting: Meeting) -> date:
    before = stored.last_held(session, meeting.held_on)
    return before.held_on if before else dates.months_later(meeting.held_on, -QUARTER)


def _grades(session: Session, visit: Visit, years: Years) -> Sequence[Grades]:
    tables = (figures.grades_so_far(session, visit.today, cohort, years) for cohort in Cohort)
    return [Grades(table.cohort, table.rows) for table in tables if table.cohort and table.rows]


@dataclass(frozen=True)
class _Looking:
    """For the items of one meeting."""

    session: Session
    visit: Visit | Moment
    meeting: Meeting

    def more_time(self, section: Section) -> Sequence[Line]:
        found, _ = stored_home.requests(self.session, Decider(_NOBODY, _EVERYTHING), MOST, is_second=True)
        return [Line(section, asked.action_id) for asked in found]

    def not_theirs(self, section: Section) -> Sequence[Line]:
        found, _ = stored_home.disowned(self.session, Decider(_NOBODY, _EVERYTHING), MOST)
        return [Line(section, action.id) for action in found]

    def look_again(self, section: Section) -> Sequence[Line]:
        found, _ = stored_endings.to_look_at_again(
            self.session, _EVERYTHING, self.meeting.held_on, MOST, without=None
        )
        return [Line(section, ending.action_id) for ending in found]

    def late(self, section: Section) -> Sequence[Line]:
        which = Which(first_due_before=self.visit.today)
        found = stored_actions.unfinished(self.session, _EVERYTHING, which, offset=0, limit=MOST)
        return [Line(section, action.id) for action in found]

    def inadequate(self, section: Section) -> Sequence[Line]:
        found, _ = follow_ups.waiting(self.session, self.visit.terms, self.visit.today, _EVERYTHING, MOST)
        return [Line(section, audit_id=due.audit.id) for due in found]

    def unchecked(self, section: Section) -> Sequence[Line]:
        found = stored_actions.unchecked(self.session, _EVERYTHING, None, offset=0, limit=MOST)
        return [Line(section, action.id) for action in found]

    def not_doing(self, section: Section) -> Sequence[Line]:
        found = stored.standing_endings(self.session, self.meeting.held_on, MOST)
        return [Line(section, ending.action_id) for ending in found]

    def service(self, section: Section) -> Sequence[Line]:
        found = stored.service_recommendations(self.session, MOST)
        return [Line(section, recommendation_id=number) for number in found]

    def closed(self, section: Section) -> Sequence[Line]:
        found = stored.checked_since(self.session, _since(self.session, self.meeting), MOST)
        return [Line(section, number) for number in found]


_FINDS: Mapping[Section, Callable[[_Looking, Section], Sequence[Line]]] = {
    Section.MORE_TIME: _Looking.more_time,
    Section.NOT_THEIRS: _Looking.not_theirs,
    Section.LOOK_AGAIN: _Looking.look_again,
    Section.LATE: _Looking.late,
    Section.INADEQUATE: _Looking.inadequate,
    Section.UNCHECKED: _Looking.unchecked,
    Section.NOT_DOING: _Looking.not_doing,
    Section.SERVICE: _Looking.service,
    Section.CLOSED: _Looking.closed,
}
