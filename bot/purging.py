"""Purging a case: everything that is held on it goes, once two people have said so.

The journal keeps that the case was purged, who asked, who approved, when, and how many rows of each table.
Its rows about the case stay as links of its chain, without what they said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot import cases, findings, held, people, record
from bot.errors import Refusal
from bot.rules import rights, wording
from bot.rules.rights import Right
from bot.visit import Visit
from storage import holdings
from storage import people as stored_people
from storage.models import Case, Finding, Letter, Person
from storage.words import LetterState

EVENT = "case purged"

_PERHAPS_POSTED = {LetterState.SENT, LetterState.SENDING, LetterState.UNKNOWN}


# What each table's rows are called; the others are of the bot's own bookkeeping.
_WORDS = {
    "audits": "audit",
    "findings": "finding",
    "recommendations": "recommendation",
    "actions": "action",
    "checks": "check",
    "extensions": "request for more time",
    "challenges": "challenge",
    "items": "item of a meeting",
    "reviews": "review of the plan",
    "journal_values": "row of the journal that says what was changed",
}
_SEVERAL = {
    "extensions": "requests for more time",
    "items": "items of meetings",
    "reviews": "reviews of the plan",
    "journal_values": "rows of the journal that say what was changed",
}


@dataclass(frozen=True)
class Purge:
    """Which case, by reference or case-system number; who approves and who asked, each as typed.

    Whoever approves in Slack is the person themselves. At the command line alone nobody need be named as
    having asked: then it was whoever ran the command.
    """

    case: str
    approved_by: str = ""
    asked_by: str = ""


@dataclass(frozen=True)
class Held:
    """How many rows of each table would go, and in how many letters that were sent the case stands."""

    reference: str
    rows: Mapping[str, int]
    letters: int

    @property
    def told(self) -> str:
        """ "On case K7Q2M are held 2 audits and 3 findings. Once it is purged nobody can bring it back."."""
        there = {table: self.rows[table] for table in _WORDS if self.rows[table]}
        counted = [
            wording.many(count, _WORDS[table], _SEVERAL.get(table, "")) for table, count in there.items()
        ]
        of_case = (
            f"On case {self.reference} are held {wording.listed(counted)}."
            if counted
            else (f"Of case {self.reference} nothing is held but the case itself.")
        )
        in_slack = f" {wording.many(self.letters, 'letter')} in Slack told of it." if self.letters else ""
        return f"{of_case}{in_slack} Once it is purged nobody can bring it back."


@dataclass(frozen=True)
class Posted:
    """A letter that told of the case: whose, of which day, and where in Slack, if that is known."""

    reader: str
    day: date
    channel: str | None
    ts: str | None


@dataclass(frozen=True)
class Purged:
    """What went, and the letters about it that are in Slack still, or may be by now."""

    reference: str
    rows: Mapping[str, int]
    posted: Sequence[Posted]


def look(session: Session, visit: Visit, typed: str) -> Held:
    """What would go with the case, before anybody says yes. Raises NotAllowed or NotFound."""
    people.require(session, visit, Right.PURGE_CASE)
    record.require_all_known(session)
    case = cases.find(session, visit, typed)
    held.refuse_while_held(session, visit, case)
    letters = [one.letter for one in holdings.letters(session, case.id)]
    rows = holdings.counts(session, case.id)
    of_case = _findings(session, case)
    rows["reviews"] -= sum(findings.moved_with(session, one, of_case.keys()) for one in of_case.values())
    return Held(case.reference, rows, len(_posted(letters)))


def carry_out(session: Session, visit: Visit, purge: Purge) -> Purged:
    """Takes the case and everything that is held on it out of the record.

    Raises NotAllowed, NotFound, or Refusal where those who ask and approve are one, or may not.
    """
    approver, asker = two_people(session, visit, purge)
    record.require_all_known(session)
    case = cases.find(session, visit, purge.case)
    held.refuse_while_held(session, visit, case)
    reference = case.reference
    letters = [one.letter for one in holdings.letters(session, case.id, keep_back=True)]
    posted = _posted(letters)
    _hand_reviews_over(session, visit, case)
    rows = holdings.remove(session, case.id)
    said = {
        "reference": reference,
        "approved_by_id": approver.id,
        "asked_by_id": asker.id if asker else None,
        "rows": rows,
        "letters": [letter.id for letter in letters],
    }
    record.gone(session, visit, EVENT, case, said)
    stored_people.let_homes_be_cleared(session)
    return Purged(reference, rows, posted)


def _posted(letters: Sequence[Letter]) -> list[Posted]:
    return [
        Posted(letter.person.name if letter.person else "nobody", letter.day, letter.channel, letter.ts)
        for letter in letters
        if letter.state in _PERHAPS_POSTED
    ]


def two_people(session: Session, visit: Visit, purge: Purge) -> tuple[Person, Person | None]:
    """Who approves, and who asked where that is said. Raises NotAllowed, or Refusal as `carry_out` does."""
    people.require(session, visit, Right.PURGE_CASE)
    approver = _approver(session, visit, purge)
    asker = people.find(session, purge.asked_by, field="asked_by") if purge.asked_by else None
    if asker is None and visit.actor.person_id is not None:
        raise Refusal("Two people purge a case. Please say who asked for it.", field="asked_by")
    if asker is not None and asker.id == approver.id:
        sentence = "Two people purge a case: whoever asks for it does not approve it."
        raise Refusal(sentence, field="asked_by")
    if asker is not None and not _has(asker, Right.EXPORT_CASE):
        sentence = "Asking for a case to be purged is for the quality team and leaders."
        raise Refusal(sentence, field="asked_by")
    return approver, asker


def _approver(session: Session, visit: Visit, purge: Purge) -> Person:
    me = visit.actor.person_id
    person = stored_people.get(session, me) if me is not None else people.find(session, purge.approved_by)
    if person is None or not _has(person, Right.PURGE_CASE):
        raise Refusal(f"{people.DEEDS[Right.PURGE_CASE]}.")
    return person


def _has(person: Person, right: Right) -> bool:
    return bool(rights.reaches(people.actor(person).roles, right))


def _hand_reviews_over(session: Session, visit: Visit, case: Case) -> None:
    """What was said of lines of the improvement plan stays with those that have findings elsewhere."""
    of_case = _findings(session, case)
    for finding in of_case.values():
        findings.hand_over(session, visit, finding, but=of_case.keys())


def _findings(session: Session, case: Case) -> dict[int, Finding]:
    return {row.id: row for row in holdings.rows_of(session, Finding, case.id)}
