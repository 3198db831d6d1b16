"""A whole conversation at the terminal: lines are read and obeyed until `quit`."""

import contextlib
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo
from http.client import HTTPException

from rich.console import Console

from bot.sandbox import client
from bot.sandbox.cast import Person
from bot.sandbox.terminal.answers import Unclear
from bot.sandbox.terminal.lines import introduce, obey, two_columns
from bot.sandbox.terminal.session import Read, Session, Word

with contextlib.suppress(ImportError):  # where there is none, lines are typed without a history
    import readline  # noqa: F401 - importing it gives `input` its history

WIDEST = 100

GENERIC_TRIES = (
    ("hello", "any words go to the app as a direct message"),
    ("home", "the app's Home tab"),
    ("channel", "what was said in a channel"),
    ("as 2", "be somebody else"),
    ("?", "everything that can be typed"),
)


def run(
    base_address: str,
    people: Sequence[Person],
    read: Read | None = None,
    write: Console | None = None,
    *,
    tries: Sequence[tuple[str, str]] = GENERIC_TRIES,
    names: Mapping[str, str] | None = None,
    zone: tzinfo | None = None,
    patience: float = 6.0,
    words: Mapping[str, Word] | None = None,
) -> None:
    """Talk until `quit`, the end of the input or Ctrl-C.

    `read` is like `input`. `tries` are pairs of what to type and what it does. `names` are, by Slack id, of
    whoever `people` does not name, such as the app. Times are shown in `zone`, this machine's if None.
    `patience` is how many seconds to wait for an answer. `words` are more that can be typed.
    """
    known = {"USLACKBOT": "Slackbot", **(names or {}), **{each.id: each.name for each in people}}
    write = write or Console(width=min(Console().width, WIDEST))
    slack = client.Workspace(base_address)
    session = Session(slack, people, read or _typed, write, known, zone, patience, words or {})
    try:
        _welcome(session, tries)
        _talk(session)
    except (EOFError, KeyboardInterrupt):
        write.print()


def _welcome(session: Session, tries: Sequence[tuple[str, str]]) -> None:
    session.say(f"A Slack workspace on this computer, at {session.slack.base}. Nothing typed here leaves it.")
    introduce(session)
    session.say("\nThings to try:")
    session.write.print(two_columns(tries))


def _talk(session: Session) -> None:
    """Read and obey lines until `quit`."""
    while True:
        _guarded(session, Session.catch_up)
        line = session.read(f"\n{session.me.name} ({session.me.role}) > ").strip()
        if line.casefold() in {"quit", "exit"}:
            return
        _guarded(session, obey, line)


def _guarded(session: Session, act: Callable[..., object], *words: str) -> None:
    """Do it; where it cannot be done, say why and what to do next."""
    try:
        act(session, *words)
    except Unclear as problem:
        session.complain(str(problem))
    except client.NotOnScreen:
        session.complain("That is not there any more. Type again to see what is.")
    except client.CannotDo as problem:
        session.complain(f"{problem}. Type ? to see what can be typed.")
    except (OSError, HTTPException, json.JSONDecodeError):
        session.complain(
            f"The workspace at {session.slack.base} did not answer. Is it running? Type again to look."
        )


def _typed(prompt: str) -> str:
    """A line from standard input; shown where nobody typed it, so that the output reads as a conversation."""
    if sys.stdin.isatty():
        return input(prompt)
    sys.stdout.write(prompt)
    sys.stdout.flush()
    line = sys.stdin.buffer.readline().decode(errors="replace")
    if not line:
        raise EOFError
    sys.stdout.write(line.rstrip("\r\n") + "\n")
    return line
