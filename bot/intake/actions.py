"""Actions: who does what for a recommendation by when, and where it stands."""

from dataclasses import dataclass
from datetime import date

from bot.errors import Refusal
from bot.intake import cells, words
from bot.intake.cells import Cells
from bot.intake.known import Known
from bot.intake.storing import Meant
from bot.rules import dates, lifecycle
from bot.visit import Visit
from storage import actions as stored
from storage.models import Action
from storage.words import Status


@dataclass(frozen=True)
class ActionRow:
    """A row of actions: `recommendation` is its number or its text, `owner` a name or a Slack id."""

    recommendation: str
    case: str | None
    text: str
    owner: str
    due_on: date
    status: Status | None
    done_on: date | None


def read(row: Cells) -> ActionRow:
    """Raises Refusal with what is wrong with the cells."""
    action = ActionRow(
        recommendation=row.need("recommendation", cells.reading),
        case=row.take("case", cells.reading),
        text=row.need("text", cells.text),
        owner=row.need("owner", cells.reading),
        due_on=row.need("due", cells.day),
        status=row.take("status", cells.one_of(words.STATUSES)),
        done_on=row.take("done_on", row.past_day),
    )
    row.refuse_wrong_cells()
    if action.done_on and action.status and lifecycle.is_unfinished(action.status):
        raise Refusal("done_on: the row gives a day it was done, but its status says that it is not done.")
    return action


def means(visit: Visit, known: Known, row: ActionRow) -> Meant:
    """A new action, or the one of that recommendation, case and text."""
    case_id = known.case_id("case", row.case) if row.case else None
    recommendation = known.recommended(row.recommendation, case_id)
    case_id = case_id or recommendation.case_id
    owner = known.person("owner", row.owner)
    there = known.action(stored.Key(row.text, recommendation.id, case_id))
    if there is not None:
        return _change(there, owner.id, row)
    values: dict[str, object] = {
        "recommendation_id": recommendation.id,
        "case_id": case_id,
        "text": row.text,
        "owner_id": owner.id,
        "first_due_on": row.due_on,
        "due_on": row.due_on,
        "status": _status(row, Status.OPEN),
        "done_on": row.done_on,
        "agreed_by_id": visit.actor.person_id,
        "agreed_at": visit.at,
    }
    return Meant(Action, "action", None, values)


def _change(there: Action, owner_id: int, row: ActionRow) -> Meant:
    if row.due_on < there.first_due_on:
        raise Refusal(
            f"due: the action was first agreed for {dates.in_words(there.first_due_on)}, and a later row "
            "cannot move it before that."
        )
    status = _status(row, there.status)
    values = {"owner_id": owner_id, "due_on": row.due_on, "status": status, "done_on": row.done_on}
    cleared = ("done_on", "done_by_id") if lifecycle.is_unfinished(status) else ()
    return Meant(Action, "action", there, values, cleared=cleared)


def _status(row: ActionRow, otherwise: Status) -> Status:
    """The status the row gives; a day it was done says that it is done."""
    if row.status is not None:
        return row.status
    return Status.DONE if row.done_on and lifecycle.is_unfinished(otherwise) else otherwise
