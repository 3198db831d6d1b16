"""Personal details in free text, found by their UK forms. What has no form, such as a name, is not found."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence


def found(text: str) -> list[str]:
    """The kinds of personal details in the text, each once, in words for a sentence: "a phone number"."""
    plain = _plain(text)
    return [kind for kind, find in _KINDS.items() if find(plain)]


def _plain(text: str) -> str:
    """The text as a reader sees it: no invisible characters or accents laid over, plain digits and dashes."""
    return "".join(_plain_character(character) for character in unicodedata.normalize("NFKC", text))


def _plain_character(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Cc", "Cf", "Mn", "Me"}:
        return " " if character.isspace() else ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return "-" if category == "Pd" or character == "−" else character


# --- e-mail addresses

_BRACKETED_AT = re.compile(r"\s{0,3} [(\[{<] \s? (?:at|@) \s? [)\]}>] \s{0,3}", re.IGNORECASE | re.VERBOSE)
_BRACKETED_DOT = re.compile(r"\s{0,3} [(\[{<] \s? (?:dot|\.) \s? [)\]}>] \s{0,3}", re.IGNORECASE | re.VERBOSE)

# An address as it should be; one spread out by spaces; one spelled out. "Published at gov.uk" and
# "thanks @alice.smith" are none, so the latter two must end as most addresses do.
_ENDING = r"(?:com|org|net|info|edu|gov|eu|uk|ie)(?!\w)"
_AT = r"[\s_-]{1,3} at [\s_-]{1,3}"
_DOT = r"[\s_-]{1,3} dot [\s_-]{1,3}"
_EMAIL = re.compile(
    rf"""[\w+.'-] @ (?: [\w-]{{1,63}} \. ){{1,8}} [^\W\d_]{{2}}
    | \w \s{{0,2}} @ \s{{0,2}} (?: [\w-]{{1,63}} (?: \. | \s\.\s? ) ){{1,8}} {_ENDING}
    | \w {_AT} (?: [\w-]{{1,63}} {_DOT} ){{1,8}} {_ENDING}""",
    re.IGNORECASE | re.VERBOSE,
)


def _has_email(text: str) -> bool:
    joined = _BRACKETED_DOT.sub(".", _BRACKETED_AT.sub("@", text))
    return _EMAIL.search(joined) is not None


# --- numbers that people write in groups of digits

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


def _stretches(groups: Sequence[str], most: int) -> Iterator[Sequence[str]]:
    """Every run of groups with at most so many digits: a number may stand next to another."""
    for start in range(len(groups)):
        length = 0
        for end in range(start, len(groups)):
            length += len(groups[end])
            if length > most:
                break
            yield groups[start : end + 1]


# --- phone numbers

_PHONE_WITH_COUNTRY = re.compile(rf"(?:\+\s?[1-9]|(?<![\d:])00[\s-]?4(?=4))(?:{_JOINT}\d){{8,13}}(?!\d)")
_PHONE = re.compile(r"0[1235789]\d{9}")
_SHORT_PHONE = re.compile(r"01\d{8}|0[58]00\d{6}")


def _has_phone(text: str) -> bool:
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


def _has_nhs_number(text: str) -> bool:
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


# --- National Insurance numbers

# The letters and prefixes that HMRC gives out; but "on 12-03-18 a visit" is a date.
_NATIONAL_INSURANCE = re.compile(
    r"""(?<![A-Z0-9])
    (?! (?-i:[Oo]n|[Bb]y|[Aa]t) [\s-] )
    (?! BG|GB|KN|NK|NT|TN|ZZ )
    [A-CEGHJ-PR-TW-Z] [A-CEGHJ-NPR-TW-Z]
    (?: [\s.-]{0,3} \d\d ){3}
    [\s.-]{0,3} [A-D]
    (?![A-Z0-9])""",
    re.IGNORECASE | re.VERBOSE,
)

# --- postcodes

# The areas that postcodes begin with; BF is the forces'.
_AREAS = (
    "AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH "
    "EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME "
    "MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY "
    "TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
# "S20 2nd review" and "S47 1hr visit" are the trade's words.
_POSTCODE = re.compile(
    rf"""(?<![A-Z0-9])
    (?: {"|".join(_AREAS.split())} ) \d [A-Z\d]?
    [\s-]{{0,3}}
    (?! \d (?-i:st|nd|rd|th|hr|yr) )
    \d [ABD-HJLNP-UW-Z]{{2}}
    (?![A-Z0-9])""",
    re.IGNORECASE | re.VERBOSE,
)

# --- dates of birth

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_NTH = rf"{_DAY}(?:st|nd|rd|th)?"
_BETWEEN = r"\s?[\s./-]\s?"
# A date to do something by is not when somebody was born.
_NO_DEADLINE = "".join(
    rf"(?<!\b{words}\s)"
    for words in ("by", r"by\sthe", "before", "until", "till", "after", "since", "from", "due", r"due\son")
)
_DATE = rf"""{_NO_DEADLINE} (?<!\d) (?:
        {_DAY} {_BETWEEN} {_DAY} {_BETWEEN} (?:19|20)? \d\d
      | (?:19|20)\d\d {_BETWEEN} {_DAY} {_BETWEEN} {_DAY}
      | (?:0[1-9]|[12]\d|3[01]) (?:0[1-9]|1[0-2]) (?:19|20)? \d\d
      | {_NTH} [\s.,-]{{0,2}} (?:of\s)? {_MONTH} (?: [\s,.'’-]{{1,3}} (?:\d\d){{1,2}} )?
      | (?<!\d\s) (?<!\d(?:st|nd|rd|th)\s) (?<!\d(?:st|nd|rd|th)\sof\s)
            {_MONTH} [\s.,-]{{1,2}} (?: {_NTH} | (?:19|20)\d\d )
    ) (?!\d)"""

_BIRTH = r"""\b(?: dob\.? | d\.o\.b\.? | d\so\sb | d/o/b | d-o-b
    | (?<!\w-)born | birth[\s-]?da(?:y|te) | b-?day | date\sof\s(?:\w+\s)?birth ) (?![a-z])"""

# Something else is dated where the sentence ends or speaks of the work.
_ELSE = r"(?<!\bst)\.\s | [;!?] | \b(?:audit|review|visit|meeting|panel|plan|deadline)"
# Between a date and the words for it: "14 March is Alice's 18th birthday".
_GAP = r"[\s,:=(\[-]{1,3}"
_LINK = r"(?: (?:is|was|as|for|on|his|her|their|the|a|own)\b | \w+['’]s\b | \d+(?:st|nd|rd|th) )"
_DATE_OF_BIRTH = re.compile(
    rf"""{_BIRTH} (?: (?!{_ELSE}) . ){{0,40}}? {_DATE}
    | {_DATE} (?: (?!{_ELSE}|\.|:) . ){{1,25}}? (?<!\w-)\bborn (?![a-z])
    | {_DATE} (?: {_GAP} {_LINK} ){{0,5}} {_GAP} {_BIRTH}""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)

# In the order in which they are told; each finder's answer is true of a text that holds the kind.
_KINDS: Mapping[str, Callable[[str], object]] = {
    "an e-mail address": _has_email,
    "a phone number": _has_phone,
    "a postcode": _POSTCODE.search,
    "a date of birth": _DATE_OF_BIRTH.search,
    "an NHS number": _has_nhs_number,
    "a National Insurance number": _NATIONAL_INSURANCE.search,
}
