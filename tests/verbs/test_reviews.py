"""The quarterly review of the improvement plan."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from bot import corrections, findings, reviews
from bot.errors import Conflict, NotAllowed, PersonalDetails
from bot.findings import Edit, NewFinding, Opened
from bot.reviews import NewReview
from bot.rules.progress import Said
from storage.models import Review
from storage.words import FindingKind, Impact, Position
from tests.council import Council, on
from tests.verbs.plan_lines import (
    ACTIONED,
    EMBEDDED,
    STARTED,
    SUMMER,
    TODAY,
    agreed,
    asked,
    found,
    lines,
    only,
    review,
)
from tests.verbs.steps import journal_of


def test_a_review_is_kept_with_the_line_and_in_the_journal(session: Session, council: Council) -> None:
    asked(session, council.quality)
    line = review(
        session,
        council.quality,
        only(session, council.quality),
        STARTED,
        note="The draft is there.",
        evidence="Draft 2",
        impact=Impact.NOT_YET,
    )
    assert line.stands == Said(STARTED, TODAY)
    assert (line.evidence, line.impact) == ("Draft 2", Impact.NOT_YET)
    (made,) = line.reviews
    assert made.quarter == date(2025, 1, 1)
    assert session.get_one(Review, made.review_id).note == "The draft is there."
    assert journal_of(session)[-1] == ("line reviewed", "reviews")


def test_again_in_the_same_quarter_it_changes_what_was_said(session: Session, council: Council) -> None:
    found(session, council.quality)
    line = review(session, council.quality, only(session, council.quality), STARTED, note="Begun.")
    line = review(session, council.leader, line, ACTIONED)
    assert [one.position for one in line.reviews] == [ACTIONED]
    assert [one.note for one in session.query(Review)] == [None]
    line = review(session, on(council.quality, SUMMER), line, EMBEDDED)
    assert [one.position for one in line.reviews] == [ACTIONED, EMBEDDED]


def test_it_goes_through_the_lines_one_at_a_time_and_says_how_many_are_left(
    session: Session, council: Council
) -> None:
    keys = [
        f"R{asked(session, council.quality, theme=theme).id}"
        for theme in ("Assessment", "Supervision", "Visits")
    ]

    def left(after: str = "") -> tuple[int, str | None]:
        left = reviews.left(session, council.quality, after)
        return left.count, left.key

    assert left() == (3, keys[0])
    assert left(keys[0]) == (3, keys[1])
    reviews.review(session, council.quality, NewReview(keys[1], 0, STARTED))
    assert left(keys[0]) == (2, keys[2])
    assert left(keys[2]) == (2, None)


def test_whoever_reviews_a_line_reads_what_was_found_last_and_what_was_agreed(
    session: Session, council: Council
) -> None:
    for number in range(4):
        found(session, council.quality, text=f"Note {number}.", day=date(2025, 2, 3 + number))
    sheet = reviews.sheet(session, council.quality, only(session, council.quality).key)
    assert [one.text for one in sheet.found] == ["Note 3.", "Note 2.", "Note 1."]
    made = asked(session, council.quality)
    action = agreed(session, council.quality, made)
    assert list(reviews.sheet(session, council.quality, f"R{made.id}").actions) == [action]


def test_what_is_embedded_is_left_in_peace_in_the_next_quarter(session: Session, council: Council) -> None:
    found(session, council.quality)
    review(session, council.quality, only(session, council.quality), EMBEDDED)
    later = on(council.quality, SUMMER)
    assert reviews.left(session, later).count == 0
    found(session, later, day=SUMMER)
    assert reviews.left(session, later).count == 1


def test_a_review_of_a_line_that_somebody_reviewed_meanwhile_is_refused(
    session: Session, council: Council
) -> None:
    asked(session, council.quality)
    line = only(session, council.quality)
    review(session, council.leader, line, ACTIONED)
    with pytest.raises(Conflict, match="this has been actioned"):
        reviews.review(session, council.quality, NewReview(line.key, 0, STARTED))


@pytest.mark.parametrize("name", ["note", "evidence"])
def test_what_seems_to_tell_who_a_child_is_is_not_stored(
    session: Session, council: Council, name: str
) -> None:
    asked(session, council.quality)
    line = only(session, council.quality)
    with pytest.raises(PersonalDetails) as caught:
        review(session, council.quality, line, STARTED, **{name: "Phone 07700 900123."})
    assert caught.value.field == name
    assert only(session, council.quality).reviews == ()


def test_a_manager_does_not_review(session: Session, council: Council) -> None:
    asked(session, council.quality)
    with pytest.raises(NotAllowed, match="is for the quality team and leaders"):
        review(session, council.manager, only(session, council.manager), ACTIONED)


def test_what_was_said_of_a_line_stays_with_it_when_its_first_finding_goes(
    session: Session, council: Council
) -> None:
    first = found(session, council.quality)
    found(session, council.quality, day=TODAY)
    review(session, council.quality, only(session, council.quality), ACTIONED)
    corrections.undo(session, council.quality, first.id)
    line = only(session, council.quality)
    assert (line.reviews[0].position, line.stands.position) == (ACTIONED, ACTIONED)


def test_what_was_said_of_a_line_does_not_follow_a_finding_into_another_theme(
    session: Session, council: Council
) -> None:
    audit = found(session, council.quality)
    found(session, council.quality, day=TODAY)
    review(session, council.quality, only(session, council.quality), ACTIONED)
    (finding,) = findings.of(session, audit)
    new = NewFinding(FindingKind.AREA, finding.text, "Visits")
    findings.amend(session, council.quality, audit, [Edit(new, Opened(finding.id, finding.version))])
    stands = {line.theme: line.stands.position for line in lines(session, council.quality)}
    assert stands == {"Supervision": ACTIONED, "Visits": Position.NOT_STARTED}


def test_a_review_goes_with_the_last_finding_of_its_line_and_the_journal_says_so(
    session: Session, council: Council
) -> None:
    audit = found(session, council.quality)
    review(session, council.quality, only(session, council.quality), ACTIONED)
    corrections.undo(session, council.quality, audit.id)
    assert lines(session, council.quality) == []
    assert session.query(Review).count() == 0
    assert ("review removed", "reviews") in journal_of(session)
