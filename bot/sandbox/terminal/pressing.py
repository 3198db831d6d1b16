"""Pressing what has a number, after what has to be asked first."""

from collections.abc import Callable

from bot.sandbox import client, drawing, forms
from bot.sandbox.config import Json
from bot.sandbox.terminal.answers import Cancelled
from bot.sandbox.terminal.question import KEEP, Question
from bot.sandbox.terminal.session import Session


def press(session: Session, target: drawing.Target) -> Callable[[], client.Done]:
    """What presses a target, after anything has been asked that belongs to it. Raises Cancelled."""
    _confirm(session, target.element.get("confirm"))
    value = _chosen(session, target)
    block_id = target.block_id or None
    return lambda: session.slack.click(
        session.me.id, target.surface, target.action_id, value, block_id=block_id
    )


def _confirm(session: Session, dialog: Json | None) -> None:
    """Ask what the app wants asked before a click counts."""
    if not dialog:
        return
    session.say(drawing.plain(dialog.get("title")), "bold")
    session.write.print(drawing.formatted(dialog.get("text"), session.reader))
    yes, no = drawing.plain(dialog.get("confirm")) or "Yes", drawing.plain(dialog.get("deny")) or "No"
    if session.read(f"  yes for {yes}, anything else for {no} > ").strip().casefold() not in {"y", "yes"}:
        session.say("Not done.")
        raise Cancelled


def _chosen(session: Session, target: drawing.Target) -> object:
    """What a click chooses: asked for where the page did not show every choice."""
    kind = target.element["type"]
    if kind == "checkboxes":
        ticked = [each["value"] for each in target.element.get("initial_options") or []]
        others = [each for each in ticked if each != target.value]
        return others if target.value in ticked else [*ticked, target.value]
    if kind not in drawing.PICKERS:
        return target.value
    block = {"type": "actions", "block_id": target.block_id, "label": target.element.get("placeholder")}
    answer = Question(session, forms.Field(block, target.element)).answer()
    if answer is KEEP:
        session.say("Nothing chosen.")
        raise Cancelled
    return answer
