"""One action: where it stands, what it is for, and the buttons that the person may press."""

from collections.abc import Sequence

from bot.rules import dates, lifecycle
from bot.standing import Standing
from bot.visit import Day
from handlers.blocks import actions, checks, endings, extensions, parts
from handlers.blocks.parts import Block, Message
from storage.words import FINISHED, Status


def page(standing: Standing, day: Day, note: str = "") -> Message:
    """`note` is what was just done to it."""
    text = "\n".join([actions.line(standing.action, day), *_more(standing)])
    blocks = [*([parts.section(note)] if note else []), parts.section(text)]
    blocks += [parts.actions(*buttons) for buttons in (_buttons(standing), _less_often(standing)) if buttons]
    if standing.request:
        blocks.append(parts.section(extensions.request(standing.request)))
        if standing.may_decide:
            blocks.append(parts.actions(*extensions.decision_buttons(standing.request)))
        text = f"{text}\n{extensions.request(standing.request)}"
    return Message(f"{note} {text}".strip(), blocks)


def _more(standing: Standing) -> list[str]:
    """What it is for, when its owner means to do it, and what a check found."""
    action = standing.action
    lines = []
    if action.recommendation and action.recommendation.text != action.text:
        lines.append(f"For the recommendation: {parts.quote(action.recommendation.text, 300)}")
    if lifecycle.is_unfinished(action.status):
        if action.picked_on:
            lines.append(f"To be done on {dates.in_words(action.picked_on)}, the day that was picked.")
        if action.disowned_on:
            lines.append(f"Its owner said on {dates.in_words(action.disowned_on)} that it is not theirs.")
            if standing.why_disowned:
                lines.append(f"In their words: {parts.quote(standing.why_disowned, 300)}")
    lines += actions.where_to_look(action)
    if standing.check and _still_tells(standing):
        lines.append(checks.outcome(standing.check))
    if standing.ending:
        lines.append(endings.outcome(standing.ending))
    return lines


def _still_tells(standing: Standing) -> bool:
    """A check tells of an action that is as it left it: checked, or open again."""
    is_checked = standing.action.status is Status.CHECKED
    is_open = lifecycle.is_unfinished(standing.action.status)
    return standing.check is not None and (is_checked if standing.check.is_done else is_open)


def _buttons(standing: Standing) -> Sequence[Block]:
    action = standing.action
    buttons: list[Block] = []
    if lifecycle.is_unfinished(action.status):
        buttons += _of_unfinished(standing)
    elif standing.may_check:
        buttons += checks.check_buttons(action)
    elif standing.may_change and action.status is Status.CHECKED and standing.check:
        buttons.append(checks.impact_select(action))
    if standing.may_change and lifecycle.after(action.status, lifecycle.Move.REOPEN):
        buttons.append(actions.button("Reopen", "reopen_action", action))
    if action.case:
        buttons.append(parts.button("Open case", "open_case", action.case.reference))
    return buttons


def _less_often(standing: Standing) -> Sequence[Block]:
    """Slack shows five of a row of buttons, so what is rarer has a row of its own."""
    action = standing.action
    buttons: list[Block] = []
    if standing.may_change and lifecycle.after(action.status, lifecycle.Move.START):
        buttons.append(actions.button("Started", "start_action", action))
    if standing.may_change and action.status in FINISHED:
        buttons.append(actions.button("Say where to look", "point_to_record", action))
    if standing.may_end:
        buttons.append(endings.end_button(action))
    return buttons


def _of_unfinished(standing: Standing) -> Sequence[Block]:
    """Four at most, so that with the case there are five: those that fit whoever looks."""
    action = standing.action
    if not standing.may_change:
        return []
    done = actions.button("Done", "complete_action", action)
    give = actions.button("Give to somebody", "give_action", action)
    if action.disowned_on and standing.may_give:
        return [done, actions.button("Still theirs", "keep_action", action), give]
    buttons = [done, actions.button("Pick a day", "pick_day", action)]
    if standing.request is None:
        buttons.append(actions.button("Ask for more time", "ask_more_time", action))
    if standing.is_own and not action.disowned_on:
        buttons.append(actions.button("Not mine", "not_mine", action))
    elif standing.may_give:
        buttons.append(give)
    return buttons
