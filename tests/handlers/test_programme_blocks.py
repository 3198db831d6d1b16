"""What the pages of the programme say, in words; and what its forms hold."""

from datetime import date
from typing import Any

import pytest

from bot.activities import ActivityPage, NewActivity
from bot.errors import NotUnderstood
from bot.programme import Entry, Programme
from bot.rules.workdays import Calendar
from bot.visit import Day
from handlers import forms
from handlers.blocks import activities, activity_forms, programme
from handlers.blocks.actions import Listing
from handlers.blocks.audit_form import MOST_FINDINGS, Detail
from handlers.blocks.parts import Message
from handlers.forms import Typed
from storage.digest import RoundCount
from storage.models import Activity, Finding, Recommendation, Round
from storage.programme import Counted
from storage.words import Basis, FindingKind, Origin
from tests.conftest import TODAY

DAY = Day(TODAY, Calendar.of("GB-ENG", ()))
LISTING = Listing("programme", "2024-25")


def activity(**values: Any) -> Activity:
    return Activity(**{"id": 5, "version": 1, "year": 2024, "kind": "Dip sample", **values})


def entry(**values: Any) -> Entry:
    made = activity(**values)
    return Entry(made.kind, made)


def page(*entries: Entry, **values: Any) -> Message:
    shown = Programme(
        **{"year": 2024, "kind": None, "first": 1, "may_change": True, **values}, entries=entries
    )
    return programme.page(LISTING, shown, DAY)


def texts(message: Message) -> list[str]:
    return [block["text"]["text"] for block in message.blocks if "text" in block]


def elements(message: Message) -> list[str]:
    """What can be pressed, in order."""
    accessories = [block["accessory"] for block in message.blocks if "accessory" in block]
    rows = [
        element for block in message.blocks if block["type"] == "actions" for element in block["elements"]
    ]
    return [element["action_id"] for element in (*accessories, *rows)]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"done_on": date(2024, 6, 10)}, "done Monday 10 June 2024"),
        ({"month": date(2025, 3, 1)}, "planned"),
        ({"month": date(2025, 2, 1)}, "not marked as done"),
        ({}, "planned"),
        ({"year": 2023}, "not marked as done"),
        ({"done_undated": True}, "carried out, the day is not recorded"),
    ],
)
def test_an_activity_is_done_planned_or_not_marked(values: dict[str, Any], said: str) -> None:
    assert activities.state(activity(**values), DAY) == said


def test_a_kind_stands_above_its_activities_with_how_many_there_are() -> None:
    counted = Counted(strengths=2, areas=1, recommendations=1)
    done = activity(month=date(2024, 6, 1), theme="<notes>", by="in-house", done_on=date(2024, 6, 10))
    said = texts(page(Entry("Dip sample", done, counted), entry()))
    assert said == [
        "Programme 2024-25",
        "*Dip samples* · 2 planned, 1 done",
        "*June 2024* · &lt;notes&gt;\nin-house · done Monday 10 June 2024\n"
        "2 strengths · 1 area for development · 1 recommendation",
        "*During the year*\nplanned",
    ]


def test_of_a_past_year_that_recorded_nothing_it_is_said_once() -> None:
    planned = {"year": 2015, "theme": "housing", "by": "in-house"}
    entries = [entry(month=date(2015, month, 1), **planned) for month in (6, 7)]
    message = page(*entries, year=2015)
    assert context(message) == (
        "April 2015 to March 2016. 2 activities. "
        "Whether the activities were carried out is not recorded. 1 to 2 of 2."
    )
    assert texts(message)[1:3] == ["*Dip samples* · 2 activities", "*June 2015* · housing\nin-house"]
    assert elements(message)[-2:] == ["add_activity", "carried_out"]
    assert "carried_out" not in elements(page(*entries, year=2015, may_change=False))


def test_of_a_year_that_was_all_carried_out_it_is_said_once() -> None:
    done = {"year": 2015, "month": date(2015, 6, 1), "done_undated": True}
    message = page(entry(**done), entry(**done), year=2015)
    assert "All activities were carried out; the days are not recorded." in context(message)
    assert texts(message)[2] == "*June 2015*"
    assert elements(message)[-1] == "add_activity"


def context(message: Message) -> str:
    shown = [block["elements"][0]["text"] for block in message.blocks if block["type"] == "context"]
    return str(shown[0])


def test_a_removed_activity_can_be_put_back() -> None:
    message = activities.removed(NewActivity(2024, "Dip sample", "<notes>"), "[]")
    assert message.text == "Removed from the programme 2024-25: Dip sample, &lt;notes&gt;."
    assert elements(message) == ["put_activity_back"]


