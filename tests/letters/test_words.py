"""What letters say of each thing that somebody else did, with its buttons, read as people read it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot import actions, agreements, audits, checks, endings, extensions, moderation, owners
from bot.audits import LogAudit
from bot.endings import Approval
from bot.rules.lifecycle import Move
from storage import audits as stored_audits
from storage.words import Grade, Impact
from tests.council import ALANA, GRACE, HELEN, PRIYA, TOMAS
from tests.letters.conftest import Arrived, PostOffice
from tests.verbs.steps import agreed, logged, moderated, recommended

TUESDAY, WEDNESDAY, THURSDAY = date(2026, 3, 24), date(2026, 3, 25), date(2026, 3, 26)
DUE = date(2026, 4, 22)


@pytest.fixture
def action_id(post: PostOffice) -> int:
    """An action that Priya agreed with Tomas as its owner, on Tuesday afternoon."""
    post.hand[0] = datetime(2026, 3, 24, 15, 0, tzinfo=UTC)
    with post.office.db.begin() as session:
        return agreed(session, post.visit(PRIYA), due_on=DUE).id


@pytest.fixture
def done_id(post: PostOffice, action_id: int) -> int:
    """The same, which Tomas says is done."""
    with post.office.db.begin() as session:
        actions.complete(session, post.visit(TOMAS), action_id)
    return action_id


def buttons(arrived: list[Arrived]) -> list[str]:
    """The labels of all buttons, in order."""
    return [
        element["text"]["text"] if "text" in element else element["placeholder"]["text"]
        for letter in arrived
        for block in letter.post["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def only_to(post: PostOffice, slack_id: str, arrived: list[Arrived]) -> tuple[str, list[str]]:
    """The person's one letter of these, and its buttons."""
    (text,) = post.to(slack_id, arrived)
    return text, buttons([letter for letter in arrived if letter.text == text])


def test_a_new_owner_is_asked_whether_it_is_theirs(post: PostOffice, action_id: int) -> None:
    text, words = only_to(post, TOMAS, post.day(WEDNESDAY))
    assert f"*A{action_id}* · K7Q2M · due in 18 working days" in text
    assert f"Agreed by <@{PRIYA}>. Is this yours, and is the date right?" in text
    assert "I remind you again on Wednesday 15 April 2026." in text
    assert words == ["Done", "Pick a day", "Ask for more time", "Not mine"]


def test_whoever_agreed_it_is_asked_to_check_what_is_done(post: PostOffice, done_id: int) -> None:
    text, words = only_to(post, PRIYA, post.day(WEDNESDAY))
    assert f"<@{TOMAS}> says that it is done, Tuesday 24 March 2026. Have you seen that it is?" in text
    assert words == ["Yes, it is done", "Not yet", "Open case"]


def test_an_owner_is_thanked_for_what_was_checked_and_asked_whether_it_helped(
    post: PostOffice, done_id: int
) -> None:
    with post.office.db.begin() as session:
        checks.check(session, post.visit(PRIYA), done_id, is_done=True)
    text, words = only_to(post, TOMAS, post.day(WEDNESDAY))
    assert f"<@{PRIYA}> has checked it: it is done. Thank you. Did it make a difference?" in text
    assert words == ["Did it make a difference?", "Open case"]


def test_who_has_said_whether_it_helped_is_not_asked(post: PostOffice, done_id: int) -> None:
    with post.office.db.begin() as session:
        checks.check(session, post.visit(PRIYA), done_id, is_done=True)
        checks.say_impact(session, post.visit(TOMAS), done_id, Impact.PARTLY)
    assert post.to(TOMAS, post.day(WEDNESDAY)) == []


def test_an_owner_is_told_kindly_that_something_is_not_quite_done(post: PostOffice, done_id: int) -> None:
    with post.office.db.begin() as session:
        checks.check(session, post.visit(PRIYA), done_id, is_done=False, note="The plan & the date.")
    text, words = only_to(post, TOMAS, post.day(WEDNESDAY))
    assert f"<@{PRIYA}> looked, and it is not quite done yet, so it is open again." in text
    assert "In their words: The plan &amp; the date." in text
    assert words[0] == "Done"


