"""Findings: the strengths that an audit or an activity of the programme saw, and what is to develop."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot import free_text, record
from bot.errors import Conflict, in_part
from bot.visit import Visit
from storage import findings as stored
from storage import plan
from storage.models import Activity, Audit, Finding
from storage.words import FindingKind

# What may find something.
Source = Audit | Activity

# The field of a form in which each kind is written.
FIELDS = {FindingKind.STRENGTH: "strength", FindingKind.AREA: "area"}


@dataclass(frozen=True)
class NewFinding:
    """What was found; the theme is one of `THEMES`, or None.

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


def of(session: Session, source: Source) -> Sequence[Finding]:
    """What an audit or activity that the person may see has found, in the order in which it was noted."""
    if isinstance(source, Activity):
        return stored.of_activity(session, source.id)
    return stored.of_audits(session, {source.id})


def amend(session: Session, visit: Visit, source: Source, edits: Sequence[Edit]) -> None:
    """Changes findings of what is the person's to change. Raises Conflict where somebody did meanwhile."""
    there = {finding.id: finding for finding in of(session, source)}
    for edit in edits:
        if edit.of is None:
            attach(session, visit, source, [edit.new])
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
        hand_over(session, visit, finding)
    with record.change(session, visit, "finding amended", finding):
        finding.text, finding.theme = text, new.theme


def remove(session: Session, visit: Visit, event: str, finding: Finding) -> None:
    """Takes a finding away."""
    hand_over(session, visit, finding)
    for review in plan.reviews_of_finding(session, finding.id):
        record.remove(session, visit, "review removed", review)
    record.remove(session, visit, event, finding)


def hand_over(session: Session, visit: Visit, finding: Finding, but: Collection[int] = ()) -> None:
    """What was said of its line of the plan stays with that line, for as long as the line has findings.

    It is handed to none of those in `but`: they go as well.
    """
    reviews = plan.reviews_of_finding(session, finding.id)
    other = plan.another_of_its_line(session, finding, but) if reviews else None
    if other is None:
        return
    for review in reviews:
        with record.change(session, visit, "review moved", review):
            review.finding_id = other


def moved_with(session: Session, finding: Finding, but: Collection[int]) -> int:
    """How many reviews `hand_over` would hand to another finding."""
    reviews = plan.reviews_of_finding(session, finding.id)
    stays = bool(reviews) and plan.another_of_its_line(session, finding, but) is not None
    return len(reviews) if stays else 0


def attach(session: Session, visit: Visit, source: Source, found: Sequence[NewFinding]) -> Sequence[Finding]:
    """Adds to what is the person's to change; the same words a second time are not added again."""
    there = {(finding.kind, finding.text): finding for finding in of(session, source)}
    noted = []
    for new in found:
        with in_part(new.position):
            text = _accepted(new)
        key = (new.kind, text)
        if key not in there:
            there[key] = _add(session, visit, source, new, text)
        noted.append(there[key])
    return noted


def _accepted(new: NewFinding) -> str:
    """The text as it is stored. Raises PersonalDetails or Refusal, at the field of its kind."""
    free_text.refuse_other_themes(new.theme, field=f"{FIELDS[new.kind]}_theme")
    return free_text.accept(new.text, f"The {new.kind.label.lower()}", field=FIELDS[new.kind])


def _add(session: Session, visit: Visit, source: Source, new: NewFinding, text: str) -> Finding:
    of_source = {"activity_id" if isinstance(source, Activity) else "audit_id": source.id}
    finding = Finding(**of_source, kind=new.kind, theme=new.theme, text=text)
    record.add(session, visit, "finding noted", finding)
    return finding
