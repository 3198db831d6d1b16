"""What people write in their own words: tidied, measured, and checked for personal details."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.errors import PersonalDetails, Refusal
from bot.rules import privacy, wording
from bot.rules.themes import THEMES
from storage import cases
from storage.models import WRITTEN, Base

LONGEST = 1000
MOST_ACCENTS = 4  # on one letter: no script needs more, and a flood of them covers the lines around

CASE_NUMBER = (
    "Nothing was stored: what you wrote seems to contain a case's number in the case system. Please write "
    "the bot's reference for it, such as K7Q2M: `/case` and the number tells it, to you alone."
)
_DELETE = (
    "If you sent it as a message, please delete the message as well: point at it, press the three dots, "
    "Delete message. A command or a form leaves none behind."
)
_NOT_EVERYTHING = (
    "This check does not catch everything, a name for example, so please leave out whatever could tell "
    "somebody who a child is."
)


def accept(text: str, what: str, *, field: str | None = None, longest: int = LONGEST) -> str:
    """The text as it is stored. Raises PersonalDetails, or Refusal where it is empty or too long."""
    refuse_personal_details(text, field=field)
    tidy = " ".join(_printable(text).split())
    if not tidy:
        raise Refusal(f"{what} is empty. Please write something there.", field=field)
    if len(tidy) > longest:
        raise Refusal(
            f"{what} has {len(tidy):,} characters; at most {longest:,} can be kept. Please shorten it.",
            field=field,
        )
    return tidy


def accept_any(text: str, what: str, *, field: str | None = None, longest: int = LONGEST) -> str | None:
    """The same of what may be left empty; then None."""
    return accept(text, what, field=field, longest=longest) if text.strip() else None


def refuse_other_themes(theme: str | None, *, field: str) -> None:
    """Raises Refusal where a theme is given that is none of the list."""
    if theme is not None and theme not in THEMES:
        raise Refusal("Please choose a theme from the list.", field=field)


def require_safe(session: Session, kind: type[Base], values: Mapping[str, object]) -> None:
    """Raises PersonalDetails where what people wrote for columns of that table seems to identify somebody.

    Every record passes here on its way in, whatever its verb has looked at already.
    """
    said = [value for name, value in values.items() if isinstance(value, str) and name in written_in(kind)]
    for text in said:
        refuse_personal_details(text)
    refuse_case_numbers(session, perhaps_numbers(said))


def perhaps_numbers(texts: Iterable[str]) -> Collection[str]:
    """What in the texts may be a number of the case system."""
    return {number for text in texts for number in privacy.may_be_of_cases(text)}


def refuse_case_numbers(session: Session, numbers: Collection[str]) -> None:
    """Raises PersonalDetails where one of them is the number of a case that the record knows."""
    if numbers and cases.is_any_number(session, numbers):
        raise _personal_details(CASE_NUMBER)


@cache
def written_in(kind: type[Base]) -> frozenset[str]:
    """The columns of the table that hold people's own words."""
    return frozenset(
        column.key for column in sa.inspect(kind).column_attrs if WRITTEN in column.columns[0].info
    )


def refuse_details_in_question(text: str, today: date) -> None:
    """The same of what nobody could read as a question: a day of years ago in it may be somebody's birth."""
    kinds = privacy.found(text)
    if not kinds and privacy.has_day_of_years_ago(text, today):
        kinds = ["a date of birth"]
    _refuse(kinds, None)


def refuse_personal_details(text: str, *, field: str | None = None) -> None:
    """Raises PersonalDetails where the text seems to identify somebody. It never repeats what was found."""
    _refuse(privacy.found(text), field)


def _refuse(kinds: Sequence[str], field: str | None) -> None:
    if not kinds:
        return
    raise _personal_details(
        f"Nothing was stored: what you wrote seems to contain {wording.listed(kinds)}. "
        "Please write it again without that: the child's details are in the case system.",
        field,
    )


def _personal_details(what: str, field: str | None = None) -> PersonalDetails:
    message = f"{what} {_DELETE} {_NOT_EVERYTHING}"
    return PersonalDetails(message, in_form=f"{what} {_NOT_EVERYTHING}", field=field)


def _printable(text: str) -> str:
    """Without control, invisible and direction-changing characters, and without floods of accents."""
    shown, accents = [], 0
    for character in text:
        kind = unicodedata.category(character)
        accents = accents + 1 if kind in ("Mn", "Me") else 0
        if kind[0] == "C" and not character.isspace():
            shown.append(" ")
        elif accents <= MOST_ACCENTS:
            shown.append(character)
    return "".join(shown)
