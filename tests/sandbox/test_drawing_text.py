"""How mrkdwn and rich text read as plain text."""

from typing import Any

import pytest

from bot.sandbox import drawing
from bot.sandbox.config import Json
from tests.sandbox.drawn import READER, lines, printed, rich, run, section, sentence


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("*bold*, _italic_, *_both_*", "bold, italic, both"),
        ("~struck~ out", "~struck~ out"),
        ("type `/case *K7Q2M*`", "type `/case *K7Q2M*`"),
        ("2 * 3 * 4, snake_case_name, :white_check_mark:", "2 * 3 * 4, snake_case_name, :white_check_mark:"),
        ("<https://example.org/guide|the guide>", "the guide (https://example.org/guide)"),
        ("<https://example.org>", "https://example.org"),
        ("<mailto:duty@example.org|duty@example.org>", "duty@example.org"),
        ("<@U0PRIYA001> and <@U0GONE|sam> and <@U0NOBODY>", "@Priya Shah and @sam and @U0NOBODY"),
        ("in <#C0TEAM> and <#C0X|audits>", "in #practice and #audits"),
        ("<!here> <!channel> <!subteam^S1|@quality>", "@here @channel @quality"),
        ("due <!date^1741942800^{date_long} at {time}|soon>", "due Friday 14 March 2025 at 09:00"),
        ("due <!date^soon^{date}|next week>", "due next week"),
        ("Smith &amp; Co &lt;b&gt; &amp;lt;", "Smith & Co <b> &lt;"),
        ("> quoted", "│ quoted"),
        ("&gt; quoted", "│ quoted"),
        ("```\n/case K7Q2M\n```", "    /case K7Q2M"),
        ("[bold red]not markup[/]", "[bold red]not markup[/]"),
        (":) [link=https://example.org]x[/link]", ":) [link=https://example.org]x[/link]"),
    ],
)
def test_mrkdwn_reads_as_slack_shows_it(written: str, shown: str) -> None:
    assert lines(section(written)) == [shown]


@pytest.mark.parametrize("writing", [section, lambda words: {"type": "markdown", "text": words}])
def test_nobody_can_send_control_characters_to_a_terminal(writing: Any) -> None:
    assert lines(writing("safe\x1b[2J\x9b31m\x07\u202e words")) == ["safe[2J31m words"]


@pytest.mark.parametrize("width", [30, 80])
def test_lists_and_quotes_keep_their_margin_when_they_wrap(width: int) -> None:
    shown = lines(
        section("• one two three four five six seven\n> one two three four five six seven"), width=width
    )
    if width == 80:
        assert shown == ["• one two three four five six seven", "│ one two three four five six seven"]
    else:
        assert shown == [
            "• one two three four five",
            "  six seven",
            "│ one two three four five",
            "│ six seven",
        ]


def test_bold_is_bold_where_the_terminal_can() -> None:
    assert "\x1b[1mowner\x1b[0m" in printed(
        drawing.message({"ts": "1", "text": "*owner*"}, READER).picture, colour=True
    )


@pytest.mark.parametrize(
    ("part", "shown"),
    [
        (sentence(run("bold", bold=True), run(" and "), run("code", code=True)), ["bold and `code`"]),
        (
            sentence({"type": "user", "user_id": "U0PRIYA001"}, run(" "), {"type": "emoji", "name": "wave"}),
            ["@Priya Shah :wave:"],
        ),
        (
            sentence(
                {"type": "channel", "channel_id": "C0TEAM"}, run(" "), {"type": "broadcast", "range": "here"}
            ),
            ["#practice @here"],
        ),
        (
            sentence({"type": "link", "url": "https://example.org", "text": "the guide"}),
            ["the guide (https://example.org)"],
        ),
        (
            sentence({"type": "date", "timestamp": 1741942800, "format": "{date_short} {time}"}),
            ["14 Mar 2025 09:00"],
        ),
        (
            {
                "type": "rich_text_list",
                "style": "ordered",
                "elements": [sentence(run("one")), sentence(run("two"))],
            },
            ["1. one", "2. two"],
        ),
        (
            {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": [sentence(run("one"))]},
            ["  • one"],
        ),
        ({"type": "rich_text_quote", "elements": [run("said")]}, ["│ said"]),
        ({"type": "rich_text_preformatted", "elements": [run("a\n  b")]}, ["    a", "      b"]),
        (sentence({"type": "hologram"}), ["[element of a kind this page cannot draw: hologram]"]),
    ],
)
def test_rich_text_is_drawn(part: Json, shown: list[str]) -> None:
    assert lines(rich(part)) == shown
