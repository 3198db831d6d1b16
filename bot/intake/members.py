"""The members of a Slack workspace beside the people that are known: whose id is whose, by name alone."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO

from sqlalchemy.orm import Session

from bot import staff
from bot.rules.formulas import plain_cell
from bot.rules.spellings import plain
from bot.visit import Visit
from storage import people as stored
from storage.models import Person


@dataclass(frozen=True)
class Member:
    """Somebody in the workspace: the id, and the names by which Slack knows them."""

    slack_id: str
    name: str
    display_name: str = ""


class Found(StrEnum):
    """What the name of a member tells."""

    KNOWN = "Known already, with this id."
    SAME_NAME = "The same name as one person without a Slack id: --apply notes it."
    SEVERAL = "Several people or members have this name. Please look who is who."
    NEW = "Not known yet. Fill in the role and the team, or delete the row if the bot is not for them."


@dataclass(frozen=True)
class Match:
    """A member, what was found, and the person where it can only be one."""

    member: Member
    found: Found
    person: Person | None = None


def match(session: Session, members: Iterable[Member]) -> list[Match]:
    """Each member beside the one active person of exactly that name, however it is capitalised."""
    everybody = [person for person in stored.everybody(session) if person.active]
    by_id = {person.slack_id: person for person in everybody if person.slack_id}
    members = sorted(members, key=lambda member: plain(member.name))
    shared = [plain(member.name) for member in members]
    return [_match(member, by_id, everybody, shared.count(plain(member.name))) for member in members]


def _match(member: Member, by_id: dict[str, Person], everybody: Sequence[Person], sharing: int) -> Match:
    if member.slack_id in by_id:
        return Match(member, Found.KNOWN, by_id[member.slack_id])
    names = {plain(member.name), plain(member.display_name)} - {""}
    namesakes = [person for person in everybody if plain(person.name) in names]
    waiting = [person for person in namesakes if person.slack_id is None]
    if not namesakes:
        return Match(member, Found.NEW)
    if len(namesakes) == len(waiting) == sharing == 1:
        return Match(member, Found.SAME_NAME, waiting[0])
    return Match(member, Found.SEVERAL)


def apply(session: Session, visit: Visit, matches: Iterable[Match]) -> int:
    """Notes the ids of those whose name told surely who they are; gives how many."""
    sure = [(match.person, match.member) for match in matches if match.found is Found.SAME_NAME]
    # Two display names may lead to one person, who is then nobody's for sure.
    people = [person for person, _ in sure]
    noted = 0
    for person, member in sure:
        if person is not None and people.count(person) == 1:
            noted += staff.alter(session, visit, person, {"slack_id": member.slack_id})
    return noted


HEADINGS = ("slack_id", "name", "role", "team", "To be looked at")


def sheet(matches: Iterable[Match]) -> str:
    """A CSV file to fill in and import as people: roles are never guessed."""
    written = StringIO()
    rows = csv.writer(written)
    rows.writerow(HEADINGS)
    for match in matches:
        person = match.person
        name = plain_cell(person.name if person else match.member.name)
        role = person.role.label if person else ""
        team = plain_cell(person.team.name if person and person.team else "")
        rows.writerow((match.member.slack_id, name, role, team, match.found))
    return written.getvalue()
