"""From a cell's text to its value, or to a sentence that says what is wrong with it.

The readers take the text of a cell and raise ValueError with a sentence. No sentence repeats the cell: a
child's name may stand there.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar

from bot import free_text
from bot.errors import PersonalDetails, Refusal
from bot.intake import words
from bot.nearest import nearest
from bot.particulars import LONGEST_NAME
from bot.rules import dates, grades, privacy, references, workdays
from storage.words import Grade, Source

Value = TypeVar("Value")

EARLIEST_YEAR, LATEST_YEAR = 1990, 2100
MOST = 100_000
LONGEST_LABEL = 20
LONGEST_DATE = 40

# What Excel shows, and saves, where a formula has no result.
FORMULA_ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!"}
)

_NOT_A_DATE = "this is not a date. Please write it like 14/03/2025 or 14 March 2025."

# Day first; the parts stand apart by single spaces.
_DATE_FORMS = (
    "%d %m %Y",
    "%Y %m %d",
    "%d %m %y",
    "%d %b %Y",
    "%d %B %Y",
    "%d %b %y",
    "%d %B %y",
    "%B %d %Y",
    "%b %d %Y",
)
_MONTH_FORMS = ("%Y %m", "%m %Y", "%B %Y", "%b %Y", "%B %y", "%b %y")
_DATE_PARTS = re.compile(r"[\s./,-]+")
_TIME_OF_DAY = re.compile(r"[T\s]\s*\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?\s*(?:[ap]m|Z)?$", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[\s,]*", re.IGNORECASE
)
_WEEK_OF = re.compile(r"^(?:w/?[cbs]|week\s+(?:commencing|beginning|starting|of))\b[\s:.]*", re.IGNORECASE)
_EXCEL_DAY = re.compile(r"[34]\d{4}")
_DAY_AND_MONTH = re.compile(r"\d{1,2} (?:\d{1,2}|[A-Za-z]{3,9})")
_NTH = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b(?:\s+of\b)?", re.IGNORECASE)
_SEPT = re.compile(r"\bsept\b", re.IGNORECASE)

_WHOLE_NUMBER = re.compile(r"(\d+)(?:\.0+)?")
_ROUNDED_BY_EXCEL = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)
_SLACK_USER = re.compile(r"[UW][A-Z0-9]{5,20}")
_SLACK_CHANNEL = re.compile(r"[CG][A-Z0-9]{5,20}")
_OFSTED = re.compile(r"^(?:ofsted\s*(?:grade|judgement)?|grade)\s*[:-]?\s*(?=\w)", re.IGNORECASE)
_LIST_MARKS = re.compile(r"[;,/+&|\n]|\band\b")


class Remembered:
    """What short cells were read as: the same dates, grades and names stand in thousands of rows.

    Each column remembers apart, so that one whose cells all differ does not make the others forget.
    """

    MOST, LONGEST = 5_000, 60

    def __init__(self) -> None:
        self._columns: dict[str, dict[str, Any]] = defaultdict(dict)

    def read(self, column: str, text: str, read: Callable[[str], Value]) -> Value:
        """The cell's value, read once. A column is always read in the same way."""
        values = self._columns[column]
        value: Value
        if text in values:
            value = values[text]
            return value
        _refuse_formula_error(text)
        value = read(text)
        if len(text) <= self.LONGEST:
            if len(values) >= self.MOST:
                values.clear()
            values[text] = value
        return value


