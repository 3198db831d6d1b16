"""The programme: its kinds of activity, and the programme year, which runs from April to March."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from bot.rules import dates, periods
from bot.rules.periods import Period
from bot.rules.spellings import plain

FIRST_MONTH = 4
WHOLE_YEAR = 12  # months

CASE_AUDIT, CLOSED_CASE_AUDIT = "Case audit", "Closed-case audit"

# Each kind and its heading, in the order in which a report tells of them. A council may have others.
HEADINGS: Mapping[str, str] = {
    "Early Help audit": "Early Help audits",
    "Thematic audit": "Thematic audits",
    CASE_AUDIT: "Case audits",
    CLOSED_CASE_AUDIT: "Closed-case audits",
    "Consultation with children and families": "Consultations with children and families",
    "Multi-agency audit": "Multi-agency audits",
    "Line of sight": "Visits and line of sight",
    "Top 3 forum": "Top 3 forum",
    "Supervision audit": "Supervision audits",
    "Direct observation": "Direct observations",
    "Dip sample": "Dip samples",
}
KINDS = tuple(HEADINGS)

_ALSO: Mapping[str, tuple[str, ...]] = {
    CLOSED_CASE_AUDIT: ("audit of closed cases", "audits of closed cases", "closed cases"),
    "Thematic audit": ("thematic", "theme audit"),
    "Consultation with children and families": (
        "consultation",
        "consultations",
        "consultation with families",
    ),
    "Multi-agency audit": ("multi-agency", "multiagency audit", "multiagency audits"),
    "Line of sight": ("visit", "visits", "annual visits"),
    "Supervision audit": ("audit of supervision",),
    "Direct observation": ("observation", "observations", "practice observation"),
    "Dip sample": ("dip sampling",),
}
SPELLINGS: Mapping[str, str] = {
    plain(spelling): kind
    for kind, heading in HEADINGS.items()
    for spelling in (kind, heading, *_ALSO.get(kind, ()))
}

_DETAIL = re.compile(r"(?P<kind>[^()]+?)\s*\((?P<detail>[^()]+)\)")
_YEAR = re.compile(r"(?P<first>20\d\d)(?:\s*(?:\.\.+|[-–/]|to|and)\s*(?P<last>(?:20)?\d\d))?")


def read_kind(written: str) -> str:
    """The kind as the programme names it; one that is not known as it was written."""
    return SPELLINGS.get(plain(written), written)


def read_kind_and_detail(written: str) -> tuple[str, str | None]:
    """A kind that says in brackets what it is of: "Case audit (eight closed cases)"."""
    said = _DETAIL.fullmatch(written)
    if said is None:
        return read_kind(written), None
    kind, detail = read_kind(said["kind"]), said["detail"].strip()
    if kind == CASE_AUDIT and "closed" in plain(detail).split():
        return CLOSED_CASE_AUDIT, detail
    return kind, detail


def heading(kind: str) -> str:
    """What the activities of a kind are called together."""
    return HEADINGS.get(kind, kind)


def place(kind: str) -> tuple[int, str]:
    """Where a kind stands among the others: kinds that are not known come last, by their name."""
    return (KINDS.index(kind) if kind in HEADINGS else len(KINDS), kind.casefold())


def year_of(day: date) -> int:
    """The programme year that holds the day, by the year in which it begins."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def span(year: int) -> Period:
    """The first and the last day of a programme year."""
    first = date(year, FIRST_MONTH, 1)
    return Period(first, periods.month_of(dates.months_later(first, WHOLE_YEAR - 1)).last)


def months(year: int) -> Sequence[date]:
    """The first day of each month of a programme year."""
    return [dates.months_later(span(year).first, number) for number in range(WHOLE_YEAR)]


def has_begun(month: date | None, year: int, day: date) -> bool:
    """Whether what is planned for the month, or for all of the year, may have been done by the day."""
    return (month or span(year).first) <= day


def is_over(year: int, day: date) -> bool:
    """Whether the programme year has ended by the day."""
    return span(year).last < day


def in_words(year: int) -> str:
    """As a report writes it: "2015-16"."""
    return f"{year}-{(year + 1) % 100:02}"


def month_in_words(month: date) -> str:
    return f"{month:%B} {month.year}"


def read_year(written: str) -> int | None:
    """ "2015-16", "2015/2016"; or "2015", which is the year that begins then. None where it is neither."""
    said = _YEAR.fullmatch(" ".join(written.lower().split()))
    if said is None:
        return None
    first = int(said["first"])
    is_next = said["last"] is None or int(said["last"]) % 100 == (first + 1) % 100
    return first if is_next else None
