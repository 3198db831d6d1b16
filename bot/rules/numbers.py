"""Numbers that tell who somebody is, in text that is plain already: of phones, people and cases."""

import re
from collections.abc import Iterator, Sequence

# Spaces, brackets and dashes join groups into one number; a full stop does so only between two digits.
_JOINT = r"(?:\.|[\s()-]{0,3})"
_NUMBER = re.compile(rf"\d(?:{_JOINT}\d)*")
_DATE_IN_FIGURES = re.compile(
    r"""(?<![\d.-]) (?:
        (?:0?[1-9]|[12]\d|3[01]) [.-] (?:0?[1-9]|1[0-2]) [.-] (?:\d\d){1,2}
      | \d{4} - \d\d - \d\d
    ) (?![.-]?\d)""",
    re.VERBOSE,
)


def _numbers(text: str) -> Iterator[list[str]]:
    """The groups of digits of each number in the text; dates are none."""
    for number in _NUMBER.finditer(_DATE_IN_FIGURES.sub(",", text)):
        yield re.findall(r"\d+", number[0])


def _spans(groups: Sequence[str], most: int) -> Iterator[slice]:
    """Where each run of groups with at most so many digits lies: a number may stand next to another."""
    for start in range(len(groups)):
        length = 0
        for end in range(start, len(groups)):
            length += len(groups[end])
            if length > most:
                break
            yield slice(start, end + 1)


def _stretches(groups: Sequence[str], most: int) -> Iterator[Sequence[str]]:
    return (groups[span] for span in _spans(groups, most))


# --- phone numbers

_PHONE_WITH_COUNTRY = re.compile(rf"(?:\+\s?[1-9]|(?<![\d:])00[\s-]?4(?=4))(?:{_JOINT}\d){{8,13}}(?!\d)")
_PHONE = re.compile(r"0[1235789]\d{9}")
_SHORT_PHONE = re.compile(r"01\d{8}|0[58]00\d{6}")


def has_phone(text: str) -> bool:
    return _PHONE_WITH_COUNTRY.search(text) is not None or any(
        _is_phone(stretch) for groups in _numbers(text) for stretch in _stretches(groups, most=11)
    )


def _is_phone(groups: Sequence[str]) -> bool:
    """A number whose first group is as long as a code, or all of it; a mobile may stand in ones and twos."""
    digits = "".join(groups)
    first = len(groups[0])
    if _SHORT_PHONE.fullmatch(digits):
        return first in {4, 5, 10}
    if not _PHONE.fullmatch(digits):
        return False
    return 3 <= first <= 7 or first == 11 or (digits.startswith("07") and max(map(len, groups)) <= 2)


# --- NHS numbers

_ROW_OF_FIGURES = re.compile(r"0|(?:19|20)\d\d$")


def has_nhs_number(text: str) -> bool:
    return any(_holds_nhs_number(groups) for groups in _numbers(text))


def _holds_nhs_number(groups: Sequence[str]) -> bool:
    """Grouped 3-3-4 or in one piece it is found anywhere; grouped otherwise, where no figure is beside it.

    A row of figures that begins with a year or a zero, as tables have them, is left alone.
    """
    if any(
        [len(group) for group in stretch] in ([3, 3, 4], [10]) and _is_nhs_number("".join(stretch))
        for stretch in _stretches(groups, most=10)
    ):
        return True
    return not _ROW_OF_FIGURES.match(groups[0]) and _is_nhs_number("".join(groups))


def _is_nhs_number(digits: str) -> bool:
    if len(digits) != 10:
        return False
    from stdnum.gb import nhs  # noqa: PLC0415 - loaded by the few texts that hold ten digits

    return bool(nhs.is_valid(digits))


# --- unique pupil numbers

_PUPIL_NUMBER = re.compile(
    r"(?<![A-Z0-9]) [A-HJ-NP-RT-Z] (?: [\s-]? \d ){11} [\s-]? [A-HJ-NP-RT-Z\d] (?![A-Z0-9])",
    re.IGNORECASE | re.VERBOSE,
)


def has_pupil_number(text: str) -> bool:
    return any(_is_pupil_number(one[0]) for one in _PUPIL_NUMBER.finditer(text))


def _is_pupil_number(text: str) -> bool:
    from stdnum.gb import upn  # noqa: PLC0415 - loaded by the few texts that hold something like it

    return bool(upn.is_valid(re.sub(r"[\s-]", "", text)))


# --- National Insurance numbers

# The letters and prefixes that HMRC gives out; but "on 12-03-18 a visit" is a date.
NATIONAL_INSURANCE = re.compile(
    r"""(?<![A-Z0-9])
    (?! (?-i:[Oo]n|[Bb]y|[Aa]t) [\s-] )
    (?! BG|GB|KN|NK|NT|TN|ZZ )
    [A-CEGHJ-PR-TW-Z] [A-CEGHJ-NPR-TW-Z]
    (?: [\s.-]{0,3} \d\d ){3}
    [\s.-]{0,3} [A-D]
    (?![A-Z0-9])""",
    re.IGNORECASE | re.VERBOSE,
)

