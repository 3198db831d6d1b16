"""The review sheet: what was understood and what not, corrected there and imported again."""

from pathlib import Path

from sqlalchemy.orm import Session

from bot.intake import Kind, Report, Review, read_file, reviews, take_in
from bot.visit import Visit
from tests.intake.books import book, table

HEADINGS = ("Ref", "Date of audit", "Auditor", "Judgement", "Moderated by")
AUDITS = book(
    table(
        ("Case audits 2025",),
        HEADINGS,
        ("1001", "w/c 3 Mar 25", "U0ALANA05", "G (mod RI)", "Grace Obi"),
        ("K7Q2M", "Mar 2025", "Alana Brok", "Good", ""),
        ("K7Q2M", "5 March 2025", "Marta Pellow", "Good", ""),
    )
)


def looked_over(
    session: Session, visit: Visit, file: Path, kind: Kind = Kind.AUDITS
) -> tuple[Review, Report]:
    review = Review()
    with session.begin_nested() as nothing_is_kept:
        report = take_in(session, visit, kind, read_file(file, kind).rows, skip_bad=False, review=review)
        if nothing_is_kept.is_active:
            nothing_is_kept.rollback()
    return review, report


def reviewed(session: Session, visit: Visit, tmp_path: Path) -> Path:
    """The review sheet of the audits."""
    (tmp_path / "audits.xlsx").write_bytes(AUDITS)
    sheet = tmp_path / "review.xlsx"
    sheet.write_bytes(reviews.sheet(*looked_over(session, visit, tmp_path / "audits.xlsx")))
    return sheet


def test_each_column_shows_what_was_understood(session: Session, visit: Visit, tmp_path: Path) -> None:
    first, second, _ = (row.cells for row in read_file(reviewed(session, visit, tmp_path), Kind.AUDITS).rows)
    assert (first["case"], first["date"], first["auditor"]) == ("K7Q2M", "2025-03-03", "Alana Brook")
    assert (first["grade"], first["moderated_grade"]) == ("Good", "Requires improvement")
    assert (second["date"], second["auditor"]) == ("Mar 2025", "Alana Brok")
    assert "a month without a day" in second["To be looked at"]


def test_the_sheet_imports_as_the_file_did(session: Session, visit: Visit, tmp_path: Path) -> None:
    _, before = looked_over(
        session, visit, tmp_path / reviewed(session, visit, tmp_path).with_name("audits.xlsx")
    )
    _, again = looked_over(session, visit, tmp_path / "review.xlsx")
    assert [row.outcome for row in again.rows] == [row.outcome for row in before.rows]
    assert [row.problem for row in again.rows] == [row.problem for row in before.rows]
    assert again.unknown_columns == ()


def test_what_begins_like_a_formula_stays_text(session: Session, visit: Visit, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("name,role,team\n=1+1,quality,@home\n")
    content = reviews.sheet(*looked_over(session, visit, tmp_path / "people.csv", Kind.PEOPLE))
    (tmp_path / "people.xlsx").write_bytes(content)
    (row,) = read_file(tmp_path / "people.xlsx", Kind.PEOPLE).rows
    assert (row.cells["name"], row.cells["team"]) == ("=1+1", "@home")


def test_the_sheet_says_how_much_was_understood(session: Session, visit: Visit, tmp_path: Path) -> None:
    (tmp_path / "audits.xlsx").write_bytes(AUDITS)
    _, report = looked_over(session, visit, tmp_path / "audits.xlsx")
    assert reviews.summary(report) == "2 of 3 rows were understood, 1 is to be corrected."
