"""What a letter says of things that come together, or that somebody else reads."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot import actions, extensions, owners
from handlers import letters as pages
from storage.models import Leave
from tests.council import GRACE, PRIYA, TOMAS, person_id, put_action
from tests.letters.conftest import PostOffice
from tests.verbs.steps import logged

DAY = timedelta(days=1)
WEDNESDAY = date(2026, 3, 25)
TUESDAY = WEDNESDAY - DAY


@pytest.fixture
def action_id(post: PostOffice) -> int:
    """An action of Tomas's that is due on Wednesday."""
    with post.office.db.begin() as session:
        return put_action(session, "K7Q2M", TOMAS, WEDNESDAY).id


def away(session: Session, slack_id: str, cover: str, first: date, last: date) -> None:
    session.add(
        Leave(
            person_id=person_id(session, slack_id),
            starts_on=first,
            ends_on=last,
            cover_id=person_id(session, cover),
        )
    )


def test_an_answer_to_who_asked_for_more_time_is_told_beside_a_reminder(
    post: PostOffice, action_id: int
) -> None:
    post.day(TUESDAY)
    with post.office.db.begin() as session:
        wanted = WEDNESDAY + 9 * DAY
        asked = extensions.ask(session, post.visit(TOMAS), action_id, wanted, "The school is closed.")
        extensions.decide(session, post.visit(PRIYA), asked.id, is_granted=False)
    (text,) = post.to(TOMAS, post.day(WEDNESDAY))
    assert "due today" in text
    assert f"<@{PRIYA}> did not agree to more time: it is due Wednesday 25 March 2026." in text


def test_what_was_said_to_be_done_twice_is_to_be_checked_once(post: PostOffice, action_id: int) -> None:
    post.day(TUESDAY)
    with post.office.db.begin() as session:
        for hour in (11, 12):
            post.hand[0] = datetime(2026, 3, 24, hour, 0, tzinfo=UTC)
            visit = post.visit(TOMAS)
            actions.complete(session, visit, action_id)
            if hour == 11:
                actions.reopen(session, visit, action_id)
    (text,) = post.to(PRIYA, post.day(WEDNESDAY))
    assert "For you today: one thing" in text
    assert text.count("says that it is done") == 1


def test_who_covers_reads_whose_day_it_is(post: PostOffice, action_id: int) -> None:
    with post.office.db.begin() as session:
        owners.pick_day(session, post.visit(TOMAS), action_id, WEDNESDAY)
        away(session, TOMAS, GRACE, WEDNESDAY, WEDNESDAY)
    (text,) = post.to(GRACE, post.day(WEDNESDAY))
    assert "Today is the day they picked for it." in text


def test_who_covers_reads_who_follows_it_up_with_whom(post: PostOffice, action_id: int) -> None:
    for n in range(16):
        post.day(WEDNESDAY + n * DAY)
    with post.office.db.begin() as session:
        away(session, TOMAS, PRIYA, date(2026, 4, 10), date(2026, 4, 10))
    (text,) = post.to(PRIYA, post.day(date(2026, 4, 10)))
    assert "From here a person follows this up with them. I send no more reminders of it." in text


def test_a_letter_for_who_was_away_does_not_say_later_that_they_cannot_be_reached(
    post: PostOffice, action_id: int
) -> None:
    with post.office.db.begin() as session:
        away(session, TOMAS, GRACE, WEDNESDAY, WEDNESDAY)
        put_action(session, "M4T9X", TOMAS, WEDNESDAY, text="Ring the school.")
    assert post.to(GRACE, post.day(WEDNESDAY))
    post.hand[0] += DAY
    with post.office.db.begin() as session:
        visit = post.visit(GRACE)
        actions.complete(session, visit, action_id)
        letter = pages.page(session, visit, 1, "Done.")
    assert f"_For <@{TOMAS}>:_" in str(letter.blocks)
    assert "cannot reach" not in str(letter.blocks)


def test_a_manager_is_not_told_that_an_owner_was_reminded_who_was_not(
    post: PostOffice, action_id: int
) -> None:
    post.hand[0] = datetime(2026, 3, 16, 12, 0, tzinfo=UTC)
    with post.office.db.begin() as session:
        owners.pick_day(session, post.visit(TOMAS), action_id, WEDNESDAY + 20 * DAY)
    arrived = [post.day(WEDNESDAY + n * DAY) for n in range(8)]
    (text,) = [text for each in arrived for text in post.to(PRIYA, each)]
    assert f"I have reminded <@{TOMAS}>" not in text
    assert f"A word with <@{TOMAS}> may help." in text
    assert "They picked Tuesday 14 April 2026 for it." in text


def test_more_than_a_letter_holds_is_found_by_the_commands_that_list_it(post: PostOffice) -> None:
    with post.office.db.begin() as session:
        for n in range(12):
            logged(session, post.visit(PRIYA), audited_on=date(2025, 12, 1) + n * DAY)
    (text,) = post.to(GRACE, post.day(TUESDAY))
    assert (
        "And 2 more for you. `/g2o mine` lists your actions, `/g2o check` what is to be checked and "
        "`/g2o moderate` what waits for its moderated grade." in text
    )
