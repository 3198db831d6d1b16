"""A council's own headings and words: guessed, told, written down, corrected and used again."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from bot.errors import Refusal
from bot.intake import Guide, Kind, Outcome, Review, guides, take_in
from bot.intake.columns import match
from bot.visit import Visit
from tests.intake.sheets import rows

EXPORT = """
    Clientt ID,Allocatd worker,Legal status,Open date
    2001,Jude Ellery,CiC,14/03/2024
    2002,Jude Ellery,Sect 20,14/03/2024
"""
TOLD = """
    [columns]
    cohort = "Legal status"

    [words.cohort]
    "sect 20" = "child in care"
    "Other" = ""
"""


def guide_of(tmp_path: Path, text: str, kind: Kind = Kind.CASES) -> Guide:
    file = tmp_path / "map.toml"
    file.write_text(text)
    return guides.read(file, kind)


def test_a_heading_with_a_slip_of_the_pen_is_taken_and_told() -> None:
    found = match(Kind.CASES, ["Clientt ID", "Cohort", "Allocatd worker"])
    assert found.taken_for == {"system_number": "Clientt ID", "worker": "Allocatd worker"}
    assert (found.headings["worker"], found.unknown) == ("Allocatd worker", ())


def test_two_headings_that_may_mean_one_column_are_not_guessed() -> None:
    found = match(Kind.CASES, ["Case number", "Cohort", "Allocatd worker", "Allocated workr"])
    assert "worker" not in found.headings


@pytest.mark.parametrize("heading", ["Mosaic ID", "Client id", "Person ID", "Case no."])
def test_case_systems_call_their_number_differently(heading: str) -> None:
    assert match(Kind.CASES, [heading, "CIN/CP/LAC", "Start date"]).headings["system_number"] == heading


def test_the_map_says_which_heading_and_which_word_is_meant(
    session: Session, visit: Visit, tmp_path: Path
) -> None:
    guide = guide_of(tmp_path, TOLD)
    report = take_in(session, visit, Kind.CASES, rows(EXPORT), skip_bad=False, guide=guide)
    assert [row.outcome for row in report.rows] == [Outcome.ADDED, Outcome.ADDED]
    assert report.taken_for["cohort"] == "Legal status"


def test_what_was_guessed_is_written_down_and_read_again(
    session: Session, visit: Visit, tmp_path: Path
) -> None:
    review = Review()
    first = guide_of(tmp_path, TOLD.replace('"sect 20"', '"section twenty"'))
    take_in(session, visit, Kind.CASES, rows(EXPORT), skip_bad=False, guide=first, review=review)
    written = guides.text(Kind.CASES, review.headings, review.unknown_words, first)
    assert '"Sect 20" = ""' in written
    again = guide_of(tmp_path, written.replace('"Sect 20" = ""', '"Sect 20" = "child in care"'))
    assert again.columns["system_number"] == "Clientt ID"
    report = take_in(session, visit, Kind.CASES, rows(EXPORT), skip_bad=False, guide=again)
    assert report.is_kept


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[columns", "cannot be understood"),
        ('kind = "audits"', "another kind"),
        ('[columns]\nshoe_size = "Shoes"', "an unknown column"),
        ('[columns]\ncohort = "A"\nteam = "a"', "one heading for two columns"),
        ("[columns]\ncohort = 3", "name one heading"),
        ('[words]\n"S20" = "child in care"', "below the column"),
        ("[rows]", "beside kind, columns and words"),
    ],
)
def test_a_map_that_does_not_fit_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        guide_of(tmp_path, text)
