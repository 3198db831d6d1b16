"""What Slack writes for people, places and links, read back."""

import pytest

from handlers import mentions


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<@U0TOMAS02> please ring <#C0GENERAL1|general>", "please ring"),
        ("<!here> see <https://example.org/plan|the plan>\nby Friday", "see the plan by Friday"),
        ("ask <mailto:jane@example.com|jane@example.com>", "ask jane@example.com"),
        ("see <https://example.org/plan>", "see example.org/plan"),
        ("3 < 4 and 5 > 4", "3 < 4 and 5 > 4"),
    ],
)
def test_a_message_is_read_without_slacks_marks(written: str, read: str) -> None:
    assert mentions.left_out(written) == read
