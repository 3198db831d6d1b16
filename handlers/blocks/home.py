"""Home: what waits for one person, part by part, with buttons; and what stands well in a line."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.errors import Helpers
from bot.home import First, Home, LateInService, Own, Thing
from bot.meetings import Outlook
from bot.rules import dates, wording
from bot.visit import Day
from handlers.blocks import (
    actions,
    audits,
    chairing,
    checks,
    coverage,
    endings,
    extensions,
    meetings,
    moderation,
    parts,
    programme,
    sentences,
)
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Block, escape
from storage.digest import RoundCount
from storage.models import Action, Extension, Letter, Person

QUIET = "*Nothing waits for you just now.* What is yours to do will appear here, what is most urgent first."


@dataclass(frozen=True)
class _Part:
    """The blocks of one part, and the sentence that stands in for them where there is nothing to show."""

    blocks: Sequence[Block]
    nothing: str


def page(home: Home, day: Day, duty_sentence: str) -> Sequence[Block]:
    """The whole tab. It stays within Slack's hundred blocks as no part shows more than ten things."""
    waiting, standing = list(_waiting(home, day)), list(_standing(home))
    is_quiet = bool(waiting) and not any(part.blocks for part in waiting)
    nothing = " ".join(part.nothing for part in (*waiting, *standing) if part.nothing and not part.blocks)
    return [
        parts.actions(*_buttons(home)),
        *([parts.section(QUIET)] if is_quiet else []),
        *(block for part in (*waiting, *standing) for block in part.blocks),
        *([parts.context(nothing)] if nothing else []),
        parts.context(_whom_to_ask(home.helpers)),
        parts.context(f"*{escape(duty_sentence)}*"),
    ]


def sentence(text: str) -> Sequence[Block]:
    """For whoever has no Home here: a sentence and nothing else."""
    return [parts.section(text)]


def _buttons(home: Home) -> Iterator[Block]:
    if home.may_log:
        yield parts.button("Log an audit", "log_audit", "")
    if home.has_cases:
        yield parts.button("My cases", "see_list", str(Listing("cases")))
    if home.sets_up:
        yield parts.button("People", "see_list", str(Listing("people")))
    yield parts.button("Help", "show_help", "help")


def _whom_to_ask(helpers: Helpers) -> str:
    names = " or ".join(parts.mention(contact) for contact in helpers.contacts)
    return f"If you are stuck, please ask {helpers.who}{f': {names}' if names else ''}."


def _waiting(home: Home, day: Day) -> Iterator[_Part]:
    """What somebody is to do something about."""
    # First a meeting, then where somebody else waits, then what is one's own.
    if home.meeting is not None:
        yield _Part(_meeting(home.meeting, day), "No meeting is planned: `/g2o meeting` plans one.")
    yield from _to_decide(home, day)
    yield from _overdue(home, day)
    yield from _to_look_at(home, day)
    if home.own is not None:
        yield _Part(_own(home.own, day), "You have no open actions.")


def _meeting(shown: Outlook, day: Day) -> Sequence[Block]:
    if shown.meeting is None:
        return []
    current = [chairing.current_line(shown.current)] if shown.current else []
    text = parts.section("\n".join([meetings.when(shown, day), *current]))
    return [text, parts.actions(*meetings.buttons_for_home(shown))]


def _to_decide(home: Home, day: Day) -> Iterator[_Part]:
    if home.requests is not None:
        blocks = _requests(home.requests, "More time, for you to decide", day)
        yield _Part(blocks, "Nobody waits for your answer on more time.")
    if home.second_requests is not None:
        blocks = _requests(home.second_requests, "More time again, for you to decide", day)
        yield _Part(blocks, "No second request for more time waits for you.")
    if home.disowned is not None:
        yield _Part(_disowned(home.disowned, home.why_disowned, day), "")