class Cells:
    """One row's cells by column. Collects what is wrong with them, so that a person learns it all at once."""

    def __init__(self, texts: Mapping[str, str], today: date, remembered: Remembered | None = None) -> None:
        self._texts = texts
        self._problems: list[str] = []
        self._remembered = remembered or Remembered()
        self.today = today
        # By column, what was read, and the texts of which nothing could be made.
        self.understood: dict[str, object] = {}
        self.not_understood: dict[str, str] = {}

    def take(self, column: str, read: Callable[[str], Value]) -> Value | None:
        """The column's value; None where the cell is blank, which says nothing."""
        text = self._texts.get(column, "").strip()
        if not text:
            return None
        try:
            self.understood[column] = value = self._remembered.read(column, text, read)
        except (ValueError, Refusal) as problem:
            self.not_understood[column] = text
            self._problems.append(f"{column}: {problem}")
            return None
        return value

    def need(self, column: str, read: Callable[[str], Value]) -> Value:
        """The column's value, which every row must have."""
        if not self._texts.get(column, "").strip():
            self._problems.append(f"{column}: the cell is blank, and every row needs it.")
        # Where it is None a problem was noted, and `refuse_wrong_cells` raises before it is used.
        return self.take(column, read)  # type: ignore[return-value]

    def past_day(self, text: str) -> date:
        """A date up to today."""
        read = day(text)
        if read > self.today:
            raise ValueError(f"{dates.in_words(read)} is in the future.")
        return read

    def refuse_wrong_cells(self) -> None:
        """Raises Refusal with a sentence for each cell that could not be read."""
        if self._problems:
            raise Refusal(" ".join(self._problems))


def _refuse_formula_error(text: str) -> None:
    if text in FORMULA_ERRORS:
        raise ValueError("a formula has no result in this cell. Please mend the formula, or clear the cell.")


def text(written: str, longest: int = free_text.LONGEST) -> str:
    """Free text without personal details."""
    try:
        return free_text.accept(written, "the text", longest=longest)
    except PersonalDetails:
        kinds = " and ".join(privacy.found(written))
        raise ValueError(f"this seems to contain {kinds}. Please take it out of the file.") from None


name = partial(text, longest=LONGEST_NAME)


def reading(written: str) -> str:
    """Text that is only compared with what is stored."""
    return " ".join(written.split())


