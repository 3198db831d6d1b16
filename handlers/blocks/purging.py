"""Purging a case: the form that asks twice, and what is said once it is done."""

from collections.abc import Sequence

from bot.purging import Held, Posted, Purged
from bot.rules import dates
from handlers.blocks import parts
from handlers.blocks.parts import View

MOST_LISTED = 10


def form(held: Held) -> View:
    """What goes, who asked, and the reference once more."""
    return View(
        title="Purge a case",
        callback_id="purge_case",
        submit="Purge",
        carried=held.reference,
        blocks=[
            parts.section(held.told),
            parts.context(
                "You approve it, so somebody else has asked for it. The journal keeps who, when and how "
                "much, and nothing of what it was. Write the case out first if its record lacks it: "
                f"`/g2o export case {held.reference}`."
            ),
            parts.question(
                "asked_by",
                "Who asked for it?",
                parts.person_input(None),
                hint="Somebody in the quality team, or another leader.",
            ),
            parts.question(
                "again",
                "Type the reference again",
                parts.text_input(None, longest=20),
                hint="So that no other case is meant.",
            ),
        ],
    )


def purged(done: Purged, left: Sequence[tuple[Posted, str]], *, is_swept: bool) -> str:
    """What is said to who approved it. `left` are letters that are in Slack still, and why."""
    lines = [
        f"Case {done.reference} is purged. The journal keeps that you approved it, who asked and when.",
        *_in_slack(done, left),
        "Backups and files that were made before still hold it.",
    ]
    if not is_swept:
        lines.append(
            "The database was in use, so its file may hold traces. "
            "Please ask an administrator to run `python -m bot db sweep`."
        )
    return "\n".join(lines)


def _in_slack(done: Purged, left: Sequence[tuple[Posted, str]]) -> Sequence[str]:
    if not left:
        return ["The letters that told of it are deleted in Slack."] if done.posted else []
    more = [f"• {len(left) - MOST_LISTED:,} more"] if len(left) > MOST_LISTED else []
    listed = [f"• {_letter(letter)}: {why}" for letter, why in left[:MOST_LISTED]]
    return ["Still in Slack, for whoever runs the workspace to delete:", *listed, *more]


def _letter(letter: Posted) -> str:
    return f"the letter to {parts.quote(letter.reader, 80)} of {dates.in_words(letter.day)}"
