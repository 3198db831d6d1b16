"""The programme of a year, as it is shown: by kind and month, with the rounds beside it."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot import activities, programme
from bot.activities import NewActivity
from bot.errors import Refusal
from bot.programme import Programme
from bot.visit import Visit
from storage import programme as stored
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


def test_a_past_year_is_marked_as_carried_out_as_a_whole(session: Session, council: Council) -> None:
    for theme in ("Housing", "Pathway plans"):
        activities.add(session, council.quality, NewActivity(2023, "Thematic audit", theme))
    (dated, _) = stored.of_year(session, 2023)
    dated.done_on = date(2023, 6, 14)
    assert programme.mark_carried_out(session, council.quality, 2023) == 1
    assert [(one.done_on, one.done_undated) for one in stored.of_year(session, 2023)] == [
        (date(2023, 6, 14), False),
        (None, True),
    ]
    assert programme.mark_carried_out(session, council.quality, 2023) == 0
    with pytest.raises(Refusal, match="2024-25 is not over"):
        programme.mark_carried_out(session, council.quality, 2024)


def test_this_month_and_what_is_past_its_month_are_told_for_a_year(
    session: Session, council: Council
) -> None:
    march = added(session, council, "Dip sample", month=date(2025, 3, 1))
    done = added(session, council, "Dip sample", month=JUNE)
    added(session, council, "Top 3 forum", month=JUNE)
    added(session, council, "Line of sight")
    for month, year in ((date(2024, 3, 1), 2023), (date(2024, 2, 1), 2023), (None, 2023)):
        activities.add(session, council.quality, NewActivity(year, "Dip sample", month=month))
    done.done_on = JUNE
    session.flush()
    on = programme.outlook(session, council.manager)
    assert (on.planned, on.past, on.year) == ([march], 3, 2023)
