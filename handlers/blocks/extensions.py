"""More time: the form that asks for it, the request with its two buttons, and what is said after."""

from collections.abc import Sequence

from bot import paging
from bot.extensions import ToDecide
from bot.rules import dates
from bot.visit import Day
from handlers.blocks import actions, parts
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Block, Message, View
from storage.models import Action, Extension, Person


def ask_form(action: Action, day: Day, carried: str) -> View:
    """Until when, and why?"""
    return View(
        title="Ask for more time",
        callback_id="ask_more_time",
        submit="Ask",
        carried=carried,
        blocks=[
            parts.section(actions.line(action, day)),
            parts.question("wanted", "Until when?", parts.date_input(None)),
            parts.question(
                "reason",
                "What makes the difference?",
                parts.text_input(None, longest=1000, multiline=True),
                hint="Whoever decides reads this. No names of children, no addresses.",
            ),
        ],
    )


def queue(listing: Listing, shown: ToDecide, day: Day, note: str = "") -> Message:
    """One page of what waits to be decided; `note` is what was just done to one of them."""
    if not shown.requests:
        return Message.plain(f"{note}\nNo request for more time waits for you.".strip())
    last = shown.first + len(shown.requests) - 1
    title = f"More time: {shown.total:,} request{'' if shown.total == 1 else 's'}"
    span = f"{shown.first} to {last} of {shown.total:,}, what was asked first comes first."
    place = str(listing.turned(paging.page_of(shown.first)))
    rows = [block for extension in shown.requests for block in _row(extension, place, day)]
    blocks = [
        *([parts.section(note)] if note else []),
        parts.header(title),
        parts.context(span),
        *rows,
        *actions.pager(listing, shown.first, shown.total),
    ]
    names = ", ".join(extension.action.name for extension in shown.requests)
    return Message(f"{note} {title}. {span} {names}.".strip(), blocks)


def _row(extension: Extension, place: str, day: Day) -> Sequence[Block]:
    """The action, what is asked for, and the two buttons; their block's id says where they are shown."""
    buttons = parts.actions(*decision_buttons(extension))
    buttons["block_id"] = f"decide{extension.id}|{place}"
    asked = parts.section(f"{actions.line(extension.action, day)}\n{request(extension)}")
    return [asked, buttons]


def request(extension: Extension) -> str:
    """What is asked for and why, in a line."""
    reason = parts.quote(extension.reason, 500)
    return f"More time is asked for, until {dates.in_words(extension.wanted_on)}: {reason}"


def decision_buttons(extension: Extension) -> Sequence[Block]:
    """For whoever decides."""
    number, name = str(extension.id), f"A{extension.action_id}"
    return [
        parts.button("Give more time", "grant_extension", number, label=f"Give more time: {name}"),
        parts.button("Keep the date", "refuse_extension", number, label=f"Keep the date: {name}"),
    ]


def asked(extension: Extension, decides: Person | None) -> str:
    """What is said to who asked."""
    who = parts.mention(decides) if decides else "Somebody else"
    action = extension.action
    return (
        f"You asked for more time for {action.name}, until {dates.in_words(extension.wanted_on)}. "
        f"{who} decides, and you are told in your next letter. "
        f"Until then it is due on {dates.in_words(action.due_on)}."
    )


def decided(extension: Extension) -> str:
    """What is said to who decided."""
    action = extension.action
    due = dates.in_words(action.due_on)
    if extension.is_granted:
        first = dates.in_words(action.first_due_on)
        return f"{action.name} is now due on {due}. Its first date, {first}, stays on record."
    return f"{action.name} stays due on {due}. Whoever asked is told in their next letter."
