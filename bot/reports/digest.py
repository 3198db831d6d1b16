"""The weekly digest of a team, or of the whole service: totals only, what went well first."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from bot import follow_ups, people
from bot.errors import NotAllowed, NotFound, NotUnderstood
from bot.follow_ups import Due
from bot.rules import hours
from bot.rules.rights import Reach, Right
from bot.rules.workdays import Calendar
from bot.settings import Terms
from bot.visit import Visit
from storage import digest as stored
from storage import figures
from storage import meetings as stored_meetings
from storage import people as stored_people
from storage.digest import LateCount
from storage.figures import Actions, Audits, Within
from storage.models import Team
from storage.sight import Sight

# The last working day of each band but the last, and how a chart's axis writes the bands.
BAND_ENDS = (5, 10, 20)
BANDS = ("0 to 5", "6 to 10", "11 to 20", "Over 20")

# More than a service can have in a year: a bound all the same.
MOST_FOLLOW_UPS = 10_000


@dataclass(frozen=True)
class Whose:
    """Whose digest is asked for: a team's, the whole service's, or (neither) the person's own."""

    team: str | None = None
    service: bool = False


@dataclass(frozen=True)
class RoundProgress:
    """The audits of a round that runs today; `planned` is None where no number was planned."""

    name: str
    audits: int
    planned: int | None


@dataclass(frozen=True)
class Digest:
    """The figures of a team, or of the service where `team` is None.

    `since` to `until` is the whole week before, Monday to Sunday, so that no two digests count the same
    thing; all else is as of `today`. `graded` of the week's audits have a moderated grade. `ageing` counts by
    the bands, in working days since the first date. `follow_ups_due` and `follow_ups_late` count the
    Inadequate audits to be followed up from today until Sunday, and those that should have been before. A
    team's digest has no rounds: what is planned is planned for the service.
    """

    team: str | None
    today: date
    since: date
    until: date
    done: int
    checked: int
    made_a_difference: int
    audits: int
    graded: int
    good_or_better: int
    ageing: tuple[int, ...]
    late_now: int
    due: int
    unchecked: int
    unmoderated: int
    rounds: tuple[RoundProgress, ...]
    next_meeting: date | None = None
    follow_ups_due: int = 0
    follow_ups_late: int = 0

    @property
    def sunday(self) -> date:
        """The last day of this week: what is due until then is due this week."""
        return self.until + timedelta(days=7)

    @property
    def late(self) -> int:
        """Unfinished actions whose first date has passed, whatever was agreed since."""
        return sum(self.ageing)

    @property
    def went_well(self) -> bool:
        """Whether last week brought anything to tell."""
        return any((self.done, self.checked, self.made_a_difference, self.audits))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all to tell."""
        actions = (self.late, self.due, self.unchecked)
        audits = (self.unmoderated, self.follow_ups_due, self.follow_ups_late, self.rounds)
        return not self.went_well and not any((*actions, *audits))


def digest(session: Session, today: date, terms: Terms, team: Team | None) -> Digest:
    """The figures of the team, or of the whole service, as of today."""
    team_id = team.id if team else None
    monday = hours.week_of(today)
    since, until, sunday = monday - timedelta(days=7), monday - timedelta(days=1), monday + timedelta(days=6)
    last_week = Within(today, team_id, since, until)
    now = Within(today, team_id)
    late = stored.late(session, now)
    follow_ups_by = [due.by for due in follow_ups_waiting(session, today, terms, team_id)]
    return Digest(
        team=team.name if team else None,
        today=today,
        since=since,
        until=until,
        done=figures.count_actions(session, Actions.DONE, last_week),
        checked=figures.count_actions(session, Actions.CHECKED, last_week),
        made_a_difference=figures.count_actions(session, Actions.HELPED, last_week),
        audits=figures.count_audits(session, Audits.CARRIED_OUT, last_week),
        graded=figures.count_audits(session, Audits.GRADED, last_week),
        good_or_better=figures.count_audits(session, Audits.GOOD_OR_BETTER, last_week),
        ageing=_ageing(late, today, terms.calendar),
        late_now=sum(entry.late_now for entry in late),
        due=figures.count_actions(session, Actions.DUE, Within(today, team_id, today, sunday)),
        unchecked=figures.count_actions(session, Actions.UNCHECKED, now),
        unmoderated=figures.count_audits(session, Audits.UNMODERATED, now),
        rounds=() if team else _rounds(session, today),
        next_meeting=stored_meetings.next_day(session, today),
        follow_ups_due=sum(today <= by <= sunday for by in follow_ups_by),
        follow_ups_late=sum(by < today for by in follow_ups_by),
    )


def follow_ups_waiting(session: Session, today: date, terms: Terms, team_id: int | None) -> Sequence[Due]:
    """The Inadequate audits that nobody has followed up, and by when each is to be."""
    sight = Sight(everything=True) if team_id is None else Sight(team_ids=frozenset({team_id}))
    found, _ = follow_ups.waiting(session, terms, today, sight, MOST_FOLLOW_UPS)
    return found


def chosen(session: Session, visit: Visit, whose: Whose, word: str = "digest") -> Team | None:
    """The team whose digest the person may see, or None for the service's; `word` is what was written for it.

    Raises NotAllowed, NotFound, or NotUnderstood where they lead several teams and named none.
    """
    people.require(session, visit, Right.SEE_DIGEST)
    sees_all = Reach.ALL in visit.reaches(Right.SEE_DIGEST)
    if whose.service or (sees_all and whose.team is None):
        if not sees_all:
            raise _not_allowed(session, visit, "The digest of the whole service is for the quality team.")
        return None
    team = stored_people.team_by_name(session, whose.team) if whose.team else _own(session, visit, word)
    if team is None:
        raise NotFound("There is no team of that name any more.")
    if not visit.covers(Right.SEE_DIGEST, team.id):
        sentence = "The digest of another team is for those who lead it and the quality team."
        raise _not_allowed(session, visit, sentence)
    return team


def _own(session: Session, visit: Visit, word: str) -> Team:
    """The team that the person leads: their own before others."""
    led = [team for team in stored_people.teams(session) if team.id in visit.actor.team_ids]
    own = [team for team in led if team.id == visit.actor.team_id] or led
    if len(own) == 1:
        return own[0]
    if not own:
        raise _not_allowed(session, visit, "You lead no team here, so there is no digest of yours.")
    names = " or ".join(f"`/g2o {word} {team.name}`" for team in own)
    raise NotUnderstood(f"You lead more than one team. Which do you mean: {names}?")


def _not_allowed(session: Session, visit: Visit, sentence: str) -> NotAllowed:
    return NotAllowed(sentence, people.helpers(session, visit))


def _ageing(late: Sequence[LateCount], today: date, calendar: Calendar) -> tuple[int, ...]:
    counts: Counter[int] = Counter()
    for entry in late:
        counts[bisect_left(BAND_ENDS, calendar.between(entry.first_due_on, today))] += entry.actions
    return tuple(counts[band] for band in range(len(BANDS)))


def _rounds(session: Session, today: date) -> tuple[RoundProgress, ...]:
    return tuple(
        RoundProgress(entry.round.name, entry.audits, entry.round.planned)
        for entry in stored.of_rounds(session, today)
    )
