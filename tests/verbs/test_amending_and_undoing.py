"""Amending and undoing an audit: by whom, until when, and never over somebody else's change."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import actions, agreements, corrections, recommendations
from bot.agreements import Agreement
from bot.corrections import UNDO_WITHIN, Amendment
from bot.errors import Conflict, NotAllowed, NotFound, Refusal
from bot.recommendations import FirstAction, NewRecommendation
from bot.visit import COMMAND_LINE
from storage.models import Action, Audit, Person, Recommendation, Round
from storage.words import Basis, Grade, Role, Source
from tests.conftest import later
from tests.council import TOMAS, Council
from tests.verbs.steps import agreed, amendment, logged, recommended

TODAY = date(2025, 3, 14)


# --- amending


def test_everything_an_audit_says_can_be_changed(session: Session, council: Council) -> None:
    audit = logged(session, council.manager)
    ticked = frozenset({Source.WORKER, Source.FAMILY})
    new = amendment(
        audit, grade=Grade.INADEQUATE, audited_on=date(2025, 3, 3), auditor="Alana Brook", sources=ticked
    )
    corrections.amend(session, council.manager, new)
    session.expire_all()
    assert (audit.grade, audit.audited_on, audit.sources) == (Grade.INADEQUATE, date(2025, 3, 3), ticked)
    assert (audit.auditor_name, audit.organisation) == ("Alana Brook", "Aidhour")
    assert audit.auditor_id == council.auditor.actor.person_id


def test_who_logged_it_and_when_stays(session: Session, council: Council) -> None:
    audit = logged(session, council.manager)
    corrections.amend(session, council.quality, amendment(audit, grade=Grade.OUTSTANDING))
    assert audit.logged_by_id == council.manager.actor.person_id
    assert audit.logged_at == council.manager.at


def test_an_old_version_is_refused_with_what_the_audit_now_says(session: Session, council: Council) -> None:
    audit = logged(session, council.manager)
    mine = amendment(audit, grade=Grade.OUTSTANDING)
    corrections.amend(session, council.quality, amendment(audit, grade=Grade.INADEQUATE))
    with pytest.raises(Conflict) as caught:
        corrections.amend(session, council.manager, mine)
    assert "It now says: Inadequate, Friday 14 March 2025, by Priya Shah." in caught.value.message
    assert audit.grade is Grade.INADEQUATE


@pytest.mark.parametrize(
    "changed",
    [{"grade": Grade.OUTSTANDING}, {"audited_on": date(2025, 3, 3)}, {"auditor": "Grace Obi"}],
    ids=lambda changed: next(iter(changed)),
)
def test_what_was_moderated_of_an_audit_stands(
    session: Session, council: Council, changed: dict[str, object]
) -> None:
    audit = logged(session, council.manager)
    audit.moderated_grade = Grade.REQUIRES_IMPROVEMENT
    session.flush()
    with pytest.raises(Conflict, match="was moderated, so its grade, day and auditor stand") as caught:
        corrections.amend(session, council.manager, amendment(audit, **changed))
    assert caught.value.field == "grade"


def test_the_rest_of_an_audit_that_was_moderated_can_be_changed(session: Session, council: Council) -> None:
    audit = logged(session, council.manager)
    audit.moderated_grade = Grade.REQUIRES_IMPROVEMENT
    session.flush()
    corrections.amend(session, council.manager, amendment(audit, sources=frozenset({Source.WORKER})))
    assert audit.sources == {Source.WORKER}


def test_a_change_that_changes_nothing_makes_no_new_version(session: Session, council: Council) -> None:
    audit = logged(session, council.manager)
    corrections.amend(session, council.manager, amendment(audit))
    assert audit.version == 1


def test_an_audit_is_not_moved_into_the_future(session: Session, council: Council) -> None:
    audit = logged(session, council.manager)
    with pytest.raises(Refusal, match="is in the future") as caught:
        corrections.amend(session, council.manager, amendment(audit, audited_on=TODAY + timedelta(days=1)))
    assert caught.value.field == "date"


def test_an_audit_is_not_made_a_copy_of_another(session: Session, council: Council) -> None:
    logged(session, council.manager, audited_on=date(2025, 3, 3))
    audit = logged(session, council.manager)
    with pytest.raises(Conflict, match="already recorded as that one: Good, Monday 3 March 2025"):
        corrections.amend(session, council.manager, amendment(audit, audited_on=date(2025, 3, 3)))


def test_another_day_is_another_round(session: Session, council: Council) -> None:
    audit = logged(session, council.manager, auditor="Alana Brook")
    assert audit.round_id is not None
    corrections.amend(session, council.manager, amendment(audit, audited_on=date(2025, 2, 3)))
    session.expire_all()
    assert audit.round_id is None


def test_what_an_audit_recommended_goes_with_it_to_another_round(session: Session, council: Council) -> None:
    audit = logged(session, council.auditor)
    recommendation = recommended(session, council.auditor, audit)
    assert recommendation.round_id == audit.round_id
    corrections.amend(session, council.quality, amendment(audit, auditor="Grace Obi"))
    assert (audit.round_id, recommendation.round_id) == (None, None)


def test_a_single_audit_stays_one_when_only_its_grade_is_changed(session: Session, council: Council) -> None:
    audit = logged(session, council.quality)
    session.add(Round(name="In-house", basis=Basis.ALL, starts_on=audit.audited_on))
    corrections.amend(session, council.quality, amendment(audit, grade=Grade.OUTSTANDING))
    assert audit.round_id is None


def test_another_auditor_may_be_of_another_round(session: Session, council: Council) -> None:
    audit = logged(session, council.manager)
    corrections.amend(session, council.manager, amendment(audit, auditor="Alana Brook"))
    session.expire_all()
    assert audit.round_id is not None
    assert audit.organisation == "Aidhour"


def test_a_day_that_its_own_round_holds_leaves_it_there(session: Session, council: Council) -> None:
    audit = logged(session, council.manager, auditor="A. Auditor")
    round_id = audit.round_id
    assert round_id is not None
    session.add(Round(name="Dip sample", basis=Basis.THEMATIC, starts_on=date(2025, 3, 10)))
    corrections.amend(session, council.manager, amendment(audit, audited_on=date(2025, 3, 11)))
    assert audit.round_id == round_id


def test_a_name_that_was_left_as_it_was_keeps_its_link(session: Session, council: Council) -> None:
    audit = logged(session, council.quality, auditor="Alana Brook")
    session.add(Person(name="Alana Brook", role=Role.PRACTITIONER))
    corrections.amend(session, council.quality, amendment(audit, grade=Grade.OUTSTANDING))
    assert audit.auditor_id == council.auditor.actor.person_id


def test_an_outside_auditor_opens_no_audit_of_others(session: Session, council: Council) -> None:
    logged(session, council.auditor)
    audit = logged(session, council.quality, audited_on=date(2025, 2, 3))
    with pytest.raises(NotAllowed, match="in none of its rounds"):
        corrections.show(session, council.auditor, audit.id)


def test_an_outside_auditor_takes_no_audit_of_others_into_their_round(
    session: Session, council: Council
) -> None:
    logged(session, council.auditor)
    audit = logged(session, council.quality, audited_on=date(2025, 2, 3))
    with pytest.raises(NotAllowed, match="in none of its rounds"):
        corrections.amend(session, council.auditor, amendment(audit, audited_on=date(2025, 3, 3)))


def test_an_outside_auditor_takes_none_of_theirs_out_of_it(session: Session, council: Council) -> None:
    audit = logged(session, council.auditor)
    with pytest.raises(NotAllowed, match="in none of its rounds"):
        corrections.amend(session, council.auditor, amendment(audit, audited_on=date(2025, 2, 3)))


def test_what_is_not_there_or_not_in_sight_is_answered_alike(session: Session, council: Council) -> None:
    audit = logged(session, council.manager)
    with pytest.raises(NotFound) as hidden:
        corrections.show(session, council.other_manager, audit.id)
    with pytest.raises(NotFound) as missing:
        corrections.show(session, council.other_manager, 999)
    assert hidden.value.message == missing.value.message


# --- undoing


def test_undo_takes_away_the_audit_and_all_it_recommended(session: Session, council: Council) -> None:
    new = NewRecommendation("Visit weekly.", FirstAction(TOMAS))
    audit = logged(session, council.manager, recommendations=(new,))
    corrections.undo(session, council.manager, audit.id)
    for kind in (Audit, Recommendation, Action):
        assert session.scalars(sa.select(kind)).all() == []


def test_undo_leaves_other_audits_alone(session: Session, council: Council) -> None:
    other = agreed(session, council.manager, "M4T9X")
    corrections.undo(session, council.manager, logged(session, council.manager).id)
    assert [audit.case_id for audit in session.scalars(sa.select(Audit))] == [other.case_id]
    assert session.scalars(sa.select(Action)).all() == [other]


@pytest.mark.parametrize(
    ("after", "undone"),
    [
        (timedelta(0), True),
        (UNDO_WITHIN, True),
        (UNDO_WITHIN + timedelta(microseconds=1), False),
        (timedelta(days=1), False),
    ],
)
def test_undo_works_for_ten_minutes(
    session: Session, council: Council, after: timedelta, *, undone: bool
) -> None:
    audit = logged(session, council.manager)
    visit = later(council.manager, at=council.manager.at + after)
    if undone:
        corrections.undo(session, visit, audit.id)
    else:
        with pytest.raises(Conflict, match="for ten minutes only"):
            corrections.undo(session, visit, audit.id)
    assert (session.get(Audit, audit.id) is None) == undone


def test_ten_minutes_are_ten_minutes() -> None:
    assert timedelta(minutes=10) == UNDO_WITHIN


@pytest.mark.parametrize("who", ["quality", "leader", "auditor", "practitioner", "administrator"])
def test_nobody_undoes_what_somebody_else_logged(session: Session, council: Council, who: str) -> None:
    audit = logged(session, council.manager)
    with pytest.raises(NotAllowed, match="Only the person who logged an audit can undo it"):
        corrections.undo(session, getattr(council, who), audit.id)


def test_the_command_line_undoes_nothing_not_even_what_was_imported(
    session: Session, council: Council
) -> None:
    audit = logged(session, council.manager)
    audit.logged_by_id = None
    with pytest.raises(NotAllowed):
        corrections.undo(session, later(council.manager, actor=COMMAND_LINE), audit.id)


def test_who_may_no_longer_log_audits_undoes_none(session: Session, council: Council) -> None:
    audit = logged(session, council.manager)
    demoted = replace(council.practitioner.actor, person_id=council.manager.actor.person_id)
    with pytest.raises(NotAllowed):
        corrections.undo(session, later(council.manager, actor=demoted), audit.id)


def test_undoing_twice_says_that_it_was_undone(session: Session, council: Council) -> None:
    audit = logged(session, council.manager)
    corrections.undo(session, council.manager, audit.id)
    with pytest.raises(NotFound, match="was already undone"):
        corrections.undo(session, council.manager, audit.id)


def test_ones_own_change_can_be_undone_with_the_audit(session: Session, council: Council) -> None:
    audit = logged(session, council.manager)
    corrections.amend(session, council.manager, amendment(audit, grade=Grade.OUTSTANDING))
    corrections.undo(session, council.manager, audit.id)
    assert session.get(Audit, audit.id) is None


def amended(session: Session, council: Council, audit: Audit) -> None:
    corrections.amend(session, council.quality, amendment(audit, grade=Grade.INADEQUATE))


def recommended_by_another(session: Session, council: Council, audit: Audit) -> None:
    recommended(session, council.quality, audit)


def agreed_by_another(session: Session, council: Council, audit: Audit) -> None:
    agreement = Agreement(recommended(session, council.manager, audit).id, "Ring the school.", TOMAS)
    agreements.agree(session, council.quality, agreement)


def completed(session: Session, council: Council, audit: Audit) -> None:
    new = NewRecommendation("Visit weekly.", FirstAction(TOMAS))
    action = recommendations.add(session, council.manager, audit.id, new).action
    assert action is not None
    actions.complete(session, council.practitioner, action.id)


def moderated(session: Session, council: Council, audit: Audit) -> None:
    audit.moderated_grade = Grade.GOOD


@pytest.mark.parametrize("change", [amended, recommended_by_another, agreed_by_another, completed, moderated])
def test_undo_takes_nothing_away_that_somebody_else_added(
    session: Session, council: Council, change: Callable[[Session, Council, Audit], None]
) -> None:
    audit = logged(session, council.manager)
    change(session, council, audit)
    with pytest.raises(Conflict, match="was not undone"):
        corrections.undo(session, council.manager, audit.id)
    assert session.get(Audit, audit.id) is audit


def test_a_number_that_was_undone_is_never_another_audits(session: Session, council: Council) -> None:
    audit = logged(session, council.manager)
    corrections.undo(session, council.manager, audit.id)
    assert logged(session, council.manager).id == audit.id + 1


def test_what_a_moderated_audit_says_may_be_left_out_of_its_form(session: Session, council: Council) -> None:
    audit = logged(session, council.manager)
    audit.moderated_grade = Grade.OUTSTANDING
    session.flush()
    amendment = Amendment(audit.id, audit.version, frozenset({Source.MANAGER}))
    assert corrections.amend(session, council.manager, amendment).sources == {Source.MANAGER}
    assert (audit.grade, audit.auditor_name) == (Grade.GOOD, "Priya Shah")
