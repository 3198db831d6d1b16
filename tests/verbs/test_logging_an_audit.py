"""Logging an audit: what is taken, what is refused, and that nothing is recorded twice or lost."""

import threading
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import audits
from bot.audits import LogAudit
from bot.errors import Conflict, NotAllowed, NotFound, Refusal
from bot.recommendations import FirstAction, NewRecommendation
from storage.database import Database
from storage.models import Action, Audit, Person, Recommendation, Round
from storage.words import Basis, Grade, Role, Source
from tests.council import TOMAS, Council
from tests.verbs.steps import logged

TODAY = date(2025, 3, 14)


def count(session: Session, kind: type[object]) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(kind)) or 0


def test_an_audit_says_who_logged_it_when_and_for_which_case(session: Session, council: Council) -> None:
    audit = logged(session, council.manager, grade=Grade.GOOD)
    assert (audit.case.reference, audit.audited_on, audit.grade) == ("K7Q2M", TODAY, Grade.GOOD)
    assert (audit.auditor_name, audit.auditor_id) == ("Priya Shah", council.manager.actor.person_id)
    assert (audit.logged_by_id, audit.logged_at) == (audit.auditor_id, council.manager.at)
    assert audit.moderated_grade is None


@pytest.mark.parametrize("typed", ["K7Q2M", "k7q2m", "#K7Q2M.", "1001", " 1001 "])
def test_a_case_is_named_by_its_reference_or_the_case_systems_number(
    session: Session, council: Council, typed: str
) -> None:
    assert logged(session, council.manager, typed).case.reference == "K7Q2M"


def test_the_four_sources_are_kept(session: Session, council: Council) -> None:
    ticked = frozenset({Source.CASE_FILE, Source.FAMILY})
    audit = logged(session, council.manager, sources=ticked)
    session.expire_all()
    assert audit.sources == ticked


# --- the day


@pytest.mark.parametrize("days", [1, 365])
def test_a_day_in_the_future_is_refused(session: Session, council: Council, days: int) -> None:
    with pytest.raises(Refusal, match="is in the future") as caught:
        logged(session, council.manager, audited_on=TODAY + timedelta(days=days))
    assert caught.value.field == "date"


def test_today_is_not_in_the_future(session: Session, council: Council) -> None:
    assert logged(session, council.manager, audited_on=TODAY).audited_on == TODAY


def test_a_mistyped_year_is_refused(session: Session, council: Council) -> None:
    with pytest.raises(Refusal, match="Please check the year") as caught:
        logged(session, council.manager, audited_on=date(1925, 3, 14))
    assert caught.value.field == "date"


# --- the round


def round_of(audit: Audit) -> str | None:
    return audit.round.name if audit.round else None


@pytest.fixture
def in_house(session: Session, council: Council) -> str:
    """A round of the council's own beside Aidhour's of March 2025, and started later."""
    session.add(Round(name="Dip sample", basis=Basis.THEMATIC, starts_on=date(2025, 3, 10)))
    return "Dip sample"


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2025, 2, 28), None),
        (date(2025, 3, 1), "March 2025"),
        (date(2025, 3, 9), "March 2025"),
        (date(2025, 3, 10), "Dip sample"),
    ],
)
def test_an_audit_joins_the_latest_round_that_holds_its_day(
    session: Session, council: Council, in_house: str, day: date, name: str | None
) -> None:
    assert round_of(logged(session, council.manager, audited_on=day, auditor="A. Auditor")) == name


@pytest.mark.parametrize(("auditor", "name"), [("Alana Brook", "March 2025"), ("Grace Obi", "Dip sample")])
def test_an_auditor_who_is_known_joins_a_round_of_their_own_organisation(
    session: Session, council: Council, in_house: str, auditor: str, name: str
) -> None:
    assert round_of(logged(session, council.quality, auditor=auditor)) == name


def test_the_councils_own_people_join_no_round_of_an_outside_company(
    session: Session, council: Council
) -> None:
    assert round_of(logged(session, council.manager)) is None


