"""The figures of grades: by round, moderated, with what waits counted beside them and never among them."""

import itertools
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.errors import NotAllowed
from bot.reports import figures
from bot.reports.figures import GradeRow, GradesTable, Moderation, Years
from handlers.blocks import reports
from storage.models import Audit, Case, Round
from storage.words import Basis, Cohort, Grade
from tests.council import Council, case_of

I, RI, G, O, NOT = (  # noqa: E741 - as the columns are headed
    Grade.INADEQUATE,
    Grade.REQUIRES_IMPROVEMENT,
    Grade.GOOD,
    Grade.OUTSTANDING,
    Grade.NOT_GRADED,
)

NUMBERS = itertools.count(1)  # an auditor for each audit, so that all may be of one day


def put_round(session: Session, name: str, starts_on: date, basis: Basis = Basis.ALL) -> Round:
    round_ = Round(name=name, basis=basis, starts_on=starts_on, ends_on=starts_on.replace(day=28))
    session.add(round_)
    session.flush()
    return round_


def put_audits(
    session: Session, round_: Round | None, grades: Iterable[tuple[Grade, Grade | None]], **values: Any
) -> None:
    """Audits of one case, each by the auditor's grade and the moderated one."""
    case: Case = case_of(session, values.pop("case", "K7Q2M"))
    day = values.pop("audited_on", round_.starts_on if round_ else date(2025, 2, 3))
    for grade, moderated in grades:
        audit = Audit(
            case_id=case.id,
            round_id=round_.id if round_ else None,
            audited_on=day,
            auditor_name=f"Auditor {next(NUMBERS)}",
            grade=grade,
            moderated_grade=moderated,
            logged_at=datetime(2025, 3, 14, tzinfo=UTC),
        )
        session.add(audit)
        session.flush()


def table(session: Session, council: Council, cohort: Cohort | None = None, *years: int) -> GradesTable:
    span = Years(years[0], years[-1]) if years else None
    return figures.grades(session, council.quality, cohort, span)


def only_row(session: Session, council: Council) -> GradeRow:
    (row,) = table(session, council).rows
    return row


@pytest.mark.parametrize(
    ("year", "counts", "printed"),
    [
        (2018, (0, 5, 6, 6), ("0", "5 (30%)", "6 (35%)", "6 (35%)")),
        (2017, (0, 5, 10, 1), ("0", "5 (31%)", "10 (63%)", "1 (6%)")),
        (2016, (0, 0, 12, 1), ("0", "0", "12 (92%)", "1 (8%)")),
    ],
)
def test_the_table_of_2018_comes_out_of_the_record_as_it_was_printed(
    session: Session, council: Council, year: int, counts: tuple[int, ...], printed: tuple[str]
) -> None:
    round_ = put_round(session, f"October {year}", date(year, 10, 1), Basis.HALF)
    for grade, count in zip((I, RI, G, O), counts, strict=True):
        put_audits(session, round_, [(grade, grade)] * count)
    row = only_row(session, council)
    assert (row.name, row.year, row.basis, row.audited) == (str(year), year, Basis.HALF, sum(counts))
    assert (row.counts, row.cells) == (counts, printed)


def test_no_audits_are_no_rows(session: Session, council: Council) -> None:
    assert table(session, council) == GradesTable(None, None, (), Moderation(0, 0, 0))


def test_the_moderated_grade_counts_and_the_auditors_does_not(session: Session, council: Council) -> None:
    put_audits(session, None, [(O, G), (I, G)])
    assert only_row(session, council).counts == (0, 0, 2, 0)


def test_audits_that_await_moderation_stand_beside_the_figures(session: Session, council: Council) -> None:
    put_audits(session, None, [(G, G), (O, None), (NOT, None)])
    row = only_row(session, council)
    assert (row.counts, row.audited, row.awaiting) == ((0, 0, 1, 0), 1, 2)
    assert row.cells == ("0", "0", "1 (100%)", "0")


def test_a_round_where_every_grade_is_awaited_is_shown(session: Session, council: Council) -> None:
    put_audits(session, None, [(G, None)])
    row = only_row(session, council)
    assert (row.audited, row.awaiting, row.cells) == (0, 1, ("0", "0", "0", "0"))


def test_what_was_not_graded_is_audited_and_has_no_share(session: Session, council: Council) -> None:
    put_audits(session, None, [(G, G), (G, NOT), (NOT, NOT)])
    row = only_row(session, council)
    assert (row.audited, row.not_graded, row.cells[2]) == (3, 2, "1 (100%)")


def test_single_audits_stand_apart_and_last(session: Session, council: Council) -> None:
    put_audits(session, None, [(G, G)])
    put_audits(session, put_round(session, "October 2018", date(2018, 10, 1)), [(O, O)])
    rows = table(session, council).rows
    assert [(row.name, row.year, row.basis) for row in rows] == [
        ("2018", 2018, Basis.ALL),
        ("Single audits", None, None),
    ]


def test_of_several_rounds_in_one_year_each_has_its_name(session: Session, council: Council) -> None:
    for name, day in (("Spring", date(2018, 4, 1)), ("Autumn", date(2018, 10, 1)), ("All", date(2017, 5, 1))):
        put_audits(session, put_round(session, name, day), [(G, G)])
    assert [row.name for row in table(session, council).rows] == ["2018: Autumn", "2018: Spring", "2017"]


