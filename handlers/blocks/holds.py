"""A case on hold: the form that asks why, and what is said once it is, or is released."""

from bot.free_text import LONGEST
from handlers.blocks import parts
from handlers.blocks.parts import View


def form(reference: str) -> View:
    return View(
        title="Put a case on hold",
        callback_id="hold_case",
        submit="Put on hold",
        carried=reference,
        blocks=[
            parts.section(
                f"While case {reference} is on hold it cannot be purged, and what the bot wrote of it in "
                "Slack is not deleted. Everything else goes on: actions, reminders and audits."
            ),
            parts.question(
                "because",
                "Why is it held?",
                parts.text_input(None, longest=LONGEST, multiline=True),
                hint="Such as a complaint, a court case or an inquiry. No names, and no numbers of theirs.",
            ),
        ],
    )


def held(reference: str) -> str:
    return (
        f"Case {reference} is on hold. It cannot be purged, and what the bot wrote of it in Slack stays, "
        f"until somebody of the quality team or a leader ends the hold: `/g2o release {reference}`."
    )


def released(reference: str) -> str:
    return (
        f"Case {reference} is released. What the bot wrote of it in Slack is deleted after the usual days "
        "again, and it can be purged."
    )
