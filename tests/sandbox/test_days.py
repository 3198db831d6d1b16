"""Days are read as people in Britain write them."""

from datetime import date, datetime

import pytest

from bot.sandbox import days

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-12-14", date(2026, 12, 14)),
        ("14 December 2026", date(2026, 12, 14)),
        ("Monday 14 Dec 2026 ", date(2026, 12, 14)),
        ("04/12/2026", date(2026, 12, 4)),
        ("14 december", date(2026, 12, 14)),
        ("14 November", date(2027, 11, 14)),
        ("29 February", None),
        ("31 November 2026", None),
        ("12/14/2026", None),
        ("14 Ded 2026", None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_a_day_is_read(typed: str, meant: date | None) -> None:
    assert days.read(typed, TODAY) == meant


def test_a_day_is_written_as_it_is_read() -> None:
    assert days.read(days.short(TODAY), TODAY) == TODAY
    assert days.to_the_minute(datetime(2026, 11, 30, 9, 5)) == "Monday 30 November 2026, 09:05"  # noqa: DTZ001
