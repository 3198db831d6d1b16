"""The year from April 2025 to March 2026, quarter by quarter: who did what, on which day."""

from datetime import date

from storage.words import Cohort, Decision, Grade, Impact, Status
from tests.year.ledger import Activity, Audit, Fate, in_words, working_days_from
from tests.year.service import ALANA, EDWIN, GRACE, HELEN, MEMBERS, NADIA, OMARA, PRIYA, manager_of
from tests.year.work import Advice, Choice, Visit, Work

SPRING, AUTUMN = "Spring 2025", "Autumn 2025"
AGAIN = "Write the pathway plan anew with the young person."

# What the auditors find, in the order in which cases of a cohort come to them.
IN_SPRING = {
    Cohort.CARE_LEAVER: [
        Visit(
            Grade.INADEQUATE,
            areas={"Pathway plan": "The plan is two years old.", "Visits": "Visits were missed in winter."},
            advice=[
                Advice("Pathway plan", AGAIN, Fate.MAKES_A_DIFFERENCE),
                Advice("Visits", "Visit every four weeks.", Fate.IS_LATE),
            ],
        ),
        Visit(
            Grade.REQUIRES_IMPROVEMENT,
            areas={"Pathway plan": "The plan says little about work."},
            advice=[Advice("Pathway plan", "Review the plan twice a year.", Fate.HELPS_IN_PART)],
        ),
        Visit(
            Grade.GOOD,
            areas={"Supervision": "Supervision notes are brief."},
            advice=[Advice("Supervision", "Write down what was decided.", Fate.NO_LONGER_APPLIES)],
        ),
    ],
    Cohort.CHILD_IN_NEED: [
        Visit(
            Grade.REQUIRES_IMPROVEMENT,
            areas={"Planning and timescales": "The plan has no dates."},
            advice=[Advice("Planning and timescales", "Put a date to each step.", Fate.NEEDS_MORE_TIME)],
        ),
        Visit(Grade.GOOD),
    ],
    Cohort.EARLY_HELP: [
        Visit(
            Grade.INADEQUATE,
            areas={"Assessment": "The assessment leaves the father out."},
            advice=[Advice("Assessment", "Assess with both parents.", Fate.IS_NOT_THEIRS)],
        ),
        Visit(Grade.OUTSTANDING),
    ],
}
IN_AUTUMN = {
    Cohort.CARE_LEAVER: [
        Visit(
            Grade.REQUIRES_IMPROVEMENT,
            areas={"Pathway plan": "The plan was not shared."},
            advice=[Advice("Pathway plan", AGAIN, Fate.MAKES_A_DIFFERENCE)],
        ),
        Visit(
            Grade.GOOD,
            areas={"Transitions": "The move was planned late."},
            advice=[Advice("Transitions", "Plan each move half a year ahead.", Fate.IS_NOT_TO_BE_DONE)],
        ),
        Visit(Grade.GOOD),
    ],
    Cohort.CHILD_IN_NEED: [
        Visit(
            Grade.INADEQUATE,
            areas={"Planning and timescales": "Two reviews were late.", "Case recording": "Notes are thin."},
            advice=[
                Advice("Planning and timescales", "Hold reviews on time.", Fate.IS_NOT_DONE_AT_FIRST),
                Advice("Case recording", "Record every visit within two days.", Fate.MAKES_A_DIFFERENCE),
            ],
        ),
        Visit(
            Grade.GOOD,
            areas={"Case recording": "The chronology has a gap."},
            advice=[Advice("Case recording", "Bring the chronology up to date.", Fate.STAYS_OPEN)],
        ),
    ],
    Cohort.EARLY_HELP: [
        Visit(
            Grade.REQUIRES_IMPROVEMENT,
            areas={"Assessment": "Strengths are not named."},
            advice=[Advice("Assessment", "Name the family's strengths.", Fate.IS_NEVER_CHECKED)],
        ),
        Visit(Grade.GOOD),
    ],
}
THEMATIC = ("Thematic audit", "supervision of newly qualified workers")
CONSULTATION = ("Consultation with children and families", "what children say of their plans")
MULTI_AGENCY = ("Multi-agency audit", "work with schools")
# How a recommendation of each names its source.
SOURCES = {
    THEMATIC[0]: "Audit",
    CONSULTATION[0]: "Consultation",
    MULTI_AGENCY[0]: "Multi-agency audit",
}
MEETINGS = (date(2025, 6, 18), date(2025, 9, 17), date(2025, 12, 10), date(2026, 3, 11))


