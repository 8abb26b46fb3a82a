# SPDX-License-Identifier: EUPL-1.2
"""The content of the report: from a stored measurement to blocks in one language."""

from dataclasses import dataclass
from functools import cached_property

from schakel.diagnosis.dossier import Comparison, Dossier
from schakel.documents.charts.chart import Chart
from schakel.documents.charts.drawing import chart_names, make_chart
from schakel.documents.charts.stored import Stored, Surroundings
from schakel.documents.formats import enumeration
from schakel.documents.report.annex import method_blocks, source_blocks
from schakel.documents.report.blocks import Block, Bullets, Heading, Paragraph, Picture, ReportContent
from schakel.documents.report.tables import latest_values, printed_figures
from schakel.documents.sentences.answers import (
    answer_course,
    answer_ecosystem,
    answer_figures,
    answer_region,
    report_answer,
)
from schakel.documents.sentences.findings import contradiction_sentence, severity_word
from schakel.documents.sentences.limits import limit_sentences
from schakel.documents.sentences.moved import change_sentence, changes_answer, is_new, without_newer_figure
from schakel.documents.sentences.names import Names, upper_first
from schakel.documents.sentences.notes import note_sentence
from schakel.documents.sentences.points import point_sentence
from schakel.documents.sentences.ranking import rank_sentence
from schakel.documents.sentences.weakest import flip_sentence, weakest_paragraph

MOST_FLIPS, MOST_FINDINGS, MOST_CHANGES, MOST_NOTES = 4, 8, 6, 12


@dataclass(frozen=True)
class Writer:
    """What every part of the report needs."""

    stored: Stored
    language: str
    around: Surroundings

    @property
    def dossier(self) -> Dossier:
        """The dossier that is reported."""
        return self.stored.dossier

    @cached_property
    def names(self) -> Names:
        """Labels in the language of the report."""
        return Names(self.dossier, self.language)

    @cached_property
    def available(self) -> set[str]:
        """Names of the charts that can be drawn."""
        return set(chart_names(self.dossier, self.around))

    def chart(self, name: str) -> Chart:
        """Draw a chart for print."""
        return make_chart(name, self.stored, self.language, "print", self.around)

    def picture(self, name: str, share: float = 1.0) -> list[Block]:
        """Return a chart as a block, or nothing when there is no data for it."""
        return [Picture(self.chart(name), share)] if name in self.available else []


def report_content(stored: Stored, language: str, around: Surroundings) -> ReportContent:
    """Return the whole report as blocks."""
    writer = Writer(stored, language, around)
    dossier, say = writer.dossier, writer.names.say
    parts = [
        _points(writer),
        _weakest(writer),
        _elements(writer),
        _ranking(writer),
        _picture(writer),
        _moved(writer),
        _contradictions(writer),
        _cannot_say(writer),
        _coverage(writer),
        method_blocks(dossier, writer.names),
        source_blocks(writer.chart("age") if "age" in writer.available else None, dossier, writer.names),
    ]
    members = enumeration([writer.names.area(m) for m in dossier.members], language)
    return ReportContent(
        language=language,
        title=say("Diagnosis {year}: {region}", year=dossier.year, region=writer.names.region),
        subtitle=dossier.course_label.in_language(language),
        details=(
            say("Municipalities: {members}", members=members),
            say(
                "Measurement {id}, made with Schakel {version}",
                id=stored.id,
                version=dossier.provenance.code_version,
            ),
        ),
        answer=tuple(report_answer(dossier, language)),
        blocks=tuple(block for part in parts for block in part),
        words={
            "answer": say("The answer"),
            "contents": say("Contents"),
            "page": say("page"),
            "how": say("How to read this"),
            "table": say("The same data as a table"),
        },
    )


def _points(w: Writer) -> list[Block]:
    say, dossier = w.names.say, w.dossier
    blocks: list[Block] = [Heading(say("Strong points and attention points"))]
    for title, points in (
        (say("Strong"), dossier.strong_points),
        (say("Needs attention"), dossier.attention_points),
    ):
        blocks.append(Heading(title, 2))
        sentences = tuple(point_sentence(p, dossier, w.language) for p in points)
        blocks.append(Bullets(sentences) if sentences else Paragraph(say("No point meets the rule.")))
    return blocks


def _weakest(w: Writer) -> list[Block]:
    say, dossier = w.names.say, w.dossier
    blocks: list[Block] = [Heading(say("The weakest links"))]
    blocks.append(
        Paragraph(
            say(
                "The diagnosis was computed {n} times, each time with other data errors and "
                "other defensible method choices. "
                "A probability says in how many of those runs something holds.",
                n=dossier.provenance.n_runs,
            )
        )
    )
    for verdict in dossier.weakest:
        comparison = dossier.comparison(verdict.comparison)
        blocks.append(Heading(w.names.comparison(verdict.comparison), 2))
        blocks.append(Paragraph(weakest_paragraph(dossier, verdict, w.language), "lead"))
        blocks += w.picture(f"weakest-{verdict.comparison}", 0.84)
        blocks += _flips(w, comparison)
    return blocks