def test_a_manager_is_asked_for_more_time_and_the_owner_hears_the_answer(
    post: PostOffice, action_id: int
) -> None:
    with post.office.db.begin() as session:
        asked = extensions.ask(session, post.visit(TOMAS), action_id, date(2026, 5, 6), "The tenancy begins.")
    arrived = post.day(WEDNESDAY)
    text, words = only_to(post, PRIYA, arrived)
    assert f"<@{TOMAS}> asks for more time: until Wednesday 6 May 2026.\nWhy: The tenancy begins." in text
    assert words == ["Give more time", "Keep the date", "Open case"]
    assert (
        "You asked for more time, until Wednesday 6 May 2026; that is not decided yet."
        in (post.to(TOMAS, arrived)[0])
    )
    with post.office.db.begin() as session:
        extensions.decide(session, post.visit(PRIYA), asked.id, is_granted=True)
    text, _ = only_to(post, TOMAS, post.day(THURSDAY))
    assert f"<@{PRIYA}> agreed to more time: it is due Wednesday 6 May 2026." in text


def test_a_second_time_goes_to_the_chair(post: PostOffice, action_id: int) -> None:
    for until in (date(2026, 5, 6), date(2026, 5, 20)):
        with post.office.db.begin() as session:
            asked = extensions.ask(session, post.visit(TOMAS), action_id, until, "The tenancy begins.")
        if until.day == 6:
            with post.office.db.begin() as session:
                extensions.decide(session, post.visit(PRIYA), asked.id, is_granted=True)
    text, _ = only_to(post, HELEN, post.day(WEDNESDAY))
    assert (
        f"<@{TOMAS}> asks for more time a second time, so it comes to you as the chair: until Wednesday "
        "20 May 2026."
    ) in text


def test_whoever_agreed_it_is_told_that_it_is_not_the_owners(post: PostOffice, action_id: int) -> None:
    with post.office.db.begin() as session:
        owners.disown(session, post.visit(TOMAS), action_id, "It is for the personal adviser.")
    text, words = only_to(post, PRIYA, post.day(WEDNESDAY))
    assert f"<@{TOMAS}> says that this is not theirs. Whose is it?" in text
    assert "In their words: It is for the personal adviser." in text
    assert words == ["Still theirs", "Give to somebody", "Open case"]


def test_quality_are_told_which_audits_wait_for_moderation_until_somebody_has(post: PostOffice) -> None:
    post.hand[0] = datetime(2026, 3, 24, 15, 0, tzinfo=UTC)
    with post.office.db.begin() as session:
        line = LogAudit("K7Q2M", Grade.REQUIRES_IMPROVEMENT, audited_on=TUESDAY)
        audits.log(session, post.visit(PRIYA), line)
    arrived = post.day(WEDNESDAY)
    text, words = only_to(post, GRACE, arrived)
    assert "*K7Q2M* · Requires improvement · waits for its moderated grade" in text
    assert "Audited Tuesday 24 March 2026 by Priya Shah" in text
    assert words == ["Moderate", "Open case"]
    assert post.to(ALANA, arrived) == []


def test_what_was_moderated_meanwhile_is_not_told(post: PostOffice) -> None:
    post.hand[0] = datetime(2026, 3, 24, 15, 0, tzinfo=UTC)
    with post.office.db.begin() as session:
        audit = audits.log(session, post.visit(PRIYA), LogAudit("K7Q2M", Grade.GOOD)).audit
    with post.office.db.begin() as session:
        stored = stored_audits.get(session, audit.id)
        assert stored is not None
        moderated(session, post.visit(HELEN), stored, Grade.GOOD)
    assert post.to(GRACE, post.day(WEDNESDAY)) == []


def test_an_owner_is_told_that_an_action_is_not_to_be_done_and_by_whom(
    post: PostOffice, action_id: int
) -> None:
    with post.office.db.begin() as session:
        approval = Approval(Move.AGREE_NOT_TO_DO, "The family has moved.", date(2026, 9, 1))
        endings.end(session, post.visit(PRIYA), action_id, approval)
    text, words = only_to(post, TOMAS, post.day(WEDNESDAY))
    assert f"<@{PRIYA}> agreed that this is not to be done. Nothing more is asked of you." in text
    assert "In their words: The family has moved." in text
    assert "is it yours" not in text
    assert words == ["Open case"]


