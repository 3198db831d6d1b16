"""Small checks of JSON values that combine into the shape of a block: each yields what is wrong, and where.

A check takes a value and the JSON pointer of its place, and yields problems worded as Slack words them.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from bot.sandbox.config import Json

Check: TypeAlias = Callable[[Any, str], Iterator[str]]


def problem(what: str, at: str) -> str:
    """A problem and its place, as in `response_metadata.messages`."""
    return f"[ERROR] {what} [json-pointer:{at or '/'}]"


def text(most: int, least: int = 1) -> Check:
    """A string of so many characters."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield problem("must be a string", at)
        elif len(value) < least:
            yield problem(f"must be more than {least - 1} characters", at)
        elif len(value) > most:
            yield problem(f"must be less than {most + 1} characters", at)

    return check


def matching(pattern: str, described: str) -> Check:
    """A string of a pattern."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            yield problem(f"must be {described}", at)

    return check


def number(value: Any, at: str) -> Iterator[str]:
    """A finite number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        yield problem("must be a number", at)


def positive(value: Any, at: str) -> Iterator[str]:
    """A number above zero."""
    if list(number(value, at)) or value <= 0:
        yield problem("must be a number greater than 0", at)


def whole(least: int, most: int = 2**53) -> Check:
    """A whole number within bounds."""

    def check(value: Any, at: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            yield problem(f"must be a whole number from {least} to {most}", at)

    return check


def flag(value: Any, at: str) -> Iterator[str]:
    """True or false."""
    if not isinstance(value, bool):
        yield problem("must be a boolean", at)


def one_of(*allowed: Any) -> Check:
    """One of a few values."""

    def check(value: Any, at: str) -> Iterator[str]:
        if value not in allowed:
            yield problem(f"must be one of {', '.join(map(str, allowed))}", at)

    return check


def items(each: Check, most: int, least: int = 1) -> Check:
    """A list of so many items."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield problem("must be an array", at)
            return
        if len(value) < least:
            yield problem(f"no fewer than {least} items allowed", at)
        if len(value) > most:
            yield problem(f"no more than {most} items allowed", at)
        for place, item in enumerate(value):
            yield from each(item, f"{at}/{place}")

    return check


def record(
    required: Mapping[str, Check], optional: Mapping[str, Check] | None = None, *, also: Check | None = None
) -> Check:
    """An object with these fields and no others; `also` looks at the whole once its fields are right."""
    known = {**required, **(optional or {})}

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield problem("must be an object", at)
            return
        found = list(_fields(value, at, required, known))
        yield from found
        if also and not found:
            yield from also(value, at)

    return check


def _fields(value: Json, at: str, required: Mapping[str, Check], known: Mapping[str, Check]) -> Iterator[str]:
    yield from (problem(f"missing required field: {name}", at) for name in required if name not in value)
    for name, inner in value.items():
        if name not in known:
            yield problem(f"invalid additional property: {name}", at)
        else:
            yield from known[name](inner, f"{at}/{name}")


def by_type(kinds: Mapping[str, Check]) -> Check:
    """An object whose `type` says which check it has to pass."""

    def check(value: Any, at: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if kind is None:
            yield problem("missing required field: type", at)
        elif kind not in kinds:
            yield problem(f"unsupported type: {kind}", f"{at}/type")
        else:
            yield from kinds[kind](value, at)

    return check


def typed(
    kind: str,
    required: Mapping[str, Check],
    optional: Mapping[str, Check] | None = None,
    *,
    also: Check | None = None,
) -> Check:
    """An object of one type, with these fields beside `type`."""
    return record({"type": one_of(kind), **required}, optional, also=also)


def exactly_one(*names: str) -> Check:
    """An object that has one of these fields and not two."""

    def check(value: Json, at: str) -> Iterator[str]:
        if sum(name in value for name in names) != 1:
            yield problem(f"must have exactly one of {', '.join(names)}", at)

    return check


def at_least_one(*names: str) -> Check:
    """An object that has one of these fields or more."""

    def check(value: Json, at: str) -> Iterator[str]:
        if not any(name in value for name in names):
            yield problem(f"must have one of {', '.join(names)}", at)

    return check


def unique(name: str, what: str) -> Check:
    """A list of objects no two of which have the same value in a field."""

    def check(value: list[Json], at: str) -> Iterator[str]:
        seen = [each[name] for each in value if name in each]
        for repeated in sorted({each for each in seen if seen.count(each) > 1}):
            yield problem(f"{what} {repeated} is not unique", at)

    return check


def every(*checks: Check) -> Check:
    """A value that has to pass several checks."""

    def check(value: Any, at: str) -> Iterator[str]:
        for each in checks:
            yield from each(value, at)

    return check
