"""The action tracker, filled in and brought back: what changed in it, and carrying that out.

Each row keeps what it said when it was made. What nobody touched is left alone, however the record moved on;
what was changed is refused where the record moved on, too. Every change goes through the verb that people
would use in Slack, so a tracker does nothing that whoever brings it could not do one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot import actions, checks, extensions, owners, people
from bot.errors import Conflict, Refusal
from bot.intake import packages, workbooks
from bot.reports import tracker as made
from bot.reports.tracker import Kept
from bot.rules.rights import Right
from bot.tracker_rows import NOT_THE_TRACKER, Difference, Edit, Reading, Refused, moved_on, rows_of
from bot.visit import Visit
from storage import checks as stored_checks
from storage.words import Status

WHY_MORE_TIME = "Another date in the action tracker."

AT_ONCE = 500


@dataclass(frozen=True)
class Changes:
    """What a tracker asks for; `untouched` counts the rows that say what they said."""

    edits: tuple[Edit, ...]
    refused: tuple[Refused, ...]
    untouched: int


@dataclass(frozen=True)
class Applied:
    """What became of it. Where `is_kept` is False nothing was stored, as a row was refused."""

    done: tuple[Edit, ...]
    refused: tuple[Refused, ...]
    is_kept: bool


def is_one(content: bytes) -> bool:
    """Whether the file is an action tracker that the bot made. Raises Refusal where it may do harm."""
    return content.startswith(packages.ZIP) and workbooks.table(content, made.SHEET) is not None


def read(session: Session, visit: Visit, content: bytes) -> Changes:
    """What changed in a tracker, held against the record; nothing is stored.

    Raises NotAllowed, or Refusal where the file is no tracker.
    """
    people.require(session, visit, Right.SEE_ACTIONS)
    packages.refuse_old_format(content)
    if not content.startswith(packages.ZIP):
        raise Refusal(NOT_THE_TRACKER)
    table = workbooks.table(content, made.SHEET)
    if table is None:
        raise Refusal(NOT_THE_TRACKER)
    reading = Reading(session, visit)
    touched = [row for row in rows_of(table) if reading.is_touched(row)]
    for first in range(0, len(touched), AT_ONCE):
        reading.compare(touched[first : first + AT_ONCE])
    return Changes(tuple(reading.edits), tuple(reading.refused), reading.untouched)


def apply(session: Session, visit: Visit, changes: Changes, *, skip_bad: bool = False) -> Applied:
    """Carries the changes out, each row wholly or not at all, within the caller's transaction.

    Where a row is refused nothing is stored, or with `skip_bad` all but it.
    """
    done: list[Edit] = []
    refused = list(changes.refused)
    with session.begin_nested() as everything:
        for edit in changes.edits:
            try:
                with session.begin_nested():
                    _carry_out(session, visit, edit)
            except Refusal as refusal:
                refused.append(Refused(edit.number, edit.name, refusal.message))
            else:
                done.append(edit)
        is_kept = skip_bad or not refused
        if not is_kept:
            everything.rollback()
    refused.sort(key=lambda row: row.number)
    return Applied(tuple(done), tuple(refused), is_kept)


def _carry_out(session: Session, visit: Visit, edit: Edit) -> None:
    """In the order in which people would do it: whose and by when, then how far it has come."""
    _refuse_moved_on(session, visit, edit.kept)
    _agree_anew(session, visit, edit)
    _take_further(session, visit, edit)


def _agree_anew(session: Session, visit: Visit, edit: Edit) -> None:
    action_id = edit.kept.action_id
    if edit.status is Status.OPEN:
        actions.reopen(session, visit, action_id)
    if edit.owner is not None:
        owners.give(session, visit, action_id, edit.owner)
    if edit.due_on is not None:
        extensions.give(session, visit, action_id, edit.due_on, WHY_MORE_TIME)


def _take_further(session: Session, visit: Visit, edit: Edit) -> None:
    action_id = edit.kept.action_id
    if edit.status is Status.STARTED:
        actions.start(session, visit, action_id)
    if edit.status is Status.DONE:
        actions.complete(session, visit, action_id, edit.done_on)
    if edit.evidence is not None:
        actions.point_to_the_record(session, visit, action_id, edit.evidence)
    if edit.status is Status.CHECKED:
        checks.check(session, visit, action_id, is_done=True)
    if edit.impact is not None:
        checks.say_impact(session, visit, action_id, edit.impact)


def _refuse_moved_on(session: Session, visit: Visit, kept: Kept) -> None:
    action = actions.show(session, visit, kept.action_id)
    check = stored_checks.latest(session, action.id)
    if (action.version, check.version if check else 0) != (kept.version, kept.check_version):
        raise Conflict(moved_on(action))


def in_words(differences: Sequence[Difference]) -> str:
    """ "Status: Open, now Done. Due now: Friday 14 March 2025, now Friday 28 March 2025."."""
    return " ".join(f"{one.heading}: {one.old}, now {one.new}." for one in differences)
