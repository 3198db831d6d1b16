"""The action tracker, filled in and brought back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from bot import actions, checks, documents, extensions, owners, tracker
from bot.documents import Paper, Wanted
from bot.errors import NotAllowed, Refusal
from bot.tracker import Applied, Changes
from bot.tracker_rows import HEADINGS
from bot.visit import Visit
from storage import chain, journal
from storage import checks as stored_checks
from storage.models import Action
from storage.words import Impact, Status
from tests.conftest import on_sqlite
from tests.council import PRIYA, TOMAS, Council, person_id, put_action
from tests.intake.books import book, table
from tests.reports import reading
from tests.verbs.steps import journal_of, told

DUE = date(2025, 3, 21)
LATER = DUE + timedelta(days=14)


@dataclass
class Desk:
    """A tracker on its way out and back."""

    session: Session
    visit: Visit

    def exported(self) -> bytes:
        return documents.make(self.session, self.visit, Wanted(Paper.ACTIONS)).content

    def filled_in(self, **cells: Any) -> bytes:
        """The tracker with other values in its first row, as another program saves it."""
        return filled_in(
            self.exported(), {heading.replace("_", " "): cell for heading, cell in cells.items()}
        )

    def read(self, **cells: Any) -> Changes:
        return tracker.read(self.session, self.visit, self.filled_in(**cells))

    def brought_back(self, **cells: Any) -> Applied:
        return tracker.apply(self.session, self.visit, self.read(**cells))

    def refusal(self, **cells: Any) -> str:
        """Why the row is refused, and that nothing was stored."""
        before = journal.length(self.session)
        applied = self.brought_back(**cells)
        assert not applied.is_kept
        assert journal.length(self.session) == before
        (refused,) = applied.refused
        return refused.why


def filled_in(content: bytes, cells: Mapping[str, Any], row: int = 0) -> bytes:
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name("Actions")
    rows = [[as_typed(cell) for cell in line] for line in sheet.to_python(skip_empty_area=False)]
    top = next(number for number, line in enumerate(rows) if line[0] == "Reference")
    for heading, cell in cells.items():
        rows[top + 1 + row][HEADINGS.index(heading)] = as_typed(cell)
    return book(Actions=table(*map(tuple, rows)))


def as_typed(cell: Any) -> Any:
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell


@pytest.fixture
def desk(session: Session, council: Council) -> Desk:
    return Desk(session, council.quality)


@pytest.fixture
def action(session: Session, council: Council) -> Action:
    """Tomas's, due in a week."""
    return put_action(session, "K7Q2M", TOMAS, DUE)


# --- what nobody touched


def test_an_unchanged_tracker_changes_nothing(desk: Desk, action: Action) -> None:
    before = journal.length(desk.session)
    changes = tracker.read(desk.session, desk.visit, desk.exported())
    assert (changes.edits, changes.refused, changes.untouched) == ((), (), 1)
    assert tracker.apply(desk.session, desk.visit, changes).is_kept
    assert journal.length(desk.session) == before


def test_out_and_back_and_out_again_gives_the_same_workbook(desk: Desk, action: Action) -> None:
    first = desk.exported()
    tracker.apply(desk.session, desk.visit, tracker.read(desk.session, desk.visit, first))
    assert reading.everything(desk.exported()) == reading.everything(first)


def test_what_was_carried_out_stands_in_the_next_tracker_as_it_was_filled_in(
    desk: Desk, action: Action
) -> None:
    filled = desk.filled_in(
        Status="Done", Done_on=date(2025, 3, 12), Where_to_look="Supervision note, March."
    )
    tracker.apply(desk.session, desk.visit, tracker.read(desk.session, desk.visit, filled))
    again = desk.exported()
    (row,) = reading.sheet(again, "Actions").rows
    assert (row["Status"], row["Done on"], row["Where to look"]) == (
        "Done",
        date(2025, 3, 12),
        "Supervision note, March.",
    )
    assert tracker.read(desk.session, desk.visit, again).edits == ()


def test_a_row_that_nobody_touched_is_left_alone_where_the_record_moved_on(
    desk: Desk, action: Action
) -> None:
    out = desk.exported()
    actions.complete(desk.session, desk.visit, action.id)
    changes = tracker.read(desk.session, desk.visit, out)
    assert (changes.edits, changes.refused, changes.untouched) == ((), (), 1)


# --- what was filled in


def test_what_changed_is_told_as_it_was_and_as_it_is(desk: Desk, action: Action) -> None:
    (edit,) = desk.read(Status="Started", Due_now=LATER, Owner="Priya Shah").edits
    assert edit.name == action.name
    assert tracker.in_words(edit.differences) == (
        "Owner: Tomas Reid, now Priya Shah. "
        "Due now: Friday 21 March 2025, now Friday 4 April 2025. "
        "Status: Open, now Started."
    )


