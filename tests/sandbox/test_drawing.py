"""What Slack's messages, modals and Home look like as plain text, block by block."""

import pytest

from bot.sandbox import drawing, elements, limits
from bot.sandbox.config import Json
from tests.sandbox.drawn import (
    READER,
    button,
    choices,
    field,
    lines,
    mrkdwn,
    printed,
    rich,
    run,
    section,
    select,
    sentence,
    text,
)


@pytest.mark.parametrize(
    ("block", "shown"),
    [
        ({"type": "header", "text": text("Overdue &amp; due")}, ["Overdue & due", "━━━━━━━━━━━━━"]),
        ({"type": "divider"}, ["─" * 78]),
        (
            {"type": "context", "elements": [mrkdwn("3 of *12*"), text("oldest first")]},
            ["3 of 12 · oldest first"],
        ),
        (
            {
                "type": "context",
                "elements": [{"type": "image", "alt_text": "Priya's picture"}, text("Priya")],
            },
            ["Image: Priya's picture · Priya"],
        ),
        (
            {
                "type": "section",
                "fields": [mrkdwn("*Cohort*\nCare leaver"), text("Round\n2018"), text("Grade\nGood")],
            },
            [
                "Cohort                                 Round",
                "Care leaver                            2018",
                "Grade",
                "Good",
            ],
        ),
        (section("A17", accessory=button("Done")), ["A17", "[1 Done]"]),
        (section("A17", accessory={"type": "image", "alt_text": "A chart"}), ["A17", "Image: A chart"]),
        (
            section("A17", accessory=select("overflow", "Done", "Open case")),
            ["A17", "[1 Done]  [2 Open case]"],
        ),
        (
            {"type": "image", "title": text("Grades"), "alt_text": "Good rose to 6 of 17."},
            ["Grades", "▧ Image: Good rose to 6 of 17."],
        ),
        ({"type": "image", "alt_text": "Good rose to 6 of 17."}, ["▧ Image: Good rose to 6 of 17."]),
        ({"type": "alert", "level": "warning", "text": text("It is late.")}, ["┃ Warning", "┃ It is late."]),
        ({"type": "alert", "text": mrkdwn("It is *early*.")}, ["┃ Note", "┃ It is early."]),
        (
            {
                "type": "markdown",
                "text": "# Plan\n\n**Two** things for <@U0PRIYA001>:\n\n- [one](https://example.org)",
            },
            ["Plan", "", "Two things for @Priya Shah:", "", " • one (https://example.org)"],
        ),
        (
            {
                "type": "container",
                "title": text("Case"),
                "subtitle": mrkdwn("*two* actions"),
                "child_blocks": [section("A17", accessory=button("Done")), {"type": "divider"}],
            },
            ["┊ Case", "┊ two actions", "┊ A17", "┊ [1 Done]", "┊ " + "─" * 76],
        ),
        (
            {
                "type": "container",
                "rich_text_title": rich(sentence(run("Case"))),
                "child_blocks": [section("A17")],
            },
            ["┊ Case", "┊ A17"],
        ),
        ({"type": "hologram"}, ["[block of a kind this page cannot draw: hologram]"]),
        (
            section("x", accessory={"type": "lever"}),
            ["x", "[element of a kind this page cannot draw: lever]"],
        ),
    ],
)
def test_a_block_is_drawn(block: Json, shown: list[str]) -> None:
    assert lines(block) == shown


