"""What people of the trade write every day, by where they write it; the guard is to let all of it pass."""

AUDITS = """
The chronology is up to date and begins in 2009.
The child was seen alone on 12 March 2025 and again on 26 March 2025.
Statutory visits took place every 20 working days between 03/09/2024 and 28/02/2025.
Four of the last six visits were recorded within 24 hours.
The pathway plan of 14.01.2025 does not say what happens after the 18th birthday.
Supervision is recorded on 7/1, 4/2 and 4/3/25, each time with actions.
There is no management oversight on file between 1 October and 15 December 2024.
The assessment took 52 working days; the standard is 45.
The strategy meeting was held within 24 hours of the referral.
The Section 47 enquiry was completed in 12 working days.
Section 17 support was stepped down too early, in week 9 of 12.
A section 20 agreement is on file, signed on 2 May 2023.
The care order was made in 2019 under section 31 of the Children Act 1989.
The child is subject to an interim care order until 30 June 2025.
Working Together 2023 was followed in the core group of 18 February 2025.
The practice standard asks for 6 visits in 12 weeks; 5 are recorded.
The genogram dates from 2021 and leaves out two half-siblings.
The case summary of 28/02/25 is clear and uses the child's own words.
The file holds 3 assessments, 11 case notes about school and 1,204 documents in all.
The risk assessment scored 14 in June and 9 in November.
The strengths and difficulties score fell from 22 to 17.
The young person is in year 11 and attends 92.5% of lessons.
The young person has had 4 placements since 2022 and 3 social workers since January.
The family lives 45 minutes from the placement, which makes contact harder.
Contact is every other Saturday from 10:00 to 12:30 at the family centre.
The child's plan has 9 actions; 6 are overdue by more than 10 working days.
There were 3 missing episodes in 2024-25 and return interviews for 2 of them.
Return interviews were offered within 72 hours each time.
The personal education plan is of autumn term 2024 and has not been reviewed.
The health assessment was due by 31/01/2025 and took place on 14/02/2025.
The initial health assessment was 8 days late.
The dental check of 2023 is the last on file.
Life story work began in week 3 and is recorded well.
The father's views were not sought in 2 of 3 reviews.
The child's voice is heard in the review of 6 March, less so before.
The interpreter was booked for all 5 visits.
The case was graded requires improvement in 2018 and good in 2023.
Audited against the framework of April 2024, version 3.2.
The practice was good on 7 of the 10 domains.
Domains 1 to 4 are good, domain 5 requires improvement.
Evidence is in the case notes of 3, 10 and 17 March 2025.
The record shows 15 changes of plan between 2019 and 2024.
The placement costs £4,250 a week, £221,000 a year.
The package of £125000 was agreed by the panel.
The decision was recorded at 16:45 on the same day.
"""

RECOMMENDATIONS = """
Update the pathway plan by 31 January 2026 and review it every 6 months.
Complete the chronology from 2015 onwards by 30/04/2025.
Hold the next core group by 2 May 2025 and every 4 weeks after that.
Record supervision within 5 working days, as the policy of 2022 asks.
Seek the views of both parents before the review on 19 June.
Ask the school for attendance in terms 3 and 4 of 2024/25.
Make sure that all 24 staff of the team attend level 3 training in 2025-26.
Move all 17 plans to the new template (version 2.1) by 1 September 2025.
Dip sample 10 cases a month until March 2026.
Report progress to the board on 14 May and 10 September.
Bring the share of visits in time from 78% to 95% by quarter 3.
Use the neglect toolkit (GCP2) in all cases with more than 2 referrals in 12 months.
Ensure that strategy meetings follow chapter 3, paragraph 142 of Working Together 2023.
Review the threshold document of 2019 against the guidance of December 2023.
Add fields 12 to 15 to the audit tool.
Bring case supervision to at least 11 sessions in 12 months.
Record the decision of panel (item 4, 12 February) on the file.
Consider a family group conference within 6 weeks.
Make a plan for contact in the summer holidays, 23 July to 3 September.
Ask health for the review assessment, which was due in week 40 of 2024.
Reduce caseloads from 22 to 18 by autumn 2025.
Offer advocacy at each review; in 2024 it was offered in 31 of 58.
Send the review minutes within 15 working days.
Bring transition planning forward to the age of 16 and a half.
Write the placement plan within 5 days of the start of a placement.
Discuss the 3 repeat findings in the team meeting on 9 May.
Update the safety plan and share it with the 4 agencies involved.
Agree with the virtual school how the pupil premium (£2,570) is used.
Check that the delegated authority form of 2021 is signed.
Look at the missing protocol again, sections 4.2 to 4.7.
Publish the local offer for care leavers, as section 2 of the Children and Social Work Act 2017 asks.
Follow up the audit in 3 months, not later than 30 June.
Use the 2025 version of form CP12.
Have the 2 outstanding DBS checks renewed before 1 June 2025.
Bring 100% of plans into the child's own words by December.
"""