def test_another_date_is_more_time_given_and_the_owner_is_told(desk: Desk, action: Action) -> None:
    assert desk.brought_back(Due_now=LATER).is_kept
    assert (action.first_due_on, action.due_on) == (DUE, LATER)
    assert extensions.is_second(desk.session, action)
    assert told(desk.session) == [("answered", "Tomas Reid", None)]
    assert [event for event, _ in journal_of(desk.session)] == ["more time agreed", "due date moved"]


def test_another_owner_takes_it_over_and_both_are_told(desk: Desk, action: Action) -> None:
    assert desk.brought_back(Owner="priya shah").is_kept
    assert action.owner.name == "Priya Shah"
    assert [(what, whom) for what, whom, _ in told(desk.session)] == [
        ("agreed", "Priya Shah"),
        ("given_away", "Tomas Reid"),
    ]


def test_done_is_done_on_the_day_given_or_today(desk: Desk, session: Session, action: Action) -> None:
    other = put_action(session, "M4T9X", TOMAS, DUE)
    content = filled_in(desk.exported(), {"Status": "Done", "Done on": date(2025, 3, 10)})
    content = filled_in(content, {"Status": "complete"}, row=1)
    tracker.apply(session, desk.visit, tracker.read(session, desk.visit, content))
    assert (action.status, action.done_on) == (Status.DONE, date(2025, 3, 10))
    assert (other.status, other.done_on) == (Status.DONE, desk.visit.today)


def test_it_can_be_started_done_and_opened_again(desk: Desk, action: Action) -> None:
    desk.brought_back(Status="Started")
    assert standing(action) == (Status.STARTED, None)
    desk.brought_back(Status="Done", Where_to_look="Case note of 12 March.")
    assert standing(action) == (Status.DONE, "Case note of 12 March.")
    desk.brought_back(Status="Open")
    assert standing(action) == (Status.OPEN, None)


def test_what_is_done_can_be_checked_and_made_a_difference(desk: Desk, action: Action) -> None:
    action.status = Status.DONE
    desk.session.flush()
    assert desk.brought_back(Status="Checked", Made_a_difference="Partly").is_kept
    check = stored_checks.latest(desk.session, action.id)
    assert check is not None
    assert (standing(action)[0], check.impact) == (Status.CHECKED, Impact.PARTLY)


def standing(action: Action) -> tuple[Status, str | None]:
    return action.status, action.evidence


def test_every_change_is_in_the_journal_under_whoever_brought_it(desk: Desk, action: Action) -> None:
    desk.brought_back(Status="Done", Owner="Priya Shah", Due_now=LATER)
    events = [event for event, _ in journal_of(desk.session)]
    assert events == ["action given", "more time agreed", "due date moved", "action completed"]
    assert not list(chain.faults(desk.session))


# --- what is refused


def test_a_row_is_refused_where_the_record_moved_on(desk: Desk, action: Action) -> None:
    content = desk.filled_in(Due_now=LATER)
    actions.start(desk.session, desk.visit, action.id)
    (refused,) = tracker.read(desk.session, desk.visit, content).refused
    assert refused.name == action.name
    assert "It now stands as started, due Friday 21 March 2025, with Tomas Reid." in refused.why


def test_a_row_is_refused_where_the_record_moves_on_after_it_was_shown(desk: Desk, action: Action) -> None:
    changes = desk.read(Due_now=LATER)
    owners.give(desk.session, desk.visit, action.id, PRIYA)
    applied = tracker.apply(desk.session, desk.visit, changes)
    assert not applied.is_kept
    assert "with Priya Shah" in applied.refused[0].why
    assert action.due_on == DUE


def test_what_others_said_of_the_difference_meanwhile_is_not_overwritten(desk: Desk, action: Action) -> None:
    action.status = Status.DONE
    checks.check(desk.session, desk.visit, action.id, is_done=True)
    content = desk.filled_in(Made_a_difference="Yes")
    checks.say_impact(desk.session, desk.visit, action.id, Impact.NOT_YET)
    (refused,) = tracker.read(desk.session, desk.visit, content).refused
    assert "was changed since" in refused.why


@on_sqlite
@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"Status": "Nearly"}, "Status: this word is not known here."),
        ({"Due_now": "soon"}, "Due now: this is not a date."),
        ({"Due_now": ""}, "Due now: the cell was cleared"),
        ({"Owner": "Nobody Known"}, "Owner: I do not know that person."),
        ({"Owner": "Alana Brook"}, "Alana Brook could not see the action"),
        ({"Done_on": date(2025, 3, 10)}, "Done on: a day can be given with the status Done alone"),
        ({"Status": "Done", "Done_on": date(2025, 4, 1)}, "is in the future"),
        ({"Status": "Not doing"}, "needs a reason and somebody's approval"),
        ({"Status": "Checked"}, "is not marked as done, so there is nothing to check yet"),
        ({"Where_to_look": "Note."}, "is not marked as done, so there is nothing to point to yet"),
        ({"Status": "Done", "Where_to_look": "Ring 07700 900123."}, "seems to contain a phone number"),
        ({"Made_a_difference": "Yes"}, "is not checked yet"),
        ({"Due_now": date(2025, 3, 17)}, "Please give a date after that"),
        ({"Action": "Something else."}, "Action: the tracker cannot change this."),
        ({"First_due": LATER}, "First due: the tracker cannot change this."),
        ({"Case": "M4T9X"}, "Case: the tracker cannot change this."),
        ({"Reference": "A99"}, "Reference: the tracker cannot change this."),
        ({"More_time_given": 0.5}, "More time given: the tracker cannot change this."),
        ({"For_the_bot": ""}, "did not come with the tracker"),
        ({"For_the_bot": "99 1 0 0123456789ab"}, "There is no such action"),
    ],
)
def test_a_row_that_cannot_be_carried_out_is_refused_in_a_sentence(
    desk: Desk, action: Action, cells: dict[str, Any], why: str
) -> None:
    assert why in desk.refusal(**cells)


