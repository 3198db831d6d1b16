"""What a row's cells refer to: people, teams, cases, rounds and recommendations that are known already."""

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from sqlalchemy.orm import Session

from bot import people
from bot.errors import Refusal
from bot.intake import cells
from bot.rules import references
from storage import cases as stored_cases
from storage import people as stored_people
from storage import recommendations as stored_recommendations
from storage import rounds as stored_rounds
from storage.models import Person, Round, Team

Key = TypeVar("Key")
Thing = TypeVar("Thing")

# How many of each are remembered: records that rows beside each other name, and ids of those that a file
# names in tens of thousands.
MOST_RECORDS, MOST_IDS = 500, 5_000


class Recommended(NamedTuple):
    """A recommendation by its id, and the case it is for; None is the service."""

    id: int
    case_id: int | None


class Known:
    """Finds what a file's rows refer to, and remembers some of it: many rows name the same people and rounds.

    What a file itself adds is not looked for here while it is being added.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._people: dict[str, Person] = {}
        self._anybody: dict[str, Person | None] = {}
        self._teams: dict[str, Team] = {}
        self._rounds: dict[str, Round] = {}
        self._case_ids: dict[str, int] = {}
        self._numbered: dict[str, Recommended | None] = {}
        # The years of the activities that the file has told of so far.
        self.programme_years: set[int] = set()
        self._in_words: dict[tuple[str, int | None], Recommended] = {}

    def person(self, column: str, written: str) -> Person:
        """The person of a Slack user id or a name. Raises Refusal where there is none, or more than one."""
        return _once(self._people, written, lambda: self._person(column, written))

    def somebody(self, written: str) -> Person | None:
        """The one person of that Slack user id or name; None where it is nobody the bot knows."""
        return _once(self._anybody, written, lambda: self._somebody(written))

    def team(self, column: str, name: str) -> Team:
        """The team of that name. Raises Refusal."""
        return _once(self._teams, name, lambda: self._team(column, name))

    def round_(self, column: str, name: str) -> Round:
        """The round of that name. Raises Refusal."""
        return _once(self._rounds, name, lambda: self._round(column, name))

    def case_id(self, column: str, written: str) -> int:
        """The case of a reference or of the case system's number, by its id. Raises Refusal."""
        return _once(self._case_ids, written, lambda: self._case_id(column, written), MOST_IDS)

    def recommended(self, written: str, case_id: int | None) -> Recommended:
        """The recommendation of that number, else in those words: the case's, else the service's.

        Raises Refusal.
        """
        numbered = _once(self._numbered, written, lambda: self._of_number(written), MOST_IDS)
        if numbered is None:
            key = written, case_id
            return _once(self._in_words, key, lambda: self._of_words(written, case_id), MOST_IDS)
        if case_id is not None and numbered.case_id not in {None, case_id}:
            raise Refusal("case: the recommendation of that number is another case's. Please check both.")
        return numbered

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

    def _case_id(self, column: str, written: str) -> int:
        reference = references.read(written)
        found = stored_cases.bare_by_reference(self._session, reference) if reference else None
        found = found or stored_cases.bare_by_system_number(self._session, references.system_number(written))
        if found is None:
            raise Refusal(f"{column}: there is no case of that reference or number. Import the cases first.")
        return found.id

    def _round(self, column: str, name: str) -> Round:
        found = stored_rounds.by_name(self._session, name)
        if found is None:
            raise Refusal(f"{column}: there is no round of that name. Import the rounds first.")
        return found

    def _of_number(self, written: str) -> Recommended | None:
        if len(written) > cells.LONGEST_LABEL:
            return None
        entry = stored_recommendations.by_number(self._session, cells.number(written))
        return Recommended(entry.id, entry.case_id) if entry else None

    def _of_words(self, written: str, case_id: int | None) -> Recommended:
        found = stored_recommendations.of_text(self._session, written, case_id)
        found = found or stored_recommendations.of_text(self._session, written, case_id=None)
        if len(found) > 1:
            raise Refusal("recommendation: more than one has these words. Please give its number.")
        if not found:
            raise Refusal(
                "recommendation: there is none of that number or in these words. Please give the case if it "
                "is a case's, and import the recommendations first."
            )
        return Recommended(found[0].id, found[0].case_id)


def _once(found: dict[Key, Thing], key: Key, find: Callable[[], Thing], most: int = MOST_RECORDS) -> Thing:
    """The thing of that key, found or remembered. Where there are too many, the oldest is forgotten."""
    if key not in found:
        thing = find()
        if len(found) >= most:
            del found[next(iter(found))]
        found[key] = thing
    return found[key]
