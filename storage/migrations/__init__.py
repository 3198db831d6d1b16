"""The schema's history, by Alembic.

Each step only adds, so that what was stored stays readable, and older bots go on while newer ones come.
"""

HEAD = "0006"


def is_older(version: str | None) -> bool:
    """Whether tables of the version lack something that this bot needs; None is no tables at all."""
    # Versions are numbered in four digits.
    return version is None or version < HEAD


def is_newer(version: str | None) -> bool:
    """Whether the tables hold what this bot does not know."""
    return version is not None and version > HEAD
