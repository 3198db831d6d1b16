"""The teams: the list of them, and the form that adds or changes one."""

from bot.particulars import LONGEST_NAME
from bot.rules import wording
from bot.teams import TeamList, TeamPage
from handlers.blocks import actions, parts
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Block, Message, View
from storage.models import Person, Team
from storage.staff import TeamEntry

NONE_YET = "No team is set up yet."


def listing(listing: Listing, shown: TeamList, note: str = "") -> Message:
    """One page of the teams; `note` is what was just done to one."""
    buttons = parts.actions(
        parts.button("Add a team", "add_team", ""),
        parts.button("People", "see_list", str(Listing("people"))),
    )
    if not shown.teams:
        said = f"{note} {NONE_YET}".strip()
        return Message(said, [parts.section(said), buttons])
    last = shown.first + len(shown.teams) - 1
    is_part = len(shown.teams) < shown.total
    title = f"Teams: {shown.total:,}"
    blocks = [
        *([parts.section(note)] if note else []),
        parts.header(title),
        *([parts.context(f"{shown.first} to {last} of {shown.total:,}.")] if is_part else []),
        *(_row(one) for one in shown.teams),
        buttons,
        *actions.pager(listing, shown.first, shown.total),
    ]
    names = ", ".join(parts.quote(one.team.name, 80) for one in shown.teams)
    return Message(f"{note} {title}. {names}.".strip(), blocks)


def _row(one: TeamEntry) -> Block:
    many = wording.many(one.people, "person", "people")
    label = f"Change {one.team.name}"
    change = parts.button("Change", "change_team", str(one.team.id), label=label)
    if one.is_outside:
        return parts.section(f"*{parts.quote(one.team.name, 100)}* · {many} · audits from outside", change)
    channel = f"digest in <#{one.team.channel}>" if one.team.channel else "no digest of its own"
    lines = [
        f"*{parts.quote(one.team.name, 100)}* · {many} · {channel}",
        f"Manager: {_leader(one.manager)} · service manager: {_leader(one.service_manager)}",
    ]
    return parts.section("\n".join(lines), change)


def _leader(person: Person | None) -> str:
    if person is None:
        return "nobody yet"
    left = "" if person.active else ", who has left"
    return f"{parts.mention(person)}{left}"


def form(shown: TeamPage | None, carried: str) -> View:
    """The form of a team; without one, of a new one."""
    team = shown.team if shown else None
    return View(
        title="Change a team" if shown else "Add a team",
        callback_id="change_team" if shown else "add_team",
        submit="Save" if shown else "Add",
        carried=carried,
        blocks=[
            parts.question(
                "name", "Name", parts.text_input(team.name if team else None, longest=LONGEST_NAME)
            ),
            _leads("manager", "Manager", shown.manager if shown else None),
            _leads("service_manager", "Service manager", shown.service_manager if shown else None),
            parts.question(
                "channel",
                "Channel for the team's weekly digest",
                parts.private_channel_input(team.channel if team else None),
                hint="A private channel without guests, with the bot in it. Left empty, none is posted.",
                optional=True,
            ),
        ],
    )


def _leads(post: str, label: str, there: Person | None) -> Block:
    hint = "Has a manager's rights in this team. Choose somebody who is in the list of people."
    if there is not None and there.slack_id is None:
        hint = f"Now {there.name}, who has no Slack. Left empty, they stay."
    initial = there.slack_id if there else None
    return parts.question(post, label, parts.person_input(initial), hint=hint, optional=True)


def added(team: Team) -> str:
    return f"The team {parts.quote(team.name, 100)} is added."


def changed(team: Team) -> str:
    return f"The team {parts.quote(team.name, 100)} is changed. What its leaders see follows at once."
