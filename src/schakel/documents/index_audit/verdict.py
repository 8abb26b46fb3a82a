# SPDX-License-Identifier: EUPL-1.2
"""The verdict of an audit: first whether the ranking holds, then why it may be trusted or not."""

from schakel.composite.audit.auditing import IndexAudit
from schakel.composite.audit.findings import AuditFinding, Severity
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.index_audit.audit_names import AuditNames
from schakel.documents.index_audit.finding_sentences import (
    References,
    by_severity,
    finding_sentence,
    severity_in_words,
)
from schakel.documents.index_audit.questions import QUESTIONS
from schakel.documents.index_audit.sections import lead_findings
from schakel.documents.report.blocks import Table
from schakel.koers.failures import N_

OPENINGS: dict[Severity, str] = {
    "good": N_("The ranking holds."),
    "attention": N_("The ranking holds in part."),
    "serious": N_("The ranking does not hold place by place."),
    "unknown": N_("Whether the ranking holds cannot be judged."),
}


PARAGRAPHS: tuple[tuple[str, ...], ...] = (
    ("ranking_holds", "could_share_a_place"),
    ("most_certain_unit", "most_uncertain_unit"),
    ("choice_that_matters_most", "no_choice_moves_it", "weights_compared", "works_against_branch"),
    ("equal_rank_groups", "rank_sets_not_measurable"),
)
ONLY_WHEN_NOT_GOOD = ("could_share_a_place", "most_uncertain_unit", "weights_compared")


def verdict_sentences(audit: IndexAudit, names: AuditNames, references: References) -> tuple[str, ...]:
    """Return the verdict in a few short paragraphs, each sentence from a finding."""
    found = {finding.code: finding for finding in reversed(audit.findings)}
    told = []
    for codes in PARAGRAPHS:
        chosen = [found[code] for code in codes if code in found]
        kept = [f for f in chosen if f.severity != "good" or f.code not in ONLY_WHEN_NOT_GOOD]
        told.append(" ".join(finding_sentence(f, names, references) for f in kept))
    opening = names.say(OPENINGS[found["ranking_holds"].severity])
    return (f"{opening} {told[0]}", *(text for text in told[1:] if text))


def glance_table(audit: IndexAudit, names: AuditNames, references: References) -> Table:
    """Return the ten steps with their judgement and the finding that says most."""
    say = names.say
    columns = (Column(say("Question")), Column(say("Judgement")), Column(say("What weighs most")))
    rows = []
    for part, severity in audit.severities.items():
        told = finding_sentence(_telling(part, audit), names, references)
        rows.append((say(QUESTIONS[part]), severity_in_words(severity, names), told))
    return Table(say("The ten steps at a glance"), ChartTable(columns, tuple(rows)), (2.2, 1.2, 5))


def _telling(part: str, audit: IndexAudit) -> AuditFinding:
    """Return the worst finding of a part, an answer of its section before others of the same weight."""
    findings = getattr(audit, part).findings
    severity = audit.severities[part]
    leading = [f for f in lead_findings(part, findings) if f.severity == severity]
    return (leading or by_severity(findings))[0]
