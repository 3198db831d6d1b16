"""Slack's limits on what an app shows, per surface: messages, modals and Home tabs.

Source: docs.slack.dev/reference/block-kit/blocks, and for the whole length of a message, experience.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias

from bot.sandbox.checks import (
    Check,
    at_least_one,
    by_type,
    flag,
    items,
    number,
    one_of,
    positive,
    problem,
    record,
    text,
    typed,
    unique,
    whole,
)
from bot.sandbox.config import Json
from bot.sandbox.elements import IMAGE, ONE_PICTURE, PICTURE, RICH_TEXT, either, elements, mrkdwn, plain

Surface: TypeAlias = Literal["message", "modal", "home"]

MOST_BLOCKS: Mapping[str, int] = {"message": 50, "modal": 100, "home": 100}
LONGEST_MESSAGE = 13_200
LONGEST_TABLE = 10_000
LARGEST_VIEW = 250_000
ONLY_ON: Mapping[str, str] = {
    "markdown": "message",
    "container": "message",
    "context_actions": "message",
    "data_visualization": "message",
    "alert": "modal",
    "file_input": "modal",
}
MOST_OF_A_KIND: Mapping[str, int] = {"table": 1, "data_table": 1, "data_visualization": 2}

_SELECTS = ("static_select", "external_select", "users_select", "conversations_select", "channels_select")
_MULTI_SELECTS = tuple(f"multi_{name}" for name in _SELECTS)
_PICKERS = ("datepicker", "timepicker")
_CHOICES = ("checkboxes", "radio_buttons", *_SELECTS, *_MULTI_SELECTS, *_PICKERS)
_TYPED = ("plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input")

_ACCESSORY = elements("button", "workflow_button", "overflow", "image", *_CHOICES)
_ACTION = elements("button", "workflow_button", "overflow", "datetimepicker", "rich_text_input", *_CHOICES)
_INPUT = elements("datetimepicker", "file_input", *_TYPED, *_CHOICES)
_CONTEXT = by_type({"image": IMAGE, "plain_text": plain(3000), "mrkdwn": mrkdwn(3000)})


# tables and charts


def _even_rows(block: Json, at: str) -> Iterator[str]:
    if len({len(row) for row in block["rows"]}) > 1:
        yield problem("all rows must have the same number of cells", f"{at}/rows")


def _plain_header(block: Json, at: str) -> Iterator[str]:
    yield from _even_rows(block, at)
    for place, cell in enumerate(block["rows"][0]):
        if cell["type"] == "rich_text":
            yield problem("rich_text is not allowed in the header", f"{at}/rows/0/{place}")
    if block.get("row_header_column_index", 0) >= len(block["rows"][0]):
        yield problem("there is no such column", f"{at}/row_header_column_index")


def _series_match_categories(chart: Json, at: str) -> Iterator[str]:
    categories = chart["axis_config"]["categories"]
    yield from unique("name", "series name")(chart["series"], f"{at}/series")
    for place, series in enumerate(chart["series"]):
        if sorted(point["label"] for point in series["data"]) != sorted(categories):
            yield problem("labels must match the axis categories", f"{at}/series/{place}/data")


_CELL = by_type(
    {
        "raw_text": typed("raw_text", {"text": text(LONGEST_TABLE)}),
        "raw_number": typed("raw_number", {"value": number, "text": text(LONGEST_TABLE)}),
        "rich_text": RICH_TEXT,
    }
)
_ROW = items(_CELL, 20)
_COLUMN = record({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})
_POINT = record({"label": text(20), "value": number})
_SERIES = record({"name": text(20), "data": items(_POINT, 20)})
_AXES = record({"categories": items(text(20), 20)}, {"x_label": text(50), "y_label": text(50)})
_CHART = by_type(
    {
        "pie": typed("pie", {"segments": items(record({"label": text(20), "value": positive}), 6)}),
        **{
            kind: typed(
                kind, {"series": items(_SERIES, 6), "axis_config": _AXES}, also=_series_match_categories
            )
            for kind in ("bar", "area", "line")
        },
    }
)


# blocks


def _block(
    kind: str,
    required: Mapping[str, Check],
    optional: Mapping[str, Check] | None = None,
    *,
    also: Check | None = None,
) -> Check:
    return typed(kind, required, {"block_id": text(255), **(optional or {})}, also=also)


_BASIC: Mapping[str, Check] = {
    "actions": _block("actions", {"elements": items(_ACTION, 25)}),
    "context": _block("context", {"elements": items(_CONTEXT, 10)}),
    "divider": _block("divider", {}),
    "header": _block("header", {"text": plain(150)}, {"level": whole(1, 4)}),
    "image": _block("image", {"alt_text": text(2000)}, {"title": plain(2000), **PICTURE}, also=ONE_PICTURE),
    "input": _block(
        "input",
        {"label": plain(2000), "element": _INPUT},
        {"hint": plain(2000), "optional": flag, "dispatch_action": flag},
    ),
    "rich_text": RICH_TEXT,
    "section": _block(
        "section",
        {},
        {"text": either(3000), "fields": items(either(2000), 10), "accessory": _ACCESSORY, "expand": flag},
        also=at_least_one("text", "fields"),
    ),
    "table": _block(
        "table", {"rows": items(_ROW, 100)}, {"column_settings": items(_COLUMN, 20)}, also=_even_rows
    ),
}
BLOCKS: Mapping[str, Check] = {
    **_BASIC,
    "alert": _block(
        "alert",
        {"text": either(200)},
        {"level": one_of("default", "info", "warning", "error", "success")},
    ),
    "container": _block(
        "container",
        {"child_blocks": items(by_type(_BASIC), 10)},
        {
            "title": plain(150),
            "rich_text_title": RICH_TEXT,
            "subtitle": either(150),
            "width": one_of("narrow", "standard", "wide", "full"),
            "icon": IMAGE,
            "is_collapsible": flag,
            "default_collapsed": flag,
            "has_header_divider": flag,
        },
        also=at_least_one("title", "rich_text_title"),
    ),
    "context_actions": _block(
        "context_actions", {"elements": items(elements("feedback_buttons", "icon_button"), 5)}
    ),
    "data_table": _block(
        "data_table",
        {"caption": text(LONGEST_TABLE), "rows": items(_ROW, 101, 2)},
        {"page_size": whole(1, 100), "row_header_column_index": whole(0, 19)},
        also=_plain_header,
    ),
    "data_visualization": _block("data_visualization", {"title": text(50), "chart": _CHART}),
    "markdown": _block("markdown", {"text": text(12_000)}),
}

_VIEW = {
    "blocks": items(by_type(BLOCKS), 100, 0),
    "private_metadata": text(3000, 0),
    "callback_id": text(255, 0),
    "external_id": text(255, 0),
}
VIEWS: Mapping[str, Check] = {
    "home": typed("home", {"blocks": _VIEW["blocks"]}, _VIEW),
    "modal": typed(
        "modal",
        {"blocks": _VIEW["blocks"], "title": plain(24)},
        {
            **_VIEW,
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": flag,
            "notify_on_close": flag,
            "submit_disabled": flag,
        },
    ),
}


def problems(blocks: list[Json], surface: Surface) -> list[str]:
    """What Slack would refuse in these blocks on this surface; empty when nothing."""
    return [
        *items(by_type(BLOCKS), MOST_BLOCKS[surface], 0)(blocks, "/blocks"),
        *_altogether(blocks, surface),
    ]


def view_problems(view: Json, surface: Surface) -> list[str]:
    """What Slack would refuse in a modal or Home tab; empty when nothing."""
    found = list(by_type({surface: VIEWS[surface]})(view, "/view"))
    blocks = view.get("blocks")
    if isinstance(blocks, list):
        found += _altogether(blocks, surface, "/view/blocks")
        has_input = any(isinstance(each, dict) and each.get("type") == "input" for each in blocks)
        if surface == "modal" and has_input and "submit" not in view:
            found.append(problem("submit is required when there is an input block", "/view"))
    if len(json.dumps(view)) > LARGEST_VIEW:
        found.append(problem(f"view is larger than {LARGEST_VIEW} bytes", "/view"))
    return found


def text_length(blocks: list[Any]) -> int:
    """The characters of all text in these blocks."""
    return sum(len(value) for block in blocks for value in _texts(block))


def _altogether(blocks: list[Any], surface: Surface, at: str = "/blocks") -> Iterator[str]:
    """What is wrong with blocks that are right one by one."""
    found = [each for block in blocks for each in objects(block)]
    yield from (problem(what, at) for what in _misplaced(found, surface))
    yield from (problem(what, at) for what in _too_long(found, blocks, surface))
    if sum(each.get("focus_on_load") is True for each in found) > 1:
        yield problem("only one element may have focus_on_load", at)
    yield from unique("block_id", "block_id")(found, at)
    for block in blocks:
        yield from unique("action_id", "action_id")(list(objects(block)), at)


def _misplaced(found: list[Json], surface: Surface) -> Iterator[str]:
    types = Counter(str(each.get("type")) for each in found)
    for kind, only_on in ONLY_ON.items():
        if types[kind] and only_on != surface:
            yield f"{kind} is not allowed on a {surface}"
    for kind, most in MOST_OF_A_KIND.items():
        if types[kind] > most:
            yield f"no more than {most} {kind} allowed"


def _too_long(found: list[Json], blocks: list[Any], surface: Surface) -> Iterator[str]:
    if text_length([each["rows"] for each in found if "rows" in each]) > LONGEST_TABLE:
        yield f"no more than {LONGEST_TABLE} characters allowed in tables"
    if surface == "message" and text_length(blocks) > LONGEST_MESSAGE:
        yield f"no more than {LONGEST_MESSAGE} characters allowed in a message's blocks"


def objects(value: Any) -> Iterator[Json]:
    """Every object in a value, itself included."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from objects(inner)


def _texts(value: Any) -> Iterator[str]:
    for each in objects(value):
        yield from (each[name] for name in ("text", "caption") if isinstance(each.get(name), str))
