"""The ladder: who is told of an action that is not done yet, on which working day before and after its date.

The owner comes first, and is told who comes next and when. Rungs that were missed are not made up for: only
the highest one is told, and the next audience has the ladder's gap from then. After the last rung the bot is
silent; a person takes over.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise

from bot.rules.workdays import MONDAY_TO_FRIDAY, Calendar

# So far away that a typing mistake is likelier.
MOST_WORKING_DAYS = 60

# The end of a silence that nobody has set an end to, as of an owner who says that it is not theirs.
FOR_GOOD = date.max


class Audience(StrEnum):
    """Who is told, from the owner upwards."""

    OWNER = "owner"
    MANAGER = "manager"
    SERVICE_MANAGER = "service_manager"

    @property
    def height(self) -> int:
        """How far up they are; as words they would stand in the order of the alphabet."""
        return tuple(Audience).index(self)


@dataclass(frozen=True)
class Rung:
    """`offset` counts working days from the due date: -5 is before it, 0 the day itself."""

    offset: int
    tells: Audience

    def __str__(self) -> str:
        return f"{self.offset} {self.tells}"


@dataclass(frozen=True)
class Telling:
    """The highest rung that somebody was told on, and the day."""

    offset: int
    on: date


@dataclass(frozen=True)
class Standing:
    """All that the ladder asks of an action.

    `agreed_on` is the day on which this owner and due date were settled, `told` has the highest rung told for
    them. `silent_until`: the owner has picked a day, paused, or said that it is not theirs (FOR_GOOD); that
    moves neither the due date nor the manager's rungs. `has_ended`: the last rung was told, by whichever
    ladder held then.
    """

    due_on: date
    agreed_on: date
    owner_days: frozenset[int] = MONDAY_TO_FRIDAY
    told: Mapping[Audience, Telling] = field(default_factory=dict)
    silent_until: date | None = None
    has_ended: bool = False

    def telling(self, rung: Rung, on: date) -> "Standing":
        """The same, once the rung was told."""
        return replace(self, told={**self.told, rung.tells: Telling(rung.offset, on)})

    def days_of(self, who: Audience) -> frozenset[int]:
        """The days of the week by which their rungs are counted."""
        return self.owner_days if who is Audience.OWNER else MONDAY_TO_FRIDAY

    def is_silent(self, day: date) -> bool:
        """Whether the owner is told nothing then."""
        return self.silent_until is not None and day < self.silent_until


@dataclass(frozen=True)
class Step:
    """A rung, and the first day on which it may be told."""

    on: date
    rung: Rung


@dataclass(frozen=True)
class Ladder:
    """Rungs in the order in which they are climbed, as `read` gives them, by the council's calendar."""

    rungs: tuple[Rung, ...]
    calendar: Calendar

    def halved(self) -> "Ladder":
        """For Inadequate cases: half the gaps, rounded away from the due date: -3, 0, 1, 3, 5."""
        halves = (replace(rung, offset=_half(rung.offset)) for rung in self.rungs)
        return replace(self, rungs=tuple(dict.fromkeys(halves)))

    def reached(self, standing: Standing, today: date) -> tuple[Rung, ...]:
        """What is to be told today, one rung at most to each audience.

        What was not told on its day stays reached, on days off as well.
        """
        rungs = (rung for rung in self._untold(standing) if self._day(standing, rung, today) == today)
        return tuple({rung.tells: rung for rung in rungs}.values())

    def upcoming(self, standing: Standing, today: date) -> Step | None:
        """What is told next, tomorrow or later, if nothing changes until then.

        Ask once what is reached today was told: what is still to be told comes on the next working day.
        """
        steps = []
        for rung in self._untold(standing):
            since = self.calendar.after(today, 1, standing.days_of(rung.tells))
            if day := self._day(standing, rung, since):
                steps.append(Step(day, rung))
        # The highest of what one of them would be told on that day, as `reached` has it.
        return min(steps, key=lambda step: (step.on, step.rung.tells.height, -step.rung.offset), default=None)

    def is_last(self, rung: Rung) -> bool:
        """Whether the bot stops after this one."""
        return rung == self.rungs[-1]

    def _untold(self, standing: Standing) -> list[Rung]:
        """In order; nothing once the last one was told."""
        if standing.has_ended:
            return []
        told = {who: telling.offset for who, telling in standing.told.items()}
        rungs = [rung for rung in self.rungs if rung.tells not in told or rung.offset > told[rung.tells]]
        return rungs if self.rungs[-1] in rungs else []

    def _day(self, standing: Standing, rung: Rung, since: date) -> date | None:
        """The first day from `since` on which it may be told; None while it waits, or if it is left out."""
        if rung.tells is not Audience.OWNER:
            return self._leaders_day(standing, rung, since)
        day = self._owners_day(standing, rung)
        return day and max(day, since)

    def _owners_day(self, standing: Standing, rung: Rung) -> date | None:
        day = self._by_the_calendar(standing, rung)
        # A reminder for the day on which the action was agreed, or one before: agreeing is reminder enough.
        if rung.offset < 0 and day <= standing.agreed_on:
            return None
        if standing.silent_until is None:
            return day
        if standing.silent_until == FOR_GOOD:
            return None
        return max(day, self.calendar.after(standing.silent_until, 0, standing.owner_days))

    def _leaders_day(self, standing: Standing, rung: Rung, since: date) -> date | None:
        """Never sooner after those below were told than the ladder's gap."""
        day = max(since, self._by_the_calendar(standing, rung))
        below = next(lower for lower in reversed(self.rungs) if lower.tells.height < rung.tells.height)
        if told := standing.told.get(below.tells):
            # Whichever rung they were told on; and halving may leave no gap.
            gap = max(rung.offset - below.offset, 1)
            day = max(day, self.calendar.after(told.on, gap))
        return None if self._are_first(standing, below.tells, day) else day

    def _are_first(self, standing: Standing, below: Audience, day: date) -> bool:
        """Whether those below are to be told something before anybody above them is, on that day."""
        rungs = [rung for rung in self._untold(standing) if rung.tells is below]
        if below is Audience.OWNER:
            if standing.is_silent(day):
                return False
            # Who works few days has rungs later than their manager's; those hold nobody up.
            days = (self._owners_day(standing, rung) for rung in rungs)
            return below not in standing.told or any(own is not None and own <= day for own in days)
        return bool(rungs)

    def _by_the_calendar(self, standing: Standing, rung: Rung) -> date:
        days = standing.days_of(rung.tells)
        if rung.offset == 0 and not self.calendar.is_working_day(standing.due_on, days):
            # What is due on a day off is told before it, while there is still time.
            return self.calendar.after(standing.due_on, -1, days)
        return self.calendar.after(standing.due_on, rung.offset, days)


