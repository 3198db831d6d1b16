"""The privacy guard: what it must catch, what it must let pass, and disguises."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules import privacy

EMAIL = "an e-mail address"
PHONE = "a phone number"
POSTCODE = "a postcode"
BIRTH = "a date of birth"
NHS = "an NHS number"
NI = "a National Insurance number"

CAUGHT = [
    ("alice@example.com", EMAIL),
    ("alice.archer@example.org.uk", EMAIL),
    ("ALICE_ARCHER+audit@EXAMPLE.GOV.UK", EMAIL),
    ("o'neil@example.com", EMAIL),
    ("<mailto:alice@example.com|alice@example.com>", EMAIL),
    ("renée@exämple.de", EMAIL),
    ("alice (at) example.com", EMAIL),
    ("alice(at)example.com", EMAIL),
    ("alice [at] example [dot] com", EMAIL),
    ("alice{at}example{dot}com", EMAIL),
    ("alice[@]example[.]com", EMAIL),
    ("alice AT example DOT com", EMAIL),
    ("alice dot archer at example dot org dot uk", EMAIL),
    ("alice_at_example_dot_com", EMAIL),
    ("alice @ example.com", EMAIL),
    ("alice@ example . co . uk", EMAIL),
    ("07700 900123", PHONE),
    ("07700900123", PHONE),
    ("07700-900-123", PHONE),
    ("07700.900.123", PHONE),
    ("0770 090 0123", PHONE),
    ("077 0090 0123", PHONE),
    ("07 70 09 00 12 3", PHONE),
    ("0 7 7 0 0 9 0 0 1 2 3", PHONE),
    ("+447700900123", PHONE),
    ("+44 7700 900123", PHONE),
    ("+44 (0)7700 900 123", PHONE),
    ("+44(0)20 7946 0958", PHONE),
    ("0044 7700 900123", PHONE),
    ("00447700900123", PHONE),
    ("(+44) 20 7946 0958", PHONE),
    ("020 7946 0958", PHONE),
    ("(020) 7946 0958", PHONE),
    ("0207 946 0958", PHONE),
    ("020-7946-0958", PHONE),
    ("02079460958", PHONE),
    ("0121 496 0123", PHONE),
    ("(01632) 960123", PHONE),
    ("01632 960 123", PHONE),
    ("01632 96012", PHONE),
    ("0808 157 0123", PHONE),
    ("0800 157 0123", PHONE),
    ("0800 157 012", PHONE),
    ("0300 123 4567", PHONE),
    ("tel:02079460958 ext 12", PHONE),
    ("+353 20 915 0123", PHONE),
    ("SW1A 1AA", POSTCODE),
    ("SW1A1AA", POSTCODE),
    ("sw1a 1aa", POSTCODE),
    ("sw1a1aa", POSTCODE),
    ("M1 1AE", POSTCODE),
    ("m11ae", POSTCODE),
    ("B33 8TH", POSTCODE),
    ("CR2 6XH", POSTCODE),
    ("DN55 1PT", POSTCODE),
    ("W1A 0AX", POSTCODE),
    ("EC1A  1BB", POSTCODE),
    ("EC1A-1BB", POSTCODE),
    ("N1 9GU", POSTCODE),
    ("n19gu", POSTCODE),
    ("dob 14/03/2008", BIRTH),
    ("DOB: 14.03.08", BIRTH),
    ("DOB14032008", BIRTH),
    ("dob - 14-3-08", BIRTH),
    ("DOB 140308", BIRTH),
    ("D.O.B. 14/03/2008", BIRTH),
    ("D.O.B. March 14 2008", BIRTH),
    ("d o b 14 03 2008", BIRTH),
    ("d/o/b 14 Mar 2008", BIRTH),
    ("date of birth: 2008-03-14", BIRTH),
    ("date of birth 14th March 2008", BIRTH),
    ("Date of Birth recorded as 14 / 03 / 2008", BIRTH),
    ("date of his birth was the 14th of March", BIRTH),
    ("born 14/3/2008", BIRTH),
    ("born on 14 March 2008", BIRTH),
    ("born on the 14th of March, 2008", BIRTH),
    ("born on Friday 14 March 2008", BIRTH),
    ("born in Hackney on 14 March 2008", BIRTH),
    ("born March 14th 2008", BIRTH),
    ("born in March 2008", BIRTH),
    ("birthday 14 March", BIRTH),
    ("birthday: 14-Mar-2008", BIRTH),
    ("her birthday is on 1 May", BIRTH),
    ("birthdate 14/03/2008", BIRTH),
    ("14/03/2008 (DOB)", BIRTH),
    ("14 Mar 08, date of birth", BIRTH),
    ("14 March is her 18th birthday", BIRTH),
    ("14 March is Alice's birthday", BIRTH),
    ("on 14 March 2008 he was born", BIRTH),
    ("2008-03-14 is the date of birth", BIRTH),
    ("943 476 5919", NHS),
    ("9434765919", NHS),
    ("943-476-5919", NHS),
    ("943 - 476 - 5919", NHS),
    ("943.476.5919", NHS),
    ("NHS9434765919", NHS),
    ("94 34 76 59 19", NHS),
    ("94347 65919", NHS),
    ("9 4 3 4 7 6 5 9 1 9", NHS),
    ("401 023 2137", NHS),
    ("AB123456C", NI),
    ("AB 12 34 56 C", NI),
    ("ab 12 34 56 c", NI),
    ("ab123456c", NI),
    ("AB-12-34-56-C", NI),
    ("AB 123456 C", NI),
    ("JG103759A", NI),
    ("ON 12 34 56 D", NI),
]

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
    "System number 1234567 is closed.",
    "Case 10023456 was transferred.",
    "Document 0001234567 is misfiled.",
    "Scan 01022018 103 is unreadable.",
    "Seen 07-12-18 10 30 5 of the children.",
    "Invoice 100200300 was paid.",
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
    "GB123456A",
    "AB123456E",
    "943 476 5918",
    "Ofsted number 2 of 1, 2, 3, 4.",
    "Grades 1 2 3 4 5 6 7 8 9 in the tool.",
    "Scores 10 12 14 16 18 20 were entered.",
    "Weeks 01 02 03 04 05 06 are blank.",
    "Version 2.0.14 of the audit tool, page 3.",
    "",
    " ",
]

# What may stand around a detail: sentences of the trade, or whatever people and their keyboards put there.
SURROUNDINGS = st.one_of(st.sampled_from(LEFT_ALONE), st.text(st.characters(exclude_categories=("Cs", "Nd"))))
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


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_a_sentence_of_the_trade_is_left_alone(text: str) -> None:
    assert privacy.found(text) == []


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
    assert privacy.found(text) == [EMAIL, PHONE, POSTCODE, BIRTH, NHS, NI]


@given(st.text())
def test_any_text_at_all_can_be_read(text: str) -> None:
    assert set(privacy.found(text)) <= {EMAIL, PHONE, POSTCODE, BIRTH, NHS, NI}
