"""A line of the improvement plan back to where it came from, and forward to what became of it."""

import pytest
from sqlalchemy.orm import Session

from bot import actions, checks, findings, line_page
from bot.errors import NotFound
from storage.words import Impact
from tests.council import TOMAS, Council, person_id
from tests.verbs.plan_lines import EMBEDDED, TODAY, agreed, asked, found, lines, only, review
from tests.verbs.steps import logged


def test_from_any_line_one_gets_back_to_its_audits_and_forward_to_what_became_of_it(
    session: Session, council: Council
) -> None:
    audit = found(session, council.quality)
    round_id = logged(session, council.quality, auditor="Alana Brook").round_id
    for_case = asked(session, council.quality, case_id=audit.case_id)
    of_case = agreed(session, council.quality, for_case, case_id=audit.case_id)
    service = agreed(session, council.quality, asked(session, council.quality, round_id=round_id))
    for line in lines(session, council.quality):
        action = service if line.asked else of_case
        actions.complete(session, council.leader, action.id)
        checks.check(session, council.quality, action.id, is_done=True)
        checks.say_impact(session, council.leader, action.id, Impact.PARTLY)
        review(session, council.quality, line, EMBEDDED, note="The policy is used.", impact=Impact.YES)
        page = line_page.line_page(session, council.quality, line.key)
        back = [source.audit.case.reference for source in page.sources if source.audit]
        back += [one.case.reference for one in page.round_audits]
        assert back == ["K7Q2M"]
        assert [one.id for one in page.actions] == [action.id]
        assert page.impacts == {action.id: Impact.PARTLY}
        assert [(one.position, one.impact) for one in page.reviews] == [(EMBEDDED, Impact.YES)]
    assert (page.cases, page.audited_again, page.found_again_in) == (1, 1, 0)


def test_a_line_is_found_by_any_of_its_findings(session: Session, council: Council) -> None:
    found(session, council.quality)
    (later,) = findings.of(session, found(session, council.quality, day=TODAY))
    line = only(session, council.quality)
    assert line_page.line_page(session, council.quality, f"F{later.id}").line == line


@pytest.mark.parametrize("key", ["F999", "R999", "R", "", "R²", "X1"])
def test_what_is_on_the_plan_no_longer_is_said_to_be_gone(
    session: Session, council: Council, key: str
) -> None:
    with pytest.raises(NotFound, match="no longer on the plan"):
        line_page.line_page(session, council.quality, key)


def test_a_manager_sees_the_audits_and_actions_of_their_teams_and_how_many_others_there_are(
    session: Session, council: Council
) -> None:
    audit = found(session, council.quality)
    made = asked(session, council.quality, case_id=audit.case_id)
    agreed(session, council.quality, made, case_id=audit.case_id, owner_id=person_id(session, TOMAS))
    key = only(session, council.quality).key
    own = line_page.line_page(session, council.manager, key)
    assert (len(own.sources), own.unseen, len(own.actions), own.unseen_actions) == (1, 0, 1, 0)
    other = line_page.line_page(session, council.other_manager, key)
    assert (len(other.sources), other.unseen, len(other.actions), other.unseen_actions) == (0, 1, 0, 1)


def test_a_manager_sees_what_the_service_agreed_and_opens_what_is_of_their_team(
    session: Session, council: Council
) -> None:
    made = asked(session, council.quality)
    agreed(session, council.quality, made)
    own = agreed(session, council.quality, made, text="Use it.", owner_id=person_id(session, TOMAS))
    page = line_page.line_page(session, council.manager, f"R{made.id}")
    assert (len(page.actions), page.own_actions) == (2, frozenset({own.id}))
