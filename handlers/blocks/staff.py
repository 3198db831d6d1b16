"""The list of people, and the page of one of them with what is still theirs."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.rules import dates, wording
from bot.staff import PersonPage, StaffList
from handlers.blocks import actions, parts
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Block, Message, escape
from storage.models import Person
from storage.staff import Belongings, Which

POSTS = {"manager": "manager", "service_manager": "service manager"}


def listing(listing: Listing, shown: StaffList, note: str = "") -> Message:
    """One page of the list, by team; `note` is what was just done."""
    left = parts.button("Who has left", "see_leavers", str(Listing("people", words="left")))
    buttons = parts.actions(
        parts.button("Add somebody", "add_person", ""),
        parts.button("Teams", "see_teams", str(Listing("teams"))),
        *([] if shown.which.has_left else [left]),
    )
    if not shown.people:
        said = f"{note} {_nobody(shown.which)}".strip()
        return Message(said, [parts.section(said), buttons])
    last = shown.first + len(shown.people) - 1
    is_part = len(shown.people) < shown.total
    title = f"People{_which(shown.which)}: {shown.total:,}"
    blocks = [
        *([parts.section(note)] if note else []),
        parts.header(title),
        *([parts.context(f"{shown.first} to {last} of {shown.total:,}, by team.")] if is_part else []),
        *_groups(shown),
        buttons,
        *actions.pager(listing, shown.first, shown.total),
    ]
    names = ", ".join(f"{escape(one.name)} ({_roles(one)})" for one in shown.people)
    return Message(parts.shorten(f"{note} {title}. {names}.".strip(), parts.LONGEST_TEXT), blocks)


def _nobody(which: Which) -> str:
    if which == Which():
        return "Nobody is set up yet. Add yourself first, then whoever is to use the bot."
    return "Nobody in the list is meant by that. `/g2o people help` says how to ask."


def _which(which: Which) -> str:
    """What they have in common; a part of a name is not repeated."""
    said = [
        which.role.label.lower() if which.role else "",
        which.team,
        "without Slack" if which.without_slack else "",
        "who have left" if which.has_left else "",
    ]
    words = ", ".join(word for word in said if word)
    return f", {words}" if words else ""


def _groups(shown: StaffList) -> Iterator[Block]:
    for team_id, people in groupby(shown.people, lambda one: one.team_id):
        members = list(people)
        team = members[0].team
        leads = [
            f"{what} {parts.mention(leader)}"
            for post, what in POSTS.items()
            if (leader := shown.leaders.get((team_id or 0, post)))
        ]
        led = f" · {' · '.join(leads)}" if leads else ""
        yield parts.section(f"*{parts.quote(team.name, 100) if team else 'Without a team'}*{led}")
        for one in members:
            label = f"Show {one.name}"
            yield parts.section(_line(one), parts.button("Show", "show_person", str(one.id), label=label))


def _line(person: Person) -> str:
    where = "" if person.slack_id and not person.unreachable_since else f" · {_slack(person)}"
    return f"{parts.quote(person.name, 100)} · {_roles(person)}{where}"


def _roles(person: Person) -> str:
    beside = " and administrator" if person.administrator else ""
    return f"{person.role.label.lower()}{beside}"


def _slack(person: Person) -> str:
    if person.slack_id is None:
        return "no Slack"
    gone = ", whom I cannot reach" if person.unreachable_since else ""
    return f"<@{person.slack_id}>{gone}"


def page(shown: PersonPage, note: str = "") -> Message:
    """Somebody, what is theirs, and what can be done; `note` is what was just done."""
    person = shown.person
    state = "" if person.active else " · has left"
    where = f" · {escape(person.team.name)}" if person.team else ""
    lines = [
        f"*{escape(person.name)}*{state}",
        f"{wording.capital(_roles(person))}{where} · {_slack(person)}",
        *_days(shown),
    ]
    theirs = list(_theirs(shown))
    heading = "Still theirs" if not person.active else "What is theirs"
    blocks = [
        *([parts.section(note)] if note else []),
        parts.section("\n".join(lines)),
        *([parts.section("\n".join([f"*{heading}*", *theirs]))] if theirs else []),
        parts.actions(*_buttons(person)),
    ]
    text = "\n".join([*([note] if note else []), *lines, *theirs])
    return Message(parts.shorten(text, parts.LONGEST_TEXT), blocks)


def _days(shown: PersonPage) -> Iterator[str]:
    if shown.person.active:
        cover = f" · {parts.mention(shown.cover)} covers" if shown.cover else ""
        yield f"Works {escape(shown.person.working_days)}{cover}"


def _buttons(person: Person) -> Sequence[Block]:
    number = str(person.id)
    change = parts.button("Change", "change_person", number)
    if not person.active or person.unreachable_since is not None:
        back = parts.button("Is back", "person_back", number)
        if not person.active:
            return [back]
        return [change, back, _has_left(person)]
    return [change, _has_left(person)]


def _has_left(person: Person) -> Block:
    return parts.asking_first(
        parts.button("Has left", "person_left", str(person.id)),
        "Has left",
        f"{person.name} sees nothing any more from now on, and letters go to whoever stands in.",
        "Has left",
    )


def _theirs(shown: PersonPage) -> Iterator[str]:
    """What is theirs, and once they have left, what to do about it."""
    has_left = not shown.person.active
    for what, then in _belongings(shown.belongings, parts.quote(shown.person.name, 80)):
        yield f"• {what}. {then}" if has_left else f"• {what}"


def _belongings(theirs: Belongings, name: str) -> Iterator[tuple[str, str]]:
    if theirs.actions:
        yield (
            wording.many(theirs.actions, "open action"),
            f"Their manager or the quality team lists them by `/g2o open {name}`: Show, *Give to somebody*.",
        )
    if theirs.cases:
        yield wording.many(theirs.cases, "open case"), "The next import of cases names who works with them."
    if theirs.audits:
        yield (
            wording.many(theirs.audits, "case to audit", "cases to audit"),
            "The quality team shares them out anew: `/g2o rounds`, *Show the sample*.",
        )
    for led in theirs.posts:
        yield (
            f"{wording.capital(POSTS[led.post])} of {escape(led.team)}",
            "`/g2o people teams` names somebody else.",
        )
    if theirs.covers_for:
        names = escape(wording.names(theirs.covers_for))
        yield f"Covers for {names}", "*Change* on each of them names somebody else."
    if theirs.chairs_on:
        on = dates.in_words(theirs.chairs_on)
        yield f"Chairs the meeting of {on}", "The quality team names another chair: `/g2o meeting`, *Change*."


def added(person: Person) -> str:
    return f"{parts.mention(person)} is in the list now." + _not_in_slack(person)


def changed(person: Person) -> str:
    return f"{parts.mention(person)} is changed. What they may see follows at once." + _not_in_slack(person)


def _not_in_slack(person: Person) -> str:
    return "" if person.slack_id else " Their letters go to whoever covers, else to their manager."


def has_left(left: PersonPage) -> str:
    name = escape(left.person.name)
    more = " Nothing was theirs." if left.belongings.is_nothing else ""
    return (
        f"{name} is noted as having left, and sees nothing any more. Letters go to whoever stands in.{more}"
    )


def is_back(back: PersonPage) -> str:
    return (
        f"{parts.mention(back.person)} is back, as {_roles(back.person)}, and sees again what that role sees."
    )
