"""What each figure means and how it is counted, in the words of the appendix and of the explanations."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Definition:
    """A figure's name, and the sentence or two that say how it is counted."""

    name: str
    how: str


GRADES = Definition(
    "Grades",
    "Moderated grades, from Inadequate to Outstanding. An audit that awaits moderation is counted "
    "beside them, not among them. A round is of the year in which it started; single audits are "
    "reported apart.",
)
SHARES = Definition(
    "Shares",
    "Whole percentages of the graded audits, rounded by largest remainder so that each row adds to "
    "100; the counts stand beside them.",
)
GOOD_OR_BETTER = Definition(
    "Good or better",
    "Beside a table the sum of the printed shares; alone as counts, such as 12 of 17.",
)
BASIS = Definition(
    "Basis",
    "Which cases a round looked at: all, about half, a random share, chosen by theme or by risk. "
    "Nothing is compared across a change of basis, nor on fewer than 20 audits.",
)
MODERATION = Definition(
    "Moderation",
    "How often the moderated grade was the auditor's, a higher or a lower one. An agreement in per "
    "cent is given for 10 audits or more.",
)
LATE = Definition(
    "Late",
    "Actions that are not finished and whose first date has passed, whatever date was agreed since. "
    "They are late by working days.",
)
DONE = Definition(
    "Done",
    "The owner says so. Checked: somebody else has seen that it is.",
)
DIFFERENCE = Definition(
    "Made a difference",
    "Said after the check by the owner, their manager or the quality team: yes, partly, not yet.",
)

ALL = (GRADES, SHARES, GOOD_OR_BETTER, BASIS, MODERATION, LATE, DONE, DIFFERENCE)
