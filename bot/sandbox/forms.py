"""What people enter: the fields of a surface, their values in Slack's shapes, what its client refuses."""

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.sandbox.config import Json
from bot.sandbox.errors import FieldMissing, NotOnScreen

Key: TypeAlias = tuple[str, str]
Entered: TypeAlias = dict[Key, Any]

# element type -> (name of its value in a payload, name of its prefilled value)
VALUE_NAMES: Mapping[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", ""),
}
STATELESS = frozenset(
    {
        "button",
        "overflow",
        "workflow_button",
        "feedback_buttons",
        "icon_button",
        "url_source",
        "action_button",
    }
)
WITH_OPTIONS = frozenset({"static_select", "radio_buttons", "checkboxes", "multi_static_select", "overflow"})
TYPED = frozenset({"plain_text_input", "number_input", "email_text_input", "url_text_input"})
MANY = frozenset(name for name in VALUE_NAMES if name.startswith("multi_")) | {"checkboxes", "file_input"}


@dataclass(frozen=True)
class Field:
    """An interactive element and the block it stands in."""

    block: Json
    element: Json

    @property
    def key(self) -> Key:
        """Its block_id and action_id."""
        return self.block["block_id"], self.element["action_id"]

    @property
    def type(self) -> str:
        """The element's type, such as `static_select`."""
        return str(self.element["type"])

    @property
    def required(self) -> bool:
        """Whether a form cannot be submitted without it."""
        return self.block["type"] == "input" and not self.block.get("optional", False)


def with_ids(blocks: list[Json], prefix: str) -> list[Json]:
    """A copy in which every block and interactive element has an id, as Slack gives them."""
    copied = copy.deepcopy(blocks)
    _fill_in_ids(copied, prefix)
    return copied


def fields(blocks: list[Json]) -> Iterator[Field]:
    """The interactive elements in order of appearance."""
    for block in blocks:
        yield from (Field(block, element) for element in _elements(block))
        yield from fields(_nested_blocks(block))


def state(blocks: list[Json], entered: Entered) -> Json:
    """`state.values` of a payload: block_id -> action_id -> the value with its type."""
    values: Json = {}
    for field in fields(blocks):
        if field.type in VALUE_NAMES:
            block_id, action_id = field.key
            values.setdefault(block_id, {})[action_id] = {
                "type": field.type,
                VALUE_NAMES[field.type][0]: current(field, entered),
            }
    return values


def current(field: Field, entered: Entered) -> Any:
    """What a field holds: what the person entered, else what it was prefilled with, else nothing."""
    if field.key in entered:
        return entered[field.key]
    prefilled = field.element.get(VALUE_NAMES[field.type][1])
    return [] if prefilled is None and field.type in MANY else prefilled


def held(blocks: list[Json], entered: Entered) -> Entered:
    """What people entered, and what the inputs hold that were prefilled."""
    prefilled = {
        field.key: current(field, entered)
        for field in fields(blocks)
        if field.block["type"] == "input" and current(field, entered) not in (None, [])
    }
    return prefilled | entered


def find(blocks: list[Json], action_id: str, value: object = None, block_id: str | None = None) -> Field:
    """The field a person means; `value` picks among several of one action_id. Raises NotOnScreen."""
    named = [
        each
        for each in fields(blocks)
        if each.element["action_id"] == action_id and block_id in (None, each.block["block_id"])
    ]
    if len(named) > 1 and value is not None:
        named = [each for each in named if _offers(each, value)]
    if not named:
        raise NotOnScreen(f"nothing here has the action_id {action_id} (value {value!r}, block {block_id})")
    return named[0]


def shaped(field: Field, value: object, suggestions: list[Json]) -> Any:
    """A plain value as Slack's payloads carry it; raises FieldMissing for one the field does not take.

    Options are named by their value, dates as YYYY-MM-DD, people and channels by id.
    `suggestions` are the options last offered by the app.
    """
    if value is None:
        return [] if field.type in MANY else None
    if field.type in TYPED:
        return _typed(field, str(value)) if value != "" else None
    if field.type in MANY:
        given = value if isinstance(value, list) else [value]
        if len(given) > field.element.get("max_selected_items", len(given)):
            raise FieldMissing(f"{_label(field)} does not take {len(given)} choices")
        return [_one(field, each, suggestions) for each in given]
    return _one(field, value, suggestions)


