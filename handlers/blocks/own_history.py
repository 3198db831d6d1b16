"""A person's own history: what is held of them first, then what was done, the latest first."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.own_history import Line, OwnHistory
from bot.rules import dates, wording
from handlers.blocks import actions, parts
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Block, Message, escape

FILE = "your history"
NOTHING = "Nothing is recorded that you did or that concerns you"


def page(listing: Listing, shown: OwnHistory, zone: ZoneInfo) -> Message:
    """One page of it."""
    since = f"since {dates.in_words(shown.since)}" if shown.since else "from the beginning"
    title = f"Your history: {wording.many(shown.total, 'entry', 'entries')}"
    if not shown.lines:
        text = f"{NOTHING} {since}.{_more(shown)}"
        return Message(f"{text} {_held(shown)}", [parts.section(text), parts.section(_held(shown)), _file()])
    last = shown.first + len(shown.lines) - 1
    span = f"{shown.first} to {last} of {shown.total:,}, the latest first, {since}.{_more(shown)}"
    is_first = shown.first == 1
    blocks: list[Block] = [
        parts.header(title),
        *([parts.section(_held(shown))] if is_first else []),
        parts.context(span),
        *(parts.section("\n".join(lines)) for lines in _by_day(shown.lines, zone)),
        *actions.pager(listing, shown.first, shown.total),
        *([_file()] if is_first else []),
    ]
    heads = "; ".join(_line(line, zone) for line in shown.lines)
    return Message(parts.shorten(f"{title}. {span} {heads}", parts.LONGEST_TEXT), blocks)


def _more(shown: OwnHistory) -> str:
    return " `/g2o history all` goes back to the beginning." if shown.since else ""


def _held(shown: OwnHistory) -> str:
    """What is held of the person beside that."""
    person = shown.person
    team = f" in {escape(person.team.name)}" if person.team else ""
    own = wording.many(shown.open_actions, "open action")
    roles = wording.listed(sorted(role.label.lower() for role in person.roles))
    lines = [f"You are set up as {roles}{team}, at work {escape(person.working_days)}, and own {own}."]
    lines += [
        f"Leave noted: {dates.in_words(leave.starts_on)} to {dates.in_words(leave.ends_on)}."
        for leave in shown.leave
    ]
    if person.paused_until:
        lines.append(f"Your reminders are paused until {dates.in_words(person.paused_until)}.")
    return "\n".join(lines)


def _by_day(lines: Sequence[Line], zone: ZoneInfo) -> Iterator[list[str]]:
    for day, of_day in groupby(lines, lambda line: line.at.astimezone(zone).date()):
        yield [f"*{dates.in_words(day)}*", *(f"• {_line(line, zone)}" for line in of_day)]


def _line(line: Line, zone: ZoneInfo) -> str:
    about = f": {', '.join(map(escape, line.about))}" if line.about else ""
    who = "you" if line.is_theirs else escape(line.by)
    return f"{line.at.astimezone(zone):%H:%M} {line.event}{about}, by {who}"


def _file() -> Block:
    return parts.actions(parts.button("All of it as a file", "own_history_file", "all"))
