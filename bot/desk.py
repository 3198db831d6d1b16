"""Who can be written to today, and who is above whom: looked up once a person, however much is theirs."""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from bot import recipients
from bot.rules.ladder import Audience
from bot.rules.workdays import read_days
from bot.visit import Moment
from storage import actions, extensions, leave, people
from storage import letters as stored
from storage.models import Notice, Person
from storage.words import Told

# What a pause does not hold up: others wait for it, it is of a day that would pass, or it is a manager's or
# an administrator's business.
_NOT_PAUSED = {
    Told.LATE_IN_TEAM,
    Told.LATE_IN_SERVICE,
    Told.TO_APPROVE,
    Told.NOT_MINE,
    Told.TROUBLE,
    Told.BEFORE_MEETING,
    Told.PACK,
}

# What whoever it is about never reads in somebody else's place: nobody is told of themselves, or decides.
_ABOUT_OTHERS = {Told.LATE_IN_TEAM, Told.LATE_IN_SERVICE, Told.TO_CHECK, Told.TO_APPROVE, Told.NOT_MINE}


class Desk:
    """Who can be written to today: looked up once for each person, however many actions are theirs."""

    def __init__(self, session: Session, moment: Moment) -> None:
        self._session = session
        self._moment = moment
        self._away = leave.away_on(session, moment.today)
        self._written_to = stored.readers_on(session, moment.today)
        self._readers: dict[tuple[int, frozenset[int]], Person | None] = {}
        self._above: dict[tuple[int, Audience], Person | None] = {}

    def readers_of(self, notices: Sequence[Notice]) -> Iterator[tuple[Notice, Person]]:
        """Who reads each of these today; what nobody can read yet is left out."""
        known = people.of_ids(self._session, {notice.person_id for notice in notices})
        for notice in notices:
            person = known[notice.person_id]
            if notice.told in _NOT_PAUSED or not self._is_paused(person):
                reader = self._reader_of(notice, person)
                if reader is not None:
                    yield notice, reader

    def _reader_of(self, notice: Notice, person: Person) -> Person | None:
        reader = self.reader(person)
        if reader is None or reader.id == person.id or notice.told not in _ABOUT_OTHERS:
            return reader
        return self.reader(person, but=self._whom_it_is_about(notice))

    def reader(self, person: Person, *, but: frozenset[int] = frozenset()) -> Person | None:
        """Who would get a letter of this person's today, if they work today and have none yet.

        Nobody of `but` reads it in their place.
        """
        if (person.id, but) not in self._readers:
            self._readers[person.id, but] = self._find(person, but)
        return self._readers[person.id, but]

    def above(self, owner: Person, audience: Audience) -> Person | None:
        """Whom a rung tells. Where there is no such person, somebody in quality."""
        if (owner.id, audience) not in self._above:
            self._above[owner.id, audience] = self._look_above(owner, audience)
        return self._above[owner.id, audience]

    def _look_above(self, owner: Person, audience: Audience) -> Person | None:
        if audience is Audience.OWNER:
            return owner
        return recipients.ABOVE[audience](self._session, owner) or recipients.in_quality(
            self._session, self._moment.today, but=frozenset({owner.id})
        )

    def _whom_it_is_about(self, notice: Notice) -> frozenset[int]:
        action = actions.get(self._session, notice.action_id) if notice.action_id else None
        asked = extensions.get(self._session, notice.extension_id) if notice.extension_id else None
        ids = [action.owner_id, action.done_by_id] if action else []
        return frozenset(one for one in (*ids, asked.asked_by_id if asked else None) if one is not None)

    def _find(self, person: Person, but: frozenset[int]) -> Person | None:
        today = self._moment.today
        if recipients.can_read(person) and person.id not in self._away:
            reader: Person | None = person
        else:
            reader = recipients.receiver(self._session, person, today, but=but)
        if reader is None or reader.id in self._written_to:
            return None
        works = self._moment.terms.calendar.is_working_day(today, read_days(reader.working_days))
        return reader if works else None

    def _is_paused(self, person: Person) -> bool:
        return person.paused_until is not None and person.paused_until > self._moment.today
