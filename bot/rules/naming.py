"""People by a part of their name: half of it is enough where nobody else has it."""

from collections.abc import Mapping, Sequence

SHORTEST = 3  # letters; fewer are initials, or other words


def by_part(people: Mapping[str, str]) -> Mapping[str, Sequence[str]]:
    """The names that have each part; `people` are their names by how they are spoken, in small letters."""
    found: dict[str, list[str]] = {}
    for spoken, name in sorted(people.items()):
        for part in dict.fromkeys(spoken.split()):
            if len(part) >= SHORTEST:
                found.setdefault(part, []).append(name)
    return found