def test_all_that_is_wrong_with_a_row_is_told_at_once(desk: Desk, action: Action) -> None:
    why = desk.refusal(Status="Nearly", Due_now="soon", Owner="")
    assert why.count(":") >= 3


def test_an_action_twice_in_the_tracker_is_refused(desk: Desk, session: Session, action: Action) -> None:
    rows = reading.rows_of(desk.exported(), "Actions")
    content = book(Actions=table(*(tuple(map(as_typed, row)) for row in (*rows, rows[-1]))))
    (refused,) = tracker.read(session, desk.visit, content).refused
    assert "twice" in refused.why


def test_nobody_gives_themselves_more_time_nor_checks_their_own_work(
    session: Session, council: Council
) -> None:
    put_action(session, "K7Q2M", PRIYA, DUE)
    own = Desk(session, council.manager)
    content = filled_in(Desk(session, council.quality).exported(), {"Due now": LATER})
    applied = tracker.apply(session, own.visit, tracker.read(session, own.visit, content))
    assert "for themselves" in applied.refused[0].why


def test_a_second_time_is_for_the_chair(desk: Desk, council: Council, action: Action) -> None:
    desk.brought_back(Due_now=LATER)
    later = LATER + timedelta(days=14)
    assert "a second time is for the chair" in desk.refusal(Due_now=later)
    assert Desk(desk.session, council.leader).brought_back(Due_now=later).is_kept


def test_a_request_of_ones_own_is_not_granted_by_a_tracker(desk: Desk, action: Action) -> None:
    extensions.ask(desk.session, desk.visit, action.id, LATER, "The school is closed.")
    assert "for themselves" in desk.refusal(Due_now=LATER)


def test_whoever_could_not_do_it_one_by_one_cannot_by_a_tracker(
    session: Session, council: Council, action: Action
) -> None:
    content = Desk(session, council.quality).filled_in(Due_now=LATER)
    (refused,) = tracker.read(session, council.other_manager, content).refused
    assert "that you may see" in refused.why
    with pytest.raises(NotAllowed):
        tracker.read(session, council.auditor, content)


def test_one_refused_row_keeps_the_others_back_unless_it_is_left_out(
    desk: Desk, session: Session, action: Action
) -> None:
    other = put_action(session, "M4T9X", TOMAS, DUE)
    content = filled_in(desk.filled_in(Status="Done"), {"Status": "Checked"}, row=1)
    changes = tracker.read(session, desk.visit, content)
    assert not tracker.apply(session, desk.visit, changes).is_kept
    session.refresh(action, ["status"])
    assert standing(action)[0] is Status.OPEN
    applied = tracker.apply(session, desk.visit, changes, skip_bad=True)
    assert ([edit.name for edit in applied.done], [row.name for row in applied.refused]) == (
        [action.name],
        [other.name],
    )
    assert standing(action)[0] is Status.DONE


def test_a_row_is_carried_out_wholly_or_not_at_all(desk: Desk, action: Action) -> None:
    applied = tracker.apply(
        desk.session, desk.visit, desk.read(Owner="Priya Shah", Status="Checked"), skip_bad=True
    )
    assert applied.done == ()
    desk.session.refresh(action)
    assert action.owner_id == person_id(desk.session, TOMAS)
    assert journal_of(desk.session) == []


# --- what is no tracker


@on_sqlite
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Reference,Status\nA1,Done\n",
        book(Actions=table(("Reference", "Status"), ("A1", "Done"))),
        book(Other=table(HEADINGS)),
    ],
)
def test_another_file_is_refused(desk: Desk, content: bytes) -> None:
    with pytest.raises(Refusal, match="not an action tracker"):
        tracker.read(desk.session, desk.visit, content)


def test_the_columns_may_stand_in_another_order(desk: Desk, action: Action) -> None:
    rows = reading.rows_of(desk.filled_in(Status="Done"), "Actions")
    content = book(Actions=table(*(tuple(map(as_typed, reversed(row))) for row in rows)))
    (edit,) = tracker.read(desk.session, desk.visit, content).edits
    assert edit.status is Status.DONE
