"""Purging as it is drawn: the form that asks twice, and what is said when it is done."""

from datetime import date

import pytest

from bot.purging import Held, Posted, Purged
from bot.sandbox import limits
from handlers.blocks import parts
from handlers.blocks import purging as blocks
from handlers.blocks.parts import Message
from storage import holdings

MANY = 999_999
ROWS = {kind.__tablename__: MANY for kind in holdings.HELD} | {"journal_values": MANY}
LETTER = Posted("&" * 80, date(2025, 3, 13), "D0TOMAS02", "1.0")


@pytest.mark.parametrize("rows", [ROWS, dict.fromkeys(ROWS, 0)], ids=["full", "empty"])
def test_the_form_is_within_slacks_limits(rows: dict[str, int]) -> None:
    assert limits.view_problems(blocks.form(Held("K7Q2M", rows, MANY)).as_dict(), "modal") == []


def test_the_form_counts_what_goes() -> None:
    rows = dict.fromkeys(ROWS, 0) | {"audits": 1, "items": 2}
    said = Held("K7Q2M", rows, 1).told
    assert said == (
        "On case K7Q2M are held 1 audit and 2 items of meetings. 1 letter in Slack told of it. "
        "Once it is purged nobody can bring it back."
    )


def test_a_case_of_which_nothing_is_held_says_so() -> None:
    assert "nothing is held but the case itself" in Held("K7Q2M", dict.fromkeys(ROWS, 0), 0).told


def test_what_is_said_is_within_slacks_limits_however_many_letters_are_left() -> None:
    left = [(LETTER, "Slack refused (cant_delete_message)")] * 500
    said = blocks.purged(Purged("K7Q2M", ROWS, [LETTER] * 500), left, is_swept=False)
    message = Message.plain(said)
    assert limits.problems(list(message.blocks), "modal") == []
    assert len(message.text) <= parts.LONGEST_TEXT
    assert "• 490 more" in said
    assert "python -m bot db sweep" in said


def test_letters_that_are_deleted_are_told_of_only_where_there_were_some() -> None:
    assert "letters" not in blocks.purged(Purged("K7Q2M", ROWS, []), [], is_swept=True)
    assert "are deleted in Slack" in blocks.purged(Purged("K7Q2M", ROWS, [LETTER]), [], is_swept=True)
