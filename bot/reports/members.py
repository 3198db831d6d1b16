"""What a report to Members says, put together from the record: of a year, a round or a cohort."""

import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from bot import lines, people
from bot.documents import Wanted
from bot.errors import NotFound
from bot.lines import Line
from bot.reports import figures, impact
from bot.reports.figures import GradeRow, GradesTable, Moderation, Years
from bot.rules import programme
from bot.rules.outcomes import Movement
from bot.rules.rights import Right
from bot.visit import Visit
from storage import audits as stored_audits
from storage import members as stored
from storage import programme as stored_programme
from storage import rounds as stored_rounds
from storage.members import Scope, Theme, Work
from storage.models import Activity, Round
from storage.words import Cohort, FindingKind, Source

# The year that is reported, with the two before it, as the reports print them.
YEARS_BEFORE = 2
QUOTED = 5


@dataclass(frozen=True)
class MembersReport:
    """Everything that the report is written from.

    `grades` are of each cohort that was audited, or of the one that is asked for, and with several of all
    together; with the two years before. `moderation` is of what is reported alone. `areas` and
    `recommendations` are lines of the improvement plan. `activities` are those of the programme year, where
    the report is of a year. `planned` counts the audits that were planned, where each round says.
    """

    name: str
    cohort: Cohort | None
    rounds: Sequence[Round]
    planned: int | None
    by_cohort: Mapping[Cohort, int]
    auditors: int
    sources: Mapping[Source, int]
    grades: Sequence[GradesTable]
    moderation: Moderation
    awaiting: int
    strengths: Sequence[Theme]
    quoted: Sequence[str]
    areas: Sequence[Line]
    recommendations: Sequence[Line]
    work: Work
    movement: Movement
    activities: Sequence[Activity] = field(default_factory=tuple)

    @property
    def audits(self) -> int:
        return sum(self.by_cohort.values())

    def rows_of(self, table: GradesTable) -> Sequence[GradeRow]:
        """The rows of the rounds that are reported."""
        names = {one.name for one in self.rounds}
        years = {str(one.starts_on.year) for one in self.rounds}
        return [row for row in table.rows if row.name in years or row.name.partition(": ")[2] in names]

    @property
    def organisations(self) -> Sequence[str]:
        return list(dict.fromkeys(one.organisation for one in self.rounds if one.organisation))


def gather(session: Session, visit: Visit, wanted: Wanted) -> MembersReport:
    """The report for a year or a round; for neither, the year of the newest round.

    Raises NotAllowed, or NotFound where there is nothing to report.
    """
    people.require(session, visit, Right.MAKE_DOCUMENTS)
    year, rounds, is_year = _rounds(session, visit, wanted)
    span = (date(year, 1, 1), date(year, 12, 31)) if is_year else (None, None)
    scope = Scope([one.id for one in rounds], wanted.cohort, *span)
    by_cohort = stored.by_cohort(session, scope)
    if not by_cohort:
        whom = f" of {wanted.cohort.plural}" if wanted.cohort else ""
        raise NotFound(f"There are no audits{whom} in {_name(year, rounds, is_year=is_year)} to report on.")
    moderated = stored.moderated(session, scope)
    every = lines.read_lines(session, visit)
    return MembersReport(
        name=_name(year, rounds, is_year=is_year),
        cohort=wanted.cohort,
        rounds=rounds,
        planned=sum(one.planned or 0 for one in rounds) if all(one.planned for one in rounds) else None,
        by_cohort=by_cohort,
        auditors=stored.auditors(session, scope),
        sources=stored.sources(session, scope),
        grades=_grades(session, visit, list(by_cohort), year),
        moderation=figures.moderation_of(moderated),
        awaiting=sum(one.audits for one in moderated if one.moderated_grade is None),
        strengths=stored.themes(session, scope, FindingKind.STRENGTH),
        quoted=stored.quotations(session, scope, FindingKind.STRENGTH, QUOTED),
        areas=_areas(session, scope, every, by_cohort),
        recommendations=sorted(
            (one for one in every if _is_of(one, scope, year, is_year=is_year)), key=_number
        ),
        work=stored.work(session, scope, visit.today),
        movement=impact.movement(session, visit),
        activities=stored_programme.of_year(session, year) if is_year and wanted.cohort is None else (),
    )


def _rounds(session: Session, visit: Visit, wanted: Wanted) -> tuple[int, Sequence[Round], bool]:
    """The year, its rounds or the one that is asked for, and whether it is a whole year."""
    if wanted.round_id is not None:
        one = stored_rounds.get(session, wanted.round_id)
        if one is None:
            raise NotFound("That round is no longer there.")
        return one.starts_on.year, [one], False
    year = wanted.year
    if year is None:
        newest = stored_audits.rounds_started(session, (date(figures.FIRST_YEAR, 1, 1), visit.today))
        year = newest[0].starts_on.year if newest else visit.today.year
    return year, stored_audits.rounds_started(session, (date(year, 1, 1), date(year, 12, 31))), True


def _name(year: int, rounds: Sequence[Round], *, is_year: bool) -> str:
    return str(year) if is_year else rounds[0].name


def _grades(session: Session, visit: Visit, cohorts: Sequence[Cohort], year: int) -> Sequence[GradesTable]:
    years = Years(year - YEARS_BEFORE, year)
    together: Sequence[Cohort | None] = [*cohorts, None] if len(cohorts) > 1 else cohorts
    return [figures.grades_so_far(session, visit.today, cohort, years) for cohort in together]


def _areas(
    session: Session, scope: Scope, every: Sequence[Line], cohorts: Collection[Cohort]
) -> Sequence[Line]:
    """The plan's areas that these audits found, of their cohorts."""
    themes = stored.themes(session, scope, FindingKind.AREA)
    found = {lines.named(theme.name) for theme in themes if theme.name}
    return [one for one in every if one.areas and one.areas.name in found and one.areas.cohort in cohorts]


def _number(line: Line) -> tuple[int, str]:
    """As the recommendations are numbered; those whose number is no plain one come last."""
    number = (line.asked.recommendation.number or "") if line.asked else ""
    return (int(number) if number.isdecimal() else sys.maxsize, number)


def _is_of(line: Line, scope: Scope, year: int, *, is_year: bool) -> bool:
    if line.asked is None:
        return False
    if line.asked.round is not None:
        return line.asked.round.id in scope.round_ids
    if line.asked.activity is not None:
        return is_year and line.asked.activity.year == year
    return is_year and programme.year_of(line.found_on) == year