@pytest.mark.parametrize(
    ("element", "shown"),
    [
        (button("Read", url="https://example.org"), "[1 Read: https://example.org]"),
        (select("static_select", "Good", placeholder=text("Grade")), "[1 Grade …]"),
        (select("static_select", "Good", initial_option=choices("Good")[0]), "[1 Good …]"),
        ({"type": "datepicker", "action_id": "d", "initial_date": "2025-03-14"}, "[1 2025-03-14 …]"),
        ({"type": "users_select", "action_id": "u", "initial_user": "U0PRIYA001"}, "[1 Priya Shah …]"),
        ({"type": "multi_users_select", "action_id": "u"}, "[1 Choose …]"),
        ({"type": "icon_button", "action_id": "i", "icon": "trash", "text": text("Delete")}, "[1 Delete]"),
        (
            {"type": "overflow", "options": [{**choices("Guide")[0], "url": "https://example.org"}]},
            "[1 Guide: https://example.org]",
        ),
        (
            {
                "type": "feedback_buttons",
                "positive_button": {"text": text("Helpful"), "value": "+"},
                "negative_button": {"text": text("Not helpful"), "value": "-"},
            },
            "[1 Helpful]  [2 Not helpful]",
        ),
        ({"type": "workflow_button", "text": text("Start")}, "Workflow: Start"),
        (select("radio_buttons", "Yes", "No", initial_option=choices("No")[0]), "[1 ( ) Yes]  [2 (•) No]"),
        (
            select("checkboxes", "File", "Family", initial_options=choices("File")),
            "[1 [x] File]  [2 [ ] Family]",
        ),
    ],
)
def test_what_can_be_clicked_has_a_number(element: Json, shown: str) -> None:
    assert lines({"type": "actions", "elements": [element]}) == [shown]


@pytest.mark.parametrize("kind", sorted(limits.BLOCKS))
def test_every_block_slack_has_can_be_drawn(kind: str) -> None:
    """Even one with nothing in it, which Slack would refuse."""
    assert "cannot draw" not in "".join(lines({"type": kind}))


@pytest.mark.parametrize("kind", sorted(elements.ELEMENTS))
def test_every_element_slack_has_can_be_drawn(kind: str) -> None:
    assert "cannot draw" not in "".join(lines({"type": "actions", "elements": [{"type": kind}]}))


def test_buttons_move_to_the_next_line_whole() -> None:
    row = {
        "type": "actions",
        "elements": [button("Ask for more time"), button("Not mine"), button("Pick a day")],
    }
    assert lines(row, width=40) == ["[1 Ask for more time]  [2 Not mine]", "[3 Pick a day]"]


def test_targets_say_what_the_numbers_stand_for() -> None:
    message = {
        "ts": "1",
        "blocks": [
            section("A17", accessory=select("overflow", "Done", "Open")),
            {
                "type": "actions",
                "block_id": "foot",
                "elements": [button("Next", value="10"), select("static_select")],
            },
        ],
    }
    drawn = drawing.message(message, READER, first=4)
    assert [(each.block_id, each.action_id, each.value) for each in drawn.targets] == [
        ("row", "choose", "done"),
        ("row", "choose", "open"),
        ("foot", "press", "10"),
        ("foot", "choose", None),
    ]
    assert "[4 Done]  [5 Open]" in printed(drawn.picture)
    assert all(each.surface is message for each in drawn.targets)


@pytest.mark.parametrize(
    ("element", "shown"),
    [
        ({"type": "plain_text_input"}, ["▸ (empty)"]),
        ({"type": "plain_text_input", "placeholder": text("One to a line")}, ["▸ (One to a line)"]),
        ({"type": "plain_text_input", "initial_value": "Visits are regular"}, ["▸ Visits are regular"]),
        ({"type": "datepicker", "initial_date": "2025-03-14"}, ["▸ 2025-03-14"]),
        ({"type": "datetimepicker", "initial_date_time": 1741942800}, ["▸ 14 Mar 2025 09:00"]),
        (select("static_select", "Good", initial_option=choices("Good")[0]), ["▸ Good"]),
        (select("multi_static_select", "A", "B", initial_options=choices("A", "B")), ["▸ A, B"]),
        ({"type": "users_select", "initial_user": "U0PRIYA001"}, ["▸ Priya Shah"]),
        ({"type": "rich_text_input", "initial_value": rich(sentence(run("Well kept")))}, ["▸ Well kept"]),
        (select("radio_buttons", "Good", "Inadequate"), ["( ) Good", "( ) Inadequate"]),
        (
            select("checkboxes", initial_options=choices("File"))
            | {"options": [*choices("File"), {**choices("Family")[0], "description": text("by phone")}]},
            ["[x] File", "[ ] Family: by phone"],
        ),
    ],
)
def test_an_input_shows_what_it_holds(element: Json, shown: list[str]) -> None:
    assert lines(field("Question", element)) == ["Question", *("  " + line for line in shown)]


