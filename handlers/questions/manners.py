"""How people put what they ask: the words around it, and how a question is told from a statement."""

from collections.abc import Mapping

from handlers.questions.words import spelt

# How a sentence begins that wants something; before what it wants they change nothing.
REQUESTS = """show, show me, list, give me, tell me, tell us, give us, find, find me, get, get me,
    let me see, let me know, send me, bring up, pull up, look up, display, remind me, can you, could you,
    would you, will you, can i see, could i see, may i see, can i have, could i have, can i get,
    can we see, could we see, can we have, i want, i want to see, i want to know, i would like,
    i would like to see, i would like to know, i need, i need to see, i need to know, we need, we want,
    we need to see, we need to know, see, view, read me, read, i am looking for, i am after, looking for,
    do you know, do we know, does anybody know, please show me, what about, how about, and what about,
    run, print, open up, go to, take me to, wondering, i was wondering, i wonder"""

FILLERS = """what, which, who, whose, whom, when, where, how, is, are, was, were, be, been, being, do,
    does, did, has, have, had, will, would, can, could, may, should, the, a, an, any, anything, some,
    there, here, of, for, in, on, at, to, from, by, with, within, about, and, or, our, ours, us, we,
    do you have, you have, have you got, i, 's, still, about this, worker, workers, currently, now,
    right now, at the moment, so far, just, also, then, so, yet, got, get, up, know, need, needs, thing,
    things, stuff, item, items, work, ones, that is, that are, that were, those that, the ones, if, team,
    teams, cohort, group, date, dates, status, state, stand, stands, standing, next, between, since,
    until, before, during, over, across, under, page, number, numbers, figures, figure, table, list,
    lists, owner, owners, owns, owned, own, please, pls, plz, hi, hello, hey, good morning,
    good afternoon, morning, afternoon, hi there, ok, okay, quick question, question, bot, g2o, said, say,
    says, made, make, given, each, every, per, by year, years, year by year, against, compared, compare,
    vs, versus, go, going, come, comes, out, as, first, oldest, latest, newest, recent, recently,
    details, detail, info, information, more on, look, looking, like, did we, do we, have we, are we, we
    have, we did, do we have, we got, did they, they, them, their, find out, full, whole, working,
    moderated, people, want, last, already, actually, exactly, happen"""

# Said after what was asked.
ENDINGS = "thanks, thank you, thx, ta, cheers, please, pls, many thanks, thank you very much"

# Who begins so tells something, unless it is one of the REQUESTS.
TELLING = spelt("i, we, it, he, she, they, them, you, that, those, so, then, let")

# After a name, a case or an action they make a statement of it, unless a question mark follows.
STATING = spelt("is, are, was, were, has, have, had, will, said, says, made, needs, got")

ARTICLES = spelt("the, a, an, our, all")

# The first of these after what a sentence begins with: "A17 is done" tells, "A17: when is that due" asks.
TURNING = (*STATING, *spelt("what, which, who, whose, whom, when, where, how, any, anything"))

# Sentences that begin with these ask.
ASKING = spelt(
    """what, which, who, whose, whom, when, where, how, is, are, was, were, do, does, did, has, have,
    had, can, could, any, anything, show, list, tell, give, next"""
)

# They look like words above and are others.
FALSE_FRIENDS = """due to, open to, happened to, in case, just in case, of late, case of, check in,
    check out, check up, check with, check that, check if, make good, made good, good to, good for,
    good at, good with, good on you, good that, new to, change of, change to, late to, well done,
    me to check, auction, auctions, auctioned, writing, wanting, waiting room, charged, chances, overdub,
    overdone, causes, so good, left over, left out, past it, all things, read out, long overdue,
    will be late, to be late, be late, will be done, be done with, done with, how do i, how can i,
    how should i, how do we, how can we, what is an action, all done, done by me"""

# Written as one word, or as one hardly ever means to.
SHORT_FOR: Mapping[str, str] = {
    "what's": "what is",
    "whats": "what is",
    "wats": "what is",
    "who's": "who is",
    "whos": "who is",
    "how's": "how is",
    "hows": "how is",
    "when's": "when is",
    "whens": "when is",
    "where's": "where is",
    "there's": "there is",
    "here's": "here is",
    "that's": "that is",
    "it's": "it is",
    "he's": "he is",
    "she's": "she is",
    "let's": "let us",
    "i'm": "i am",
    "i've": "i have",
    "i'd": "i would",
    "i'll": "i will",
    "we're": "we are",
    "we've": "we have",
    "we'd": "we would",
    "we'll": "we will",
    "they're": "they are",
    "they've": "they have",
    "you're": "you are",
    "you've": "you have",
    "what're": "what are",
    "haven't": "have not",
    "hasn't": "has not",
    "isn't": "is not",
    "aren't": "are not",
    "wasn't": "was not",
    "weren't": "were not",
    "yr": "year",
    "wk": "week",
    "mth": "month",
    "rec": "recommendation",
    "waht": "what",
    "wich": "which",
    "teh": "the",
}
