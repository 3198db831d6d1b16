"""`people`: who is in the list, and setting people up where the bot runs."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import common
from storage.words import Role

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.staff import Particulars
    from bot.visit import Visit
    from storage.models import Person, Team

people = typer.Typer(help="Who is in the list of people, and setting them up.", no_args_is_help=True)


def _role(word: str) -> Role:
    from bot.intake.words import ROLES
    from bot.rules.spellings import plain

    role = ROLES.get(plain(word))
    if role is None:
        raise typer.BadParameter(f"Please write one of: {', '.join(role.value for role in Role)}.")
    return role


Who = Annotated[str, typer.Argument(help="Their Slack user id, or their name.", show_default=False)]
RoleOption = Annotated[
    Role | None, typer.Option("--role", parser=_role, metavar="ROLE", help="Practitioner, manager, quality …")
]
SlackOption = Annotated[str | None, typer.Option("--slack", metavar="ID", help="Their Slack user id.")]
TeamOption = Annotated[str | None, typer.Option("--team", metavar="NAME", help="A team that there is.")]
OrganisationOption = Annotated[
    str | None, typer.Option("--organisation", metavar="NAME", help="Of auditors: whom they audit for.")
]


@people.command("list")
def listing(
    *,
    name: Annotated[str, typer.Argument(help="A part of the name.")] = "",
    role: RoleOption = None,
    team: TeamOption = None,
    left: Annotated[bool, typer.Option("--left", help="Those who have left.")] = False,
    without_slack: Annotated[bool, typer.Option("--without-slack", help="Those without Slack.")] = False,
) -> None:
    """List people by team: name, role, team, Slack user id."""
    from storage import staff
    from storage.staff import Which

    chosen = common.settings(needs_slack=False)
    with common.open_database(chosen) as database, database.reading() as session:
        team_name = _team(session, team).name if team else ""
        which = Which(name=name, role=role, team=team_name, has_left=left, without_slack=without_slack)
        found = staff.listed(session, which, 0, None)
        for person in found:
            typer.echo("  ".join(_cells(person)))
    typer.echo(f"{len(found):,} people." if len(found) != 1 else "1 person.")


@people.command()
def add(
    name: Annotated[str, typer.Argument(help="As letters and lists are to write it.", show_default=False)],
    *,
    role: Annotated[
        Role,
        typer.Option("--role", parser=_role, metavar="ROLE", help="What they may do.", show_default=False),
    ],
    administrator: Annotated[bool, typer.Option("--administrator", help="Beside the role.")] = False,
    slack: SlackOption = None,
    team: TeamOption = None,
    organisation: OrganisationOption = None,
) -> None:
    """Add somebody."""

    def verb(session: "Session", visit: "Visit") -> str:
        from bot import staff
        from bot.staff import Particulars

        new = Particulars(name, role, administrator=administrator)
        person = staff.add(session, visit, _given(session, new, slack, team, organisation))
        return f"{person.name} is in the list now, as {person.role.label.lower()}."

    _carry_out(verb)


@people.command()
def change(
    who: Who,
    *,
    name: Annotated[str | None, typer.Option("--name", help="Another name.")] = None,
    role: RoleOption = None,
    administrator: Annotated[
        bool | None, typer.Option("--administrator/--no-administrator", help="Beside the role.")
    ] = None,
    slack: SlackOption = None,
    team: TeamOption = None,
    organisation: OrganisationOption = None,
) -> None:
    """Change somebody; what is not given stays."""

    def verb(session: "Session", visit: "Visit") -> str:
        from bot import staff
        from bot.staff import Opened, Particulars

        person = _person(session, who)
        new = Particulars.of(person)
        new = replace(new, name=name or new.name, role=role or new.role)
        if administrator is not None:
            new = replace(new, administrator=administrator)
        if new.role is not Role.AUDITOR:
            new = replace(new, organisation="")
        new = _given(session, new, slack, team, organisation)
        changed = staff.change(session, visit, Opened(person.id, person.version), new)
        return f"{changed.name} is changed."

    _carry_out(verb)


@people.command()
def left(who: Who) -> None:
    """Note that somebody has left: they see nothing any more."""

    def verb(session: "Session", visit: "Visit") -> str:
        from bot import staff

        gone = staff.leave(session, visit, _person(session, who).id)
        theirs = gone.belongings
        return (
            f"{gone.person.name} has left. Still theirs: {theirs.actions:,} open actions, {theirs.cases:,} "
            f"open cases, {theirs.audits:,} cases to audit, {len(theirs.posts):,} posts, cover for "
            f"{len(theirs.covers_for):,}. /g2o people says what to do about each."
        )

    _carry_out(verb)


@people.command()
def back(who: Who) -> None:
    """Note that somebody is back, as who they were."""

    def verb(session: "Session", visit: "Visit") -> str:
        from bot import staff

        returned = staff.return_(session, visit, _person(session, who).id)
        return f"{returned.person.name} is back, as {returned.person.role.label.lower()}."

    _carry_out(verb)


def _carry_out(verb: "Callable[[Session, Visit], str]") -> None:
    """One change in a transaction of its own; refuses with its sentence."""
    chosen = common.settings(needs_slack=False)
    with common.open_database(chosen, upgrade=True) as database:
        with database.begin() as session:
            said = verb(session, common.command_line_visit(chosen))
        typer.echo(said)


def _given(
    session: "Session",
    new: "Particulars",
    slack: str | None,
    team: str | None,
    organisation: str | None,
) -> "Particulars":
    """The same with what the options say."""
    from bot.errors import Refusal
    from bot.intake import cells

    if slack is not None:
        try:
            new = replace(new, slack_id=cells.slack_user(slack))
        except ValueError as problem:
            raise Refusal(f"--slack: {problem}") from None
    if team is not None:
        new = replace(new, team_id=_team(session, team).id)
    return new if organisation is None else replace(new, organisation=organisation)


def _team(session: "Session", name: str) -> "Team":
    from bot.errors import Refusal
    from storage import people as stored

    team = stored.team_by_name(session, name)
    if team is None:
        known = ", ".join(one.name for one in stored.teams(session)) or "none yet"
        raise Refusal(f"There is no team of that name. The teams are: {known}.")
    return team


def _person(session: "Session", typed: str) -> "Person":
    """Whether they have left or not."""
    from bot import people as verbs

    return verbs.find(session, typed, leavers_too=True)


def _cells(person: "Person") -> Iterator[str]:
    beside = " and administrator" if person.administrator else ""
    yield f"{person.name}, {person.role.label.lower()}{beside}"
    yield person.team.name if person.team else "no team"
    yield person.slack_id or "no Slack"
