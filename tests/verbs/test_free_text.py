"""Free text: tidied, measured, and refused where it seems to say who a child is, whichever verb takes it."""

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import agreements, audits, corrections, free_text, recommendations
from bot.agreements import Agreement
from bot.audits import LogAudit
from bot.errors import PersonalDetails, Refusal
from bot.recommendations import FirstAction, NewRecommendation
from bot.visit import Visit
from storage import recommendations as stored_recommendations
from storage.database import Database
from storage.models import Audit, Base
from storage.words import Grade
from tests.council import TOMAS, Council
from tests.verbs.steps import amendment, logged, recommended

PERSONAL = {
    "an e-mail address": "alice@example.org",
    "a phone number": "07700 900123",
    "a postcode": "SW1A 1AA",
    "a date of birth": "born on 3 April 2009",
    "an NHS number": "943 476 5919",
    "a National Insurance number": "AB 12 34 56 C",
    "a unique pupil number": "H801200001001",
    "a long number, such as a case number": "LCS-1000123",
}


def logs_by(session: Session, visit: Visit, audit: Audit, text: str) -> None:
    audits.log(session, visit, LogAudit("M4T9X", Grade.GOOD, auditor=text))


def logs_with_recommendation(session: Session, visit: Visit, audit: Audit, text: str) -> None:
    audits.log(session, visit, LogAudit("M4T9X", Grade.GOOD, recommendations=(NewRecommendation(text),)))


def logs_with_action(session: Session, visit: Visit, audit: Audit, text: str) -> None:
    new = NewRecommendation("Visit weekly.", FirstAction(TOMAS, text=text))
    audits.log(session, visit, LogAudit("M4T9X", Grade.GOOD, recommendations=(new,)))


def amends(session: Session, visit: Visit, audit: Audit, text: str) -> None:
    corrections.amend(session, visit, amendment(audit, auditor=text))


def recommends(session: Session, visit: Visit, audit: Audit, text: str) -> None:
    recommendations.add(session, visit, audit.id, NewRecommendation(text))


def recommends_with_action(session: Session, visit: Visit, audit: Audit, text: str) -> None:
    new = NewRecommendation("Ring the school.", FirstAction(TOMAS, text=text))
    recommendations.add(session, visit, audit.id, new)


def agrees(session: Session, visit: Visit, audit: Audit, text: str) -> None:
    (wanted,) = stored_recommendations.of_audit(session, audit.id)
    agreements.agree(session, visit, Agreement(wanted.id, text, TOMAS))


Verb = Callable[[Session, Visit, Audit, str], None]
VERBS: list[Verb] = [
    logs_by,
    logs_with_recommendation,
    logs_with_action,
    amends,
    recommends,
    recommends_with_action,
    agrees,
]


@pytest.fixture
def audit(db: Database, council: Council) -> Audit:
    """An audit with one recommendation, committed."""
    with db.begin() as session:
        audit = logged(session, council.manager)
        recommended(session, council.manager, audit)
    return audit


def everything(db: Database) -> dict[str, list[object]]:
    """Every row of every table."""
    with db.reading() as session:
        tables = Base.metadata.sorted_tables
        return {table.name: [tuple(row) for row in session.execute(sa.select(table))] for table in tables}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("kind", ["a phone number", "a date of birth"])
def test_no_verb_stores_or_repeats_what_may_identify_a_child(
    db: Database, council: Council, audit: Audit, verb: Verb, kind: str
) -> None:
    before = everything(db)
    with pytest.raises(PersonalDetails) as caught, db.begin() as session:
        verb(session, council.manager, audit, f"Ring Mum, {PERSONAL[kind]}")
    assert kind in caught.value.message
    assert PERSONAL[kind] not in caught.value.message
    assert everything(db) == before


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_takes_text_that_identifies_nobody(session: Session, council: Council, verb: Verb) -> None:
    audit = logged(session, council.manager)
    recommended(session, council.manager, audit)
    verb(session, council.manager, audit, "Ring the school in April")


@pytest.mark.parametrize("kind", PERSONAL)
def test_each_kind_is_named_and_none_is_repeated(kind: str) -> None:
    with pytest.raises(PersonalDetails) as caught:
        free_text.accept(f"Please note {PERSONAL[kind]}.", "The action", field="action")
    assert f"seems to contain {kind}. " in caught.value.message
    assert PERSONAL[kind] not in caught.value.message
    assert caught.value.field == "action"


def test_two_kinds_are_both_named_and_how_to_delete_the_message_is_told() -> None:
    with pytest.raises(PersonalDetails) as caught:
        free_text.accept("SW1A 1AA, 07700 900123", "The action")
    assert "a phone number and a postcode" in caught.value.message
    assert "delete the message as well" in caught.value.message
    assert "does not catch everything" in caught.value.message


@pytest.mark.parametrize("hidden", ["07700\u200b 900123", "０７７００ 900123", "077\u00ad00 900123"])
def test_invisible_characters_hide_nothing(hidden: str) -> None:
    with pytest.raises(PersonalDetails):
        free_text.accept(hidden, "The action")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Visit\n\nweekly. ", "Visit weekly."),
        ("Visit\tweekly.\x00", "Visit weekly."),
        ("\u202eVisit weekly.\u202c", "Visit weekly."),
        ("Ring Éva’s school – soon ☎", "Ring Éva’s school – soon ☎"),
        ("<b>*Visit* & `ring`</b>", "<b>*Visit* & `ring`</b>"),
        ("\ud800 Visit", "Visit"),
    ],
)
def test_text_is_tidied_and_otherwise_left_alone(typed: str, kept: str) -> None:
    assert free_text.accept(typed, "The action") == kept


def test_what_is_measured_is_what_would_be_stored() -> None:
    assert free_text.accept("ab" + " " * 50, "The action", longest=2) == "ab"
    with pytest.raises(Refusal, match="The action has 3 characters; at most 2 can be kept"):
        free_text.accept("abc", "The action", longest=2)


def test_text_that_is_no_sql_and_no_markup_is_stored_as_it_is(session: Session, council: Council) -> None:
    audit = logged(
        session, council.manager, audited_on=date(2025, 3, 3), auditor="O'Hara\"); DROP TABLE x;--"
    )
    session.expire_all()
    assert audit.auditor_name == "O'Hara\"); DROP TABLE x;--"
