"""A guide to a council's own files: which heading is which column, and which words are which of the trade's.

It is kept as TOML, so that people can read and correct it, and used again for the next file.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.errors import Refusal
from bot.intake import words
from bot.intake.kinds import COLUMNS, Kind, plain

MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class Guide:
    """`columns`: the heading of each column, blank for none; `words`: by column, what they mean."""

    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def meanings(self, kind: Kind) -> dict[str, str]:
        """Which column each plain heading means: the guide's own word counts before what is usual."""
        usual = COLUMNS[kind].meanings
        kept = {heading: column for heading, column in usual.items() if column not in self.columns}
        return kept | {plain(heading): column for column, heading in self.columns.items() if heading}

    def translated(self, column: str, text: str) -> str:
        """The cell's text, or what the guide says that it means."""
        meant = self.words.get(column)
        return meant.get(words.plain(text), text) if meant else text


NO_GUIDE = Guide()


def read(path: Path, kind: Kind) -> Guide:
    """The guide in a file. Raises Refusal where it is none, or speaks of columns that the kind has not."""
    content = _content(path)
    _require(set(content) <= {"kind", "columns", "words"}, "It has parts beside kind, columns and words.")
    told = content.get("kind", kind)
    _require(told == kind, "It was made for files of another kind.")
    columns, told_words = content.get("columns", {}), content.get("words", {})
    _require(_is_table(columns), "Its columns must each name one heading, in quotation marks.")
    _require(
        isinstance(told_words, dict) and all(map(_is_table, told_words.values())),
        "Its words must stand below the column that they are in, such as [words.cohort].",
    )
    names = COLUMNS[kind].names
    for column in (*columns, *told_words):
        _require(column in names, f"It names an unknown column. The columns are: {', '.join(names)}.")
    headings = [plain(heading) for heading in columns.values() if heading]
    _require(len(set(headings)) == len(headings), "It names one heading for two columns.")
    plain_words = {
        column: {words.plain(word): meant for word, meant in table.items() if meant}
        for column, table in told_words.items()
    }
    return Guide(columns, plain_words)


def _content(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refusal("The mapping file is far larger than any would be. Is it the right one?")
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise Refusal(f"There is no mapping file {path}. --save-map writes one to begin with.") from None
    except OSError as error:
        raise Refusal(f"The mapping file {path} could not be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        place = f" ({error})" if isinstance(error, tomllib.TOMLDecodeError) else ""
        raise Refusal(
            f"The mapping file cannot be understood{place}. Headings and words stand in quotation marks, "
            "as --save-map writes them."
        ) from None


def _is_table(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(entry, str) for entry in value.values())


def _require(holds: object, why: str) -> None:
    if not holds:
        raise Refusal(f"The mapping file does not fit. {why}")


def begun(kind: Kind, headings: Mapping[str, str], unknown: Sequence[str], guide: Guide) -> str:
    """A text to begin with where columns are missing: the headings understood, and those that were not."""
    others = [f"#   {_quoted(heading)}\n" for heading in unknown]
    lead = "\n# These headings of the file were not understood. Please write them where they belong.\n"
    return "".join([text(kind, headings, {}, guide), lead, *others])


def text(kind: Kind, headings: Mapping[str, str], unknown: Mapping[str, list[str]], guide: Guide) -> str:
    """The file's text: the headings as they were understood, and the words that were not."""
    return "\n".join(_lines(kind, headings, unknown, guide)) + "\n"


def _lines(
    kind: Kind, headings: Mapping[str, str], unknown: Mapping[str, list[str]], guide: Guide
) -> Iterator[str]:
    yield "# Which heading of the file is which column. Blank: the file has none."
    yield f'kind = "{kind}"'
    yield ""
    yield "[columns]"
    for column in COLUMNS[kind].names:
        yield f"{column} = {_quoted(headings.get(column, ''))}"
    for column in COLUMNS[kind].names:
        meant, not_known = guide.words.get(column, {}), unknown.get(column, [])
        if meant or not_known:
            yield ""
            yield "# Words of the file, and what each means. Please fill in the blank ones."
            yield f"[words.{column}]"
            yield from (f"{_quoted(word)} = {_quoted(meaning)}" for word, meaning in meant.items())
            yield from (f'{_quoted(word)} = ""' for word in not_known)


def _quoted(text: str) -> str:
    """JSON and TOML write a text in the same way, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