def test_whose_action_was_given_away_is_told_that_nothing_more_is_asked(
    post: PostOffice, action_id: int
) -> None:
    with post.office.db.begin() as session:
        owners.give(session, post.visit(PRIYA), action_id, GRACE)
    text, words = only_to(post, TOMAS, post.day(WEDNESDAY))
    assert f"This is now <@{GRACE}>'s. Nothing more is asked of you." in text
    assert words == []


def test_an_owner_is_told_what_somebody_else_opened_again(post: PostOffice, done_id: int) -> None:
    with post.office.db.begin() as session:
        actions.reopen(session, post.visit(PRIYA), done_id)
    text, words = only_to(post, TOMAS, post.day(WEDNESDAY))
    assert "It is open again." in text
    assert words[0] == "Done"


def test_whoever_checks_reads_where_to_look(post: PostOffice, done_id: int) -> None:
    with post.office.db.begin() as session:
        actions.point_to_the_record(session, post.visit(TOMAS), done_id, "Visit of 24 March <first>.")
    text, _ = only_to(post, PRIYA, post.day(WEDNESDAY))
    assert "Where to look: Visit of 24 March &lt;first&gt;." in text


def test_a_challenge_asks_quality_to_look_again_and_is_answered(post: PostOffice) -> None:
    post.hand[0] = datetime(2026, 3, 24, 15, 0, tzinfo=UTC)
    with post.office.db.begin() as session:
        audit = logged(session, post.visit(HELEN))
        moderated(session, post.visit(GRACE), audit, Grade.INADEQUATE)
        moderation.challenge(session, post.visit(TOMAS), audit.id, "The plan was updated.")
    text, words = only_to(post, GRACE, post.day(WEDNESDAY))
    assert "*K7Q2M* · Inadequate · its grade is challenged" in text
    assert "In their words: The plan was updated." in text
    assert words == ["Moderate", "Open case"]
    with post.office.db.begin() as session:
        again = stored_audits.get(session, audit.id)
        assert again is not None
        moderated(session, post.visit(GRACE), again, Grade.REQUIRES_IMPROVEMENT)
    text, words = only_to(post, TOMAS, post.day(THURSDAY))
    assert "*K7Q2M* · moderated: Requires improvement" in text
    assert "In their words: The plan is old." in text
    assert words == ["Open case"]


def test_nobody_is_told_of_what_they_did_themselves(post: PostOffice) -> None:
    post.hand[0] = datetime(2026, 3, 24, 15, 0, tzinfo=UTC)
    with post.office.db.begin() as session:
        agreed(session, post.visit(PRIYA), owner=PRIYA, due_on=DUE)
    assert post.to(PRIYA, post.day(WEDNESDAY)) == []


def test_a_letter_of_many_kinds_stays_within_slacks_limits(post: PostOffice) -> None:
    """The workspace refuses what Slack would."""
    long = "<&> " * 240
    post.hand[0] = datetime(2026, 3, 24, 15, 0, tzinfo=UTC)
    with post.office.db.begin() as session:
        for case in ("K7Q2M", "M4T9X"):
            for n in range(6):
                audit_day = TUESDAY - timedelta(days=n)
                _agree_long(session, post, case, audit_day, f"{long}{n}")
    text, words = only_to(post, TOMAS, post.day(WEDNESDAY))
    assert "For you today: 12 things" in text
    assert words.count("Done") == 10
    assert words[-1] == "See my actions"


def _agree_long(session: Session, post: PostOffice, case: str, day: date, text: str) -> None:
    audit = logged(session, post.visit(PRIYA), case, audited_on=day)
    wanted = recommended(session, post.visit(PRIYA), audit, text[:900])
    agreements.agree(session, post.visit(PRIYA), agreements.Agreement(wanted.id, text[:900], TOMAS, DUE))