def test_an_outside_auditor_joins_the_round_of_their_organisation(
    session: Session, council: Council, in_house: str
) -> None:
    audit = logged(session, council.auditor)
    assert (round_of(audit), audit.organisation) == ("March 2025", "Aidhour")


def test_an_outside_auditor_logs_for_a_colleague_whom_the_bot_does_not_know(
    session: Session, council: Council, in_house: str
) -> None:
    audit = logged(session, council.auditor, auditor="A. Colleague")
    assert (round_of(audit), audit.organisation) == ("March 2025", "Aidhour")


def test_an_outside_auditor_logs_for_none_of_the_councils_own_people(
    session: Session, council: Council, in_house: str
) -> None:
    with pytest.raises(NotAllowed, match="outside your team or your rounds"):
        logged(session, council.auditor, auditor="Grace Obi")


def test_an_outside_auditor_logs_nothing_outside_their_rounds(session: Session, council: Council) -> None:
    with pytest.raises(NotAllowed, match="outside your team or your rounds"):
        logged(session, council.auditor, audited_on=date(2025, 2, 28))


# --- the auditor


def test_the_auditor_may_be_anybody_by_name(session: Session, council: Council) -> None:
    audit = logged(session, council.manager, auditor="A. Auditor")
    assert (audit.auditor_name, audit.auditor_id, audit.organisation) == ("A. Auditor", None, None)


@pytest.mark.parametrize("typed", ["U0ALANA05", "Alana Brook", "alana BROOK"])
def test_an_auditor_who_is_known_is_linked(session: Session, council: Council, typed: str) -> None:
    audit = logged(session, council.quality, auditor=typed)
    assert (audit.auditor_name, audit.organisation) == ("Alana Brook", "Aidhour")
    assert audit.auditor_id == council.auditor.actor.person_id


def test_a_name_that_two_people_have_links_to_neither(session: Session, council: Council) -> None:
    session.add(Person(name="Alana Brook", role=Role.PRACTITIONER))
    audit = logged(session, council.quality, auditor="Alana Brook")
    assert (audit.auditor_name, audit.auditor_id) == ("Alana Brook", None)


@pytest.mark.parametrize(("typed", "reason"), [("   ", "is empty"), ("a" * 81, "81 characters; at most 80")])
def test_the_auditors_name_has_a_length(session: Session, council: Council, typed: str, reason: str) -> None:
    with pytest.raises(Refusal, match=reason) as caught:
        logged(session, council.manager, auditor=typed)
    assert caught.value.field == "auditor"


# --- once


def test_the_same_audit_twice_is_recorded_once(session: Session, council: Council) -> None:
    first = audits.log(session, council.manager, LogAudit("K7Q2M", Grade.GOOD))
    second = audits.log(session, council.manager, LogAudit("1001", Grade.GOOD))
    assert (first.already, second.already) == (False, True)
    assert second.audit is first.audit
    assert count(session, Audit) == 1


@pytest.mark.parametrize("name", ["A. Auditor", "Éva Holt"])
def test_an_auditors_capitals_make_no_second_audit(session: Session, council: Council, name: str) -> None:
    logged(session, council.manager, auditor=name)
    logged(session, council.manager, auditor=name.upper())
    logged(session, council.manager, auditor=name)
    assert count(session, Audit) == 1


