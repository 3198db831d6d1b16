"""Actions: one of them, a page of a list, and the form that agrees one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot import paging
from bot.actions import LONGEST_POINTER, ActionList, Asked
from bot.errors import field_of
from bot.rules import dates, lifecycle
from bot.visit import Day
from handlers import carried
from handlers.blocks import forms, parts
from handlers.blocks.parts import Block, Message, View
from storage.models import Action
from storage.words import Status

NOTHING = {
    ("overdue", True): "You have nothing overdue.",
    ("overdue", False): "Nothing is overdue there.",
    ("due", False): "Nothing is due{when}.",
    ("due", True): "Nothing of yours is due{when}.",
    ("open", True): "You have no open actions.",
    ("open", False): "Nothing is open there.",
    ("mine", True): "You have no open actions.",
}
HEADINGS = {"overdue": "Overdue", "due": "Due{when}", "mine": "Your open actions", "open": "Open"}


@dataclass(frozen=True)
class Listing:
    """Which list, asked for in which words, and which page of it, counted from 0."""

    kind: str
    words: str = ""
    page: int = 0

    def __str__(self) -> str:
        """As a button carries it."""
        return f"{self.kind} {self.page} {self.words}".rstrip()

    @classmethod
    def read(cls, text: str) -> "Listing":
        kind, page, words = carried.parts(f"{text}  ", 3)
        return cls(kind, words.strip(), carried.number(page))

    def turned(self, page: int) -> "Listing":
        return replace(self, page=page)


def page(listing: Listing, shown: ActionList, day: Day, note: str = "") -> Message:
    """One page of a list; `note` is what was just done to one of its rows."""
    if not shown.actions:
        nothing = NOTHING[listing.kind, shown.asked.mine].format(when=_when(shown))
        return Message.plain(f"{note}\n{nothing}{_in_sight(shown)}".strip())
    last = shown.first + len(shown.actions) - 1
    title = heading(listing.kind, shown)
    span = f"{shown.first} to {last} of {shown.total:,}, oldest first.{_in_sight(shown)}"
    place = str(listing.turned(shown.page))
    blocks = [
        *([parts.section(note)] if note else []),
        parts.header(title),
        parts.context(span),
        *(row(action, place, day) for action in shown.actions),
        *pager(listing, shown.first, shown.total),
    ]
    names = ", ".join(f"{action.name} ({lateness(action, day)})" for action in shown.actions)
    return Message(f"{note} {title}. {span} {names}.".strip(), blocks)


def _in_sight(shown: ActionList) -> str:
    return "" if shown.everything or shown.asked.mine else " You see what you work with or lead."


def heading(kind: str, shown: ActionList) -> str:
    """ "Overdue: 12 actions, Care leavers"; "Due from Monday 7 to Sunday 13 December 2026: 4 actions"."""
    many = f"{shown.total:,} action{'' if shown.total == 1 else 's'}"
    whose = "" if kind == "mine" else _whose(shown.asked)
    title = HEADINGS[kind].format(when=_when(shown))
    return f"{title}: {many}" + (f", {whose}" if whose else "")


def _when(shown: ActionList) -> str:
    return f" {shown.period.in_words()}" if shown.period else ""


def _whose(asked: Asked) -> str:
    if asked.mine:
        return "yours"
    if asked.team:
        return f"team {asked.team}"
    if asked.owner:
        return asked.owner
    return asked.cohort.plural if asked.cohort else ""


def row(action: Action, place: str, day: Day, more: str = "") -> Block:
    """An action with its menu, and what `more` there is to say of it.

    `place` is where it is shown, so that a click can show that place again.
    """
    text = f"{line(action, day)}\n{more}".rstrip()
    block = parts.section(text, parts.overflow("action_menu", _menu(action, place)))
    block["block_id"] = f"{action.id}|{place}"[:255]
    return block


def button(text: str, action_id: str, action: Action) -> Block:
    """A button that does something to the action; a screen reader says to which."""
    return parts.button(text, action_id, str(action.id), label=f"{text}: {action.name}")


def open_case(action: Action) -> Sequence[Block]:
    """The button that opens the action's case, if it is for one."""
    if action.case is None:
        return []
    reference = action.case.reference
    return [parts.button("Open case", "open_case", reference, label=f"Open case {reference}: {action.name}")]


def line(action: Action, day: Day) -> str:
    """Which action, for which case, whose, and how late it is against its first date."""
    about = action.case.reference if action.case else "the service"
    owner = parts.mention(action.owner)
    return (
        f"*{action.name}* · {about} · {lateness(action, day)}\n"
        f"{parts.quote(action.text, 200)}\n{owner} · {_dates(action)}"
    )


def where_to_look(action: Action) -> Sequence[str]:
    """The line that says where in the case system it can be seen, if its owner has said so."""
    return [f"Where to look: {parts.quote(action.evidence, LONGEST_POINTER)}"] if action.evidence else []


def agree_form(values: Mapping[str, Any], carried: str) -> View:
    """The form that agrees an action for a recommendation."""
    return View(
        title="Agree an action",
        callback_id="agree_action",
        submit="Agree",
        carried=carried,
        blocks=action_questions(values, optional=False),
    )


