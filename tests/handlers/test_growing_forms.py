"""Forms that grow and come back: nothing typed is lost, and each part is read as one of its own."""

from datetime import date
from typing import Any

import pytest

from bot.errors import NotUnderstood
from bot.findings import Opened
from bot.new_cases import NewCase
from bot.sandbox import forms as slacks
from bot.sandbox import limits
from handlers import forms
from handlers.blocks import audit_form
from handlers.blocks.audit_form import MOST_PARTS, NEW_CASE, Detail, Shape
from handlers.blocks.forms import filled_again
from handlers.blocks.parts import View
from handlers.forms import Typed
from storage.models import Audit
from storage.words import Cohort, FindingKind, Grade
from tests.conftest import TODAY

# What the form holds of every kind of field.
HELD: dict[str, Any] = {
    "case": "K7Q2M",
    "date": "2025-03-14",
    "auditor": "A. Auditor",
    "sources": ["file", "family"],
    "grade": "good",
    "follow_up": ["7"],
    "strength_2": "Seen weekly",
    "strength_theme_2": "Visits",
    "recommendation_3": "Bring the plan up to date",
    "owner_3": "U0TOMAS02",
    "due_3": "2025-04-01",
}
SHAPE = Shape(2, 1, 3, case="K7Q2M · Care leaver", first=7, first_on="Monday 3 March 2025", due="2025-04-11")


def as_sent_back(view: View) -> dict[str, Any]:
    """The form as Slack sends it back when it is submitted as it stands."""
    given = view.as_dict()
    blocks = slacks.with_ids(given["blocks"], "b")
    return {**given, "blocks": blocks, "state": {"values": slacks.state(blocks, {})}}


def typed(**values: Any) -> Typed:
    return Typed({"case": "K7Q2M", "grade": "good", **values})


def test_a_form_that_comes_back_holds_all_that_was_typed_in_every_kind_of_field() -> None:
    sent = as_sent_back(audit_form.form(HELD, SHAPE))
    again = filled_again(sent, "The record is out of reach.")
    assert limits.view_problems(again.as_dict(), "modal") == []
    assert as_sent_back(again)["state"] == sent["state"]
    assert forms.typed(as_sent_back(again)).values.items() >= HELD.items()


def test_a_form_that_comes_back_twice_says_what_was_wrong_once() -> None:
    once = filled_again(as_sent_back(audit_form.form(HELD, SHAPE)), "The record is busy.")
    twice = filled_again(as_sent_back(once), "The record is out of reach.")
    said = [block["text"]["text"] for block in twice.blocks if block["type"] == "section"]
    assert said == ["The record is out of reach."]
    assert len(twice.blocks) == len(once.blocks)


def test_what_grows_keeps_its_fields_names() -> None:
    small = as_sent_back(audit_form.form(HELD, SHAPE))["state"]["values"]
    large = as_sent_back(audit_form.form(HELD, SHAPE.grown("strength").grown("area")))["state"]["values"]
    assert {name: large[name] for name in small} == small


def test_a_part_grows_five_times_at_most() -> None:
    shape = Shape()
    for _ in range(9):
        shape = shape.grown("recommendation")
    assert shape.recommendation == MOST_PARTS
    buttons = [block for block in audit_form.form({}, shape).blocks if block["type"] == "actions"]
    assert [block["elements"][0]["value"] for block in buttons] == ["strength", "area"]


def test_a_part_is_counted_where_it_stands_though_one_before_it_is_empty() -> None:
    new = forms.audit_form(typed(area_3="The plan is old", recommendation_2="Plan", owner_name_2="Jude"))
    (area,), (recommendation,) = new.findings, new.recommendations
    assert (area.position, recommendation.position) == (2, 1)
    assert recommendation.action is not None
    assert (recommendation.action.owner, recommendation.action.owner_field) == ("Jude", "owner_name")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"strength_theme_2": "Visits"}, "strength_2"),
        ({"theme_3": "Visits"}, "recommendation_3"),
        ({"action_2": "Ring"}, "recommendation_2"),
        ({"recommendation_2": "Plan", "due_2": "2025-04-01"}, "owner_2"),
        ({"recommendation": "Plan", "owner": "U0TOMAS02", "owner_name": "Tomas Reid"}, "owner_name"),
        ({"case": NEW_CASE}, "case"),
    ],
)
def test_what_is_half_filled_in_is_refused_at_its_field(values: dict[str, Any], field: str) -> None:
    with pytest.raises(NotUnderstood) as caught:
        forms.audit_form(typed(**values), date(2025, 4, 11))
    assert caught.value.field == field


def test_a_date_that_the_form_gave_by_itself_is_no_action() -> None:
    assert forms.audit_form(typed(due="2025-04-11"), date(2025, 4, 11)).recommendations == ()


def test_a_new_case_is_read_with_its_number_cohort_and_team() -> None:
    new = forms.audit_form(typed(case=NEW_CASE, number="20777", cohort="care_leaver", team="3"))
    assert (new.case, new.new_case) == ("", NewCase("20777", Cohort.CARE_LEAVER, 3))


def test_the_tick_says_which_audit_is_followed_up() -> None:
    assert forms.audit_form(typed(follow_up=["7"])).follows_up == 7
    assert forms.audit_form(typed()).follows_up is None


def test_what_was_there_is_told_from_what_is_added_in_the_detail_of_an_audit() -> None:
    detail = Detail(1, 2, strengths=[[5, 1]], areas=[], strength=2, area=1)
    form = typed(date="2025-03-14", auditor="A. Auditor", strength_2="New", area="Old plan")
    edits = forms.amendment_form(form, Detail.read(str(detail))).findings
    assert [(edit.new.kind, edit.new.text, edit.of) for edit in edits] == [
        (FindingKind.STRENGTH, "", Opened(5, 1)),
        (FindingKind.STRENGTH, "New", None),
        (FindingKind.AREA, "Old plan", None),
    ]


def test_the_detail_of_an_audit_grows_too() -> None:
    audit = Audit(id=1, version=1, audited_on=TODAY, auditor_name="A. Auditor", grade=Grade.GOOD)
    audit.sources = frozenset()
    detail = Detail.of(audit, []).grown("area")
    blocks = audit_form.detail_form(audit_form.detail_values(audit, []), detail).blocks
    assert "area_2" in {block.get("block_id") for block in blocks}
