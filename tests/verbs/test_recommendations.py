"""Recommendations: added to an audit once, with a first action where one is agreed at once."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import recommendations
from bot.errors import NotAllowed, NotFound, Refusal
from bot.recommendations import Added, FirstAction, NewRecommendation
from storage.models import Action, Audit, Recommendation, Round
from storage.words import Origin
from tests.council import TOMAS, Council
from tests.verbs.steps import logged

TEXT = "Bring the pathway plan up to date."


@pytest.fixture
def audit(session: Session, council: Council) -> Audit:
    return logged(session, council.manager)


def add(
    session: Session, council: Council, audit: Audit, text: str, first: FirstAction | None = None
) -> Added:
    return recommendations.add(session, council.manager, audit.id, NewRecommendation(text, first))


def test_a_recommendation_is_of_the_audits_case_and_round(
    session: Session, council: Council, audit: Audit
) -> None:
    added = add(session, council, audit, TEXT).recommendation
    assert (added.text, added.origin) == (TEXT, Origin.AUDIT)
    assert (added.audit_id, added.case_id, added.round_id) == (audit.id, audit.case_id, audit.round_id)
    assert (added.made_by_id, added.made_at) == (council.manager.actor.person_id, council.manager.at)


def test_the_same_words_are_added_once_however_they_are_spaced(
    session: Session, council: Council, audit: Audit
) -> None:
    first = add(session, council, audit, TEXT)
    second = add(session, council, audit, f"  {TEXT.replace(' ', '  ')}\n")
    assert (first.already, second.already) == (False, True)
    assert second.recommendation is first.recommendation
    assert len(session.scalars(sa.select(Recommendation)).all()) == 1


def test_the_same_words_in_another_audit_are_another_recommendation(
    session: Session, council: Council, audit: Audit
) -> None:
    other = logged(session, council.manager, "M4T9X")
    assert not add(session, council, audit, TEXT).already
    assert not add(session, council, other, TEXT).already


def test_the_first_action_has_its_own_words_or_the_recommendations(
    session: Session, council: Council, audit: Audit
) -> None:
    own = add(session, council, audit, TEXT, FirstAction(TOMAS, text="Ring the school.")).action
    same = add(session, council, audit, "Visit weekly.", FirstAction("Tomas Reid")).action
    assert own is not None
    assert same is not None
    assert (own.text, same.text) == ("Ring the school.", "Visit weekly.")
    assert own.owner is same.owner


def test_a_first_action_for_a_recommendation_that_is_there_is_not_lost(
    session: Session, council: Council, audit: Audit
) -> None:
    add(session, council, audit, TEXT)
    again = add(session, council, audit, TEXT, FirstAction(TOMAS))
    assert again.already
    assert again.action is not None
    assert session.scalars(sa.select(Action)).all() == [again.action]


def test_a_form_sent_twice_agrees_one_action(session: Session, council: Council, audit: Audit) -> None:
    first = add(session, council, audit, TEXT, FirstAction(TOMAS))
    second = add(session, council, audit, TEXT, FirstAction(TOMAS))
    assert second.action is first.action
    assert len(session.scalars(sa.select(Action)).all()) == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "is empty"), (" \n\t", "is empty"), ("\u200b\u200e", "is empty"), ("a" * 1001, "1,001 characters")],
)
def test_a_recommendation_has_something_to_say_and_not_too_much(
    session: Session, council: Council, audit: Audit, text: str, reason: str
) -> None:
    with pytest.raises(Refusal, match=reason) as caught:
        add(session, council, audit, text)
    assert caught.value.field == "recommendation"


def test_a_thousand_characters_can_be_kept(session: Session, council: Council, audit: Audit) -> None:
    assert add(session, council, audit, "a" * 1000).recommendation.text == "a" * 1000


def test_an_audit_that_was_undone_takes_none(session: Session, council: Council) -> None:
    with pytest.raises(NotFound, match="Nothing was added"):
        recommendations.add(session, council.manager, 999, NewRecommendation(TEXT))


def test_an_outside_auditor_recommends_and_agrees_no_action(session: Session, council: Council) -> None:
    audit = logged(session, council.auditor)
    new = NewRecommendation(TEXT)
    assert recommendations.add(session, council.auditor, audit.id, new).recommendation.text == TEXT
    with pytest.raises(NotAllowed, match="Agreeing an action is for managers"):
        recommendations.add(
            session, council.auditor, audit.id, NewRecommendation("Visit weekly.", FirstAction(TOMAS))
        )


def test_the_service_is_recommended_something_out_of_a_round(session: Session, council: Council) -> None:
    round_id = session.scalars(sa.select(Round.id)).one()
    first = FirstAction(TOMAS, due_on=date(2025, 4, 30))
    new = NewRecommendation(TEXT, first, theme="Pathway plan", origin=Origin.INSPECTION)
    added = recommendations.add_for_service(session, council.quality, new, round_id)
    asked, action = added.recommendation, added.action
    assert (asked.case_id, asked.audit_id, asked.round_id, asked.number) == (None, None, round_id, "1")
    assert asked.origin is Origin.INSPECTION
    assert action is not None
    assert action.recommendation_id == asked.id
    again = recommendations.add_for_service(session, council.leader, NewRecommendation(TEXT), round_id)
    assert (again.already, again.recommendation) == (True, asked)
    without = recommendations.add_for_service(session, council.leader, NewRecommendation(TEXT), None)
    assert (without.already, without.recommendation.number) == (False, "2")


def test_a_round_that_was_taken_away_recommends_nothing(session: Session, council: Council) -> None:
    with pytest.raises(NotFound, match="That round is no longer there"):
        recommendations.add_for_service(session, council.quality, NewRecommendation(TEXT), 999)
