"""What becomes of a letter, whatever Slack answers."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot import actions, record
from storage import letters as outbox
from storage import people
from storage.models import Letter, Person
from storage.words import LetterState
from tests.council import PRIYA, SAMIR, TOMAS, put_action
from tests.letters.conftest import PostOffice

WEDNESDAY = date(2026, 3, 25)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MORNING = datetime(2026, 3, 25, 10, 0, tzinfo=UTC)


@pytest.fixture
def action_id(post: PostOffice) -> int:
    """An action of Tomas's that is due on Wednesday."""
    with post.office.db.begin() as session:
        return put_action(session, "K7Q2M", TOMAS, WEDNESDAY).id


def states(post: PostOffice) -> list[tuple[LetterState, str | None]]:
    """Where each letter has got to, and why."""
    with post.office.db.reading() as session:
        found = session.scalars(sa.select(Letter).order_by(Letter.id)).all()
    return [(letter.state, letter.reason) for letter in found]


def test_a_letter_carries_its_key_and_nothing_of_the_case(post: PostOffice, action_id: int) -> None:
    (letter,) = post.day(WEDNESDAY)
    with post.office.db.reading() as session:
        key = session.scalars(sa.select(Letter.key)).one()
    assert letter.post["metadata"] == {"event_type": "g2o_letter", "event_payload": {"key": key}}
    assert states(post) == [(LetterState.SENT, None)]


def test_the_conversation_is_kept_before_anything_is_posted(post: PostOffice, action_id: int) -> None:
    post.decide(MORNING)
    post.workspace.misbehave("drop_before", method="chat.postMessage", count=1)
    post.deliver(post.another(settle=60.0))
    with post.office.db.reading() as session:
        letter = session.scalars(sa.select(Letter)).one()
    assert (letter.state, (letter.channel or "")[:1]) == (LetterState.UNKNOWN, "D")


@pytest.mark.parametrize(
    "kind", ["ratelimited", "server_error", "server_error_after", "drop_before", "drop_after"]
)
@pytest.mark.parametrize("times", [1, 3])
def test_whatever_an_answer_is_the_letter_arrives_once(
    post: PostOffice, action_id: int, kind: str, times: int
) -> None:
    post.workspace.misbehave(kind, method="chat.postMessage", count=times, seconds=0)
    assert len(post.day(WEDNESDAY)) == 1
    assert states(post) == [(LetterState.SENT, None)]


@pytest.mark.parametrize("method", ["conversations.open", "conversations.history"])
@pytest.mark.parametrize("kind", ["ratelimited", "server_error", "drop_before"])
def test_what_fails_before_the_post_is_tried_again(
    post: PostOffice, action_id: int, method: str, kind: str
) -> None:
    post.workspace.misbehave(kind, method=method, count=2, seconds=0)
    assert len(post.day(WEDNESDAY)) == 1
    assert states(post) == [(LetterState.SENT, None)]


def test_what_slack_has_already_is_found_and_not_posted_again(post: PostOffice, action_id: int) -> None:
    post.day(WEDNESDAY)
    with post.office.db.begin() as session:
        # As after a restored backup, which knows nothing of the post.
        session.execute(
            sa.update(Letter).values(state=LetterState.WAITING, ts=None, channel=None, attempts=0)
        )
    assert post.day(WEDNESDAY) == []
    assert states(post) == [(LetterState.SENT, None)]


def test_who_is_gone_from_slack_is_told_to_an_administrator_once_and_the_letter_goes_to_the_manager(
    post: PostOffice, action_id: int
) -> None:
    post.workspace.remove_user(TOMAS)
    assert post.day(WEDNESDAY) == []
    assert states(post) == [(LetterState.FAILED, "user_disabled")]
    arrived = post.day(WEDNESDAY + DAY)
    (to_samir,) = post.to(SAMIR, arrived)
    assert (
        "My letter to Tomas Reid of Wednesday 25 March 2026 could not be delivered: their Slack account is "
        "switched off. If they have left, please say so in the list of people." in to_samir
    )
    (to_priya,) = post.to(PRIYA, arrived)
    assert f"For <@{TOMAS}>, whom I cannot reach in Slack:" in to_priya
    for n in range(2, 9):
        assert post.to(SAMIR, post.day(WEDNESDAY + n * DAY)) == []


def test_a_person_who_is_given_another_account_is_written_to_there_and_nowhere_else(
    post: PostOffice, action_id: int
) -> None:
    post.workspace.add_user(id="U0TOMAS99", name="tomas.r", real_name="Tomas Reid")
    post.day(WEDNESDAY)
    visit = post.visit(SAMIR)
    with post.office.db.begin() as session:
        tomas = people.by_slack_id(session, TOMAS)
        assert tomas is not None
        with record.change(session, visit, "person changed", tomas):
            tomas.slack_id = "U0TOMAS99"
    arrived = post.day(WEDNESDAY + 2 * DAY)
    assert post.to(TOMAS, arrived) == []
    assert len(post.to("U0TOMAS99", arrived)) == 1


