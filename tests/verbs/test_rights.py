"""Rights: every role by every right, through the verbs that people reach; and how far each right goes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import (
    absence,
    actions,
    activities,
    agreements,
    audits,
    bringing_in,
    case_file,
    cases,
    chairing,
    checks,
    corrections,
    coverage,
    documents,
    endings,
    extensions,
    history,
    holds,
    line_page,
    meetings,
    moderation,
    owners,
    packs,
    programme,
    purging,
    recommendations,
    reviews,
    rounds,
    staff,
    teams,
)
from bot.actions import Asked
from bot.activities import NewActivity, Opened, Outcome
from bot.agreements import Agreement
from bot.audits import LogAudit
from bot.documents import Paper, Wanted
from bot.endings import Approval
from bot.errors import NotAllowed, NotFound
from bot.intake import Kind, RawRow
from bot.purging import Purge
from bot.recommendations import NewRecommendation
from bot.reports import digest, figures, impact, register
from bot.reports.digest import Whose
from bot.reports.figures import Graded
from bot.reviews import NewReview
from bot.rules.lifecycle import Move
from bot.rules.rights import Right
from bot.staff import Particulars
from bot.teams import NewTeam
from bot.visit import Visit
from storage import holds as stored_holds
from storage import journal
from storage.models import Action, Activity, Audit, Extension, Hold, Meeting, Person, Recommendation, Round
from storage.staff import Which
from storage.words import Basis, Grade, Origin, Position, Role, Status
from tests.council import HELEN, PRIYA, TOMAS, Council, case_of, put_action
from tests.verbs.steps import amendment, logged, moderated, recommended


@dataclass(frozen=True)
class Work:
    """What is there to work on: all of one case, Tomas's. The audit is of the March round.

    `service` is a recommendation to the service. The case's manager is a member of the meeting. The activity
    is one of the programme's.
    """

    reference: str
    audit: Audit
    recommendation: Recommendation
    open: Action
    done: Action
    extension: Extension
    service: Recommendation
    meeting: Meeting
    activity: Activity


def work_on(session: Session, council: Council, reference: str) -> Work:
    audit = logged(session, council.quality, reference, auditor="Alana Brook")
    late = put_action(session, reference, TOMAS, date(2025, 3, 5))
    extension = Extension(
        action=late, asked_at=council.manager.at, wanted_on=date(2025, 4, 1), reason="Illness."
    )
    service = Recommendation(text="Train the team.", origin=Origin.AUDIT, made_at=council.quality.at)
    activity = Activity(year=2024, kind="Dip sample")
    session.add_all((extension, service, activity))
    session.flush()
    members = {"K7Q2M": ["Priya Shah", "Tomas Reid"], "P3W6D": ["Omara Finch"]}.get(reference, [])
    planned = meetings.Plan(council.quality.today, HELEN, members)
    return Work(
        reference=reference,
        audit=audit,
        recommendation=recommended(session, council.quality, audit),
        open=put_action(session, reference, TOMAS, date(2025, 3, 3)),
        done=put_action(session, reference, TOMAS, date(2025, 3, 4), status=Status.DONE),
        extension=extension,
        service=service,
        meeting=meetings.plan(session, council.quality, planned),
        activity=activity,
    )


def log_audit(session: Session, visit: Visit, work: Work) -> object:
    return audits.log(session, visit, LogAudit(work.reference, Grade.GOOD, auditor="A. Auditor"))


def amend_audit(session: Session, visit: Visit, work: Work) -> object:
    return corrections.amend(session, visit, amendment(work.audit, grade=Grade.INADEQUATE))


def open_amendment(session: Session, visit: Visit, work: Work) -> object:
    return corrections.show(session, visit, work.audit.id)


def add_recommendation(session: Session, visit: Visit, work: Work) -> object:
    return recommendations.add(session, visit, work.audit.id, NewRecommendation("Ring the school."))


def open_recommendation(session: Session, visit: Visit, work: Work) -> object:
    return recommendations.require_to_add(session, visit, work.audit.id)


def agree_action(session: Session, visit: Visit, work: Work) -> object:
    return agreements.agree(session, visit, Agreement(work.recommendation.id, "Ring the school.", TOMAS))


def open_agreement(session: Session, visit: Visit, work: Work) -> object:
    return agreements.require_to_agree(session, visit, work.recommendation.id)


def complete_action(session: Session, visit: Visit, work: Work) -> object:
    return actions.complete(session, visit, work.open.id)


def start_action(session: Session, visit: Visit, work: Work) -> object:
    return actions.start(session, visit, work.open.id)


def point_to_the_record(session: Session, visit: Visit, work: Work) -> object:
    return actions.point_to_the_record(session, visit, work.done.id, "Supervision note of March.")


def end_action(session: Session, visit: Visit, work: Work) -> object:
    approval = Approval(Move.NO_LONGER_APPLIES, "The plan has changed.")
    return endings.end(session, visit, work.open.id, approval)


def challenge_grade(session: Session, visit: Visit, work: Work) -> object:
    return moderation.challenge(session, visit, work.audit.id, "The plan was updated.")


def bring_in_file(session: Session, visit: Visit, work: Work) -> object:
    row = RawRow(2, {"name": "May 2025", "basis": "half", "starts": "1 May 2025"})
    return bringing_in.bring_in(session, visit, Kind.ROUNDS, [row], skip_bad=False)


def reopen_action(session: Session, visit: Visit, work: Work) -> object:
    return actions.reopen(session, visit, work.done.id)


def pick_day(session: Session, visit: Visit, work: Work) -> object:
    return owners.pick_day(session, visit, work.open.id, date(2025, 3, 20))


def ask_more_time(session: Session, visit: Visit, work: Work) -> object:
    return extensions.ask(session, visit, work.open.id, date(2025, 4, 1), "Illness.")


def give_action(session: Session, visit: Visit, work: Work) -> object:
    return owners.give(session, visit, work.open.id, PRIYA)


def check_action(session: Session, visit: Visit, work: Work) -> object:
    return checks.check(session, visit, work.done.id, is_done=True)


def see_what_to_check(session: Session, visit: Visit, work: Work) -> object:
    listed = checks.waiting(session, visit)
    if work.done not in listed.actions:
        raise NotFound("It is not on the list.")
    return listed


def see_requests(session: Session, visit: Visit, work: Work) -> object:
    listed = extensions.waiting(session, visit)
    if work.extension not in listed.requests:
        raise NotFound("It is not on the list.")
    return listed


def see_history(session: Session, visit: Visit, work: Work) -> object:
    return history.of(session, visit, work.reference)


def decide_extension(session: Session, visit: Visit, work: Work) -> object:
    return extensions.decide(session, visit, work.extension.id, is_granted=True)


def give_more_time(session: Session, visit: Visit, work: Work) -> object:
    return extensions.give(session, visit, work.open.id, date(2025, 4, 1), "Illness.")


def moderate_audit(session: Session, visit: Visit, work: Work) -> object:
    return moderated(session, visit, work.audit, Grade.INADEQUATE)


def see_what_to_moderate(session: Session, visit: Visit, work: Work) -> object:
    return moderation.waiting(session, visit)


def see_case(session: Session, visit: Visit, work: Work) -> object:
    return cases.page(session, visit, work.reference)


def see_action(session: Session, visit: Visit, work: Work) -> object:
    return actions.show(session, visit, work.open.id)


def see_actions(session: Session, visit: Visit, work: Work) -> object:
    listed = actions.overdue(session, visit, Asked())
    if work.open not in listed.actions:
        raise NotFound("It is not on the list.")
    return listed


def see_grades(session: Session, visit: Visit, work: Work) -> object:
    return figures.grades(session, visit, None, None)


def see_plan(session: Session, visit: Visit, work: Work) -> object:
    return line_page.line_page(session, visit, f"R{work.service.id}")


def recommend_to_service(session: Session, visit: Visit, work: Work) -> object:
    return recommendations.add_for_service(session, visit, NewRecommendation("Train the team."), None)


def review_plan(session: Session, visit: Visit, work: Work) -> object:
    return reviews.review(session, visit, NewReview(f"R{work.service.id}", 0, Position.ACTIONED))


def open_review(session: Session, visit: Visit, work: Work) -> object:
    return reviews.left(session, visit)


def see_impact(session: Session, visit: Visit, work: Work) -> object:
    return impact.report(session, visit)


def see_programme(session: Session, visit: Visit, work: Work) -> object:
    return programme.of_year(session, visit, 2024)


def see_activity(session: Session, visit: Visit, work: Work) -> object:
    return activities.show(session, visit, work.activity.id)


def add_activity(session: Session, visit: Visit, work: Work) -> object:
    return activities.add(session, visit, NewActivity(2024, "Dip sample", theme="supervision notes"))


def change_activity(session: Session, visit: Visit, work: Work) -> object:
    return activities.change(session, visit, opened(work.activity), NewActivity(2024, "Top 3 forum"))


def remove_activity(session: Session, visit: Visit, work: Work) -> object:
    return activities.remove(session, visit, work.activity.id)


def mark_carried_out(session: Session, visit: Visit, work: Work) -> object:
    return programme.mark_carried_out(session, visit, 2023)


def record_activity(session: Session, visit: Visit, work: Work) -> object:
    recommended = (NewRecommendation("Train the team."),)
    outcome = Outcome(opened(work.activity), visit.today, recommendations=recommended)
    return activities.record_outcome(session, visit, outcome)


def export_case(session: Session, visit: Visit, work: Work) -> object:
    return case_file.make(session, visit, work.reference)


def hold_case(session: Session, visit: Visit, work: Work) -> object:
    return holds.hold(session, visit, work.reference, "A complaint.")


def release_case(session: Session, visit: Visit, work: Work) -> object:
    case = case_of(session, work.reference)
    if stored_holds.of_case(session, case.id) is None:
        session.add(Hold(case_id=case.id, because="A complaint.", held_at=visit.at))
        session.flush()
    return holds.release(session, visit, work.reference)


def purge_case(session: Session, visit: Visit, work: Work) -> object:
    return purging.carry_out(session, visit, Purge(work.reference, asked_by="Grace Obi"))


def look_at_what_goes(session: Session, visit: Visit, work: Work) -> object:
    return purging.look(session, visit, work.reference)


def opened(activity: Activity) -> Opened:
    return Opened(activity.id, activity.version)


Verb = Callable[[Session, Visit, Work], object]


def see_digest(session: Session, visit: Visit, work: Work) -> None:
    digest.chosen(
        session, visit, Whose(team="Early Help" if work.reference == "P3W6D" else "Children and Families")
    )


def see_figures(session: Session, visit: Visit, work: Work) -> object:
    team = "Early Help" if work.reference == "P3W6D" else "Children and Families"
    return register.page(session, visit, Whose(team=team))


def see_behind(session: Session, visit: Visit, work: Work) -> object:
    team = "Early Help" if work.reference == "P3W6D" else "Children and Families"
    return register.behind(session, visit, "late", Whose(team=team))


def see_behind_grades(session: Session, visit: Visit, work: Work) -> object:
    return register.graded(session, visit, Graded({Grade.GOOD}), "good")


def see_pack(session: Session, visit: Visit, work: Work) -> None:
    packs.of(session, visit, work.meeting)


def plan_meeting(session: Session, visit: Visit, work: Work) -> None:
    meetings.plan(session, visit, meetings.Plan(date(2025, 4, 1), HELEN))


def begin_meeting(session: Session, visit: Visit, work: Work) -> None:
    chairing.begin(session, visit, work.meeting.id)


def note_leave(session: Session, visit: Visit, work: Work) -> None:
    absence.take_leave(
        session,
        visit,
        visit.today,
        visit.today,
        whose="Omara Finch" if work.reference == "P3W6D" else "Jude Ellery",
    )


def plan_round(session: Session, visit: Visit, work: Work) -> object:
    return rounds.plan(session, visit, rounds.Plan("Spring", Basis.HALF, visit.today))


def see_coverage(session: Session, visit: Visit, work: Work) -> object:
    """The counts with the case in them; for an outside auditor, its round."""
    shown = coverage.of(session, visit)
    teams = {one.team for one in shown.strata or ()}
    team = work.audit.case.team.name if work.audit.case.team else ""
    rounds_shown = [one.round for one in shown.rounds] if shown.strata is None else []
    if team not in teams and work.audit.round not in rounds_shown:
        raise NotFound("It is not counted.")
    return shown


def make_document(session: Session, visit: Visit, work: Work) -> object:
    return documents.make(session, visit, Wanted(Paper.MODERATION))


def see_people(session: Session, visit: Visit, work: Work) -> object:
    return staff.listed(session, visit, Which())


def see_person(session: Session, visit: Visit, work: Work) -> object:
    return staff.show(session, visit, work.open.owner_id)


def add_person(session: Session, visit: Visit, work: Work) -> object:
    return staff.add(session, visit, Particulars("Nadia Cole", Role.PRACTITIONER))


def change_person(session: Session, visit: Visit, work: Work) -> object:
    owner = session.get_one(Person, work.open.owner_id)
    return staff.change(
        session, visit, staff.Opened(owner.id, owner.version), Particulars("T. Reid", owner.role)
    )


def note_who_left(session: Session, visit: Visit, work: Work) -> object:
    return staff.leave(session, visit, work.open.owner_id)


def see_teams(session: Session, visit: Visit, work: Work) -> object:
    return teams.listed(session, visit)


def add_team(session: Session, visit: Visit, work: Work) -> object:
    return teams.add(session, visit, NewTeam("Leaving Care"))


VERBS: Mapping[Verb, Right] = {
    see_people: Right.SET_PEOPLE_UP,
    see_person: Right.SET_PEOPLE_UP,
    add_person: Right.SET_PEOPLE_UP,
    change_person: Right.SET_PEOPLE_UP,
    note_who_left: Right.SET_PEOPLE_UP,
    see_teams: Right.SET_PEOPLE_UP,
    add_team: Right.SET_PEOPLE_UP,
    log_audit: Right.LOG_AUDIT,
    bring_in_file: Right.IMPORT_FILES,
    amend_audit: Right.AMEND_AUDIT,
    open_amendment: Right.AMEND_AUDIT,
    add_recommendation: Right.ADD_RECOMMENDATION,
    open_recommendation: Right.ADD_RECOMMENDATION,
    agree_action: Right.AGREE_ACTION,
    open_agreement: Right.AGREE_ACTION,
    complete_action: Right.COMPLETE_ACTION,
    reopen_action: Right.REOPEN_ACTION,
    start_action: Right.COMPLETE_ACTION,
    point_to_the_record: Right.COMPLETE_ACTION,
    end_action: Right.END_ACTION,
    challenge_grade: Right.CHALLENGE_GRADE,
    pick_day: Right.COMPLETE_ACTION,
    ask_more_time: Right.COMPLETE_ACTION,
    give_action: Right.AGREE_ACTION,
    check_action: Right.CHECK_ACTION,
    see_what_to_check: Right.CHECK_ACTION,
    decide_extension: Right.DECIDE_EXTENSION,
    see_requests: Right.DECIDE_EXTENSION,
    see_history: Right.SEE_CASE,
    see_digest: Right.SEE_DIGEST,
    see_figures: Right.SEE_DIGEST,
    see_behind: Right.SEE_DIGEST,
    see_pack: Right.SEE_PACK,
    plan_meeting: Right.RUN_MEETING,
    begin_meeting: Right.RUN_MEETING,
    note_leave: Right.NOTE_LEAVE,
    moderate_audit: Right.MODERATE_AUDIT,
    see_what_to_moderate: Right.MODERATE_AUDIT,
    plan_round: Right.PLAN_ROUNDS,
    see_coverage: Right.SEE_COVERAGE,
    see_case: Right.SEE_CASE,
    see_action: Right.SEE_ACTIONS,
    see_actions: Right.SEE_ACTIONS,
    see_grades: Right.SEE_GRADES,
    see_behind_grades: Right.SEE_GRADES,
    see_plan: Right.SEE_PLAN,
    recommend_to_service: Right.RECOMMEND_TO_SERVICE,
    review_plan: Right.REVIEW_PLAN,
    open_review: Right.REVIEW_PLAN,
    see_impact: Right.SEE_IMPACT,
    see_programme: Right.SEE_PROGRAMME,
    see_activity: Right.SEE_PROGRAMME,
    add_activity: Right.CHANGE_PROGRAMME,
    change_activity: Right.CHANGE_PROGRAMME,
    record_activity: Right.CHANGE_PROGRAMME,
    remove_activity: Right.CHANGE_PROGRAMME,
    mark_carried_out: Right.CHANGE_PROGRAMME,
    export_case: Right.EXPORT_CASE,
    hold_case: Right.HOLD_CASE,
    release_case: Right.HOLD_CASE,
    purge_case: Right.PURGE_CASE,
    look_at_what_goes: Right.PURGE_CASE,
    make_document: Right.MAKE_DOCUMENTS,
    give_more_time: Right.DECIDE_EXTENSION,
}

PRACTITIONER, MANAGER, QUALITY, LEADER, AUDITOR = (
    Role.PRACTITIONER,
    Role.MANAGER,
    Role.QUALITY,
    Role.LEADER,
    Role.AUDITOR,
)
# Of a case of the person's own: Tomas works on K7Q2M, Priya manages its team, Alana audits in its round.
ALLOWED: Mapping[Right, set[Role]] = {
    Right.LOG_AUDIT: {MANAGER, QUALITY, LEADER, AUDITOR},
    Right.AMEND_AUDIT: {MANAGER, QUALITY, LEADER, AUDITOR},
    Right.ADD_RECOMMENDATION: {MANAGER, QUALITY, LEADER, AUDITOR},
    Right.AGREE_ACTION: {MANAGER, QUALITY, LEADER},
    Right.COMPLETE_ACTION: {PRACTITIONER, MANAGER, QUALITY, LEADER},
    Right.REOPEN_ACTION: {PRACTITIONER, MANAGER, QUALITY, LEADER},
    Right.CHECK_ACTION: {MANAGER, QUALITY, LEADER},
    Right.DECIDE_EXTENSION: {MANAGER, QUALITY, LEADER},
    Right.END_ACTION: {MANAGER, QUALITY, LEADER},
    Right.MODERATE_AUDIT: {QUALITY, LEADER},
    Right.PLAN_ROUNDS: {QUALITY, LEADER},
    Right.SEE_COVERAGE: {MANAGER, QUALITY, LEADER, AUDITOR},
    Right.CHALLENGE_GRADE: {PRACTITIONER, MANAGER, QUALITY, LEADER, AUDITOR},
    Right.SEE_DIGEST: {MANAGER, QUALITY, LEADER},
    Right.SEE_PACK: {PRACTITIONER, MANAGER, QUALITY, LEADER},
    Right.RUN_MEETING: {QUALITY, LEADER},
    Right.NOTE_LEAVE: {MANAGER, QUALITY, LEADER, Role.ADMINISTRATOR},
    Right.SEE_CASE: {PRACTITIONER, MANAGER, QUALITY, LEADER, AUDITOR},
    Right.SEE_ACTIONS: {PRACTITIONER, MANAGER, QUALITY, LEADER},
    Right.SEE_GRADES: {MANAGER, QUALITY, LEADER},
    Right.SEE_PLAN: {MANAGER, QUALITY, LEADER},
    Right.REVIEW_PLAN: {QUALITY, LEADER},
    Right.RECOMMEND_TO_SERVICE: {QUALITY, LEADER},
    Right.SEE_IMPACT: {MANAGER, QUALITY, LEADER},
    Right.SEE_PROGRAMME: {MANAGER, QUALITY, LEADER},
    Right.CHANGE_PROGRAMME: {QUALITY, LEADER},
    Right.MAKE_DOCUMENTS: {QUALITY, LEADER},
    Right.EXPORT_CASE: {QUALITY, LEADER},
    Right.HOLD_CASE: {QUALITY, LEADER},
    Right.PURGE_CASE: {LEADER},
    Right.IMPORT_FILES: {QUALITY},
    Right.SET_PEOPLE_UP: {Role.ADMINISTRATOR},
}


def is_allowed(session: Session, visit: Visit, work: Work, verb: Verb) -> bool:
    """Whether the verb is carried out, which is taken back; a refusal is held to have changed nothing."""
    before = journal.length(session)
    with session.begin_nested() as attempt:
        try:
            verb(session, visit, work)
        except (NotAllowed, NotFound):
            assert journal.length(session) == before
            assert not session.dirty
            attempt.rollback()
            return False
        attempt.rollback()
    return True


def allowed(session: Session, visit: Visit, work: Work, verbs: Iterable[Verb] = VERBS) -> set[str]:
    """The names of the verbs that are carried out."""
    return {verb.__name__ for verb in verbs if is_allowed(session, visit, work, verb)}


def test_every_right_is_held_against_a_verb_or_has_none() -> None:
    assert set(ALLOWED) == set(Right)
    assert set(VERBS.values()) == {right for right, roles in ALLOWED.items() if roles}


@pytest.mark.parametrize("role", Role)
def test_each_role_does_what_it_may_and_nothing_else(session: Session, council: Council, role: Role) -> None:
    work = work_on(session, council, "K7Q2M")
    expected = {verb.__name__ for verb, right in VERBS.items() if role in ALLOWED[right]}
    assert allowed(session, getattr(council, role.value), work) == expected


def test_a_manager_does_nothing_in_another_team_but_see_its_totals(
    session: Session, council: Council
) -> None:
    work = work_on(session, council, "P3W6D")
    totals = {"see_grades", "see_behind_grades", "see_plan", "see_impact", "see_programme", "see_activity"}
    assert allowed(session, council.manager, work) == totals
    of_managers = {verb.__name__ for verb, right in VERBS.items() if MANAGER in ALLOWED[right]}
    assert allowed(session, council.other_manager, work) == of_managers


def test_a_practitioner_does_nothing_with_what_is_not_theirs(session: Session, council: Council) -> None:
    work = work_on(session, council, "M4T9X")
    for action in (work.open, work.done, work.extension.action):
        action.owner_id = council.manager.actor.person_id or 0
    session.flush()
    assert allowed(session, council.practitioner, work) == set()


def test_an_outside_auditor_does_nothing_in_the_rounds_of_others(session: Session, council: Council) -> None:
    work = work_on(session, council, "K7Q2M")
    session.execute(sa.update(Round).values(organisation="Another Company"))
    session.expire_all()
    assert allowed(session, council.auditor, work) == set()


def test_an_outside_auditor_changes_no_single_audit_of_a_case_they_see(
    session: Session, council: Council
) -> None:
    logged(session, council.auditor)
    single = logged(session, council.quality, audited_on=date(2025, 2, 3))
    service, meeting, activity = Recommendation(), Meeting(), Activity()
    work = Work(
        "K7Q2M", single, Recommendation(), Action(), Action(), Extension(), service, meeting, activity
    )
    changes = (amend_audit, open_amendment, add_recommendation, open_recommendation)
    assert allowed(session, council.auditor, work, changes) == set()


def test_an_administrator_with_a_second_role_does_what_either_role_does(
    session: Session, council: Council
) -> None:
    actor = replace(council.administrator.actor, roles=frozenset({Role.ADMINISTRATOR, Role.QUALITY}))
    visit = replace(council.administrator, actor=actor)
    work = work_on(session, council, "K7Q2M")
    both = allowed(session, council.quality, work) | allowed(session, council.administrator, work)
    assert allowed(session, visit, work) == both
