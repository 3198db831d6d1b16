"""Recommendations: what was added, and the forms that add one to an audit or to the service."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.errors import field_of
from bot.recommendations import Added
from bot.rules.themes import THEMES
from handlers.blocks import actions, parts
from handlers.blocks.parts import Block, Message, View
from storage.words import Origin

# Said where an action of such a recommendation is dated.
OF_THE_SERVICE = "The date that was agreed for it; a recommendation to the service has no other."


def added(result: Added) -> Message:
    """The answer to a new recommendation."""
    return Message.plain(added_line(result))


def added_line(result: Added) -> str:
    """What was recommended, and the first action for it."""
    opening = "Already recommended" if result.already else "Recommended"
    line = f"{opening}: {parts.quote(result.recommendation.text, 800)}"
    return f"{line}\n{actions.agreed_line(result.action)}" if result.action else line


def recommendation_form(values: Mapping[str, Any], carried: str, *, with_action: bool = True) -> View:
    """The form behind Add recommendation."""
    return View(
        title="Add recommendation",
        callback_id="add_recommendation",
        submit="Add",
        carried=carried,
        blocks=_recommendation(values, with_action=with_action),
    )


def service_form(carried: str) -> View:
    """Recommends to the service, from whatever source."""
    return View(
        title="Recommend to the service",
        callback_id="recommend_to_service",
        submit="Add",
        carried=carried,
        blocks=[
            recommendation_question({}, optional=False),
            theme_question({}, "theme", "recommendation"),
            origin_question("origin", Origin.AUDIT.value, "recommendation"),
            *actions.action_questions({}, optional=True, due_hint=OF_THE_SERVICE),
        ],
    )


def _recommendation(values: Mapping[str, Any], *, with_action: bool) -> Sequence[Block]:
    return [
        recommendation_question(values, optional=False),
        theme_question(values, "theme", "recommendation"),
        *(actions.action_questions(values, optional=True) if with_action else ()),
    ]


def recommendation_question(values: Mapping[str, Any], *, optional: bool, position: int = 0) -> Block:
    """What is asked for, the n-th of a form that may have several."""
    name = field_of("recommendation", position)
    return parts.question(
        name,
        parts.numbered("Recommendation", position),
        parts.text_input(values.get(name), longest=1000, multiline=True),
        hint="A change asked for. No names, no dates of birth, no addresses.",
        optional=optional,
    )


def theme_question(values: Mapping[str, Any], name: str, what: str) -> Block:
    """What it is about, from the list; `what` tells several apart for those who hear the form."""
    themes = [parts.option(theme, theme) for theme in THEMES]
    return parts.question(
        name, f"Theme of the {what}", parts.choice_input(values.get(name), themes), optional=True
    )


def origin_question(name: str, chosen: str, what: str) -> Block:
    """Where it comes from: an audit, a consultation, an inspection..."""
    origins = [parts.option(entry.label, entry.value) for entry in Origin]
    return parts.question(name, f"Source of the {what}", parts.choice_input(chosen, origins))