def test_who_was_gone_and_is_given_another_account_gets_letters_again(
    post: PostOffice, action_id: int
) -> None:
    post.workspace.remove_user(TOMAS)
    post.day(WEDNESDAY)
    post.workspace.add_user(id="U0TOMAS99", name="tomas.r", real_name="Tomas Reid")
    with post.office.db.begin() as session:
        tomas = people.by_slack_id(session, TOMAS)
        assert tomas is not None
        with record.change(session, post.visit(SAMIR), "person changed", tomas):
            tomas.slack_id = "U0TOMAS99"
    assert post.to("U0TOMAS99", post.day(WEDNESDAY + DAY))


def test_once_the_account_is_mended_a_retry_brings_what_was_not_told(
    post: PostOffice, action_id: int
) -> None:
    post.workspace.remove_user(TOMAS)
    post.day(WEDNESDAY)
    post.workspace.add_user(id=TOMAS, name="tomas", real_name="Tomas Reid")
    said = post.retry(1)
    assert said == (
        "What it was to tell is told in the next letter to Tomas Reid, on their next working day."
    )
    assert post.to(TOMAS, post.day(WEDNESDAY + DAY))


def test_a_revoked_token_loses_nothing_and_all_goes_out_once_it_is_mended(
    post: PostOffice, action_id: int
) -> None:
    post.decide(MORNING)
    assert post.deliver(post.another(token="xoxb-revoked")) == []
    assert states(post) == [(LetterState.WAITING, "invalid_auth")]
    assert post.retry(1).startswith("It is on its way")
    assert len(post.deliver()) == 1


def test_a_letter_of_which_nothing_is_left_to_say_is_cancelled(post: PostOffice, action_id: int) -> None:
    post.decide(MORNING)
    with post.office.db.begin() as session:
        actions.complete(session, post.visit(TOMAS), action_id)
    assert post.deliver() == []
    assert states(post) == [(LetterState.CANCELLED, "nothing was left to say")]


def test_what_could_not_be_posted_all_day_is_told_the_next_working_day_once(
    post: PostOffice, action_id: int
) -> None:
    post.decide(MORNING)
    (letter,) = post.day(WEDNESDAY + DAY)
    assert states(post)[0] == (LetterState.CANCELLED, "its day has passed")
    assert "overdue by 1 working day" in letter.text
    assert "I remind you again tomorrow." in letter.text


def test_what_was_tried_and_not_answered_is_looked_for_the_next_day_before_it_is_told_again(
    post: PostOffice, action_id: int
) -> None:
    post.decide(MORNING)
    post.workspace.misbehave("drop_after", method="chat.postMessage", count=1)
    arrived = post.deliver(post.another(settle=60.0))
    assert [state for state, _ in states(post)] == [LetterState.UNKNOWN]
    assert len(arrived) == 1
    settle(post)
    assert post.day(WEDNESDAY + DAY) == []
    assert [state for state, _ in states(post)] == [LetterState.SENT]


def test_after_the_days_hours_nothing_is_posted(post: PostOffice, action_id: int) -> None:
    post.decide(MORNING)
    assert post.turn(MORNING + timedelta(hours=7)) == []
    assert states(post) == [(LetterState.CANCELLED, "its day has passed")]


def test_who_took_a_letter_over_marks_it_and_who_had_it_before_does_not(
    post: PostOffice, action_id: int
) -> None:
    post.decide(MORNING)
    database = post.office.db
    with database.claiming() as session:
        first = outbox.claim(session, lease=-DAY, settle=timedelta())
    with database.claiming() as session:
        assert outbox.claim(session, lease=HOUR, settle=timedelta()) is not None
    assert first is not None
    with database.claiming() as session:
        assert not outbox.finish(session, first, LetterState.SENT, ts="1.0")
    assert [state for state, _ in states(post)] == [LetterState.SENDING]


def test_a_claimed_letter_is_nobody_elses_until_its_lease_is_over(post: PostOffice, action_id: int) -> None:
    post.decide(MORNING)
    for expected in (True, False):
        with post.office.db.claiming() as session:
            assert (outbox.claim(session, lease=HOUR, settle=timedelta()) is not None) is expected


def test_a_letter_whose_worker_was_lost_settles_before_it_is_tried_again(
    post: PostOffice, action_id: int
) -> None:
    post.decide(MORNING)
    with post.office.db.claiming() as session:
        outbox.claim(session, lease=-DAY, settle=timedelta())
    with post.office.db.claiming() as session:
        assert outbox.claim(session, lease=HOUR, settle=timedelta(hours=1)) is None
    assert states(post) == [(LetterState.UNKNOWN, "the worker was lost")]


def test_a_letter_that_cannot_be_written_does_not_hold_up_the_others(
    post: PostOffice, action_id: int
) -> None:
    with post.office.db.begin() as session:
        put_action(session, "M4T9X", PRIYA, WEDNESDAY)
    post.decide(MORNING)
    with post.office.db.begin() as session:
        # As no release of the bot writes it: somebody has been at the database.
        session.execute(sa.update(Person).where(Person.slack_id == TOMAS).values(working_days="never"))
    arrived = post.deliver(post.another(settle=60.0))
    assert len(post.to(PRIYA, arrived)) == 1
    assert "something went wrong (report " in str(states(post))


def settle(post: PostOffice) -> None:
    """Time passes by the database's clock."""
    with post.office.db.begin() as session:
        session.execute(sa.update(Letter).values(not_before=MORNING))
