"""What a row's cells refer to: people, teams, cases, rounds and recommendations that are known already."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import cached_property
from random import SystemRandom
from typing import NamedTuple, TypeVar

from sqlalchemy.orm import Session

from bot import free_text, people
from bot.errors import Refusal
from bot.intake import cells
from bot.intake.storing import Additions
from bot.rules import references
from storage import actions as stored_actions
from storage import audits as stored_audits
from storage import cases as stored_cases
from storage import people as stored_people
from storage import recommendations as stored_recommendations
from storage import rounds as stored_rounds
from storage.models import Action, Audit, Case, Person, Record, Round, Team

Key = TypeVar("Key")
Thing = TypeVar("Thing")

# How many of each are remembered: records that rows beside each other name, and ids of those that a file
# names in tens of thousands.
MOST_RECORDS, MOST_IDS = 500, 5_000


CASE_NUMBER = (
    "a text seems to hold a case's number in the case system. Please write the bot's reference instead: "
    "python -m bot export references FILE lists them."
)


class Recommended(NamedTuple):
    """A recommendation by its id, and the case it is for; None is the service."""

    id: int
    case_id: int | None


class Known:
    """Finds what a file's rows refer to, and remembers some of it: many rows name the same people and rounds.

    What a file itself adds is not looked for here while it is being added.
    """

    def __init__(self, session: Session, additions: Additions) -> None:
        self._session = session
        self._additions = additions
        self._people: dict[str, Person] = {}
        self._anybody: dict[str, Person | None] = {}
        self._proposed: dict[str, str | None] = {}
        self._teams: dict[str, Team] = {}
        self._rounds: dict[str, Round] = {}
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
        reference = references.read(written)
        found = self._case_ids.by_reference.get(reference) if reference else None
        found = found or self._case_ids.by_number.get(references.system_number(written))
        if found is None:
            raise Refusal(f"{column}: there is no case of that reference or number. Import the cases first.")
        return found

    def refuse_case_numbers(self, kind: type[Record], values: Mapping[str, object]) -> None:
        """Raises Refusal where a text holds the case-system number of a case, as `free_text` does."""
        written = free_text.written_in(kind)
        said = [value for name, value in values.items() if name in written and isinstance(value, str)]
        if any(number in self._case_ids.by_number for number in free_text.perhaps_numbers(said)):
            raise Refusal(CASE_NUMBER)

    def reference_of(self, written: str) -> str | None:
        """The reference of the case of a reference or of the case system's number."""
        try:
            case_id = self.case_id("case", written)
        except Refusal:
            return None
        return self._references_by_id[case_id]

    def case_of(self, system_number: str) -> Case | None:
        """The case of that number, which the file itself may have added."""
        if not self._numbers.may_hold(system_number):
            return None
        self._additions.write()
        return stored_cases.bare_by_system_number(self._session, system_number)

    def is_free(self, reference: str) -> bool:
        """Whether no case has that reference; from now on one may."""
        if not self._references.may_hold(reference):
            return True
        self._additions.write()
        return stored_cases.bare_by_reference(self._session, reference) is None

    def new_reference(self) -> str:
        """One that no case has, as its reference or as its number in the case system."""
        while True:
            reference = references.make(SystemRandom().choice)
            if reference not in self._numbers and not self._references.may_hold(reference):
                return reference

    def audit(self, key: stored_audits.Key) -> Audit | None:
        """The audit known by the key, which the file itself may have added."""
        if not self._audits.may_hold(_plain(key)):
            return None
        self._additions.write()
        return stored_audits.bare_same(self._session, key)

    def action(self, key: stored_actions.Key) -> Action | None:
        """The action known by the key, which the file itself may have added."""
        if not self._actions.may_hold(key):
            return None
        self._additions.write()
        return stored_actions.same(self._session, *key)

    @cached_property
    def _case_ids(self) -> "_CaseIds":
        return _CaseIds(self._session)

    @cached_property
    def _references_by_id(self) -> dict[int, str]:
        return {case_id: reference for case_id, reference, _ in stored_cases.numbers(self._session)}

    @cached_property
    def _numbers(self) -> "_Seen":
        return _Seen(number for _, _, number in stored_cases.numbers(self._session) if number is not None)

    @cached_property
    def _references(self) -> "_Seen":
        return _Seen(reference for _, reference, _ in stored_cases.numbers(self._session))

    @cached_property
    def _audits(self) -> "_Seen":
        return _Seen(map(_plain, stored_audits.keys(self._session)))

    @cached_property
    def _actions(self) -> "_Seen":
        return _Seen(stored_actions.keys(self._session))

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
            near = self._near(written)
            hint = f" Is it {near}? Then please write the name so." if near else ""
            raise Refusal(f"{column}: {refusal.message}{hint}") from None

    def proposal(self, column: str, written: str, found: Person | None) -> list[str]:
        """A note where a name that nobody known has is close to somebody's: it is never taken for it."""
        near = self._near(written) if found is None else None
        return (
            [f"{column}: nobody known has that name. Is it {near}? The name stays as it stands."]
            if near
            else []
        )

    def _near(self, written: str) -> str | None:
        """Whose name was probably meant, where it can only be one person's."""
        return _once(self._proposed, written, lambda: _only_near(written, self._names))

    @cached_property
    def _names(self) -> list[str]:
        return list(stored_people.names(self._session))

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


NEAR = 82  # of 100


def _only_near(written: str, names: list[str]) -> str | None:
    """The one name that is written with a slip of the pen, in another order, or with an initial."""
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 - needed only for names that nobody has

    matches = process.extract(
        written, names, scorer=fuzz.token_sort_ratio, processor=utils.default_process, score_cutoff=NEAR
    )
    near = {name for name, _, _ in matches} or {name for name in names if _is_abbreviated(written, name)}
    return near.pop() if len(near) == 1 else None


def _is_abbreviated(written: str, name: str) -> bool:
    """Whether "P Shah" or "P. Shah" is "Priya Shah"."""
    short, whole = written.casefold().replace(".", " ").split(), name.casefold().split()
    return len(short) > 1 and len(short[0]) == 1 and short[-1] == whole[-1] and whole[0].startswith(short[0])


class _Seen:
    """What the record and the file so far may hold, as hashes alone: tens of thousands take little memory.

    Two things may have the same hash, so only what it does not hold is certain.
    """

    def __init__(self, things: Iterable[Hashable]) -> None:
        self._hashes = set(map(hash, things))

    def __contains__(self, thing: Hashable) -> bool:
        return hash(thing) in self._hashes

    def may_hold(self, thing: Hashable) -> bool:
        """Whether the thing may have been there; from now on it may."""
        may = thing in self
        self._hashes.add(hash(thing))
        return may


class _CaseIds:
    """The id of every case, by its reference and by its number in the case system."""

    def __init__(self, session: Session) -> None:
        self.by_reference: dict[str, int] = {}
        self.by_number: dict[str, int] = {}
        for case_id, reference, number in stored_cases.numbers(session):
            self.by_reference[reference] = case_id
            if number is not None:
                self.by_number[number] = case_id


def _plain(key: stored_audits.Key) -> stored_audits.Key:
    case_id, round_id, audited_on, auditor_name = key
    return stored_audits.Key(case_id, round_id, audited_on, auditor_name.lower())


def _once(found: dict[Key, Thing], key: Key, find: Callable[[], Thing], most: int = MOST_RECORDS) -> Thing:
    """The thing of that key, found or remembered. Where there are too many, the oldest is forgotten."""
    if key not in found:
        thing = find()
        if len(found) >= most:
            del found[next(iter(found))]
        found[key] = thing
    return found[key]
