"""The lists that have pages: what is overdue, coming up, one's own, to check, to moderate; one's cases."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.orm import Session

from bot import (
    actions,
    cases,
    checks,
    coverage,
    extensions,
    meetings,
    moderation,
    packs,
    people,
    programme,
    rounds,
    samples,
    staff,
    teams,
)
from bot.actions import ActionList, Asked
from bot.documents import Paper
from bot.errors import NotUnderstood
from bot.packs import Section
from bot.reports import register
from bot.visit import Visit
from handlers import carried, documents, own_history, parsing, plan, whom
from handlers.blocks import actions as blocks
from handlers.blocks import cases as case_blocks
from handlers.blocks import checks as check_blocks
from handlers.blocks import coverage as coverage_blocks
from handlers.blocks import draws as draw_blocks
from handlers.blocks import extensions as extension_blocks
from handlers.blocks import figures as figure_blocks
from handlers.blocks import minutes as minutes_blocks
from handlers.blocks import moderation as moderation_blocks
from handlers.blocks import packs as pack_blocks
from handlers.blocks import programme as programme_blocks
from handlers.blocks import rounds as round_blocks
from handlers.blocks import staff as staff_blocks
from handlers.blocks import teams as team_blocks
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Message
from handlers.calls import Call
from handlers.office import Office
from storage.words import Cohort


def answer(office: Office, call: Call, listing: Listing) -> Message:
    """The page of the list as it is now."""
    with office.db.reading() as session:
        return page(session, call.visit(office, session), listing)


def turn_page(office: Office, call: Call) -> Message:
    """A click on Next or Previous, or in Home on See all, whose value says which list and page."""
    return answer(office, call, Listing.read(call.text)).in_place()


def page(session: Session, visit: Visit, listing: Listing, note: str = "") -> Message:
    """The same within a transaction; `note` is what was just done to one of its rows."""
    carried.require(holds=listing.kind in LISTS)
    return LISTS[listing.kind](session, visit, listing, note)


def _overdue(session: Session, visit: Visit, listing: Listing) -> ActionList:
    return actions.overdue(session, visit, _asked(session, listing), listing.page)


def _open(session: Session, visit: Visit, listing: Listing) -> ActionList:
    return actions.unfinished(session, visit, _asked(session, listing), listing.page)


def _asked(session: Session, listing: Listing) -> Asked:
    return parsing.asked(listing.words, people.team_names(session), people.names(session))


def _mine(session: Session, visit: Visit, listing: Listing) -> ActionList:
    return actions.unfinished(session, visit, Asked(mine=True), listing.page)


def _due(session: Session, visit: Visit, listing: Listing, note: str) -> Message:
    names = people.team_names(session), people.names(session)
    asked, period, whose = parsing.due_asked(listing.words, *names, visit.today)
    return blocks.page(
        # Its buttons keep to these days, on whichever day they are clicked.
        replace(listing, words=f"{whose} {parsing.dated(period)}".strip()),
        actions.due(session, visit, asked, period, listing.page),
        visit.day,
        note,
    )


def _of_actions(find: Callable[[Session, Visit, Listing], ActionList]) -> "List":
    def shown(session: Session, visit: Visit, listing: Listing, note: str) -> Message:
        return blocks.page(listing, find(session, visit, listing), visit.day, note)

    return shown


def _to_check(session: Session, visit: Visit, listing: Listing, note: str) -> Message:
    return check_blocks.queue(listing, checks.waiting(session, visit, listing.page), visit.day, note)


def _requests(session: Session, visit: Visit, listing: Listing, note: str) -> Message:
    waiting = extensions.waiting(session, visit, listing.page)
    return extension_blocks.queue(listing, waiting, visit.day, note)


def _to_moderate(session: Session, visit: Visit, listing: Listing, _note: str) -> Message:
    return moderation_blocks.queue(listing, moderation.waiting(session, visit, listing.page))


def _cases(session: Session, visit: Visit, listing: Listing, _note: str) -> Message:
    return case_blocks.listing(listing, cases.mine(session, visit, listing.page))


def _plan(session: Session, visit: Visit, listing: Listing, _note: str) -> Message:
    return plan.listed(session, visit, listing)


def _pack(session: Session, visit: Visit, listing: Listing, _note: str) -> Message:
    packs.require_any(session, visit)
    meeting = meetings.pack_ahead(session)
    shown = packs.page(session, visit, meeting, carried.word(Section, listing.words), listing.page)
    return pack_blocks.page(listing, shown, visit.day)


def _minutes(session: Session, visit: Visit, listing: Listing, _note: str) -> Message:
    day = carried.day(listing.words) if listing.words else None
    shown = meetings.minutes(session, visit, day, listing.page)
    minutes = minutes_blocks.minutes(listing, shown, visit.terms.meeting_name)
    return documents.beside(visit, minutes, Paper.MINUTES, str(shown.meeting.id))


def _programme(session: Session, visit: Visit, listing: Listing, note: str) -> Message:
    kind, year = parsing.programme_asked(listing.words, visit.today)
    # As in a list of what falls due: its buttons keep to this year.
    listing = replace(listing, words=parsing.programme_words(kind, year))
    shown = programme.of_year(session, visit, year, kind, listing.page)
    return programme_blocks.page(listing, shown, visit.day, note)


def _rounds(session: Session, visit: Visit, listing: Listing, note: str) -> Message:
    return round_blocks.listing(listing, rounds.listed(session, visit, listing.page), note)


def _drawn(session: Session, visit: Visit, listing: Listing, note: str) -> Message:
    return draw_blocks.sample(
        listing, samples.of(session, visit, carried.number(listing.words), listing.page), note
    )


def _not_audited(session: Session, visit: Visit, listing: Listing, _note: str) -> Message:
    cohort = carried.word(Cohort, listing.words) if listing.words else None
    return coverage_blocks.left(listing, coverage.left(session, visit, cohort, listing.page), cohort)


def _to_audit(session: Session, visit: Visit, listing: Listing, _note: str) -> Message:
    return coverage_blocks.to_do(listing, coverage.to_do(session, visit, listing.page))


def _figures(session: Session, visit: Visit, listing: Listing, _note: str) -> Message:
    whose = parsing.digest_asked(listing.words, people.team_names(session), register.WORD)
    return figure_blocks.page(listing, register.page(session, visit, whose, listing.page))


def _behind(session: Session, visit: Visit, listing: Listing, _note: str) -> Message:
    key, _, words = listing.words.partition(" ")
    whose = parsing.digest_asked(words, people.team_names(session), register.WORD)
    shown = register.behind(session, visit, key, whose, listing.page)
    return figure_blocks.behind(listing, shown, Listing("figures", words), visit.day)


def _graded(session: Session, visit: Visit, listing: Listing, _note: str) -> Message:
    asked = parsing.graded_asked(listing.words)
    if asked is None:
        raise NotUnderstood("Write a grade, for example `/g2o figures good care leavers 2018`.")
    shown = register.graded(session, visit, asked[1], listing.words, listing.page)
    return figure_blocks.behind(listing, shown, Listing("figures"), visit.day)


def _people(session: Session, visit: Visit, listing: Listing, note: str) -> Message:
    which = whom.asked(listing.words, people.team_names(session))
    return staff_blocks.listing(listing, staff.listed(session, visit, which, listing.page), note)


def _teams(session: Session, visit: Visit, listing: Listing, note: str) -> Message:
    return team_blocks.listing(listing, teams.listed(session, visit, listing.page), note)


def _own_history(session: Session, visit: Visit, listing: Listing, _note: str) -> Message:
    return own_history.page(session, visit, listing)


List = Callable[[Session, Visit, Listing, str], Message]

LISTS: dict[str, List] = {
    "overdue": _of_actions(_overdue),
    "mine": _of_actions(_mine),
    "due": _due,
    "check": _to_check,
    "moderate": _to_moderate,
    "cases": _cases,
    "open": _of_actions(_open),
    "requests": _requests,
    "plan": _plan,
    "pack": _pack,
    "minutes": _minutes,
    "programme": _programme,
    "rounds": _rounds,
    "draw": _drawn,
    "not_audited": _not_audited,
    "to_audit": _to_audit,
    "figures": _figures,
    "behind": _behind,
    "graded": _graded,
    "people": _people,
    "teams": _teams,
    own_history.LIST: _own_history,
}
