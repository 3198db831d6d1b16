"""Rounds: planned and changed, by those who may, and never so that an audit leaves its round."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot import rounds
from bot.errors import Conflict, NotAllowed, PersonalDetails, Refusal
from bot.rounds import Plan
from storage import rounds as stored
from storage.models import Round
from storage.words import Basis
from tests.council import Council
from tests.verbs.steps import journal_of, logged

# As the report of October 2018 tells of it.
OCTOBER = Plan(
    name="October 2018",
    kind="Case audits",
    basis=Basis.HALF,
    starts_on=date(2018, 10, 1),
    ends_on=date(2018, 11, 30),
    organisation="aidhour",
    planned=31,
    domains="Voice of the child, Management oversight,, voice of the child",
)


def planned(session: Session, council: Council, **values: Any) -> Round:
    return rounds.plan(session, council.quality, replace(OCTOBER, **values))


def march(session: Session) -> Round:
    there = stored.by_name(session, "March 2025")
    assert there is not None
    return there


def as_it_is(there: Round, **values: Any) -> Plan:
    """The form of the round as it opened, with some of it changed."""
    plan = Plan(
        name=there.name,
        basis=there.basis,
        starts_on=there.starts_on,
        ends_on=there.ends_on,
        organisation=there.organisation or "",
    )
    return replace(plan, **values)


def change(session: Session, council: Council, there: Round, **values: Any) -> Round:
    return rounds.change(session, council.quality, there.id, there.version, as_it_is(there, **values))


def test_a_round_is_planned_as_the_report_tells_of_it(session: Session, council: Council) -> None:
    made = planned(session, council)
    assert (made.planned, made.basis, made.organisation) == (31, Basis.HALF, "Aidhour")
    assert made.domains == "Voice of the child, Management oversight"
    assert journal_of(session) == [("round added", "rounds")]


def test_without_an_organisation_a_round_is_in_house(session: Session, council: Council) -> None:
    assert planned(session, council, organisation=" ").organisation is None


def test_the_latest_rounds_come_first_with_what_is_logged_in_them(session: Session, council: Council) -> None:
    logged(session, council.auditor)
    planned(session, council)
    shown = rounds.listed(session, council.manager)
    assert [(one.round.name, one.audits) for one in shown.rounds] == [("March 2025", 1), ("October 2018", 0)]
    assert not shown.may_plan


def test_an_outside_auditor_sees_the_rounds_of_their_organisation(session: Session, council: Council) -> None:
    planned(session, council, organisation="Another Company")
    assert [one.round.name for one in rounds.listed(session, council.auditor).rounds] == ["March 2025"]


@pytest.mark.parametrize("role", ["manager", "auditor", "practitioner", "administrator"])
def test_planning_is_for_quality_and_leaders(session: Session, council: Council, role: str) -> None:
    with pytest.raises(NotAllowed):
        rounds.plan(session, getattr(council, role), OCTOBER)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "march 2025"}, "name"),
        ({"name": " "}, "name"),
        ({"ends_on": date(2018, 9, 30)}, "ends"),
        ({"planned": 0}, "planned"),
        ({"basis": Basis.THEMATIC}, "theme"),
        ({"domains": ", ".join(f"Domain {number}" for number in range(21))}, "domains"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    session: Session, council: Council, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as caught:
        planned(session, council, **values)
    assert caught.value.field == field


def test_personal_details_are_refused(session: Session, council: Council) -> None:
    with pytest.raises(PersonalDetails) as caught:
        planned(session, council, theme="Ring 01234 567890")
    assert caught.value.field == "theme"


def test_a_round_without_audits_is_changed(session: Session, council: Council) -> None:
    there = planned(session, council)
    change(session, council, there, name="Autumn 2018", starts_on=date(2018, 9, 1), organisation="")
    assert (there.name, there.starts_on, there.organisation) == ("Autumn 2018", date(2018, 9, 1), None)
    assert journal_of(session)[-1] == ("round changed", "rounds")


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"starts_on": date(2025, 3, 15)}, "starts", "Friday 14 March 2025"),
        ({"ends_on": date(2025, 3, 13)}, "ends", "or a later one"),
        ({"organisation": ""}, "organisation", "who audits it stays"),
    ],
)
def test_no_audit_leaves_its_round_by_a_change(
    session: Session, council: Council, values: dict[str, Any], field: str, words: str
) -> None:
    logged(session, council.auditor)
    with pytest.raises(Refusal, match=words) as caught:
        change(session, council, march(session), **values)
    assert caught.value.field == field
    assert march(session).starts_on == date(2025, 3, 1)


def test_what_leaves_no_audit_out_is_changed(session: Session, council: Council) -> None:
    logged(session, council.auditor)
    changed = change(session, council, march(session), starts_on=date(2025, 3, 14), ends_on=None, planned=31)
    assert (changed.planned, changed.ends_on) == (31, None)


def test_a_form_that_was_overtaken_stores_nothing(session: Session, council: Council) -> None:
    there = planned(session, council)
    version = there.version
    change(session, council, there, name="Autumn 2018")
    with pytest.raises(Conflict, match="while your form was open"):
        rounds.change(session, council.quality, there.id, version, OCTOBER)


def test_a_round_is_compared_with_an_earlier_one_of_the_same_basis(
    session: Session, council: Council
) -> None:
    earlier = planned(session, council, name="September 2017", starts_on=date(2017, 9, 1))
    later = planned(session, council, comparable_id=earlier.id)
    assert later.comparable_id == earlier.id
    with pytest.raises(Refusal, match="cannot be compared"):
        planned(session, council, name="Another", comparable_id=earlier.id, basis=Basis.ALL)
    with pytest.raises(Refusal, match="began earlier"):
        planned(session, council, name="Another", comparable_id=march(session).id)
    with pytest.raises(Refusal, match="is compared with this one"):
        change(session, council, earlier, basis=Basis.ALL)


def test_the_list_names_the_round_that_one_is_compared_with(session: Session, council: Council) -> None:
    earlier = planned(session, council)
    later = planned(
        session,
        council,
        name="October 2019",
        starts_on=date(2019, 10, 1),
        ends_on=None,
        comparable_id=earlier.id,
    )
    shown = rounds.listed(session, council.quality)
    assert shown.compared[later.comparable_id or 0] == "October 2018"
