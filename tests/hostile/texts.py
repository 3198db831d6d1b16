"""What people should never type, and may: by name, for machines that choose at random, and for hypothesis."""

from collections.abc import Mapping
from random import Random

from hypothesis import strategies as st

# In the workspace, and nobody in the record: whoever sees a ping of theirs sees what somebody typed.
PINGED = "U0PINGED9"

MARKUP: Mapping[str, str] = {
    "a mention": f"<@{PINGED}>",
    "a mention with a name": f"<@{PINGED}|admin>",
    "a ping of the channel": "<!channel>",
    "a ping of whoever is here": "<!here|here>",
    "a ping of everyone": "<!everyone>",
    "a ping of a group": "<!subteam^S0GROUP001|@managers>",
    "a date": "<!date^1392734382^{date}|soon>",
    "a channel": "<#C0GENERAL1|general>",
    "a link": "<http://evil.example/a|the form>",
    "a link to a mail": "<mailto:who@evil.example|write>",
    "an entity": "&lt;@U0PINGED9&gt; &amp;lt;!here&amp;gt;",
    "an open bracket": "a < b > c & d <",
    "a name with an at": "@channel @here @everyone",
    "a bare address": "https://evil.example/login",
    "marks of style": "*bold* _it_ ~out~ `code` ```more``` > quoted",
}
INVISIBLE: Mapping[str, str] = {
    "text turned round": "safe\u202egnp.exe",
    "an isolate left open": "\u2066\u2067\u2068 open",
    "an embedding": "\u202a\u202b\u202d\u202c",
    "marks of direction": "\u200e\u200f\u061c",
    "characters of no width": "K7\u200bQ2\u200dM\u2060\ufeff",
    "a flood of accents": "Z" + "\u0301\u0336\u0489" * 40,
    "a NUL": "be\0fore",
    "a lone surrogate": "a\ud800b",
    "controls": "\x07\x1b[31mred\x1b[0m\x7f\x85",
    "separators": "one\u2028two\u2029three\x0bfour\x0cfive",
    "tags": "\U000e0041\U000e0042",
    "for private use": "\ue000\U0010fffd",
}
FORMULAS: Mapping[str, str] = {
    "a formula": '=HYPERLINK("http://evil.example","x")',
    "a sum": "=1+1",
    "a plus": "+1+cmd|' /C calc'!A0",
    "a minus": "-2+3+cmd|' /C calc'!A0",
    "an at": "@SUM(1+1)",
    "after a tab": "\t=1+1",
    "after a return": "\r=1+1",
    "a field of Word": '{ INCLUDETEXT "/etc/passwd" } MERGEFIELD',
    "a full-width formula": "\uff1d1\uff0b1",
}
PATHS: Mapping[str, str] = {
    "a way up": "../../etc/passwd",
    "a way up on Windows": "..\\..\\boot.ini",
    "an absolute path": "/etc/shadow",
    "a reserved name": "CON.xlsx",
    "a name in two lines": "plan\nX-Header: 1.xlsx",
    "a name turned round": "plan\u202exslx.exe",
}
ODD: Mapping[str, str] = {
    "emoji": "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 👍🏽 :fire:",
    "other scripts' numbers": "٣ ۴ ५ ௧ 五 ３ ² ½ Ⅻ",
    "look-alikes of K7Q2M": "К7Q2М Κ7Ｑ2Μ KÝQ2M K7O2M",
    "quotation marks": "'; DROP TABLE audits; -- \" \\",
    "a template": "{{7*7}} ${7*7} %s %(x)s {0} \\u003c",
    "JSON": '{"a": [1, "x"]}',
    "words of ours": "help all off me",
    "right to left": "مرحبا שלום",
    "long": "x" * 3500,
    "long of brackets": "<" * 3000,
    "long without spaces": "&" * 1000,
    "many words": "care leavers " * 300,
    "nothing": " \t\n ",
    "empty": "",
}
ALL: Mapping[str, str] = {**MARKUP, **INVISIBLE, **FORMULAS, **PATHS, **ODD}

PLAIN = ("Visit every week.", "Ring the school", "Supervision notes", "Grace Obi", "Tomas Reid", "March 2025")


def chosen(chance: Random) -> str:
    """Something to type: hostile, plain, or the one within the other; half a pair of surrogates none can."""
    return _mixed(chance).encode("utf-8", "replace").decode()


def _mixed(chance: Random) -> str:
    one = chance.choice(list(ALL.values()))
    match chance.randrange(4):
        case 0:
            return one
        case 1:
            return chance.choice(PLAIN)
        case 2:
            return f"{chance.choice(PLAIN)} {one}"
        case _:
            return f"{one} {chance.choice(list(ALL.values()))}"


def hostile() -> st.SearchStrategy[str]:
    """The same for hypothesis, with whatever it makes up between."""
    pieces = st.one_of(st.sampled_from(sorted(ALL.values())), st.text(max_size=12))
    return st.lists(pieces, min_size=1, max_size=4).map(" ".join)