def test_two_people_who_log_the_same_audit_at_once_record_it_once(db: Database, council: Council) -> None:
    already: list[bool] = []

    def log() -> None:
        with db.begin() as session:
            new = LogAudit("K7Q2M", Grade.GOOD, auditor="A. Auditor")
            already.append(audits.log(session, council.quality, new).already)

    threads = [threading.Thread(target=log) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(already) == [False, True, True, True]
    with db.reading() as session:
        assert count(session, Audit) == 1


def test_another_day_another_auditor_or_another_case_is_another_audit(
    session: Session, council: Council
) -> None:
    logged(session, council.manager)
    logged(session, council.manager, audited_on=TODAY - timedelta(days=1))
    logged(session, council.manager, auditor="A. Auditor")
    logged(session, council.manager, "M4T9X")
    assert count(session, Audit) == 4


def test_another_grade_the_same_day_is_refused_with_what_is_recorded(
    session: Session, council: Council
) -> None:
    audit = logged(session, council.manager, grade=Grade.GOOD)
    with pytest.raises(Conflict) as caught:
        logged(session, council.manager, grade=Grade.INADEQUATE)
    assert "already recorded: Good, Friday 14 March 2025, by Priya Shah" in caught.value.message
    assert "`/case K7Q2M`" in caught.value.message
    assert audit.grade is Grade.GOOD


def test_sources_that_are_not_recorded_are_not_lost_in_silence(session: Session, council: Council) -> None:
    logged(session, council.manager, sources=frozenset({Source.CASE_FILE}))
    with pytest.raises(Conflict, match="already recorded"):
        logged(session, council.manager, sources=frozenset({Source.CASE_FILE, Source.WORKER}))
    assert audits.log(session, council.manager, LogAudit("K7Q2M", Grade.GOOD)).already


def test_a_recommendation_that_is_not_recorded_is_not_lost_in_silence(
    session: Session, council: Council
) -> None:
    logged(session, council.manager, recommendations=(NewRecommendation("Visit weekly."),))
    with pytest.raises(Conflict, match="already recorded"):
        logged(session, council.manager, recommendations=(NewRecommendation("Ring the school."),))


def test_a_form_sent_twice_is_recorded_once(session: Session, council: Council) -> None:
    form = LogAudit(
        "K7Q2M",
        Grade.GOOD,
        sources=frozenset({Source.CASE_FILE}),
        recommendations=(NewRecommendation("Visit  weekly.", FirstAction(TOMAS)),),
    )
    first = audits.log(session, council.manager, form)
    second = audits.log(session, council.manager, form)
    assert second.already
    assert second.added[0].action is first.added[0].action
    assert [count(session, kind) for kind in (Audit, Recommendation, Action)] == [1, 1, 1]


# --- with more than a grade


def test_an_audit_may_bring_its_recommendation_and_first_action(session: Session, council: Council) -> None:
    new = NewRecommendation("Visit weekly.", FirstAction(TOMAS))
    (added,) = audits.log(
        session, council.manager, LogAudit("K7Q2M", Grade.GOOD, recommendations=(new,))
    ).added
    assert added.action is not None
    assert (added.recommendation.text, added.action.text) == ("Visit weekly.", "Visit weekly.")
    assert added.action.owner.name == "Tomas Reid"


def test_a_refused_part_leaves_nothing_of_the_whole(db: Database, council: Council) -> None:
    new = NewRecommendation("Visit weekly.", FirstAction("U0NOBODY99"))
    with pytest.raises(Refusal, match="do not know that person"), db.begin() as session:
        audits.log(session, council.manager, LogAudit("K7Q2M", Grade.GOOD, recommendations=(new,)))
    with db.reading() as session:
        assert [count(session, kind) for kind in (Audit, Recommendation, Action)] == [0, 0, 0]


@pytest.mark.parametrize(
    ("audited_on", "wanted_by"),
    [(TODAY, date(2025, 6, 16)), (date(2024, 11, 30), date(2025, 2, 28))],
)
def test_an_inadequate_audit_wants_a_follow_up_within_three_months(
    session: Session, council: Council, audited_on: date, wanted_by: date
) -> None:
    new = LogAudit("K7Q2M", Grade.INADEQUATE, audited_on=audited_on)
    assert audits.log(session, council.manager, new).follow_up_by == wanted_by


@pytest.mark.parametrize("grade", [grade for grade in Grade if grade is not Grade.INADEQUATE])
def test_no_other_grade_wants_one(session: Session, council: Council, grade: Grade) -> None:
    assert audits.log(session, council.manager, LogAudit("K7Q2M", grade)).follow_up_by is None


# --- the case


def test_a_case_of_another_team_is_not_there(session: Session, council: Council) -> None:
    with pytest.raises(NotFound) as caught:
        logged(session, council.manager, "P3W6D")
    assert caught.value.field == "case"


def test_the_first_audit_of_a_case_may_be_an_outside_auditors(session: Session, council: Council) -> None:
    assert logged(session, council.auditor, "P3W6D").case.reference == "P3W6D"
