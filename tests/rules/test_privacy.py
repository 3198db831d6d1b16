"""The privacy guard: what it must catch, what it must let pass, and disguises."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules import privacy
from tests.rules.ordinary_sentences import SENTENCES
from tests.rules.personal_details import BIRTH, CAUGHT, EMAIL, LONG, NHS, NI, PHONE, POSTCODE, PUPIL

LEFT_ALONE = [
    "Update the pathway plan by 31 January 2019.",
    "Update the pathway plan by 31/01/2019.",
    "Due 2025-03-14, first agreed for 2025-02-28.",
    "Seen on 12.03.2018 at 10.30 and on 14.03.2018 at 11.15.",
    "Visits on 1 March, 8 March and 15 March 2018 are not written up.",
    "Audited in October 2018 and again in April 2019.",
    "Report covers April 2015 to March 2016.",
    "Compared with 2016, 2017 and 2018.",
    "Figures for 2018-19 and 2019-20 are awaited.",
    "Figures for 2017-18 2018-19.",
    "Section 47 enquiry completed on time.",
    "Section 47 enquiry of 12 March 2018 completed in 15 days.",
    "S47 1st enquiry led to a conference.",
    "S20 2nd review is overdue.",
    "S20 3rd placement meeting held.",
    "S47 1hr visit recorded.",
    "s20 4th extension agreed.",
    "S20 consent is not on file.",
    "S17 support ended in May.",
    "Section 20 agreement signed by both parents.",
    "Regulation 44 visit recorded late.",
    "Reg 44 report for March is missing.",
    "Use form CP12 for the referral.",
    "Form CP12 2 pages missing.",
    "See K7Q2M for the sibling's plan.",
    "K7Q2M and H4TWX share a worker.",
    "k7q2m needs a chronology.",
    "Linked cases: K7Q2M, 3CD9F, X2X2X.",
    "Action A17 repeats action A9.",
    "Actions 12, 14 and 17 are done.",
    "Actions 101 102 103 104 are still open.",
    "Recommendation 3 of 4 is in place.",
    "About 62% of the plans are up to date.",
    "5 (30%), 6 (35%), 6 (35%).",
    "2018 17 0 5 (30%) 6 (35%) 6 (35%)",
    "2017 16 0 5 10 1",
    "2015 11 2 3 5 1",
    "0 0 0 0 0 0 0 0 0 0",
    "Weeks 01 02 03 04 05.",
    "0 5 6 6 and 0 0 12 1 by year.",
    "Between 09:00 and 16.30 on working days.",
    "Meeting 09:00 - 10:30, panel 11:00 - 12:15.",
    "Contact is at 3pm on Tuesdays, 4.15pm in holidays.",
    "The placement costs £1,250.00 a week, £65,000 a year.",
    "A setting-up grant of £3,000 was paid.",
    "ICS v8 does not print the plan.",
    "Graded RI 3 at first, G 2 after moderation.",
    "Moderated from RI 3 to good.",
    "EHC plan is due for its annual review.",
    "EHCP review moved to Year 9.",
    "CIN plan 2 has no dates.",
    "CIN visit every 20 working days.",
    "CP plan ended, stepped down to CIN.",
    "LAC review 3 of 4 held.",
    "PEP for spring term 2 is missing.",
    "Key Stage 2 results are on file.",
    "KS2 4th quarter data are in.",
    "Strengths and Difficulties score 17, was 22.",
    "Please ring the duty manager, not 999.",
    "Childline is on 0800 1111.",
    "Non-urgent health advice: 111.",
    "The missing-from-home protocol was followed within 72 hours.",
    "Return interview within 72 hours, on day 3.",
    "Two core groups in 6 weeks, then every 4 to 6 weeks.",
    "The initial conference was held within 15 working days.",
    "The assessment took 45 working days.",
    "Supervision on 3, 17 and 31 March.",
    "Supervision every 4 weeks; 7 of 12 sessions recorded.",
    "The chronology begins in 2009.",
    "Case file has 3 volumes, 1,204 pages.",
    "Scan 01022018 103 is unreadable.",
    "Seen 07-12-18 10 30 5 of the children.",
    "The child's wishes are recorded in her own words.",
    "The birth certificate is not on file.",
    "Birth father's views were not sought.",
    "Pre-birth assessment by 3 May 2018 was good.",
    "The unborn baby's plan of 12 March 2018 is clear.",
    "The date of birth is missing from the front sheet.",
    "Date of birth to be checked by 31 January 2019.",
    "The pathway plan is due before his 18th birthday.",
    "Her 18th birthday is near: finish the plan by 31 January 2019.",
    "Before his 18th birthday. Review on 31 January 2019.",
    "Send a birthday card; next visit 12 March 2019.",
    "Dob is wrong in Mosaic; corrected on 12 March 2018.",
    "By 31 January 2019 his birthday money is accounted for.",
    "The first-born sibling has her own worker.",
    "The first-born was seen on 12 March 2018.",
    "Seen on 12 March 2018: twins born early.",
    "Her 18th birthday is near. Seen on 12 March 2018.",
    "He was born abroad and has leave to remain until 31 January 2030.",
    "To do b) update the plan 12 March 2019.",
    "Guidance is published at gov.uk and at www.example.org.",
    "See https://www.example.gov.uk/guidance/working-together-2018 for the form.",
    "Thanks @alice.smith for the quick work.",
    "Thanks @alice.commons for the quick work.",
    "Ask @g2o what is overdue.",
    "<@U012AB3CD> owns this, see <#C0123ABCD|general>.",
    "3 audits @ 2 hours each.",
    "Met @ school. It was the third attempt.",
    "Met at home. Dot to dot with the younger child.",
    "Look at the dotted line.",
    "Observed at panel (at last) in May.",
    "Level 2 safeguarding training for all 24 staff.",
    "Band 4 worker, 0.6 full-time equivalent.",
    "Working Together 2018, chapter 1, paragraph 46.",
    "Children Act 1989, sections 17, 20, 31 and 47.",
    "Care Planning Regulations 2010, regulation 4.",
    "Care order made under section 31; ICO expires in 8 weeks.",
    "PLO 2 letter before proceedings not sent.",
    "Placed 20 miles away, 45 minutes by bus 205.",
    "Room 3B, 2nd floor, at 2pm.",
    "Team B1 to lead, E2 to support.",
    "Theme N3 covers pathway plans.",
    "On 12 03 18 a visit was missed.",
    "on 12-03-18 a visit was missed",
    "by 12 03 18 all files",
    "QQ 12 34 56 C",
    "943 476 5918",
    "Ofsted number 2 of 1, 2, 3, 4.",
    "Grades 1 2 3 4 5 6 7 8 9 in the tool.",
    "Scores 10 12 14 16 18 20 were entered.",
    "Weeks 01 02 03 04 05 06 are blank.",
    "Version 2.0.14 of the audit tool, page 3.",
    "Scan 01022018 of the front sheet.",
    "Backup of 20250314 is complete.",
    "Return for 201819 and 20182019.",
    "£125000 a year, GBP 125000, 125000 pounds, $1250000.50.",
    "1,250,000 and 12,500 and 1 250.",
    "See https://www.gov.uk/guidance/1234567 and https://files.ofsted.gov.uk/v1/file/50252437.",
    "",
    " ",
]

# What may stand around a detail: sentences of the trade, or whatever people and their keyboards put there.
SURROUNDINGS = st.one_of(
    st.sampled_from([*LEFT_ALONE, *SENTENCES]), st.text(st.characters(exclude_categories=("Cs", "Nd")))
)
# An NHS number in odd groups cannot be told from the figures beside it.
ODDLY_GROUPED = {"94 34 76 59 19", "94347 65919", "9 4 3 4 7 6 5 9 1 9"}

INVISIBLE = [
    "\u200b",
    "\u200c",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\u200e",
    "\u202e",
    "\u0000",
    "\ufe0f",
    "\u034f",
]


@pytest.mark.parametrize(("text", "kind"), CAUGHT)
def test_a_personal_detail_is_caught_for_what_it_is(text: str, kind: str) -> None:
    assert privacy.found(text) == [kind]


@pytest.mark.parametrize("text", [*LEFT_ALONE, *SENTENCES])
def test_a_sentence_of_the_trade_is_left_alone(text: str) -> None:
    assert privacy.found(text) == []


def test_there_are_enough_of_both() -> None:
    assert len({text for text, _ in CAUGHT}) >= 100
    assert len(set(SENTENCES)) >= 200


@settings(max_examples=500)
@given(
    SURROUNDINGS, st.sampled_from(CAUGHT).filter(lambda caught: caught[0] not in ODDLY_GROUPED), SURROUNDINGS
)
def test_a_personal_detail_is_caught_inside_other_text(
    before: str, caught: tuple[str, str], after: str
) -> None:
    text, kind = caught
    assert kind in privacy.found(f"{before} {text} {after}")


@given(st.sampled_from(CAUGHT), st.sampled_from(INVISIBLE))
def test_an_invisible_character_hides_nothing(caught: tuple[str, str], invisible: str) -> None:
    text, kind = caught
    assert kind in privacy.found(invisible.join(text))


@given(st.sampled_from(CAUGHT))
def test_full_width_characters_hide_nothing(caught: tuple[str, str]) -> None:
    text, kind = caught
    wide = text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    assert kind in privacy.found(wide)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("٠٧٧٠٠ ٩٠٠١٢٣", PHONE),
        ("0️⃣7️⃣7️⃣0️⃣0️⃣9️⃣0️⃣0️⃣1️⃣2️⃣3️⃣", PHONE),
        ("07700\u2011900\u2011123", PHONE),
        ("07700\u2013900\u2212123", PHONE),
        ("07700\u00a0900\u2009123", PHONE),
        ("𝟎𝟕𝟕𝟎𝟎 𝟗𝟎𝟎𝟏𝟐𝟑", PHONE),
        ("943\n476\n5919", NHS),
        ("SW1A\n1AA", POSTCODE),
        ("DOB:\n14/03/2008", BIRTH),
        ("ｊａｎｅ＠ｅｘａｍｐｌｅ．ｃｏｍ", EMAIL),
        ("a\u0336l\u0336i\u0336c\u0336e\u0336@\u0336example.com", EMAIL),
    ],
)
def test_foreign_digits_odd_dashes_and_odd_spaces_hide_nothing(text: str, kind: str) -> None:
    assert privacy.found(text) == [kind]


def test_every_kind_is_told_once_and_always_in_the_same_order() -> None:
    text = "AB123456C, 943 476 5919, dob 1/2/2008, N1 9GU, 07700 900123, a@example.com, b@example.com"
    more = f"{text}, H801200001001 and 1000123"
    assert privacy.found(more) == [EMAIL, PHONE, POSTCODE, BIRTH, NHS, NI, PUPIL, LONG]


@given(st.text())
def test_any_text_at_all_can_be_read(text: str) -> None:
    assert set(privacy.found(text)) <= {EMAIL, PHONE, POSTCODE, BIRTH, NHS, NI, PUPIL, LONG}


# --- a day in a question that nobody could read


TODAY = date(2025, 3, 14)


@pytest.mark.parametrize(
    "text",
    [
        "what about Jane Smith 12/03/2009?",
        "jane smith 12.3.09",
        "anything on the child of 3rd of April 2012",
        "2011-05-06",
    ],
)
def test_a_day_of_years_ago_may_be_somebodys_birth(text: str) -> None:
    assert privacy.has_day_of_years_ago(text, TODAY)


@pytest.mark.parametrize(
    "text",
    ["what happened on 12/03/2025?", "due 1 May 2025", "audits of 2012", "on 3 April", "1/2/1990", "1/2/98"],
)
def test_a_day_of_late_or_of_a_grown_up_is_no_childs(text: str) -> None:
    assert not privacy.has_day_of_years_ago(text, TODAY)


# --- what may be a number of the case system


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("See LB-104233.", "LB-104233"),
        ("see lb-104233's plan", "LB-104233"),
        ("LB 104233", "LB-104233"),
        ("LB104233", "LB-104233"),
        ("LB-104233", "LB104233"),
        ("LB/104233/2", "LB/104233"),
        ("m1000123", "M1000123"),
        ("case 1001, again", "1001"),
        ("(1001)", "1001"),
        ("1001.0", "1001"),
        ("case_1001_old.docx", "1001"),
        ("1\u200b001", "1001"),
        ("１００１", "1001"),
        ("2018/4711/A", "2018/4711/A"),
    ],
)
def test_whatever_may_be_a_number_of_the_case_system_is_looked_for(text: str, number: str) -> None:
    assert number in privacy.may_be_of_cases(text)


@pytest.mark.parametrize(
    "text",
    [
        "Section 47 of 2018",
        "A17 and S20",
        "K7Q2M",
        "1,204 pages",
        "on 12/03/2018",
        "14:30",
        "RI 3",
        "no figure",
    ],
)
def test_years_actions_sections_and_counts_are_not_looked_for(text: str) -> None:
    assert privacy.may_be_of_cases(text) == set()


# --- how long it takes

# Each is repeated to make a text that an expression which goes back and forth would take very long to read.
HOSTILE = [
    *("1", "1 ", "1.", "1--- ", "+1 ", "07 ", "00 44 ", "123456789012 ", "104233 ", "\n1", "１"),
    *("a@", "a@b.", "a at ", "a at b dot ", "a @ b . ", "[ at ] ", "(dot)"),
    *("AB 12 34 56 ", "SW1A ", "A1234567890 ", "A-1-2-3-", "ZE21C0012 ", "LB-104233/", "a_b-c.d/1 "),
    *("born ", "born 1 ", "1 march ", "1/1/2008 ", "1 march is his ", "dob xxxxxx ", "1 march bob's "),
    *("£1,1.", "https://www.gov.uk/", "d.o.b. ", " ", "a\u0336"),
]
LONGEST = 3000


@pytest.mark.parametrize("part", HOSTILE)
def test_four_times_the_text_takes_no_more_than_eight_times_as_long(part: str) -> None:
    whole = (part * LONGEST)[:LONGEST]
    # What grows with the square would take sixteen times as long; counted is the processor's own time.
    assert seconds(whole) < 8 * seconds(whole[: LONGEST // 4]) + 0.002


def seconds(text: str) -> float:
    def once() -> float:
        start = time.process_time()
        privacy.found(text)
        privacy.may_be_of_cases(text)
        return time.process_time() - start

    return min(once() for _ in range(3))