def test_a_round_says_what_is_planned_and_logged() -> None:
    round_ = Round(
        name="Autumn", basis=Basis.ALL, starts_on=date(2024, 9, 2), organisation="Aidhour", planned=31
    )
    message = page(Entry("Case audit", round=RoundCount(round_, 30)))
    assert texts(message)[1:] == [
        "*Case audits* · 1 round",
        "*September 2024* · round Autumn, all open cases\nAidhour · 31 planned, 30 logged",
    ]
    assert message.text == (
        "Programme 2024-25, April 2024 to March 2025. 1 round. Case audits: Autumn (31 planned, 30 logged)."
    )


def test_those_who_may_change_it_have_the_menu_and_others_see() -> None:
    assert elements(page(entry())) == ["programme_menu", "add_activity"]
    assert elements(page(entry(), may_change=False)) == ["show_activity"]


def test_an_empty_year_leads_to_the_others() -> None:
    message = page(years=[2016, 2015], may_change=False)
    assert message.text.endswith("There is a programme for 2016-17 and 2015-16.")
    assert elements(message) == ["see_list"]


def test_a_kind_that_the_year_has_not_leads_to_the_whole_year() -> None:
    message = page(kind="Dip sample", years=[2015])
    assert message.text == "Dip samples: none are on the programme 2024-25."
    assert elements(message) == ["add_activity", "see_list"]


def test_an_activity_says_what_it_found_and_recommended_by_number() -> None:
    recommended = Recommendation(id=1, number="7", text="Train the team.", origin=Origin.IRO)
    strength = Finding(kind=FindingKind.STRENGTH, text="Supervision is clear.")
    message = activities.page(
        ActivityPage(activity(), [strength], [recommended], {1: []}, may_change=True, may_agree=True), DAY
    )
    assert texts(message)[2:] == [
        "*Strengths*\n• Supervision is clear.",
        "*Recommendations to the service*",
        "*7* · Train the team.\n_Independent Reviewing Officer's challenge_ · No action agreed yet",
    ]
    assert elements(message) == ["agree_action", "record_activity", "change_activity", "remove_activity"]


def typed(**values: Any) -> Typed:
    return Typed(values)


def test_the_form_of_an_activity_is_read() -> None:
    form = typed(kind="Dip sample", theme="Notes", month="2024-06-01")
    assert forms.activity_form(form, 2024) == NewActivity(2024, "Dip sample", "Notes", "", date(2024, 6, 1))
    own = typed(other_kind="Practice week", month="all year")
    assert forms.activity_form(own, 2024) == NewActivity(2024, "Practice week")


@pytest.mark.parametrize(
    ("values", "field"), [({}, "kind"), ({"kind": "Dip sample", "other_kind": "Another"}, "other_kind")]
)
def test_one_kind_is_chosen_or_written(values: dict[str, str], field: str) -> None:
    with pytest.raises(NotUnderstood) as caught:
        forms.activity_form(typed(month="all year", **values), 2024)
    assert caught.value.field == field


def test_the_form_of_an_outcome_tells_what_was_there_from_what_is_added() -> None:
    detail = Detail(5, 2, areas=[[9, 1]], area=2, most=MOST_FINDINGS)
    form = typed(
        done_on="2025-03-14", area="Old", area_2="New", recommendation="Train.", origin="consultation"
    )
    read = forms.outcome_form(form, Detail.read(str(detail)))
    assert (read.of.activity_id, read.of.version, read.done_on) == (5, 2, TODAY)
    assert [(edit.new.text, edit.of is None) for edit in read.findings] == [("Old", False), ("New", True)]
    assert [(new.text, new.origin) for new in read.recommendations] == [("Train.", Origin.CONSULTATION)]


def test_a_source_that_the_form_gave_by_itself_is_no_recommendation() -> None:
    assert forms.outcome_form(typed(origin="audit"), Detail(5, 1)).recommendations == ()


@pytest.mark.parametrize(
    ("kind", "origin"), [("Dip sample", "audit"), ("Multi-agency audit", "multi_agency_audit")]
)
def test_the_form_proposes_the_source_by_the_kind(kind: str, origin: str) -> None:
    about = activity(kind=kind)
    view = activity_forms.record_form({}, about, Detail.of(about, []), day=DAY)
    element = next(block["element"] for block in view.blocks if block.get("block_id") == "origin")
    assert element["initial_option"]["value"] == origin


def test_the_form_of_an_outcome_grows_to_ten_findings_of_a_kind_and_five_recommendations() -> None:
    detail = Detail.of(activity(), [], MOST_FINDINGS)
    for part in ("strength", "area", "recommendation") * 12:
        detail = detail.grown(part)
    assert (detail.strength, detail.area, detail.recommendation) == (10, 10, 5)
