"""Seals as they are written down, and found again in whatever text they are pasted from."""

from datetime import UTC, datetime

import pytest

from bot.rules.seals import Seal, read

HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
AT = datetime(2026, 11, 3, 9, 0, 5, tzinfo=UTC)
SEAL = Seal(1204, HASH, AT)


def test_a_seal_is_a_line_of_the_time_the_number_and_the_hash() -> None:
    assert SEAL.line == f"2026-11-03T09:00:05Z 1204 {HASH}"
    assert read(SEAL.line) == [SEAL]


@pytest.mark.parametrize(
    "text",
    [
        f"1204 {HASH}",
        f"1,204 {HASH}",
        f"  1204\t{HASH.upper()}\n",
        f"'1204 {HASH}'",
        f"Row\n1204\n{HASH}",
        f"`1204 {HASH}`",
    ],
)
def test_a_seal_is_read_however_it_was_copied(text: str) -> None:
    assert read(text) == [Seal(1204, HASH)]


def test_all_seals_in_a_text_are_read_with_their_times() -> None:
    later = Seal(1300, HASH[::-1], AT.replace(day=4))
    text = f"G2O  09:00\nSeal of the journal\n{SEAL.line}\nKeep it.\n> {later.line}\n"
    assert read(text) == [SEAL, later]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1204",
        HASH,
        f"1204 {HASH[:-1]}",
        f"1204 {HASH}f",
        f"12345678901234567890 {HASH}",
        f"2026-11-03T09:00:05Z {HASH}",
        f"-4 {HASH}",
    ],
)
def test_what_is_no_seal_is_not_taken_for_one(text: str) -> None:
    assert read(text) == []


def test_a_line_that_was_cut_short_does_not_spoil_the_next() -> None:
    for length in range(len(SEAL.line)):
        assert read(f"{SEAL.line[:length]}\n{SEAL.line}\n") == [SEAL]


def test_a_time_that_is_none_leaves_the_seal() -> None:
    assert read(f"2026-13-03T09:00:05Z 1204 {HASH}") == [Seal(1204, HASH)]
