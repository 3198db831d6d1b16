"""Slack's markup as HTML, and nothing else as HTML."""

from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.sandbox.drawing.pen import Reader
from bot.sandbox.page import mrkdwn

READER = Reader({"U1": "Ada <Byron>", "C1": "general"}, ZoneInfo("Europe/London"))

DRAWN = [
    ("*late* and _quiet_ and ~gone~", "<div><strong>late</strong> and <em>quiet</em> and <s>gone</s></div>"),
    ("*_both_*", "<div><strong><em>both</em></strong></div>"),
    ("2*3*4", "<div>2*3*4</div>"),
    ("`a *b*`", "<div><code>a *b*</code></div>"),
    ("```\nx < y\n```", "<pre>x &lt; y</pre>"),
    ("&gt; said\n&gt; so\nyes", "<blockquote>said<br>so</blockquote><div>yes</div>"),
    ("• one", '<div class="item"><span>•</span> <span>one</span></div>'),
    ("a\n\nb", "<div>a</div><div><br></div><div>b</div>"),
    ("<@U1>", '<div><span class="mention">@Ada &lt;Byron&gt;</span></div>'),
    ("<@U2|bob>", '<div><span class="mention">@bob</span></div>'),
    ("<#C1>", '<div><span class="mention">#general</span></div>'),
    ("<!here>", '<div><span class="mention">@here</span></div>'),
    (
        "<https://example.org/?a=1&amp;b=2|there>",
        '<div><a href="https://example.org/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">'
        "there</a></div>",
    ),
    ("<!date^1741946400^{date_long} {time}|then>", "<div>Friday 14 March 2025 10:00</div>"),
    ("<!date^soon^{date}|then>", "<div>then</div>"),
    ("done :white_check_mark: :unknown:", "<div>done ✅ :unknown:</div>"),
]

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "*<b onmouseover=alert(1)>*",
    "`</code><script>`",
    "```</pre><script>```",
    '<https://example.org/" onclick="alert(1)|x>',
    "<javascript:alert(1)|x>",
    "<data:text/html,x|x>",
    "<@U9|<img src=x>>",
    '<!date^1^" onload="x|<script>>',
    "> <iframe src=x>",
    "• <svg/onload=alert(1)>",
]

OURS = {"div", "strong", "em", "s", "code", "pre", "blockquote", "span", "a", "br"}


@pytest.mark.parametrize(("source", "html"), DRAWN)
def test_markup_is_drawn_as_slack_draws_it(source: str, html: str) -> None:
    assert mrkdwn.formatted(source, READER) == html


@pytest.mark.parametrize("source", HOSTILE)
def test_nothing_foreign_becomes_a_tag_or_an_attribute(source: str) -> None:
    assert_harmless(mrkdwn.formatted(source, READER))


@given(some.text(some.sampled_from("<>&\"'*_~`|@#!^:=/ \nabjs1•-.")))
def test_no_text_whatever_becomes_a_tag_or_an_attribute(source: str) -> None:
    assert_harmless(mrkdwn.formatted(source, READER))


def test_plain_text_is_shown_as_it_is() -> None:
    assert mrkdwn.html({"type": "plain_text", "text": "*a* <b>", "emoji": False}, READER) == "*a* &lt;b&gt;"


def test_a_label_is_the_first_line_without_markup() -> None:
    text = {"type": "mrkdwn", "text": "*A17* · <@U1> &amp; more\nsecond line"}
    assert mrkdwn.words(text, READER) == "A17 · @Ada <Byron> & more"


def assert_harmless(html: str) -> None:
    """Only tags of ours, and links only to the web and to mail."""
    reader = Tags()
    reader.feed(html)
    reader.close()
    assert reader.tags <= OURS
    assert reader.attributes <= {"class", "href", "target", "rel"}
    assert all(each.startswith(("http://", "https://", "mailto:")) for each in reader.links)


class Tags(HTMLParser):
    """The tags, attributes and links that a browser would find."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]
