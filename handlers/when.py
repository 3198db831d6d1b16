"""Days as people type them, and when they are away."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot import free_text
from bot.errors import NotUnderstood
from bot.rules import dates, workdays
from handlers.mentions import MENTION, who

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_WEEKDAY = re.compile(r"mon|tue|wed|thu|fri|sat|sun")
_DAY_AND_MONTH = re.compile(rf"^\d{{1,2}}[./-]\d{{1,2}}$|\b{_MONTH}")
_UNTIL = re.compile(r"^(?:until|till|to)\s+", re.IGNORECASE)
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_LEAVE = re.compile(
    r"(?:from\s+)?(?P<first>.+?)"
    rf"(?:(?:\s+(?:to|until|till|-)\s+|\s*–\s*|(?<=\d)-(?={_NTH}\s+{_MONTH}))(?P<last>.+?))?"
    r"(?:[\s,]+cover(?:ed\s+by)?:?\s+(?P<cover>.+))?$",
    re.IGNORECASE,
)
_DAY_ALONE = re.compile(_NTH, re.IGNORECASE)
_YEAR = re.compile(r"\d{4}|\d[./-]\d{1,2}[./-]\d{2}\b")
# Of leave as long as that the days are more likely in the wrong order, unless the years are written.
UNLIKELY = timedelta(days=183)
_RELATIVE = {"yesterday": -1, "today": 0, "tomorrow": 1}


@dataclass(frozen=True)
class LeaveAsked:
    """When somebody is away, the last day included. `cover` and `whose` are Slack user ids or names."""

    starts_on: date
    ends_on: date
    cover: str | None = None
    whose: str | None = None


def day(text: str, today: date) -> date:
    """A date as people type it, day first; without a year it is the last one. Raises NotUnderstood."""
    read = _read_day(text, today, prefer="past")
    if read is None:
        raise NotUnderstood(
            "I could not read the date. Write it with the day first, for example 14 March 2025 or 14/3/2025."
        )
    return read


def coming_day(text: str, today: date) -> date:
    """A date that lies ahead: "friday" and "14 March" are the next ones, and today's date is today.

    Raises NotUnderstood. A date with its year is taken as it stands.
    """
    read = _next_weekday(text.strip().lower(), today) or _read_day(text, today, prefer="future")
    if read is None:
        raise NotUnderstood(
            "I could not read the date. Write it with the day first: Friday, 14 March or 14/3/2025."
        )
    return read


def _read_day(text: str, today: date, *, prefer: str) -> date | None:
    read = _in_full(text) or _as_spoken(text.strip().lower(), today, prefer)
    weekday = _WEEKDAY.match(text.strip().lower())
    if read and weekday and weekday[0] != f"{read:%a}".lower():
        was = "is" if prefer == "future" and read >= today else "was"
        raise NotUnderstood(
            f"The day of the week does not fit: it {was} {dates.in_words(read)}. Which is it?"
        )
    return read


def _next_weekday(word: str, today: date) -> date | None:
    """The next day of that name; said on a Friday, Friday is a week away."""
    try:
        days = workdays.read_days(word) if word.isalpha() else ()
    except ValueError:
        return None
    return min((today + timedelta(days=(day - today.weekday() - 1) % 7 + 1) for day in days), default=None)


def _in_full(text: str) -> date | None:
    from bot.intake import cells  # noqa: PLC0415 - needed only when somebody types a date

    try:
        return cells.day(text.strip())
    except ValueError:
        return None


def _as_spoken(words: str, today: date, prefer: str) -> date | None:
    """Without a year, or as "yesterday". Figures alone must be a day and a month."""
    if words in _RELATIVE:
        return today + timedelta(days=_RELATIVE[words])
    if not _DAY_AND_MONTH.search(words):
        return None
    import dateparser  # noqa: PLC0415 - heavy, and needed only when somebody types such a date

    read: datetime | None = dateparser.parse(
        words,
        languages=["en"],
        settings={
            "DATE_ORDER": "DMY",
            "PREFER_DATES_FROM": prefer,
            # Today's own date is today, whichever way one looks.
            "RELATIVE_BASE": datetime.combine(
                today if prefer == "past" else today - timedelta(days=1), time(12)
            ),
            "REQUIRE_PARTS": ["day", "month"],
        },
    )
    return read.date() if read else None


def pause_until(text: str, today: date) -> date | None:
    """`[until DATE]`: the day on which reminders begin again. Raises NotUnderstood with the right form."""
    words = _UNTIL.sub("", text.strip())
    if not words:
        return None
    form = "Write `/g2o pause`, `/g2o pause until Friday` or `/g2o pause off`."
    return _with_form(words, today, form)


def whose_leave(text: str) -> tuple[str, str | None]:
    """What stands before `for PERSON`, and the person; None where it is one's own leave."""
    before, _, whom = text.partition(" for ")
    return before.strip(), who(whom) if whom.strip() else None


def leave(text: str, today: date) -> LeaveAsked:
    """`FROM to DATE [cover PERSON] [for PERSON]`, or one day alone. Raises NotUnderstood with the form."""
    text, whose = whose_leave(text)
    form = "Write for example `/g2o leave 14 April to 25 April cover Grace Obi`, or `/g2o leave off`."
    line = _LEAVE.match(text.strip())
    if line is None:
        raise NotUnderstood(f"From when to when are you away? {form}")
    try:
        starts_on, ends_on = from_to(line["first"], line["last"] or line["first"], today)
    except NotUnderstood as problem:
        free_text.refuse_personal_details(MENTION.sub("", text))
        raise NotUnderstood(f"{problem.message} {form}") from None
    if line["last"] and not _YEAR.search(line["last"]) and ends_on - starts_on > UNLIKELY:
        raise NotUnderstood(
            f"That is until {dates.in_words(ends_on)}. Write the first day first, or the years as well. "
            f"{form}"
        )
    return LeaveAsked(starts_on, ends_on, who(line["cover"]) if line["cover"] else None, whose)


def from_to(first: str, last: str, today: date) -> tuple[date, date]:
    """Two days that lie ahead, as in "14 to 25 April". Raises NotUnderstood."""
    if _DAY_ALONE.fullmatch(first):
        # The month is said once.
        first += _DAY_ALONE.sub("", last, count=1)
    starts_on = coming_day(first, today)
    if first == last:
        return starts_on, starts_on
    # What ends it lies after what begins it, but tomorrow is tomorrow.
    since = today if last.strip().lower() in _RELATIVE else starts_on
    return starts_on, coming_day(last, since)


def _with_form(text: str, today: date, form: str) -> date:
    try:
        return coming_day(text, today)
    except NotUnderstood as problem:
        free_text.refuse_personal_details(MENTION.sub("", text))
        raise NotUnderstood(f"{problem.message} {form}") from None
