"""What stands between the clock and people: crashes, outages, lost accounts, and who is in the way."""

import itertools
import threading
import time
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import actions, extensions, letters, reminders
from bot.intake.kinds import Kind
from bot.visit import COMMAND_LINE, Moment, Visit
from storage import letters as outbox
from storage import notices
from storage.models import Action, Leave, Letter, Person
from storage.unavailable import Unavailable
from storage.words import Door, LetterState
from tests.council import GRACE, PRIYA, TOMAS, person_id, put_action
from tests.intake.sheets import take_one
from tests.letters.conftest import PostOffice

DAY = timedelta(days=1)
WEDNESDAY = date(2026, 3, 25)
TUESDAY = WEDNESDAY - DAY
MORNING = datetime(2026, 3, 25, 10, 0, tzinfo=UTC)


@pytest.fixture
def action_id(post: PostOffice) -> int:
    """An action of Tomas's that is due on Wednesday."""
    with post.office.db.begin() as session:
        return put_action(session, "K7Q2M", TOMAS, WEDNESDAY).id


def moment(post: PostOffice) -> Moment:
    return Moment(post.hand[0], post.office.terms)


def away(session: Session, slack_id: str, cover: str, first: date, last: date) -> None:
    session.add(
        Leave(
            person_id=person_id(session, slack_id),
            starts_on=first,
            ends_on=last,
            cover_id=person_id(session, cover),
        )
    )


def states(post: PostOffice) -> list[tuple[LetterState, str | None]]:
    with post.office.db.reading() as session:
        found = session.scalars(sa.select(Letter).order_by(Letter.id)).all()
    return [(letter.state, letter.reason) for letter in found]


def test_an_owner_who_covers_for_their_manager_is_not_told_of_themselves(
    post: PostOffice, action_id: int
) -> None:
    with post.office.db.begin() as session:
        away(session, PRIYA, TOMAS, TUESDAY, WEDNESDAY + 30 * DAY)
    arrived = [post.day(WEDNESDAY + n * DAY) for n in range(9)]
    assert not any("A word with them may help." in text for each in arrived for text in post.to(TOMAS, each))
    (text,) = [text for each in arrived for text in post.to(GRACE, each)]
    assert f"I have reminded <@{TOMAS}>. A word with them may help." in text


def test_who_asks_for_more_time_and_covers_for_their_manager_is_not_asked_to_decide(
    post: PostOffice, action_id: int
) -> None:
    post.day(TUESDAY)
    with post.office.db.begin() as session:
        away(session, PRIYA, TOMAS, TUESDAY, WEDNESDAY + 30 * DAY)
        extensions.ask(session, post.visit(TOMAS), action_id, WEDNESDAY + 9 * DAY, "The school is closed.")
    (text,) = post.to(GRACE, post.day(WEDNESDAY))
    assert f"<@{TOMAS}> asks for more time: until Friday 3 April 2026." in text


def test_a_claim_made_while_the_clock_was_a_year_ahead_is_taken_over(
    post: PostOffice, action_id: int
) -> None:
    post.decide(MORNING)
    with post.office.db.claiming() as session:
        assert outbox.claim(session, lease=365 * DAY, settle=timedelta())
    assert len(post.deliver()) == 1
    assert states(post) == [(LetterState.SENT, None)]


def test_a_letter_let_go_while_reminders_are_reckoned_is_told_all_the_same(
    post: PostOffice, action_id: int
) -> None:
    post.decide(MORNING)
    post.hand[0] = MORNING + DAY
    database = post.office.db
    threads: list[threading.Thread] = []

    def deliver_meanwhile(*event: object) -> None:
        """As the other worker does, just before what was reckoned is stored."""
        if "UPDATE actions SET quiet_until" in str(event[2]) and not threads:
            threads.append(threading.Thread(target=post.delivery.deliver))
            threads[0].start()
            threads[0].join(1.0)

    with database.begin() as session:
        session.execute(sa.update(Action).values(quiet_until=WEDNESDAY))
        session.execute(sa.update(Letter).values(attempts=1))
    sa.event.listen(database.engine, "before_cursor_execute", deliver_meanwhile)
    with database.begin() as session:
        assert reminders.look(session, moment(post)) == 1
    sa.event.remove(database.engine, "before_cursor_execute", deliver_meanwhile)
    threads[0].join()
    (text,) = post.to(TOMAS, post.day(WEDNESDAY + DAY))
    assert "overdue by 1 working day" in text


