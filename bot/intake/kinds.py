"""The kinds of file, their columns, and the headings that people give these."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto


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
    def names(self) -> tuple[str, ...]:
        """All of them, in order."""
        return (*self.required, *self.optional)

    @property
    def meanings(self) -> dict[str, str]:
        """Which column each plain heading means."""
        return {
            plain(heading): column
            for column in self.names
            for heading in (column, *self.also.get(column, ()))
        }


_SYSTEM_NUMBER = (
    *("system no", "case number", "case no", "case id", "mosaic number", "mosaic id", "mosaic"),
    *("client id", "client number", "client ref", "person id", "person number", "child id"),
    *("lcs id", "lcs number", "ics id", "ics number", "liquidlogic id", "eclipse id"),
)

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
            "cohort": ("case type", "plan type", "type of plan", "category", "cin cp lac", "cin cp cla"),
            "team": ("team name", "allocated team", "responsible team"),
            "worker": (
                *("social worker", "case worker", "key worker", "lead worker"),
                *("allocated worker", "allocated social worker", "allocated to", "worker name"),
            ),
            "opened": ("opened on", "date opened", "open date", "opened date", "start date", "started"),
            "closed": ("closed on", "date closed", "close date", "closed date", "end date", "ended"),
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
            "auditor": ("audited by", "auditor name", "name of auditor"),
            "grade": (
                *("auditor grade", "auditor's grade", "audit grade", "overall grade", "judgement"),
                *("overall judgement", "rating", "grading"),
            ),
            "round": ("audit round", "cycle", "audit cycle"),
            "moderated_grade": ("moderation grade", "grade after moderation", "agreed grade", "final grade"),
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
            "text": ("recommendation", "recommendations"),
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
            "text": ("action", "actions", "agreed action", "action required", "action agreed", "what"),
            "owner": (
                *("action owner", "by whom", "owned by", "who", "lead", "lead officer", "responsible"),
                *("person responsible", "responsible person"),
            ),
            "due": ("due on", "due date", "by when", "deadline", "when", "target date", "timescale"),
            "status": ("rag", "rag status", "rag rating", "action status"),
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


def plain(heading: str) -> str:
    """A heading without what does not matter in it: case, spaces, underscores, other marks."""
    return re.sub(r"[\W_]", "", heading.casefold())
