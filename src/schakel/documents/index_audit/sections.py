# SPDX-License-Identifier: EUPL-1.2
"""The sections of an audit: question, answer, what stands out, picture, table, how we know, what to do."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from schakel.composite.audit.auditing import IndexAudit
from schakel.composite.audit.findings import AuditFinding, Severity
from schakel.documents.formats import number, percent
from schakel.documents.index_audit.audit_names import AuditNames
from schakel.documents.index_audit.audit_pictures import Pictures
from schakel.documents.index_audit.finding_sentences import (
    References,
    by_severity,
    finding_sentence,
    next_step_sentences,
    severity_in_words,
)
from schakel.documents.index_audit.proof import proof_table
from schakel.documents.index_audit.questions import HOW_WE_KNOW, LEADS, QUESTIONS
from schakel.documents.index_audit.section_tables import section_tables
from schakel.documents.report.blocks import Block, Bullets, Fold, Heading, Paragraph, Picture

MOST_OF_A_KIND: dict[Severity, int] = {"serious": 4, "attention": 3, "unknown": 3, "good": 3}
MOST_LEADS = 3
IN_TABLE = ("profile_strength", "profile_weakness")
PICTURES: dict[str, tuple[tuple[str, str, float], ...]] = {
    "structure": (("structure", "structure", 1.0),),
    "selection": (("availability", "availability_cells", 0.9),),
    "imputation": (("imputation", "imputation_units", 0.85),),
    "multivariate": (("correlations", "correlations", 0.95),),
    "treatment": (("distributions", "values_before", 0.95),),
    "weighting": (("weights", "weights", 0.85),),
    "robustness": (("ranks", "rank_intervals", 0.9), ("sensitivity", "sensitivity", 0.8)),
    "profiles": (("contributions", "contributions", 0.9),),
    "links": (("links", "link_values", 0.8),),
    "presentation": (("rank_sets", "rank_sets", 0.9),),
    "change": (("change", "change", 0.9),),
}


@dataclass
class Writer:
    """What every section needs; ``wide`` and ``narrow`` draw the pictures (``narrow`` None in print)."""

    audit: IndexAudit
    names: AuditNames
    wide: Pictures
    narrow: Pictures | None = None
    references: References = field(default_factory=References)

    def picture(self, name: str, file: str, share: float) -> list[Picture]:
        """Return a picture as a block, or nothing when there is nothing to draw."""
        chart = self.wide.draw(name)
        if chart is None:
            return []
        narrow = None if self.narrow is None else self.narrow.draw(name)
        return [Picture(chart, share, narrow, f"audit_tables/{file}.csv")]


def write_section(writer: Writer, part: str, number_: int) -> list[Block]:
    """Return one section as blocks."""
    findings = getattr(writer.audit, part).findings
    names, say = writer.names, writer.names.say
    leading = lead_findings(part, findings)
    blocks: list[Block] = [Heading(say(QUESTIONS[part]), number=f"{number_}. ")]
    lead = " ".join(finding_sentence(finding, names, writer.references) for finding in leading)
    blocks += [Paragraph(lead, "lead")] if lead else []
    blocks += _standing_out([f for f in findings if not any(f is each for each in leading)], writer)
    pictures = [b for name, file, share in PICTURES[part] for b in writer.picture(name, file, share)]
    linked = {picture.file for picture in pictures}
    tables = section_tables(part, writer.audit, names)
    blocks += [*pictures, *(replace(t, file="") if t.file in linked else t for t in tables)]
    proof = proof_table(findings, writer.references, names)
    blocks.append(Fold(say("How do we know this?"), (Paragraph(_how(part, writer)), *proof)))
    steps = next_step_sentences(findings, names)
    if steps:
        blocks += [Heading(say("What to do"), 2), Bullets(steps)]
    return blocks


def lead_findings(part: str, findings: Sequence[AuditFinding]) -> list[AuditFinding]:
    """Return the findings that answer the question of a part: the first of each of its codes, in order."""
    first = {f.code: f for f in reversed(findings)}
    return [first[code] for code in LEADS[part] if code in first][:MOST_LEADS]


def _standing_out(findings: Sequence[AuditFinding], writer: Writer) -> list[Block]:
    """List the other findings, the worst first; of many alike the first few, with how many more there are."""
    names, say = writer.names, writer.names.say
    kinds: dict[str, list[AuditFinding]] = {}
    for finding in (f for f in by_severity(findings) if f.code not in IN_TABLE):
        kinds.setdefault(finding.code, []).append(finding)
    items, marks = [], []
    for alike in kinds.values():
        most = MOST_OF_A_KIND[alike[0].severity]
        for finding in alike[:most]:
            items.append(finding_sentence(finding, names, writer.references))
            marks.append(severity_in_words(finding.severity, names) + ".")
        more = len(alike) - most
        if more > 0:
            file = f"{alike[0].place.table}.csv"
            items.append(
                say.choose("One more like this: {file}.", "{n} more like this: {file}.", more, file=file)
            )
            marks.append("")
    return [Bullets(tuple(items), tuple(marks))] if items else []


def _how(part: str, writer: Writer) -> str:
    figures = writer.audit.robustness.figures
    say, language = writer.names.say, writer.names.language
    return say(HOW_WE_KNOW[part]).format(
        n_runs=number(figures["n_runs"], language, 0), coverage=percent(figures["coverage"], language)
    )
