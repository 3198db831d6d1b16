"""Bringing in a file that somebody gave to the bot, once they have seen what it would do."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy.orm import Session

from bot import intake, people
from bot.intake import Kind, RawRow, Report
from bot.rules.rights import Right
from bot.visit import Visit
from storage.words import Door

# Who comes in by these has rights, which only administrators give.
_OF_ADMINISTRATORS = frozenset({Kind.PEOPLE, Kind.TEAMS})


def require(session: Session, visit: Visit, kind: Kind | None = None) -> None:
    """Raises NotAllowed unless the person may bring in files, or files of that kind."""
    people.require(session, visit, Right.IMPORT_FILES)
    if kind in _OF_ADMINISTRATORS:
        people.require(session, visit, Right.SET_PEOPLE_UP)


def bring_in(session: Session, visit: Visit, kind: Kind, rows: Iterable[RawRow], *, skip_bad: bool) -> Report:
    """Takes the rows in, and says what became of each. Whoever only tries rolls the transaction back."""
    require(session, visit, kind)
    return intake.take_in(session, replace(visit, door=Door.IMPORT), kind, rows, skip_bad=skip_bad)
