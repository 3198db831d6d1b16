"""The columns of each kind of file, and finding them under the headings that people give them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto

from bot.errors import Refusal
from bot.nearest import nearest
from bot.rules import privacy

DEEPEST = 20  # rows: the headings stand among the first so many that are not blank
CLOSE_ENOUGH = 70  # of 100: three letters of ten may be wrong
LONGEST_HEADING = 40


class Kind(StrEnum):
    """What a file's rows are."""

    PEOPLE = auto()
    TEAMS = auto()
    CASES = auto()
    ROUNDS = auto()
    AUDITS = auto()
    RECOMMENDATIONS = auto()
    ACTIONS = auto()
    PROGRAMME = auto()


@dataclass(frozen=True)
class Columns:
    """The columns of one kind. `also` holds other headings that mean a column."""

    required: tuple[str, ...]
    optional: tuple[str, ...]
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def meanings(self) -> dict[str, str]:
        """Which column each plain heading means."""
        names = (*self.required, *self.optional)
        return {
            plain(heading): column for column in names for heading in (column, *self.also.get(column, ()))
        }


@dataclass(frozen=True)
class Matched:
    """Under which of the file's headings each column stands, and the headings that mean none."""

    headings: Mapping[str, str]
    unknown: tuple[str, ...]


_SYSTEM_NUMBER = ("system no", "case number", "case id", "mosaic number", "mosaic id")

COLUMNS: Mapping[Kind, Columns] = {
    Kind.PEOPLE: Columns(
        required=("name", "role"),
        optional=("slack_id", "team", "working_days", "cover", "active"),
        also={
            "name": ("full name",),
            "role": ("roles",),
            "slack_id": ("slack", "slack user id", "member id"),
            "team": ("team name",),
            "working_days": ("days", "days worked"),
            "cover": ("covered by",),
        },
    ),
    Kind.TEAMS: Columns(
        required=("name",),
        optional=("channel", "manager", "service_manager"),
        also={
            "name": ("team", "team name"),
            "channel": ("slack channel", "channel id"),
            "manager": ("team manager",),
        },
    ),
    Kind.CASES: Columns(
        required=("system_number", "cohort"),
        optional=("reference", "team", "worker", "opened", "closed"),
        also={
            "system_number": _SYSTEM_NUMBER,
            "reference": ("ref", "case reference"),
            "worker": ("social worker", "case worker", "allocated worker"),
            "opened": ("opened on", "date opened", "open date"),
            "closed": ("closed on", "date closed", "close date"),
        },
    ),
    Kind.ROUNDS: Columns(
        required=("name", "basis", "starts"),
        optional=("kind", "theme", "ends", "organisation", "planned"),
        also={
            "name": ("round", "round name"),
            "starts": ("start", "starts on", "start date"),
            "ends": ("end", "ends on", "end date"),
            "organisation": ("organization", "auditor organisation"),
            "planned": ("planned audits", "audits planned"),
        },
    ),
    Kind.AUDITS: Columns(
        required=("case", "date", "auditor", "grade"),
        optional=(
            "round",
            "organisation",
            "sources",
            "moderated_grade",
            "moderator",
            "moderated_on",
        ),
        also={
            "case": ("reference", "ref", "case reference", "system number", *_SYSTEM_NUMBER),
            "date": ("audit date", "date of audit", "audited on"),
            "auditor": ("audited by", "auditor name"),
            "grade": ("auditor grade", "auditor's grade"),
            "organisation": ("organization",),
            "sources": ("source",),
            "moderator": ("moderated by",),
            "moderated_on": ("moderation date", "date moderated"),
        },
    ),
    Kind.RECOMMENDATIONS: Columns(
        required=("text",),
        optional=("number", "case", "round", "theme", "source"),
        also={
            "text": ("recommendation",),
            "number": ("no", "recommendation number"),
            "case": ("reference", "ref", "case reference", "system number", *_SYSTEM_NUMBER),
            "source": ("origin",),
        },
    ),
    Kind.ACTIONS: Columns(
        required=("recommendation", "text", "owner", "due"),
        optional=("case", "status", "done_on"),
        also={
            "recommendation": ("recommendation number",),
            "case": ("reference", "ref", "case reference", "system number", *_SYSTEM_NUMBER),
            "text": ("action",),
            "owner": ("action owner", "by whom", "owned by"),
            "due": ("due on", "due date", "by when", "deadline"),
            "done_on": ("done", "date done", "completed", "completed on", "date completed"),
        },
    ),
    Kind.PROGRAMME: Columns(
        required=("kind",),
        optional=("theme", "by", "month", "year", "done_on"),
        also={
            "kind": ("activity", "type", "kind of activity"),
            "by": ("by whom", "carried out by", "organisation", "who"),
            "month": ("planned", "planned for", "planned month", "when"),
            "year": ("programme year",),
            "done_on": ("done", "date done", "completed", "completed on", "date completed"),
        },
    ),
}


def match(kind: Kind, headings: Iterable[str]) -> Matched:
    """Finds the kind's columns. Raises Refusal where one that is required is missing, or one stands twice."""
    columns = COLUMNS[kind]
    meanings = columns.meanings
    found: dict[str, str] = {}
    unknown: list[str] = []
    for heading in headings:
        column = meanings.get(plain(heading))
        if column is None:
            unknown.append(heading)
        elif column in found:
            raise Refusal(
                f'The columns "{found[column]}" and "{heading}" both mean {column}. Please keep one.'
            )
        else:
            found[column] = heading
    missing = [column for column in columns.required if column not in found]
    if missing:
        raise Refusal(_missing(missing, unknown))
    return Matched(found, tuple(_presentable(heading) for heading in unknown))


def known(kind: Kind, headings: Iterable[str]) -> int:
    """How many of the kind's columns stand under the headings."""
    meanings = COLUMNS[kind].meanings
    return len({meanings[plain(heading)] for heading in headings if plain(heading) in meanings})


def plain(heading: str) -> str:
    """A heading without what does not matter in it: case, spaces, underscores, other marks."""
    return re.sub(r"[\W_]", "", heading.casefold())


def _missing(missing: list[str], unknown: list[str]) -> str:
    named = [_named(column, unknown) for column in missing]
    these = "This column is" if len(named) == 1 else "These columns are"
    return (
        f"{these} missing: {', '.join(named)}. "
        f"The headings must stand in one row, among the first {DEEPEST} that are not blank."
    )


def _named(column: str, unknown: list[str]) -> str:
    """The column, beside the heading that it may be. Only a near one is repeated: a row may stand there."""
    headings = {plain(heading): heading for heading in reversed(unknown)}
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
