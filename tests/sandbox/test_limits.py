"""Slack's limits on blocks and views, as tables of what passes and what does not."""

from typing import Any, cast

import pytest

from bot.sandbox import limits
from bot.sandbox.config import Json
from bot.sandbox.limits import Surface
from tests.sandbox.example import button, modal, plain, text_input

DIVIDER = {"type": "divider"}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(**fields: Any) -> Json:
    return {"type": "section", "text": mrkdwn("Tea"), **fields}


def actions(*elements: Json, **fields: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **fields}


def option(value: str = "a", **fields: Any) -> Json:
    return {"text": plain(value[:70]), "value": value, **fields}


def options(number: int) -> list[Json]:
    return [option(str(each)) for each in range(number)]


GROUP = {"label": plain("All"), "options": options(100)}


def select(**fields: Any) -> Json:
    return {"type": "static_select", "action_id": "it", "options": options(2), **fields}


def field(kind: str, **fields: Any) -> Json:
    """An input block around an element."""
    return {**text_input("field", "it"), "element": {"type": kind, "action_id": "it", **fields}}


def cell(text: str = "x") -> Json:
    return {"type": "raw_text", "text": text}


def rich(text: str = "x") -> Json:
    element = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [element]}


def table(rows: list[list[Any]], **fields: Any) -> Json:
    return {"type": "table", "rows": rows, **fields}


def data_table(rows: list[list[Json]], **fields: Any) -> Json:
    return {"type": "data_table", "caption": "Cups", "rows": rows, **fields}


def bars(series: list[Json], **axes: Any) -> Json:
    config = {"categories": ["Mon", "Tue"], **axes}
    return chart({"type": "bar", "series": series, "axis_config": config})


def chart(inner: Json, title: str = "Cups") -> Json:
    return {"type": "data_visualization", "title": title, "chart": inner}


def series(name: str = "Tea", *labels: str) -> Json:
    return {"name": name, "data": [{"label": label, "value": 1} for label in labels or ("Mon", "Tue")]}


def pie(number: int = 2, value: float = 1) -> Json:
    return chart(
        {"type": "pie", "segments": [{"label": str(each), "value": value} for each in range(number)]}
    )


