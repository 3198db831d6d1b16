"""Cells of files that spreadsheets open: what is typed in them is never reckoned with."""

# Full-width signs as well, which some spreadsheets take for the same.
_BEGIN_ONE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def plain_cell(text: str) -> str:
    """The text as a cell of a CSV file that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_BEGIN_ONE) else text
