"""A case of which every table holds something, beside others of its round, its lines and its meeting."""

from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import (
    actions,
    agreements,
    checks,
    corrections,
    endings,
    extensions,
    findings,
    holds,
    moderation,
    owners,
)
from bot.agreements import Agreement
from bot.endings import Approval
from bot.findings import NewFinding
from bot.moderation import Moderation
from bot.rules.lifecycle import Move
from storage.models import Audit, Draw, FollowUp, Item, Letter, Meeting, Notice, Pick, Round
from storage.words import (
    Basis,
    Cohort,
    Decision,
    FindingKind,
    Grade,
    Impact,
    LetterKind,
    LetterState,
    MeetingState,
    Position,
)
from tests.council import TOMAS, Council, case_of, person_id, put_action
from tests.verbs import plan_lines
from tests.verbs.steps import logged, recommended

FIRST, DAY = date(2025, 2, 3), date(2025, 3, 14)
AT = datetime(2025, 3, 14, 10, 0, tzinfo=UTC)
# Stands in everything that is typed about the case.
SAID = "the heron by the mill"
# Is found in another case, too; the second one in this case alone.
SHARED, ALONE = "Supervision", "Voice of the child"


def fill(session: Session, council: Council) -> None:
    """Puts all of it on K7Q2M; M4T9X is the other case."""
    case_of(session, "M4T9X").cohort = Cohort.CARE_LEAVER
    first = _audits(session, council)
    _reviews(session, council)
    _actions(session, council, first)
    _draws(session)
    _meeting(session, council, first)
    _letters(session)
    holds.hold(session, council.quality, "K7Q2M", f"A complaint about {SAID}.")
    holds.release(session, council.leader, "K7Q2M")


def _audits(session: Session, council: Council) -> Audit:
    grade = Grade.INADEQUATE
    first = logged(session, council.quality, audited_on=FIRST, grade=grade, auditor="Alana Brook")
    area, strength = FindingKind.AREA, FindingKind.STRENGTH
    found = [NewFinding(area, f"Notes on {SAID}.", SHARED), NewFinding(area, f"Views on {SAID}.", ALONE)]
    findings.attach(session, council.quality, first, [*found, NewFinding(strength, f"Visits to {SAID}.")])
    other = logged(session, council.quality, "M4T9X", audited_on=FIRST)
    findings.attach(session, council.quality, other, [NewFinding(area, "Notes are late.", SHARED)])
    moderation.challenge(session, council.practitioner, first.id, f"They saw {SAID}.")
    decided = Moderation(first.id, first.version, Grade.REQUIRES_IMPROVEMENT, f"They saw {SAID}.")
    moderation.moderate(session, council.leader, decided)
    undone = logged(session, council.quality, audited_on=DAY, auditor="Grace Obi")
    corrections.undo(session, council.quality, undone.id)
    second = logged(session, council.quality, audited_on=DAY, auditor="Alana Brook")
    if session.get(FollowUp, second.id) is None:
        session.add(FollowUp(audit_id=second.id, first_id=first.id))
    return first


def _reviews(session: Session, council: Council) -> None:
    for line in plan_lines.lines(session, council.quality):
        note = "The template is in use." if line.theme == SHARED else f"Asked after {SAID}."
        plan_lines.review(session, council.quality, line, Position.ACTIONED, note=note)


def _actions(session: Session, council: Council, first: Audit) -> None:
    asked = recommended(session, council.quality, first, f"Look at {SAID}.")
    agreement = Agreement(asked.id, f"Walk to {SAID}.", TOMAS, date(2025, 3, 21))
    done = agreements.agree(session, council.manager, agreement)
    wanted = extensions.ask(session, council.practitioner, done.id, date(2025, 3, 28), f"A flood at {SAID}.")
    extensions.decide(session, council.manager, wanted.id, is_granted=True)
    owners.disown(session, council.practitioner, done.id, f"Somebody else knows {SAID}.")
    actions.complete(session, council.practitioner, done.id)
    actions.point_to_the_record(session, council.practitioner, done.id, f"Note on {SAID}.")
    checks.check(session, council.manager, done.id, is_done=True, note=f"Seen {SAID}.")
    checks.say_impact(session, council.practitioner, done.id, Impact.PARTLY)
    ended = put_action(session, "K7Q2M", TOMAS, date(2025, 3, 4), text=f"Draw {SAID}.")
    approval = Approval(Move.AGREE_NOT_TO_DO, f"Nobody draws {SAID}.", date(2025, 6, 2))
    endings.end(session, council.manager, ended.id, approval)


def _draws(session: Session) -> None:
    spring = Round(name="Spring", basis=Basis.RANDOM, starts_on=DAY)
    session.add(spring)
    session.flush()
    draw = Draw(round_id=spring.id, seed="spring", size=2, drawn_on=DAY)
    session.add(draw)
    session.flush()
    out = Pick(
        draw_id=draw.id,
        case_id=case_of(session, "K7Q2M").id,
        why="One of two care leavers.",
        swapped_on=DAY,
        swapped_why=f"Away at {SAID}.",
    )
    session.add(out)
    session.flush()
    session.add_all(
        (
            Pick(draw_id=draw.id, case_id=case_of(session, "M4T9X").id, why="Next.", in_place_of_id=out.id),
            Pick(draw_id=draw.id, case_id=case_of(session, "P3W6D").id, why="One of one."),
        )
    )
    session.flush()


def _meeting(session: Session, council: Council, first: Audit) -> None:
    meeting = Meeting(held_on=DAY, chair_id=council.leader.actor.person_id, opened_at=AT)
    meeting.state = MeetingState.OPEN
    session.add(meeting)
    session.flush()
    late = put_action(session, "K7Q2M", TOMAS, date(2025, 3, 4), text=f"Draw {SAID} again.").id
    other = put_action(session, "M4T9X", TOMAS, date(2025, 3, 4))
    said = {"decision": Decision.NOTED, "decided_at": AT, "note": f"They spoke of {SAID}."}
    items = [
        Item(meeting_id=meeting.id, position=1, section="late", action_id=late, **said),
        Item(meeting_id=meeting.id, position=2, section="inadequate", audit_id=first.id),
        Item(meeting_id=meeting.id, position=3, section="late", action_id=other.id),
    ]
    session.add_all(items)
    session.flush()
    meeting.item_id = items[0].id


def _letters(session: Session) -> None:
    owner = person_id(session, TOMAS)
    sent, waiting = (
        Letter(
            key=state.value,
            kind=LetterKind.DAILY,
            person_id=owner,
            day=DAY - timedelta(days=int(state is LetterState.SENT)),
            until=DAY,
            state=state,
            channel="D0TOMAS02",
            slack_id=TOMAS,
            ts="1741942800.000100" if state is LetterState.SENT else None,
            made_at=AT,
            not_before=AT,
        )
        for state in (LetterState.SENT, LetterState.WAITING)
    )
    session.add_all((sent, waiting))
    session.flush()
    of_owner = sa.update(Notice).where(Notice.person_id == owner)
    session.execute(of_owner.values(letter_id=waiting.id))
    session.execute(of_owner.where(Notice.told == "agreed").values(letter_id=sent.id))
