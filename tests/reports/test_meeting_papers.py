"""The pack, the minutes and the board's pack as Word documents: what the pages in Slack say, whole."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from bot import chairing, decisions, documents, packs
from bot.decisions import Seen
from bot.documents import Paper, Wanted
from bot.errors import NotFound
from bot.packs import Section
from bot.visit import Visit
from storage.words import Status
from tests.council import TOMAS, Council, put_action
from tests.reports.papers import headings, opened, tables, words
from tests.verbs.at_meetings import FRIDAY, LATE, begun, current, planned, put_one_of_each


def test_the_pack_is_in_the_order_in_which_the_meeting_goes_through_it(
    session: Session, council: Council
) -> None:
    put_one_of_each(session, council)
    planned(session, council)
    paper = opened(documents.make(session, council.leader, Wanted(Paper.PACK)))
    said = headings(paper)
    assert said[:2] == ["Decisions wanted", "Late by the first date agreed: 1"]
    assert said[-1] == "Closed since last time: 1"
    for section in Section:
        assert len(tables(paper)[section.label]) == 2


def test_the_pack_has_every_item_and_not_the_first_few(session: Session, council: Council) -> None:
    for _ in range(25):
        put_action(session, "K7Q2M", TOMAS, LATE)
    planned(session, council)
    paper = opened(documents.make(session, council.quality, Wanted(Paper.PACK)))
    rows = tables(paper)[Section.LATE.label]
    assert len(rows) == 26
    assert rows[1][2:] == ["Tomas Reid", "First due Monday 3 March 2025", "Open; late by 9 working days"]


def test_the_pack_says_of_each_item_what_there_is_to_say(session: Session, council: Council) -> None:
    put_one_of_each(session, council)
    planned(session, council)
    found = tables(opened(documents.make(session, council.leader, Wanted(Paper.PACK))))
    assert "wanted until Tuesday 15 April 2025: It is closed again." in found[Section.MORE_TIME.label][1][4]
    assert "not theirs, says the owner: The school's." in found[Section.NOT_THEIRS.label][1][4]
    assert "to be looked at again on Friday 21 March 2025" in found[Section.NOT_DOING.label][1][4]
    assert found[Section.INADEQUATE.label][1][3] == "To be followed up by Monday 16 June 2025"
    assert "made a difference: partly" in found[Section.CLOSED.label][1][4]


def test_the_minutes_have_who_came_and_every_decision(session: Session, council: Council) -> None:
    put_action(session, "K7Q2M", TOMAS, LATE)
    meeting = begun(session, council)
    item = current(session, meeting)
    decisions.agree_date(
        session, council.leader, Seen(item.id, item.version), FRIDAY, "The plan is nearly there."
    )
    chairing.note_who_came(session, council.leader, meeting.id, {council.leader.actor.person_id or 0})
    chairing.end(session, council.leader, meeting.id)
    paper = opened(documents.make(session, council.leader, Wanted(Paper.MINUTES)))
    said = words(paper)
    assert "Chair: Helen Marsh" in said
    assert "Present: Helen Marsh" in said
    assert "Not present: Priya Shah" in said
    assert "Not planned yet." in said
    (row,) = tables(paper)["What the meeting decided"][1:]
    assert row[2:] == ["Tomas Reid", "New date agreed: Friday 21 March 2025. The plan is nearly there."]


def test_without_a_meeting_there_are_neither_pack_nor_minutes(session: Session, council: Council) -> None:
    with pytest.raises(NotFound, match="No meeting is planned, so there is no pack"):
        documents.make(session, council.leader, Wanted(Paper.PACK))
    with pytest.raises(NotFound, match="There was no meeting yet"):
        documents.make(session, council.leader, Wanted(Paper.MINUTES))


def test_the_boards_pack_tells_what_changed_and_then_every_line(record: Session, visit: Visit) -> None:
    paper = opened(documents.make(record, visit, Wanted(Paper.BOARD)))
    assert headings(paper) == [
        "How the plan stands",
        "What changed in the quarter",
        "Every line of the plan",
    ]
    assert len(tables(paper)["Service Improvement Plan"]) == 10
    assert "New on the plan: 5" in words(paper)


def test_a_pack_that_was_laid_down_says_so_and_stays_as_it_was(session: Session, council: Council) -> None:
    put_action(session, "K7Q2M", TOMAS, LATE)
    meeting = planned(session, council)
    packs.lay_down(session, council.quality, meeting)
    put_action(session, "K7Q2M", TOMAS, LATE)
    paper = opened(documents.make(session, council.quality, Wanted(Paper.PACK, meeting_id=meeting.id)))
    assert "As laid down for the meeting." in paper.sections[0].footer.paragraphs[1].text
    assert len(tables(paper)[Section.LATE.label]) == 2


def test_the_boards_pack_tells_how_actions_were_closed(session: Session, council: Council) -> None:
    put_action(session, "K7Q2M", TOMAS, date(2024, 11, 4), status=Status.DONE, done_on=date(2024, 11, 4))
    put_action(session, "K7Q2M", TOMAS, date(2024, 11, 4))
    paper = opened(documents.make(session, council.leader, Wanted(Paper.BOARD)))
    told = "October to December 2024: 1 of 2 actions done, 1 of them in time"
    assert told in words(paper)
    (chart,) = paper.inline_shapes
    assert told in chart._inline.docPr.get("descr")
