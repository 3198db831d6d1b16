"""Every figure agrees with every other of the same day: digest, Home, lists, plan, pack, report, coverage."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy.orm import Session

from bot import actions, board, coverage, follow_ups, home, meetings, moderation, packs, plan
from bot import rounds as planned
from bot.actions import Asked
from bot.documents import Paper, Wanted
from bot.lines import named
from bot.packs import Pack, Section
from bot.reports import changes, digest, figures, impact, members, register
from bot.reports.digest import Digest, Whose
from bot.reports.figures import Graded, GradesTable, Years
from bot.reports.register import FIGURES, Reckoned
from bot.rules import periods
from bot.rules.grades import WORST_TO_BEST
from bot.rules.periods import Period
from bot.visit import Visit
from handlers.blocks import counts
from storage import actions as stored_actions
from storage import audits as stored_audits
from storage import figures as stored
from storage import meetings as stored_meetings
from storage import people as stored_people
from storage import programme as stored_programme
from storage import rounds as stored_rounds
from storage import tallies
from storage.figures import Actions, Within
from storage.models import Team
from storage.sight import Sight
from storage.words import Cohort, FindingKind, Grade, Impact
from tests.council import HELEN, Council
from tests.verbs.scattered import TODAY, Scatter

EVERYTHING = Sight(everything=True)
FAMILIES, EARLY = "Children and Families", "Early Help"


@dataclass(frozen=True)
class Scene:
    """A record at random, and who looks at it."""

    session: Session
    council: Council

    @property
    def visit(self) -> Visit:
        return self.council.quality

    def team(self, name: str | None) -> Team | None:
        return stored_people.team_by_name(self.session, name) if name else None

    def digest(self, name: str | None = None) -> Digest:
        return digest.digest(self.session, TODAY, self.visit.terms, self.team(name))

    def grades(self, cohort: Cohort | None = None) -> GradesTable:
        return figures.grades(self.session, self.visit, cohort, None)

    def pack(self) -> Pack:
        meeting = meetings.plan(self.session, self.visit, meetings.Plan(TODAY, HELEN, []))
        return packs.of(self.session, self.visit, meeting)


@pytest.fixture(params=range(4))
def scene(session: Session, council: Council, request: pytest.FixtureRequest) -> Scene:
    Scatter(session, request.param).fill()
    return Scene(session, council)


def test_what_is_late_is_as_many_wherever_it_is_told(scene: Scene) -> None:
    told, pack = scene.digest(), scene.pack()
    in_service = home.of(scene.session, scene.council.leader).late_in_service
    assert in_service is not None
    assert told.late == in_service.since_first_date == pack.counts[Section.LATE]
    assert told.late_now == in_service.now == actions.overdue(scene.session, scene.visit, Asked()).total
    in_team = home.of(scene.session, scene.council.manager).late
    assert in_team is not None
    assert scene.digest(FAMILIES).late_now == in_team.total


@pytest.mark.parametrize("name", [None, FAMILIES, EARLY])
def test_what_is_due_overdue_and_open_is_what_the_lists_hold(scene: Scene, name: str | None) -> None:
    told, asked = scene.digest(name), Asked(team=name)
    week = Period(TODAY, told.sunday)
    found = actions.due(scene.session, scene.visit, asked, week)
    assert told.due == found.total
    assert told.late_now == actions.overdue(scene.session, scene.visit, asked).total
    reckoned = Reckoned(scene.session, scene.visit, scene.team(name))
    assert reckoned.open == actions.unfinished(scene.session, scene.visit, asked).total
    assert told.late <= reckoned.open


def test_what_waits_for_a_check_is_as_many_in_the_digest_and_the_pack(scene: Scene) -> None:
    told, unchecked = scene.digest(), stored_actions.count_unchecked(scene.session, EVERYTHING, None)
    assert told.unchecked == unchecked == scene.pack().counts[Section.UNCHECKED]
    families = Sight(team_ids=frozenset({(scene.team(FAMILIES) or Team()).id}))
    of_team = stored_actions.count_unchecked(scene.session, families, None)
    assert scene.digest(FAMILIES).unchecked == of_team


def test_what_was_done_and_checked_is_as_many_as_what_changed(scene: Scene) -> None:
    told = scene.digest()
    changed = changes.changes(scene.session, scene.visit, changes.days("last week", TODAY))
    assert (told.done, told.checked) == (changed.done, changed.checked)


def test_what_was_closed_since_the_last_meeting_is_what_was_checked_since(scene: Scene) -> None:
    pack = scene.pack()
    since = Within(TODAY, first=periods.days(pack.since, 1).last, last=date.max)
    assert pack.counts[Section.CLOSED] == stored.count_actions(scene.session, Actions.CHECKED, since)


def test_what_made_a_difference_adds_to_what_the_report_says(scene: Scene) -> None:
    said = dict(zip(Impact, impact.report(scene.session, scene.visit).differences.counts, strict=True))
    ever = stored.count_actions(scene.session, Actions.HELPED, Within(TODAY, last=date.max))
    assert ever == said[Impact.YES] + said[Impact.PARTLY]


def test_what_awaits_moderation_is_as_many_in_every_place(scene: Scene) -> None:
    waiting = moderation.waiting(scene.session, scene.visit)
    mine = scene.visit.actor.person_id
    challenged = len(stored_audits.challenged(scene.session, mine))
    awaiting = sum(row.awaiting for row in scene.grades().rows)
    assert scene.digest().unmoderated == awaiting == waiting.total - challenged + waiting.own


def test_grades_of_the_cohorts_add_to_those_of_all(scene: Scene) -> None:
    whole, parts = scene.grades(), [scene.grades(cohort) for cohort in Cohort]
    for row in whole.rows:
        mine = [each for part in parts for each in part.rows if each.name == row.name]
        assert row.counts == tuple(map(sum, zip(*(each.counts for each in mine), strict=True)))
        assert row.by_auditors == tuple(map(sum, zip(*(each.by_auditors for each in mine), strict=True)))
        assert (row.not_graded, row.awaiting) == (
            sum(each.not_graded for each in mine),
            sum(each.awaiting for each in mine),
        )
    moved = [part.moderation for part in parts]
    assert whole.moderation.raised == sum(part.raised for part in moved)
    assert whole.moderation.unchanged == sum(part.unchanged for part in moved)


def test_behind_each_grade_are_as_many_audits_as_the_table_counts(scene: Scene) -> None:
    whole = scene.grades()
    for column, grade in enumerate(WORST_TO_BEST):
        total = sum(row.counts[column] for row in whole.rows)
        assert total == len(figures.behind(scene.session, scene.visit, Graded({grade})))
        assert counts.of_grades(whole, (grade,)).text.startswith(f"{total:,} of ")
    changed = Graded(WORST_TO_BEST, is_changed=True)
    moved = whole.moderation.raised + whole.moderation.lowered
    assert moved == len(figures.behind(scene.session, scene.visit, changed))
    for cohort in Cohort:
        not_graded = sum(row.not_graded for row in scene.grades(cohort).rows)
        graded = Graded({Grade.NOT_GRADED}, cohort)
        assert not_graded == len(figures.behind(scene.session, scene.visit, graded))


def test_a_round_holds_as_many_audits_wherever_it_is_told(scene: Scene) -> None:
    held = {one.round.name: one.audits for one in stored_rounds.latest(scene.session, None)}
    told = {one.name: one.audits for one in scene.digest().rounds}
    running = {one.round.name: one.audits for one in coverage.of(scene.session, scene.visit).rounds}
    assert told == running == {name: held[name] for name in told}
    in_programme = stored_programme.rounds(scene.session, date.min, date.max)
    assert {one.round.name: one.audits for one in in_programme} == held
    listed = planned.listed(scene.session, scene.visit).rounds
    assert {one.round.name: one.audits for one in listed} == held
    of_rounds = [row for row in scene.grades().rows if row.year]
    assert sorted(row.audited + row.awaiting for row in of_rounds) == sorted(filter(None, held.values()))


def test_what_is_covered_and_what_is_left_are_all_open_cases(scene: Scene) -> None:
    strata = coverage.covered(scene.session, scene.visit)
    assert home.of(scene.session, scene.visit).coverage == strata
    for cohort in (None, *Cohort):
        mine = [one for one in strata if cohort in (None, one.cohort)]
        left = coverage.left(scene.session, scene.visit, cohort).total
        assert sum(one.cases - one.audited for one in mine) == left


def test_follow_ups_are_as_many_in_the_digest_the_pack_and_home(scene: Scene) -> None:
    _, waiting = follow_ups.waiting(scene.session, scene.visit.terms, TODAY, EVERYTHING, 1)
    at_home = home.of(scene.session, scene.visit).to_follow_up
    assert at_home is not None
    assert waiting == at_home.total == scene.pack().counts[Section.INADEQUATE]
    told = scene.digest()
    assert told.follow_ups_late + told.follow_ups_due <= waiting


def test_the_plan_counts_late_actions_as_the_digest_does(scene: Scene) -> None:
    lines = plan.read(scene.session, scene.visit).lines
    late = set(stored.actions_behind(scene.session, Actions.LATE, Within(TODAY)))
    open_ones = set(stored.actions_behind(scene.session, Actions.OPEN, Within(TODAY)))
    for line in lines:
        if line.asked:
            found = stored_actions.of_recommendation(scene.session, line.asked.recommendation.id)
            ids = {action.id for action in found}
        else:
            ids = set(tallies.actions_of_areas(scene.session, named(line.theme), line.cohort))
        counted = (line.tally.actions, line.tally.unfinished, line.tally.late)
        assert counted == (len(ids), len(ids & open_ones), len(ids & late))
    shown = plan.page(scene.session, scene.visit, plan.read(scene.session, scene.visit), plan.Wanted())
    pack = board.board(scene.session, scene.visit, periods.quarter_of(TODAY))
    assert shown.late == pack.late_actions == sum(line.tally.late for line in lines)
    assert shown.counts == pack.counts


def test_themes_are_found_as_often_in_the_pack_as_in_the_plan(scene: Scene) -> None:
    in_plan = {
        named(one.theme): one.audits + one.activities
        for one in plan.common_themes(scene.session, scene.visit)
        if one.audits or one.activities
    }
    found = stored_meetings.themes(scene.session, date.min, date.max)
    in_pack = Counter(
        {named(one.theme): one.found_in for one in found if one.theme and one.kind is FindingKind.AREA}
    )
    assert in_pack == in_plan


@pytest.mark.parametrize("name", [None, FAMILIES, EARLY])
def test_each_figure_of_the_register_is_as_many_as_its_list_holds(scene: Scene, name: str | None) -> None:
    reckoned = Reckoned(scene.session, scene.visit, scene.team(name))
    for figure in FIGURES:
        listed = figure.actions or figure.audits
        if listed and (figure.for_teams or name is None):
            assert figure.count(reckoned).number == len(set(listed(reckoned))), figure.key


def test_a_team_sees_the_figures_that_its_digest_has(scene: Scene) -> None:
    told = scene.digest(FAMILIES)
    shown = register.page(scene.session, scene.council.manager, Whose())
    by_key = {one.figure.key: one.count.number for one in shown.shown}
    assert shown.team == FAMILIES
    assert (by_key["late"], by_key["overdue"], by_key["due"]) == (told.late, told.late_now, told.due)
    assert not {"plan", "rounds", "good"} & {one.figure.key for one in shown.shown}


def test_the_report_to_members_counts_as_the_grades_the_plan_and_the_board_do(scene: Scene) -> None:
    lines = {line.key: line for line in plan.read(scene.session, scene.visit).lines}
    for year in sorted({row.year for row in scene.grades().rows if row.year}):
        report = members.gather(scene.session, scene.visit, Wanted(Paper.REPORT, year=year))
        of_year = figures.grades(scene.session, scene.visit, None, Years(year, year))
        assert report.audits == sum(row.audited + row.awaiting for row in of_year.rows)
        assert report.awaiting == sum(row.awaiting for row in of_year.rows)
        assert report.moderation == of_year.moderation
        for table in report.grades:
            again = figures.grades(scene.session, scene.visit, table.cohort, table.years)
            assert table.rows == again.rows
        for line in (*report.areas, *report.recommendations):
            assert line == lines[line.key]
        held = {one.round.id: one.audits for one in stored_rounds.latest(scene.session, None)}
        single = next((row for row in of_year.rows if row.year is None), None)
        beside = single.audited + single.awaiting if single else 0
        assert report.audits == sum(held[one.id] for one in report.rounds) + beside
