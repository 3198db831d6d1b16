"""`check`: the doctor. Says what is wrong and how to mend it, item by item."""

import typer

from bot.cli import common
from bot.cli.findings import Finding


def check() -> None:
    """Look at settings, Slack, channels, this machine, the database and backups, and say what to mend."""
    chosen = common.settings(needs_slack=True)
    from bot.cli import doctor_machine, doctor_record, doctor_slack

    findings = [
        Finding("Settings: complete"),
        *doctor_machine.look(chosen),
        *doctor_slack.look(chosen),
        *doctor_record.look(chosen),
    ]
    for finding in findings:
        typer.echo(finding.told)
    if any(finding.is_fault for finding in findings):
        raise typer.Exit(1)
