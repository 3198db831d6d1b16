"""The invented service of the year: two teams with fourteen cases, quality, and auditors from outside."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from bot.cli import demo
from bot.sandbox import config
from storage.models import Case, Person, Post, Team
from storage.words import Cohort, Role

GRACE, NADIA, HELEN = "U0GRACE03", "U0NADIA11", "U0HELEN04"
ALANA, EDWIN = "U0ALANA05", "U0EDWIN12"
PRIYA, TOMAS = "U0PRIYA01", "U0TOMAS02"
OMARA, AMARA = "U0OMARA08", "U0AMARA13"

NAMES = {
    GRACE: "Grace Obi",
    NADIA: "Nadia Frost",
    HELEN: "Helen Marsh",
    ALANA: "Alana Brook",
    EDWIN: "Edwin Sallow",
    PRIYA: "Priya Shah",
    TOMAS: "Tomas Reid",
    OMARA: "Omara Finch",
    AMARA: "Amara Lund",
}
MEMBERS = (HELEN, OMARA, PRIYA)

CASES = {
    "K7Q2M": Cohort.CARE_LEAVER,
    "R8H2K": Cohort.CARE_LEAVER,
    "T5N3C": Cohort.CARE_LEAVER,
    "W9F4G": Cohort.CARE_LEAVER,
    "C6J7P": Cohort.CARE_LEAVER,
    "D2V8Q": Cohort.CARE_LEAVER,
    "M4T9X": Cohort.CHILD_IN_NEED,
    "F4X3R": Cohort.CHILD_IN_NEED,
    "G7K9T": Cohort.CHILD_IN_NEED,
    "H3M5V": Cohort.CHILD_IN_NEED,
    "P3W6D": Cohort.EARLY_HELP,
    "J8P6W": Cohort.EARLY_HELP,
    "N2R4Y": Cohort.EARLY_HELP,
    "Q5T7D": Cohort.EARLY_HELP,
}


def manager_of(cohort: Cohort) -> str:
    """Early Help is a team of its own."""
    return OMARA if cohort is Cohort.EARLY_HELP else PRIYA


def worker_of(cohort: Cohort) -> str:
    return AMARA if cohort is Cohort.EARLY_HELP else TOMAS


def workspace() -> config.Config:
    """The demo's people and channels, and those of the service who are not among them."""
    setting = demo.council_workspace()
    there = {user.id for user in setting.users}
    others = [config.User(one, name.split()[0].lower(), name) for one, name in NAMES.items()]
    return replace(setting, users=(*setting.users, *(user for user in others if user.id not in there)))


def found(session: Session) -> None:
    """Stores the teams, people and cases, as an import does before the year begins."""
    families, early = Team(name="Children and Families"), Team(name="Early Help")
    aidhour = Team(name="Aidhour")
    session.add_all((families, early, aidhour))
    session.flush()
    people = {
        slack_id: Person(
            slack_id=slack_id, name=NAMES[slack_id], role=role, team_id=team.id if team else None
        )
        for slack_id, role, team in (
            (GRACE, Role.QUALITY, None),
            (NADIA, Role.QUALITY, None),
            (HELEN, Role.LEADER, None),
            (ALANA, Role.AUDITOR, aidhour),
            (EDWIN, Role.AUDITOR, aidhour),
            (PRIYA, Role.MANAGER, families),
            (TOMAS, Role.PRACTITIONER, families),
            (OMARA, Role.MANAGER, early),
            (AMARA, Role.PRACTITIONER, early),
        )
    }
    session.add_all(people.values())
    session.flush()
    for team, manager in ((families, PRIYA), (early, OMARA)):
        session.add(Post(team_id=team.id, post="manager", person_id=people[manager].id))
    session.add_all(
        Case(
            reference=reference,
            system_number=f"LCS-{20000 + place}",
            cohort=cohort,
            team_id=people[manager_of(cohort)].team_id,
            worker_id=people[worker_of(cohort)].id,
            opened_on=date(2024, 6, 3),
        )
        for place, (reference, cohort) in enumerate(CASES.items())
    )
