"""Does it work: the grades of cases audited again, differences made, and how long each step takes."""

from datetime import date

from sqlalchemy.orm import Session

from bot import actions, checks
from bot.reports import impact
from storage.words import Impact, Status
from tests.council import PRIYA, Council, on, person_id
from tests.verbs.plan_lines import (
    SUMMER,
    TODAY,
    agreed,
    asked,
    found,
)
from tests.verbs.steps import logged


def test_the_days_from_step_to_step_are_working_days(session: Session, council: Council) -> None:
    audit = found(session, council.quality, day=date(2025, 3, 7))
    made = asked(session, council.quality, case_id=audit.case_id, audit_id=audit.id)
    values = {"case_id": audit.case_id, "agreed_by_id": person_id(session, PRIYA)}
    action = agreed(session, council.quality, made, **values)
    agreed(session, council.quality, asked(session, council.quality), status=Status.DONE, done_on=TODAY)
    actions.complete(session, on(council.leader, date(2025, 3, 18)), action.id)
    checks.check(session, on(council.quality, date(2025, 3, 19)), action.id, is_done=True)
    spans = impact.report(session, council.quality).spans
    assert [(span.name, span.count, span.days) for span in spans] == [
        ("Audit to agreed", 1, 5),
        ("Agreed to done", 1, 2),
        ("Done to checked", 1, 1),
    ]


def test_differences_are_counted_by_the_newest_check(session: Session, council: Council) -> None:
    for said in (Impact.YES, Impact.YES, Impact.NOT_YET, None):
        action = agreed(session, council.quality, asked(session, council.quality))
        actions.complete(session, council.leader, action.id)
        checks.check(session, council.quality, action.id, is_done=True)
        if said:
            checks.say_impact(session, council.leader, action.id, said)
    differences = impact.report(session, council.manager).differences
    assert (differences.counts, differences.not_said) == ((2, 0, 1, 0), 1)


def test_grades_of_cases_audited_again_are_set_beside_each_other(session: Session, council: Council) -> None:
    audit = found(session, council.quality)
    action = agreed(session, council.quality, asked(session, council.quality), case_id=audit.case_id)
    actions.complete(session, council.leader, action.id)
    checks.check(session, council.quality, action.id, is_done=True)
    later = on(council.quality, SUMMER)
    logged(session, later, audited_on=SUMMER)
    assert impact.report(session, later).movement.ungraded == 1
