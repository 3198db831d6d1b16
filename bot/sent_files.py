"""Documents that go to people as files: each asked for once, and taken back after the days that are set."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from bot.visit import Moment, Visit
from storage import holds, letters, people
from storage import sent_files as stored
from storage.models import Letter, SentFile

# Beside the documents of the service, the words for the file of a case, and for all that is held on oneself.
CASE, OWN = "case", "history"
# Whoever may have these made is asked as they are made.
WITH_A_RIGHT_OF_THEIR_OWN = (CASE, OWN)

# Whoever presses twice gets one.
SAME_REQUEST = timedelta(minutes=1)

# What takes longer than this was cut short by a stop.
LONGEST_MAKING = timedelta(minutes=15)

# Taken back at once: Slack allows fifty a minute of a kind.
BATCH = 40


def ask(session: Session, visit: Visit, paper: str, wanted: str) -> SentFile | None:
    """Notes that the person asks for a document; None where they have just asked for the same.

    `wanted` says all that was asked for. Only a digest of it is kept: it may name a case.
    """
    person_id = visit.actor.person_id
    if person_id is None:
        raise ValueError("files are sent to people")
    asked = digest(paper, wanted)
    stored.take_turns(session, person_id)
    if stored.is_asked(session, person_id, asked, visit.at - SAME_REQUEST):
        return None
    new = SentFile(person_id=person_id, paper=paper, asked=asked, asked_at=visit.at)
    session.add(new)
    session.flush()
    return new


def digest(paper: str, wanted: str) -> str:
    """By what the same request is known again."""
    return hashlib.sha256(f"{paper} {wanted}".encode()).hexdigest()


def due_back(session: Session, moment: Moment) -> Sequence[SentFile]:
    """Some of the files that have been with people for as long as they may; those of cases on hold stay."""
    kept = [digest(CASE, reference) for reference in holds.references(session)]
    return stored.due_back(session, moment.at - timedelta(days=moment.terms.keep_days), BATCH, kept)


def lost(session: Session, moment: Moment) -> Sequence[SentFile]:
    """Some of those whose making was cut short."""
    return stored.lost(session, moment.at - LONGEST_MAKING, BATCH)


def homes_due_back(session: Session, moment: Moment) -> Sequence[str]:
    """By Slack user id, some whose Home was last drawn as long ago as messages may be there."""
    return people.homes_shown_before(session, moment.today - timedelta(days=moment.terms.keep_days), BATCH)


def letters_due_back(session: Session, moment: Moment) -> Sequence[Letter]:
    """Some of the letters to people that have been there for as long as they may."""
    return letters.still_there(session, moment.today - timedelta(days=moment.terms.keep_days), BATCH)
