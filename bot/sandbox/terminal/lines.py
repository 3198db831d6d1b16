"""The lines one can type, and what each of them does."""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from rich.table import Table
from rich.text import Text

from bot.sandbox.config import Json
from bot.sandbox.terminal.answers import Cancelled, Unclear, begins, numbered
from bot.sandbox.terminal.form import Form
from bot.sandbox.terminal.pressing import press
from bot.sandbox.terminal.session import Session, Word, hash_of

WORDS = (
    ("/command words", "send a slash command"),
    ("any words", "send the app a direct message"),
    ("drop FILE", "give the app a file of this machine, in the direct messages"),
    ("7", "press what has the number 7 in brackets"),
    ("as 3, as priya", "be somebody else"),
    ("who", "the people one can be"),
    ("home", "open the app's Home tab"),
    ("channel, channel NAME", "show a channel"),
    ("again", "show once more what is there now"),
    ("cancel", "close the form that is open"),
    ("quit", "leave"),
)

LONGEST_NUMBER = 3
"""Digits of a number to press; more of them are words to the app, such as a telephone number."""


def obey(session: Session, line: str) -> None:
    """Do what one typed line asks for."""
    word, _, rest = line.partition(" ")
    if line.startswith("/"):
        session.place = ""
        _act(session, lambda: session.slack.command(session.me.id, word, rest.strip()))
    elif line.isdecimal() and len(line) <= LONGEST_NUMBER:
        _click(session, line)
    elif line.casefold() in _PLAIN_WORDS:
        _PLAIN_WORDS[line.casefold()](session)
    elif word.casefold() == "as" and len(rest.split()) in {1, 2}:
        _become(session, rest.strip())
    elif word.casefold() == "channel" and len(rest.split()) == 1:
        _channel(session, rest.strip())
    elif word.casefold() == "drop" and rest.strip():
        _drop(session, Path(rest.strip().strip("\"'")).expanduser())
    elif word.casefold() in session.words:
        _do(session, session.words[word.casefold()], rest.strip())
    else:
        session.place = ""
        _act(session, lambda: session.slack.say(session.me.id, line))


def introduce(session: Session) -> None:
    """Say who one is."""
    session.say(f"You are {session.me.name}, {session.me.role}. {session.me.about}")


def two_columns(rows: Sequence[tuple[str, str]]) -> Table:
    """What to type, and beside it what that does."""
    table = Table.grid(padding=(0, 3, 0, 0))
    for typed, meaning in rows:
        table.add_row(Text(f"  {typed}", "bold"), Text(meaning))
    return table


def _do(session: Session, word: Word, rest: str) -> None:
    """Do what a word stands for that was added to those of everybody."""
    try:
        session.say(word.act(rest))
    except ValueError as why:
        raise Unclear(str(why)) from None
    session.catch_up()


def _act(session: Session, do: Callable[[], object]) -> None:
    """Do something the app hears of, and show what comes of it."""
    before = session.look()
    do()
    after = session.settled(session.traits(before), session.patience)
    answered = session.news(after)
    if hash_of(after["view"]) != hash_of(before["view"]):
        _attend(session, after["view"])
    elif not answered:
        session.say("No answer yet; type again to look.")


def _drop(session: Session, path: Path) -> None:
    """Give the app a file."""
    try:
        content = path.read_bytes()
    except OSError as why:
        raise Unclear(f"{path} cannot be read: {why.strerror}.") from None
    session.place = ""
    _act(session, lambda: session.slack.drop(session.me.id, path.name, content))


def _attend(session: Session, view: Json | None) -> None:
    """Stay with the forms that come up, until they are sent, closed or have to wait."""
    while view:
        view = Form(session, view).fill()


def _click(session: Session, number: str) -> None:
    """Press what has that number."""
    at = numbered(number, session.targets)
    if at is None:
        count = len(session.targets)
        there = f"The numbers go from 1 to {count}" if count else "Nothing is numbered"
        raise Unclear(f"There is no {number} here. {there}. Type again to see what there is.")
    with contextlib.suppress(Cancelled):
        _act(session, press(session, session.targets[at]))


def _look_for_news(session: Session) -> None:
    """Show what is new, or say that nothing is."""
    if not session.news(session.look()):
        session.say("Nothing new. Type ? to see what can be typed.")


def _explain(session: Session) -> None:
    """List what can be typed."""
    added = [(each.usage, each.does) for each in session.words.values()]
    session.write.print(two_columns([*WORDS, *added]))


def _who(session: Session) -> None:
    """List the people one can be."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for number, person in enumerate(session.people, start=1):
        mark = "you are" if person == session.me else f"as {number}"
        table.add_row(*(Text(words) for words in (mark, f"{person.name} ({person.role})", person.about)))
    session.write.print(table)


def _become(session: Session, wanted: str) -> None:
    """Be the person of that number, or the one whose name begins so."""
    at = numbered(wanted, session.people)
    found = [each for each in session.people if begins(each.name, wanted)]
    if at is not None:
        found = [session.people[at]]
    if len(found) != 1:
        called = "More than one person here is" if found else "Nobody here is"
        raise Unclear(f"{called} called {wanted}. Type who to see everybody, then as and a number.")
    session.me, session.place, session.targets = found[0], "", []
    introduce(session)


def _home(session: Session) -> None:
    """Open the app's Home tab."""
    session.place, session.home_drawn = "home", ""
    before = session.look()
    session.slack.open_home(session.me.id)
    patience = session.less_patience if before["home"] else session.patience
    after = session.settled(session.traits(before), patience)
    if after["home"] is None:
        raise Unclear("The app has not shown a Home tab yet. Type again to look once more.")
    session.news(after)


def _channel(session: Session, name: str = "") -> None:
    """Show the channel of that name, or the only one there is."""
    channels = [each for each in session.look()["channels"] if each["kind"] != "im"]
    wanted = name.removeprefix("#").casefold()
    found = [each for each in channels if wanted in ("", each["name"].casefold())]
    if not channels:
        raise Unclear(f"{session.me.name} is in no channel. Type who, then as and a number.")
    if len(found) != 1:
        names = ", ".join(each["name"] for each in channels)
        raise Unclear(f"The channels of {session.me.name} are: {names}. Type channel and one of these.")
    session.place = found[0]["id"]
    session.draw_conversation(found[0])


def _again(session: Session) -> None:
    """Show what is there now: the open form, else Home, the channel or the direct messages."""
    screen = session.look()
    if screen["view"]:
        _attend(session, screen["view"])
    elif session.place == "home" and screen["home"]:
        session.draw_home(screen["home"])
    else:
        session.draw_conversation(_conversation(session, screen))


def _conversation(session: Session, screen: Json) -> Json:
    """The channel one looks at, else the direct messages with the app."""
    direct = {"name": "", "kind": "im", "messages": []}
    for each in screen["channels"]:
        if each["id"] == session.place:
            return dict(each)
        direct = each if each["kind"] == "im" else direct
    return direct


_PLAIN_WORDS: Mapping[str, Callable[[Session], None]] = {
    "": _look_for_news,
    "?": _explain,
    "who": _who,
    "home": _home,
    "channel": _channel,
    "again": _again,
    "cancel": Session.close_form,
}
