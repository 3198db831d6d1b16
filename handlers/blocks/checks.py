"""Checks: what waits for one, the form that says "not yet", and whether it made a difference."""

from collections.abc import Sequence

from bot import paging
from bot.checks import ToCheck
from bot.rules import dates
from bot.visit import Day
from handlers.blocks import actions, parts
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Block, Message, View
from storage.models import Action, Check
from storage.words import Impact


def queue(listing: Listing, shown: ToCheck, day: Day, note: str = "") -> Message:
    """One page of what is done and not checked; `note` is what was just done to one of them."""
    if not shown.actions:
        return Message.plain(f"{note}\nNothing waits for you to check.".strip())
    last = shown.first + len(shown.actions) - 1
    many = "1 action" if shown.total == 1 else f"{shown.total:,} actions"
    title = f"To check: {many}"
    span = f"{shown.first} to {last} of {shown.total:,}, what was done first comes first."
    place = str(listing.turned(paging.page_of(shown.first)))
    rows = [block for action in shown.actions for block in row(action, place, day)]
    blocks = [
        *([parts.section(note)] if note else []),
        parts.header(title),
        parts.context(span),
        *rows,
        *actions.pager(listing, shown.first, shown.total),
    ]
    names = ", ".join(action.name for action in shown.actions)
    return Message(f"{note} {title}. {span} {names}.".strip(), blocks)


def check_buttons(action: Action) -> Sequence[Block]:
    """For somebody else than the owner, of what is done."""
    number, name = str(action.id), action.name
    return [
        parts.button("Yes, it is done", "check_action_yes", number, label=f"Yes, it is done: {name}"),
        parts.button("Not yet", "check_action_not_yet", number, label=f"Not yet done: {name}"),
    ]


def impact_select(action: Action) -> Block:
    """Did it make a difference? A value is the answer and the action's number: "yes 17"."""
    options = [(answer.label, f"{answer.value} {action.id}") for answer in Impact]
    return parts.select("say_impact", "Did it make a difference?", options)


def not_yet_form(action: Action, day: Day, carried: str) -> View:
    """What is still to be done?"""
    return View(
        title="Not yet done",
        callback_id="check_action_not_yet",
        submit="Open it again",
        carried=carried,
        blocks=[
            parts.section(actions.line(action, day)),
            parts.question(
                "note",
                "What is still to be done?",
                parts.text_input(None, longest=1000, multiline=True),
                hint="The owner reads this in the next letter. No names of children, no addresses.",
            ),
        ],
    )


def checked(action: Action) -> str:
    return f"{action.name} is checked. Thank you. Its owner is told, and asked whether it made a difference."


def opened_again(action: Action) -> str:
    return f"{action.name} is open again. Its owner is told in the next letter what is still to be done."


def outcome(check: Check) -> str:
    """What the newest check found, and what came of it."""
    on, note = dates.in_words(check.checked_on), parts.quote(check.note or "", 500)
    if not check.is_done:
        return f"Looked at on {on}: not yet done. {note}".strip()
    impact = f" Made a difference: {check.impact.label.lower()}." if check.impact else ""
    return f"Checked on {on}.{impact} {note}".strip()


def impact_said(action: Action, impact: Impact) -> str:
    return f"Noted for {action.name}, whether it made a difference: {impact.label.lower()}. Thank you."


def row(action: Action, place: str, day: Day) -> Sequence[Block]:
    """An action with its buttons. `place` is where it is shown, so that a click can show that place again."""
    buttons = parts.actions(*check_buttons(action), *actions.open_case(action))
    buttons["block_id"] = f"{action.id}|{place}"
    lines = [actions.line(action, day), *actions.where_to_look(action)]
    return [parts.section("\n".join(lines)), buttons]
