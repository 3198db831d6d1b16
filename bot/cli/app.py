"""The table of the command line's commands."""

import typer

from bot.cli import (
    backups,
    copying,
    database,
    demo,
    doctor,
    exports,
    holds,
    imports,
    purging,
    serving,
    verifying,
)
from bot.cli.letters import letters
from bot.cli.people import people
from bot.documents import Paper

app = typer.Typer(
    help="Getting from Good to Outstanding: a Slack bot that follows audits up.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("serve")(serving.serve)
app.command("check")(doctor.check)
app.command("manifest")(exports.manifest)
app.command("import")(imports.import_file)
app.command("verify")(verifying.verify)
app.command("demo")(demo.demo)

app.add_typer(letters, name="letters")
app.add_typer(people, name="people")

_db = typer.Typer(help="The database: its tables, backups, and moving it.", no_args_is_help=True)
_db.command("upgrade")(database.upgrade)
_db.command("status")(database.status)
_db.command("sweep")(database.sweep)
_db.command("backup")(backups.backup)
_db.command("restore")(backups.restore)
_db.command("copy")(copying.copy)
app.add_typer(_db, name="db")

_export = typer.Typer(help="What leaves the record as a file.", no_args_is_help=True)
_export.command("references")(exports.references)
_export.command("case")(exports.case)
_export.command("history")(exports.history)
for _paper in Paper:
    _export.command(_paper.value)(exports.document(_paper))
app.add_typer(_export, name="export")


@_export.callback()
def _export_group() -> None:
    """What leaves the record as a file."""


_hold = typer.Typer(help="What must stay in the record.", no_args_is_help=True)
_hold.command("case")(holds.hold)
app.add_typer(_hold, name="hold")


@_hold.callback()
def _hold_group() -> None:
    """What must stay in the record."""


_release = typer.Typer(help="What need not stay in the record any longer.", no_args_is_help=True)
_release.command("case")(holds.release)
app.add_typer(_release, name="release")


@_release.callback()
def _release_group() -> None:
    """What need not stay in the record any longer."""


_purge = typer.Typer(help="What leaves the record for good.", no_args_is_help=True)
_purge.command("due")(purging.due)
_purge.command("case")(purging.case)
app.add_typer(_purge, name="purge")
