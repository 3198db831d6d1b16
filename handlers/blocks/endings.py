"""Actions that end undone: the form that approves it, and what is said of it."""

from collections.abc import Sequence

from bot.rules import dates, lifecycle
from bot.rules.lifecycle import Move
from bot.visit import Day
from handlers.blocks import actions, parts
from handlers.blocks.parts import Block, View
from storage.models import Action, Ending

WAYS = (
    (Move.AGREE_NOT_TO_DO, "Agreed not to do", "It could be done, and it was decided otherwise."),
    (Move.NO_LONGER_APPLIES, "No longer applies", "What it was for has changed, or the case was closed."),
)


def form(action: Action, day: Day, carried: str) -> View:
    """How it ends, why, and when it is looked at again."""
    ways = [parts.option(label, way.value, meaning) for way, label, meaning in WAYS]
    return View(
        title="Not to be done",
        callback_id="end_action",
        submit="Approve",
        carried=carried,
        blocks=[
            parts.section(actions.line(action, day)),
            parts.question("way", "How does it end?", parts.choice_input(None, ways)),
            parts.question(
                "why",
                "Why?",
                parts.text_input(None, longest=1000, multiline=True),
                hint="Its owner reads this, and the meeting may. No names of children, no addresses.",
            ),
            parts.question(
                "review",
                "When is this looked at again?",
                parts.date_input(None),
                hint="Needed for what was agreed not to be done.",
                optional=True,
            ),
        ],
    )


def end_button(action: Action) -> Block:
    """What has ended already is looked at again."""
    label = "Not to be done" if lifecycle.is_unfinished(action.status) else "Still not to be done"
    return actions.button(label, "end_action", action)


def row(ending: Ending, day: Day) -> Sequence[Block]:
    """What ended, why, and the way to its page, where it is opened again or left."""
    button = actions.button("Look again", "show_action", ending.action)
    return [parts.section(f"{actions.line(ending.action, day)}\n{outcome(ending)}", button)]


def ended(action: Action) -> str:
    """What is said to who approved it."""
    owner = parts.mention(action.owner)
    told = f"{owner} is" if action.owner.slack_id else f"Whoever gets {owner}'s letters is"
    return f"{action.name} is closed: {action.status.label.lower()}. {told} told in the next letter."


def outcome(ending: Ending) -> str:
    """When it was approved, why, and when it is looked at again."""
    why = parts.quote(ending.why, 500)
    return f"Approved on {dates.in_words(ending.approved_on)}: {why}\n{looked_at_again(ending)}".strip()


def looked_at_again(ending: Ending) -> str:
    return f"To be looked at again on {dates.in_words(ending.review_on)}." if ending.review_on else ""
