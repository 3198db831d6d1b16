"""The report to Members: ordered as the two reports are, with their figures and marked places for words."""

from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from sqlalchemy.orm import Session

from bot import documents
from bot.documents import Paper, Wanted
from bot.errors import NotAllowed, NotFound, Refusal
from bot.visit import Visit
from storage.models import Round
from storage.words import Cohort
from tests.council import Council
from tests.reports.papers import headings, opened, tables, words

# The table of the 2018 report, cell by cell.
PRINTED = [
    ["2018", "17", "0", "5 (30%)", "6 (35%)", "6 (35%)"],
    ["2017", "16", "0", "5 (31%)", "10 (63%)", "1 (6%)"],
    ["2016", "13", "0", "0", "12 (92%)", "1 (8%)"],
]
OF_2018 = Wanted(Paper.REPORT, year=2018)
CARE_LEAVERS = "Care leavers: cases audited and moderated grades"


def test_the_report_has_the_sections_of_the_reports_in_their_order(record: Session, visit: Visit) -> None:
    paper = opened(documents.make(record, visit, OF_2018))
    assert headings(paper) == [
        "Summary",
        "Recommendation",
        "Background",
        "Current position",
        "Strengths",
        "Areas for development",
        "Recommendations and position",
        "Moderation",
        "Conclusion",
        "Appendix: how the figures are counted",
    ]
    said = words(paper)
    assert "Members are asked to:" in said
    assert "Note the report." in said
    assert "In October 2018 31 cases were audited by 3 auditors from Aidhour." in said


def test_the_table_of_2018_is_the_printed_one_cell_by_cell(record: Session, visit: Visit) -> None:
    for wanted in (OF_2018, replace(OF_2018, cohort=Cohort.CARE_LEAVER)):
        table = tables(opened(documents.make(record, visit, wanted)))[CARE_LEAVERS]
        assert table[0][2:] == ["Inadequate", "Requires improvement", "Good", "Outstanding"]
        assert table[1:] == PRINTED


def test_nothing_is_compared_across_a_change_of_basis(record: Session, visit: Visit) -> None:
    said = " ".join(words(opened(documents.make(record, visit, OF_2018))))
    assert "cannot be compared directly" in said
    assert "Basis: 2018: about half of the open cases; 2017: all open cases; 2016: all open cases." in said


def test_what_only_a_person_can_say_is_a_marked_place(record: Session, visit: Visit) -> None:
    paper = opened(documents.make(record, visit, OF_2018))
    places = [one for one in paper.paragraphs if one.text.startswith("[To be written:")]
    assert len(places) == 5
    assert all(one.runs[0].font.highlight_color for one in places)


def test_every_table_has_a_header_row_and_every_picture_says_what_it_shows(
    record: Session, visit: Visit
) -> None:
    paper = opened(documents.make(record, visit, OF_2018))
    for table in paper.tables:
        first = table.rows[0]._tr.trPr
        assert first is not None
        assert first.find(qn("w:tblHeader")) is not None
    (chart,) = paper.inline_shapes
    told = chart._inline.docPr.get("descr")
    assert "2018: 5 Requires improvement, 6 Good, 6 Outstanding." in told


def test_every_page_has_the_marking_and_who_made_it_when(record: Session, visit: Visit) -> None:
    section = opened(documents.make(record, visit, OF_2018)).sections[0]
    assert section.header.paragraphs[0].text == "OFFICIAL-SENSITIVE"
    assert "by the command line" in section.footer.paragraphs[1].text


def test_small_counts_are_withheld_with_a_second_one_and_no_chart_tells_them(
    record: Session, visit: Visit
) -> None:
    paper = opened(documents.make(record, visit, replace(OF_2018, withhold_under=5)))
    by_round = tables(paper)[CARE_LEAVERS]
    assert by_round[1] == PRINTED[0]
    assert by_round[2] == ["2017", "16", "0", "withheld", "10", "withheld"]
    assert len(paper.inline_shapes) == 0
    assert "By cohort:" not in " ".join(words(paper))


def test_a_round_or_a_year_without_audits_has_no_report(record: Session, visit: Visit) -> None:
    with pytest.raises(NotFound, match="There are no audits in 2019 to report on"):
        documents.make(record, visit, replace(OF_2018, year=2019))
    with pytest.raises(NotFound, match="That round is no longer there"):
        documents.make(record, visit, Wanted(Paper.REPORT, round_id=999_999))


def test_a_report_of_one_round_is_of_that_alone(record: Session, visit: Visit) -> None:
    one = record.query(Round).filter_by(name="September 2017").one()
    said = " ".join(words(opened(documents.make(record, visit, Wanted(Paper.REPORT, round_id=one.id)))))
    assert "In September 2017 16 cases were audited" in said


def test_the_councils_own_template_dresses_it(record: Session, visit: Visit, tmp_path: Path) -> None:
    template = docx.Document()
    template.styles["Heading 1"].font.name = "Comic Sans MS"
    template.sections[0].header.paragraphs[0].text = "Example Council, Members' Services"
    template.add_paragraph("An old letter that nobody wants to see.")
    template.save(str(tmp_path / "own.docx"))
    terms = replace(visit.terms, template=tmp_path / "own.docx")
    paper = opened(documents.make(record, replace(visit, terms=terms), OF_2018))
    assert paper.styles["Heading 1"].font.name == "Comic Sans MS"
    assert "An old letter that nobody wants to see." not in words(paper)
    above = [line.text for line in paper.sections[0].header.paragraphs]
    assert above == ["Example Council, Members' Services", "OFFICIAL-SENSITIVE"]


def test_a_template_that_is_none_is_refused_with_a_sentence(
    record: Session, visit: Visit, tmp_path: Path
) -> None:
    (tmp_path / "broken.docx").write_bytes(b"PK no Word file")
    terms = replace(visit.terms, template=tmp_path / "broken.docx")
    with pytest.raises(Refusal, match="The Word template cannot be read"):
        documents.make(record, replace(visit, terms=terms), OF_2018)


def test_documents_are_for_the_quality_team_and_leaders(session: Session, council: Council) -> None:
    for visit in (council.manager, council.practitioner, council.auditor, council.administrator):
        with pytest.raises(NotAllowed):
            documents.make(session, visit, OF_2018)
