"""`/g2o count`, `changed` and `waiting`, which answer in numbers; and `who`, which answers in names."""

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from bot import actions, checks, extensions, moderation, people
from bot.reports import changes, figures
from bot.reports import waiting as waiting_report
from bot.visit import Visit
from handlers import parsing
from handlers.blocks import counts as blocks
from handlers.blocks.parts import Message, mention
from handlers.calls import Call
from handlers.office import Office


def count(office: Office, call: Call) -> Message:
    what, rest = parsing.count_asked(call.text)
    with office.db.reading() as session:
        visit = call.visit(office, session)
        if what in parsing.GRADES_COUNTED:
            cohort, years = parsing.grades_asked(rest)
            table = figures.grades(session, visit, cohort, years)
            return blocks.of_grades(table, parsing.GRADES_COUNTED[what])
        return COUNTS[what](session, visit, rest)


def changed(office: Office, call: Call) -> Message:
    period = parsing.span_asked(call.text, call.today(office))
    with office.db.reading() as session:
        return blocks.changes(changes.changes(session, call.visit(office, session), period))


def waiting(office: Office, call: Call) -> Message:
    with office.db.reading() as session:
        return blocks.waiting(waiting_report.waiting(session, call.visit(office, session)))


def who(office: Office, call: Call) -> Message:
    find = people.administrators if parsing.who_asked(call.text) else people.helpers
    with office.db.reading() as session:
        visit = call.visit(office, session)
        helpers = find(session, visit)
    names = " or ".join(mention(contact) for contact in helpers.contacts)
    return Message.plain(f"You can ask {helpers.who}{f': {names}' if names else ''}.")


def _overdue(session: Session, visit: Visit, words: str) -> Message:
    asked = parsing.asked(words, people.team_names(session), people.names(session))
    return blocks.of_actions(actions.overdue(session, visit, asked), "overdue")


def _open(session: Session, visit: Visit, words: str) -> Message:
    asked = parsing.asked(words, people.team_names(session), people.names(session))
    return blocks.of_actions(actions.unfinished(session, visit, asked), "open")


def _due(session: Session, visit: Visit, words: str) -> Message:
    names = people.team_names(session), people.names(session)
    asked, period, _ = parsing.due_asked(words, *names, visit.today)
    return blocks.of_actions(actions.due(session, visit, asked, period), f"due {period.in_words()}")


def _audits(session: Session, visit: Visit, words: str) -> Message:
    return blocks.of_audits(figures.grades(session, visit, *parsing.grades_asked(words)))


COUNTS: Mapping[str, Callable[[Session, Visit, str], Message]] = {
    "overdue": _overdue,
    "due": _due,
    "open": _open,
    "audits": _audits,
    "check": lambda session, visit, _: blocks.to_check(checks.waiting(session, visit).total),
    "moderate": lambda session, visit, _: blocks.to_moderate(moderation.waiting(session, visit).total),
    "requests": lambda session, visit, _: blocks.requests(extensions.waiting(session, visit).total),
}
