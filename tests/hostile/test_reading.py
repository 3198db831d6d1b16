"""Whatever is typed is read, or refused in a sentence that repeats none of it."""

import unicodedata
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import free_text
from bot.errors import Refusal
from bot.rules import formulas, references
from bot.rules.spellings import plain
from handlers import carried, coverage, documents, meetings, parsing, plan, questions, when
from handlers.blocks import parts
from handlers.blocks.actions import Listing
from handlers.blocks.audit_form import Detail, Shape
from handlers.blocks.reviews import Walk
from handlers.dropped import Dropped
from handlers.questions import Known
from storage.models import Person
from storage.words import Grade
from tests.hostile import texts

TODAY = date(2025, 3, 14)
TEAMS, PEOPLE = ("Children and Families", "Early Help"), ("Grace Obi", "Tomas Reid")
KNOWN = Known(teams=TEAMS, people=PEOPLE)
READERS: dict[str, Callable[[str], object]] = {
    "an audit line": lambda text: parsing.audit_line(f"K7Q2M {text}", TODAY),
    "a case and an audit": lambda text: parsing.audit_line(text, TODAY),
    "whose": lambda text: parsing.asked(text, TEAMS, PEOPLE),
    "a person": lambda text: parsing.person(text, PEOPLE),
    "an auditor": parsing.auditor,
    "when and whose": lambda text: parsing.due_asked(text, TEAMS, PEOPLE, TODAY),
    "grades": parsing.grades_asked,
    "graded": parsing.graded_asked,
    "a count": parsing.count_asked,
    "a span": lambda text: parsing.span_asked(text, TODAY),
    "who": parsing.who_asked,
    "a digest": lambda text: parsing.digest_asked(text, TEAMS),
    "an action": parsing.action_number,
    "a programme": lambda text: parsing.programme_asked(text, TODAY),
    "a day": lambda text: when.day(text, TODAY),
    "a coming day": lambda text: when.coming_day(text, TODAY),
    "a pause": lambda text: when.pause_until(text, TODAY),
    "a leave": lambda text: when.leave(text, TODAY),
    "a meeting": lambda text: meetings.is_asked(text, TODAY),
    "a plan": lambda text: plan.wanted(text, ()),
    "a board": plan.board_asked,
    "themes": plan.themes_asked,
    "a coverage": coverage.asked,
    "a report": lambda text: documents.asked_report(text, (), 2025),
    "an export": lambda text: documents.asked_export(text, (), 2025),
    "a question": lambda text: questions.read(text, KNOWN, TODAY),
    "a wish": lambda text: questions.wish(text, KNOWN, TODAY),
    "free text": lambda text: free_text.accept(text, "The note"),
    "a list": Listing.read,
    "a form's shape": Shape.read,
    "a form's detail": Detail.read,
    "a walk": Walk.read,
    "a dropped file": Dropped.read,
    "a number that was carried": carried.number,
    "a day that was carried": carried.day,
    "a word that was carried": lambda text: carried.word(Grade, text),
    "values that were carried": lambda text: carried.values(text, int, str),
}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
@settings(max_examples=40, derandomize=True)
@given(typed=texts.hostile())
def test_what_is_typed_is_read_or_refused_in_a_sentence_without_it(
    read: Callable[[str], object], typed: str
) -> None:
    try:
        read(typed)
    except Refusal as refusal:
        assert refusal.message[-1] in ".?`"  # noqa: PT017 - not raising is as good
        for piece in (texts.PINGED, "evil", "<!", "HYPERLINK", "passwd", "\u202e", "\0"):
            assert piece not in refusal.message  # noqa: PT017


@given(texts.hostile())
def test_stored_text_has_nothing_invisible_and_no_flood_of_accents(typed: str) -> None:
    try:
        stored = free_text.accept(typed, "The note", longest=10_000)
    except Refusal:
        return
    kinds = [unicodedata.category(character) for character in stored]
    assert not [kind for kind in kinds if kind.startswith("C")]
    assert "Mn" * (free_text.MOST_ACCENTS + 1) not in "".join(kinds)
    assert stored == " ".join(stored.split())


def test_a_letter_keeps_the_accents_that_scripts_need() -> None:
    assert free_text.accept("Ha\u0323\u0302 Noi", "The note") == "Ha\u0323\u0302 Noi"


LOOK_ALIKES = {"K": "КΚＫ", "M": "МΜＭ", "T": "ТΤＴ", "P": "РΡＰ", "2": "２²٢", "9": "９", "Q": "Ｑ"}


@given(st.sampled_from(sorted(LOOK_ALIKES)), st.data())
def test_a_reference_with_a_letter_of_another_script_is_none(letter: str, data: st.DataObject) -> None:
    reference = next(one for one in ("K7Q2M", "M4T9X", "P3W6D") if letter in one)
    other = data.draw(st.sampled_from(LOOK_ALIKES[letter]))
    assert references.read(reference.replace(letter, other)) is None


@given(texts.hostile())
def test_escaped_text_holds_no_mark_of_slacks(typed: str) -> None:
    for shown in (parts.escape(typed), parts.quote(typed, 40), parts.mention(Person(name=typed))):
        assert not set(shown) & set("<>")


@given(texts.hostile())
def test_a_slack_id_that_is_none_makes_no_mention(typed: str) -> None:
    shown = parts.mention(Person(name="Jo Day", slack_id=typed))
    assert shown == "Jo Day" or typed.isalnum()


@given(texts.hostile())
def test_marked_text_is_taken_word_for_word(typed: str) -> None:
    assert parts.mrkdwn(parts.escape(typed))["verbatim"]
    assert parts.plain(typed) == {"type": "plain_text", "text": typed, "emoji": False}


@given(st.one_of(st.sampled_from(sorted(texts.FORMULAS.values())), st.text("=+-@\t\r\n＝＋x1", max_size=6)))
def test_a_cell_never_begins_as_a_formula_does(typed: str) -> None:
    assert formulas.plain_cell(typed)[:1] not in tuple("=+-@\t\r\n＝＋－＠")


@given(texts.hostile())
def test_plain_words_are_words_alone(typed: str) -> None:
    assert plain(plain(typed)) == plain(typed)