ACTIONS = """
Visit every week until the review on 6 June.
Visit on 4 and 18 April and record both within 24 hours.
Ring the school about the trip on 12 June 2025.
Ask housing for a place from 1 September; they answer within 28 days.
Write the letter before proceedings and have it checked by legal by 7 May.
File the statement by 4pm on 22 May 2025.
Meet the IRO before the review of 19/06/2025.
Book a room for 12 people, 13:30 to 15:00.
Send form B2 to the panel, 10 working days before.
Put the safety plan (3 pages) on the file.
Collect the views of the young person with the "3 houses" tool.
Bring the genogram up to date: 4 generations.
Ask for the police report of 2 March; 2nd request.
Complete modules 1 to 5 of the training by 30 September.
Sample 5 of the 31 cases again in week 26.
Close actions 3, 4 and 7 of the plan of November.
Apply for the setting-up allowance of £3,000.
Apply for £450.50 for a bed and a desk.
Share the minutes with all 9 members by Friday 16 May.
Check 3 files a week, 12 in April.
Agree contact: 2 hours every 2nd Sunday.
Chase the CAMHS referral, 18 weeks old by 9 May.
Update the care plan after the LAC review on 3 April 2025 at 14:00.
Finish the assessment by day 35 so that it can be read by day 40.
Arrange the sibling contact in half-term, 26 to 30 May.
Speak with the foster carers about respite, 2 nights a month.
Enter the 6 missing case notes of January 2025.
Make the referral to early help within 2 working days.
Confirm the school place for year 7 by 1 March.
Move supervision from every 8 to every 4 weeks.
Ask for the passport before the holiday of 2-16 August.
Prepare the pathway plan review, due 180 days after the last.
Look at C110A with the legal team.
Record the visit of 28.3. as a statutory visit.
Send the 2024/25 figures to the board, table 4a and 4b.
"""

SUPERVISION = """
We spoke about 4 of 17 cases, for 90 minutes.
Caseload is 19 children in 11 families, 3 of them in proceedings.
Leave from 22 April to 2 May; cover is agreed for 5 cases.
Reflective supervision on 20 March 2025, next on 17 April.
The worker has done 3 of the 5 days of training.
The newly qualified worker is in month 7 of the assessed year, 90% caseload.
Actions from 6 February: 1 done, 2 done, 3 carried over.
We agreed to step down in 2 weeks if the 3 conditions hold.
We read the plan of 11/02 together and changed points 2 and 5.
The visit of 14 March went well; the second, on 21 March, was refused.
Case K7Q2M: the parenting assessment is due on 25 April.
K7Q2M and M4T9X share an aunt, so both workers meet on 8 April.
For A17 and A23 more time is needed.
Sickness of 12 days in quarter 2, none since.
Overtime: 6.5 hours taken back on 2 May.
Targets for 2025/26: 95% of visits, 90% of supervision.
Mileage of 312 miles claimed for February, at 45p.
Scaling question: moved from 3 to 6 out of 10 since Christmas.
Group supervision with 8 workers, 1.5 hours, on the 3rd Thursday.
The hypothesis of week 2 does not hold any more.
The duty week begins on 31/3 at 08:45.
We planned the 12 weeks to the final hearing.
The team is at 14.6 of 16 posts.
Appraisal is due between 1 April and 31 May.
The worker asks for training in direct work with under-5s.
The family has had 2 workers in 18 months; a 3rd change is to be avoided.
Signs of Safety: 3 worries, 4 strengths, score 5.
The Public Law Outline (PLO) meeting is on 16 April at 11:15.
"""

