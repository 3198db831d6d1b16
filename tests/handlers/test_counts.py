"""How many: one sentence with the count and what it counts."""

from datetime import date

import pytest

from bot.actions import ActionList, Asked
from bot.reports.changes import Changes
from bot.reports.figures import GradeRow, GradesTable, Moderation, Years
from handlers.blocks import counts
from storage.words import Basis, Cohort, Grade

TODAY = date(2025, 3, 14)
ROUND = GradeRow("2018", 2018, Basis.HALF, (0, 5, 6, 6), not_graded=1, awaiting=2)
TABLE = GradesTable(Cohort.CARE_LEAVER, Years(2018, 2018), (ROUND,), Moderation(0, 0, 0))
NO_AUDITS = GradesTable(Cohort.EARLY_HELP, None, (), Moderation(0, 0, 0))
YEAR = " The year is the one in which a round started."


def listed(total: int, asked: Asked, *, everything: bool = True) -> ActionList:
    return ActionList(asked, (), 1, total, everything=everything)


@pytest.mark.parametrize(
    ("shown", "sentence"),
    [
        (listed(1, Asked(mine=True)), "1 of your actions is overdue."),
        (listed(0, Asked(mine=True), everything=False), "None of your actions are overdue."),
        (listed(1, Asked()), "1 action is overdue."),
        (listed(1200, Asked(cohort=Cohort.CARE_LEAVER)), "1,200 actions are overdue for care leavers."),
        (listed(2, Asked(cohort=Cohort.EARLY_HELP)), "2 actions are overdue for Early Help."),
        (listed(2, Asked(team="Fostering")), "2 actions are overdue in Fostering."),
        (listed(2, Asked(owner="Tomas Reid")), "2 actions are overdue, with Tomas Reid as owner."),
        (
            listed(0, Asked(), everything=False),
            "No actions are overdue. That counts what you work with or lead.",
        ),
    ],
)
def test_how_many_actions(shown: ActionList, sentence: str) -> None:
    assert counts.of_actions(shown, "overdue").text == sentence


def test_how_many_audits_have_a_grade() -> None:
    good = counts.of_grades(TABLE, (Grade.GOOD,)).text
    assert good == f"6 of 18 audits for care leavers in 2018 are Good, by the moderated grade.{YEAR}"
    better = counts.of_grades(TABLE, (Grade.GOOD, Grade.OUTSTANDING)).text
    assert better.startswith("12 of 18 audits for care leavers in 2018 are Good or Outstanding")
    assert counts.of_grades(TABLE, (Grade.NOT_GRADED,)).text.startswith("1 of 18 audits")
    assert counts.of_grades(NO_AUDITS, (Grade.GOOD,)).text == (
        "No audits have a moderated grade yet for Early Help."
    )


def test_how_many_audits_there_were() -> None:
    assert counts.of_audits(TABLE).text == (
        f"20 audits were carried out for care leavers in 2018. Of these, 2 await moderation.{YEAR}"
    )
    assert counts.of_audits(NO_AUDITS).text == "No audits were carried out for Early Help."


def test_what_changed_says_when_and_leaves_out_what_one_may_not_know() -> None:
    assert counts.changes(Changes(TODAY, TODAY, 1)).text == (
        "What changed, Friday 14 March 2025: 1 audit recorded. That counts what you work with or lead."
    )


def test_what_waits_is_counted_for_the_person() -> None:
    assert counts.requests(1).text == "1 request for more time is waiting for you."
    assert counts.to_check(0).text == "No actions are done and waiting for you to check."
