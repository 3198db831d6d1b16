"""`letters`: what waits, what failed and why; and trying one again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from storage import people
from storage.database import Database
from storage.models import Letter, Notice
from storage.words import LetterKind, LetterState, Told
from tests.cli.conftest import Run
from tests.council import TOMAS, Council, person_id, put_action
from tests.records import close

DAY = date(2025, 3, 14)
AT = datetime(2025, 3, 14, 9, 0, tzinfo=UTC)


@pytest.fixture
def letter(db: Database, council: Council) -> Letter:
    """Tomas's letter, which failed as his account is switched off, with one thing to tell."""
    return put(db, LetterState.FAILED, reason="user_disabled", attempts=2)


def put(db: Database, state: LetterState, **values: object) -> Letter:
    with db.begin() as session:
        tomas = person_id(session, TOMAS)
        fields = {"kind": LetterKind.DAILY, "person_id": tomas, "day": DAY, "until": DAY, **values}
        letter = Letter(key=f"key-{state}", state=state, made_at=AT, not_before=AT, **fields)
        session.add(letter)
        session.flush()
        action = put_action(session, "K7Q2M", TOMAS, DAY)
        about = {"person_id": tomas, "action_id": action.id, "letter_id": letter.id, "made_on": DAY}
        session.add(Notice(key=f"notice-{state}", told=Told.AGREED, **about))
    return letter


def test_with_no_letters_it_says_so(run: Run, db: Database) -> None:
    result = run("letters", DATABASE_URL=close(db))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "0 waiting, 0 being sent, 0 not known whether they arrived, 0 failed, 0 sent, 0 cancelled.\n"
    )


def test_what_failed_is_told_with_the_reason_and_what_to_do(run: Run, db: Database, letter: Letter) -> None:
    put(db, LetterState.WAITING, attempts=0)
    put(db, LetterState.SENT, ts="1.0")
    lines = run("letters", DATABASE_URL=close(db)).stdout.splitlines()
    assert lines == [
        f"{letter.id:>6}  failed: the letter to Tomas Reid, of Friday 14 March 2025",
        "        put in 09:00 on 14 March, tried 2 times",
        "        user_disabled",
        f"        once that is mended: python -m bot letters retry {letter.id}",
        f"{letter.id + 1:>6}  waiting: the letter to Tomas Reid, of Friday 14 March 2025",
        "        put in 09:00 on 14 March, not tried yet",
        "1 waiting, 0 being sent, 0 not known whether they arrived, 1 failed, 1 sent, 0 cancelled.",
    ]


def test_a_retry_puts_what_was_not_told_into_the_next_letter(run: Run, db: Database, letter: Letter) -> None:
    with db.begin() as session:
        people.cannot_be_reached(session, letter.person_id or 0, DAY)
    result = run("letters", "retry", str(letter.id), DATABASE_URL=close(db))
    assert result.exit_code == 0
    assert result.stdout == (
        "What it was to tell is told in the next letter to Tomas Reid, on their next working day.\n"
    )
    again = Database(db.engine.url.render_as_string(hide_password=False))
    with again.reading() as session:
        assert session.get_one(Letter, letter.id).state is LetterState.CANCELLED
        assert session.get_one(Notice, 1).letter_id is None
        tomas = people.by_slack_id(session, TOMAS)
    again.close()
    assert tomas is not None
    assert tomas.unreachable_since is None


def test_a_letter_that_waits_is_tried_at_once(run: Run, db: Database, council: Council) -> None:
    letter = put(db, LetterState.WAITING, attempts=3)
    with db.begin() as session:
        session.get_one(Letter, letter.id).not_before = datetime.now(UTC) + timedelta(minutes=10)
    result = run("letters", "retry", str(letter.id), DATABASE_URL=close(db))
    assert result.stdout.startswith("It is on its way")


@pytest.mark.parametrize(
    ("state", "values", "sentence"),
    [
        (LetterState.SENT, {"ts": "1.0"}, "That letter was sent already, so nothing was changed."),
        (LetterState.CANCELLED, {}, "That letter was cancelled already, so nothing was changed."),
        (
            LetterState.FAILED,
            {"kind": LetterKind.DIGEST, "person_id": None},
            "Its time is over; the next one is made when its time comes.",
        ),
    ],
)
@pytest.mark.usefixtures("council")
def test_what_is_over_is_not_tried_again(
    run: Run, db: Database, state: LetterState, values: dict[str, object], sentence: str
) -> None:
    letter = put(db, state, **values)
    result = run("letters", "retry", str(letter.id), DATABASE_URL=close(db))
    assert (result.exit_code, result.stderr) == (1, f"{sentence}\n")


def test_a_number_that_is_none_is_refused_in_a_sentence(run: Run, db: Database) -> None:
    result = run("letters", "retry", "99", DATABASE_URL=close(db))
    assert (result.exit_code, result.stderr) == (
        1,
        "There is no letter of that number: python -m bot letters lists them.\n",
    )
