"""What a list offers while somebody types in it: the text of each entry, and the value it stands for.

What is typed is never part of an answer: it may be a case-system number, or a name.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot import cases, new_cases
from bot.rules.rights import Right
from bot.visit import Visit
from handlers.blocks.audit_form import NEW_CASE, NEW_CASE_TEXT
from handlers.blocks.audits import offered
from handlers.calls import Call
from handlers.office import Office
from storage.models import Case

Choices = Sequence[tuple[str, str]]


def cases_to_audit(office: Office, call: Call) -> Choices:
    """The cases that may be meant; and where none surely is, a new one for those who may add it."""
    with office.db.reading() as session:
        visit = call.visit(office, session)
        there = cases.choices(session, visit, call.text, Right.LOG_AUDIT)
        unseen = None if there else cases.unseen_choice(session, visit, call.text)
        found = [(written(session, visit, case), case.reference) for case in ([unseen] if unseen else there)]
        # Its reference or number was typed in full, so it is surely none that is new.
        is_sure = bool(there) and cases.known(session, call.text) is there[0]
    if is_sure or not new_cases.may_make(visit):
        return found
    return [*found, (NEW_CASE_TEXT, NEW_CASE)]


def written(session: Session, visit: Visit, case: Case) -> str:
    """A case as the list writes it; for those who may not see it, by its reference alone."""
    return offered(case) if cases.is_seen(session, visit, case) else case.reference


def known_cases(office: Office, call: Call) -> Choices:
    """The cases that may be meant, of those that the person may agree actions for."""
    with office.db.reading() as session:
        there = cases.choices(session, call.visit(office, session), call.text, Right.AGREE_ACTION)
        return [(offered(case), case.reference) for case in there]