def live(work: Work) -> None:
    """The whole year."""
    spring(work)
    summer(work)
    autumn(work)
    winter(work)
    work.go_to(date(2026, 3, 31))


def spring(work: Work) -> None:
    """April to June: the first half is audited, moderated and answered; the first meeting and review."""
    work.go_to(date(2025, 4, 1))
    work.plan_round(
        GRACE,
        name=SPRING,
        basis="half",
        organisation="Aidhour",
        starts="2025-04-22",
        ends="2025-05-30",
        planned="7",
    )
    for (kind, theme), month in ((THEMATIC, 6), (CONSULTATION, 9), (MULTI_AGENCY, 11)):
        work.put_on_programme(GRACE, kind, theme, date(2025, month, 1))
    work.plan_meeting(GRACE, MEETINGS[0], HELEN, MEMBERS)
    work.draw(GRACE, SPRING, "spring", (ALANA, EDWIN))
    _audit_all(work, date(2025, 4, 22), (ALANA, EDWIN), SPRING, IN_SPRING)
    _agree_all(work)
    work.go_to(date(2025, 5, 12))
    _moderate_all(work, GRACE, SPRING)

    work.go_to(date(2025, 5, 20))
    work.end(PRIYA, work.ledger.of_fate(Fate.NO_LONGER_APPLIES), "The worker has another supervisor now.")
    work.disown(work.ledger.of_fate(Fate.IS_NOT_THEIRS), "The assessment is the manager's to lead.")
    needs_time = work.ledger.of_fate(Fate.NEEDS_MORE_TIME)
    work.ask_for_more_time(needs_time, date(2025, 6, 6), "The family is away.")
    work.give_more_time(PRIYA, needs_time, date(2025, 6, 6))
    _finish(work, Fate.MAKES_A_DIFFERENCE, Fate.HELPS_IN_PART)
    work.go_to(date(2025, 5, 28))
    _check(work, Fate.MAKES_A_DIFFERENCE, Fate.HELPS_IN_PART)

    work.go_to(date(2025, 6, 4))
    work.ask_for_more_time(needs_time, date(2025, 7, 4), "The school asked for another week.")
    work.record_activity(
        GRACE,
        THEMATIC,
        {"Supervision": "Half of the notes do not say what was decided."},
        Advice("Supervision", "Supervise every four weeks, and write down why.", Fate.MAKES_A_DIFFERENCE),
        agreed=(PRIYA, date(2025, 9, 30)),
    )
    _meet(
        work,
        {
            (Fate.NEEDS_MORE_TIME, "More time asked for again"): Choice(
                Decision.NEW_DATE, "Until the school has met.", date(2025, 7, 4)
            ),
            (Fate.IS_NOT_THEIRS, "Not theirs, say their owners"): Choice(Decision.GIVEN, owner=OMARA),
            (Fate.IS_LATE, "Late by the first date agreed"): Choice(
                Decision.NEW_DATE, "Two visits are booked.", date(2025, 7, 11)
            ),
            (Fate.MAKES_A_DIFFERENCE, "Recommendations to the service"): Choice(
                Decision.NOTED, "All managers are told in June."
            ),
        },
    )
    work.go_to(date(2025, 6, 27))
    _review(work, "April to June 2025")