def read(text: str) -> tuple[Rung, ...]:
    """Rungs as the settings write them: "-5 owner, 0 owner, 5 manager". Raises ValueError with a sentence."""
    rungs = sorted(map(_rung, text.split(",")), key=lambda rung: rung.offset)
    if len(set(rungs)) < len(rungs):
        raise ValueError("holds the same rung twice")
    for lower, upper in pairwise(rungs):
        if lower.offset == upper.offset or lower.tells.height > upper.tells.height:
            raise ValueError(
                "does not climb day by day: the owner comes first, then the manager, then the service manager"
            )
    owners = [rung.offset for rung in rungs if rung.tells is Audience.OWNER]
    if len(owners) < len(rungs) and max(owners, default=-1) < 0:
        raise ValueError("does not tell the owner on the due date or after it, before others are told")
    return tuple(rungs)


_RUNG = re.compile(r"\s*([+-]?\d{1,3})\s+(\w+)\s*", re.ASCII)


def _rung(text: str) -> Rung:
    form = _RUNG.fullmatch(text)
    if form is None or form[2] not in set(Audience) or abs(int(form[1])) > MOST_WORKING_DAYS:
        raise ValueError(
            f"is not a ladder: working days from the due date, at most {MOST_WORKING_DAYS}, and owner, "
            "manager or service_manager, such as -5 owner, 0 owner, 2 owner, 5 manager, 10 service_manager"
        )
    return Rung(int(form[1]), Audience(form[2]))


def _half(offset: int) -> int:
    return (abs(offset) + 1) // 2 * (1 if offset > 0 else -1)
