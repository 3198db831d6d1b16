"""A form shown again as it was filled in, with what was wrong above it."""

from collections.abc import Mapping
from typing import Any

from bot.rules import privacy
from handlers.blocks import parts
from handlers.blocks.parts import Block, View

# The block that says what was wrong, which the next one replaces.
SAID = "said"

# By type: what a field holds as Slack sends it back, and what it is to hold at first.
HELD_AND_INITIAL = {
    "plain_text_input": ("value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_users_select": ("selected_users", "initial_users"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
}


def filled_again(view: Mapping[str, Any], sentence: str, *, is_unsafe: bool = False) -> View:
    """`view` is the form as Slack sent it back, with what was typed.

    What identifies somebody is left out. `is_unsafe`: that is what was wrong, and numbers may be of cases.
    """
    state = view["state"]["values"]
    rest = [
        _filled(block, state, is_unsafe=is_unsafe) for block in view["blocks"] if block["block_id"] != SAID
    ]
    return View(
        title=view["title"]["text"],
        callback_id=view["callback_id"],
        submit=view["submit"]["text"],
        carried=view.get("private_metadata", ""),
        blocks=[{**parts.section(sentence), "block_id": SAID}, *rest],
    )


def _filled(block: Block, state: Mapping[str, Any], *, is_unsafe: bool) -> Block:
    if block["type"] != "input":
        return block
    element = {key: value for key, value in block["element"].items() if not key.startswith("initial_")}
    held, initial = HELD_AND_INITIAL[element["type"]]
    value = state.get(block["block_id"], {}).get(element["action_id"], {}).get(held)
    if not value or (held == "value" and _identifies(value, is_unsafe=is_unsafe)):
        return {**block, "element": element}
    return {**block, "element": {**element, initial: _as_offered(element, value)}}


def _identifies(text: str, *, is_unsafe: bool) -> bool:
    return bool(privacy.found(text) or (is_unsafe and privacy.may_be_of_cases(text)))


def _as_offered(element: Block, value: Any) -> Any:
    """What was chosen among options is to be one of them exactly; Slack may send it back in part."""
    options = {entry["value"]: entry for entry in element.get("options", ())}
    if isinstance(value, list) and options:
        return [options[entry["value"]] for entry in value]
    if isinstance(value, dict):
        return options.get(value["value"], value)
    return value