def summer(work: Work) -> None:
    """July to September: the Inadequate cases are audited again, and families are asked."""
    work.go_to(date(2025, 7, 3))
    _finish(work, Fate.NEEDS_MORE_TIME, Fate.IS_LATE, Fate.IS_NOT_THEIRS)
    work.go_to(date(2025, 7, 10))
    _check(work, Fate.NEEDS_MORE_TIME, Fate.IS_LATE, Fate.IS_NOT_THEIRS, by=GRACE)
    _follow_up_all(work, date(2025, 7, 15))
    work.go_to(date(2025, 9, 5))
    work.record_activity(
        GRACE,
        CONSULTATION,
        {"Voice of the child": "Children were not told what came of their wishes."},
        Advice("Voice of the child", "Tell every child what came of their wishes.", Fate.STAYS_OPEN),
        agreed=None,
    )
    _finish(work, Fate.MAKES_A_DIFFERENCE)
    _meet(work, {})
    (unanswered,) = [made for made in work.ledger.recommendations if not made.actions]
    work.agree_for_the_service(HELEN, unanswered, OMARA, date(2026, 6, 30))
    work.go_to(date(2025, 9, 22))
    _check(work, Fate.MAKES_A_DIFFERENCE, by=GRACE)
    work.go_to(date(2025, 9, 26))
    _review(work, "July to September 2025")


def autumn(work: Work) -> None:
    """October to December: the other half is audited in-house; what was dealt with is found again."""
    work.go_to(date(2025, 10, 1))
    work.plan_round(
        GRACE,
        name=AUTUMN,
        basis="half",
        starts="2025-10-01",
        ends="2025-11-28",
        planned="7",
        like=SPRING,
    )
    auditors = (NADIA, OMARA, PRIYA)
    work.draw(GRACE, AUTUMN, "autumn", auditors)
    _audit_all(work, date(2025, 10, 6), auditors, AUTUMN, IN_AUTUMN)
    _agree_all(work)
    work.go_to(date(2025, 11, 3))
    _moderate_all(work, GRACE, AUTUMN)
    _finish(work, Fate.IS_NOT_DONE_AT_FIRST, Fate.IS_NEVER_CHECKED, Fate.MAKES_A_DIFFERENCE)
    work.go_to(date(2025, 11, 10))
    _check(work, Fate.MAKES_A_DIFFERENCE)
    work.find_not_done(PRIYA, work.ledger.of_fate(Fate.IS_NOT_DONE_AT_FIRST), "One review has no record.")
    work.record_activity(
        GRACE,
        MULTI_AGENCY,
        {"Multi-agency working": "Schools get no minutes."},
        Advice("Multi-agency working", "Send schools the minutes within a week.", Fate.STAYS_OPEN),
        agreed=(PRIYA, date(2026, 5, 29)),
    )
    work.go_to(date(2025, 11, 20))
    work.finish(work.ledger.of_fate(Fate.IS_NOT_DONE_AT_FIRST))
    work.go_to(date(2025, 11, 25))
    work.check(PRIYA, work.ledger.of_fate(Fate.IS_NOT_DONE_AT_FIRST))
    work.say_difference(work.ledger.of_fate(Fate.IS_NOT_DONE_AT_FIRST), Impact.NOT_YET)
    _meet(
        work,
        {
            (Fate.IS_NOT_TO_BE_DONE, "Late by the first date agreed"): Choice(
                Decision.NOT_DOING, "The service plans moves together from spring.", date(2026, 3, 2)
            ),
            (Fate.STAYS_OPEN, "Late by the first date agreed"): Choice(
                Decision.NEW_DATE, "The archive is being moved.", date(2026, 4, 30)
            ),
        },
    )
    work.go_to(date(2025, 12, 15))
    _review(work, "October to December 2025")


def winter(work: Work) -> None:
    """January to March: the last follow-up, a dip sample, the last meeting and the last review."""
    _follow_up_all(work, date(2026, 1, 6))
    work.go_to(date(2026, 2, 4))
    for case in work.ledger.drawn[SPRING][:4]:
        work.audit_in_a_line(GRACE, case, Grade.GOOD)
    work.go_to(date(2026, 2, 10))
    newest = [audit for audit in work.ledger.audits if not audit.moderated]
    for audit in newest[:2]:
        work.moderate(NADIA, audit, audit.grade)
    _meet(
        work,
        {
            (Fate.IS_NOT_TO_BE_DONE, "Ended, to be looked at again"): Choice(
                Decision.NOT_DOING, "The plan of moves is being written.", date(2026, 9, 1)
            ),
        },
    )
    work.go_to(date(2026, 3, 20))
    _review(work, "January to March 2026")


