"""Moderation: the audits that wait for a moderated grade, the form that gives it, and what is said after."""

from collections.abc import Sequence

from bot.moderation import ToModerate
from bot.rules import dates
from bot.rules.grades import WORST_TO_BEST
from handlers.blocks import actions, audits, parts
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Block, Message, View, escape
from storage.models import Audit
from storage.words import Grade

# All of them are in the letter that told of them.
MOST_CHALLENGES = 5


def queue(listing: Listing, shown: ToModerate) -> Message:
    """One page of the audits that wait, oldest first."""
    if not shown.audits:
        return Message.plain(nothing(shown.own))
    last = shown.first + len(shown.audits) - 1
    many = "1 audit" if shown.total == 1 else f"{shown.total:,} audits"
    title = f"To moderate: {many}"
    is_challenged = any(audit.moderated_grade for audit in shown.audits)
    order = "challenged grades first, then the oldest" if is_challenged else "oldest first"
    span = f"{shown.first} to {last} of {shown.total:,}, {order}. Nobody moderates their own."
    blocks = [
        parts.header(title),
        parts.context(span),
        *(row(audit) for audit in shown.audits),
        *actions.pager(listing, shown.first, shown.total),
    ]
    names = ", ".join(f"{audit.case.reference} ({audit.grade.label})" for audit in shown.audits)
    return Message(f"{title}. {span} {names}.", blocks)


def nothing(own: int) -> str:
    """Said where nothing waits but what the person has audited themselves."""
    if not own:
        return "No audit waits for a moderated grade."
    return (
        f"No audit waits for you to moderate. {own:,} of your own wait{'s' if own == 1 else ''} for somebody "
        "else: nobody moderates their own."
    )


def _challenge(name: str, why: str) -> str:
    return (
        f"*{escape(name) or 'Somebody'} asks for the grade to be looked at again:*\n{parts.quote(why, 1000)}"
    )


def moderate_button(audit: Audit) -> Block:
    label = f"Moderate the audit of {audit.case.reference} on {dates.in_words(audit.audited_on)}"
    return parts.button("Moderate", "moderate_audit", str(audit.id), label=label)


def form(audit: Audit, challenges: Sequence[tuple[str, str]], carried: str) -> View:
    """The moderated grade; it opens with the auditor's, or with the one given before.

    `challenges`: who asks for the grade to be looked at again, and why.
    """
    return View(
        title="Moderate an audit",
        callback_id="moderate_audit",
        submit="Save",
        carried=carried,
        blocks=[
            parts.section(line(audit)),
            *(parts.section(_challenge(*one)) for one in challenges[:MOST_CHALLENGES]),
            parts.question(
                "grade",
                "Moderated grade",
                audits.grade_input(audit.reported_grade.value),
                hint="The auditor's grade stays beside it. The moderated grade is the one that is reported.",
            ),
            parts.question(
                "why",
                "Why?",
                parts.text_input(audit.moderation_note, longest=1000, multiline=True),
                hint="Needed where it differs from the auditor's grade; the auditor reads it. No names.",
                optional=True,
            ),
        ],
    )


def challenge_form(audit: Audit, carried: str) -> View:
    """Why is the grade to be looked at again?"""
    return View(
        title="Challenge the grade",
        callback_id="challenge_grade",
        submit="Send",
        carried=carried,
        blocks=[
            parts.section(line(audit)),
            parts.question(
                "why",
                "What should be looked at again?",
                parts.text_input(None, longest=1000, multiline=True),
                hint="The quality team reads this. No names of children, no addresses.",
            ),
        ],
    )


def challenged(audit: Audit) -> str:
    """What is said to who challenged a grade."""
    return (
        f"The quality team is asked in the next letter to look at the grade of {audit.case.reference} again. "
        f"Until then it stays {audit.reported_grade.label}. You are told what came of it."
    )


def moderated(audit: Audit) -> str:
    """What is said after: how the two grades compare, in neutral words."""
    return f"Moderated: {audit.case.reference} is {audit.reported_grade.label}, {_compared(audit)}."


def _compared(audit: Audit) -> str:
    grade = audit.reported_grade
    if grade is audit.grade:
        return "as the auditor graded it"
    before = f"from the auditor's {audit.grade.label}"
    if Grade.NOT_GRADED in (grade, audit.grade):
        return f"changed {before}"
    is_raised = WORST_TO_BEST.index(grade) > WORST_TO_BEST.index(audit.grade)
    return f"raised {before}" if is_raised else f"lowered {before}"


def row(audit: Audit) -> Block:
    """An audit that waits, with its button; one that was moderated before waits as it is challenged."""
    challenged = "\nIts grade is challenged." if audit.moderated_grade else ""
    return parts.section(line(audit) + challenged, moderate_button(audit))


def line(audit: Audit) -> str:
    """Which case, by which grades, and what the audit was."""
    before = f", moderated as {audit.moderated_grade.label}" if audit.moderated_grade else ""
    return (
        f"*{audit.case.reference}* · {audit.grade.label} (auditor's grade){before}\n{audits.described(audit)}"
    )
