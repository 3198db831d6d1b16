"""The programme of a year: its pages, one activity with what came of it, and the forms that change them."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from bot import programme
from bot.errors import field_of
from bot.programme import ActivityPage, Entry, Programme
from bot.rules import dates
from bot.rules import programme as rules
from bot.visit import Day
from handlers.blocks import actions, audit_form, audits, parts
from handlers.blocks.actions import Listing
from handlers.blocks.audit_form import MOST_PARTS, Detail
from handlers.blocks.cases import found
from handlers.blocks.parts import Block, Message, View, escape
from storage.digest import RoundCount
from storage.models import Activity, Recommendation
from storage.words import FindingKind, Origin

# What the list of months says of what goes on all year.
ALL_YEAR = "all year"
DURING_THE_YEAR = "During the year"
MOST_OPTIONS = 100
MOST_RECOMMENDATIONS = 10


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
        text += f" There is a programme for {_list(others)}." if others else ""
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
    return rules.month_in_words(entry.month) if entry.month else DURING_THE_YEAR.lower()


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
    return _list([part for part in said if part])


def _row(entry: Entry, shown: Programme, day: Day) -> Block:
    if entry.round is not None:
        return parts.section(_round(entry.round))
    activity = entry.activity
    if activity is None:
        raise ValueError("an entry is an activity or a round")
    text = "\n".join([_line(activity), _by_and_state(activity, day), *_came_of(entry)])
    if shown.may_change:
        menu = [
            (label, f"{word} {activity.id}")
            for label, word in (("Record", "record"), ("Change", "change"), ("Show", "show"))
        ]
        return parts.section(text, parts.overflow("programme_menu", menu))
    label = parts.shorten(f"Show: {activity.kind}, {_line(activity)}", parts.LONGEST_BUTTON)
    return parts.section(text, parts.button("Show", "show_activity", str(activity.id), label=label))


def _line(activity: Activity) -> str:
    """ "*June 2015* · children in need"."""
    when = rules.month_in_words(activity.month) if activity.month else DURING_THE_YEAR
    theme = f" · {parts.quote(activity.theme, 200)}" if activity.theme else ""
    return f"*{when}*{theme}"


def _by_and_state(activity: Activity, day: Day) -> str:
    by = f"{escape(activity.by)} · " if activity.by else ""
    return f"{by}{state(activity, day)}"


def state(activity: Activity, day: Day) -> str:
    """Done on a day, planned, or past its month and not recorded."""
    if activity.done_on:
        return f"done {dates.in_words(activity.done_on)}"
    last = activity.month or rules.months(activity.year)[-1]
    return "planned" if last >= day.date.replace(day=1) else "not recorded yet"


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


def _list(words: Sequence[str]) -> str:
    *others, last = words
    return f"{', '.join(others)}{' and ' if others else ''}{last}"


def activity(shown: ActivityPage, day: Day, note: str = "") -> Message:
    """One activity with all that came of it; `note` is what was just done to it."""
    about = shown.activity
    title = f"{about.kind}, {rules.in_words(about.year)}"
    lines = [_line(about), _by_and_state(about, day)]
    if about.note:
        lines.append(parts.quote(about.note, 800))
    blocks = [
        *([parts.section(note)] if note else []),
        parts.header(title),
        parts.section("\n".join(lines)),
        *found(shown.findings),
        *_recommendations(shown),
        *([parts.actions(*_buttons(about))] if shown.may_change else []),
    ]
    text = f"{note} {escape(title)}: {_by_and_state(about, day)}. {_recommended(shown.recommendations)}"
    return Message(text.strip(), blocks)


def _recommended(recommended: Sequence[Recommendation]) -> str:
    numbers = _list([entry.number or "without a number" for entry in recommended]) if recommended else ""
    return f"Recommended to the service: {numbers}." if numbers else "It has recommended nothing yet."


def _buttons(about: Activity) -> Sequence[Block]:
    label = "Record more" if about.done_on else "Record"
    return [
        parts.button(label, "record_activity", str(about.id)),
        parts.button("Change", "change_activity", str(about.id)),
    ]


def _recommendations(shown: ActivityPage) -> Sequence[Block]:
    recommended = shown.recommendations
    if not recommended:
        return []
    rows = [_recommendation(entry, shown) for entry in recommended[:MOST_RECOMMENDATIONS]]
    more = len(recommended) - MOST_RECOMMENDATIONS
    return [
        parts.section("*Recommendations to the service*"),
        *rows,
        *([parts.context(f"and {more:,} more")] if more > 0 else []),
    ]


def _recommendation(entry: Recommendation, shown: ActivityPage) -> Block:
    agreed = ", ".join(action.name for action in shown.actions[entry.id])
    number = f"*{escape(entry.number)}* · " if entry.number else ""
    text = (
        f"{number}{parts.quote(entry.text, 200)}\n"
        f"_{entry.origin.label}_ · {f'Actions: {agreed}' if agreed else 'No action agreed yet'}"
    )
    if not shown.may_agree:
        return parts.section(text)
    label = f"Agree action: {entry.text}"
    return parts.section(text, parts.button("Agree action", "agree_action", str(entry.id), label=label))


def added(new: Activity, day: Day) -> Message:
    """What is said of an activity that was put on the programme, with what one may want to do next."""
    return _said("Added to", new, day)


def changed(about: Activity, day: Day) -> Message:
    return _said("Changed in", about, day)


def _said(did: str, about: Activity, day: Day) -> Message:
    text = f"{did} the programme {rules.in_words(about.year)}: {escape(about.kind)}."
    more = parts.button("Add another", "add_activity", str(about.year))
    blocks = [
        parts.section(f"{text}\n{_line(about)}\n{_by_and_state(about, day)}"),
        parts.actions(*_buttons(about), more),
    ]
    return Message(f"{text} {_by_and_state(about, day)}", blocks)


def add_form(values: Mapping[str, Any], year: int, kinds: Sequence[str]) -> View:
    """The form behind Add activity."""
    return View(
        title=f"Programme {rules.in_words(year)}",
        callback_id="add_activity",
        submit="Add",
        carried=str(year),
        blocks=_plan(values, year, kinds),
    )


def change_form(about: Activity, kinds: Sequence[str], carried: str) -> View:
    """The form that plans an activity anew."""
    values = {
        "kind": about.kind,
        "theme": about.theme,
        "by": about.by,
        "month": about.month.isoformat() if about.month else ALL_YEAR,
    }
    return View(
        title="Change an activity",
        callback_id="change_activity",
        submit="Save",
        carried=carried,
        blocks=_plan(values, about.year, kinds),
    )


def _plan(values: Mapping[str, Any], year: int, kinds: Sequence[str]) -> Sequence[Block]:
    months = [
        *(parts.option(rules.month_in_words(month), month.isoformat()) for month in rules.months(year)),
        parts.option(DURING_THE_YEAR, ALL_YEAR),
    ]
    return [
        parts.question(
            "kind",
            "Kind",
            parts.choice_input(
                values.get("kind"), [parts.option(kind, kind) for kind in kinds[:MOST_OPTIONS]]
            ),
            optional=True,
        ),
        parts.question(
            "other_kind",
            "Or another kind",
            parts.text_input(None, longest=programme.LONGEST_KIND),
            hint="Only where none of the list fits, such as Practice week.",
            optional=True,
        ),
        parts.question(
            "theme",
            "Theme",
            parts.text_input(values.get("theme"), longest=programme.LONGEST_THEME),
            hint="What it looks at, such as pathway plans. No names of children.",
            optional=True,
        ),
        parts.question(
            "by",
            "By whom",
            parts.text_input(values.get("by"), longest=programme.LONGEST_BY),
            hint="In-house, an outside organisation, or a post such as the Assistant Director.",
            optional=True,
        ),
        parts.question("month", "Planned for", parts.choice_input(values.get("month"), months)),
    ]


def record_values(shown: ActivityPage, day: Day) -> dict[str, Any]:
    """What the form behind Record holds when it opens."""
    about = shown.activity
    values = {
        "done_on": (about.done_on or day.date).isoformat(),
        "by": about.by,
        "note": about.note,
    }
    return values | audit_form.findings_values(shown.findings, audit_form.MOST_FINDINGS)


def record_form(values: Mapping[str, Any], about: Activity, detail: Detail, *, day: Day) -> View:
    """What came of an activity; `values` are what the form holds already."""
    more = "add_to_activity"
    by = parts.text_input(values.get("by"), longest=programme.LONGEST_BY)
    return View(
        title="Record an activity",
        callback_id="record_activity",
        submit="Record",
        carried=str(detail),
        blocks=[
            parts.section(f"{escape(about.kind)}\n{_line(about)}\n{state(about, day).capitalize()}"),
            parts.question(
                "done_on",
                "Done on",
                parts.date_input(values.get("done_on")),
                hint="Leave empty while it is not done yet.",
                optional=True,
            ),
            parts.question("by", "By whom", by, optional=True),
            parts.question(
                "note",
                "Note",
                parts.text_input(values.get("note"), longest=1000, multiline=True),
                hint="How it was done, and where the full report is. No names of children, no addresses.",
                optional=True,
            ),
            *audit_form.findings_questions(values, FindingKind.STRENGTH, detail.strength, more, detail.most),
            *audit_form.findings_questions(values, FindingKind.AREA, detail.area, more, detail.most),
            *_new_recommendations(values, about, detail.recommendation, more),
        ],
    )


def _new_recommendations(
    values: Mapping[str, Any], about: Activity, count: int, more: str
) -> Sequence[Block]:
    """Those that it has made already are on its page."""
    blocks: list[Block] = []
    for position in range(count):
        called = parts.numbered("recommendation", position)
        origin = field_of("origin", position)
        chosen = values.get(origin) or programme.origin_of(about).value
        origins = [parts.option(entry.label, entry.value) for entry in Origin]
        blocks += [
            audits.recommendation_question(values, optional=True, position=position),
            audits.theme_question(values, field_of("theme", position), called),
            parts.question(origin, f"Source of the {called}", parts.choice_input(chosen, origins)),
            *actions.action_questions(
                values,
                optional=True,
                position=position,
                due_hint="The date that was agreed for it; a recommendation to the service has no other.",
            ),
        ]
    another = audit_form.more_button("Another recommendation", "recommendation", more)
    return [*blocks, *([another] if count < MOST_PARTS else [])]
