"""Audits: what is said when one was recorded, and the forms for logging and amending one."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.audits import Logged
from bot.follow_ups import Due
from bot.rules import dates
from bot.rules.grades import MEANINGS, WORST_TO_BEST
from handlers.blocks import parts, recommendations
from handlers.blocks.parts import Block, Message, escape
from storage.models import Audit, Case, Finding
from storage.words import FindingKind, Grade, Source

SINGLE_AUDITS = "Single audits"
MOST_NAMES = 10


def door(reference: str) -> Message:
    """The way from a message to the form."""
    text = "Press *Log an audit* and the form opens. In one line it is, for example, `audit K7Q2M good`."
    return Message(
        text, [parts.section(text), parts.actions(parts.button("Log an audit", "log_audit", reference))]
    )


def logged(result: Logged) -> Message:
    """The answer to a logged audit, with what one may want to do next."""
    audit = result.audit
    opening = "Already recorded" if result.already else "Recorded"
    lines = [f"*{opening}: {audit.case.reference} is {audit.grade.label}.*", described(audit)]
    if result.is_new_case:
        lines.append(f"The case is new here: its reference is {audit.case.reference}.")
    if result.first:
        first = f"{dates.in_words(result.first.audited_on)} ({result.first.reported_grade.label})"
        lines.append(f"It follows up the audit of {first}.")
    if result.to_check:
        names = ", ".join(action.name for action in result.to_check[:MOST_NAMES])
        more = len(result.to_check) - MOST_NAMES
        lines.append(f"Done and waiting for a check: {names}{f' and {more} more' if more > 0 else ''}.")
    if result.findings:
        lines.append(_found(result.findings))
    if result.follow_up_by:
        lines.append(f"A follow-up audit is due by {dates.in_words(result.follow_up_by)}.")
    text = f"{opening}: {audit.case.reference} is {audit.grade.label}. {described(audit)}"
    blocks = [
        parts.section("\n".join(lines)),
        *(parts.section(recommendations.added_line(added)) for added in result.added),
        next_steps(audit, is_new=result.may_undo, has_checks=bool(result.to_check)),
    ]
    if result.may_undo:
        blocks.append(parts.context("Undo works for ten minutes. The grade counts once it is moderated."))
    return Message(text, blocks)


def offered(case: Case) -> str:
    """A case as the list of a form offers it."""
    return f"{case.reference} · {case.cohort.label}" + (f" · {case.team.name}" if case.team else "")


def next_steps(audit: Audit, *, is_new: bool, has_checks: bool = False) -> Block:
    """The buttons under an audit; what was just recorded can be undone."""
    audit_id = str(audit.id)
    undo = [parts.button("Undo", "undo_audit", audit_id)] if is_new else []
    check = [parts.button("Check", "open_case", audit.case.reference)] if has_checks else []
    return parts.actions(
        *check,
        parts.button("Add recommendation", "add_recommendation", audit_id),
        parts.button("Add detail", "amend_audit", audit_id),
        *undo,
    )


def described(audit: Audit) -> str:
    """When, by whom, in which round, from which sources."""
    by = escape(audit.auditor_name) + (f" ({escape(audit.organisation)})" if audit.organisation else "")
    names = [source.label.lower() for source in Source if source in audit.sources]
    sources = f"Sources: {', '.join(names)}." if names else "No sources ticked yet."
    return f"Audited {dates.in_words(audit.audited_on)} by {by} · {round_name(audit)}. {sources}"


def to_follow_up(due: Due) -> Block:
    """An Inadequate audit that waits for its follow-up, with the button that logs that."""
    reference = due.audit.case.reference
    label = f"Log the follow-up audit of {reference}"
    return parts.section(
        f"*{reference}* · {due.audit.reported_grade.label} on {dates.in_words(due.audit.audited_on)}\n"
        f"A follow-up audit is due by {dates.in_words(due.by)}.",
        parts.button("Log an audit", "log_audit", reference, label=label),
    )


def round_name(audit: Audit) -> str:
    return escape(audit.round.name) if audit.round else SINGLE_AUDITS


def amended(audit: Audit, found: Sequence[Finding]) -> Message:
    text = f"Changed: {audit.case.reference} is {audit.grade.label}. {described(audit)}"
    text = f"{text} {_found(found)}" if found else text
    return Message(text, [parts.section(text), next_steps(audit, is_new=False)])


def undone(audit: Audit) -> Message:
    return Message.plain(
        f"Undone: the audit of {audit.case.reference} on {dates.in_words(audit.audited_on)} "
        "is no longer recorded, nor what it recommended."
    ).in_place()


def grade_input(chosen: str | None) -> Block:
    """The grades with their meanings, the best first."""
    best_first = (*reversed(WORST_TO_BEST), Grade.NOT_GRADED)
    return parts.choice_input(
        chosen, [parts.option(grade.label, grade.value, MEANINGS.get(grade)) for grade in best_first]
    )


def sources_input(values: Mapping[str, Any]) -> Block:
    """What the grade rests on."""
    sources = [parts.option(source.label, source.value) for source in Source]
    ticks = parts.ticks_input(values.get("sources"), sources)
    return parts.question("sources", "Graded from", ticks, optional=True)


def about_the_audit(values: Mapping[str, Any], *, tells_grade: bool = False) -> Sequence[Block]:
    """When, by whom, from which sources, and the grade; `tells_grade`: the form is told as it is chosen."""
    return [
        parts.question(
            "date",
            "Day of the audit",
            parts.date_input(values.get("date")),
            hint="An open round of the auditor's organisation takes the audit in by itself.",
        ),
        parts.question(
            "auditor",
            "Auditor",
            parts.text_input(values.get("auditor"), longest=80),
            hint="The name of whoever did the audit.",
        ),
        sources_input(values),
        parts.question(
            "grade",
            "Grade",
            grade_input(values.get("grade")),
            tells_at_once=tells_grade,
        ),
    ]


def _found(findings: Sequence[Finding]) -> str:
    """ "Found: 2 strengths and 1 area for development." """
    strengths = sum(finding.kind is FindingKind.STRENGTH for finding in findings)
    areas = len(findings) - strengths
    said = [
        f"{strengths} strength{'' if strengths == 1 else 's'}" if strengths else "",
        f"{areas} area{'' if areas == 1 else 's'} for development" if areas else "",
    ]
    return f"Found: {' and '.join(part for part in said if part)}."
