"""The ladder: who is told of an action that is not done yet, on which working day before and after its date.

The owner comes first, and is told who comes next and when. Rungs that were missed are not made up for: only
the highest one is told. After the last rung the bot is silent; a person takes over.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from bot.rules.workdays import MONDAY_TO_FRIDAY, Calendar

# So far away that a typing mistake is likelier.
MOST_WORKING_DAYS = 60


class Audience(StrEnum):
    """Who is told, from the owner upwards."""

    OWNER = "owner"
    MANAGER = "manager"
    SERVICE_MANAGER = "service_manager"


_UPWARDS = tuple(Audience)


@dataclass(frozen=True, order=True)
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

    `told` has the highest rung told for this owner and due date. `silent_until`: the owner has picked a day,
    paused, or said that it is not theirs; that moves neither the due date nor the manager's rungs.
    """

    due_on: date
    agreed_on: date
    owner_days: frozenset[int] = MONDAY_TO_FRIDAY
    told: Mapping[Audience, Telling] = field(default_factory=dict)
    silent_until: date | None = None

    def telling(self, rung: Rung, on: date) -> "Standing":
        """The same, once the rung was told."""
        return replace(self, told={**self.told, rung.tells: Telling(rung.offset, on)})


@dataclass(frozen=True)
class Step:
    """A rung, and the first day on which it may be told."""

    on: date
    rung: Rung


@dataclass(frozen=True)
class Ladder:
    """Rungs in the order in which they are climbed, by the council's calendar."""

    rungs: tuple[Rung, ...]
    calendar: Calendar

    def halved(self) -> "Ladder":
        """For Inadequate cases: half the gaps, rounded away from the due date: -3, 0, 1, 3, 5."""
        halves = (replace(rung, offset=_half(rung.offset)) for rung in self.rungs)
        return replace(self, rungs=tuple(dict.fromkeys(halves)))

    def reached(self, standing: Standing, today: date) -> tuple[Rung, ...]:
        """What is to be told today, one rung at most to each audience."""
        steps = [step for who in _UPWARDS for step in self._steps(standing, who, today) if step.on <= today]
        highest = {step.rung.tells: step.rung for step in steps}
        return tuple(highest.values())

    def upcoming(self, standing: Standing, today: date) -> Step | None:
        """What is told next after today, if nothing changes until then."""
        steps = [step for who in _UPWARDS for step in self._steps(standing, who, today) if step.on > today]
        return min(steps, key=lambda step: (step.on, step.rung), default=None)

    def is_last(self, rung: Rung) -> bool:
        """Whether the bot stops after this one."""
        return rung == self.rungs[-1]

    def _steps(self, standing: Standing, who: Audience, today: date) -> Iterator[Step]:
        """The rungs that this audience has not been told, in order."""
        told = standing.told.get(who)
        for rung in self.rungs:
            if rung.tells is not who or (told is not None and rung.offset <= told.offset):
                continue
            if who is Audience.OWNER:
                on = self._owners_day(standing, rung)
            else:
                on = self._leaders_day(standing, rung, today)
            if on is not None:
                yield Step(on, rung)

    def _owners_day(self, standing: Standing, rung: Rung) -> date | None:
        day = self._by_the_calendar(standing.due_on, rung.offset, standing.owner_days)
        # An action that was agreed later than this reminder is for: that it was agreed is reminder enough.
        if rung.offset < 0 and day <= standing.agreed_on:
            return None
        return max(day, standing.silent_until or day)

    def _leaders_day(self, standing: Standing, rung: Rung, today: date) -> date | None:
        """Never sooner after those below were told than the ladder says; None while they were not."""
        day = self._by_the_calendar(standing.due_on, rung.offset, MONDAY_TO_FRIDAY)
        below = [standing.told[who] for who in _UPWARDS[: _UPWARDS.index(rung.tells)] if who in standing.told]
        if below:
            last = max(below, key=lambda telling: telling.offset)
            gap = max(rung.offset - last.offset, 1)
            return max(day, self.calendar.after(last.on, gap))
        is_silent = standing.silent_until is not None and standing.silent_until > today
        return day if is_silent else None

    def _by_the_calendar(self, due_on: date, offset: int, days: frozenset[int]) -> date:
        if offset == 0 and not self.calendar.is_working_day(due_on, days):
            # What is due on a day off is told before it, while there is still time.
            return self.calendar.after(due_on, -1, days)
        return self.calendar.after(due_on, offset, days)


def read(text: str) -> tuple[Rung, ...]:
    """Rungs as the settings write them: "-5 owner, 0 owner, 5 manager". Raises ValueError with a sentence."""
    rungs = tuple(sorted(_rung(part) for part in text.split(",")))
    if len(set(rungs)) < len(rungs):
        raise ValueError("holds the same rung twice")
    told: list[Audience] = []
    for rung in rungs:
        if rung.tells is not Audience.OWNER and (Audience.OWNER not in told or rung.offset <= 0):
            raise ValueError("would tell a manager before the owner, or before the due date has passed")
        told.append(rung.tells)
    if Audience.MANAGER in told and Audience.SERVICE_MANAGER in told[: told.index(Audience.MANAGER)]:
        raise ValueError("would tell the service manager before the manager")
    return rungs


_RUNG = re.compile(r"\s*([+-]?\d{1,3})\s+(\w+)\s*", re.ASCII)


def _rung(text: str) -> Rung:
    form = _RUNG.fullmatch(text)
    if form is None or form[2] not in set(Audience) or abs(int(form[1])) > MOST_WORKING_DAYS:
        raise ValueError(
            "is not a ladder: working days from the due date and owner, manager or service_manager, such as "
            "-5 owner, 0 owner, 2 owner, 5 manager, 10 service_manager"
        )
    return Rung(int(form[1]), Audience(form[2]))


def _half(offset: int) -> int:
    return (abs(offset) + 1) // 2 * (1 if offset > 0 else -1)
