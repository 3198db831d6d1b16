"""The report to Members as a Word document, in the order of the two reports that the bot grew from.

Sentences are made from figures where those are certain; where only a person can find the words, a place is
marked for them.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot.documents import WORD, Document, Wanted
from bot.lines import Line
from bot.reports import charts, definitions, figures, imprint, members
from bot.reports.members import MembersReport
from bot.reports.members_grades import GradesSection
from bot.reports.plan_lines import area, asked, progress_of
from bot.reports.word import Sheet
from bot.rules import dates, programme, shares, small_numbers
from bot.rules.outcomes import FEWEST
from bot.rules.wording import are, listed, were
from bot.visit import Visit
from storage.models import Activity, Round
from storage.words import Source

LONGEST_NAME = 60

_SOURCES = {
    Source.CASE_FILE: "independent review of the case file",
    Source.WORKER: "interview with the allocated worker",
    Source.MANAGER: "discussion with the team manager",
    Source.FAMILY: "feedback of the child or young person and their carers, where available",
}


def make(session: Session, visit: Visit, wanted: Wanted) -> Document:
    """The report. Raises NotAllowed, NotFound, or Refusal where the council's template cannot be used."""
    report = members.gather(session, visit, wanted)
    of_cohort = f", {report.cohort.in_sentence}" if report.cohort else ""
    title = f"Case audits, {report.name}{of_cohort}: report to Members"
    basis = f"From the record as it stood on {dates.in_words(visit.today)}; moderated grades."
    sheet = Sheet(title, imprint.of(visit, basis), visit.terms.template)
    _Writer(report, sheet, visit, wanted.withhold_under).write()
    name = "".join(sign if sign.isalnum() else "-" for sign in report.name[:LONGEST_NAME].lower())
    return Document(f"report-to-members-{name}{WORD}", title, sheet.content())