def day(written: str) -> date:
    """A date, day first or ISO; a time of day behind it is left off."""
    if len(written) > LONGEST_DATE:
        raise ValueError(_NOT_A_DATE)
    bare = _WEEKDAY.sub("", _WEEK_OF.sub("", _TIME_OF_DAY.sub("", written)))
    parts = _DATE_PARTS.sub(" ", _SEPT.sub("Sep", _NTH.sub("", bare))).strip()
    for form in _DATE_FORMS:
        try:
            read = datetime.strptime(parts, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
        return _of_likely_year(read)
    raise ValueError(_no_day(parts))


def _no_day(parts: str) -> str:
    """What is wrong with what is no date."""
    if _month(parts) is not None:
        return "this is a month without a day. Please write the day too, like 14/03/2025."
    if _EXCEL_DAY.fullmatch(parts):
        return "this is Excel's number of a day. Please format the column as a date."
    if _DAY_AND_MONTH.fullmatch(parts):
        return "this is a day without a year. Please write the year too, like 14/03/2025."
    return _NOT_A_DATE


def _month(parts: str) -> date | None:
    for form in _MONTH_FORMS:
        try:
            return datetime.strptime(parts, form).date()  # noqa: DTZ007 - a month has no time zone
        except ValueError:
            continue
    return None


def _of_likely_year(read: date) -> date:
    if not EARLIEST_YEAR <= read.year <= LATEST_YEAR:
        raise ValueError("please check the year.")
    return read


def month(written: str) -> date:
    """A month by its first day: "2015-08", "August 2015", "08/2015", or any day of it."""
    parts = _DATE_PARTS.sub(" ", _SEPT.sub("Sep", written)).strip()
    read = _month(parts)
    if read is not None:
        return _of_likely_year(read)
    try:
        return day(written).replace(day=1)
    except ValueError:
        raise ValueError("this is not a month. Please write it like August 2015 or 2015-08.") from None


def grade(written: str) -> Grade:
    """A grade: a word, an initial or Ofsted's number, also as "Ofsted 3", "3 - RI" or "Req Imp"."""
    plain = _OFSTED.sub("", number(written).strip())
    read = grades.read(number(plain)) or words.GRADES.get(words.plain(plain))
    if read is None:
        choices = {grade.label.casefold(): grade for grade in Grade}
        raise ValueError(_none_of(words.plain(written), choices))
    return read


def one_of(choices: Mapping[str, Value]) -> Callable[[str], Value]:
    """The reader of one of the trade's words, by its spellings."""

    def read(written: str) -> Value:
        plain = words.plain(written)
        if plain not in choices:
            raise ValueError(_none_of(plain, choices))
        return choices[plain]

    return read


def sources(written: str) -> frozenset[Source]:
    """Which of the four sources: "file; worker", or "all"."""
    if words.plain(written) in {"all", "all four"}:
        return frozenset(Source)
    read = one_of(words.SOURCES)
    return frozenset(read(part) for part in parts(written))


def parts(written: str) -> list[str]:
    """The entries of a list: "quality; administrator", "quality and administrator"."""
    return [part.strip() for part in _LIST_MARKS.split(written) if part.strip()]


def number(written: str) -> str:
    """A number that names something; a spreadsheet may have given it decimals: "1001.0" is "1001"."""
    whole = _WHOLE_NUMBER.fullmatch(written)
    return whole[1] if whole else written


def label(written: str) -> str:
    """What something is numbered by: "4", "R4"."""
    return text(number(written), longest=LONGEST_LABEL)


def system_number(written: str) -> str:
    """A number of the case system. Letters may stand in it, words may not: it is no place for a name."""
    if _ROUNDED_BY_EXCEL.fullmatch(written):
        raise ValueError(
            "Excel has rounded this number. Please format the column as text and enter it again."
        )
    if not references.is_system_number(number(written)):
        raise ValueError("this is not a number of the case system, such as 10432 or LCS-10432.")
    return references.system_number(written)


def reference(written: str) -> str:
    """A case's reference."""
    read = references.read(written)
    if read is None:
        raise ValueError(
            f"this is not a reference: {references.LENGTH} letters and digits out of {references.ALPHABET}, "
            "at least one of each. Leave it blank and one is made."
        )
    return read


def yes_or_no(written: str) -> bool:
    """Whether something holds."""
    answers = {
        "yes": True,
        "y": True,
        "true": True,
        "1": True,
        "no": False,
        "n": False,
        "false": False,
        "0": False,
    }
    answer = answers.get(number(written).casefold())
    if answer is None:
        raise ValueError("this is neither yes nor no.")
    return answer


def count(written: str) -> int:
    """A whole number that counts something."""
    whole = _WHOLE_NUMBER.fullmatch(written.replace(",", ""))
    if whole is None or len(whole[1]) > LONGEST_LABEL or int(whole[1]) > MOST:
        raise ValueError("this is not a whole number such as 31.")
    return int(whole[1])


def working_days(written: str) -> str:
    """Days of the week in the form that is kept: "mon-fri"."""
    return workdays.days_in_words(workdays.read_days(written))


def slack_user(written: str) -> str:
    """A Slack user id."""
    if not _SLACK_USER.fullmatch(written.upper()):
        raise ValueError(
            "this is not a Slack user id such as U024BE7LH. "
            "To find it: the person's Slack profile, More, Copy member ID."
        )
    return written.upper()


def slack_channel(written: str) -> str:
    """A Slack channel's id."""
    if not _SLACK_CHANNEL.fullmatch(written.upper()):
        raise ValueError(
            "this is not the id of a Slack channel, such as C024BE91L. "
            "It stands at the end of the channel's details."
        )
    return written.upper()


def _none_of(plain: str, choices: Mapping[str, object]) -> str:
    near = nearest(plain, choices)
    hint = f"Did you mean {near}? " if near else ""
    # Several spellings lead to each word, and the words know how sentences write them.
    labels = dict.fromkeys(getattr(choice, "label", "").lower() for choice in choices.values())
    return f"this word is not known here. {hint}Please write one of: {', '.join(labels)}."
