"""The plan as it is asked for: by command, in plain words, and by whom."""

import pytest

from bot.errors import NotAllowed
from handlers.office import Office
from storage.database import Database
from tests.council import GRACE, PRIYA, TOMAS, Council
from tests.handlers.test_asking import office, said, typed
from tests.verbs.plan_lines import asked, found

__all__ = ["office"]


@pytest.fixture(autouse=True)
def lines(db: Database, council: Council) -> None:
    """A recommendation to the service and an area for development."""
    with db.begin() as session:
        asked(session, council.quality, theme="Visits")
        found(session, council.quality)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("what is on the plan?", "Service Improvement Plan: 2 lines."),
        (
            "themes for care leavers",
            "Themes of areas for development, Care leavers. • *Supervision*",
        ),
        ("what are the areas for development?", "Service Improvement Plan: 1 line, areas for development."),
        ("the quarterly review", "The quarterly review opens with a button."),
        ("what is in the board pack?", "Service Improvement Board: January to March 2025."),
        ("does it work?", "Does it work? No cases yet."),
    ],
)
def test_it_is_asked_for_in_plain_words(office: Office, text: str, answer: str) -> None:
    assert said(office, GRACE, text).startswith(answer)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("plan supervision", "1 line, Supervision."),
        ("plan open visits", "1 line, open, Visits."),
        ("plan child protection", "Service Improvement Plan: no lines, Child protection."),
        ("plan board last quarter", "Service Improvement Board: October to December 2024."),
        ("impact", "Does it work?"),
    ],
)
def test_it_is_asked_for_by_command(office: Office, text: str, answer: str) -> None:
    assert answer in typed(office, PRIYA, text)


@pytest.mark.parametrize("text", ["plan", "plan themes", "plan board", "impact"])
def test_it_is_for_those_who_see_totals(office: Office, text: str) -> None:
    with pytest.raises(NotAllowed):
        typed(office, TOMAS, text)


def test_a_manager_is_told_that_the_review_is_not_theirs(office: Office) -> None:
    with pytest.raises(NotAllowed, match="Reviewing the improvement plan is for"):
        typed(office, PRIYA, "plan review")


def test_what_is_not_understood_is_answered_with_how_to_ask(office: Office) -> None:
    assert "takes nothing more" in typed(office, GRACE, "impact please")
    assert "you can say a theme, a cohort" in typed(office, GRACE, "plan xyz")
