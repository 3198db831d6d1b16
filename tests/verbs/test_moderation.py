"""Moderation: by whom, never of one's own audit, never over somebody else's change."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from bot import agreements, corrections, moderation
from bot.agreements import Agreement
from bot.errors import Conflict, NotAllowed, NotFound, PersonalDetails, Refusal
from bot.moderation import Moderation
from storage.models import ALWAYS, Person
from storage.words import Door, Grade, Role
from tests.conftest import later
from tests.council import TOMAS, Council
from tests.verbs.steps import agreed, amendment, logged, moderated, recommended, told

TODAY = date(2025, 3, 14)


def test_the_moderated_grade_stands_beside_the_auditors(session: Session, council: Council) -> None:
    audit = logged(session, council.manager)
    moderated(session, council.quality, audit, Grade.REQUIRES_IMPROVEMENT)
    assert (audit.grade, audit.moderated_grade) == (Grade.GOOD, Grade.REQUIRES_IMPROVEMENT)
    assert (audit.moderator_name, audit.moderated_on) == ("Grace Obi", TODAY)


def test_another_grade_than_the_auditors_is_given_a_reason(session: Session, council: Council) -> None:
    audit = logged(session, council.manager)
    with pytest.raises(Refusal, match="Please say why") as caught:
        moderation.moderate(
            session, council.quality, Moderation(audit.id, audit.version, Grade.INADEQUATE, " ")
        )
    assert (caught.value.field, audit.moderated_grade) == ("why", None)
    moderated(session, council.quality, audit, Grade.INADEQUATE)
    assert audit.moderation_note == "The plan is old."
    assert told(session)[-1] == ("moderated", "Priya Shah", "The plan is old.")


def test_the_same_grade_needs_no_reason_and_tells_nobody(session: Session, council: Council) -> None:
    audit = logged(session, council.manager)
    moderation.moderate(session, council.quality, Moderation(audit.id, audit.version, Grade.GOOD))
    assert (audit.moderation_note, [what for what, _, _ in told(session)]) == (None, ["to_moderate"])


def test_an_audit_without_a_grade_is_moderated_too(session: Session, council: Council) -> None:
    audit = logged(session, council.manager, grade=Grade.NOT_GRADED)
    moderated(session, council.leader, audit, Grade.GOOD)
    assert audit.reported_grade is Grade.GOOD


def test_nobody_moderates_their_own_audit(session: Session, council: Council) -> None:
    audit = logged(session, council.quality)
    with pytest.raises(NotAllowed, match="Nobody moderates their own audit"):
        moderated(session, council.quality, audit, Grade.GOOD)


def test_nor_one_they_logged_under_a_name_that_two_people_share(session: Session, council: Council) -> None:
    session.add(Person(name="Grace Obi", role=Role.PRACTITIONER))
    audit = logged(session, council.quality, auditor="Grace Obi")
    assert audit.auditor_id is None
    with pytest.raises(NotAllowed):
        moderated(session, council.quality, audit, Grade.GOOD)


def test_what_they_logged_for_somebody_else_they_moderate(session: Session, council: Council) -> None:
    audit = logged(session, council.quality, auditor="Alana Brook")
    moderated(session, council.quality, audit, Grade.GOOD)
    assert audit.moderated_grade is Grade.GOOD


def test_an_old_version_is_refused_with_what_the_audit_now_says(session: Session, council: Council) -> None:
    audit = logged(session, council.manager)
    version = audit.version
    corrections.amend(session, council.manager, amendment(audit, grade=Grade.OUTSTANDING))
    with pytest.raises(Conflict, match=r"It now says: Outstanding, Friday 14 March 2025, by Priya Shah\. Pl"):
        moderation.moderate(session, council.quality, Moderation(audit.id, version, Grade.GOOD))
    moderated(session, council.quality, audit, Grade.GOOD)
    with pytest.raises(Conflict, match="; moderated as Good on Friday 14 March 2025"):
        moderation.moderate(session, council.leader, Moderation(audit.id, version, Grade.GOOD))


def test_an_audit_that_was_undone_is_said_to_be_gone(session: Session, council: Council) -> None:
    with pytest.raises(NotFound, match="no longer there"):
        moderation.moderate(session, council.quality, Moderation(999, 1, Grade.GOOD))


def test_another_grade_reckons_the_reminders_anew_and_edits_no_action(
    session: Session, council: Council
) -> None:
    other = agreed(session, council.manager, "M4T9X")
    audit = logged(session, council.manager)
    agreement = Agreement(recommended(session, council.manager, audit).id, "Ring the school.", TOMAS)
    action = agreements.agree(session, council.manager, agreement)
    for entry in (action, other):
        entry.quiet_until = date(2025, 4, 1)
    session.flush()
    versions = (action.version, other.version)
    moderated(session, council.quality, audit, Grade.INADEQUATE)
    session.expire_all()
    assert (action.quiet_until, other.quiet_until) == (ALWAYS, date(2025, 4, 1))
    assert (action.version, other.version) == versions


# --- a grade that is challenged


def test_the_worker_of_the_case_challenges_a_grade_and_hears_what_came_of_it(
    session: Session, council: Council
) -> None:
    audit = logged(session, council.manager)
    moderated(session, council.quality, audit, Grade.INADEQUATE)
    moderation.challenge(session, council.practitioner, audit.id, "The plan was updated on Monday.")
    assert told(session)[-1] == ("challenged", "Grace Obi", "The plan was updated on Monday.")
    moderated(session, council.quality, audit, Grade.GOOD)
    assert told(session)[-1] == ("moderated", "Tomas Reid", "The plan is old.")


def test_a_grade_is_challenged_once_by_each_until_it_is_answered(session: Session, council: Council) -> None:
    audit = logged(session, council.manager)
    moderation.challenge(session, council.practitioner, audit.id, "The plan was updated.")
    with pytest.raises(Conflict, match="nobody has answered yet"):
        moderation.challenge(session, council.practitioner, audit.id, "It was.")
    moderation.challenge(session, council.manager, audit.id, "I agree.")
    moderated(session, council.quality, audit, Grade.INADEQUATE)
    moderation.challenge(session, council.practitioner, audit.id, "The plan was updated.")


def test_a_challenged_grade_waits_before_all_others(session: Session, council: Council) -> None:
    waiting = [logged(session, council.manager, audited_on=date(2025, 2, day)) for day in range(3, 15)]
    audit = logged(session, council.manager)
    moderated(session, council.quality, audit, Grade.INADEQUATE)
    moderation.challenge(session, council.practitioner, audit.id, "The plan was updated.")
    pages = [moderation.waiting(session, council.quality, page) for page in (0, 1)]
    assert [list(page.audits) for page in pages] == [[audit, *waiting[:9]], waiting[9:]]
    assert {page.total for page in pages} == {13}
    moderated(session, council.quality, audit, Grade.GOOD)
    assert moderation.waiting(session, council.quality).audits[0] == waiting[0]


def test_personal_details_in_a_challenge_are_refused(session: Session, council: Council) -> None:
    audit = logged(session, council.manager)
    with pytest.raises(PersonalDetails):
        moderation.challenge(session, council.practitioner, audit.id, "Ask jane@example.com")
    assert [what for what, _, _ in told(session)] == ["to_moderate"]


# --- who is told, and what waits


def test_every_quality_person_but_its_auditor_is_told_of_a_new_audit(
    session: Session, council: Council
) -> None:
    session.add_all(
        [
            Person(name="Ada Quill", role=Role.QUALITY),
            Person(name="Ben Long-Gone", role=Role.QUALITY, active=False),
        ]
    )
    session.flush()
    logged(session, council.manager, auditor="Grace Obi")
    assert told(session) == [("to_moderate", "Ada Quill", None)]


def test_the_same_audit_again_tells_nobody(session: Session, council: Council) -> None:
    for _ in range(2):
        logged(session, council.manager)
    assert told(session) == [("to_moderate", "Grace Obi", None)]


def test_an_import_tells_nobody(session: Session, council: Council) -> None:
    logged(session, later(council.manager, door=Door.IMPORT))
    assert told(session) == []


def test_the_oldest_audit_waits_first_and_ones_own_for_others(session: Session, council: Council) -> None:
    new = logged(session, council.manager)
    old = logged(session, council.manager, audited_on=date(2025, 3, 3))
    own = logged(session, council.quality, "M4T9X")
    done = logged(session, council.manager, "M4T9X", audited_on=date(2025, 2, 3))
    moderated(session, council.leader, done, Grade.GOOD)
    assert moderation.waiting(session, council.quality).audits == [old, new]
    assert moderation.waiting(session, council.leader).audits == [old, new, own]
