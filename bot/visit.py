"""One visit: who acts, by which door, when, and on the council's terms. Every verb is given one."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.rules import rights
from bot.rules.rights import Reach, Right
from bot.rules.workdays import Calendar
from bot.settings import Terms
from storage.models import Audit, Round
from storage.sight import Sight
from storage.words import Door, Role


@dataclass(frozen=True)
class Actor:
    """Who acts. `team_ids` are the teams they lead, `organisation` the outside one they audit for.

    The command line has no person: whoever can run it can read the database anyway. Nor has whom the settings
    name as administrator while nobody is one in the record; they have their `slack_id`.
    """

    person_id: int | None
    name: str
    roles: frozenset[Role]
    team_id: int | None = None
    team_ids: frozenset[int] = field(default_factory=frozenset)
    organisation: str | None = None
    slack_id: str | None = None


COMMAND_LINE = Actor(
    person_id=None, name="the command line", roles=frozenset({Role.LEADER, Role.ADMINISTRATOR})
)
# Slack itself, which says that an account is gone.
SLACK = Actor(person_id=None, name="Slack", roles=frozenset())


@dataclass(frozen=True)
class Day:
    """A date with the calendar by which lateness on it is counted."""

    date: date
    calendar: Calendar


@dataclass(frozen=True)
class Moment:
    """What the clock's own work needs to know: nobody acts. `today` is the date where the council is."""

    at: datetime
    terms: Terms

    @property
    def today(self) -> date:
        return self.at.astimezone(self.terms.zone).date()


@dataclass(frozen=True)
class Visit:
    """What a verb needs to know beside its values. `today` is the date at `at` in the council's time zone."""

    actor: Actor
    door: Door
    at: datetime
    today: date
    terms: Terms

    @property
    def day(self) -> Day:
        return Day(self.today, self.terms.calendar)

    @property
    def moment(self) -> Moment:
        return Moment(self.at, self.terms)

    def reaches(self, right: Right) -> frozenset[Reach]:
        """How far the right goes for this person; empty where they do not have it."""
        return rights.reaches(self.actor.roles, right)

    def covers(self, right: Right, team_id: int | None) -> bool:
        """Whether the right extends to what belongs to the team: to everything, or as one who leads it."""
        reaches = self.reaches(right)
        return Reach.ALL in reaches or (Reach.TEAM in reaches and team_id in self.actor.team_ids)

    def audits_in(self, right: Right, round_: Round | None) -> bool:
        """Whether the right extends to the round, as one of the organisation that audits in it."""
        if round_ is None or Reach.ROUNDS not in self.reaches(right):
            return False
        return self.actor.organisation is not None and round_.organisation == self.actor.organisation

    def did(self, audit: Audit) -> bool:
        """Whether the audit is the person's own work."""
        me = self.actor.person_id
        if me is None:
            return False
        # A name that two people share has no link; whoever logged it under their own name did it.
        in_own_name = audit.auditor_name.casefold() == self.actor.name.casefold()
        return audit.auditor_id == me or (audit.logged_by_id == me and in_own_name)

    def sight(self, right: Right) -> Sight:
        """The cases and actions that the right extends to; who leads a team has work of their own, too."""
        reaches = self.reaches(right)
        return Sight(
            everything=Reach.ALL in reaches,
            team_ids=self.actor.team_ids if Reach.TEAM in reaches else frozenset(),
            person_id=self.actor.person_id if reaches & {Reach.OWN, Reach.TEAM} else None,
            organisation=self.actor.organisation if Reach.ROUNDS in reaches else None,
        )
