"""Documents: which there are, and each made out of the record as it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

from sqlalchemy.orm import Session

from bot import people
from bot.errors import Refusal
from bot.rules.rights import Right
from bot.visit import Visit
from storage.words import Cohort, Word

WORD, EXCEL = ".docx", ".xlsx"


class Paper(Word):
    """A document, by the word that people write for it."""

    REPORT = "report", "Report to Members"
    PLAN = "plan", "Service Improvement Plan"
    ACTIONS = "actions", "Action tracker"
    GRADES = "grades"
    COVERAGE = "coverage"
    MODERATION = "moderation"
    PACK = "pack", "Meeting pack"
    BOARD = "board", "Board pack"
    MINUTES = "minutes"


@dataclass(frozen=True)
class Wanted:
    """A document that is asked for.

    `year` is a year of rounds (2018), `round_id` one of its rounds; without either it is of all there is, or
    of today. `withhold_under`: counts under it are left out; 0 leaves out none. `meeting_id` is for the pack
    and the minutes.
    """

    paper: Paper
    year: int | None = None
    round_id: int | None = None
    cohort: Cohort | None = None
    withhold_under: int = 0
    meeting_id: int | None = None


@dataclass(frozen=True)
class Document:
    """A file to hand over. Its name tells of no case and of nobody."""

    file_name: str
    title: str
    content: bytes


Maker = Callable[[Session, Visit, Wanted], Document]

# Where each is made: the module in bot.reports whose `make` does, once the right was asked for here. They are
# imported when one is wanted, as what writes documents is heavy.
MAKERS: Mapping[Paper, str] = {
    Paper.REPORT: "members_report",
    Paper.PLAN: "plan_book",
    Paper.ACTIONS: "tracker",
    Paper.GRADES: "grades_book",
    Paper.COVERAGE: "coverage_book",
    Paper.MODERATION: "moderation_book",
    Paper.PACK: "meeting_pack",
    Paper.BOARD: "board_pack",
    Paper.MINUTES: "meeting_minutes",
}


def offered(visit: Visit) -> Sequence[Paper]:
    """Those that the person may have made."""
    return [paper for paper in Paper if paper in MAKERS] if visit.reaches(Right.MAKE_DOCUMENTS) else []


def make(session: Session, visit: Visit, wanted: Wanted) -> Document:
    """The document. Raises NotAllowed, NotFound or Refusal."""
    people.require(session, visit, Right.MAKE_DOCUMENTS)
    if wanted.paper not in MAKERS:
        raise Refusal(f"The {wanted.paper.label.lower()} cannot be made as a document.")
    maker: Maker = import_module(f"bot.reports.{MAKERS[wanted.paper]}").make
    return maker(session, visit, wanted)