def _overdue(home: Home, day: Day) -> Iterator[_Part]:
    if home.late is not None:
        team = "your team" if home.teams_led == 1 else "your teams"
        rows = _rows(home.late, lambda action: [actions.row(action, "home late", day)])
        blocks = _part(f"Overdue in {team}", home.late, "action", rows, Listing("overdue"))
        yield _Part(blocks, f"Nothing is overdue in {team}.")
    if home.late_in_service is not None:
        yield _Part(_late_in_service(home.late_in_service), "Nothing is overdue in the service.")


def _to_look_at(home: Home, day: Day) -> Iterator[_Part]:
    if home.to_moderate is not None:
        rows = _rows(home.to_moderate, lambda audit: [moderation.row(audit)])
        blocks = _part("To moderate", home.to_moderate, "audit", rows, Listing("moderate"))
        yield _Part(blocks, moderation.nothing(home.own_to_moderate))
    if home.to_check is not None:
        rows = _rows(home.to_check, lambda action: checks.row(action, "home check", day))
        blocks = _part("To check", home.to_check, "action", rows, Listing("check"))
        yield _Part(blocks, "Nothing waits for you to check.")
    if home.to_follow_up is not None:
        rows = _rows(home.to_follow_up, lambda due: [audits.to_follow_up(due)])
        yield _Part(_part("Follow-up audits to do", home.to_follow_up, "case", rows), "")
    if home.to_audit is not None:
        rows = _rows(home.to_audit, lambda one: [coverage.row(one)])
        yield _Part(
            _part("Audits to do", home.to_audit, "case", rows, Listing("to_audit")), coverage.NOTHING_TO_DO
        )
    if home.to_look_at_again is not None:
        rows = _rows(home.to_look_at_again, lambda ending: endings.row(ending, day))
        yield _Part(_part("To look at again", home.to_look_at_again, "action", rows), "")


def _standing(home: Home) -> Iterator[_Part]:
    """What somebody ought to know."""
    if home.failed_letters is not None:
        yield _Part(_failed(home.failed_letters), "No letter has failed in the last week.")
    if home.out_of_reach is not None:
        yield _Part(_out_of_reach(home.out_of_reach), "Everybody can be reached in Slack.")
    if home.coverage is not None:
        yield _Part(coverage.by_cohort(home.coverage) if home.coverage else [], "No case is open.")
    if home.programme is not None:
        yield _Part(programme.outlook(home.programme), programme.NOTHING_ON)
    if home.rounds is not None:
        yield _Part(_rounds(home.rounds), "No round is set up for your organisation yet.")


def _own(own: Own, day: Day) -> Sequence[Block]:
    total, late = own.actions.total, own.late
    if not total:
        return []
    how_late = ", all overdue" if late == total > 1 else ", overdue" if late == total else ""
    if 0 < late < total:
        how_late = f", {late:,} of them overdue"
    rows = _rows(own.actions, lambda action: [actions.row(action, "home own", day)])
    more = [_see_all("see_all", "mine", "your open actions")] if len(rows) < total else []
    return [parts.header(f"Your actions: {total:,} open{how_late}"), *rows, *more]


def _requests(asked: First[Extension], heading: str, day: Day) -> Sequence[Block]:
    return _part(heading, asked, "request", _rows(asked, lambda entry: _request(entry, day)))


def _request(extension: Extension, day: Day) -> Sequence[Block]:
    action = extension.action
    buttons = parts.actions(*extensions.decision_buttons(extension), *actions.open_case(action))
    return [
        parts.section(f"{actions.line(action, day)}\n{extensions.request(extension)}"),
        buttons | {"block_id": f"{action.id}|home request {extension.id}"},
    ]


def _disowned(disowned: First[Action], why: Mapping[int, str], day: Day) -> Sequence[Block]:
    rows = _rows(disowned, lambda action: _whose(action, why.get(action.id, ""), day))
    return _part("Not theirs, say their owners", disowned, "action", rows)


