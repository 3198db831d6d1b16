"""The programme of a year: its pages, by kind and month."""

from collections.abc import Sequence
from functools import partial
from itertools import groupby

from bot.programme import Entry, Programme, ThisMonth
from bot.rules import programme as rules
from bot.rules import wording
from bot.visit import Day
from handlers.blocks import actions, activities, parts
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Block, Message, escape
from storage.digest import RoundCount
from storage.models import Activity

NOTHING_ON = "Nothing is planned on the programme this month, and all that was planned is marked as done."
MOST_NAMED = 5


def page(listing: Listing, shown: Programme, day: Day, note: str = "") -> Message:
    """One page of a year's programme, by kind and month; `listing` is of that year.

    `note` is what was just done to it.
    """
    title = f"Programme {rules.in_words(shown.year)}"
    if shown.kind:
        title = f"{title}: {rules.heading(shown.kind)}"
    if not shown.entries:
        return _empty(shown)
    last = shown.first + len(shown.shown) - 1
    once = _said_once(shown, day)
    counted = _counted(shown.entries, once)
    span = " ".join([f"{_months(shown.year)}. {wording.capital(counted)}.", *([once] if once else [])])
    blocks = [
        *([parts.section(note)] if note else []),
        parts.header(title),
        parts.context(f"{span} {shown.first} to {last} of {len(shown.entries):,}."),
        *(block for kind, rows in _by_kind(shown.shown) for block in _group(kind, rows, shown, day)),
        *([parts.actions(*_add_button(shown), *_mark_button(shown, day))] if shown.may_change else []),
        *actions.pager(listing, shown.first, len(shown.entries)),
    ]
    text = f"{note} {title}, {span} {told(shown)}".strip()
    return Message(parts.shorten(text, parts.LONGEST_TEXT), blocks)


def _said_once(shown: Programme, day: Day) -> str:
    """What is so of every activity, as in a year that was imported; else nothing, and each row tells."""
    about = _activities(shown.entries)
    if about and all(activity.done_undated for activity in about):
        return "All activities were carried out; the days are not recorded."
    if about and rules.is_over(shown.year, day.date) and not any(activity.is_done for activity in about):
        return "Whether the activities were carried out is not recorded."
    return ""


def _activities(entries: Sequence[Entry]) -> Sequence[Activity]:
    return [entry.activity for entry in entries if entry.activity]


def _empty(shown: Programme) -> Message:
    """Says where there is something: in the same year if one kind was asked for, else in others."""
    year = rules.in_words(shown.year)
    others = [rules.in_words(other) for other in shown.years]
    if shown.kind:
        text = f"{rules.heading(shown.kind)}: none are on the programme {year}."
        others = [year]
    else:
        text = f"Nothing is on the programme {year} yet, which runs from {_months(shown.year)}."
        text += f" There is a programme for {wording.listed(others)}." if others else ""
    show = [
        parts.button(f"Show {other}", "see_list", str(Listing("programme", other))) for other in others[:1]
    ]
    buttons = [*_add_button(shown), *show]
    return Message(text, [parts.section(text), *([parts.actions(*buttons)] if buttons else [])])


def _add_button(shown: Programme) -> Sequence[Block]:
    return [parts.button("Add activity", "add_activity", str(shown.year))] if shown.may_change else []


def _mark_button(shown: Programme, day: Day) -> Sequence[Block]:
    """For a past year as a whole: nobody will record each of its activities."""
    unmarked = sum(not activity.is_done for activity in _activities(shown.entries))
    if shown.kind or not unmarked or not rules.is_over(shown.year, day.date):
        return []
    year = rules.in_words(shown.year)
    which = wording.many(unmarked, "activity", "activities")
    return [
        parts.asking_first(
            parts.button("Mark all as carried out", "carried_out", str(shown.year)),
            f"Carried out in {year}?",
            f"This marks {which} as carried out, without a day. Those that have a day keep it.",
            "Mark them",
        )
    ]


def marked(year: int, many: int) -> str:
    """What is said to who marked a past year as carried out."""
    if not many:
        return f"All of {rules.in_words(year)} was marked as done already."
    return f"Marked as carried out: {wording.many(many, 'activity', 'activities')} of {rules.in_words(year)}."


def outlook(shown: ThisMonth) -> Sequence[Block]:
    """For Home: what is on this month, and what is still to be marked as done, if there is any of both."""
    lines = []
    if shown.planned:
        more = len(shown.planned) - MOST_NAMED
        named = [_named(activity) for activity in shown.planned[:MOST_NAMED]]
        on = wording.listed([*named, f"{more:,} more"] if more > 0 else named)
        lines.append(f"*On the programme in {rules.month_in_words(shown.month)}:* {on}.")
    if shown.past:
        its = "is past its month" if shown.past == 1 else "are past their month"
        many = wording.many(shown.past, "activity", "activities")
        lines.append(f"{many} of the programme {its} and not marked as done.")
    see = Listing("programme", rules.in_words(shown.year))
    button = parts.button("See programme", "see_list", str(see))
    return [parts.section("\n".join(lines), button)] if lines else []


def _named(activity: Activity) -> str:
    theme = f" ({parts.quote(activity.theme, 80)})" if activity.theme else ""
    return f"{escape(activity.kind)}{theme}"


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
    counted = _counted(of_kind, _said_once(shown, day))
    heading = parts.section(f"*{escape(rules.heading(kind))}* · {counted}")
    return [*([] if shown.kind else [heading]), *(_row(entry, shown, day) for entry in rows)]


def _counted(entries: Sequence[Entry], once: str) -> str:
    """ "3 planned, 2 done", "1 round"; where it is said once of all whether they are done, "3 activities"."""
    about = _activities(entries)
    done = sum(activity.is_done for activity in about)
    many = wording.many(len(about), "activity", "activities")
    rounds = len(entries) - len(about)
    said = [
        *([many if once else f"{len(about):,} planned, {done or 'none'} done"] if about else []),
        *([wording.many(rounds, "round")] if rounds else []),
    ]
    return "; ".join(said)


def _row(entry: Entry, shown: Programme, day: Day) -> Block:
    if entry.round is not None:
        return parts.section(_round(entry.round))
    activity = entry.activity
    if activity is None:
        raise ValueError("an entry is an activity or a round")
    tell = activities.by if _said_once(shown, day) else partial(activities.by_and_state, day=day)
    lines = [activities.line(activity), tell(activity), *_came_of(entry)]
    text = "\n".join(line for line in lines if line)
    if shown.may_change:
        menu = [
            (label, f"{word} {activity.id}")
            for label, word in (
                ("Record", "record"),
                ("Change", "change"),
                ("Show", "show"),
                ("Remove", "remove"),
            )
        ]
        return parts.section(text, parts.overflow("programme_menu", menu))
    label = parts.shorten(f"Show: {activity.kind}, {activities.line(activity)}", parts.LONGEST_BUTTON)
    return parts.section(text, parts.button("Show", "show_activity", str(activity.id), label=label))


def _came_of(entry: Entry) -> Sequence[str]:
    counted = entry.counted
    said = [
        wording.many(count, what, several)
        for count, what, several in (
            (counted.strengths, "strength", ""),
            (counted.areas, "area for development", "areas for development"),
            (counted.recommendations, "recommendation", ""),
        )
        if count
    ]
    return [" · ".join(said)] if said else []


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
