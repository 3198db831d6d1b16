"""What a file holds, told by its headings, where nobody has said."""

from bot.errors import Refusal
from bot.intake import csv_files, headings, packages, workbooks
from bot.intake.kinds import COLUMNS, Kind

UNKNOWN = (
    "I cannot tell what this file holds. Its headings should be those of people, teams, cases, rounds, "
    "audits, recommendations, actions or the programme: the guide lists them."
)


def kind_of(content: bytes) -> Kind:
    """The kind most of whose columns are there, and all that it needs. Raises Refusal where none fits."""
    packages.refuse_old_format(content)
    is_workbook = content.startswith(packages.ZIP)
    tables = workbooks.tables(content) if is_workbook else csv_files.read(content)
    found = [(headings.find(kind, table), kind) for kind in Kind for table in tables]
    fitting = [(one.nearness, len(COLUMNS[kind].required), kind) for one, kind in found if not one.refusal]
    if not fitting:
        raise Refusal(UNKNOWN)
    return max(fitting, key=lambda one: one[:2])[2]
