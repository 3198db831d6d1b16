"""`hold case` and `release case`: a case that must be kept, and the end of that."""

from typing import Annotated

import typer

from bot.cli import common

Reference = Annotated[
    str, typer.Argument(metavar="REF", help="The case's reference, or its case-system number.")
]


def hold(
    reference: Reference,
    because: Annotated[str, typer.Option(metavar="TEXT", help="Why: a complaint, a court case, an inquiry.")],
) -> None:
    """Keep all that is held on a case: it cannot be purged until it is released."""
    from bot import holds

    chosen = common.settings(needs_slack=False)
    with common.open_database(chosen) as database, database.begin() as session:
        held = holds.hold(session, common.command_line_visit(chosen), reference, because).reference
    typer.echo(f"Case {held} is on hold: it cannot be purged. To end it: python -m bot release case {held}")


def release(reference: Reference) -> None:
    """End the hold that a case is on."""
    from bot import holds

    chosen = common.settings(needs_slack=False)
    with common.open_database(chosen) as database, database.begin() as session:
        released = holds.release(session, common.command_line_visit(chosen), reference).reference
    typer.echo(f"Case {released} is released.")
