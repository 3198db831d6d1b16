"""The programme: the activities of a year, which runs from April to March."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy.orm import Session

from bot.activities import LONGEST_BY, LONGEST_KIND, LONGEST_THEME
from bot.errors import Refusal
from bot.intake import cells, storing
from bot.intake.cells import Cells
from bot.intake.known import Known
from bot.intake.storing import Taken
from bot.rules import programme as rules
from bot.visit import Visit
from storage import programme as stored
from storage.models import Activity


@dataclass(frozen=True)
class ActivityRow:
    """A row of the programme. `year` is None where neither the month nor the row itself says it.

    `done_undated`: that it was done is all the row says.
    """

    kind: str
    theme: str | None
    by: str | None
    month: date | None
    year: int | None
    done_on: date | None
    done_undated: bool


def read(row: Cells) -> ActivityRow:
    """Raises Refusal with what is wrong with the cells."""
    kind, detail = row.need("kind", _kind) or ("", None)
    month = row.take("month", cells.month)
    year = row.take("year", _year)
    done = row.take("done_on", partial(_done, row.past_day))
    activity = ActivityRow(
        kind=kind,
        theme=row.take("theme", partial(cells.text, longest=LONGEST_THEME)) or detail,
        by=row.take("by", partial(cells.text, longest=LONGEST_BY)),
        month=month,
        year=rules.year_of(month) if month and year is None else year,
        done_on=done if isinstance(done, date) else None,
        done_undated=done is True,
    )
    row.refuse_wrong_cells()
    if month and activity.year != rules.year_of(month):
        raise Refusal(
            f"month: {rules.month_in_words(month)} is in the programme year "
            f"{rules.in_words(rules.year_of(month))}, which runs from April to March. Please check both."
        )
    return activity


def waits(row: ActivityRow) -> bool:
    """Whether the row is of the year that the file's other rows are of."""
    return row.year is None


def store(session: Session, visit: Visit, known: Known, row: ActivityRow) -> Taken:
    """Adds the activity, or changes the one of that kind and theme in that month."""
    year = _year_of_the_file(known) if row.year is None else row.year
    known.programme_years.add(year)
    values: dict[str, object] = {
        "year": year,
        "kind": row.kind,
        "theme": row.theme,
        "by": row.by,
        "month": row.month,
        "done_on": row.done_on,
    }
    if row.done_on is not None and row.done_on < rules.span(year).first:
        raise Refusal("done_on: the day lies before the programme year. Please check the day and the month.")
    if row.done_undated and not rules.has_begun(row.month, year, visit.today):
        raise Refusal("done_on: the activity is planned for a month to come. Please check the month.")
    there = stored.alike(session, year, row.kind, row.theme, row.month)
    if row.done_undated or row.done_on is not None:
        # A day that is known says more than the bare word.
        values["done_undated"] = row.done_on is None and not any(one.done_on for one in there)
    if there:
        return storing.change(session, visit, "activity changed", there[0], values)
    return storing.add(session, visit, "activity added", Activity, values)


def _year_of_the_file(known: Known) -> int:
    if len(known.programme_years) != 1:
        raise Refusal(
            "year: the row has no month, and the other rows do not tell one year for it. "
            "Please give a month, or a year such as 2015-16."
        )
    return next(iter(known.programme_years))


def _done(past_day: Callable[[str], date], written: str) -> date | bool:
    """The day, or yes or no."""
    try:
        return cells.yes_or_no(written)
    except ValueError:
        return past_day(written)


def _kind(written: str) -> tuple[str, str | None]:
    kind, detail = rules.read_kind_and_detail(cells.text(written))
    return cells.text(kind, LONGEST_KIND), detail


def _year(written: str) -> int:
    year = rules.read_year(cells.number(written))
    if year is None:
        raise ValueError("this is not a programme year, such as 2015-16.")
    return year
