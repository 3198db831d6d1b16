"""What each figure means and how it is counted, in the words of the appendix and of the explanations."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Definition:
    """A figure's name, and the sentence or two that say how it is counted."""

    name: str
    how: str


GRADES = Definition(
    "Grades",
    "Moderated grades, from Inadequate to Outstanding. An audit that awaits moderation is counted beside "
    "them, not among them. A round is of the year in which it started; single audits are reported apart.",
)
NOT_GRADED = Definition(
    "Not graded",
    "Audits that were moderated as not graded. They count as audited and have no share.",
)
SHARES = Definition(
    "Shares",
    "Whole percentages of the graded audits, rounded by largest remainder so that each row adds to 100; "
    "the counts stand beside them.",
)
GOOD_OR_BETTER = Definition(
    "Good or better",
    "Good and Outstanding by the moderated grade. Beside a table the sum of the printed shares; alone as "
    "counts, such as 12 of 17.",
)
BASIS = Definition(
    "Basis",
    "Which cases a round looked at: all, about half, a random share, chosen by theme or by risk. Nothing "
    "is compared across a change of basis, nor on fewer than 20 audits.",
)
CARRIED_OUT = Definition(
    "Audits carried out",
    "By the day of the audit, whenever it was recorded, and whether it has a moderated grade yet or not.",
)
AWAITING = Definition(
    "Awaiting moderation",
    "Audits without a moderated grade, whenever they were carried out. A grade that is challenged stands "
    "until it is changed, so it is not among them.",
)
MODERATION = Definition(
    "Moderation",
    "How often the moderated grade was the auditor's, a higher or a lower one; audits that either left "
    "ungraded are left out. An agreement in per cent is given for 10 audits or more.",
)
FOLLOW_UPS = Definition(
    "Follow-up audits",
    "Of audits of the last twelve months that were Inadequate, by the moderated grade or by the auditor's "
    "until there is one, those of open cases that no later audit follows up. Each is due so many months "
    "after the audit as the council has set, or on the next working day.",
)
COVERAGE = Definition(
    "Coverage",
    "Of the cases that are open, how many were audited in the last twelve months. A case that was audited "
    "twice counts once.",
)
ROUNDS = Definition(
    "Rounds",
    "The audits recorded in each round, moderated or not, beside the number that was planned.",
)
OPEN = Definition(
    "Open",
    "Actions that are not finished: not yet started, or started. When they fall due does not matter.",
)
LATE = Definition(
    "Late",
    "Actions that are not finished and whose first date has passed, whatever date was agreed since. They "
    "are late by working days.",
)
OVERDUE = Definition(
    "Overdue",
    "Those of the late actions that are past the date agreed now as well. Where no more time was given "
    "the two dates are the same.",
)
DUE = Definition(
    "Due this week",
    "Actions that are not finished and fall due from today to Sunday, by the date agreed now.",
)
UNCHECKED = Definition(
    "Waiting for a check",
    "Actions that are said to be done and that nobody else has checked yet.",
)
DONE = Definition(
    "Done",
    "The owner says so. It counts on the day that it was done, checked since or not; what was opened "
    "again or ended undone is not counted.",
)
CHECKED = Definition(
    "Checked",
    "Somebody else has seen that it is done. It counts on the day of the newest check, once; what was "
    "opened again since is not counted.",
)
DIFFERENCE = Definition(
    "Made a difference",
    "Said after the check by the owner, their manager or the quality team: yes, partly, not yet, too "
    "early to say. Yes and partly count as a difference, on the day that it was said.",
)
ENDED = Definition(
    "Ended undone",
    "Not to be done, or no longer applying, as somebody else than the owner approved. Such an action is "
    "neither open nor done.",
)
TEAM = Definition(
    "Of a team",
    "An audit and an action belong to the team of the case; an action for the service to the team of its "
    "owner.",
)
PLAN = Definition(
    "Lines of the plan",
    "Each recommendation to the service, and each theme with the areas for development found under it in "
    "one cohort, or by activities. Open until it is said to be actioned or embedded, or everything agreed "
    "for it is done; found again since, it is open again.",
)
AGAIN = Definition(
    "Found again",
    "A line whose theme was found once more after it was said to be dealt with, and is open for it.",
)
THEMES = Definition(
    "Themes",
    "In how many audits and activities a theme was found. One that was found twice in one audit counts "
    "once; a recommendation is counted beside them.",
)
ACTIVITIES = Definition(
    "Activities",
    "The programme of the year beside the audits of cases, from April to March: planned by month, done by "
    "the day that was recorded.",
)
MOVEMENT = Definition(
    "Grades since",
    "Cases that were audited again after an action was checked, by the moderated grades of the two "
    "audits. Left out where the basis changed between them, unless they were planned to be compared or "
    "one follows up the other; nothing is claimed on fewer than 20.",
)
SPANS = Definition(
    "From step to step",
    "The median of the working days from the audit to what was agreed, to done, and to the check. Actions "
    "that came with an import tell of no day on which they were agreed.",
)
SMALL_NUMBERS = Definition(
    "Small numbers",
    "Counts from 1 up to what the council has set are withheld where that is asked for, and with them as "
    "many others as it takes that none can be reckoned from the totals. Shares are withheld with their "
    "counts.",
)

ALL = (
    GRADES,
    NOT_GRADED,
    SHARES,
    GOOD_OR_BETTER,
    BASIS,
    CARRIED_OUT,
    AWAITING,
    MODERATION,
    FOLLOW_UPS,
    COVERAGE,
    ROUNDS,
    OPEN,
    LATE,
    OVERDUE,
    DUE,
    UNCHECKED,
    DONE,
    CHECKED,
    DIFFERENCE,
    ENDED,
    TEAM,
    PLAN,
    AGAIN,
    THEMES,
    ACTIVITIES,
    MOVEMENT,
    SPANS,
    SMALL_NUMBERS,
)
