"""Case references: made, read as people write them, and told from their neighbours."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import privacy, references

# Any seed stands for one course of chance.
MADE = st.integers().map(lambda seed: references.make(random.Random(seed).choice))  # noqa: S311 - chance that repeats

PAIRS = MADE.flatmap(
    lambda reference: st.tuples(st.just(reference), st.sampled_from(sorted(references.neighbours(reference))))
)


@given(MADE)
def test_what_was_made_is_read_back(reference: str) -> None:
    assert references.read(reference) == reference


@given(MADE)
def test_a_reference_has_five_characters_with_a_letter_and_a_digit(reference: str) -> None:
    assert len(reference) == references.LENGTH
    assert set(reference) <= set(references.ALPHABET)
    assert any(map(str.isdigit, reference))
    assert any(map(str.isalpha, reference))


@given(MADE)
def test_a_reference_is_never_taken_for_personal_details(reference: str) -> None:
    assert privacy.found(f"See {reference}, where {reference.lower()} is meant.") == []


def test_a_chance_that_would_spell_a_postcode_spells_something_else() -> None:
    drawn = iter(["W", "3", "4", "G", "H", *"W34GH"])
    assert references.make(lambda _: next(drawn)) == "HG43W"


@pytest.mark.parametrize("index", [0, -1])
def test_even_a_chance_that_always_falls_alike_makes_a_reference(index: int) -> None:
    assert references.read(references.make(lambda choices: choices[index]))


def test_the_alphabet_has_no_vowels_and_no_look_alikes() -> None:
    assert set(references.ALPHABET).isdisjoint("AEIOU01LSZB")
    assert len(set(references.ALPHABET)) == len(references.ALPHABET) == 25


@pytest.mark.parametrize(
    "text",
    [
        "K7Q2M",
        "k7q2m",
        "  K7q2M\n",
        "K7QZM",
        "k7qzm",
        "#K7Q2M",
        "`K7Q2M`",
        '"K7Q2M"',
        "“K7Q2M”",
        "‘K7Q2M’",
        "K7Q2M.",
        "K7Q2M?",
        "K7Q2M!!",
        "K7Q2M,",
        "'#K7Q2M'.",
        "`K7Q2M.`",
    ],
)
def test_a_reference_is_read_as_people_write_it(text: str) -> None:
    assert references.read(text) == "K7Q2M"


@pytest.mark.parametrize(("text", "meant"), [("SK7QM", "5K7QM"), ("bk7qz", "8K7Q2"), ("CSZBC", "C528C")])
def test_letters_that_look_like_digits_are_read_as_those(text: str, meant: str) -> None:
    assert references.read(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "K7Q2",
        "K7Q2MM",
        "K7 Q2M",
        "K0Q2M",
        "KIQ2M",
        "KAQ2M",
        "23456",
        "CDFGH",
        "SSZZB",
        "ßK7Q",
        "Ｋ7Q2M",
        "M-123",
    ],
)
def test_what_is_no_reference_is_not_read_as_one(text: str) -> None:
    assert references.read(text) is None


@given(st.text())
def test_whatever_is_read_as_a_reference_is_one(text: str) -> None:
    reference = references.read(text)
    assert reference is None or references.read(reference) == reference


@pytest.mark.parametrize("near", ["K7Q3M", "C7Q2M", "7KQ2M", "K72QM", "K7QM2"])
def test_a_reference_one_slip_away_is_a_neighbour(near: str) -> None:
    assert near in references.neighbours("K7Q2M")


@pytest.mark.parametrize("far", ["K7Q2M", "K7Q3N", "7KQM2", "K7Q", "K7Q0M", "Q7K2M"])
def test_neither_itself_nor_two_slips_nor_an_impossible_one_is_a_neighbour(far: str) -> None:
    assert far not in references.neighbours("K7Q2M")


def test_a_neighbour_still_has_a_letter_and_a_digit() -> None:
    assert "22222" not in references.neighbours("2222C")


@given(PAIRS)
def test_neighbours_are_references_and_neighbours_of_each_other(pair: tuple[str, str]) -> None:
    reference, near = pair
    assert references.read(near) == near
    assert reference in references.neighbours(near)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("1001", "1001"), (" 1001.0 ", "1001"), ("lcs-104", "LCS-104"), ("1001.50", "1001.50"), ("a.0", "A.0")],
)
def test_a_system_number_is_one_however_it_is_typed(typed: str, stored: str) -> None:
    assert references.system_number(typed) == stored
