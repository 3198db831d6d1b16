"""Purging a case: nothing that was typed is left, the chain holds, and everything else goes on."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import (
    board,
    case_file,
    cases,
    chairing,
    coverage,
    home,
    line_page,
    meetings,
    plan,
    purging,
    samples,
)
from bot.errors import NotAllowed, NotFound, Refusal
from bot.purging import Posted, Purge, Purged
from bot.reports import digest, figures, impact
from bot.reports.digest import Whose
from bot.rules import periods
from bot.visit import Moment
from handlers import letters as pages
from storage import chain, holdings, integrity
from storage import meetings as stored_meetings
from storage.models import (
    Action,
    Base,
    Case,
    Draw,
    Finding,
    Item,
    JournalEntry,
    JournalValues,
    Letter,
    Meeting,
    Pick,
    Recommendation,
    Review,
)
from storage.words import LetterState, Origin, Position
from tests.conftest import NOW, later
from tests.council import GRACE, HELEN, PRIYA, Council, case_of, person_id
from tests.verbs import plan_lines
from tests.verbs.full_case import ALONE, SAID, SHARED, fill
from tests.verbs.steps import logged

APPROVED = Purge("K7Q2M", asked_by="Grace Obi")


@pytest.fixture
def purged(session: Session, council: Council) -> Purged:
    fill(session, council)
    return purging.carry_out(session, council.leader, APPROVED)


def everything(session: Session) -> str:
    """All rows of all tables, as text."""
    return "\n".join(
        str(tuple(row)) for table in Base.metadata.sorted_tables for row in session.execute(sa.select(table))
    )


def of_purge(session: Session) -> JournalEntry:
    return session.scalars(sa.select(JournalEntry).where(JournalEntry.event == purging.EVENT)).one()


# --- a newer bot that is being brought in may hold more


def newer(session: Session) -> None:
    session.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))


def test_a_case_of_which_more_may_be_held_is_not_purged(session: Session, council: Council) -> None:
    fill(session, council)
    newer(session)
    with pytest.raises(Refusal, match="A newer version of the bot is being brought in"):
        purging.look(session, council.leader, "K7Q2M")
    with pytest.raises(Refusal, match="A newer version of the bot is being brought in"):
        purging.carry_out(session, council.leader, APPROVED)
    assert SAID in everything(session)


def test_nor_is_its_file_made(session: Session, council: Council) -> None:
    newer(session)
    with pytest.raises(Refusal, match="A newer version of the bot is being brought in"):
        case_file.read(session, council.leader, "K7Q2M")


# --- what goes


def test_no_word_that_was_typed_about_the_case_is_left(session: Session, purged: Purged) -> None:
    assert SAID not in everything(session)
    assert "'1001'" not in everything(session)


def test_the_case_is_not_there_any_more(session: Session, council: Council, purged: Purged) -> None:
    with pytest.raises(NotFound):
        cases.find(session, council.leader, "K7Q2M")


def test_the_words_were_there_before(session: Session, council: Council) -> None:
    fill(session, council)
    assert everything(session).count(SAID) > 30


def test_every_link_that_is_left_leads_somewhere(session: Session, purged: Purged) -> None:
    session.flush()
    assert list(integrity.faults(session)) == []


def test_it_is_told_how_many_rows_of_each_table_went(session: Session, council: Council) -> None:
    fill(session, council)
    held = purging.look(session, council.leader, "K7Q2M")
    purged = purging.carry_out(session, council.leader, APPROVED)
    assert purged.rows["audits"] == 2
    assert held.rows == purged.rows
    assert all(purged.rows.values())


# --- what stays


def test_the_journals_chain_is_whole_and_keeps_who_did_something(session: Session, council: Council) -> None:
    fill(session, council)
    links = sa.select(JournalEntry.number, JournalEntry.hash).order_by(JournalEntry.number)
    before = session.execute(links).all()
    purging.carry_out(session, council.leader, APPROVED)
    assert list(chain.faults(session)) == []
    after = session.execute(links).all()
    assert after[: len(before)] == before


def test_the_journal_keeps_who_asked_who_approved_and_how_much(session: Session, purged: Purged) -> None:
    entry = of_purge(session)
    said = session.get_one(JournalValues, entry.number).after or ""
    assert entry.who_id == person_id(session, HELEN)
    assert f'"approved_by_id":{person_id(session, HELEN)}' in said
    assert f'"asked_by_id":{person_id(session, GRACE)}' in said
    assert '"reference":"K7Q2M"' in said
    assert '"audits":2' in said


def test_the_other_cases_keep_all_that_is_held_on_them(session: Session, council: Council) -> None:
    fill(session, council)
    other = case_of(session, "M4T9X").id
    before = holdings.counts(session, other)
    purging.carry_out(session, council.leader, APPROVED)
    moved_review = {"reviews": 1, "journal_values": before["journal_values"] + 1}
    assert holdings.counts(session, other) == {**before, **moved_review}


def test_a_recommendation_to_the_service_out_of_its_audit_stays(session: Session, council: Council) -> None:
    audit = logged(session, council.quality)
    service = Recommendation(
        text="Train the team.", origin=Origin.AUDIT, made_at=council.quality.at, audit_id=audit.id
    )
    session.add(service)
    purging.carry_out(session, council.leader, APPROVED)
    assert service.audit_id is None


def test_an_action_of_another_case_for_its_recommendation_stays(session: Session, council: Council) -> None:
    fill(session, council)
    other = session.scalars(sa.select(Action).where(Action.case_id == case_of(session, "M4T9X").id)).one()
    other.recommendation_id = session.scalars(sa.select(Recommendation.id)).first()
    purging.carry_out(session, council.leader, APPROVED)
    assert other.recommendation_id is None


def test_a_case_that_gets_its_id_has_none_of_its_past(session: Session, council: Council) -> None:
    fill(session, council)
    first_id = case_of(session, "K7Q2M").id
    purging.carry_out(session, council.leader, APPROVED)
    other = case_of(session, "P3W6D")
    session.add(Case(id=first_id, reference="W7R3T", cohort=other.cohort, team_id=other.team_id))
    session.flush()
    held = case_file.read(session, council.leader, "W7R3T")
    assert [len(one.rows) for one in held.sheets if one.rows] == [1, 1]


# --- two people


@pytest.mark.parametrize("role", ["manager", "practitioner", "quality", "auditor", "administrator"])
def test_only_a_leader_approves(session: Session, council: Council, role: str) -> None:
    with pytest.raises(NotAllowed):
        purging.carry_out(session, getattr(council, role), APPROVED)


def test_who_asks_does_not_approve(session: Session, council: Council) -> None:
    with pytest.raises(Refusal, match="Two people"):
        purging.carry_out(session, council.leader, Purge("K7Q2M", asked_by="Helen Marsh"))


def test_somebody_must_have_asked(session: Session, council: Council) -> None:
    with pytest.raises(Refusal, match="who asked"):
        purging.carry_out(session, council.leader, Purge("K7Q2M"))


def test_a_manager_cannot_have_asked(session: Session, council: Council) -> None:
    with pytest.raises(Refusal, match="quality team and leaders"):
        purging.carry_out(session, council.leader, Purge("K7Q2M", asked_by=PRIYA))


@pytest.mark.parametrize("approver", ["Grace Obi", "Priya Shah", ""])
def test_at_the_command_line_a_leader_is_named(session: Session, visit: Any, approver: str) -> None:
    with pytest.raises(Refusal):
        purging.carry_out(session, visit, Purge("K7Q2M", approved_by=approver))


def test_at_the_command_line_whoever_runs_it_may_have_asked(session: Session, visit: Any) -> None:
    assert purging.carry_out(session, visit, Purge("1001", "Helen Marsh")).reference == "K7Q2M"


def test_a_refusal_changes_nothing(session: Session, council: Council) -> None:
    before = everything(session)
    with pytest.raises(Refusal):
        purging.carry_out(session, council.leader, Purge("K7Q2M"))
    assert everything(session) == before


# --- letters


def test_letters_in_slack_are_told_with_their_place(purged: Purged) -> None:
    assert purged.posted == [Posted("Tomas Reid", date(2025, 3, 13), "D0TOMAS02", "1741942800.000100")]


def test_a_letter_that_waits_says_nothing_of_it(session: Session, council: Council, purged: Purged) -> None:
    letter = session.scalars(sa.select(Letter).where(Letter.state == LetterState.WAITING)).one()
    assert pages.written(session, letter, Moment(NOW, council.leader.terms)) is None


# --- what shares lines, rounds and meetings with it


def test_a_review_stays_with_its_line_while_that_has_findings(
    session: Session, council: Council, purged: Purged
) -> None:
    (line,) = plan_lines.lines(session, council.quality)
    assert line.theme == SHARED
    assert line.stands.position is Position.ACTIONED
    shown = line_page.line_page(session, council.quality, line.key)
    assert [review.note for review in shown.reviews] == ["The template is in use."]


def test_a_line_that_nobody_else_has_goes_with_its_reviews(session: Session, purged: Purged) -> None:
    assert ALONE not in session.scalars(sa.select(Finding.theme)).all()
    assert len(session.scalars(sa.select(Review)).all()) == 1


def test_the_meeting_goes_on_at_its_first_item(session: Session, council: Council, purged: Purged) -> None:
    meeting = session.scalars(sa.select(Meeting)).one()
    assert meeting.item_id is None
    now = chairing.now(session, council.leader, meeting)
    assert now is not None
    left = session.scalars(sa.select(Item)).all()
    assert [item.position for item in left] == [3]


def test_the_minutes_leave_it_out(session: Session, council: Council, purged: Purged) -> None:
    meeting = session.scalars(sa.select(Meeting)).one()
    chairing.end(session, council.leader, meeting.id)
    said = meetings.minutes(session, council.leader, meeting.held_on)
    assert stored_meetings.count_decided(session, meeting.id) == 0
    assert said.meeting.id == meeting.id


def test_the_sample_has_no_gap_that_it_says_was_audited_lately(
    session: Session, council: Council, purged: Purged
) -> None:
    draw = session.scalars(sa.select(Draw)).one()
    shown = samples.of(session, council.quality, draw.id)
    assert (shown.total, shown.missing) == (2, 0)
    assert session.scalars(sa.select(Pick).where(Pick.in_place_of_id.is_not(None))).all() == []


def test_a_sample_in_whose_place_nobody_came_was_asked_for_fewer(session: Session, council: Council) -> None:
    fill(session, council)
    purging.carry_out(session, council.leader, replace(APPROVED, case="P3W6D"))
    draw = session.scalars(sa.select(Draw)).one()
    assert draw.size == 1
    assert samples.of(session, council.quality, draw.id).missing == 0


def test_its_audits_are_in_no_figure(session: Session, council: Council) -> None:
    fill(session, council)
    before = figures.grades(session, council.leader, None, None)
    purging.carry_out(session, council.leader, APPROVED)
    after = figures.grades(session, council.leader, None, None)
    assert before != after


def test_whatever_is_shown_is_shown_without_it(session: Session, council: Council, purged: Purged) -> None:
    leader, quality = council.leader, council.quality
    for visit in (leader, quality, council.manager, council.practitioner):
        home.of(session, visit)
    plan.common_themes(session, quality)
    board.board(session, quality, periods.quarter_of(quality.today))
    coverage.of(session, quality)
    impact.report(session, quality)
    digest.chosen(session, quality, Whose())
    case_file.read(session, quality, "M4T9X")
    assert later(quality).actor.name == "Grace Obi"