def pointer_form(action: Action, day: Day, carried: str) -> View:
    """Where in the case system can it be seen?"""
    return View(
        title="Where to look",
        callback_id="point_to_record",
        submit="Save",
        carried=carried,
        blocks=[
            parts.section(line(action, day)),
            parts.question(
                "evidence",
                "Where in the case system can it be seen?",
                parts.text_input(action.evidence, longest=LONGEST_POINTER),
                hint="Such as: visit of 12 March, or supervision note. No names; nothing is uploaded.",
            ),
        ],
    )


def make_form(values: Mapping[str, Any], said: str = "") -> View:
    """The form that makes an action of what somebody wrote; `said` is what is to be known first."""
    note = [{**parts.section(said), "block_id": forms.SAID}] if said else []
    return View(
        title="Make this an action",
        callback_id="make_action",
        submit="Agree",
        blocks=[
            *note,
            parts.question(
                "case",
                "Case",
                {**parts.case_input(None), "action_id": "known_case"},
                hint="By its reference, such as K7Q2M, or the case system's number. Never a name.",
            ),
            *action_questions(values, optional=False),
        ],
    )


def agreed(action: Action, day: Day) -> Message:
    """The answer to an agreed action; it warns where the bank holidays are not known that far ahead."""
    text = f"Agreed: {agreed_line(action)}"
    known = day.calendar.known_until()
    if action.due_on > known:
        text += f"\nBank holidays are known until {dates.in_words(known)} only, so please check the date."
    return Message.plain(text)


def agreed_line(action: Action) -> str:
    """Which action, whose, by when."""
    owner = parts.mention(action.owner)
    due = dates.in_words(action.due_on)
    return f"{action.name} for {owner}, due {due}.\n{parts.quote(action.text, 800)}"


def action_questions(
    values: Mapping[str, Any],
    *,
    optional: bool,
    position: int = 0,
    prefilled: str = "",
    due_hint: str = "Leave empty, and the date follows the grade of the case.",
) -> Sequence[Block]:
    """Who does what by when, of the n-th recommendation in a form. `optional`: nothing need be agreed yet.

    `prefilled` is the date that the grade gives: it stands there until another is chosen.
    """
    action, owner, owner_name, due = (
        field_of(name, position) for name in ("action", "owner", "owner_name", "due")
    )
    hint = "Leave empty if it is the same as the recommendation." if optional else None
    date = parts.date_input(values.get(due) or prefilled)
    if prefilled:
        # Slack keeps what a field holds for as long as it has the same name.
        date["action_id"] = f"due {prefilled}"
    return [
        parts.question(
            action,
            parts.numbered("First action", position) if optional else "Action",
            parts.text_input(values.get(action), longest=1000, multiline=True),
            hint=hint,
            optional=optional,
        ),
        parts.question(
            owner,
            parts.numbered("Owner of the action", position),
            parts.person_input(values.get(owner)),
            optional=True,
        ),
        parts.question(
            owner_name,
            parts.numbered("Or an owner without Slack", position),
            parts.text_input(values.get(owner_name), longest=80),
            hint="The name, as it was added to the bot.",
            optional=True,
        ),
        parts.question(
            due,
            parts.numbered("Due", position),
            date,
            hint=due_hint,
            optional=True,
        ),
    ]


def _menu(action: Action, place: str) -> Sequence[tuple[str, str]]:
    menu = [
        *((label, f"{word} {action.id}") for label, word in _moves(action)),
        ("Show", f"show {action.id}"),
    ]
    if action.case is None or place.startswith("case "):
        return menu
    return [*menu, ("Open case", f"case {action.case.reference}")]


def _moves(action: Action) -> Sequence[tuple[str, str]]:
    if lifecycle.after(action.status, lifecycle.Move.COMPLETE):
        is_new = lifecycle.after(action.status, lifecycle.Move.START)
        return [("Done", "complete"), *([("Started", "start")] if is_new else [])]
    if lifecycle.after(action.status, lifecycle.Move.REOPEN):
        return [("Reopen", "reopen")]
    return []


def lateness(action: Action, day: Day) -> str:
    """How late it is, or how it stands where nothing is left to do."""
    if not lifecycle.is_unfinished(action.status):
        return action.status.label.lower()
    is_late = lifecycle.is_overdue(action.status, action.due_on, day.date)
    told_against = action.first_due_on if is_late else action.due_on
    return dates.lateness(told_against, day.date, day.calendar)


def _dates(action: Action) -> str:
    if action.status is Status.DONE and action.done_on:
        return f"done {dates.in_words(action.done_on)}"
    if action.due_on == action.first_due_on:
        return f"due {dates.in_words(action.due_on)}"
    return f"first due {dates.in_words(action.first_due_on)}, now {dates.in_words(action.due_on)}"


def pager(listing: Listing, first: int, total: int) -> Sequence[Block]:
    """The buttons that turn the pages of a list; `first` is the page's first entry, counted from 1."""
    page = paging.page_of(first)
    buttons = []
    if page > 0:
        buttons.append(parts.button("Previous", "page_before", str(listing.turned(page - 1))))
    if first - 1 + paging.PAGE < total:
        buttons.append(parts.button("Next", "page_after", str(listing.turned(page + 1))))
    return [parts.actions(*buttons)] if buttons else []
