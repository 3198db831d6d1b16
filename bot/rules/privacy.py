"""Personal details in free text, found by their UK forms. What has no form, such as a name, is not found."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from bot.rules import numbers


def found(text: str) -> list[str]:
    """The kinds of personal details in the text, each once, in words for a sentence: "a phone number"."""
    if not _MAY_HOLD_ONE.search(text):
        return []
    plain = _plain(text)
    return [kind for kind, find in _KINDS.items() if find(plain)]


def may_be_of_cases(text: str) -> set[str]:
    """What in the text may be a number of the case system, whose shape is each council's own."""
    return numbers.may_be_of_cases(_plain(text)) if _FIGURE.search(text) else set()


_FIGURE = re.compile(r"\d|[^\s -~]")

# Each kind has a figure in it, or is an address; most names and many sentences have neither.
_MAY_HOLD_ONE = re.compile(r"\d|@|[^\s -~]|(?<![a-z])at(?![a-z])", re.IGNORECASE)


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

_FULL_DATE = re.compile(_DATE, re.IGNORECASE | re.VERBOSE)
_OLDEST = 26  # years: care leavers are with the service until they are 25


def has_day_of_years_ago(text: str, today: date) -> bool:
    """Whether it holds a day, two years ago or more, on which a young person of today may have been born."""
    return any(2 <= today.year - year <= _OLDEST for year in _years(_plain(text), today))


def _years(text: str, today: date) -> Iterator[int]:
    for found_date in _FULL_DATE.finditer(text):
        figures = re.findall(r"\d+", found_date[0])
        if whole := [int(one) for one in figures if len(one) == 4]:
            yield whole[0]
        elif len(figures) == 3:
            short = int(figures[2])
            yield short + (2000 if short <= today.year % 100 else 1900)


# In the order in which they are told; each finder's answer is true of a text that holds the kind.
_KINDS: Mapping[str, Callable[[str], object]] = {
    "an e-mail address": _has_email,
    "a phone number": numbers.has_phone,
    "a postcode": _POSTCODE.search,
    "a date of birth": _DATE_OF_BIRTH.search,
    "an NHS number": numbers.has_nhs_number,
    "a National Insurance number": numbers.NATIONAL_INSURANCE.search,
    "a unique pupil number": numbers.has_pupil_number,
    "a long number, such as a case number": numbers.has_long_number,
}
