"""The programme of a year: its pages, by kind and month."""

from collections.abc import Sequence
from itertools import groupby

from bot.programme import Entry, Programme
from bot.rules import programme as rules
from bot.visit import Day
from handlers.blocks import actions, activities, parts
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Block, Message, escape
from storage.digest import RoundCount


def page(listing: Listing, shown: Programme, day: Day) -> Message:
    """One page of a year's programme, by kind and month; `listing` is of that year."""
    title = f"Programme {rules.in_words(shown.year)}"
    if shown.kind:
        title = f"{title}: {rules.heading(shown.kind)}"
    if not shown.entries:
        return _empty(shown)
    last = shown.first + len(shown.shown) - 1
    span = f"{_months(shown.year)}. {_counted(shown.entries)}."
    blocks = [
        parts.header(title),
        parts.context(f"{span} {shown.first} to {last} of {len(shown.entries):,}."),
        *(block for kind, rows in _by_kind(shown.shown) for block in _group(kind, rows, shown, day)),
        *([parts.actions(*_add_button(shown))] if shown.may_change else []),
        *actions.pager(listing, shown.first, len(shown.entries)),
    ]
    return Message(parts.shorten(f"{title}, {span} {told(shown)}", parts.LONGEST_TEXT), blocks)


def _empty(shown: Programme) -> Message:
    """Says where there is something: in the same year if one kind was asked for, else in others."""
    year = rules.in_words(shown.year)
    others = [rules.in_words(other) for other in shown.years]
    if shown.kind:
        text = f"{rules.heading(shown.kind)}: none are on the programme {year}."
        others = [year]
    else:
        text = f"Nothing is on the programme {year} yet, which runs from {_months(shown.year)}."
        text += f" There is a programme for {parts.listed(others)}." if others else ""
    show = [
        parts.button(f"Show {other}", "see_list", str(Listing("programme", other))) for other in others[:1]
    ]
    buttons = [*_add_button(shown), *show]
    return Message(text, [parts.section(text), *([parts.actions(*buttons)] if buttons else [])])


def _add_button(shown: Programme) -> Sequence[Block]:
    return [parts.button("Add activity", "add_activity", str(shown.year))] if shown.may_change else []


def told(shown: Programme) -> str:
    """All of it in sentences, as a report tells it."""
    return " ".join(
        f"{escape(rules.heading(kind))}: {', '.join(_told(entry) for entry in rows)}."
        for kind, rows in _by_kind(shown.entries)
    )


def _told(entry: Entry) -> str:
    """ "children in need (June 2015)"; without a theme the month alone."""
    if entry.round is not None:
        return f"{escape(entry.round.round.name)} ({_planned_and_logged(entry.round)})"
    theme = entry.activity.theme if entry.activity else None
    when = _when(entry)
    return f"{escape(theme)} ({when})" if theme else when


def _when(entry: Entry) -> str:
    return rules.month_in_words(entry.month) if entry.month else activities.DURING_THE_YEAR.lower()


def _by_kind(entries: Sequence[Entry]) -> Sequence[tuple[str, Sequence[Entry]]]:
    return [(kind, list(rows)) for kind, rows in groupby(entries, lambda entry: entry.kind)]


def _group(kind: str, rows: Sequence[Entry], shown: Programme, day: Day) -> Sequence[Block]:
    """The rows of a kind that are on the page, below how many there are in the whole year."""
    of_kind = [entry for entry in shown.entries if entry.kind == kind]
    heading = parts.section(f"*{escape(rules.heading(kind))}* · {_counted(of_kind)}")
    return [*([] if shown.kind else [heading]), *(_row(entry, shown, day) for entry in rows)]


def _counted(entries: Sequence[Entry]) -> str:
    """ "3 planned, 2 recorded", "1 round"."""
    activities = [entry.activity for entry in entries if entry.activity]
    done = sum(activity.done_on is not None for activity in activities)
    rounds = len(entries) - len(activities)
    said = [
        f"{len(activities):,} planned, {done or 'none'} recorded" if activities else "",
        _many(rounds, "round"),
    ]
    return parts.listed([part for part in said if part])


def _row(entry: Entry, shown: Programme, day: Day) -> Block:
    if entry.round is not None:
        return parts.section(_round(entry.round))
    activity = entry.activity
    if activity is None:
        raise ValueError("an entry is an activity or a round")
    text = "\n".join([activities.line(activity), activities.by_and_state(activity, day), *_came_of(entry)])
    if shown.may_change:
        menu = [
            (label, f"{word} {activity.id}")
            for label, word in (("Record", "record"), ("Change", "change"), ("Show", "show"))
        ]
        return parts.section(text, parts.overflow("programme_menu", menu))
    label = parts.shorten(f"Show: {activity.kind}, {activities.line(activity)}", parts.LONGEST_BUTTON)
    return parts.section(text, parts.button("Show", "show_activity", str(activity.id), label=label))


def _came_of(entry: Entry) -> Sequence[str]:
    counted = entry.counted
    said = [
        _many(counted.strengths, "strength"),
        _many(counted.areas, "area for development", "areas for development"),
        _many(counted.recommendations, "recommendation"),
    ]
    return [" · ".join(part for part in said if part)] if any(said) else []


def _many(count: int, what: str, several: str = "") -> str:
    if not count:
        return ""
    return f"1 {what}" if count == 1 else f"{count:,} {several or what + 's'}"


def _round(counted: RoundCount) -> str:
    round_ = counted.round
    theme = f" · {escape(round_.theme)}" if round_.theme else ""
    by = f"{escape(round_.organisation)} · " if round_.organisation else ""
    month = rules.month_in_words(round_.starts_on)
    return (
        f"*{month}* · round {escape(round_.name)}, {round_.basis.label}{theme}\n"
        f"{by}{_planned_and_logged(counted)}"
    )


def _planned_and_logged(counted: RoundCount) -> str:
    planned = counted.round.planned
    return f"{planned:,} planned, {counted.audits:,} logged" if planned else f"{counted.audits:,} logged"


def _months(year: int) -> str:
    span = rules.span(year)
    return f"{rules.month_in_words(span.first)} to {rules.month_in_words(span.last)}"