def _flips(w: Writer, comparison: Comparison) -> list[Block]:
    say = w.names.say
    if not comparison.flips:
        return []
    ordered = sorted(comparison.flips, key=lambda f: (f.holds, f.choice, f.alternative, f.area_code))
    sentences = [flip_sentence(w.dossier, f, w.language) for f in ordered[:MOST_FLIPS]]
    changing = sum(not f.holds for f in comparison.flips)
    total = len(comparison.flips)
    lead = say(
        "Of {total} other choices that were tried, {n} change the verdict (the first {shown} are listed).",
        total=total,
        n=changing,
        shown=len(sentences),
    )
    return [Paragraph(lead), Bullets(tuple(sentences))]


def _elements(w: Writer) -> list[Block]:
    say = w.names.say
    blocks: list[Block] = [Heading(say("The elements of the ecosystem"))]
    for comparison in w.dossier.comparisons:
        blocks.append(Heading(w.names.comparison(comparison.code), 2))
        blocks += w.picture(f"elements-{comparison.code}", 0.9)
    missing = [e for c in w.dossier.comparisons for e in c.elements if not e.measured and e.would_measure]
    first = {e.element: e for e in reversed(missing)}
    would = tuple(
        f"{w.names.element(code)}: {e.would_measure.in_language(w.language)}"
        for code, e in sorted(first.items())
        if e.would_measure
    )
    return (
        [*blocks, Paragraph(say("What would measure the elements that are not measured:")), Bullets(would)]
        if would
        else blocks
    )


def _ranking(w: Writer) -> list[Block]:
    say = w.names.say
    blocks: list[Block] = [Heading(say("The place among other regions"))]
    for comparison in w.dossier.comparisons:
        blocks.append(Heading(w.names.comparison(comparison.code), 2))
        blocks.append(Paragraph(answer_ecosystem(w.dossier, comparison, w.language)[0], "lead"))
        sentences = tuple(rank_sentence(w.dossier, comparison, r, w.language) for r in comparison.ranks)
        blocks += [Bullets(sentences)] if len(sentences) > 1 else []
        blocks += [Paragraph(note_sentence(n, w.dossier, w.language)) for n in comparison.notes]
        blocks += w.picture(f"ranks-{comparison.code}", 0.9)
        blocks += w.picture(f"tiles-{comparison.code}", 0.55)
    return blocks


def _picture(w: Writer) -> list[Block]:
    say = w.names.say
    blocks: list[Block] = [Heading(say("The economic picture"))]
    blocks.append(Paragraph(" ".join(answer_region(w.dossier, w.language)), "lead"))
    blocks += w.picture("picture")
    if w.dossier.peers:
        peers = enumeration([w.names.area(p.area) for p in w.dossier.peers], w.language)
        blocks.append(Paragraph(say("Similar regions, chosen by rule: {peers}.", peers=peers), "small"))
    return [*blocks, *latest_values(w.dossier, w.names), *printed_figures(w.dossier, w.names)]


def _moved(w: Writer) -> list[Block]:
    say = w.names.say
    blocks: list[Block] = [
        Heading(say("What moved")),
        Paragraph(changes_answer(w.dossier, w.language), "lead"),
    ]
    blocks += w.picture("moved", 0.9)
    ordered = sorted((c for c in w.dossier.changes if is_new(c)), key=lambda c: not c.is_beyond_noise)
    sentences = tuple(change_sentence(c, w.dossier, w.language) for c in ordered[:MOST_CHANGES])
    blocks += [Bullets(sentences)] if sentences else []
    standing = without_newer_figure(w.dossier, w.language)
    return [*blocks, Paragraph(standing, "small")] if standing else blocks


def _contradictions(w: Writer) -> list[Block]:
    say = w.names.say
    blocks: list[Block] = [Heading(say("Contradictions in the figures"))]
    blocks.append(Paragraph(" ".join(answer_figures(w.dossier, w.language)), "lead"))
    order = ["contradiction", "warning", "rounding", "notice"]
    found = sorted(w.dossier.contradictions, key=lambda c: (c.scope != "course", order.index(c.severity)))
    sentences = tuple(
        f"{upper_first(severity_word(c.severity, w.language, w.dossier))}. "
        f"{contradiction_sentence(c, w.dossier, w.language)}"
        for c in found[:MOST_FINDINGS]
    )
    blocks += w.picture("contradictions", 0.85)
    blocks += [Bullets(sentences)] if sentences else []
    if len(found) > MOST_FINDINGS:
        blocks.append(Paragraph(say("All {n} findings are in the workbook.", n=len(found)), "small"))
    return blocks


def _cannot_say(w: Writer) -> list[Block]:
    say = w.names.say
    sentences = tuple(limit_sentences(w.dossier, w.language))
    blocks: list[Block] = [Heading(say("What cannot be said"))]
    if not sentences:
        return [*blocks, Paragraph(say("No limits were recorded."))]
    return [*blocks, Bullets(sentences)]


def _coverage(w: Writer) -> list[Block]:
    say = w.names.say
    blocks: list[Block] = [Heading(say("What the course covers"))]
    blocks.append(Paragraph(" ".join(answer_course(w.dossier, w.language)), "lead"))
    blocks += w.picture("coverage", 0.85)
    holes = tuple(note_sentence(n, w.dossier, w.language) for n in w.dossier.coverage_holes[:MOST_NOTES])
    if holes:
        blocks += [Heading(say("Holes"), 2), Bullets(holes)]
    return blocks
