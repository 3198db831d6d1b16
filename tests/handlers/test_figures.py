"""`/g2o figures`: what is told to whom, and that each figure opens the list behind it."""

from typing import Any

import pytest
from slack_sdk import WebClient

from bot.errors import NotAllowed, NotFound, NotUnderstood
from bot.reports import definitions
from bot.reports.register import FIGURES
from handlers import commands, figures, lists
from handlers.answers import Answers
from handlers.asking import TAKES
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Message
from handlers.calls import Call
from handlers.office import Office
from handlers.questions import Known
from storage.database import Database
from storage.words import Door
from tests.conftest import NOW, TODAY
from tests.council import ALANA, GRACE, PRIYA, TOMAS, Council
from tests.verbs.scattered import Scatter

FAMILIES = "Children and Families"


@pytest.fixture
def office(db: Database, council: Council) -> Office:
    """The council's, with a record at random."""
    with db.begin() as session:
        Scatter(session, 1).fill()
    return Office(db, council.manager.terms, WebClient("xoxb-nowhere"), lambda: NOW)


def call(office: Office, who: str, text: str) -> Call:
    return Call(who, Door.COMMAND, NOW, text, Answers(office.slack, who))


def ask(office: Office, who: str, text: str) -> Message:
    answer = commands.answer(office, call(office, who, text), "/g2o")
    assert isinstance(answer, Message)
    return answer


def buttons(message: Message) -> dict[str, str]:
    """The value of each button that opens a list, by the text beside it or its own."""
    found: dict[str, str] = {}
    for block in message.blocks:
        elements: list[dict[str, Any]] = [block.get("accessory", {}), *block.get("elements", [])]
        for element in elements:
            if element.get("action_id") in ("see_list", "page_after"):
                name = block["text"]["text"] if "text" in block else element["text"]["text"]
                found[name] = element["value"]
    return found


def every_figure(office: Office, who: str, text: str = "figures") -> dict[str, str]:
    """The value of the button of each figure that has one, on all pages."""
    page, found = ask(office, who, text), dict[str, str]()
    while True:
        there = buttons(page)
        turn = there.pop("Next", None)
        found |= there
        if turn is None:
            return found
        page = lists.turn_page(office, call(office, who, turn))


def heading(message: Message) -> str:
    return str(next(block for block in message.blocks if block["type"] == "header")["text"]["text"])


@pytest.mark.parametrize(
    ("who", "text"), [(GRACE, "figures"), (GRACE, f"figures {FAMILIES}"), (PRIYA, "figures")]
)
def test_each_figure_opens_a_list_and_what_a_figure_counts_is_as_long_as_it_says(
    office: Office, who: str, text: str
) -> None:
    found = every_figure(office, who, text)
    assert len(found) > 4
    for said, value in found.items():
        behind = lists.turn_page(office, call(office, who, value))
        if Listing.read(value).kind == "behind":
            number = said.split("*")[1].split(" of ")[0]
            assert heading(behind).endswith(f": {number}")


def test_each_figure_says_how_it_is_counted(office: Office) -> None:
    page = ask(office, GRACE, "figures")
    small = [block["elements"][0]["text"] for block in page.blocks if block["type"] == "context"][1:]
    assert small == [f"How it is counted: {one.definition.how}" for one in FIGURES[:10]]


def test_every_figure_of_the_register_is_in_the_appendix() -> None:
    assert {one.definition for one in FIGURES} <= set(definitions.ALL)
    names = [one.name for one in definitions.ALL]
    assert len(names) == len(set(names))


def test_from_a_list_one_comes_back_to_the_figures_of_the_same_team(office: Office) -> None:
    behind = lists.turn_page(office, call(office, GRACE, f"behind 0 late {FAMILIES}"))
    back = lists.turn_page(office, call(office, GRACE, buttons(behind)["All figures"]))
    assert heading(back) == f"Figures: {FAMILIES}"


def test_a_manager_sees_of_a_grade_the_audits_of_their_teams_and_how_many_others_there_are(
    office: Office,
) -> None:
    every, own = (ask(office, who, "figures good") for who in (GRACE, PRIYA))
    many, mine = (int(heading(one).split(": ")[1]) for one in (every, own))
    assert 0 < mine < many
    assert f"{many - mine} audit{'' if many - mine == 1 else 's'} of other teams' cases" in own.text


@pytest.mark.parametrize("who", [TOMAS, ALANA])
def test_figures_are_for_managers_and_the_quality_team(office: Office, who: str) -> None:
    for text in ("figures", "figures good"):
        with pytest.raises(NotAllowed):
            ask(office, who, text)


def test_a_manager_does_not_see_those_of_the_service(office: Office) -> None:
    with pytest.raises(NotAllowed):
        ask(office, PRIYA, "figures all")
    with pytest.raises(NotAllowed):
        lists.turn_page(office, call(office, PRIYA, "behind 0 late Early Help"))


def test_what_is_no_team_is_told_with_the_nearest(office: Office) -> None:
    with pytest.raises(NotUnderstood, match="Did you mean `/g2o figures Children and Families`"):
        figures.show(office, call(office, GRACE, "childrn and families"))


def test_a_button_for_a_figure_that_is_gone_says_so(office: Office) -> None:
    with pytest.raises(NotFound, match="no such figure any more"):
        lists.turn_page(office, call(office, GRACE, "behind 0 nothing all"))


@pytest.mark.parametrize("text", ["", "all", "early help", "good", "good or better care leavers 2018..2020"])
def test_what_the_word_takes_is_a_command_line_in_a_message_too(text: str) -> None:
    assert TAKES["figures"](text, Known(teams=("Early Help",), people=(), own_team=None), TODAY)
