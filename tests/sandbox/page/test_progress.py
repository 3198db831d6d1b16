"""The tour is ticked off by what happens in the workspace."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.sandbox.config import Json
from bot.sandbox.page.guide import DIRECT, Button, Looks, Moves, Reads, Show, Sign, Step, Tour
from bot.sandbox.page.journey import Journey
from bot.sandbox.page.progress import Progress
from bot.sandbox.page.tour import pressable
from bot.sandbox.views import Views
from bot.sandbox.workspace import Changes, Workspace
from tests.sandbox.example import ALICE, BOB, CONFIG, KITCHEN

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that goes where it is told to, but not back."""

    at: datetime = NOON
    seen: list[datetime] = field(default_factory=list)

    def now(self) -> datetime:
        return self.at

    def places(self) -> Mapping[str, datetime]:
        return {"Tomorrow": self.at + timedelta(days=1)}

    def morning_of(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)

    def travel(self, to: datetime) -> None:
        if to < self.at:
            raise ValueError("Not back.")
        self.at = to


@pytest.fixture
def workspace() -> Workspace:
    return Workspace(CONFIG, "http://127.0.0.1")


@pytest.fixture
def journey(workspace: Workspace) -> Journey:
    return Journey(Clock(), workspace.changes)


def progress(workspace: Workspace, journey: Journey | None, *signs: Sign) -> Progress:
    """A tour of one step for each sign."""
    steps = tuple(Step("Do it", "Because.", "Do it now.", (each,), Show()) for each in signs)
    return Progress(Tour("Tour", steps, "The end."), workspace, Views(workspace), journey)


def says(workspace: Workspace, text: str) -> None:
    """The app says something to Alice."""
    workspace.post(workspace.direct_message(ALICE), workspace.bot, text)


def test_what_the_app_says_ticks_a_step_off(workspace: Workspace) -> None:
    tour = progress(workspace, None, Reads(ALICE, "recorded:"), Reads(ALICE, "agreed:"))
    says(workspace, "Recorded: it is good.")
    tour.look(ALICE, KITCHEN)
    assert tour.at == 1


def test_what_was_said_before_the_tour_ticks_nothing_off(workspace: Workspace) -> None:
    says(workspace, "Recorded: it is good.")
    tour = progress(workspace, None, Reads(ALICE, "recorded:"))
    tour.look(ALICE, KITCHEN)
    assert tour.at == 0


def test_steps_are_ticked_off_in_their_order(workspace: Workspace) -> None:
    tour = progress(workspace, None, Looks(KITCHEN, BOB), Reads(ALICE, "agreed:"))
    says(workspace, "Agreed: so be it.")
    tour.look(ALICE, KITCHEN)
    assert tour.at == 0
    tour.look(BOB, KITCHEN)
    assert (tour.at, tour.step) == (2, None)


def test_looking_into_the_direct_messages_counts(workspace: Workspace) -> None:
    tour = progress(workspace, None, Looks(DIRECT))
    tour.look(BOB, workspace.direct_message(ALICE).id)
    assert tour.at == 0
    tour.look(ALICE, workspace.direct_message(ALICE).id)
    assert tour.at == 1


def test_each_step_asks_for_a_move_of_its_own(workspace: Workspace, journey: Journey) -> None:
    tour = progress(workspace, journey, Moves(), Moves())
    assert asyncio.run(journey.go(NOON + timedelta(days=1))) == ""
    tour.look(ALICE, KITCHEN)
    assert tour.at == 1


def test_a_way_that_is_refused_is_told_and_no_move(workspace: Workspace, journey: Journey) -> None:
    tour = progress(workspace, journey, Moves())
    assert asyncio.run(journey.go(NOON - timedelta(days=1))) == "Not back."
    tour.look(ALICE, KITCHEN)
    assert (tour.at, journey.to) == (0, None)


def test_nobody_sets_out_while_somebody_is_on_the_way() -> None:
    journey = Journey(Clock(), Changes())
    journey.to = NOON
    assert "on your way already" in asyncio.run(journey.go(NOON))


def test_a_tour_can_be_started_again(workspace: Workspace) -> None:
    tour = progress(workspace, None, Reads(ALICE, "recorded:"))
    says(workspace, "Recorded: it is good.")
    tour.look(ALICE, KITCHEN)
    tour.restart()
    tour.look(ALICE, KITCHEN)
    assert tour.at == 0


def test_a_button_is_found_below_the_words_it_stands_near() -> None:
    buttons: list[Json] = [
        {"type": "actions", "elements": [{"action_id": "done", "value": value}]} for value in "12"
    ]
    words: list[Json] = [{"type": "section", "text": {"text": text}} for text in ("One", "Two")]
    blocks = [words[0], buttons[0], words[1], buttons[1]]
    assert [each["value"] for _, each in pressable(blocks, Button("done", "Two"))] == ["2"]
