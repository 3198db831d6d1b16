"""What a file holds is told by its headings alone."""

import pytest

from bot.cli import demo_data
from bot.errors import Refusal
from bot.intake import Kind
from bot.intake.guessing import kind_of

EXAMPLES = [kind for kind in Kind if (demo_data.EXAMPLES / f"{kind}.csv").exists()]


@pytest.mark.parametrize("kind", EXAMPLES)
def test_each_example_is_taken_for_what_it_is(kind: Kind) -> None:
    assert kind_of((demo_data.EXAMPLES / f"{kind}.csv").read_bytes()) is kind


@pytest.mark.parametrize("content", [b"", b"Colour,Size\nred,4\n", b"PK\x03\x04 no workbook", b"\x00\x01"])
def test_a_file_of_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal):
        kind_of(content)
