"""What people write in their own words: tidied, measured, and checked for personal details."""

import unicodedata

from bot.errors import PersonalDetails, Refusal
from bot.rules import privacy
from bot.rules.themes import THEMES

LONGEST = 1000
MOST_ACCENTS = 4  # on one letter: no script needs more, and a flood of them covers the lines around


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


def refuse_personal_details(text: str, *, field: str | None = None) -> None:
    """Raises PersonalDetails where the text seems to identify somebody. It never repeats what was found."""
    kinds = privacy.found(text)
    if not kinds:
        return
    raise PersonalDetails(
        f"Nothing was stored: what you wrote seems to contain {' and '.join(kinds)}. "
        "Please write it again without that. If you posted it as a message, delete the message too: "
        "point at it, More actions, Delete message. This check does not catch everything, so please leave "
        "out whatever could tell somebody who a child is.",
        field=field,
    )


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