# --- long numbers

# Case systems, courts, schools and insurers number what they keep; nothing in the trade's own sentences runs
# to six figures without a comma but dates, sums of money and addresses of what the government publishes.
_LONG = 6
_NO_RECORD = re.compile(
    r"""https?://(?:(?:www|assets\.publishing\.service|www\.legislation|(?:files|reports)\.ofsted)\.)?gov\.uk/\S*
    | (?:£|€|\$|\bGBP) \s? \d+ (?:[.,]\d+)*
    | (?<!\d) \d{6,7} (?:\.\d\d)? (?= \s? (?:pounds?|GBP) \b)""",
    re.IGNORECASE | re.VERBOSE,
)
# The family courts': "ZE21C00123".
_COURT_NUMBER = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d\d[ACDFJPZ]\d{5}(?!\d)", re.IGNORECASE)
_DAY_IN_FIGURES = re.compile(
    r"""(?:0[1-9]|[12]\d|3[01]) (?:0[1-9]|1[0-2]) (?:19|20)? \d\d
    | (?:19|20)\d\d (?:0[1-9]|1[0-2]) (?:0[1-9]|[12]\d|3[01])""",
    re.VERBOSE,
)
_YEARS_IN_FIGURES = re.compile(r"(?P<century>19|20)(?P<first>\d\d)(?:19|20)?(?P<last>\d\d)")


def has_long_number(text: str) -> bool:
    """Whether it holds one that is of none of the other kinds."""
    rest = _NO_RECORD.sub(",", text)
    for other in (NATIONAL_INSURANCE, _PHONE_WITH_COUNTRY):
        rest = other.sub(",", rest)
    rest = _PUPIL_NUMBER.sub(lambda one: "," if _is_pupil_number(one[0]) else one[0], rest)
    return bool(_COURT_NUMBER.search(rest)) or any(_has_long_group(groups) for groups in _numbers(rest))


def _has_long_group(groups: Sequence[str]) -> bool:
    long = {place for place, group in enumerate(groups) if len(group) >= _LONG and not _is_dated(group)}
    if not long:
        return False
    for span in _spans(groups, most=11):
        stretch = groups[span]
        if _is_phone(stretch) or _is_nhs_number("".join(stretch)):
            long.difference_update(range(span.start, span.stop))
    return bool(long)


def _is_dated(digits: str) -> bool:
    """A day such as 01022018, or a year that runs over two, such as 201819."""
    if _DAY_IN_FIGURES.fullmatch(digits):
        return True
    years = _YEARS_IN_FIGURES.fullmatch(digits)
    return years is not None and int(years["last"]) - int(years["first"]) == 1


# --- numbers of the case system

# With letters it has three figures, or actions and sections of the law would be looked up; without, four, and
# is no year.
_WITH_LETTERS = re.compile(r"(?=[^A-Z]*[A-Z])(?=(?:\D*\d){3})\S{4,40}")
_OF_FIGURES = re.compile(r"(?!(?:19|20)\d\d$)\d{4,40}")
_WORD = re.compile(r"[A-Z0-9](?:[A-Z0-9./_-]*[A-Z0-9])?")
_MARK = re.compile(r"[./_-]")
_LETTERS_AND_FIGURES = re.compile(
    r"(?<![A-Z0-9]) ([A-Z]{1,5}) [\s./_-]? ((?! (?:19|20)\d\d (?!\d) ) \d{3,12}) (?![A-Z0-9])", re.VERBOSE
)
_MOST_PARTS = 4


def may_be_of_cases(text: str) -> set[str]:
    """What in the text may be a case-system number, in the form in which one is stored."""
    capitals = text.upper()
    written = {candidate for word in _WORD.finditer(capitals) for candidate in _parts_of(word[0])}
    joined = {
        f"{found[1]}{mark}{found[2]}"
        for found in _LETTERS_AND_FIGURES.finditer(capitals)
        for mark in ("", "-", "/", ".", "_")
    }
    return {one for one in written | joined if _WITH_LETTERS.fullmatch(one) or _OF_FIGURES.fullmatch(one)}


def _parts_of(word: str) -> Iterator[str]:
    """The word, and a few neighbouring parts of it at a time: "LB-104233/2" has "LB-104233" in it."""
    bounds = [0, *(mark.end() for mark in _MARK.finditer(word)), len(word) + 1]
    for first, start in enumerate(bounds[:-1]):
        for end in bounds[first + 1 : first + 1 + _MOST_PARTS]:
            yield word[start : end - 1]