def test_a_round_counts_in_the_year_it_started(session: Session, council: Council) -> None:
    winter = put_round(session, "Winter", date(2017, 12, 1))
    put_audits(session, winter, [(G, G)], audited_on=date(2018, 1, 8))
    assert [row.name for row in table(session, council, None, 2017).rows] == ["2017"]
    assert table(session, council, None, 2018).rows == ()


def test_a_single_audit_counts_in_its_own_year(session: Session, council: Council) -> None:
    put_audits(session, None, [(G, G)], audited_on=date(2018, 12, 31))
    assert len(table(session, council, None, 2018).rows) == 1
    assert table(session, council, None, 2019, 2020).rows == ()


def test_both_years_of_a_span_are_included(session: Session, council: Council) -> None:
    for year in (2015, 2016, 2018, 2019):
        put_audits(session, put_round(session, str(year), date(year, 1, 1)), [(G, G)])
    assert [row.year for row in table(session, council, None, 2016, 2018).rows] == [2018, 2016]


def test_a_cohort_is_counted_alone(session: Session, council: Council) -> None:
    put_audits(session, None, [(G, G)])
    put_audits(session, None, [(I, I), (I, None)], case="P3W6D")
    leavers, early = (table(session, council, cohort) for cohort in (Cohort.CARE_LEAVER, Cohort.EARLY_HELP))
    assert [row.counts for row in leavers.rows] == [(0, 0, 1, 0)]
    assert [(row.counts, row.awaiting) for row in early.rows] == [((1, 0, 0, 0), 1)]
    assert table(session, council, Cohort.CHILD_IN_CARE).rows == ()


@pytest.mark.parametrize(
    ("bases", "differ"),
    [
        ([Basis.ALL], False),
        ([Basis.ALL, Basis.ALL], False),
        ([Basis.ALL, Basis.HALF], True),
    ],
)
def test_rounds_on_different_bases_are_not_to_be_compared(
    session: Session, council: Council, bases: list[Basis], *, differ: bool
) -> None:
    put_audits(session, None, [(G, G)])
    for year, basis in enumerate(bases, start=2016):
        put_audits(session, put_round(session, str(year), date(year, 1, 1), basis), [(G, G)])
    assert table(session, council).bases_differ == differ


def test_a_round_that_is_not_shown_makes_no_bases_differ(session: Session, council: Council) -> None:
    put_audits(session, put_round(session, "2017", date(2017, 1, 1), Basis.ALL), [(G, G)])
    put_round(session, "2018", date(2018, 1, 1), Basis.RISK)
    assert not table(session, council).bases_differ


def test_rounds_that_were_planned_to_be_compared_are_named(session: Session, council: Council) -> None:
    first, second = (put_round(session, str(year), date(year, 1, 1)) for year in (2017, 2018))
    second.comparable_id = first.id
    for round_ in (first, second):
        put_audits(session, round_, [(G, G)])
    shown = table(session, council)
    assert [(row.name, row.compared_with) for row in shown.rows] == [("2018", "2017"), ("2017", "")]
    assert "Planned to be compared: 2018 with 2017." in reports.grades(shown).text
    alone = table(session, council, None, 2018)
    assert "Planned to be compared" not in reports.grades(alone).text


def test_moderation_is_told_as_unchanged_raised_and_lowered(session: Session, council: Council) -> None:
    pairs = [(G, G), (G, G), (I, O), (RI, G), (RI, G), (O, G), (O, I), (O, RI)]
    left_out = [(G, None), (G, NOT), (NOT, G), (NOT, NOT)]
    put_audits(session, None, [*pairs, *left_out])
    assert table(session, council).moderation == Moderation(unchanged=2, raised=3, lowered=3)


@pytest.mark.parametrize("who", ["practitioner", "auditor", "administrator"])
def test_grades_are_for_managers_and_the_quality_team(session: Session, council: Council, who: str) -> None:
    with pytest.raises(NotAllowed, match="Grades are for managers and the quality team"):
        figures.grades(session, getattr(council, who), None, None)


def test_a_manager_sees_the_totals_of_the_whole_service(session: Session, council: Council) -> None:
    put_audits(session, None, [(G, G)])
    put_audits(session, None, [(O, O)], case="P3W6D")
    (row,) = figures.grades(session, council.manager, None, None).rows
    assert row.counts == (0, 0, 1, 1)


def test_small_counts_are_withheld_from_a_table_that_is_printed_alone(
    session: Session, council: Council
) -> None:
    put_audits(session, None, [(I, I), (RI, RI), *[(G, G)] * 6, *[(O, O)] * 9])
    found = figures.withheld(table(session, council), 5)
    assert (found.rows, found.row_totals) == (((None, None, 6, 9, 0),), (17,))


def test_a_count_that_is_withheld_of_one_cohort_does_not_follow_from_another_and_all(
    session: Session, council: Council
) -> None:
    put_audits(session, None, [*[(RI, RI)] * 2, *[(G, G)] * 6])
    put_audits(session, None, [*[(RI, RI)] * 7, *[(G, G)] * 9], case="P3W6D")
    tables = [table(session, council, cohort) for cohort in (Cohort.CARE_LEAVER, Cohort.EARLY_HELP)]
    found = figures.withheld_together(tables, 5)["Single audits"]
    assert found.rows == ((0, None, None, 0, 0), (0, None, None, 0, 0))
    assert (found.row_totals, found.column_totals, found.total) == ((8, 16), (0, 9, 15, 0, 0), 24)
