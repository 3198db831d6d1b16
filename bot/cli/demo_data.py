"""The demo's record: the example files, and actions that are late, due and done around today."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from bot import cases, findings, intake, meetings
from bot.cli.demo_examples import (
    AUDITED,
    CHAIR,
    DAYS_TO_THE_MEETING,
    MEMBERS,
    PLANNED,
    WANTED,
    Audited,
    Planned,
    Step,
    Wanted,
)
from bot.errors import Refusal
from bot.intake import Kind, RawRow, report
from bot.meetings import Plan
from bot.rules import dates, programme
from bot.visit import Visit
from storage import audits as stored_audits

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
A_CASE = "K7Q2M"


def load(session: Session, visit: Visit) -> None:
    """Fills an empty record. One that holds the examples already is left as people have made it since."""
    if cases.known(session, A_CASE) is not None:
        return
    for kind in Kind:
        _take_in(session, visit, kind, intake.read_file(EXAMPLES / f"{kind}.csv", kind).rows)
    _take_in(session, visit, Kind.ROUNDS, _numbered([_round_of_today(visit)]))
    _take_in(session, visit, Kind.AUDITS, _numbered(_audit(visit, audited) for audited in AUDITED))
    for audited in AUDITED:
        _note_findings(session, visit, audited)
    _take_in(session, visit, Kind.RECOMMENDATIONS, _numbered(_recommendation(wanted) for wanted in WANTED))
    _take_in(
        session,
        visit,
        Kind.ACTIONS,
        _numbered(_action(visit, wanted, step) for wanted in WANTED for step in wanted.steps),
    )
    _take_in(session, visit, Kind.PROGRAMME, _numbered(_activity(visit, planned) for planned in PLANNED))
    held_on = visit.terms.calendar.after(visit.today, DAYS_TO_THE_MEETING)
    meetings.plan(session, visit, Plan(held_on, CHAIR, MEMBERS))


def _take_in(session: Session, visit: Visit, kind: Kind, rows: Iterable[RawRow]) -> None:
    taken = intake.take_in(session, visit, kind, rows, skip_bad=False)
    if taken.refused:
        raise Refusal(report.text(taken))


def _numbered(rows: Iterable[Mapping[str, str]]) -> Iterable[RawRow]:
    return (RawRow(number, cells) for number, cells in enumerate(rows, start=1))


def _round_of_today(visit: Visit) -> dict[str, str]:
    """A round that is under way, so that an outside auditor can log in it."""
    first = visit.today.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return {
        "name": f"{first:%B %Y}",
        "basis": "half",
        "starts": first.isoformat(),
        "ends": last.isoformat(),
        "organisation": "Aidhour",
    }


def _audit(visit: Visit, audited: Audited) -> dict[str, str]:
    """Of the last days, and never before the round began."""
    on = max(visit.terms.calendar.after(visit.today, -audited.days), visit.today.replace(day=1))
    return {
        "case": audited.case,
        "round": f"{on:%B %Y}",
        "date": on.isoformat(),
        "auditor": audited.auditor,
        "organisation": "Aidhour",
        "sources": audited.sources,
        "grade": audited.grade,
        "moderated_grade": audited.moderated_grade,
        "moderator": "Ines Calloway" if audited.moderated_grade else "",
        "moderated_on": visit.today.isoformat() if audited.moderated_grade else "",
    }


def _note_findings(session: Session, visit: Visit, audited: Audited) -> None:
    case = cases.known(session, audited.case)
    if case is not None:
        newest = stored_audits.of_case(session, case.id)[0]
        findings.attach(session, visit, newest, audited.found)


def _recommendation(wanted: Wanted) -> dict[str, str]:
    return {"case": wanted.case, "text": wanted.text, "theme": wanted.theme, "source": wanted.source}


def _activity(visit: Visit, planned: Planned) -> dict[str, str]:
    """Done a few days into its month, if that month is over."""
    year = programme.year_of(visit.today)
    month = None if planned.month is None else programme.months(year)[planned.month]
    is_over = month is not None and dates.months_later(month, 1) <= visit.today
    return {
        "kind": planned.kind,
        "theme": planned.theme,
        "by": planned.by,
        "month": month.isoformat() if month else "",
        "year": programme.in_words(year),
        "done_on": visit.terms.calendar.after(month, 7).isoformat() if month and is_over else "",
    }


def _action(visit: Visit, wanted: Wanted, step: Step) -> dict[str, str]:
    after = visit.terms.calendar.after
    return {
        "recommendation": wanted.text,
        "case": wanted.case,
        "text": step.text,
        "owner": step.owner,
        "due": after(visit.today, step.due).isoformat(),
        "status": step.status,
        "done_on": "" if step.done is None else after(visit.today, -step.done).isoformat(),
    }
