"""Findings: the strengths of a case's work that an audit saw, and the areas for development."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot import free_text, record
from bot.errors import Conflict, in_part
from bot.visit import Visit
from storage import findings as stored
from storage import plan
from storage.models import Audit, Finding
from storage.words import FindingKind

# The field of a form in which each kind is written.
FIELDS = {FindingKind.STRENGTH: "strength", FindingKind.AREA: "area"}


@dataclass(frozen=True)
class NewFinding:
    """What an audit found; the theme is one of `THEMES`, or None.

    `position` is that among those of its kind in a form, counted from 0, where a refusal finds its field.
    """

    kind: FindingKind
    text: str
    theme: str | None = None
    position: int = 0


@dataclass(frozen=True)
class Opened:
    """A finding as it was when a form was opened on it."""

    finding_id: int
    version: int


@dataclass(frozen=True)
class Edit:
    """What a finding is to say; without text it goes. `of` is None for one that is added."""

    new: NewFinding
    of: Opened | None = None


def of_audit(session: Session, audit: Audit) -> Sequence[Finding]:
    """What an audit that the person may see has found, in the order in which it was noted."""
    return stored.of_audits(session, {audit.id})


def amend(session: Session, visit: Visit, audit: Audit, edits: Sequence[Edit]) -> None:
    """Changes what an audit found whose rights were checked. Raises Conflict where somebody did meanwhile."""
    there = {finding.id: finding for finding in of_audit(session, audit)}
    for edit in edits:
        if edit.of is None:
            attach(session, visit, audit, [edit.new])
            continue
        with in_part(edit.new.position):
            finding = there.get(edit.of.finding_id)
            if finding is None or finding.version != edit.of.version:
                raise Conflict(
                    "This was changed while your form was open, so nothing was stored. Please open it again.",
                    field=FIELDS[edit.new.kind],
                )
            _change(session, visit, finding, edit.new)


def _change(session: Session, visit: Visit, finding: Finding, new: NewFinding) -> None:
    if not new.text:
        remove(session, visit, "finding removed", finding)
        return
    text = _accepted(new)
    if new.theme != finding.theme:
        _hand_over(session, visit, finding)
    with record.change(session, visit, "finding amended", finding):
        finding.text, finding.theme = text, new.theme


def remove(session: Session, visit: Visit, event: str, finding: Finding) -> None:
    """Takes a finding away."""
    _hand_over(session, visit, finding)
    for review in plan.reviews_of_finding(session, finding.id):
        record.remove(session, visit, "review removed", review)
    record.remove(session, visit, event, finding)


def _hand_over(session: Session, visit: Visit, finding: Finding) -> None:
    """What was said of its line of the plan stays with that line, for as long as the line has findings."""
    reviews = plan.reviews_of_finding(session, finding.id)
    other = plan.another_of_its_line(session, finding) if reviews else None
    if other is None:
        return
    for review in reviews:
        with record.change(session, visit, "review moved", review):
            review.finding_id = other


def attach(session: Session, visit: Visit, audit: Audit, found: Sequence[NewFinding]) -> Sequence[Finding]:
    """Adds to an audit whose rights were checked; the same words a second time are not added again."""
    there = {(finding.kind, finding.text): finding for finding in stored.of_audits(session, {audit.id})}
    noted = []
    for new in found:
        with in_part(new.position):
            text = _accepted(new)
        key = (new.kind, text)
        if key not in there:
            there[key] = _add(session, visit, audit, new, text)
        noted.append(there[key])
    return noted


def _accepted(new: NewFinding) -> str:
    """The text as it is stored. Raises PersonalDetails or Refusal, at the field of its kind."""
    free_text.refuse_other_themes(new.theme, field=f"{FIELDS[new.kind]}_theme")
    return free_text.accept(new.text, f"The {new.kind.label.lower()}", field=FIELDS[new.kind])


def _add(session: Session, visit: Visit, audit: Audit, new: NewFinding, text: str) -> Finding:
    finding = Finding(audit_id=audit.id, kind=new.kind, theme=new.theme, text=text)
    record.add(session, visit, "finding noted", finding)
    return finding