GOOD: list[tuple[str, Json]] = [
    ("message", section(text=mrkdwn("x" * 3000))),
    ("message", {"type": "section", "fields": [mrkdwn("x" * 2000)]}),
    ("message", {"type": "section", "fields": [mrkdwn("x" * 1000)] * 10}),
    ("message", section(accessory={"type": "image", "image_url": "https://example.org/a", "alt_text": "A"})),
    ("message", section(accessory={"type": "overflow", "action_id": "m", "options": options(5)})),
    ("message", section(accessory={"type": "overflow", "action_id": "m", "options": [option()]})),
    ("message", section(expand=True, block_id="x" * 255)),
    ("message", actions(*(button("Tea", f"drink-{each}", "x" * 2000) for each in range(25)))),
    ("message", actions({**button("x" * 75, "drink", "1"), "style": "danger"})),
    ("message", actions({**button("Tea", "drink", "1"), "accessibility_label": "x" * 75})),
    ("message", actions({**button("Tea", "drink", "1"), "url": "https://example.org/"})),
    ("message", actions({**button("Tea", "drink", "1"), "confirm": {
        "title": plain("Sure?"), "text": mrkdwn("Really?"), "confirm": plain("Yes"), "deny": plain("No")}})),
    ("message", actions(select(options=options(100), placeholder=plain("x" * 150)))),
    ("message", actions({"type": "datepicker", "action_id": "day", "initial_date": "2025-03-14"})),
    ("message", actions({"type": "checkboxes", "options": [option(description=mrkdwn("Hot"))]})),
    ("message", {"type": "context", "elements": [mrkdwn("Tea")] * 10}),
    ("message", {"type": "header", "text": plain("x" * 150), "level": 2}),
    ("message", {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "Tea", "title": plain("Tea")}),
    ("message", {"type": "markdown", "text": "x" * 12_000}),
    ("message", rich()),
    ("message", {"type": "rich_text", "elements": [
        {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": rich()["elements"]}]}),
    ("message", table([[cell()] * 20] * 100, column_settings=[{"align": "right", "is_wrapped": True}])),
    ("message", table([[cell(), rich()]])),
    ("message", data_table([[cell()]] * 101, page_size=100, row_header_column_index=0)),
    ("message", data_table([[cell()], [{"type": "raw_number", "value": 2.5, "text": "2.5"}], [rich()]])),
    ("message", pie(6)),
    ("message", bars([series(), series("Milk")], x_label="Day", y_label="Cups")),
    ("message", {"type": "context_actions", "elements": [{
        "type": "icon_button", "icon": "trash", "text": plain("Away"), "action_id": "away"}]}),
    ("message", {"type": "container", "title": plain("Tea"), "child_blocks": [section()] * 10}),
    ("message", field("plain_text_input")),
    ("home", actions(select())),
    ("home", field("static_select", options=options(1))),
    ("modal", {"type": "alert", "text": plain("Hot"), "level": "warning"}),
    ("modal", field("plain_text_input", max_length=3000, min_length=0, multiline=True, initial_value="x")),
    ("modal", field("number_input", is_decimal_allowed=True, min_value="-1", max_value="2.5")),
    ("modal", field("file_input", filetypes=["png"], max_files=10)),
    ("modal", field("radio_buttons", options=options(10), initial_option=option("3"))),
    ("modal", field("checkboxes", options=options(3), initial_options=options(3))),
    ("modal", field("multi_static_select", options=options(3), max_selected_items=2)),
    ("modal", field("static_select", option_groups=[GROUP])),
    ("modal", field("external_select", min_query_length=0, initial_option=option())),
    ("modal", field("conversations_select", filter={"include": ["private"]}, response_url_enabled=True)),
    ("modal", field("timepicker", initial_time="23:59", timezone="Europe/London")),
    ("modal", field("datetimepicker", initial_date_time=1741944600)),
    ("modal", field("rich_text_input", initial_value=rich())),
    ("modal", {**field("email_text_input"), "dispatch_action": True, "hint": plain("Yours")}),
    ("modal", field("url_text_input", dispatch_action_config={"trigger_actions_on": ["on_enter_pressed"]})),
]  # fmt: skip


@pytest.mark.parametrize(("surface", "block"), GOOD, ids=[f"{each[0]}-{each[1]['type']}" for each in GOOD])
def test_slack_takes(surface: Surface, block: Json) -> None:
    assert limits.problems([block], surface) == []


BAD: list[tuple[str, Json, str]] = [
    ("message", {}, "missing required field: type [json-pointer:/blocks/0]"),
    ("message", {"type": "teapot"}, "unsupported type: teapot [json-pointer:/blocks/0/type]"),
    ("message", {"type": "divider", "colour": "red"}, "invalid additional property: colour"),
    ("message", {"type": "divider", "block_id": "x" * 256}, "less than 256 characters"),
    ("message", {"type": "section"}, "must have one of text, fields"),
    ("message", section(text="Tea"), "missing required field: type [json-pointer:/blocks/0/text]"),
    (
        "message",
        section(text=mrkdwn("")),
        "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
    ),
    ("message", section(text=mrkdwn("x" * 3001)), "must be less than 3001 characters"),
    ("message", section(text={"type": "html", "text": "Tea"}), "unsupported type: html"),
    ("message", section(text={**mrkdwn("Tea"), "emoji": True}), "invalid additional property: emoji"),
    ("message", section(fields=[mrkdwn("x")] * 11), "no more than 10 items allowed"),
    ("message", section(fields=[mrkdwn("x" * 2001)]), "must be less than 2001 characters"),
    ("message", section(fields=[]), "no fewer than 1 items allowed"),
    ("message", section(accessory={"type": "plain_text_input", "action_id": "it"}), "unsupported type"),
    ("message", section(accessory={"type": "overflow", "options": []}), "no fewer than 1 items"),
    ("message", section(accessory={"type": "overflow", "options": options(6)}), "no more than 5 items"),
    ("message", section(accessory={"type": "overflow", "options": [option("x" * 76)]}), "less than 76"),
    (
        "message",
        section(accessory={"type": "image", "alt_text": "A"}),
        "exactly one of image_url, slack_file",
    ),
    ("message", section(accessory={"type": "image", "image_url": "https://example.org"}), "field: alt_text"),
    ("message", section(accessory={"type": "image", "image_url": "tea.png", "alt_text": "A"}), "web address"),
    ("message", section(expand="yes"), "must be a boolean"),
    ("message", actions(), "no fewer than 1 items allowed [json-pointer:/blocks/0/elements]"),
    ("message", actions(*(button("Tea", str(each), "1") for each in range(26))), "no more than 25 items"),
    ("message", actions(button("x" * 76, "drink", "1")), "[json-pointer:/blocks/0/elements/0/text/text]"),
    ("message", actions(button("Tea", "drink", "x" * 2001)), "must be less than 2001 characters"),
    ("message", actions({**button("Tea", "drink", "1"), "text": mrkdwn("Tea")}), "must be one of plain_text"),
    ("message", actions({**button("Tea", "drink", "1"), "style": "default"}), "one of primary, danger"),
    ("message", actions({**button("Tea", "drink", "1"), "accessibility_label": "x" * 76}), "less than 76"),
    ("message", actions({**button("Tea", "drink", "1"), "confirm": {"title": plain("?")}}), "field: deny"),
    ("message", actions(button("Tea", "same", "1"), button("Milk", "same", "2")), "same is not unique"),
    ("message", actions(select(options=options(101))), "no more than 100 items"),
    ("message", actions(select(options=[option(), option()])), "option value a is not unique"),
    ("message", actions(select(option_groups=[GROUP])), "exactly one of options, option_groups"),
    ("message", actions(select(initial_option=option("z"))), "initial options must match"),
    ("message", actions(select(placeholder=plain("x" * 151))), "less than 151"),
    ("message", actions({"type": "datepicker", "initial_date": "14/03/2025"}), "a date as YYYY-MM-DD"),
    ("message", actions({"type": "timepicker", "initial_time": "24:00"}), "a time as HH:MM"),
    ("message", actions({"type": "checkboxes", "options": options(11)}), "no more than 10 items"),
    ("message", actions({"type": "file_input"}), "unsupported type: file_input"),
    ("message", {"type": "context", "elements": [mrkdwn("x")] * 11}, "no more than 10 items"),
    ("message", {"type": "context", "elements": [button("Tea", "drink", "1")]}, "unsupported type: button"),
    ("message", {"type": "header", "text": plain("x" * 151)}, "less than 151"),
    ("message", {"type": "header", "text": mrkdwn("Tea")}, "must be one of plain_text"),
    ("message", {"type": "header", "text": plain("Tea"), "level": 5}, "from 1 to 4"),
    ("message", {"type": "image", "alt_text": "A", "slack_file": {}}, "exactly one of id, url"),
    ("message", {"type": "markdown", "text": "x" * 12_001}, "less than 12001"),
    ("message", {"type": "alert", "text": plain("Hot")}, "alert is not allowed on a message"),
    ("message", {"type": "rich_text", "elements": [{"type": "paragraph"}]}, "unsupported type: paragraph"),
    ("message", {"type": "plan", "title": "Tea"}, "unsupported type: plan"),
    ("message", table([[cell()]] * 101), "no more than 100 items"),
    ("message", table([[cell()] * 21]), "no more than 20 items"),
    ("message", table([[cell()], [cell()] * 2]), "the same number of cells"),
    ("message", table([[cell("x" * 5001)] * 2]), "no more than 10000 characters"),
    ("message", table([["x"]]), "missing required field: type"),
    ("message", table([[cell()]], column_settings=[{"align": "middle"}]), "one of left, center, right"),
    ("message", data_table([[cell()]]), "no fewer than 2 items"),
    ("message", data_table([[cell()]] * 102), "no more than 101 items"),
    ("message", data_table([[rich()], [cell()]]), "rich_text is not allowed in the header"),
    ("message", data_table([[cell()], [cell()] * 2]), "the same number of cells"),
    ("message", data_table([[cell()], [rich("x" * 10_000)]]), "no more than 10000 characters"),
    ("message", data_table([[cell()]] * 2, page_size=0), "from 1 to 100"),
    ("message", data_table([[cell()]] * 2, row_header_column_index=1), "there is no such column"),
    ("message", data_table([[cell()], [{"type": "raw_number", "value": "2", "text": "2"}]]), "be a number"),
    ("message", {"type": "data_table", "rows": [[cell()]] * 2}, "missing required field: caption"),
    ("message", pie(7), "no more than 6 items"),
    ("message", pie(1, value=0), "greater than 0"),
    ("message", pie(1, value=float("nan")), "must be a number"),
    ("message", chart({"type": "radar"}), "unsupported type: radar"),
    ("message", chart({"type": "pie", "segments": []}, title="x" * 51), "less than 51"),
    ("message", bars([series("x" * 21)]), "less than 21"),
    ("message", bars([series(str(each)) for each in range(7)]), "no more than 6 items"),
    ("message", bars([series("Tea"), series("Tea")]), "series name Tea is not unique"),
    ("message", bars([series("Tea", "Mon")]), "labels must match the axis categories"),
    ("message", {"type": "container", "child_blocks": [DIVIDER]}, "must have one of title, rich_text_title"),
    ("home", {"type": "markdown", "text": "Tea"}, "markdown is not allowed on a home"),
    ("home", pie(), "data_visualization is not allowed on a home"),
    ("home", field("file_input"), "file_input is not allowed on a home"),
    ("modal", {"type": "context_actions", "elements": []}, "context_actions is not allowed on a modal"),
    ("modal", {"type": "alert", "text": plain("Hot"), "level": "boiling"}, "must be one of default"),
    ("modal", {"type": "input", "label": plain("Cup")}, "missing required field: element"),
    ("modal", {**field("plain_text_input"), "label": mrkdwn("Cup")}, "must be one of plain_text"),
    ("modal", field("button", text=plain("Tea")), "unsupported type: button"),
    ("modal", field("plain_text_input", max_length=3001), "from 1 to 3000"),
    ("modal", field("plain_text_input", min_length=5, max_length=4), "min_length must not be more"),
    ("modal", field("plain_text_input", max_length=3, initial_value="milk"), "longer than max_length"),
    ("modal", field("number_input"), "missing required field: is_decimal_allowed"),
    ("modal", field("number_input", is_decimal_allowed=True, min_value="2", max_value="1"), "min_value must"),
    ("modal", field("number_input", is_decimal_allowed=True, min_value=2), "a number in a string"),
    ("modal", field("radio_buttons", options=options(2), initial_option=option("z")), "must match"),
    ("modal", field("file_input", max_files=11), "from 1 to 10"),
    ("modal", field("datetimepicker", initial_date_time=20250314), "whole number"),
]


@pytest.mark.parametrize(("surface", "block", "expected"), BAD, ids=[each[2][:40] for each in BAD])
def test_slack_refuses(surface: Surface, block: Json, expected: str) -> None:
    assert expected in " | ".join(limits.problems([block], surface))


@pytest.mark.parametrize(
    ("surface", "blocks", "expected"),
    [
        ("message", [DIVIDER] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
        ("modal", [DIVIDER] * 101, "no more than 100 items allowed"),
        ("message", [section(block_id="same")] * 2, "block_id same is not unique"),
        ("message", [table([[cell()]])] * 2, "no more than 1 table allowed"),
        ("message", [data_table([[cell()]] * 2)] * 2, "no more than 1 data_table allowed"),
        ("message", [table([[cell("x" * 5001)]]), data_table([[cell("x" * 2500)]] * 2)], "10000 characters"),
        ("message", [pie()] * 3, "no more than 2 data_visualization allowed"),
        ("message", [section(text=mrkdwn("x" * 2700))] * 5, "no more than 13200 characters"),
        ("message", ["tea"], "missing required field: type"),
        ("modal", [field("datepicker", focus_on_load=True) | {"block_id": str(each)} for each in (1, 2)],
         "only one element may have focus_on_load"),
    ],
)  # fmt: skip
def test_blocks_that_are_right_one_by_one_may_be_wrong_together(
    surface: Surface, blocks: list[Any], expected: str
) -> None:
    assert expected in " | ".join(limits.problems(blocks, surface))


def test_an_action_id_may_return_in_another_block() -> None:
    assert (
        limits.problems([actions(button("Tea", "drink", "1")), actions(button("Tea", "drink", "2"))], "home")
        == []
    )


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (modal("tea", title=plain("x" * 25)), "[json-pointer:/view/title/text]"),
        (modal("tea", submit=plain("x" * 25)), "[json-pointer:/view/submit/text]"),
        (modal("tea", close=mrkdwn("No")), "must be one of plain_text"),
        (modal("tea", private_metadata="x" * 3001), "less than 3001"),
        (modal("tea", external_id="x" * 256), "less than 256"),
        (modal("x" * 256), "[json-pointer:/view/callback_id]"),
        (modal("tea", *[DIVIDER] * 101), "no more than 100 items"),
        (modal("tea", {"type": "teapot"}), "[json-pointer:/view/blocks/0/type]"),
        (modal("tea", hash="1"), "invalid additional property: hash"),
        ({"type": "modal", "title": plain("Tea"), "blocks": [text_input("a", "b")]}, "submit is required"),
        ({"type": "modal", "blocks": []}, "missing required field: title"),
        ({"type": "modal", "title": plain("Tea"), "blocks": {}}, "must be an array"),
        ({"type": "home", "blocks": []}, "unsupported type: home"),
        (modal("tea", *(section(text=mrkdwn("x" * 3000)) for _ in range(90))), "larger than 250000 bytes"),
    ],
)
def test_a_modal_has_limits_of_its_own(view: Json, expected: str) -> None:
    assert expected in " | ".join(limits.view_problems(view, "modal"))


def test_a_modal_and_a_home_that_slack_takes() -> None:
    whole = modal("tea", text_input("a", "b"), close=plain("x" * 24), private_metadata="x" * 3000)
    assert limits.view_problems(whole, "modal") == []
    home = cast("Json", {"type": "home", "blocks": [DIVIDER] * 100, "callback_id": "home"})
    assert limits.view_problems(home, "home") == []
