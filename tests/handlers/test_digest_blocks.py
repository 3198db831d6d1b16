"""The digest read aloud: what it says of many, of one and of nothing."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.reports import charts
from bot.reports.digest import Digest, RoundProgress
from bot.sandbox import drawing, limits
from bot.settings import DUTY_SENTENCE
from handlers.blocks import digest as blocks
from handlers.blocks import parts
from handlers.blocks.parts import Message
from tests.sandbox.drawn import READER, printed

NOTHING = Digest(
    team="Children and Families",
    today=date(2025, 3, 17),
    since=date(2025, 3, 10),
    until=date(2025, 3, 16),
    done=0,
    checked=0,
    made_a_difference=0,
    audits=0,
    graded=0,
    good_or_better=0,
    ageing=(0, 0, 0, 0),
    late_now=0,
    due=0,
    unchecked=0,
    unmoderated=0,
    rounds=(),
)
FULL = replace(
    NOTHING,
    team=None,
    done=12,
    checked=9,
    made_a_difference=4,
    audits=8,
    graded=8,
    good_or_better=6,
    ageing=(8, 3, 2, 1),
    late_now=9,
    due=6,
    unchecked=3,
    unmoderated=2,
    rounds=(RoundProgress("March 2025", 12, 31),),
    follow_ups_due=2,
    follow_ups_late=1,
)
ONE = replace(
    NOTHING,
    done=1,
    checked=1,
    made_a_difference=1,
    audits=1,
    graded=1,
    good_or_better=1,
    ageing=(0, 1, 0, 0),
    late_now=0,
    due=1,
    unchecked=1,
    unmoderated=1,
)
HUGE = replace(
    FULL,
    team="&" * 200,
    done=1_234_567,
    checked=1_234_567,
    made_a_difference=1_234_567,
    audits=1_234_567,
    graded=1_234_566,
    good_or_better=1_234_565,
    ageing=(1_234_567,) * 4,
    late_now=1_234_567,
    rounds=(RoundProgress("<" * 300, 1_234_567, 1_234_567),) * 40,
)
NOTE = "Only you see this preview."


def said(**figures: Any) -> str:
    """What the digest says of these figures, and of nothing else."""
    return blocks.digest(replace(NOTHING, **figures), DUTY_SENTENCE).text


def drawn(message: Message) -> list[str]:
    """The message as a terminal shows it."""
    picture = drawing.home({"type": "home", "blocks": list(message.blocks)}, READER).picture
    return [line.removeprefix("  ") for line in printed(picture, 110).splitlines()[2:-2]]


def test_a_full_digest_is_read_from_what_went_well_to_the_duty_sentence() -> None:
    assert drawn(blocks.digest(FULL, DUTY_SENTENCE)) == [
        "Weekly digest: the whole service",
        "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━",
        "",
        "What went well last week, Monday 10 March 2025 to Sunday 16 March 2025",
        "12 actions were done.",
        "9 actions were checked by somebody else and found done.",
        "4 actions made a difference, wholly or partly.",
        "8 audits were carried out, 6 of them graded good or better.",
        "Thank you.",
        "",
        "Today, Monday 17 March 2025",
        "14 actions are late against the date first agreed, 9 of them also against the date agreed now.",
        "6 actions are due from today to Sunday 23 March 2025.",
        "3 actions are done and wait to be checked.",
        "2 audits wait for moderation.",
        "1 follow-up audit is late.",
        "2 follow-up audits are due this week.",
        "March 2025: 12 audits recorded of 31 planned.",
        "",
        "Late actions",
        "Actions by Working days since the first date agreed",
        "0 to 5   ██████████████████████████████ 8",
        "6 to 10  ███████████ 3",
        "11 to 20 ████████ 2",
        "Over 20  ████ 1",
        "[1 Show me mine]  [2 Show all I may see]",
        "If a child may be at risk now, phone the duty manager. Do not use this bot.",
    ]


def test_the_next_meeting_is_told_last() -> None:
    assert (
        "1 audit waits for moderation. Next meeting: Friday 21 March 2025."
        in blocks.digest(replace(ONE, next_meeting=date(2025, 3, 21)), DUTY_SENTENCE).text
    )
    assert "nothing waits. Next meeting: Friday 21 March 2025." in said(next_meeting=date(2025, 3, 21))


def test_of_one_it_speaks_in_the_singular() -> None:
    assert blocks.digest(ONE, DUTY_SENTENCE).text == (
        "Weekly digest: Children and Families. "
        "What went well last week, Monday 10 March 2025 to Sunday 16 March 2025. "
        "1 action was done. 1 action was checked by somebody else and found done. "
        "1 action made a difference, wholly or partly. 1 audit was carried out. Thank you. "
        "Today, Monday 17 March 2025. "
        "1 action is late against the date first agreed, but not against the date agreed now. "
        "1 action is due from today to Sunday 23 March 2025. 1 action is done and waits to be checked. "
        "1 audit waits for moderation. "
        "The late action is late by 6 to 10 working days. "
        "If a child may be at risk now, phone the duty manager. Do not use this bot."
    )


def test_of_nothing_it_says_one_line_and_the_duty_sentence() -> None:
    message = blocks.digest(NOTHING, DUTY_SENTENCE)
    lines = [
        "Weekly digest: Children and Families. Nothing is late, nothing is due this week and nothing waits.",
        "If a child may be at risk now, phone the duty manager. Do not use this bot.",
    ]
    assert drawn(message) == lines
    assert message.text == " ".join(lines)


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        ({"done": 1_234}, "1,234 actions were done."),
        ({"done": 1}, "Today, Monday 17 March 2025. Nothing is late. Nothing is due from today to Sunday"),
        ({"ageing": (1, 0, 0, 0), "late_now": 1}, "first agreed, and also against the date agreed now."),
        ({"ageing": (2, 0, 0, 0), "late_now": 2}, "first agreed, all of them also against the date agreed"),
        ({"ageing": (2, 0, 0, 0)}, "first agreed, none of them also against the date agreed now."),
        ({"ageing": (1_234, 0, 0, 0), "late_now": 1_000}, "1,234 actions are late against the date first"),
        ({"due": 1, "today": date(2025, 3, 23)}, "1 action is due today."),
        ({"due": 2}, "2 actions are due from today to Sunday 23 March 2025."),
        ({"unmoderated": 1_234}, "1,234 audits wait for moderation."),
        ({"rounds": (RoundProgress("May", 1, None),)}, "May: 1 audit recorded so far."),
        ({"rounds": (RoundProgress("May", 40, 31),)}, "May: 40 audits recorded of 31 planned."),
        ({"rounds": (RoundProgress("May <3", 0, 1),)}, "May &lt;3: 0 audits recorded of 1 planned."),
        ({"rounds": (RoundProgress("May", 1, 2),) * 6}, "1 more round runs today."),
        ({"rounds": (RoundProgress("May", 1, 2),) * 7}, "2 more rounds run today."),
        ({"team": "A & B", "due": 1}, "Weekly digest: A &amp; B."),
        ({"team": "A & B"}, "Weekly digest: A &amp; B."),
    ],
)
def test_each_number_is_in_a_sentence(figures: dict[str, Any], sentence: str) -> None:
    assert sentence in said(**figures)


@pytest.mark.parametrize(
    ("audits", "graded", "good", "sentence"),
    [
        (5, 5, 4, "5 audits were carried out, 4 of them graded good or better."),
        (9, 7, 6, "9 audits were carried out; of the 7 with a moderated grade, 6 are good or better."),
        (1_234, 1_234, 1_200, "1,234 audits were carried out, 1,200 of them graded good or better."),
        (4, 4, 4, "4 audits were carried out. Thank you."),
        (9, 4, 4, "9 audits were carried out. Thank you."),
        (9, 9, 0, "9 audits were carried out. Thank you."),
    ],
)
def test_grades_are_told_where_there_are_enough_that_nobody_is_meant(
    audits: int, graded: int, good: int, sentence: str
) -> None:
    assert sentence in said(audits=audits, graded=graded, good_or_better=good)


def test_a_week_without_news_is_passed_over() -> None:
    assert "went well" not in said(due=1)
    assert "Thank you" not in said(due=1)


@pytest.mark.parametrize(
    ("ageing", "sentence"),
    [
        ((1, 0, 0, 0), "The late action is late by up to 5 working days."),
        ((0, 0, 0, 1), "The late action is late by more than 20 working days."),
        ((0, 0, 1_234, 0), "All 1,234 late actions are late by 11 to 20 working days."),
        ((1, 1, 0, 0), "Of 2 late actions, 1 is late by up to 5 working days and 1 by 6 to 10."),
        (
            (8, 3, 2, 1),
            "Of 14 late actions, 8 are late by up to 5 working days, 3 by 6 to 10, 2 by 11 to 20 "
            "and 1 by more than 20.",
        ),
    ],
)
def test_the_finding_is_a_sentence(ageing: tuple[int, ...], sentence: str) -> None:
    assert blocks.finding(replace(NOTHING, ageing=ageing)) == sentence
    assert sentence in said(ageing=ageing)


MESSAGES = {
    "full": blocks.digest(FULL, DUTY_SENTENCE),
    "one": blocks.digest(ONE, DUTY_SENTENCE),
    "nothing": blocks.digest(NOTHING, DUTY_SENTENCE),
    "huge": blocks.digest(HUGE, DUTY_SENTENCE),
}


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_every_form_of_it_is_within_slacks_limits(message: Message) -> None:
    pictured = blocks.with_picture(message, "F0CHART01", blocks.finding(FULL))
    shown = blocks.preview(message, NOTE)
    for form in (message, message.in_older_blocks(), pictured, shown, shown.in_older_blocks()):
        assert limits.problems(list(form.blocks), "message") == []
        assert DUTY_SENTENCE in form.text
        assert len(form.text) <= parts.LONGEST_TEXT


def kinds(message: Message) -> list[str]:
    return [block["type"] for block in message.blocks]


def test_a_workspace_that_refuses_the_chart_is_shown_its_finding_in_words() -> None:
    older = MESSAGES["full"].in_older_blocks()
    assert kinds(older) == ["header", "section", "section", "section", "actions", "context"]
    assert older.blocks[3]["text"]["text"] == blocks.finding(FULL)


def test_a_picture_takes_the_place_of_the_chart_and_its_alt_text_is_the_finding() -> None:
    pictured = blocks.with_picture(MESSAGES["full"], "F0CHART01", blocks.finding(FULL))
    assert kinds(pictured) == ["header", "section", "section", "image", "actions", "context"]
    assert pictured.blocks[3] == {
        "type": "image",
        "slack_file": {"id": "F0CHART01"},
        "alt_text": blocks.finding(FULL),
    }


def test_without_anything_late_there_is_no_chart() -> None:
    assert "data_visualization" not in kinds(blocks.digest(replace(FULL, ageing=(0, 0, 0, 0)), DUTY_SENTENCE))


def test_a_preview_says_first_that_it_is_one() -> None:
    shown = blocks.preview(MESSAGES["full"], NOTE)
    assert drawn(shown)[0] == NOTE
    assert shown.text.startswith(NOTE)
    assert drawn(shown.in_older_blocks())[0] == NOTE


@pytest.mark.parametrize("ageing", [(8, 3, 2, 1), (0, 0, 0, 1), (1_234_567, 0, 0, 0), (0, 0, 0, 0)])
def test_the_picture_is_a_png(ageing: tuple[int, ...]) -> None:
    png = charts.ageing_png(ageing)
    assert png.startswith(b"\x89PNG")
    assert len(png) < 100_000
