"""Conversations at the terminal, through the sandbox, with the library."""

import io
import itertools
import logging
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from rich.console import Console
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.sandbox import client, server, terminal
from bot.sandbox.terminal import Person
from tests.sandbox.library import ALICE, BOT, CONFIG, listen


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    """The address of a sandbox with the library in it."""
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)
    with server.running(CONFIG) as address:
        app = App(client=WebClient(CONFIG.app.bot_token, base_url=f"{address}/api/"))
        listen(app)
        handler = SocketModeHandler(app, CONFIG.app.app_token)
        handler.connect()
        client.Workspace(address).connected()
        yield address
        handler.close()


numbers = itertools.count(1)


@pytest.fixture
def bob(base: str) -> Person:
    """A newcomer to whom nobody has said anything."""
    person = Person(f"U0BOB{next(numbers):05}", "Bob Example", "reader", "He reads.")
    client.Workspace(base).add_user(id=person.id, name="bob")
    return person


def talk(base: str, *typed: str, people: list[Person], patience: float = 30.0) -> list[str]:
    """What the terminal wrote before each line was typed, and after the last; ends as a closed pipe does."""
    paper, written, lines = io.StringIO(), [], iter(typed)

    def read(prompt: str) -> str:
        written.append(paper.getvalue() + prompt)
        paper.seek(0)
        paper.truncate()
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    terminal.run(
        base, people, read, Console(file=paper, width=100), names={BOT: "Library"}, patience=patience
    )
    return written


def test_one_is_told_where_one_is_and_what_to_try(base: str, bob: Person) -> None:
    (welcome,) = talk(base, people=[bob, ALICE])
    assert f"A Slack workspace on this computer, at {base}." in welcome
    assert "You are Bob Example, reader. He reads." in welcome
    assert sum(typed in welcome for typed, _ in terminal.GENERIC_TRIES) == 5
    assert welcome.endswith("\nBob Example (reader) > ")


def test_a_command_is_answered(base: str, bob: Person) -> None:
    *_, answered = talk(base, "/late", people=[bob])
    assert "Only visible to you\nLibrary (app)" in answered
    assert "  Poems, late by 3 days\n  [1 Renewed]  [2 Lost]\n  [3 Return]  [4 Lend]\n" in answered


def test_a_number_presses_what_has_it(base: str, bob: Person) -> None:
    *_, answered, again = talk(base, "/late", "2", "1", people=[bob])
    assert "Noted: lost" in answered
    assert "Noted: renewed" in again


@pytest.mark.parametrize(("typed", "shown"), [("yes", "It is back"), ("no", "Not done.")])
def test_what_asks_to_be_confirmed_is_confirmed_first(base: str, bob: Person, typed: str, shown: str) -> None:
    *_, asked, answered = talk(base, "/late", "3", typed, people=[bob])
    assert "Sure?\nIt goes back.\n  yes for Yes, anything else for No > " in asked
    assert shown in answered


def test_words_go_to_the_app(base: str, bob: Person) -> None:
    *_, answered = talk(base, "[bold]Who[/] has the poems?", people=[bob])
    assert "You said [bold]Who[/] has the poems?" in answered


def test_a_form_is_asked_field_by_field(base: str, bob: Person) -> None:
    typed = ("14/3/2025", "prose", "1, 3", "Well kept", "No stains", "")
    *_, day, shelf, extras, remarks, _, _, done = talk(base, "/lend", *typed, people=[bob])
    assert "╭─ Lend ─" in day
    assert day.endswith("\nDay\n  a day, such as 2025-03-14 [2025-03-14] > ")
    assert shelf == "\nShelf\n   1 Poetry\n   2 Prose\n  a number > "
    assert extras.endswith("  numbers, with commas [skip] > ")
    assert remarks == "\nRemarks (optional)\n  lines, then an empty one [skip] > "
    assert "Lent on 2025-03-14: prose+map+notes, Well kept\n  No stains" in done


def test_an_empty_answer_keeps_what_is_there_and_skips_what_is_optional(base: str, bob: Person) -> None:
    *_, done = talk(base, "/lend", "", "1", "", "", people=[bob])
    assert "Lent on 2025-03-14: poetry, None" in done


def test_a_field_the_app_refuses_is_asked_again_alone(base: str, bob: Person) -> None:
    *_, again, done = talk(base, "/lend", "2027-01-01", "1", "2", "", "2025-03-13", people=[bob])
    assert again == "\nDay\n  ! This day is too far away\n  a day, such as 2025-03-14 [2027-01-01] > "
    assert "Lent on 2025-03-13: poetry+disc, None" in done


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["soon"], "“soon” is not a day. Type it as 2025-03-14"),
        (["", ""], "This one is needed. Type an answer, or cancel"),
        (["", "3"], "Type a number from 1 to 2."),
    ],
)
def test_an_answer_that_cannot_be_used_is_asked_for_again(
    base: str, bob: Person, typed: list[str], said: str
) -> None:
    *_, answered, closed = talk(base, "/lend", *typed, "cancel", people=[bob])
    assert said in answered
    assert "The form is closed." in closed


def test_a_placeholder_is_waited_for(base: str, bob: Person) -> None:
    *_, form, _ = talk(base, "/late", "4", "cancel", people=[bob])
    assert form.endswith("\nDay\n  a day, such as 2025-03-14 [2025-03-14] > ")


