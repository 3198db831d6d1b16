"""A small invented council: the people, teams, cases and the round that tests speak of."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy.orm import Session

from bot import people
from bot.settings import Terms
from bot.visit import Visit
from storage import cases as stored_cases
from storage import people as stored_people
from storage.models import Action, Case, Person, Post, Round, Team
from storage.words import Basis, Cohort, Door, Role, Status

PRIYA, TOMAS, GRACE = "U0PRIYA01", "U0TOMAS02", "U0GRACE03"
HELEN, ALANA, SAMIR = "U0HELEN04", "U0ALANA05", "U0SAMIR06"
STRANGER = "U0NEWBY07"


@dataclass(frozen=True)
class Council:
    """Visits by one person of each role, on Friday 14 March 2025 at ten."""

    manager: Visit
    practitioner: Visit
    quality: Visit
    leader: Visit
    auditor: Visit
    administrator: Visit
    other_manager: Visit


def found_council(session: Session) -> None:
    """Stores the council.

    Cases: K7Q2M (care leaver) and M4T9X (child in need) of Children and Families, the first Tomas's;
    P3W6D (Early Help) of Early Help. The March 2025 round is Aidhour's.
    """
    families, early, aidhour = (
        Team(name="Children and Families"),
        Team(name="Early Help"),
        Team(name="Aidhour"),
    )
    session.add_all((families, early, aidhour))
    session.flush()
    priya = Person(slack_id=PRIYA, name="Priya Shah", role=Role.MANAGER, team_id=families.id)
    tomas = Person(slack_id=TOMAS, name="Tomas Reid", role=Role.PRACTITIONER, team_id=families.id)
    session.add_all(
        (
            priya,
            tomas,
            Person(slack_id=GRACE, name="Grace Obi", role=Role.QUALITY),
            Person(slack_id=HELEN, name="Helen Marsh", role=Role.LEADER),
            Person(slack_id=ALANA, name="Alana Brook", role=Role.AUDITOR, team_id=aidhour.id),
            Person(slack_id=SAMIR, name="Samir Patel", role=Role.ADMINISTRATOR),
            Person(slack_id="U0OMARA08", name="Omara Finch", role=Role.MANAGER, team_id=early.id),
            Person(name="Jude Ellery", role=Role.PRACTITIONER, team_id=families.id),
        )
    )
    session.flush()
    session.add(Post(team_id=families.id, post="manager", person_id=priya.id))
    session.add_all(
        (
            _case("K7Q2M", "1001", Cohort.CARE_LEAVER, families, tomas),
            _case("M4T9X", "1002", Cohort.CHILD_IN_NEED, families, None),
            _case("P3W6D", "1003", Cohort.EARLY_HELP, early, None),
            Round(
                name="March 2025",
                basis=Basis.HALF,
                starts_on=date(2025, 3, 1),
                ends_on=date(2025, 3, 31),
                organisation="Aidhour",
            ),
        )
    )


def visits(session: Session, terms: Terms, at: datetime) -> Council:
    """Opens a visit by each of the council's people."""

    def visit(slack_id: str) -> Visit:
        actor = people.recognise(session, slack_id, terms)
        return Visit(actor, Door.COMMAND, at, at.astimezone(terms.zone).date(), terms)

    return Council(
        manager=visit(PRIYA),
        practitioner=visit(TOMAS),
        quality=visit(GRACE),
        leader=visit(HELEN),
        auditor=visit(ALANA),
        administrator=visit(SAMIR),
        other_manager=visit("U0OMARA08"),
    )


def _case(reference: str, number: str, cohort: Cohort, team: Team, worker: Person | None) -> Case:
    return Case(
        reference=reference,
        system_number=number,
        cohort=cohort,
        team_id=team.id,
        worker_id=worker.id if worker else None,
        opened_on=date(2024, 6, 3),
    )


def person_id(session: Session, slack_id: str) -> int:
    """The id of a person of the council."""
    person = stored_people.by_slack_id(session, slack_id)
    assert person is not None
    return person.id


def case_of(session: Session, reference: str) -> Case:
    """A case of the council."""
    case = stored_cases.by_reference(session, reference)
    assert case is not None
    return case


def on(visit: Visit, day: date) -> Visit:
    """The same person's visit at ten on another day."""
    return replace(visit, at=datetime.combine(day, time(10), UTC), today=day)


def put_action(session: Session, reference: str, owner: str, due_on: date, **values: Any) -> Action:
    """Puts an action for a case in the database, as if it had been agreed at the start of 2025."""
    fields = {"text": "Visit every week.", "status": Status.OPEN, "first_due_on": due_on, **values}
    action = Action(
        case_id=case_of(session, reference).id,
        owner_id=person_id(session, owner),
        due_on=due_on,
        agreed_at=datetime(2025, 1, 2, 10, 0, tzinfo=UTC),
        **fields,
    )
    session.add(action)
    session.flush()
    return action