MINUTES = """
Present: 9 members; apologies from 2.
The minutes of 13 November 2024 were agreed with one change to item 3.
Item 4: 12 of 17 actions are done, 3 are late.
Grades for 2017-18 and 2018-19 were compared: 5 (30%), 6 (35%), 6 (35%).
In 2016 17 cases were audited, in 2017 16 and in 2018 31.
The group looked at audits 12 to 20 of the October round.
Agreed: date moved to 30 June 2025; 2nd extension, chair's decision.
The board meets on 4 June, 3 September and 3 December 2025.
Ofsted's focused visit of 8 and 9 October 2024 found 2 areas.
The annual conversation with Ofsted is on 12 May 2025.
The ILACS framework of January 2023 was updated in 2024.
The regulation 44 report for March arrived on 28 April.
Regulation 45 review done, 6 months, no actions.
The LGA peer review takes place from 9 to 12 June.
Re-referrals are at 21.4%, 2.1 points above 2023/24.
Caseloads: 16.8 on average, the highest 27.
The budget of £1,250,000 is overspent by £84,300.
The grant is £150,000 over 3 years, £50000 a year.
Agency rates: 24 of 131 posts, 18.3%.
347 children are looked after, 62 per 10,000.
There are 1,893 open cases, 214 on a child protection plan.
Early Help closed 1,020 cases in 2024/25.
The dashboard of week 14 was shown.
Action A45 moves to Grace, due 16 May.
The pack goes out 3 working days before, the minutes within 5.
The multi-agency audit of February looked at 8 children and 5 agencies.
Section 11 audit returns: 14 of 16 in.
The CP-IS and the IRO reports were noted, papers 5 and 6.
The members' report covers April 2024 to March 2025, 24 pages.
Top 3 forum: 3 cases, 2 actions each.
The next meeting is on Wednesday 10 September 2025, 14:00 to 16:00, room 2.14.
"""

REASONS = """
The school is closed from 7 to 21 April.
The worker was ill from 3 March until 14 March, 10 working days.
The court moved the hearing from 12 May to 9 June 2025.
The family is away for 3 weeks and comes back on 1 September.
CAMHS has a waiting list of 26 weeks.
The psychologist's report is late by 15 working days.
The new template came out on 1 April, so the plan is written anew.
The placement broke down on 28 February and the plan has to wait for the new one.
Health can give us a date in week 22 only.
The 2 other agencies need until 30 May to answer.
The interpreter can come on 6 May at the earliest.
The case moved to another team on 17/03/2025.
The parents asked for 14 days to read the assessment.
Bank holidays on 18 and 21 April leave 8 days of the 10.
The training is full until the course of 11 and 12 June.
The police hold the interview in the 2nd half of May.
The IRO is on leave until 22 April.
Half of the 31 files are done; the rest needs 4 more weeks.
The panel of 8 May was not quorate.
We wait for the final order, expected by 27 June 2025.
The system was down on 2 and 3 April.
The father was in hospital for 9 days.
The visit of 10 April was cancelled with 2 hours' notice.
The review moved to 19 June so that the young person can sit 3 exams.
The 28 days of the notice have not passed.
"""

PROGRAMME = """
Dip sample of 12 closed cases, first quarter.
Seven thematic audits in June, 5 cases each.
Consultation with 23 young people, aged 11 to 17.
Practice week 10 to 14 November 2025, 18 observations.
Audit of 8 files by an outside company, October 2018.
Direct observations in teams 1 to 6.
Visits of the Assistant Director on 4 June and 2 July.
Learning review under chapter 5 of Working Together 2023.
Guidance: https://www.gov.uk/government/publications/working-together-to-safeguard-children--2
See https://assets.publishing.service.gov.uk/media/65803fe31c0c2a000d18cf40/Working_together.pdf, page 12.
The inspection report is at https://files.ofsted.gov.uk/v1/file/50252437.
Re B (Care Proceedings: Appeal) [2013] UKSC 33 was discussed.
Re B-S (Children) [2013] EWCA Civ 1146, paragraphs 30 to 44.
The Care Planning Regulations, SI 2010/959, regulation 28.
LAC circular (2004) 2 was replaced in 2014.
Data standard CIN census 2024 to 2025, items N00056 and N00181.
SSDA903 return for 2024-25 sent on 27 June.
Policy CS-014, version 4, review date 01/2026.
The helpdesk is on extension 4512.
Ring extension 20458 or 2 0459 before 17:00.
"""

SENTENCES = [
    line
    for part in (AUDITS, RECOMMENDATIONS, ACTIONS, SUPERVISION, MINUTES, REASONS, PROGRAMME)
    for line in part.strip().splitlines()
]
