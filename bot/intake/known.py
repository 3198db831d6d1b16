"""What a row's cells refer to: the people, teams, cases and rounds that are known already."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.orm import Session

from bot import people
from bot.errors import Refusal
from bot.rules import references
from storage import cases as stored_cases
from storage import people as stored_people
from storage import rounds as stored_rounds
from storage.models import Case, Person, Round, Team

Thing = TypeVar("Thing")

MOST = 500  # of each: neighbouring rows name the same things, and a file may name tens of thousands


class Known:
    """Finds what a file's rows refer to, and remembers some of it: many rows name the same people and rounds.

    What a file itself adds is not looked for here while it is being added.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._people: dict[str, Person] = {}
        self._anybody: dict[str, Person | None] = {}
        self._teams: dict[str, Team] = {}
        self._cases: dict[str, Case] = {}
        self._rounds: dict[str, Round] = {}

    def person(self, column: str, written: str) -> Person:
        """The person of a Slack user id or a name. Raises Refusal where there is none, or more than one."""
        return _once(self._people, written, lambda: self._person(column, written))

    def somebody(self, written: str) -> Person | None:
        """The one person of that Slack user id or name; None where it is nobody the bot knows."""
        return _once(self._anybody, written, lambda: self._somebody(written))

    def team(self, column: str, name: str) -> Team:
        """The team of that name. Raises Refusal."""
        return _once(self._teams, name, lambda: self._team(column, name))

    def case(self, column: str, written: str) -> Case:
        """The case of a reference or of the case system's number. Raises Refusal."""
        return _once(self._cases, written, lambda: self._case(column, written))

    def round_(self, column: str, name: str) -> Round:
        """The round of that name. Raises Refusal."""
        return _once(self._rounds, name, lambda: self._round(column, name))

    def _person(self, column: str, written: str) -> Person:
        try:
            return people.find(self._session, written)
        except Refusal as refusal:
            raise Refusal(f"{column}: {refusal.message}") from None

    def _somebody(self, written: str) -> Person | None:
        person = stored_people.by_slack_id(self._session, written)
        if person is not None:
            return person
        matches = stored_people.by_name(self._session, written)
        return matches[0] if len(matches) == 1 else None

    def _team(self, column: str, name: str) -> Team:
        found = stored_people.team_by_name(self._session, name)
        if found is None:
            known = ", ".join(people.team_names(self._session)) or "none yet"
            raise Refusal(f"{column}: there is no team of that name. The teams are: {known}.")
        return found

    def _case(self, column: str, written: str) -> Case:
        reference = references.read(written)
        found = stored_cases.bare_by_reference(self._session, reference) if reference else None
        found = found or stored_cases.bare_by_system_number(self._session, references.system_number(written))
        if found is None:
            raise Refusal(f"{column}: there is no case of that reference or number. Import the cases first.")
        return found

    def _round(self, column: str, name: str) -> Round:
        found = stored_rounds.by_name(self._session, name)
        if found is None:
            raise Refusal(f"{column}: there is no round of that name. Import the rounds first.")
        return found


def _once(found: dict[str, Thing], key: str, find: Callable[[], Thing]) -> Thing:
    if key not in found:
        if len(found) >= MOST:
            del found[next(iter(found))]
        found[key] = find()
    return found[key]
