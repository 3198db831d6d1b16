"""Taking in a file: once is enough, all or nothing, and what a wrong row leaves behind."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.errors import Refusal
from bot.intake import Kind, Outcome, RawRow, take_in
from bot.visit import Visit
from storage import chain, rounds
from storage.database import Database
from storage.models import Base, JournalEntry, JournalValues
from storage.words import Door
from tests.council import Council
from tests.intake.sheets import ROUNDS, SHEETS, rows, take, written

TWO_GOOD_ONE_BAD = """
    name,basis,starts,ends
    May 2025,half,1/5/2025,31/5/2025
    June 2025,often,1/6/2025,
    July 2025,half,1/7/2025,1/6/2025
    August 2025,half,1/8/2025,
"""


@pytest.mark.parametrize("kind", Kind)
def test_a_second_time_changes_nothing_and_is_not_journalled(
    session: Session, visit: Visit, kind: Kind
) -> None:
    for earlier in list(Kind)[: list(Kind).index(kind) + 1]:
        assert take(session, visit, earlier, SHEETS[earlier]).refused == []
    before = written(session)
    again = take(session, visit, kind, SHEETS[kind])
    assert {row.outcome for row in again.rows} == {Outcome.UNCHANGED}
    assert written(session) == before


def test_what_is_added_is_journalled_as_imported(session: Session, visit: Visit) -> None:
    take(session, visit, Kind.ROUNDS, ROUNDS)
    entry = session.scalars(sa.select(JournalEntry)).one()
    assert (entry.event, entry.door, entry.who_id) == ("round added", Door.IMPORT, None)
    assert list(chain.faults(session)) == []


def test_a_changed_row_updates_and_is_journalled_with_both_values(session: Session, visit: Visit) -> None:
    take(session, visit, Kind.ROUNDS, ROUNDS)
    (row,) = take(session, visit, Kind.ROUNDS, ROUNDS.replace("Housing", "Pathway plans")).rows
    assert row.outcome is Outcome.CHANGED
    values = session.get_one(JournalValues, written(session))
    assert '"theme":"Housing"' in str(values.before)
    assert '"theme":"Pathway plans"' in str(values.after)


def test_a_blank_cell_leaves_what_is_there(session: Session, visit: Visit) -> None:
    take(session, visit, Kind.ROUNDS, ROUNDS)
    (row,) = take(session, visit, Kind.ROUNDS, "name,basis,starts,theme\nApril 2025,risk,1/4/2025,").rows
    assert row.outcome is Outcome.UNCHANGED


def test_every_wrong_row_is_told_by_its_number_and_nothing_is_stored(session: Session, visit: Visit) -> None:
    before = written(session)
    report = take(session, visit, Kind.ROUNDS, TWO_GOOD_ONE_BAD)
    assert [(row.number, row.outcome) for row in report.rows] == [
        (2, Outcome.ADDED),
        (3, Outcome.REFUSED),
        (4, Outcome.REFUSED),
        (5, Outcome.ADDED),
    ]
    assert not report.is_kept
    assert rounds.by_name(session, "May 2025") is None
    assert written(session) == before


def test_the_good_rows_are_kept_where_the_bad_ones_may_be_skipped(session: Session, visit: Visit) -> None:
    report = take(session, visit, Kind.ROUNDS, TWO_GOOD_ONE_BAD, skip_bad=True)
    assert report.is_kept
    stored = [rounds.by_name(session, f"{month} 2025") for month in ("May", "June", "July", "August")]
    assert [entry is not None for entry in stored] == [True, False, False, True]


def test_a_skipped_row_leaves_nothing_behind(db: Database, council: Council, visit: Visit) -> None:
    twice = "name,role,team\nRobin Vale,quality,Fostering\nRobin Vale,leader,Adoption"
    with db.begin() as session:
        report = take(session, visit, Kind.PEOPLE, twice, skip_bad=True)
    assert [row.outcome for row in report.rows] == [Outcome.ADDED, Outcome.REFUSED]
    with db.reading() as session:
        teams = session.scalars(sa.select(Base.metadata.tables["teams"].c.name)).all()
        assert "Fostering" in teams
        assert "Adoption" not in teams
        assert list(chain.faults(session)) == []


def test_the_same_row_twice_in_a_file_is_taken_once(session: Session, visit: Visit) -> None:
    report = take(session, visit, Kind.ROUNDS, "name,basis,starts\nMay,half,1/5/2025\nmay,half,1/5/2025")
    assert [row.outcome for row in report.rows] == [Outcome.ADDED, Outcome.REFUSED]
    report = take(session, visit, Kind.ROUNDS, "name,basis,starts\nMay,half,1/5/2025\nMay,half,1/5/2025")
    assert [row.outcome for row in report.rows] == [Outcome.ADDED, Outcome.UNCHANGED]


def test_two_rows_that_contradict_each_other_are_not_both_taken(session: Session, visit: Visit) -> None:
    report = take(session, visit, Kind.ROUNDS, "name,basis,starts\nMay,half,1/5/2025\nMay,all,1/5/2025")
    assert [row.problem for row in report.rows] == [
        "",
        "row 2 is about the same thing and says otherwise. Please keep one of the two.",
    ]


SECRET = "Phone Alex on 07700 900123"


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        (Kind.PEOPLE, {"name": SECRET, "role": "quality"}),
        (Kind.RECOMMENDATIONS, {"text": SECRET}),
        (Kind.ACTIONS, {"text": SECRET, "recommendation": "1", "owner": "Tomas Reid", "due": "1/4/2025"}),
    ],
)
def test_a_text_with_personal_details_is_refused_and_not_repeated(
    session: Session, visit: Visit, kind: Kind, cells: dict[str, str]
) -> None:
    (row,) = take_in(session, visit, kind, [RawRow(2, cells)], skip_bad=True).rows
    assert row.outcome is Outcome.REFUSED
    assert "this seems to contain a phone number. Please take it out of the file." in row.problem
    assert "Alex" not in row.problem


def test_a_row_with_more_cells_than_headings_is_refused(session: Session, visit: Visit) -> None:
    long = RawRow(2, {"name": "May", "basis": "half", "starts": "1/5/2025"}, is_too_long=True)
    (row,) = take_in(session, visit, Kind.ROUNDS, [long], skip_bad=False).rows
    assert "more cells than there are headings" in row.problem


def test_a_missing_column_refuses_the_file(session: Session, visit: Visit) -> None:
    with pytest.raises(Refusal, match="basis"):
        take(session, visit, Kind.ROUNDS, "name,starts\nMay 2025,1/5/2025")


def test_no_rows_are_no_work(session: Session, visit: Visit) -> None:
    assert take_in(session, visit, Kind.ROUNDS, [], skip_bad=False).rows == ()


def test_rows_are_taken_as_they_come(session: Session, visit: Visit) -> None:
    seen: list[int] = []
    coming = (seen.append(row.number) or row for row in rows(ROUNDS))  # type: ignore[func-returns-value]  # the point
    take_in(session, visit, Kind.ROUNDS, coming, skip_bad=False)
    assert seen == [2]