def submitted(blocks: list[Json], entered: Entered) -> None:
    """Raise FieldMissing when a required input of a form is empty."""
    for field in fields(blocks):
        if field.required and current(field, entered) in (None, "", []):
            raise FieldMissing(f"{_label(field)} is required")


def options(element: Json) -> list[Json]:
    """The options of a select, groups taken apart."""
    groups: list[Json] = element.get("option_groups", [])
    return [*element.get("options", []), *(option for group in groups for option in group["options"])]


def _nested_blocks(block: Json) -> list[Json]:
    """The blocks inside a container."""
    inner: list[Json] = block.get("child_blocks", [])
    return inner


def _fill_in_ids(blocks: list[Json], prefix: str) -> None:
    for number, block in enumerate(blocks):
        block.setdefault("block_id", f"{prefix}-{number}")
        _fill_in_ids(_nested_blocks(block), f"{block['block_id']}-")
        for order, element in enumerate(_elements(block)):
            element.setdefault("action_id", f"{block['block_id']}/{order}")


def _elements(block: Json) -> Iterator[Json]:
    for each in (block.get("element"), block.get("accessory"), *block.get("elements", [])):
        if isinstance(each, dict) and (each.get("type") in VALUE_NAMES or each.get("type") in STATELESS):
            yield each


def _offers(field: Field, value: object) -> bool:
    if field.type == "button":
        return bool(field.element.get("value") == value)
    return field.type not in WITH_OPTIONS or any(each["value"] == value for each in options(field.element))


def _one(field: Field, value: object, suggestions: list[Json]) -> Any:
    if field.type in WITH_OPTIONS:
        return _option(field, value, options(field.element))
    if field.type in ("external_select", "multi_external_select"):
        prefilled = [field.element.get("initial_option"), *field.element.get("initial_options", [])]
        return _option(field, value, [*suggestions, *(each for each in prefilled if each)])
    if field.type == "datepicker" and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(value)):
        raise FieldMissing(f"{_label(field)} takes YYYY-MM-DD, not {value!r}")
    if field.type == "timepicker" and not re.fullmatch(r"\d{2}:\d{2}", str(value)):
        raise FieldMissing(f"{_label(field)} takes HH:MM, not {value!r}")
    return value


def _option(field: Field, value: object, offered: list[Json]) -> Json:
    for option in offered:
        if option["value"] == value:
            return option
    choices = ", ".join(repr(option["value"]) for option in offered)
    raise FieldMissing(f"{_label(field)} has no option {value!r}; it has {choices or 'none'}")


def _typed(field: Field, text: str) -> str:
    element, label = field.element, _label(field)
    if field.type == "number_input":
        _check_number(element, label, text)
    elif not element.get("min_length", 0) <= len(text) <= element.get("max_length", 3000):
        raise FieldMissing(f"{label} does not take {len(text)} characters")
    elif field.type == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise FieldMissing(f"{label} takes an e-mail address")
    elif field.type == "url_text_input" and not re.match(r"https?://\S+$", text):
        raise FieldMissing(f"{label} takes a web address")
    return text


def _check_number(element: Json, label: str, text: str) -> None:
    pattern = r"-?\d+(\.\d+)?" if element["is_decimal_allowed"] else r"-?\d+"
    if not re.fullmatch(pattern, text):
        raise FieldMissing(f"{label} takes a number, not {text!r}")
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and float(text) < float(least):
        raise FieldMissing(f"{label} takes a number of at least {least}")
    if most is not None and float(text) > float(most):
        raise FieldMissing(f"{label} takes a number of at most {most}")


def _label(field: Field) -> str:
    label: str = field.block.get("label", {}).get("text", field.element["action_id"])
    return label