# --- what comes in each quarter again


def _audit_all(
    work: Work,
    first: date,
    auditors: tuple[str, ...],
    name: str,
    to_find: dict[Cohort, list[Visit]],
) -> None:
    """Each auditor goes through their list; one audit a working day."""
    work.go_to(first)
    left = {cohort: list(visits) for cohort, visits in to_find.items()}
    for auditor in auditors:
        while case := work.next_to_audit(auditor):
            work.audit(auditor, case, left[work.ledger.cases[case]].pop(0), of=name)
            work.go_to(working_days_from(work.today, 1))
    assert not any(left.values())


def _agree_all(work: Work) -> None:
    for made in work.ledger.recommendations:
        if not made.actions and made.case:
            work.agree(made)


def _moderate_all(work: Work, moderator: str, name: str) -> None:
    """One Requires improvement is raised, one Good is lowered, the others stay."""
    moved = {Grade.REQUIRES_IMPROVEMENT: Grade.GOOD, Grade.GOOD: Grade.REQUIRES_IMPROVEMENT}
    for audit in work.ledger.audits:
        if audit.round == name:
            grade = moved.pop(audit.grade, audit.grade)
            work.moderate(moderator, audit, grade, "" if grade is audit.grade else "By the agreed standard.")


def _finish(work: Work, *fates: Fate) -> None:
    for action in work.ledger.actions:
        if action.fate in fates and action.is_to_do:
            work.finish(action)


def _check(work: Work, *fates: Fate, by: str | None = None) -> None:
    """Somebody else looks, and the owner says whether it made a difference."""
    said = {Fate.HELPS_IN_PART: Impact.PARTLY, Fate.IS_LATE: None}
    for made in work.ledger.recommendations:
        for action in made.actions:
            if action.fate in fates and action.status is Status.DONE:
                work.check(by or _checker(made.source), action)
                if impact := said.get(action.fate, Impact.YES):
                    work.say_difference(action, impact)


def _checker(source: Audit | Activity) -> str:
    return manager_of(source.cohort) if isinstance(source, Audit) else GRACE


def _follow_up_all(work: Work, day: date) -> None:
    """Every Inadequate audit that nobody has followed up is: the first one finds it Good."""
    followed = [audit.follows for audit in work.ledger.audits]
    waiting = [
        audit
        for audit in work.ledger.audits
        if (audit.moderated or audit.grade) is Grade.INADEQUATE and audit not in followed
    ]
    work.go_to(day)
    for place, first in enumerate(waiting):
        found = Visit(Grade.REQUIRES_IMPROVEMENT if place else Grade.GOOD)
        again = work.audit(GRACE, first.case, found, follows=first)
        work.go_to(working_days_from(work.today, 1))
        work.moderate(HELEN, again, again.grade)


def _meet(work: Work, choices: dict[tuple[Fate | None, str], Choice]) -> None:
    """Holds the next meeting by the choices, each taken once, and plans the one after it."""
    meeting = work.ledger.meetings[-1]
    work.go_to(meeting.on)

    def policy(section: str, about: str) -> Choice | None:
        return choices.pop((_in_store(work, about), section), None)

    minutes = work.hold(HELEN, meeting, policy)
    assert choices == {}
    for decided in meeting.decided:
        assert decided.words in minutes
    following = [day for day in MEETINGS if day > meeting.on]
    if following:
        work.plan_meeting(GRACE, following[0], HELEN, MEMBERS)


def _in_store(work: Work, about: str) -> Fate | None:
    """What becomes of the action, or of what was recommended; nothing is in store for a case."""
    return next(
        (
            made.fate
            for made in work.ledger.recommendations
            if about in (made.text, *(action.name for action in made.actions))
        ),
        None,
    )


def _review(work: Work, quarter: str) -> None:
    """The review shows every line but those that are embedded in practice and were not found since."""
    expected = {line.title for line in work.ledger.lines if not work.ledger.is_embedded(line)}
    titles = work.review(GRACE, quarter)
    assert sorted(titles) == sorted(expected), in_words(work.today)