def test_choices_the_app_looks_up_and_people_can_be_chosen(base: str, bob: Person) -> None:
    typed = ("/find", "p", "3", "alice", "four", "4", "")
    _, _, found, reader, changed, refused, button, done = talk(base, *typed, people=[bob, ALICE])
    assert found.startswith("   1 Poems\n   2 Prose\n   3 Plays\n")
    assert reader == "\nReader\n   1 Bob Example\n   2 Alice Example\n  a number > "
    assert "This reader has 2 books" in changed
    assert "▸ Plays" in changed
    assert "“four” is not a number" in refused
    assert button == "  Enter for Find, a number to press it, or cancel > "
    assert "Found plays" in done


def test_a_number_out_of_bounds_is_asked_for_again(base: str, bob: Person) -> None:
    *_, again, button, _ = talk(base, "/find", "poems", "1", "1", "99", "", "5", "", people=[bob])
    assert "! Copies takes a number of at most" in again
    assert "Enter for Find" in button


def test_a_button_in_a_form_is_pressed_and_the_form_comes_back(base: str, bob: Person) -> None:
    typed = ("/find", "poems", "1", "1", "2", "1", "cancel")
    *_, pushed, back = talk(base, *typed, people=[bob])
    assert "╭─ Note ─" in pushed
    assert "[1 More]" in pushed
    assert "Type a number to press it, or cancel to close the form." in pushed
    assert "The form is closed." in back


def test_being_somebody_else_shows_what_they_were_told(base: str, bob: Person) -> None:
    client.Workspace(base).say(bob.id, "hello")
    client.Workspace(base).messages(bob.id)
    *_, switched, who = talk(base, "as bob", "who", people=[ALICE, bob])
    assert "You are Bob Example, reader. He reads." in switched
    assert "You said hello" in switched
    assert "as 1     Alice Example (librarian)  She keeps the books." in who
    assert switched.endswith("\nBob Example (reader) > ")


def test_home_is_opened_and_drawn_anew_when_it_changes(base: str, bob: Person) -> None:
    _, opened, asked, changed = talk(base, "home", "1", "prose", people=[bob])
    assert "Home ─" in opened
    assert "  Your books\n  [1 Choose …]\n" in opened
    assert asked.endswith("   1 Poetry\n   2 Prose\n  a number > ")
    assert "  Your prose\n" in changed


def test_a_channel_is_shown(base: str) -> None:
    client.Workspace(base).say(ALICE.id, "New books are in", channel="C0READERS1")
    *_, shown = talk(base, "channel readers", people=[ALICE])
    assert "In #readers\nAlice Example" in shown
    assert "  New books are in\n" in shown


def test_again_shows_what_was_said_last(base: str, bob: Person) -> None:
    *_, shown = talk(base, "hello", "again", people=[bob])
    assert "  hello\n\nLibrary (app)" in shown
    assert "  You said hello\n" in shown


def test_where_nothing_comes_one_can_look_again(base: str, bob: Person) -> None:
    *_, answered = talk(base, "/silent", people=[bob], patience=0.2)
    assert "No answer yet; type again to look." in answered


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("7", "There is no 7 here. Nothing is numbered. Type again to see what there is."),
        ("as nobody", "Nobody here is called nobody. Type who to see everybody, then as and a number."),
        ("as e", "More than one person here is called e. Type who"),
        ("channel", "Bob Example is in no channel. Type who, then as and a number."),
        ("cancel", "No form is open, so there is nothing to cancel. Type ?"),
        ("", "Nothing new. Type ? to see what can be typed."),
        ("?", "send a slash command"),
        ("/nonsense", "/nonsense is not a valid command."),
    ],
)
def test_bad_input_gets_a_sentence_that_says_what_to_do(
    base: str, bob: Person, typed: str, said: str
) -> None:
    *_, answered = talk(base, typed, people=[bob, ALICE])
    assert said in answered


def test_a_number_too_large_is_named_with_those_there_are(base: str, bob: Person) -> None:
    *_, answered = talk(base, "/late", "9", people=[bob])
    assert "There is no 9 here. The numbers go from 1 to 4." in answered


def test_a_workspace_that_is_gone_is_a_sentence_too(bob: Person) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        gone = f"http://127.0.0.1:{taken.getsockname()[1]}"
    *_, answered = talk(gone, "hello", people=[bob])
    assert f"The workspace at {gone} did not answer. Is it running?" in answered


@pytest.mark.parametrize("end", ["quit", "Exit"])
def test_one_can_leave(base: str, bob: Person, end: str) -> None:
    assert len(talk(base, end, "never read", people=[bob])) == 1


def test_an_interruption_leaves_quietly(base: str, bob: Person) -> None:
    def interrupted(_: str) -> str:
        raise KeyboardInterrupt

    terminal.run(base, [bob], interrupted, Console(file=io.StringIO()))


def test_a_piped_conversation_shows_what_was_typed_and_ends_well(base: str, bob: Person) -> None:
    program = (
        "from bot.sandbox import terminal;"
        f"terminal.run({base!r}, [terminal.Person({bob.id!r}, 'Bob Example', 'reader', 'He reads.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=b"hello \xff\n/lend\n",
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    shown = done.stdout.decode()
    assert "Bob Example (reader) > hello \ufffd\n" in shown
    assert "You said hello" in shown
    assert shown.endswith("Day\n  a day, such as 2025-03-14 [2025-03-14] > \n")
