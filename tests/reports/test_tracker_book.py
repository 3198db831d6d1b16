"""The action tracker as a workbook."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from bot import agreements, documents
from bot.agreements import Agreement
from bot.documents import Document, Paper, Wanted
from bot.errors import NotAllowed, NotFound
from bot.reports.tracker import KEPT, SERVICE
from bot.visit import Visit
from storage.words import Cohort, Status
from tests.council import TOMAS, Council, put_action
from tests.reports import reading
from tests.reports.reading import Read
from tests.verbs import plan_lines
from tests.verbs.steps import agreed, logged, recommended

DUE = date(2025, 3, 21)


def made(session: Session, visit: Visit, **wanted: object) -> Document:
    return documents.make(session, visit, Wanted(Paper.ACTIONS, **wanted))  # type: ignore[arg-type]


def tracked(session: Session, visit: Visit, **wanted: object) -> Read:
    return reading.sheet(made(session, visit, **wanted).content, "Actions")


def test_each_action_is_a_row_with_its_dates(session: Session, council: Council) -> None:
    action = agreed(session, council.manager, due_on=DUE)
    (row,) = tracked(session, council.quality).rows
    assert row == {
        "Reference": action.name,
        "Case": "K7Q2M",
        "Recommendation": "Visit weekly.",
        "Action": "Ring the school.",
        "Owner": "Tomas Reid",
        "First due": DUE,
        "Due now": DUE,
        "Status": "Open",
        "Done on": "",
        "Checked on": "",
        "Made a difference": "",
        "Where to look": "",
        "More time given": 0,
        KEPT: row[KEPT],
    }


def test_an_action_for_the_service_is_of_no_case(session: Session, council: Council) -> None:
    plan_lines.agreed(session, council.quality, plan_lines.asked(session, council.quality))
    assert tracked(session, council.quality).column("Case") == [SERVICE]


def test_it_holds_no_number_of_the_case_system_and_no_slack_id(session: Session, council: Council) -> None:
    agreed(session, council.manager)
    content = made(session, council.quality).content
    told = "".join(reading.part(content, name) for name in reading.parts(content))
    assert "1001" not in told
    assert TOMAS not in told


def test_it_may_be_of_a_cohort_or_a_round(session: Session, council: Council) -> None:
    audit = logged(session, council.auditor)
    agreement = Agreement(recommended(session, council.auditor, audit).id, "Ring the school.", TOMAS)
    of_round = agreements.agree(session, council.manager, agreement)
    put_action(session, "M4T9X", TOMAS, DUE)
    assert tracked(session, council.quality, cohort=Cohort.CHILD_IN_NEED).column("Case") == ["M4T9X"]
    assert tracked(session, council.quality, year=2025).column("Reference") == [of_round.name]
    assert tracked(session, council.quality, year=2018).rows == []


def test_a_round_that_is_gone_is_refused(session: Session, council: Council) -> None:
    with pytest.raises(NotFound, match="no longer there"):
        made(session, council.quality, round_id=999)


def test_owners_and_statuses_are_chosen_from_lists(session: Session, council: Council) -> None:
    agreed(session, council.manager)
    content = made(session, council.quality).content
    lists = reading.rows_of(content, "Lists")
    assert {row[0] for row in lists if row[0]} == {
        "Grace Obi",
        "Helen Marsh",
        "Jude Ellery",
        "Omara Finch",
        "Priya Shah",
        "Tomas Reid",
    }
    assert [row[1] for row in lists] == [status.label for status in Status]
    written = reading.part(content, "xl/worksheets/sheet1.xml")
    assert "<formula1>Lists!$A$1:$A$6</formula1>" in written
    assert written.count('type="list"') == 3
    assert written.count('type="date"') == 2


def test_what_the_bot_keeps_of_a_row_is_hidden(session: Session, council: Council) -> None:
    agreed(session, council.manager)
    assert 'hidden="1"' in reading.part(made(session, council.quality).content, "xl/worksheets/sheet1.xml")


def test_its_name_tells_of_nobody(session: Session, council: Council) -> None:
    assert made(session, council.quality).file_name == "Action tracker 2025-03-14.xlsx"


def test_documents_are_for_the_quality_team_and_leaders(session: Session, council: Council) -> None:
    for visit in (council.manager, council.practitioner, council.auditor, council.administrator):
        with pytest.raises(NotAllowed, match="quality team and leaders"):
            made(session, visit)
