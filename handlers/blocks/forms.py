"""A form shown again as it was filled in, with what was wrong above it."""

from collections.abc import Mapping
from typing import Any

from handlers.blocks import parts
from handlers.blocks.parts import Block, View

# The block that says what was wrong, which the next one replaces.
SAID = "said"


def filled_again(view: Mapping[str, Any], values: Mapping[str, Any], sentence: str) -> View:
    """`view` is the form as Slack sent it back, `values` what was typed, by the name of the field."""
    rest = [_filled(block, values) for block in view["blocks"] if block.get("block_id") != SAID]
    return View(
        title=view["title"]["text"],
        callback_id=view["callback_id"],
        submit=view["submit"]["text"],
        carried=view.get("private_metadata", ""),
        blocks=[{**parts.section(sentence), "block_id": SAID}, *rest],
    )


def _filled(block: Block, values: Mapping[str, Any]) -> Block:
    if block["type"] != "input":
        return block
    element = {key: value for key, value in block["element"].items() if not key.startswith("initial_")}
    value = values.get(block["block_id"])
    return {**block, "element": {**element, **(_initial(element, value) if value else {})}}


def _initial(element: Block, value: Any) -> Block:
    options = element.get("options", ())
    match element["type"]:
        case "datepicker":
            return {"initial_date": value}
        case "users_select":
            return {"initial_user": value}
        case "static_select":
            return {"initial_option": next(entry for entry in options if entry["value"] == value)}
        case "external_select":
            # What was chosen is named by its reference, which the option shows.
            return {"initial_option": parts.option(value, value)}
        case "checkboxes":
            return {"initial_options": [entry for entry in options if entry["value"] in value]}
        case _:
            return {"initial_value": value}
