"""Plain words: what is read as a question, as which, and what is none."""

from datetime import date

import pytest

from handlers import questions
from handlers.questions import Known
from tests.handlers.phrasings import NO_QUESTIONS, QUESTIONS

TODAY = date(2025, 3, 14)
KNOWN = Known(
    teams=("Children and Families", "Early Help"),
    people=("Priya Shah", "Tomas Reid", "Grace Obi", "Omara Finch", "Jude Ellery"),
    own_team="Children and Families",
)


def read(text: str) -> str | None:
    question = questions.read(text, KNOWN, TODAY)
    return str(question) if question else None


@pytest.mark.parametrize(("text", "reading"), QUESTIONS)
def test_a_question_is_read_as_the_command_line_that_it_stands_for(text: str, reading: str) -> None:
    assert read(text) == reading


@pytest.mark.parametrize("text", NO_QUESTIONS)
def test_what_is_no_question_is_not_read_as_one(text: str) -> None:
    assert read(text) is None