def test_an_input_that_tells_the_app_at_once_can_be_clicked_outside_a_form() -> None:
    block = field(
        "Team", {"type": "static_select", "placeholder": text("East or west")}, dispatch_action=True
    )
    assert lines(block) == ["Team", "  [1 East or west …]"]


def test_an_input_says_its_hint_and_that_it_is_optional() -> None:
    block = field("Strengths", {"type": "plain_text_input"}, hint=text("No names"), optional=True)
    assert lines(block) == ["Strengths (optional)", "  ▸ (empty)", "  No names"]


def test_a_modal_stands_in_a_frame_with_its_two_buttons() -> None:
    view = {
        "title": text("Record an audit"),
        "submit": text("Save"),
        "close": text("Cancel"),
        "blocks": [section("K7Q2M")],
    }
    assert printed(drawing.modal(view, READER).picture, width=40).splitlines() == [
        "╭─ Record an audit ────────────────────╮",
        "│                                      │",
        "│  K7Q2M                               │",
        "│                                      │",
        "╰────────────────────── Save | Cancel ─╯",
    ]


def test_a_modal_shows_what_was_entered_since() -> None:
    view = {
        "title": text("Grade"),
        "blocks": [field("Grade", select("static_select", "Good", initial_option=choices("Good")[0]))],
        "state": {
            "values": {"Grade": {"choose": {"type": "static_select", "selected_option": choices("Fair")[0]}}}
        },
    }
    assert "▸ Fair" in printed(drawing.modal(view, READER).picture)


def test_home_stands_between_two_rules() -> None:
    view = {"type": "home", "blocks": [section("Nothing is overdue.", accessory=button("Plan"))]}
    assert printed(drawing.home(view, READER).picture, width=24).splitlines() == [
        "Home ───────────────────",
        "",
        "  Nothing is overdue.",
        "  [1 Plan]",
        "",
        "────────────────────────",
    ]


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ({"user": "U0PRIYA001"}, ["Priya Shah  09:00, Friday 14 March 2025"]),
        ({"user": "U0BOT00001", "bot_id": "B1"}, ["Case audits (app)  09:00, Friday 14 March 2025"]),
        (
            {"username": "Slackbot", "ephemeral": True},
            ["Only visible to you", "Slackbot  09:00, Friday 14 March 2025"],
        ),
        ({"user": "U0PRIYA001", "edited": {"ts": "2"}}, ["Priya Shah  09:00, Friday 14 March 2025 (edited)"]),
        ({"user": "U0PRIYA001", "thread_ts": "1"}, ["Priya Shah  09:00, Friday 14 March 2025 (in a thread)"]),
    ],
)
def test_a_message_is_headed_by_who_and_when(message: Json, shown: list[str]) -> None:
    picture = drawing.message({"ts": "1741942800.0001", "text": "Hello", **message}, READER).picture
    assert printed(picture).splitlines() == [*shown, "  Hello"]


def test_a_file_is_named_with_its_size() -> None:
    file = {"name": "plan.docx", "title": "Improvement plan", "size": 34_567}
    picture = drawing.message({"ts": "1", "text": "", "files": [file]}, READER).picture
    assert printed(picture).splitlines()[1:] == ["  File: plan.docx (Improvement plan), 34 KB"]


def test_blocks_are_set_apart_but_what_belongs_together_stays_together() -> None:
    context = {"type": "context", "elements": [text("3 of 12")]}
    row = {"type": "actions", "elements": [button("Next")]}
    assert lines(
        section("A17"), row, section("A18"), context, {"type": "divider"}, section("A19"), width=10
    ) == [
        "A17",
        "[1 Next]",
        "",
        "A18",
        "3 of 12",
        "────────",
        "A19",
    ]