def _whose(action: Action, why: str, day: Day) -> Sequence[Block]:
    buttons = parts.actions(
        actions.button("Still theirs", "keep_action", action),
        actions.button("Give to somebody", "give_action", action),
        *actions.open_case(action),
    )
    return [
        parts.section(f"{actions.line(action, day)}\n{_in_their_words(why)}Whose is it?"),
        buttons | {"block_id": f"{action.id}|home whose"},
    ]


def _in_their_words(why: str) -> str:
    return f"In their words: {parts.quote(why, 300)}\n" if why else ""


def _late_in_service(late: LateInService) -> Sequence[Block]:
    given = late.since_first_date - late.now
    more = (
        f"Late by the first date agreed: {wording.many(late.since_first_date, 'action')}. "
        f"More time was given for {given:,}."
    )
    if not late.since_first_date:
        return []
    return [
        parts.header(f"Overdue in the service: {wording.many(late.now, 'action')}"),
        *([parts.section(more)] if given else []),
        *([_see_all("see_list", str(Listing("overdue")), "overdue actions")] if late.now else []),
    ]


def _failed(failed: First[Letter]) -> Sequence[Block]:
    if not failed.total:
        return []
    lines = [f"• {sentences.not_delivered(letter, letter.reason)}" for letter in failed.shown]
    return [
        parts.header(f"Not delivered in the last week: {wording.many(failed.total, 'letter')}"),
        parts.section("\n".join(lines)),
        *_rest(failed),
    ]


def _out_of_reach(people: First[Person]) -> Sequence[Block]:
    if not people.total:
        return []
    without = [escape(person.name) for person in people.shown if person.unreachable_since is None]
    gone = [_gone(person) for person in people.shown if person.unreachable_since is not None]
    lines = [
        *([f"Without Slack: {', '.join(without)}"] if without else []),
        *([f"Slack account gone: {', '.join(gone)}"] if gone else []),
        "Their letters go to whoever covers for them, else to their manager, else to the quality team.",
    ]
    who = "1 person" if people.total == 1 else f"{people.total:,} people"
    return [
        parts.header(f"Not to be reached in Slack: {who}"),
        parts.section("\n".join(lines)),
        *_rest(people),
    ]


def _gone(person: Person) -> str:
    since = f" (since {dates.in_words(person.unreachable_since)})" if person.unreachable_since else ""
    return f"{escape(person.name)}{since}"


def _rounds(rounds: Sequence[RoundCount]) -> Sequence[Block]:
    if not rounds:
        return []
    return [parts.section("\n".join(["*Rounds that you audit in*", *map(_round, rounds)]))]


def _round(entry: RoundCount) -> str:
    starts, ends = dates.in_words(entry.round.starts_on), entry.round.ends_on
    when = f"{starts} to {dates.in_words(ends)}" if ends else f"from {starts}"
    planned = f" of {entry.round.planned:,} planned" if entry.round.planned else ""
    logged = f"{entry.audits:,}{planned} audit{'' if entry.audits == 1 and not planned else 's'}"
    return f"*{parts.quote(entry.round.name, 200)}* · {when} · {logged} logged"


def _part(
    heading: str, things: First[Thing], what: str, rows: Sequence[Block], listing: Listing | None = None
) -> Sequence[Block]:
    """A heading with the count, the rows, and the way to those that are not shown."""
    if not things.total:
        return []
    title = parts.header(f"{heading}: {wording.many(things.total, what)}")
    if listing is None or len(things.shown) >= things.total:
        return [title, *rows, *_rest(things)]
    return [title, *rows, _see_all("see_list", str(listing), heading)]


def _rest(things: First[Thing]) -> Sequence[Block]:
    shown = len(things.shown)
    return [parts.context(f"{shown} of {things.total:,} are shown.")] if shown < things.total else []


def _rows(things: First[Thing], draw: Callable[[Thing], Sequence[Block]]) -> Sequence[Block]:
    return [block for thing in things.shown for block in draw(thing)]


def _see_all(action_id: str, value: str, what: str) -> Block:
    return parts.actions(parts.button("See all", action_id, value, label=f"See all: {what}"))
