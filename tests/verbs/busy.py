"""One of several processes that log audits at once, each by several people: `python -m tests.verbs.busy`."""

import sys
import threading
from datetime import date, timedelta

from bot import audits, settings
from bot import people as known_people
from bot.audits import LogAudit
from bot.visit import Visit
from storage.database import Database
from storage.words import Door, Grade
from tests.conftest import NOW
from tests.council import GRACE

FIRST_DAY = date(2015, 1, 1)


def log_audits(url: str, people: int, first: int, count: int) -> None:
    """Logs that many audits of one case, on days of this process's own, each in a transaction of its own."""
    database = Database(url)
    terms = settings.read({}, needs_slack=False).terms

    def work(days: range) -> None:
        for day in days:
            with database.begin() as session:
                actor = known_people.recognise(session, GRACE, terms)
                visit = Visit(actor, Door.COMMAND, NOW, NOW.date(), terms)
                audited_on = FIRST_DAY + timedelta(days=day)
                audits.log(session, visit, LogAudit("K7Q2M", Grade.GOOD, audited_on=audited_on))

    days = range(first, first + count)
    threads = [threading.Thread(target=work, args=[days[person::people]]) for person in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    database.close()


if __name__ == "__main__":
    log_audits(sys.argv[1], *map(int, sys.argv[2:]))
