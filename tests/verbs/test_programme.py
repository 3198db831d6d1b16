"""The programme of a year, as it is shown: by kind and month, with the rounds beside it."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from bot import programme
from bot.programme import Programme
from bot.visit import Visit
from storage.models import Round
from storage.words import Basis
from tests.council import Council
from tests.verbs.steps import logged
from tests.verbs.test_activities import JUNE, added


def shown(session: Session, visit: Visit, **values: Any) -> Programme:
    return programme.of_year(session, visit, 2024, **values)


def test_kinds_stand_together_by_month_and_what_has_none_comes_last(
    session: Session, council: Council
) -> None:
    for month in (None, date(2025, 1, 1), JUNE):
        added(session, council, "Dip sample", month=month)
    added(session, council, "Early Help audit", month=date(2025, 2, 1))
    entries = shown(session, council.manager).entries
    assert [(entry.kind, entry.month) for entry in entries if entry.activity] == [
        ("Early Help audit", date(2025, 2, 1)),
        ("Dip sample", JUNE),
        ("Dip sample", date(2025, 1, 1)),
        ("Dip sample", None),
    ]


def test_the_rounds_of_the_year_stand_there_with_what_is_planned_and_logged(
    session: Session, council: Council
) -> None:
    session.add(Round(name="April 2025", basis=Basis.ALL, starts_on=date(2025, 4, 1)))
    logged(session, council.quality, auditor="Alana Brook")
    (entry,) = shown(session, council.manager).entries
    assert entry.round is not None
    assert (entry.kind, entry.round.round.name, entry.round.audits) == ("Case audit", "March 2025", 1)


def test_one_kind_alone_is_shown(session: Session, council: Council) -> None:
    added(session, council, "Dip sample")
    added(session, council, "Thematic audit")
    assert [entry.kind for entry in shown(session, council.manager, kind="Dip sample").entries] == [
        "Dip sample"
    ]


def test_a_year_has_pages_of_ten(session: Session, council: Council) -> None:
    for number in range(12):
        added(session, council, "Dip sample", theme=f"Theme {number}")
    first, second = (shown(session, council.quality, page=page) for page in (0, 9))
    assert (first.first, len(first.shown), len(first.entries)) == (1, 10, 13)
    assert (second.first, len(second.shown)) == (11, 3)


def test_an_empty_year_names_the_others(session: Session, council: Council) -> None:
    added(session, council)
    other = programme.of_year(session, council.manager, 2023)
    assert (other.entries, other.years, other.may_change) == ([], [2024], False)
