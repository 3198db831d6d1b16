"""One activity of the programme: its lines, and its page with all that came of it."""

from collections.abc import Sequence

from bot.activities import ActivityPage, NewActivity
from bot.rules import dates, wording
from bot.rules import programme as rules
from bot.visit import Day
from handlers.blocks import parts
from handlers.blocks.cases import found
from handlers.blocks.parts import Block, Message, escape
from storage.models import Activity, Recommendation

DURING_THE_YEAR = "During the year"


MOST_RECOMMENDATIONS = 10


def line(activity: Activity) -> str:
    """ "*June 2015* · children in need"."""
    when = rules.month_in_words(activity.month) if activity.month else DURING_THE_YEAR
    theme = f" · {parts.quote(activity.theme, 200)}" if activity.theme else ""
    return f"*{when}*{theme}"


def by_and_state(activity: Activity, day: Day) -> str:
    return " · ".join([*([by(activity)] if activity.by else []), state(activity, day)])


def by(activity: Activity) -> str:
    return escape(activity.by or "")


def state(activity: Activity, day: Day) -> str:
    """Done, on a day if that is known; planned; or past its month and not marked as done."""
    if activity.done_on:
        return f"done {dates.in_words(activity.done_on)}"
    if activity.done_undated:
        return "carried out, the day is not recorded"
    last = activity.month or rules.months(activity.year)[-1]
    return "planned" if last >= day.date.replace(day=1) else "not marked as done"


def page(shown: ActivityPage, day: Day, note: str = "") -> Message:
    """One activity with all that came of it; `note` is what was just done to it."""
    about = shown.activity
    title = f"{about.kind}, {rules.in_words(about.year)}"
    lines = [line(about), by_and_state(about, day)]
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
    text = f"{note} {escape(title)}: {by_and_state(about, day)}. {_recommended(shown.recommendations)}"
    return Message(text.strip(), blocks)


def _recommended(recommended: Sequence[Recommendation]) -> str:
    numbers = (
        wording.listed([entry.number or "without a number" for entry in recommended]) if recommended else ""
    )
    return f"Recommended to the service: {numbers}." if numbers else "It has recommended nothing yet."


def _buttons(about: Activity) -> Sequence[Block]:
    label = "Record more" if about.is_done else "Record"
    return [
        parts.button(label, "record_activity", str(about.id)),
        parts.button("Change", "change_activity", str(about.id)),
        parts.button("Remove", "remove_activity", str(about.id)),
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


def removed(was: NewActivity, carried: str) -> Message:
    """What is said of an activity that was taken off the programme; `carried` puts it back."""
    theme = f", {parts.quote(was.theme, 200)}" if was.theme else ""
    text = f"Removed from the programme {rules.in_words(was.year)}: {escape(was.kind)}{theme}."
    return Message(
        text, [parts.section(text), parts.actions(parts.button("Put it back", "put_activity_back", carried))]
    )


def put_back(about: Activity, day: Day) -> Message:
    return _said("Put back on", about, day)


def changed(about: Activity, day: Day) -> Message:
    return _said("Changed in", about, day)


def _said(did: str, about: Activity, day: Day) -> Message:
    text = f"{did} the programme {rules.in_words(about.year)}: {escape(about.kind)}."
    more = parts.button("Add another", "add_activity", str(about.year))
    blocks = [
        parts.section(f"{text}\n{line(about)}\n{by_and_state(about, day)}"),
        parts.actions(*_buttons(about), more),
    ]
    return Message(f"{text} {by_and_state(about, day)}", blocks)
