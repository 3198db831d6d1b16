"""The forms that set somebody up: add and change."""

from collections.abc import Sequence

from bot.particulars import LONGEST_NAME
from bot.staff import PersonPage
from handlers.blocks import parts
from handlers.blocks.parts import Block, View
from storage.models import Person, Team
from storage.words import Role

MOST_OPTIONS = 100
ROLES = {
    Role.PRACTITIONER: "own cases and actions",
    Role.MANAGER: "their team: logs audits, agrees and checks actions",
    Role.QUALITY: "everything: moderates, checks, runs rounds and reports",
    Role.LEADER: "everything: chairs, and decides second requests for more time",
    Role.AUDITOR: "from outside: the cases of their organisation's rounds",
    Role.ADMINISTRATOR: "sets people up; sees no cases",
}


def add_form(teams: Sequence[Team]) -> View:
    """The form behind Add somebody."""
    return View(
        title="Add somebody",
        callback_id="add_person",
        submit="Add",
        blocks=[
            parts.question(
                "slack",
                "Slack account",
                parts.person_input(None),
                hint="Leave empty for somebody without Slack.",
                optional=True,
            ),
            parts.question(
                "name",
                "Name",
                parts.text_input(None, longest=LONGEST_NAME),
                hint="As letters and lists are to write it. Left empty it is the name in Slack.",
                optional=True,
            ),
            *_rights(None, teams),
        ],
    )


def change_form(shown: PersonPage, teams: Sequence[Team], carried: str) -> View:
    """The same for somebody who is in the list, with who covers for them."""
    person = shown.person
    cover = shown.cover.slack_id if shown.cover else None
    return View(
        title="Change somebody",
        callback_id="change_person",
        submit="Save",
        carried=carried,
        blocks=[
            parts.question("slack", "Slack account", parts.person_input(person.slack_id), optional=True),
            parts.question("name", "Name", parts.text_input(person.name, longest=LONGEST_NAME)),
            *_rights(person, teams),
            parts.question(
                "cover",
                "Who covers for them",
                parts.person_input(cover),
                hint="Reads their letters while they are away.",
                optional=True,
            ),
        ],
    )


def _rights(person: Person | None, teams: Sequence[Team]) -> Sequence[Block]:
    """Role, administrator, team, organisation."""
    roles = [parts.option(role.label, role.value, seen) for role, seen in ROLES.items()]
    beside = [parts.option("Administrator, beside the role", "administrator", "sets people up")]
    own = person.team if person and not person.organisation else None
    names = {team.id: team.name for team in ([own] if own else []) + list(teams)[: MOST_OPTIONS - 1]}
    by_name = sorted(names.items(), key=lambda entry: entry[1])
    options = [parts.option(name, str(team_id)) for team_id, name in by_name]
    team = parts.question(
        "team",
        "Team",
        parts.choice_input(str(own.id) if own else None, options),
        hint="What a manager sees follows the team. For auditors leave it empty.",
        optional=True,
    )
    return [
        parts.question("role", "Role", parts.choice_input(person.role.value if person else None, roles)),
        parts.question(
            "administrator",
            "May they set people up?",
            parts.ticks_input(["administrator"] if person and person.administrator else [], beside),
            optional=True,
        ),
        *([team] if options else []),
        parts.question(
            "organisation",
            "Organisation",
            parts.text_input(person.organisation if person else None, longest=LONGEST_NAME),
            hint="Of auditors alone: whom they audit for.",
            optional=True,
        ),
    ]
