"""Plain words: what is read as a question, as which, and what is none."""

import re
from collections.abc import Collection, Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.rights import reaches
from bot.rules.spellings import COHORTS, plain
from handlers import asking, questions
from handlers.questions import Known, Tone, manners
from handlers.questions.suggestions import SENTENCES
from handlers.questions.words import spelt
from handlers.routes import WORDS
from storage.words import Role
from tests.handlers.phrasings import NO_QUESTIONS, QUESTIONS, WISHES

TODAY = date(2025, 3, 14)
KNOWN = Known(
    teams=("Children and Families", "Early Help"),
    people=("Priya Shah", "Tomas Reid", "Grace Obi", "Omara Finch", "Jude Ellery"),
    own_team="Children and Families",
)

EVERY_ROLE = frozenset(Role)

WORDS_OF_QUESTIONS = sorted({word for text, _ in QUESTIONS for word in text.split()})


def read(text: str, known: Known = KNOWN) -> str | None:
    question = questions.read(text, known, TODAY)
    return str(question) if question else None


def near(text: str, roles: Collection[Role] = EVERY_ROLE) -> Sequence[str]:
    return questions.nearest(text, KNOWN, TODAY, lambda right: bool(reaches(roles, right)))


@pytest.mark.parametrize(("text", "reading"), QUESTIONS)
def test_a_question_is_read_as_the_command_line_that_it_stands_for(text: str, reading: str) -> None:
    assert read(text) == reading


@pytest.mark.parametrize("text", NO_QUESTIONS)
def test_what_is_no_question_is_not_read_as_one(text: str) -> None:
    assert read(text) is None
    assert not asking.is_command(text, KNOWN, TODAY)


@pytest.mark.parametrize("text", WISHES)
def test_what_is_to_be_done_to_an_action_is_no_question_and_names_it(text: str) -> None:
    assert read(text) is None
    assert not asking.is_command(text, KNOWN, TODAY)
    assert questions.wish(text, KNOWN, TODAY) == "A17"


@pytest.mark.parametrize("text", [*NO_QUESTIONS, *(text for text, _ in QUESTIONS)])
def test_nothing_else_is_to_be_done_to_an_action(text: str) -> None:
    assert questions.wish(text, KNOWN, TODAY) is None


@pytest.mark.parametrize("reading", sorted({reading for _, reading in QUESTIONS}))
def test_every_reading_is_a_command_line_as_it_should_be(reading: str) -> None:
    assert reading in ("help", "meeting") or asking.is_command(reading, KNOWN, TODAY)


def test_no_two_of_the_questions_differ_by_a_name_a_number_or_a_cohort_alone() -> None:
    names = "|".join([*COHORTS, *map(plain, (*KNOWN.teams, *KNOWN.people))])
    phrasings = [re.sub(rf"\b(?:{names})\b|\d+", "…", text.lower()) for text, _ in QUESTIONS]
    assert len(set(phrasings)) == len(phrasings)
    assert len(QUESTIONS) >= 170
    assert len(NO_QUESTIONS) >= 60


def test_capitals_typographic_quotes_and_spaces_make_no_difference() -> None:
    assert read("  WHAT’S   Overdue\nfor CARE LEAVERS ??") == "overdue care leavers"


def test_one_word_that_is_not_known_and_it_is_no_question() -> None:
    assert read("what is overdue") == "overdue"
    assert read("what is overdue in Narnia") is None


def test_a_name_that_two_people_share_is_nobodys_until_it_is_whole() -> None:
    known = Known(people=("Tomas Reid", "Tomas Finch"))
    assert read("what has Tomas got overdue?", known) is None
    assert read("what has Tomas Finch got overdue?", known) == "overdue Tomas Finch"


def test_a_name_that_is_also_another_word_must_be_whole() -> None:
    known = Known(people=("Will Good",))
    assert read("will anything be overdue", known) == "overdue"
    assert read("what has Will Good got overdue", known) == "overdue Will Good"


def test_a_team_named_like_a_cohort_is_the_team() -> None:
    assert read("overdue early help") == "overdue Early Help"
    assert read("overdue early help", Known()) == "overdue early help"


def test_my_team_is_all_that_one_sees_where_one_has_none() -> None:
    assert read("overdue in my team", Known()) == "overdue all"


def test_who_writes_at_length_asks_nothing() -> None:
    assert read("what is overdue " * 20) is None


@pytest.mark.parametrize("text", ["", "   ", "???", "\u200b", "'", "’s", "<@U0BOT00001", "2016..", "%"])
def test_nothing_much_is_no_question(text: str) -> None:
    assert read(text) is None


