"""The improvement plan's quarterly review, a line at a time."""

from sqlalchemy.orm import Session

from bot import line_page, reviews
from bot.reviews import Left, NewReview
from bot.visit import Visit
from handlers import carried
from handlers.answers import as_page
from handlers.blocks import line_page as line_blocks
from handlers.blocks import reviews as blocks
from handlers.blocks.parts import Message, View
from handlers.blocks.reviews import Walk
from handlers.calls import Call
from handlers.forms import Typed
from handlers.office import Office
from storage.words import Impact, Position


def review(office: Office, call: Call) -> Message | View:
    """The form of the first line that this quarter's review has still to look at."""
    if call.answers.can_open:
        call.answers.open("Quarterly review")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        left = reviews.left(session, visit)
        return _form_of(session, visit, left) if call.answers.can_open else blocks.door()


def leave_for_later(office: Office, call: Call) -> View:
    """The form of the line after this one; it is drawn into the place of this one's."""
    with office.db.reading() as session:
        visit = call.visit(office, session)
        shown = _form_of(session, visit, reviews.left(session, visit, after=call.text))
    return shown if isinstance(shown, View) else as_page(shown)


def open_review(office: Office, call: Call) -> View:
    """The form of one line, out of its page."""
    call.answers.open("Quarterly review")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        sheet, left = reviews.sheet(session, visit, call.text), reviews.left(session, visit)
    return blocks.review_form(sheet, left, visit.day, goes_on=False)


def save_review(office: Office, call: Call) -> Message | View:
    """Stores what the form says, and goes on to the next line, or back to the page of the one line."""
    walk = Walk.read(call.carried)
    new = review_form(call.typed, walk)
    with office.db.begin() as session:
        visit = call.visit(office, session)
        subject = reviews.review(session, visit, new)
        note = blocks.reviewed(subject, new.position)
        if walk.goes_on:
            return _form_of(session, visit, reviews.left(session, visit, after=subject.key), note)
        return line_blocks.line_page(line_page.line_page(session, visit, subject.key), visit.day, note)


def _form_of(session: Session, visit: Visit, left: Left, note: str = "") -> Message | View:
    """The form of the next line that is left, or what is said where there is none."""
    if left.key is None:
        return blocks.review_is_over(left, note)
    sheet = reviews.sheet(session, visit, left.key)
    return blocks.review_form(sheet, left, visit.day, goes_on=True, note=note)


def review_form(form: Typed, walk: Walk) -> NewReview:
    """The form of a review, as a request."""
    impact = form.text("impact")
    return NewReview(
        walk.key,
        walk.version,
        carried.word(Position, form.text("position")),
        form.text("note"),
        form.text("evidence"),
        carried.word(Impact, impact) if impact else None,
    )
