"""Finding a kind's columns under the headings that people give them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.errors import Refusal
from bot.intake.guides import NO_GUIDE, Guide
from bot.intake.kinds import COLUMNS, Kind, plain
from bot.nearest import nearest
from bot.rules import privacy

DEEPEST = 20  # rows: the headings stand among the first so many that are not blank
CLOSE_ENOUGH = 70  # of 100: three letters of ten may be wrong
SURELY = 88  # one of nine
SHORTEST_GUESSED = 5  # letters: shorter headings have too many neighbours
LONGEST_HEADING = 40
# "Grade (auditor/moderated)": what is in brackets explains a heading.
_IN_BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True)
class Matched:
    """Under which of the file's headings each column stands, and the headings that mean none.

    `taken_for`: of these columns the heading is an unusual one.
    """

    headings: Mapping[str, str]
    unknown: tuple[str, ...]
    taken_for: Mapping[str, str] = field(default_factory=dict)


class MissingColumns(Refusal):
    """Columns that the kind needs are not there. `headings` were understood, `unknown` were not."""

    def __init__(self, missing: list[str], headings: Mapping[str, str], unknown: Sequence[str]) -> None:
        super().__init__(_missing(missing, unknown))
        self.headings = headings
        self.unknown = tuple(_presentable(heading) for heading in unknown)


# What a review sheet holds beside the columns of its kind.
OF_REVIEW = ("Row of the file", "To be looked at")
_OF_REVIEW = frozenset(map(plain, OF_REVIEW))


def match(kind: Kind, headings: Iterable[str], guide: Guide = NO_GUIDE) -> Matched:
    """Finds the kind's columns. Raises MissingColumns, or Refusal where one stands twice."""
    meanings = guide.meanings(kind)
    found: dict[str, str] = {}
    unknown: list[str] = []
    for heading in headings:
        column = meanings.get(plain(heading)) or meanings.get(plain(_IN_BRACKETS.sub("", heading)))
        if column is None:
            unknown.append(heading)
        elif column in found:
            raise Refusal(
                f'The columns "{found[column]}" and "{heading}" both mean {column}. Please keep one.'
            )
        else:
            found[column] = heading
    guessed = _guessed(meanings, set(COLUMNS[kind].names) - set(found) - set(guide.columns), unknown)
    found |= guessed
    unknown = [heading for heading in unknown if heading not in guessed.values()]
    missing = [column for column in COLUMNS[kind].required if column not in found]
    if missing:
        raise MissingColumns(missing, found, unknown)
    left_out = tuple(_presentable(heading) for heading in unknown if plain(heading) not in _OF_REVIEW)
    usual = COLUMNS[kind].meanings
    taken_for = {
        column: _presentable(heading)
        for column, heading in found.items()
        if column in guessed or usual.get(plain(heading)) != column
    }
    return Matched(found, left_out, taken_for)


def _guessed(meanings: Mapping[str, str], open_columns: set[str], headings: Iterable[str]) -> dict[str, str]:
    """The columns still open, each by the one heading that surely means it with a slip of the pen."""
    near: dict[str, list[str]] = {}
    for heading in headings:
        bare = plain(heading)
        if SHORTEST_GUESSED <= len(bare) <= LONGEST_HEADING:
            meant = nearest(bare, meanings, SURELY)
            if meant is not None and meanings[meant] in open_columns:
                near.setdefault(meanings[meant], []).append(heading)
    return {column: found[0] for column, found in near.items() if len(found) == 1}


def known(kind: Kind, headings: Iterable[str], guide: Guide = NO_GUIDE) -> int:
    """How many of the kind's columns stand under the headings."""
    meanings = guide.meanings(kind)
    return len({meanings[plain(heading)] for heading in headings if plain(heading) in meanings})


def _missing(missing: Sequence[str], unknown: Sequence[str]) -> str:
    named = [_named(column, unknown) for column in missing]
    these = "This column is" if len(named) == 1 else "These columns are"
    return (
        f"{these} missing: {', '.join(named)}. "
        f"The headings must stand in one row, among the first {DEEPEST} that are not blank."
    )


def _named(column: str, unknown: Sequence[str]) -> str:
    """The column, beside the heading that it may be. Only a near one is repeated: a row may stand there."""
    headings = {plain(heading): heading for heading in reversed(list(unknown))}
    near = nearest(plain(column), headings, CLOSE_ENOUGH)
    return f'{column} (is it "{headings[near]}"?)' if near else column


def _presentable(heading: str) -> str:
    """The heading for the report, unless it looks as if somebody could be known by it."""
    if privacy.found(heading):
        return "one whose heading holds personal details"
    return shortened(heading)


def shortened(heading: str) -> str:
    """As much of a heading or a sheet's name as a sentence bears."""
    return heading if len(heading) <= LONGEST_HEADING else f"{heading[:LONGEST_HEADING]}…"
