"""Whose an action is and when they mean to do it: the three small forms, and what is said after."""

from datetime import date

from bot.rules import dates
from bot.visit import Day
from handlers.blocks import actions, parts
from handlers.blocks.parts import View
from storage.models import Action, Person


def pick_form(action: Action, day: Day, carried: str) -> View:
    """When will the owner do it?"""
    is_ahead = action.picked_on is not None and action.picked_on >= day.date
    picked = action.picked_on if is_ahead else None
    return View(
        title="Pick a day",
        callback_id="pick_day",
        submit="Save",
        carried=carried,
        blocks=[
            parts.section(actions.line(action, day)),
            parts.question(
                "day",
                "When will it be done?",
                parts.date_input(picked.isoformat() if picked else None),
                hint="Until then its owner gets no reminder of it. The date it is due stays as it is.",
            ),
        ],
    )


def disown_form(action: Action, day: Day, carried: str) -> View:
    """Not mine."""
    return View(
        title="Not mine",
        callback_id="not_mine",
        submit="Send",
        carried=carried,
        blocks=[
            parts.section(actions.line(action, day)),
            parts.question(
                "note",
                "Whose is it, or what is not right?",
                parts.text_input(None, longest=1000, multiline=True),
                hint="Whoever agreed it reads this. No names of children, no addresses.",
                optional=True,
            ),
        ],
    )


def give_form(action: Action, day: Day, carried: str) -> View:
    """Somebody else is to do it."""
    return View(
        title="Give to somebody",
        callback_id="give_action",
        submit="Give",
        carried=carried,
        blocks=[
            parts.section(actions.line(action, day)),
            parts.question("owner", "Who is to do it?", parts.person_input(None)),
        ],
    )


def picked(action: Action, day: date, *, is_own: bool) -> str:
    """What is said when a day was picked."""
    due = dates.in_words(action.due_on)
    whom, their = ("you", "your") if is_own else (_owner(action), "their")
    said = f"{action.name} is noted for {dates.in_words(day)}. I remind {whom} on that day."
    if day > action.due_on:
        return (
            f"{said} It is due on {due}, before that, so {their} manager is still let know when it is late. "
            "More time can be asked for."
        )
    return f"{said} It is still due on {due}."


def disowned(action: Action, decides: Person | None) -> str:
    """What is said when an owner said that it is not theirs."""
    who = parts.mention(decides) if decides else "The quality team"
    return f"Thank you for saying so. {who} is told in the next letter, and decides whose {action.name} is."


def kept(action: Action) -> str:
    return f"{action.name} stays with {_owner(action)}, who is told in the next letter."


def given(action: Action) -> str:
    return f"{action.name} is now {_owner(action)}'s, who is told in the next letter. Its dates stay."


def _owner(action: Action) -> str:
    return parts.mention(action.owner)