@settings(max_examples=50)
@given(st.text(max_size=80) | st.lists(st.sampled_from(WORDS_OF_QUESTIONS), max_size=9).map(" ".join))
def test_whatever_is_written_is_read_or_met_with_our_own_sentences(text: str) -> None:
    question = questions.read(text, KNOWN, TODAY)
    assert question is None or question.word in (*WORDS, "help", "meeting")
    assert set(near(text)) <= set(SENTENCES)


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("overdue care leavers", True),
        ("overdue?", True),
        ("overdue care leevers", False),
        ("overdue Tomas Reid", True),
        ("due", True),
        ("due fortnight", True),
        ("due to illness", False),
        ("due until 4 April", True),
        ("case K7Q2M", True),
        ("case", True),
        ("case 1001", True),
        ("case closed", False),
        ("audit", True),
        ("audit K7Q2M goood", True),
        ("audit committee met", False),
        ("grades care leavers 2016..2018", True),
        ("grades are in", False),
        ("check", True),
        ("check this out", False),
        ("count good 2018", True),
        ("count overdue me", True),
        ("count me in", False),
        ("pause until Friday", True),
        ("pause for thought", False),
        ("leave off", True),
        ("leave it to me", False),
        ("leave 14 Apirl to 25 April", True),
        ("days mon-thu", True),
        ("days like these", False),
        ("overdue help", True),
    ],
)
def test_a_command_line_is_told_from_a_sentence_that_begins_like_one(line: str, *, is_one: bool) -> None:
    assert asking.is_command(line, KNOWN, TODAY) is is_one


@pytest.mark.parametrize("sentence", SENTENCES)
def test_what_is_proposed_is_itself_understood(sentence: str) -> None:
    known = Known(teams=KNOWN.teams, people=KNOWN.people)
    assert asking.is_command(sentence, known, TODAY) or read(sentence, known)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("please mark A17 as done", "action A17"),
        ("recommendations", "recommendations for K7Q2M"),
        ("casee", "case K7Q2M"),
        ("overdue for nobody", "overdue for care leavers"),
        ("leave it to me", "leave 14 April to 25 April"),
        ("how many biscuits are left", "how many are overdue?"),
        ("when is Easter", "my open actions"),
    ],
)
def test_the_nearest_three_are_proposed(text: str, first: str) -> None:
    assert len(near(text)) == 3
    assert near(text)[0] == first


@pytest.mark.parametrize("sentence", SENTENCES)
def test_what_is_proposed_takes_the_right_of_the_word_that_answers_it(sentence: str) -> None:
    word = sentence if asking.is_command(sentence, KNOWN, TODAY) else read(sentence) or ""
    name = word.split()[0]
    # Grades are counted, what is no word yet is for whoever takes part in it, one's own history is anybody's.
    if name in WORDS and name not in ("count", "changed", "leave", "history"):
        assert SENTENCES[sentence] is WORDS[name].right


@pytest.mark.parametrize(
    "text", ["", "overdue moderation digest", "who moderates K7Q2M", "leave it to Tomas"]
)
def test_nobody_is_proposed_what_they_may_not_ask(text: str) -> None:
    for role in Role:
        assert all(
            right is None or reaches({role}, right) for right in map(SENTENCES.get, near(text, {role}))
        )


def test_an_administrator_is_proposed_what_is_everybodys() -> None:
    assert near("blah", {Role.ADMINISTRATOR})[0] == "who can help me?"


@pytest.mark.parametrize(
    "text",
    [
        "a child is in danger",
        "child at risk of harm right now",
        "Is this an EMERGENCY?",
        "emergancy!!",
        "help now",
        "she's not safe at home",
        "K7Q2M has gone missing",
        "what is overdue, he says he's suicidal",
    ],
)
def test_an_alarm_is_heard(text: str) -> None:
    assert questions.is_alarm(text)


@pytest.mark.parametrize("text", [text for text, _ in QUESTIONS])
def test_no_question_is_an_alarm(text: str) -> None:
    assert not questions.is_alarm(text)


@pytest.mark.parametrize("alarm", spelt(manners.ALARMS))
def test_a_word_of_alarm_makes_no_question(alarm: str) -> None:
    assert questions.is_alarm(alarm)
    for text in (alarm, f"what is overdue {alarm}", f"{alarm} overdue", f"A17 {alarm}?"):
        assert read(text) is None
        assert questions.wish(text, KNOWN, TODAY) is None


@pytest.mark.parametrize(
    "text", ["the attached file is shared", "charm offensive", "selected cases", "harmony"]
)
def test_words_that_look_alike_are_no_alarm(text: str) -> None:
    assert not questions.is_alarm(text)


@pytest.mark.parametrize(
    ("text", "tone"),
    [
        ("hello", Tone.GREETING),
        ("Good morning!", Tone.GREETING),
        ("@g2o hi", Tone.GREETING),
        ("hi there, how are you?", Tone.GREETING),
        ("thanks", Tone.THANKS),
        ("Thank you very much, that's great", Tone.THANKS),
        ("hi, thanks for that", Tone.THANKS),
        ("thanks, that's done", None),
        ("good", None),
        ("", None),
        ("hello Jane", None),
    ],
)
def test_a_greeting_and_thanks_are_known(text: str, tone: Tone | None) -> None:
    assert questions.tone_of(text) is tone


def test_every_word_that_answers_is_a_word_one_can_type() -> None:
    assert {reading.split()[0] for _, reading in QUESTIONS} - {"meeting", "help"} <= set(WORDS)
