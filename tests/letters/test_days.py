"""On which days and at what times people are written to, and who is."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot import absence, actions, owners
from storage import people
from storage.models import Leave, Person, Post
from storage.words import Grade, Role, Status
from tests.council import GRACE, PRIYA, TOMAS, put_action
from tests.letters.conftest import PostOffice, open_post_office
from tests.verbs.steps import agreed

DAY = timedelta(days=1)
WEDNESDAY = date(2026, 3, 25)


def due(post: PostOffice, day: date, owner: str = TOMAS, **values: object) -> int:
    """An action of the case K7Q2M that is due on the day."""
    with post.office.db.begin() as session:
        return put_action(session, "K7Q2M", owner, day, **values).id


def written_on(post: PostOffice, slack_id: str, first: date, days: int) -> list[date]:
    """The days on which the person got a letter, of so many."""
    passing = [first + n * DAY for n in range(days)]
    return [day for day in passing if post.to(slack_id, post.day(day))]


def change(post: PostOffice, slack_id: str, **values: object) -> None:
    with post.office.db.begin() as session:
        session.execute(sa.update(Person).where(Person.slack_id == slack_id).values(**values))


def test_the_owner_is_told_three_times_then_the_manager_then_nobody_but_the_last_word(
    post: PostOffice,
) -> None:
    due(post, WEDNESDAY)
    told: dict[date, set[str]] = {}
    for n in range(-10, 30):
        day = WEDNESDAY + n * DAY
        arrived = post.day(day)
        told[day] = {name for name in (TOMAS, PRIYA, GRACE) if post.to(name, arrived)}
    assert {day: names for day, names in told.items() if names} == {
        date(2026, 3, 18): {TOMAS},  # five working days before
        date(2026, 3, 25): {TOMAS},  # the day itself
        date(2026, 3, 27): {TOMAS},  # two after it
        date(2026, 4, 1): {PRIYA},  # five
        # Ten, over Good Friday and Easter Monday: without a service manager quality is told, and Tomas that
        # a person follows it up from here.
        date(2026, 4, 10): {GRACE, TOMAS},
    }


def test_each_letter_says_what_happens_next_and_when(post: PostOffice) -> None:
    due(post, WEDNESDAY)
    said = {day: post.day(day) for day in (WEDNESDAY - 7 * DAY + n * DAY for n in range(26))}
    to_tomas = [text for arrived in said.values() for text in post.to(TOMAS, arrived)]
    assert "due in 5 working days" in to_tomas[0]
    assert "I remind you again on Wednesday 25 March 2026." in to_tomas[0]
    assert "due today" in to_tomas[1]
    assert "I remind you again on Friday 27 March 2026." in to_tomas[1]
    assert "overdue by 2 working days" in to_tomas[2]
    assert "If it is still open on Wednesday 1 April 2026, I let your manager know." in to_tomas[2]
    assert "From here a person follows this up with you. I send no more reminders of it." in to_tomas[3]
    (to_priya,) = [text for arrived in said.values() for text in post.to(PRIYA, arrived)]
    # Nobody is named as the team's service manager.
    assert "If it is still open on Friday 10 April 2026, I let the quality team know." in to_priya
    (to_grace,) = [text for arrived in said.values() for text in post.to(GRACE, arrived)]
    assert "This is my last letter about it: please take it from here." in to_grace


def test_quality_in_the_place_of_a_manager_is_not_told_that_quality_will_be_told(post: PostOffice) -> None:
    with post.office.db.begin() as session:
        put_action(session, "K7Q2M", PRIYA, WEDNESDAY)
    said = [text for n in range(19) for text in post.to(GRACE, post.day(WEDNESDAY + n * DAY))]
    assert (
        "If it is still open on Friday 10 April 2026, I write to the quality team about it again." in said[0]
    )
    assert "This is my last letter about it: please take it from here." in said[1]


def test_inadequate_cases_have_half_the_gaps(post: PostOffice) -> None:
    post.hand[0] = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
    with post.office.db.begin() as session:
        agreed(session, post.visit(GRACE), grade=Grade.INADEQUATE, due_on=WEDNESDAY, owner=TOMAS)
    days = written_on(post, TOMAS, date(2026, 3, 5), 45)
    # The first tells that it was agreed, the last that a person follows it up.
    assert days == [
        date(2026, 3, 5),
        date(2026, 3, 20),
        WEDNESDAY,
        date(2026, 3, 26),
        date(2026, 4, 1),
    ]


def test_a_letter_holds_everything_of_its_reader_oldest_first_date_first(post: PostOffice) -> None:
    late = due(post, WEDNESDAY - 2 * DAY)
    later = due(post, WEDNESDAY, text="Ring the school.")
    (text,) = post.to(TOMAS, post.day(WEDNESDAY))
    assert "For you today: 2 things" in text
    assert text.index(f"*A{late}*") < text.index(f"*A{later}*")


def test_ten_things_are_shown_and_the_rest_behind_a_button(post: PostOffice) -> None:
    for number in range(13):
        due(post, WEDNESDAY, text=f"Visit {number}.")
    (text,) = post.to(TOMAS, post.day(WEDNESDAY))
    assert "For you today: 13 things" in text
    assert "And 3 more for you." in text
    assert text.count("Visit ") == 10


def test_what_was_done_meanwhile_is_not_asked_for(post: PostOffice) -> None:
    action_id = due(post, WEDNESDAY)
    post.day(WEDNESDAY - DAY)
    with post.office.db.begin() as session:
        actions.complete(session, post.visit(TOMAS), action_id)
    assert post.to(TOMAS, post.day(WEDNESDAY)) == []


@pytest.mark.parametrize(
    ("hour", "minute", "is_written"),
    [(8, 59, False), (9, 0, True), (16, 29, True), (16, 30, False), (23, 0, False)],
)
@pytest.mark.parametrize(
    "day",
    [
        date(2026, 3, 27),  # the Friday before the clocks go forward
        date(2026, 3, 30),  # the Monday after
        date(2026, 10, 23),  # the Friday before they go back
        date(2026, 10, 26),  # the Monday after
    ],
)
def test_people_are_written_to_from_nine_to_half_past_four_local_time(
    post: PostOffice,
    day: date,
    hour: int,
    minute: int,
    is_written: bool,  # noqa: FBT001 - a column of the table
) -> None:
    due(post, day)
    at = datetime(day.year, day.month, day.day, hour, minute, tzinfo=post.office.terms.zone)
    assert bool(post.turn(at.astimezone(UTC))) is is_written


@pytest.mark.parametrize("changes", [date(2026, 3, 29), date(2026, 10, 25)])
def test_when_the_clocks_change_nobody_is_written_to_that_sunday_and_once_on_monday(
    post: PostOffice, changes: date
) -> None:
    due(post, changes + DAY)
    midnight = datetime(changes.year, changes.month, changes.day, tzinfo=UTC)
    hours = [midnight + timedelta(minutes=30 * n) for n in range(96)]
    arrived = [letter.at for hour in hours for letter in post.turn(hour)]
    assert [at.astimezone(post.office.terms.zone).isoformat() for at in arrived] == [
        f"{changes + DAY}T09:00:00{'+01:00' if changes.month == 3 else '+00:00'}"
    ]


def test_a_bank_holiday_monday_is_waited_for(post: PostOffice) -> None:
    due(post, date(2026, 5, 4))  # the early May bank holiday
    assert written_on(post, TOMAS, date(2026, 4, 24), 14) == [
        date(2026, 4, 27),
        date(2026, 5, 1),  # before the day off, while there is still time
        date(2026, 5, 6),  # two working days after it
    ]


def test_over_christmas_and_a_closure_nobody_is_written_to(workspace_address: str, post: PostOffice) -> None:
    closed = open_post_office(
        workspace_address,
        post.office.db,
        TEAM_CHANNEL="",
        CLOSURES="2026-12-24, 2026-12-29, 2026-12-30, 2026-12-31",
    )
    due(closed, date(2026, 12, 23))
    assert written_on(closed, TOMAS, date(2026, 12, 15), 25) == [
        date(2026, 12, 16),
        date(2026, 12, 23),
        date(2027, 1, 5),  # of the days since only the 4th and the 5th of January were working days
    ]


def test_who_works_on_two_days_is_written_to_on_those(post: PostOffice) -> None:
    change(post, TOMAS, working_days="mon,tue")
    due(post, date(2026, 3, 24))
    assert written_on(post, TOMAS, date(2026, 3, 2), 60)[:3] == [
        date(2026, 3, 9),  # five of his working days before: 9, 10, 16, 17, 23
        date(2026, 3, 24),
        date(2026, 3, 31),  # two of his working days after
    ]


def test_letters_of_who_is_away_go_to_who_covers_and_say_for_whom(post: PostOffice) -> None:
    due(post, WEDNESDAY)
    with post.office.db.begin() as session:
        tomas, grace = people.by_slack_id(session, TOMAS), people.by_slack_id(session, GRACE)
        assert tomas
        assert grace
        session.add(
            Leave(
                person_id=tomas.id,
                starts_on=WEDNESDAY - DAY,
                ends_on=WEDNESDAY + DAY,
                cover_id=grace.id,
            )
        )
    arrived = post.day(WEDNESDAY)
    assert post.to(TOMAS, arrived) == []
    (text,) = post.to(GRACE, arrived)
    assert f"For <@{TOMAS}>, who is away until Thursday 26 March 2026:" in text
    assert post.to(TOMAS, post.day(WEDNESDAY + 2 * DAY))


def test_letters_of_who_has_no_slack_go_to_the_manager(post: PostOffice) -> None:
    with post.office.db.begin() as session:
        jude = people.by_name(session, "Jude Ellery")[0]
        action = put_action(session, "K7Q2M", TOMAS, WEDNESDAY)
        action.owner_id = jude.id
    (text,) = post.to(PRIYA, post.day(WEDNESDAY))
    assert "For Jude Ellery, whom I cannot reach in Slack:" in text


def test_where_a_rung_lacks_a_person_quality_is_told(post: PostOffice) -> None:
    with post.office.db.begin() as session:
        session.execute(sa.delete(Post))
    change(post, PRIYA, role=Role.PRACTITIONER)
    due(post, WEDNESDAY)
    for n in range(7):
        post.day(WEDNESDAY + n * DAY)
    assert post.to(GRACE, post.day(date(2026, 4, 1)))


def test_a_picked_day_silences_the_owner_and_not_the_manager(post: PostOffice) -> None:
    action_id = due(post, WEDNESDAY)
    post.day(WEDNESDAY)
    with post.office.db.begin() as session:
        owners.pick_day(session, post.visit(TOMAS), action_id, date(2026, 4, 9))
    days = [WEDNESDAY + n * DAY for n in range(1, 16)]
    told = {day: post.day(day) for day in days}
    assert [day for day in days if post.to(TOMAS, told[day])] == [date(2026, 4, 9)]
    assert [day for day in days if post.to(PRIYA, told[day])] == [date(2026, 4, 1)]
    assert "Today is the day you picked for it." in post.to(TOMAS, told[date(2026, 4, 9)])[0]
    assert "They picked Thursday 9 April 2026 for it." in post.to(PRIYA, told[date(2026, 4, 1)])[0]


def test_a_pause_silences_reminders_until_it_ends(post: PostOffice) -> None:
    due(post, WEDNESDAY)
    post.day(WEDNESDAY - DAY)
    with post.office.db.begin() as session:
        absence.pause(session, post.visit(TOMAS), date(2026, 3, 31))
    assert written_on(post, TOMAS, WEDNESDAY, 8) == [date(2026, 3, 31)]


def test_a_machine_asleep_for_three_days_sends_one_letter_a_person(post: PostOffice) -> None:
    for n in range(4):
        due(post, WEDNESDAY + n * DAY, text=f"Visit {n}.")
    post.day(WEDNESDAY - DAY)
    # Asleep from Wednesday to Friday, and then it is Monday.
    arrived = post.day(date(2026, 3, 30))
    (text,) = post.to(TOMAS, arrived)
    assert "For you today: 4 things" in text
    assert post.day(date(2026, 3, 30)) == []


def test_of_what_was_late_when_the_bot_came_the_owner_hears_first_and_the_manager_days_later(
    post: PostOffice,
) -> None:
    due(post, date(2026, 1, 30))
    told = {WEDNESDAY + n * DAY: post.day(WEDNESDAY + n * DAY) for n in range(14)}
    assert next(day for day, arrived in told.items() if post.to(TOMAS, arrived)) == WEDNESDAY
    assert [day for day, arrived in told.items() if post.to(PRIYA, arrived)] == [date(2026, 3, 30)]


def test_another_ladder_is_reckoned_anew(workspace_address: str, post: PostOffice) -> None:
    due(post, date(2026, 4, 1))
    assert post.day(WEDNESDAY - DAY) == []
    other = open_post_office(workspace_address, post.office.db, TEAM_CHANNEL="", LADDER="-4 owner")
    assert other.day(date(2026, 3, 26))


def test_while_letters_are_off_nobody_is_written_to_and_then_each_gets_one(
    workspace_address: str, post: PostOffice
) -> None:
    for n in range(3):
        due(post, WEDNESDAY + n * DAY)
    held = open_post_office(workspace_address, post.office.db, LETTERS="off")
    assert [held.day(WEDNESDAY + n * DAY) for n in range(4)] == [[]] * 4
    assert len(post.to(TOMAS, post.day(date(2026, 3, 30)))) == 1


def test_the_first_letter_explains_itself_and_the_second_does_not(post: PostOffice) -> None:
    due(post, WEDNESDAY)
    (first,) = post.to(TOMAS, post.day(WEDNESDAY))
    (second,) = post.to(TOMAS, post.day(WEDNESDAY + 2 * DAY))
    assert "This is my first letter to you." in first
    assert "`/g2o pause` keeps me quiet for a while" in first
    assert "first letter" not in second


def test_a_finished_action_that_is_reopened_is_asked_for_again(post: PostOffice) -> None:
    action_id = due(post, WEDNESDAY, status=Status.DONE, done_on=WEDNESDAY - 9 * DAY)
    assert post.day(WEDNESDAY - DAY) == []
    with post.office.db.begin() as session:
        actions.reopen(session, post.visit(TOMAS), action_id)
    assert post.to(TOMAS, post.day(WEDNESDAY))
