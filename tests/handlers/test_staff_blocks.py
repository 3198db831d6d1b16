"""The screens that set people up: within Slack's limits with the longest there can be, and what they say."""

from datetime import date
from typing import Any

import pytest

from bot.notices import News
from bot.paging import PAGE
from bot.sandbox import limits
from bot.staff import PersonPage, StaffList
from bot.teams import TeamList, TeamPage
from handlers import whom
from handlers.blocks import news, parts, staff, staff_forms, teams
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Message
from storage.models import Person, Team
from storage.staff import Belongings, Led, TeamEntry, Which
from storage.words import Role

NAME = "&" * 80
TEAM = Team(id=1, name=NAME, channel="C0TEAM0001")
TEAMS = ["Children and Families", "Early Help", "Quality"]


def person(number: int, **values: Any) -> Person:
    made = Person(id=number, name=NAME, role=Role.PRACTITIONER, administrator=True, working_days="mon-fri")
    made.active, made.slack_id, made.team, made.team_id = True, f"U0PERSON{number:02}", TEAM, 1
    for name, value in values.items():
        setattr(made, name, value)
    return made


PEOPLE = [person(number, team_id=number) for number in range(PAGE)]
LEADERS = {(number, post): person(99) for number in range(PAGE) for post in ("manager", "service_manager")}
EVERYTHING = Belongings(1000, 1000, 1000, [Led(NAME, "manager")] * 8, [NAME] * 30, date(2025, 3, 14))
LEFT = PersonPage(person(1, active=False), person(2), EVERYTHING)


@pytest.mark.parametrize(
    "message",
    [
        staff.listing(Listing("people"), StaffList(Which(), PEOPLE, 11, 1000, LEADERS), NAME),
        staff.listing(Listing("people"), StaffList(Which(), [], 1, 0, {})),
        staff.listing(Listing("people", "x"), StaffList(Which(name="x"), [], 1, 0, {})),
        staff.page(LEFT, staff.has_left(LEFT)),
        staff.page(PersonPage(person(1, unreachable_since=date(2025, 3, 14)), None, Belongings())),
        teams.listing(Listing("teams"), TeamList([TeamEntry(TEAM, person(1), None, 10)] * PAGE, 1, 90)),
        teams.listing(Listing("teams"), TeamList([], 1, 0)),
    ],
)
def test_messages_stay_within_slacks_limits(message: Message) -> None:
    assert limits.problems(list(message.blocks), "message") == []
    assert len(message.text) <= parts.LONGEST_TEXT


def test_forms_stay_within_slacks_limits() -> None:
    many = [Team(id=number, name=f"{NAME[:70]}{number}") for number in range(150)]
    nobody = TeamPage(TEAM, person(1, slack_id=None), None)
    for form in (
        staff_forms.add_form([]),
        staff_forms.add_form(many),
        staff_forms.change_form(PersonPage(person(1), person(2), Belongings()), many, "[1, 1, null]"),
        teams.form(None, ""),
        teams.form(nobody, "[1, 1, null]"),
    ):
        assert limits.view_problems(form.as_dict(), "modal") == []


def test_who_has_left_is_told_with_what_to_do_about_each_thing() -> None:
    short = Belongings(3, 2, 1, [Led("Early Help", "manager")], ["Priya Shah"], date(2025, 3, 14))
    text = staff.page(PersonPage(person(1, active=False), None, short)).text
    for step in (
        "/g2o open",
        "import of cases",
        "/g2o rounds",
        "/g2o people teams",
        "*Change*",
        "/g2o meeting",
    ):
        assert step in text


def test_who_is_here_is_told_without_next_steps() -> None:
    assert "/g2o open" not in staff.page(PersonPage(person(1), None, EVERYTHING)).text


def test_a_part_of_a_name_is_not_repeated() -> None:
    shown = staff.listing(Listing("people", "Secret"), StaffList(Which(name="Secret"), PEOPLE, 1, 10, {}))
    assert "Secret" not in shown.text


@pytest.mark.parametrize("what", News)
def test_every_news_of_somebody_has_its_words(what: News) -> None:
    said = " ".join(news.of_somebody(person(1), what))
    assert len(said) > 100
    assert "{" not in said


@pytest.mark.parametrize(
    ("text", "which"),
    [
        ("", Which()),
        ("everybody", Which()),
        ("left", Which(has_left=True)),
        ("who have left", Which(has_left=True)),
        ("without Slack", Which(without_slack=True)),
        ("managers", Which(role=Role.MANAGER)),
        ("managers Early Help", Which(role=Role.MANAGER, team="Early Help")),
        ("team managers early-help left", Which(role=Role.MANAGER, team="Early Help", has_left=True)),
        ("administrators", Which(role=Role.ADMINISTRATOR)),
        ("Early Help", Which(team="Early Help")),
        ("O'Neil", Which(name="O'Neil")),
        ("<@U0TOMAS02|tomas>", Which(slack_id="U0TOMAS02", has_left=None)),
    ],
)
def test_what_is_typed_is_read_as_roles_teams_and_names(text: str, which: Which) -> None:
    assert whom.asked(text, TEAMS) == which


@pytest.mark.parametrize(("text", "is_one"), [("Priya", True), ("left", True), ("are always late", False)])
def test_a_sentence_that_begins_with_people_is_no_command(text: str, is_one: bool) -> None:  # noqa: FBT001
    assert whom.is_asked(text, TEAMS, ["Priya Shah"]) is is_one
