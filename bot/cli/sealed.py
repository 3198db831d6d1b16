"""What `verify` is given to compare the journal with, and what it says of that."""

import sys
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.cli import common
from bot.rules import dates
from bot.rules.seals import Seal, read
from bot.seals import Comparison, Held, Verdict

MOST_NAMED = 10
# More is no list of seals, and would only be held in memory.
LONGEST_FILE = 50_000_000
TYPED = Path("-")


def typed(text: str) -> list[Seal]:
    """The seal that was typed; refuses what is none."""
    found = read(text)
    if text and len(found) != 1:
        common.refuse("A seal is a number and 64 letters and digits, in quotes, as its message has it.")
    return found


def in_file(file: Path | None) -> list[Seal]:
    """The seals in a file, or in what is typed; refuses where there is none."""
    if file is None:
        return []
    try:
        text = sys.stdin.read(LONGEST_FILE) if file == TYPED else _text(file)
    except OSError as error:
        common.refuse(f"{file} could not be read: {error.strerror}.")
    found = read(text)
    if not found:
        common.refuse(f"There is no seal in {'what was typed' if file == TYPED else file}.")
    return found


def _text(file: Path) -> str:
    with file.open(encoding="utf-8", errors="replace") as lines:
        return lines.read(LONGEST_FILE)


def lines(compared: Comparison, zone: ZoneInfo) -> Iterator[str]:
    """What does not hold, the first few one by one, and what is certain all the same."""
    for one in islice(compared.broken, MOST_NAMED):
        yield _BROKEN[one.verdict](one, compared, zone)
    if more := len(compared.broken) - MOST_NAMED:
        yield from [f"And {more:,} more."] if more > 0 else ()
    yield _certain(compared, zone) if compared.broken else _all_hold(compared, zone)


def _all_hold(compared: Comparison, zone: ZoneInfo) -> str:
    last = compared.held[-1].seal
    if len(compared.held) == 1:
        since = f"since {_day(last.at, zone)}" if last.at else "since it was made"
        return f"The seal holds: up to row {last.number:,} nothing was changed {since}."
    return f"All {len(compared.held):,} seals hold, the last{_on(last, zone)} for row {last.number:,}."


def _certain(compared: Comparison, zone: ZoneInfo) -> str:
    """Between which seals it was done, and up to which row nothing was."""
    before, after, last = compared.before, compared.after, compared.broken[-1].seal
    kept = f"Up to row {before.number:,} nothing was changed" if before else "No seal made before that holds"
    if not last.at:
        return f"{kept}."
    until = f" and before {_day(after.at, zone)}, from which on seals hold" if after and after.at else ""
    return f"{kept}. What was done was done after {_day(last.at, zone)}{until}."


def _rewritten(one: Held, _: Comparison, zone: ZoneInfo) -> str:
    row = f"Row {one.seal.number:,} had another hash"
    if one.seal.at is None:
        return f"{row} when it was sealed: the journal was rewritten since."
    return f"{row} on {_day(one.seal.at, zone)}: the journal was rewritten after that day."


def _replaced(one: Held, _: Comparison, zone: ZoneInfo) -> str:
    at = one.row.at if one.row else None
    written = f", on {_day(at, zone)}" if at else ""
    return (
        f"The row {one.seal.number:,} sealed{_on(one.seal, zone)} is gone: the row of that number was "
        f"written later{written}. {_LOST}"
    )


def _beyond(one: Held, compared: Comparison, zone: ZoneInfo) -> str:
    end = compared.end
    ends = f"at row {end.number:,}" + (f", of {_day(end.at, zone)}" if end.at else "")
    return f"Row {one.seal.number:,}, sealed{_on(one.seal, zone)}, is gone: the journal ends {ends}. {_LOST}"


_LOST = (
    "If an older backup was restored since, that is why, and what was recorded in between is lost; if none "
    "was, the end of the journal was cut off."
)
_BROKEN = {Verdict.OTHER: _rewritten, Verdict.REPLACED: _replaced, Verdict.BEYOND: _beyond}


def _on(seal: Seal, zone: ZoneInfo) -> str:
    return f" on {_day(seal.at, zone)}" if seal.at else ""


def _day(at: datetime, zone: ZoneInfo) -> str:
    return dates.in_words(at.astimezone(zone).date())
