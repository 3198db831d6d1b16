"""Counts in a sentence each: how many of something, what changed, what waits."""

from bot.actions import ActionList
from bot.reports.changes import Changes
from bot.reports.figures import GradesTable
from bot.reports.waiting import Waiting
from bot.rules import dates
from bot.rules.grades import WORST_TO_BEST
from bot.rules.wording import capital
from handlers.blocks import parts
from handlers.blocks.parts import Message, escape
from storage.words import Grade

IN_SIGHT = " That counts what you work with or lead."


def of_actions(shown: ActionList, are: str) -> Message:
    """ "3 actions are overdue for care leavers."; `are` is what they are: "overdue"."""
    if shown.asked.mine:
        verb = "is" if shown.total == 1 else "are"
        return Message.plain(f"{_number(shown.total)} of your actions {verb} {are}.")
    sight = "" if shown.everything else IN_SIGHT
    return Message.plain(f"{_many(shown.total, 'action')} {are}{_whose(shown)}.{sight}")


def of_audits(table: GradesTable) -> Message:
    """How many audits there were, and how many of these have no moderated grade yet."""
    awaiting = sum(row.awaiting for row in table.rows)
    total = sum(row.audited for row in table.rows) + awaiting
    verb = "was" if total == 1 else "were"
    waits = f" Of these, {awaiting:,} await{'s' if awaiting == 1 else ''} moderation." if awaiting else ""
    return Message.plain(
        f"{capital(_count(total, 'audit'))} {verb} carried out{_of(table)}.{waits}{_year(table)}"
    )


def of_grades(table: GradesTable, grades: tuple[Grade, ...]) -> Message:
    """How many of the audits whose grade stands have one of these: "6 of 17 audits are Good"."""
    counts = [sum(column) for column in zip(*(row.counts for row in table.rows), strict=True)]
    by_grade = dict(zip(WORST_TO_BEST, counts, strict=False))
    by_grade[Grade.NOT_GRADED] = sum(row.not_graded for row in table.rows)
    audited = sum(row.audited for row in table.rows)
    if not audited:
        return Message.plain(f"No audits have a moderated grade yet{_of(table)}.")
    total = sum(by_grade.get(grade, 0) for grade in grades)
    names = " or ".join(grade.label for grade in grades)
    verb = "is" if total == 1 else "are"
    return Message.plain(
        f"{total:,} of {_count(audited, 'audit')}{_of(table)} {verb} {names}, by the moderated grade."
        f"{_year(table)}"
    )


def to_check(total: int) -> Message:
    return Message.plain(f"{_many(total, 'action')} done and waiting for you to check.")


def to_moderate(total: int) -> Message:
    return Message.plain(f"{_many(total, 'audit')} waiting for a moderated grade, without your own.")


def requests(total: int) -> Message:
    return Message.plain(
        f"{_many(total, 'request for more time', 'requests for more time')} waiting for you."
    )


def changes(found: Changes) -> Message:
    """Each kind in a line."""
    span = dates.in_words(found.first)
    if found.last != found.first:
        span = f"from {span} to {dates.in_words(found.last)}"
    counts = [
        (found.audits, "audit", "recorded"),
        (found.agreed, "action", "agreed"),
        (found.done, "action", "done"),
        (found.checked, "action", "checked by somebody else"),
    ]
    lines = [f"{_count(count, what)} {became}" for count, what, became in counts if count is not None]
    sight = "" if found.everything else IN_SIGHT
    return Message(
        f"What changed, {span}: {', '.join(lines)}.{sight}",
        [
            parts.section(f"*What changed, {span}*\n" + "\n".join(f"• {line}" for line in lines)),
            *([parts.context(sight.strip())] if sight else []),
        ],
    )


def waiting(found: Waiting) -> Message:
    """What waits for the person, each with the word that lists it."""
    counts = [
        (found.to_check, "action", "to check", "check"),
        (found.to_moderate, "audit", "to moderate", "moderate"),
        (found.requests, "request", "for more time to decide", "requests"),
        (found.own, "open action", "of your own", "mine"),
    ]
    lines = [f"{_count(count, what)} {todo}: `/g2o {word}`" for count, what, todo, word in counts if count]
    if not lines:
        return Message.plain("Nothing waits for you.")
    return Message.plain("*Waiting for you*\n" + "\n".join(f"• {line}" for line in lines))


def _whose(shown: ActionList) -> str:
    asked = shown.asked
    if asked.owner:
        return f", with {escape(asked.owner)} as owner"
    if asked.team:
        return f" in {escape(asked.team)}"
    return f" for {asked.cohort.in_sentence}" if asked.cohort else ""


def _of(table: GradesTable) -> str:
    cohort = f" for {table.cohort.in_sentence}" if table.cohort else ""
    if table.years is None:
        return cohort
    first, last = table.years.first, table.years.last
    return f"{cohort} in {first}" if first == last else f"{cohort} from {first} to {last}"


def _year(table: GradesTable) -> str:
    return " The year is the one in which a round started." if table.years else ""


def _number(count: int) -> str:
    return f"{count:,}" if count else "None"


def _count(count: int, what: str, several: str = "") -> str:
    if count == 1:
        return f"1 {what}"
    return f"{count:,} {several or what + 's'}" if count else f"no {several or what + 's'}"


def _many(count: int, what: str, several: str = "") -> str:
    """ "1 action is", "3 actions are", "No actions are"."""
    return f"{capital(_count(count, what, several))} {'is' if count == 1 else 'are'}"
