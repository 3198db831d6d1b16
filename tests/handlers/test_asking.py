"""What is answered to a message and to a command line: by role, and where nothing was understood."""

import pytest
from slack_sdk import WebClient

from bot.errors import NotAllowed
from handlers import asking, commands
from handlers.answers import Answers
from handlers.blocks.help import ADMINISTRATORS, NOBODY_READS
from handlers.blocks.parts import Message
from handlers.calls import Call
from handlers.office import Office
from storage.database import Database
from storage.models import Person
from storage.words import Door, Role
from tests.conftest import NOW, TODAY
from tests.council import ALANA, HELEN, PRIYA, SAMIR, STRANGER, TOMAS, Council, put_action

DUTY = "If a child may be at risk now, phone the duty manager."


@pytest.fixture
def office(db: Database, council: Council) -> Office:
    """The council's, with a Slack that nothing is said to."""
    return Office(db, council.manager.terms, WebClient("xoxb-nowhere"), lambda: NOW)


def call(office: Office, who: str, text: str) -> Call:
    return Call(who, Door.COMMAND, NOW, text, Answers(office.slack, who))


def said(office: Office, who: str, text: str) -> str:
    """What answers a direct message."""
    return _text(asking.answer(office, call(office, who, text)))


def typed(office: Office, who: str, text: str) -> str:
    """What answers `/g2o`."""
    return _text(commands.answer(office, call(office, who, text), "/g2o"))


def _text(answer: object) -> str:
    assert isinstance(answer, Message)
    return answer.text


@pytest.fixture
def two_called_tomas(db: Database, council: Council) -> None:
    with db.begin() as session:
        session.add(Person(name="Tomas Finch", role=Role.PRACTITIONER))


# Alarms, greetings, thanks


@pytest.mark.parametrize("text", ["a child is in danger", "child at risk of harm right now", "help now"])
@pytest.mark.parametrize("who", [PRIYA, STRANGER])
def test_an_alarm_is_answered_with_the_duty_sentence_first(office: Office, who: str, text: str) -> None:
    for answer in (said(office, who, text), typed(office, who, text)):
        assert answer.startswith(f"*{DUTY}")
        assert NOBODY_READS in answer
        assert "did not understand" not in answer


def test_personal_details_in_an_alarm_are_told_of_after_it(office: Office) -> None:
    answer = said(office, PRIYA, "jane@example.com is in danger")
    assert answer.index(DUTY) < answer.index("seems to contain an e-mail address")


@pytest.mark.parametrize("text", ["Jane's mum rang", "overdue for nobody", "audit K7Q2M goood"])
def test_what_is_not_understood_ends_with_the_duty_sentence(office: Office, text: str) -> None:
    assert DUTY in said(office, PRIYA, text).splitlines()[-1]
    assert DUTY in typed(office, PRIYA, text).splitlines()[-1]


def test_a_greeting_is_answered_with_what_one_can_write(office: Office) -> None:
    for answer in (said(office, TOMAS, "good morning"), typed(office, TOMAS, "hello")):
        assert answer.startswith("Hello. You could write, for example:\n• my open actions\n")
    assert said(office, TOMAS, "thank you!") == "You are welcome."


# By role


def test_help_lists_what_the_person_may_use(office: Office) -> None:
    assert "`/g2o moderate`" in said(office, HELEN, "help")
    manager, auditor = said(office, PRIYA, "help"), said(office, ALANA, "help")
    assert "`/g2o requests`" in manager
    assert "`/g2o moderate`" not in manager
    assert "`/audit" in auditor
    assert "`/overdue" not in auditor


def test_an_administrators_help_is_short_and_says_what_they_do(office: Office) -> None:
    answer = typed(office, SAMIR, "help")
    assert [line.split("`")[1].split()[1] for line in answer.splitlines() if line.startswith("`")] == [
        "history",
        "who",
        "leave",
        "people",
    ]
    assert ADMINISTRATORS in answer
    assert "inadequate" not in answer
    assert DUTY in answer


def test_help_on_one_word_is_everybodys(office: Office) -> None:
    assert "audits that wait" in typed(office, TOMAS, "help moderate")


def test_a_stranger_who_asks_for_help_is_told_whom_to_ask(office: Office) -> None:
    with pytest.raises(NotAllowed, match="I do not know you yet"):
        said(office, STRANGER, "help")


def test_nobody_is_offered_what_they_may_not_ask(office: Office) -> None:
    assert "moderation" not in said(office, TOMAS, "moderation of the audits please Jane")
    assert "overdue" not in said(office, SAMIR, "what is overdu Jane")
    assert "`/g2o moderate`" in typed(office, HELEN, "moderat")
    assert "moderate" not in typed(office, PRIYA, "moderat")


def test_who_administrator_names_them(office: Office) -> None:
    assert said(office, TOMAS, "who is an administrator?") == (
        f"You can ask an administrator of this bot: <@{SAMIR}>."
    )
    assert f"<@{PRIYA}>" in typed(office, TOMAS, "who")
    assert "who administrator" in typed(office, TOMAS, "who wants coffee")


# Lists, by name and by period


def test_a_first_name_is_enough_in_a_command(office: Office) -> None:
    assert typed(office, PRIYA, "overdue tomas").startswith("Nothing is overdue there.")
    answer = typed(office, PRIYA, "leave 20 March to 21 March cover jude for Tomas")
    assert "Jude Ellery gets their letters" in answer
    assert "`/g2o leave off for Tomas Reid` ends it." in answer


def test_of_two_with_that_name_both_are_named(office: Office, two_called_tomas: None) -> None:
    for line in ("overdue tomas", "leave 20 March to 21 March for Tomas", "due next week tomas"):
        assert "Tomas Finch, Tomas Reid. Please write the whole name." in typed(office, PRIYA, line)


def test_the_heading_says_from_when_to_when(office: Office, db: Database) -> None:
    with db.begin() as session:
        put_action(session, "K7Q2M", TOMAS, TODAY.replace(day=19))
    heading = "Due from Monday 17 to Sunday 23 March 2025: 1 action"
    assert said(office, PRIYA, "what's due next week?").strip().startswith(heading)
    assert typed(office, PRIYA, "due next week tomas").strip().startswith(f"{heading}, Tomas Reid")
    assert typed(office, PRIYA, "due this week").startswith(
        "Nothing is due from Friday 14 to Sunday 16 March 2025."
    )
    assert typed(office, PRIYA, "count due march") == (
        "1 action is due from Friday 14 to Monday 31 March 2025. That counts what you work with or lead."
    )


def test_the_buttons_of_a_list_keep_to_its_days(office: Office, db: Database) -> None:
    with db.begin() as session:
        put_action(session, "K7Q2M", TOMAS, TODAY.replace(day=19))
    answer = commands.answer(office, call(office, PRIYA, "due next week tomas"), "/g2o")
    assert "|due 0 tomas from 2025-03-17 to 2025-03-23" in str(answer.blocks)


# What a sentence does not do


@pytest.mark.parametrize("text", ["mark A1 done", "A1 is finished", "give A1 to Priya", "approve A1"])
def test_a_sentence_changes_nothing_and_shows_the_button(office: Office, db: Database, text: str) -> None:
    with db.begin() as session:
        put_action(session, "K7Q2M", TOMAS, TODAY)
    answer = said(office, TOMAS, text)
    assert answer.startswith("Press the button: nothing was changed yet.")
    assert "A1" in answer