def test_who_may_not_read_the_record_any_more_gets_no_letter_that_waited(
    post: PostOffice, action_id: int
) -> None:
    post.decide(MORNING)
    with post.office.db.begin() as session:
        session.execute(sa.update(Person).where(Person.slack_id == TOMAS).values(active=False))
    assert post.deliver() == []
    (text,) = post.to(PRIYA, post.day(WEDNESDAY))
    assert f"_For <@{TOMAS}>, who has left:_" in text


def test_an_app_that_was_made_anew_opens_its_conversations_anew(post: PostOffice, action_id: int) -> None:
    post.day(WEDNESDAY)
    with post.office.db.begin() as session:
        # The old app's conversations are not the new one's: Slack does not know them.
        session.execute(sa.update(Letter).values(channel="D0OLDAPP01"))
    assert post.to(TOMAS, post.day(WEDNESDAY + 2 * DAY))
    with post.office.db.reading() as session:
        assert session.scalars(sa.select(Person.unreachable_since).distinct()).all() == [None]


def test_who_has_come_back_and_is_imported_again_is_written_to_again(
    post: PostOffice, action_id: int
) -> None:
    post.workspace.remove_user(TOMAS)
    post.day(WEDNESDAY)
    post.workspace.add_user(id=TOMAS, name="tomas", real_name="Tomas Reid")
    said = []
    for active in ("no", "yes"):
        visit = Visit(COMMAND_LINE, Door.IMPORT, post.hand[0], WEDNESDAY, post.office.terms)
        cells = {"slack_id": TOMAS, "name": "Tomas Reid", "role": "practitioner", "active": active}
        with post.office.db.begin() as session:
            said.append(take_one(session, visit, Kind.PEOPLE, **cells))
    assert said == ["changed", "changed"]
    assert post.to(TOMAS, post.day(WEDNESDAY + DAY))


def test_what_was_noted_before_a_crash_is_in_the_next_days_letter(post: PostOffice, action_id: int) -> None:
    post.hand[0] = MORNING - DAY
    with post.office.db.begin() as session:
        put_action(session, "M4T9X", TOMAS, TUESDAY, text="Ring the school.")
        # Killed before what is noted is in a letter.
        while reminders.look(session, moment(post)):
            pass
    with post.office.db.begin() as session:
        put_action(session, "P3W6D", TOMAS, WEDNESDAY, text="Write it up.")
    (text,) = post.to(TOMAS, post.day(WEDNESDAY))
    assert "For you today: 3 things" in text


def test_what_waits_for_tomorrow_is_no_work_for_the_clock_today(post: PostOffice, action_id: int) -> None:
    post.day(WEDNESDAY)
    for hour in range(2):
        post.hand[0] = MORNING + timedelta(hours=hour)
        with post.office.db.begin() as session:
            actions.complete(session, post.visit(TOMAS), action_id)
        post.turn(post.hand[0])
        with post.office.db.begin() as session:
            actions.reopen(session, post.visit(TOMAS), action_id)
    post.turn(post.hand[0])
    with post.office.db.reading() as session:
        assert notices.waiting(session)
        assert not letters.is_anything_due(session, moment(post), has_service_channel=False)
    post.hand[0] += DAY
    with post.office.db.reading() as session:
        assert letters.is_anything_due(session, moment(post), has_service_channel=False)


def test_a_machine_that_slept_after_it_took_a_letter_posts_nothing(
    post: PostOffice, action_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.decide(MORNING)
    delivery = post.another(longest_wait=60.0)
    # As if it slept for an hour before each look at the time, which a monotonic clock does not count.
    hours = itertools.count()
    monkeypatch.setattr(time, "clock_gettime", lambda _: 3600.0 * next(hours))
    assert post.deliver(delivery) == []
    assert states(post) == [(LetterState.WAITING, "the lease was too short")]


def test_after_the_database_was_away_what_slack_has_is_looked_for(
    post: PostOffice, action_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "clock_gettime", lambda _: 0.0)
    delivery = post.another()
    monkeypatch.setattr(time, "clock_gettime", lambda _: 3600.0)
    post.decide(MORNING)
    assert len(post.deliver(delivery)) == 1
    with post.office.db.begin() as session:
        # Another server has taken over, which knows nothing of the post.
        session.execute(sa.update(Letter).values(state=LetterState.WAITING, ts=None, attempts=0))

    def lose_the_connection(*_: object) -> None:
        raise sa.exc.OperationalError("", {}, ConnectionError(), connection_invalidated=True)

    engine = post.office.db.engine
    sa.event.listen(engine, "before_cursor_execute", lose_the_connection)
    with pytest.raises(Unavailable):
        delivery.deliver()
    sa.event.remove(engine, "before_cursor_execute", lose_the_connection)
    assert post.deliver(delivery) == []
    assert states(post) == [(LetterState.SENT, None)]
