"""What Slack says of people's accounts: without one rights end at once; nobody comes back unasked."""

import logging
from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy.orm import Session

from bot import granting, notices, record, staff
from bot.notices import News
from bot.visit import SLACK, Moment, Visit
from storage import people as stored
from storage import staff as stored_staff
from storage.models import Person
from storage.words import Door, Role

log = logging.getLogger("g2o")

# More at once is no day of leavers: the bot was installed somewhere else, or its token was changed.
MOST_AT_ONCE = 5
MOST_OF_ALL = 4


class Account(StrEnum):
    """How an account stands, by the name of what is told of it."""

    WELL = "well"
    SWITCHED_OFF = News.SWITCHED_OFF.value
    GUEST = News.GUEST.value
    ELSEWHERE = News.ELSEWHERE.value


def concerns(session: Session, slack_id: str, account: Account) -> bool:
    """Whether that is news of anybody: most of what Slack says of people is not."""
    person = stored.by_slack_id(session, slack_id)
    if person is None:
        return False
    is_gone = person.unreachable_since is not None
    return (not person.active and is_gone) if account is Account.WELL else (person.active or not is_gone)


def heard(session: Session, moment: Moment, slack_id: str, account: Account) -> Person | None:
    """Slack says how somebody's account stands; gives the person whose rights have ended by that.

    The last administrator stays one and loses everything else. Whose account is well again is not let in by
    that: an administrator is told.
    """
    person = stored.by_slack_id(session, slack_id)
    if person is None or not concerns(session, slack_id, account):
        return None
    if account is Account.WELL:
        stored.can_be_reached_again(session, person.id)
        notices.tell_of_somebody(session, moment, person, News.REACTIVATED)
        return None
    if not person.active:
        stored.cannot_be_reached(session, person.id, moment.today)
        return None
    return _end(session, moment, person, News(account.value))


def compare(session: Session, moment: Moment, found: Mapping[str, Account]) -> list[Person]:
    """The same of everybody who was looked up, by their Slack user id; gives whose rights have ended.

    Where more accounts seem to be gone than can be, nobody's do.
    """
    known = [person for person in stored_staff.with_accounts(session) if person.active]
    gone = [one for one in known if found.get(one.slack_id or "", Account.WELL) is not Account.WELL]
    if len(gone) > max(MOST_AT_ONCE, len(known) // MOST_OF_ALL):
        log.error(
            "%s of %s accounts seem to be gone from Slack at once, so nothing was done. Is the bot installed "
            "in the right workspace? Otherwise note who has left: /g2o people",
            len(gone),
            len(known),
        )
        return []
    ended = [heard(session, moment, slack_id, account) for slack_id, account in sorted(found.items())]
    return [person for person in ended if person is not None]


def _end(session: Session, moment: Moment, person: Person, news: News) -> Person | None:
    visit = Visit(SLACK, Door.IMPORT, moment.at, moment.today, moment.terms)
    try:
        staff.alter(session, visit, person, {"active": False})
    except granting.LastAdministrator:
        if not _keep_as_administrator(session, visit, person):
            return None
        news = News.LAST_ADMINISTRATOR
    stored.cannot_be_reached(session, person.id, moment.today)
    notices.tell_of_somebody(session, moment, person, news)
    return person


def _keep_as_administrator(session: Session, visit: Visit, person: Person) -> bool:
    """All that shows cases goes. False where it had gone before."""
    if person.unreachable_since is not None and person.role is Role.ADMINISTRATOR and not person.posts:
        return False
    for post in list(person.posts):
        record.remove(session, visit, "post emptied", post)
    staff.alter(session, visit, person, {"role": Role.ADMINISTRATOR, "administrator": False})
    return True