class _Writer:
    """Writes one section after the other."""

    def __init__(self, report: MembersReport, sheet: Sheet, visit: Visit, fewest: int) -> None:
        self.report, self.sheet, self.visit, self.fewest = report, sheet, visit, fewest

    def write(self) -> None:
        self.sheet.text("For information")
        self._summary()
        self._background()
        GradesSection(self.report, self.sheet, self.fewest).write()
        self._found()
        self._recommendations()
        self._moderation()
        self._activities()
        self._conclusion()
        self._appendix()

    def _summary(self) -> None:
        report, sheet = self.report, self.sheet
        sheet.heading("Summary")
        by = f" {_people(report.auditors)}{_from(report.organisations)}" if report.auditors else ""
        verb = "were audited by" if by else "were audited"
        sheet.numbered(f"{_when(report.rounds, report.name)} {self._many(report.audits, 'case')} {verb}{by}.")
        if len(report.by_cohort) > 1:
            kept = small_numbers.withheld(list(report.by_cohort.values()), self.fewest, has_total=True)
            if None not in kept:
                groups = [f"{cohort.in_sentence} {count:,}" for cohort, count in report.by_cohort.items()]
                sheet.numbered(f"By cohort: {listed(groups)}.")
        good = self._good_or_better()
        if good:
            sheet.numbered(good)
        sheet.to_write("in two or three sentences, what Members should know of this work")
        sheet.heading("Recommendation")
        sheet.text("Members are asked to:")
        sheet.bullets(["Note the report."])

    def _good_or_better(self) -> str:
        """As counts, over all that are reported; nothing where so few are graded or counts are left out."""
        rows = [row for table in self.report.grades if table.cohort for row in self.report.rows_of(table)]
        graded, good = sum(sum(row.counts) for row in rows), sum(sum(row.counts[2:]) for row in rows)
        kept = small_numbers.withheld((graded - good, good), self.fewest, has_total=True)
        if graded < FEWEST or None in kept:
            return ""
        return f"Of the {graded:,} audits with a moderated grade, {good:,} {are(good)} graded good or better."

    def _background(self) -> None:
        report, sheet = self.report, self.sheet
        sheet.heading("Background")
        for round_ in report.rounds:
            sheet.numbered(_about(round_))
        if report.planned:
            sheet.numbered(
                f"{report.planned:,} audits were planned, {self._shown(report.audits)} carried out."
            )
        ticked = [
            f"{words} ({self._shown(report.sources[source])} of {self._shown(report.audits)} cases)"
            for source, words in _SOURCES.items()
            if report.sources.get(source)
        ]
        sheet.heading("Methodology", 2)
        if ticked:
            sheet.numbered("Audited cases are graded from these sources:")
            sheet.bullets(ticked)
        sheet.numbered(
            "Each audit is moderated by the quality assurance team. The auditor's grade and the moderated "
            "grade are both kept; the moderated grade is the one reported here."
        )
        if report.awaiting:
            sheet.numbered(
                f"{self._many(report.awaiting, 'audit')} {_await(report.awaiting)} moderation and "
                f"{are(report.awaiting)} not among the grades below."
            )

    def _found(self) -> None:
        report, sheet = self.report, self.sheet
        sheet.heading("Strengths")
        if report.strengths:
            rows = [
                [theme.name or "Without a theme", self._shown(theme.audits)] for theme in report.strengths
            ]
            sheet.table(["Theme", "Found by audits"], rows, caption="Strengths by theme", numbers=True)
        quoted = " ".join(f"\u201c{text}\u201d" for text in report.quoted)
        about = (
            f". Auditors wrote, among others: {quoted} Quote nothing by which a child could be known"
            if quoted
            else ""
        )
        sheet.to_write(f"what went well, in your own words{about}")
        sheet.heading("Areas for development")
        if report.areas:
            rows = [
                [area(line), self._many(line.areas.audits if line.areas else 0, "audit"), *progress_of(line)]
                for line in report.areas
            ]
            sheet.table(
                ["Area", "Found by", "Position", "Actions done", "Made a difference"],
                rows,
                caption="Areas for development, and progress against each",
                widths=(5.0, 2.6, 4.2, 2.4, 2.4),
            )
        else:
            sheet.numbered("No area for development is recorded for these audits.")
        sheet.to_write("what the areas for development have in common, and how they affect children")

    def _recommendations(self) -> None:
        report, sheet = self.report, self.sheet
        sheet.heading("Recommendations and position")
        if not report.recommendations:
            sheet.numbered("Nothing was recommended to the service out of these audits.")
            return
        sheet.table(
            ["Recommendation", "Source", "Position", "Actions done", "Made a difference"],
            [[asked(line), _source(line), *progress_of(line)] for line in report.recommendations],
            caption="Recommendations to the service",
            widths=(6.6, 2.8, 3.2, 2.0, 2.0),
        )

    def _moderation(self) -> None:
        counts = self.report.moderation.counts
        total = sum(counts)
        self.sheet.heading("Moderation")
        if not total:
            self.sheet.numbered("None of these audits has been moderated yet.")
            return
        kept = small_numbers.withheld(counts, self.fewest, has_total=True)
        said = [
            f"{small_numbers.printed(count)} {word}"
            for count, word in zip(kept, ("unchanged", "raised", "lowered"), strict=True)
        ]
        agreed = ""
        if total >= figures.FEWEST_MODERATED and None not in kept:
            agreed = f" The auditor's grade stood in {shares.whole(counts)[0]}% of them."
        self.sheet.numbered(f"Of {self._shown(total)} moderated grades: {', '.join(said)}.{agreed}")

    def _activities(self) -> None:
        activities = self.report.activities
        if not activities:
            return
        year = programme.in_words(activities[0].year)
        self.sheet.heading(f"The programme of {year}")
        self.sheet.table(
            ["Activity", "Theme", "By", "Month", "Done"],
            [_activity(one) for one in activities],
            caption=f"Quality assurance activities, {year}",
            widths=(4.6, 4.2, 3.0, 2.4, 2.4),
        )

    def _conclusion(self) -> None:
        work, sheet, terms = self.report.work, self.sheet, self.visit.terms
        sheet.heading("Conclusion")
        if work.agreed:
            late = (
                f" {self._many(work.late, 'action')} {are(work.late)} late by the first date agreed."
                if work.late
                else ""
            )
            ended = f"; {self._shown(work.ended)} ended undone, with approval" if work.ended else ""
            sheet.numbered(
                f"{self._many(work.agreed, 'action')} {were(work.agreed)} agreed for the cases audited: "
                f"{self._shown(work.done)} {are(work.done)} done, of which {self._shown(work.checked)} "
                f"{were(work.checked)} checked by somebody else{ended}.{late}"
            )
        movement = self.report.movement
        if movement.is_enough and not self.fewest:
            sheet.numbered(
                f"Across the service {movement.total:,} cases were audited again after an action was "
                f"checked: {movement.higher:,} {were(movement.higher)} graded higher than before, "
                f"{movement.same:,} the same and {movement.lower:,} lower."
            )
            sheet.picture(
                charts.movement_png(movement.rows, title="From grade to grade, cases"),
                alt_text=(
                    f"A grid of grades. {movement.higher:,} cases higher, {movement.same:,} the same, "
                    f"{movement.lower:,} lower than before."
                ),
                caption="Grades before and after an action was checked, of cases audited again",
            )
        sheet.numbered(
            f"The actions of each audit are followed up at the meeting \u201c{terms.meeting_name}\u201d. "
            f"The recommendations stand on the {terms.plan_name}, which is reviewed each quarter and "
            f"overseen by the {terms.board_name}."
        )
        sheet.to_write("what follows from this, and by when")

    def _appendix(self) -> None:
        self.sheet.heading("Appendix: how the figures are counted")
        self.sheet.table(
            ["Figure", "How it is counted"],
            [[one.name, one.how] for one in definitions.ALL],
            caption="Definitions",
            is_told=False,
            widths=(3.4, 13.2),
        )

    def _shown(self, count: int) -> str:
        return small_numbers.shown(count, self.fewest)

    def _many(self, count: int, what: str) -> str:
        return small_numbers.many(count, self.fewest, what)


def _people(count: int) -> str:
    return "one auditor" if count == 1 else f"{count:,} auditors"


def _from(organisations: Sequence[str]) -> str:
    return f" from {listed(organisations)}" if organisations else ""


def _when(rounds: Sequence[Round], name: str) -> str:
    months = {f"{one.starts_on:%B %Y}" for one in rounds}
    return f"In {months.pop()}" if len(months) == 1 else f"In {name}"


def _about(round_: Round) -> str:
    """Which cases the round looked at, when and by whom."""
    until = f" to {dates.in_words(round_.ends_on)}" if round_.ends_on else ""
    by = round_.organisation or "the council's own people"
    theme = f" Its theme was {round_.theme}." if round_.theme else ""
    when = f"from {dates.in_words(round_.starts_on)}{until}"
    return f"{round_.name}: {round_.basis.label}, {when}, audited by {by}.{theme}"


def _await(count: int) -> str:
    return "awaits" if count == 1 else "await"


def _source(line: Line) -> str:
    return line.asked.recommendation.origin.label if line.asked else ""


def _activity(one: Activity) -> list[str]:
    month = programme.month_in_words(one.month) if one.month else "all year"
    done = dates.in_words(one.done_on) if one.done_on else "yes" if one.done_undated else "not recorded"
    return [one.kind, one.theme or "", one.by or "", month, done]
