"""What a case's page and its history say, in words."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.cases import CasePage
from bot.history import Event, Happened, History
from bot.rules.rights import Right
from bot.rules.workdays import Calendar
from bot.visit import Day
from handlers.blocks import cases
from storage.models import Action, Audit, Case, Ending, Finding, Person, Round
from storage.words import Cohort, FindingKind, Grade, Status
from tests.conftest import TODAY

DAY = Day(TODAY, Calendar.of("GB-ENG", ()))
JANUARY = date(2025, 1, 6)
SEPTEMBER = date(2025, 9, 1)
AT = datetime(2025, 3, 14, 10, 0, tzinfo=UTC)


def case() -> Case:
    return Case(reference="K7Q2M", cohort=Cohort.CARE_LEAVER)


def audit() -> Audit:
    made = Audit(id=1, audited_on=TODAY, auditor_name="Alana Brook", grade=Grade.GOOD, logged_at=AT)
    made.round = Round(name="March 2025")
    return made


def action(number: int, status: Status = Status.OPEN) -> Action:
    made = Action(
        id=number, text="Ring the school.", first_due_on=TODAY, due_on=TODAY, status=status, agreed_at=AT
    )
    made.case, made.owner = case(), Person(name="Tomas Reid")
    return made


def page(**values: Any) -> CasePage:
    return replace(CasePage(case(), [audit()], [], []), **values)


def text(shown: CasePage) -> str:
    return str(cases.page(shown, DAY).blocks)


def test_what_is_left_to_do_names_actions_and_areas_with_their_themes() -> None:
    area = Finding(kind=FindingKind.AREA, theme="Pathway plan", text="It is old.")
    shown = page(actions=[action(1), action(2)], findings=[area])
    assert cases.standing(shown).endswith(
        "Still to do: 2 open actions and 1 area for development (Pathway plan)."
    )


def test_an_action_that_ended_says_how_and_when_it_is_looked_at_again() -> None:
    ending = Ending(approved_on=TODAY, why="They have moved.", review_on=SEPTEMBER)
    shown = text(page(actions=[action(1, Status.NOT_DOING)], endings={1: ending}))
    assert "agreed not to do" in shown
    assert "To be looked at again on Monday 1 September 2025." in shown
    assert "They have moved." not in shown


def test_an_audits_line_tells_of_its_follow_up_and_its_challenge() -> None:
    shown = text(page(challenged=frozenset({1}), follow_ups={1: JANUARY}))
    assert "It follows up the audit of Monday 6 January 2025. Its grade is challenged." in shown


@pytest.mark.parametrize(
    ("may", "offered"),
    [
        (set(), ["History"]),
        ({Right.CHALLENGE_GRADE}, ["Challenge the grade", "History"]),
        ({Right.CHALLENGE_GRADE, Right.MODERATE_AUDIT}, ["Moderate", "History"]),
        ({Right.LOG_AUDIT, Right.AMEND_AUDIT}, ["Log an audit", "Correct newest audit", "History"]),
    ],
)
def test_the_buttons_are_those_that_one_may_press(may: set[Right], offered: list[str]) -> None:
    *_, buttons = cases.page(page(may=frozenset(may)), DAY).blocks
    assert [button["text"]["text"] for button in buttons["elements"]] == offered


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (
            Event(TODAY, Happened.AUDITED, audit=audit(), follows=JANUARY),
            "audited, Good (auditor's grade), following up the audit of Monday 6 January 2025",
        ),
        (
            Event(TODAY, Happened.CHALLENGED, audit=audit()),
            "the grade of the audit of Friday 14 March 2025 was challenged",
        ),
        (Event(TODAY, Happened.ENDED, action=action(17)), "A17 was ended without being done"),
    ],
)
def test_a_history_says_what_happened(event: Event, words: str) -> None:
    assert words in cases.history(History(case(), (event,))).text


def test_a_theme_of_what_was_found_pings_nobody() -> None:
    area = Finding(kind=FindingKind.AREA, theme="<!here>", text="It is old.")
    shown = cases.page(page(findings=[area]), DAY)
    assert "<!here>" not in f"{shown.text}{shown.blocks}"
