"""What auditors are told when cases are shared out to them: how many, of which round and until when."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from bot import draws, picks
from bot.draws import Wanted
from storage import draws as stored
from storage.models import Draw, Round
from storage.words import Basis
from tests.council import ALANA, GRACE, PRIYA, Council, on
from tests.letters.conftest import PostOffice
from tests.verbs.steps import logged

DAY = timedelta(days=1)
MONDAY = date(2026, 3, 16)
TOLD = "You have 3 cases to audit in the round Spring 2026, by Thursday 30 April 2026."


def drawn(session: Session, council: Council, organisation: str | None = "Aidhour") -> Draw:
    """All three cases, for a round that runs."""
    dates = {"starts_on": MONDAY, "ends_on": date(2026, 4, 30)}
    round_ = Round(name="Spring 2026", basis=Basis.ALL, organisation=organisation, **dates)
    session.add(round_)
    session.flush()
    return draws.draw(session, on(council.quality, MONDAY), Wanted(round_.id, draws.ALL, "1")).draw


def share(session: Session, council: Council, draw: Draw, *chosen: int | None) -> None:
    ids = [person_id for person_id in chosen if person_id is not None]
    picks.share_out(session, on(council.quality, MONDAY), draw.id, ids, [])


@pytest.fixture
def draw_id(post: PostOffice, council: Council) -> int:
    with post.office.db.begin() as session:
        draw = drawn(session, council)
        share(session, council, draw, council.auditor.actor.person_id)
        return draw.id


def test_an_auditor_is_told_once_in_one_line_what_is_theirs(post: PostOffice, draw_id: int) -> None:
    (text,) = post.to(ALANA, post.day(MONDAY))
    assert "For you today: one thing" in text
    assert TOLD in text
    assert "/g2o coverage me" in text
    assert not any(post.to(ALANA, post.day(MONDAY + n * DAY)) for n in range(1, 8))


def test_who_has_audited_them_by_then_is_told_nothing(
    post: PostOffice, council: Council, draw_id: int
) -> None:
    with post.office.db.begin() as session:
        for reference in ("K7Q2M", "M4T9X", "P3W6D"):
            logged(session, on(council.auditor, MONDAY), reference, audited_on=MONDAY)
    assert post.to(ALANA, post.day(MONDAY)) == []


def test_a_draw_that_was_undone_is_not_told(post: PostOffice, council: Council, draw_id: int) -> None:
    with post.office.db.begin() as session:
        draws.take_back(session, on(council.quality, MONDAY), draw_id)
    assert post.to(ALANA, post.day(MONDAY)) == []


def test_sharing_out_once_more_tells_only_those_who_have_other_cases(
    post: PostOffice, council: Council, draw_id: int
) -> None:
    post.day(MONDAY)
    with post.office.db.begin() as session:
        share(session, council, session.get_one(Draw, draw_id), council.auditor.actor.person_id)
    assert post.to(ALANA, post.day(MONDAY + DAY)) == []


def test_who_takes_cases_themselves_is_told_nothing_and_others_of_the_council_are(
    post: PostOffice, council: Council
) -> None:
    with post.office.db.begin() as session:
        draw = drawn(session, council, organisation=None)
        share(session, council, draw, council.quality.actor.person_id, council.manager.actor.person_id)
        has = [pick.auditor_id for pick in stored.all_of(session, draw.id)]
    arrived = post.day(MONDAY)
    assert not any("to audit" in text for text in post.to(GRACE, arrived))
    many = "1 case" if has.count(council.manager.actor.person_id) == 1 else "2 cases"
    assert f"You have {many} to audit" in "".join(post.to(PRIYA, arrived))
