"""The pack of a meeting: what is before it, in which order, and what is said of each."""

from datetime import date

from sqlalchemy.orm import Session

from bot import packs
from bot.packs import Section
from bot.reports import digest
from storage.words import Grade, Impact
from tests.council import TOMAS, Council, put_action
from tests.verbs.at_meetings import FRIDAY, LATE, TODAY, planned, put_one_of_each
from tests.verbs.steps import logged, moderated


def test_the_pack_has_what_is_to_be_decided_first_and_what_was_closed_last(
    session: Session, council: Council
) -> None:
    put = put_one_of_each(session, council)
    lines = packs.lines_of(session, council.quality, planned(session, council))
    found = [(line.section, line.action_id or line.audit_id or line.recommendation_id) for line in lines]
    assert found == list(put.items())


def test_the_pack_says_what_there_is_to_say_of_each(session: Session, council: Council) -> None:
    put_one_of_each(session, council)
    pack = packs.of(session, council.leader, planned(session, council))
    said = {section: entries[0] for section, entries in pack.first.items()}
    wanted, closed = said[Section.MORE_TIME], said[Section.CLOSED]
    assert [given.reason for given in wanted.given] == ["The school is closed."]
    assert wanted.request is not None
    assert wanted.request.reason == "It is closed again."
    assert said[Section.NOT_THEIRS].why_disowned == "The school's."
    assert said[Section.INADEQUATE].by == date(2025, 6, 16)
    assert closed.check is not None
    assert closed.check.impact is Impact.PARTLY


def test_what_is_late_is_counted_as_the_digest_counts_it(session: Session, council: Council) -> None:
    given_time = put_action(session, "K7Q2M", TOMAS, FRIDAY, first_due_on=LATE)
    late = put_action(session, "P3W6D", TOMAS, LATE)
    put_action(session, "K7Q2M", TOMAS, TODAY)
    pack = packs.of(session, council.leader, planned(session, council))
    shown = pack.first[Section.LATE]
    assert {entry.action for entry in shown} == {given_time, late}
    assert pack.counts[Section.LATE] == digest.digest(session, TODAY, council.leader.terms, None).late


def test_grades_are_told_as_auditors_gave_them_and_as_they_were_moderated(
    session: Session, council: Council
) -> None:
    audit = logged(session, council.quality, auditor="Alana Brook")
    moderated(session, council.leader, audit, Grade.REQUIRES_IMPROVEMENT)
    (grades,) = packs.of(session, council.leader, planned(session, council)).grades
    assert (grades.rows[0].by_auditors, grades.rows[0].counts) == ((0, 0, 1, 0), (0, 1, 0, 0))


def test_a_pack_that_was_laid_down_stays_as_it_is(session: Session, council: Council) -> None:
    action = put_action(session, "K7Q2M", TOMAS, LATE)
    meeting = planned(session, council, FRIDAY)
    packs.lay_down(session, council.quality, meeting)
    put_action(session, "M4T9X", TOMAS, LATE)
    packs.lay_down(session, council.quality, meeting)
    shown = packs.page(session, council.manager, meeting, Section.LATE, 0)
    assert ([entry.action for entry in shown.entries], shown.total) == ([action], 1)
