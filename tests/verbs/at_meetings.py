"""What tests of meetings begin with: one planned, one begun, one thing in every section."""

from datetime import date

from sqlalchemy.orm import Session

from bot import chairing, checks, endings, extensions, meetings, owners
from bot.decisions import Seen
from bot.endings import Approval
from bot.meetings import Plan
from bot.packs import Section
from bot.rules.lifecycle import Move
from storage import meetings as stored
from storage.models import Item, Meeting, Recommendation
from storage.words import Grade, Impact, Origin, Status
from tests.council import HELEN, PRIYA, TOMAS, Council, put_action
from tests.verbs.steps import logged

TODAY = date(2025, 3, 14)
FRIDAY = date(2025, 3, 21)
LATE = date(2025, 3, 3)


def planned(session: Session, council: Council, day: date = TODAY) -> Meeting:
    return meetings.plan(session, council.quality, Plan(day, HELEN, [PRIYA]))


def begun(session: Session, council: Council) -> Meeting:
    return chairing.begin(session, council.leader, planned(session, council).id)


def current(session: Session, meeting: Meeting) -> Item:
    item = stored.item(session, meeting.item_id)
    assert item is not None
    return item


def seen(item: Item) -> Seen:
    return Seen(item.id, item.version)


def put_one_of_each(session: Session, council: Council) -> dict[Section, int]:
    """Puts one thing into every section; gives what it is, by its id."""
    wanted = put_action(session, "K7Q2M", TOMAS, date(2025, 4, 1))
    first = extensions.ask(
        session, council.practitioner, wanted.id, date(2025, 4, 8), "The school is closed."
    )
    extensions.decide(session, council.manager, first.id, is_granted=True)
    extensions.ask(session, council.practitioner, wanted.id, date(2025, 4, 15), "It is closed again.")
    disowned = put_action(session, "K7Q2M", TOMAS, date(2025, 4, 1))
    owners.disown(session, council.practitioner, disowned.id, "The school's.")
    ended, standing = (put_action(session, "K7Q2M", TOMAS, date(2025, 4, 1)) for _ in range(2))
    for action, review_on in ((ended, TODAY), (standing, FRIDAY)):
        approval = Approval(Move.AGREE_NOT_TO_DO, "The plan has changed.", review_on)
        endings.end(session, council.manager, action.id, approval)
    late = put_action(session, "K7Q2M", TOMAS, LATE)
    inadequate = logged(session, council.quality, grade=Grade.INADEQUATE, auditor="Alana Brook")
    done, checked = (
        put_action(session, "M4T9X", TOMAS, LATE, status=Status.DONE, done_on=LATE) for _ in range(2)
    )
    checks.check(session, council.manager, checked.id, is_done=True)
    checks.say_impact(session, council.practitioner, checked.id, Impact.PARTLY)
    service = Recommendation(text="Train the team.", origin=Origin.CONSULTATION, made_at=council.quality.at)
    session.add(service)
    session.flush()
    return {
        Section.MORE_TIME: wanted.id,
        Section.NOT_THEIRS: disowned.id,
        Section.LOOK_AGAIN: ended.id,
        Section.LATE: late.id,
        Section.INADEQUATE: inadequate.id,
        Section.UNCHECKED: done.id,
        Section.NOT_DOING: standing.id,
        Section.SERVICE: service.id,
        Section.CLOSED: checked.id,
    }
