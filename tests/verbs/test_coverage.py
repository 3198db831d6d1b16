"""Coverage: what was audited of late, by cohort and team; how far the rounds are; what is left, and whose."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from bot import coverage, picks
from bot.coverage import Coverage
from bot.draws import ALL
from bot.errors import NotAllowed
from bot.visit import Visit
from storage.words import Cohort
from tests.council import Council, case_of
from tests.verbs.steps import logged
from tests.verbs.test_draws import a_round, drawn

COUNTED = [
    ("Children and Families", Cohort.CHILD_IN_NEED, 0, 1),
    ("Children and Families", Cohort.CARE_LEAVER, 1, 1),
    ("Early Help", Cohort.EARLY_HELP, 0, 1),
]


def counted(shown: Coverage) -> list[tuple[str, Cohort, int, int]]:
    assert shown.strata is not None
    return [(one.team, one.cohort, one.audited, one.cases) for one in shown.strata]


def left(session: Session, visit: Visit) -> list[str]:
    return [case.reference for case in coverage.left(session, visit).cases]


def test_open_cases_are_counted_by_cohort_and_team(session: Session, council: Council) -> None:
    logged(session, council.auditor, "K7Q2M")
    logged(session, council.quality, "M4T9X", audited_on=date(2024, 3, 1))
    for visit in (council.quality, council.leader):
        assert counted(coverage.of(session, visit)) == COUNTED
    assert counted(coverage.of(session, council.manager)) == COUNTED[:2]
    assert counted(coverage.of(session, council.other_manager)) == COUNTED[2:]


def test_a_case_that_is_closed_counts_no_more(session: Session, council: Council) -> None:
    case_of(session, "P3W6D").closed_on = council.quality.today
    session.flush()
    assert len(counted(coverage.of(session, council.quality))) == 2


def test_what_was_not_audited_is_listed_for_those_who_lead(session: Session, council: Council) -> None:
    logged(session, council.auditor, "K7Q2M")
    assert left(session, council.quality) == ["M4T9X", "P3W6D"]
    assert left(session, council.manager) == ["M4T9X"]
    with pytest.raises(NotAllowed, match="/g2o coverage me"):
        left(session, council.auditor)


def test_what_is_left_of_one_cohort_is_listed(session: Session, council: Council) -> None:
    found = coverage.left(session, council.quality, Cohort.EARLY_HELP)
    assert ([case.reference for case in found.cases], found.total) == (["P3W6D"], 1)


def test_rounds_that_run_tell_what_is_planned_drawn_and_audited(session: Session, council: Council) -> None:
    drawn(session, council.quality, a_round(session), ALL)
    logged(session, council.auditor, "K7Q2M")
    (running,) = coverage.of(session, council.manager).rounds
    assert (running.round.name, running.audits, running.drawn, running.audited) == ("March 2025", 1, 3, 1)


def test_how_far_each_auditor_is_those_see_who_plan_and_each_their_own(
    session: Session, council: Council
) -> None:
    sample = drawn(session, council.quality, a_round(session), ALL)
    mine = council.auditor.actor.person_id or 0
    picks.share_out(session, council.quality, sample.draw.id, [mine], ["Marta Pellow"])
    theirs = [one.pick.case.reference for one in coverage.to_do(session, council.auditor).cases]
    logged(session, council.auditor, theirs[0])
    everybody = {one.name: (one.audited, one.given) for one in coverage.of(session, council.leader).auditors}
    assert everybody == {"Alana Brook": (1, len(theirs)), "Marta Pellow": (0, 3 - len(theirs))}
    shown = coverage.of(session, council.auditor)
    assert ([one.name for one in shown.auditors], shown.strata) == (["Alana Brook"], None)
    assert coverage.of(session, council.manager).auditors == []


def test_what_is_to_audit_in_a_round_that_is_over_is_nobodys_to_do(
    session: Session, council: Council
) -> None:
    sample = drawn(session, council.quality, a_round(session), ALL)
    mine = council.auditor.actor.person_id or 0
    picks.share_out(session, council.quality, sample.draw.id, [mine], [])
    assert coverage.to_do(session, council.auditor).total == 3
    a_round(session).ends_on = date(2025, 3, 13)
    session.flush()
    assert coverage.to_do(session, council.auditor).total == 0


@pytest.mark.parametrize("role", ["practitioner", "administrator"])
def test_coverage_is_for_those_who_audit_or_lead(session: Session, council: Council, role: str) -> None:
    with pytest.raises(NotAllowed):
        coverage.of(session, getattr(council, role))
