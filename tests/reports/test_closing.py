"""The closing rate: of what was first due in a quarter, what was done in time, later, not at all."""

from datetime import date

from sqlalchemy.orm import Session

from bot.reports import closing
from storage.closing import Closed
from storage.words import Status
from tests.council import TOMAS, Council, on, put_action

DUE = date(2024, 11, 4)


def test_each_action_is_closed_in_time_or_later_or_ended_or_open(session: Session, council: Council) -> None:
    for status, done_on in (
        (Status.DONE, DUE),
        (Status.CHECKED, date(2024, 12, 2)),
        (Status.DONE, None),
        (Status.NOT_DOING, None),
        (Status.STARTED, None),
    ):
        put_action(session, "K7Q2M", TOMAS, DUE, status=status, done_on=done_on)
    put_action(session, "K7Q2M", TOMAS, date(2025, 2, 3))
    (quarter,) = closing.last_quarters(session, council.leader)
    assert quarter.name == "October to December 2024"
    assert quarter.closed == Closed(in_time=1, later=2, ended=1, open=1)
    assert (quarter.closed.done, quarter.closed.total) == (3, 5)


def test_the_quarter_that_runs_is_not_told_yet(session: Session, council: Council) -> None:
    put_action(session, "K7Q2M", TOMAS, date(2025, 2, 3))
    assert closing.last_quarters(session, council.leader) == []
    assert len(closing.last_quarters(session, on(council.leader, date(2025, 4, 1)))) == 1
