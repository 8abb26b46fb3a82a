# SPDX-License-Identifier: EUPL-1.2
"""A finding of an audit as a sentence, with a number that leads to its proof."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from schakel.composite.audit.findings import SEVERITIES, AuditFinding, Severity
from schakel.documents.failures_in_words import explain_failure
from schakel.documents.index_audit.audit_names import AuditNames
from schakel.documents.index_audit.count_texts import COUNT_TEXTS
from schakel.documents.index_audit.details import detail_in_words
from schakel.documents.index_audit.finding_texts_data import (
    IMPUTATION_TEXTS,
    MULTIVARIATE_TEXTS,
    SELECTION_TEXTS,
    STRUCTURE_TEXTS,
    TREATMENT_TEXTS,
)
from schakel.documents.index_audit.finding_texts_ranking import (
    CHANGE_TEXTS,
    LINKS_TEXTS,
    PRESENTATION_TEXTS,
    PROFILE_TEXTS,
    ROBUSTNESS_TEXTS,
    WEIGHTING_TEXTS,
)
from schakel.documents.index_audit.next_steps import NEXT_STEPS
from schakel.documents.sentences.names import upper_first
from schakel.koers.failures import N_

FINDING_TEXTS: dict[str, str] = {
    **STRUCTURE_TEXTS,
    **SELECTION_TEXTS,
    **IMPUTATION_TEXTS,
    **MULTIVARIATE_TEXTS,
    **TREATMENT_TEXTS,
    **WEIGHTING_TEXTS,
    **ROBUSTNESS_TEXTS,
    **PROFILE_TEXTS,
    **LINKS_TEXTS,
    **PRESENTATION_TEXTS,
    **CHANGE_TEXTS,
}
SEVERITY_WORDS: dict[Severity, str] = {
    "good": N_("Good"),
    "attention": N_("Needs attention"),
    "serious": N_("Serious"),
    "unknown": N_("Cannot be judged"),
}


@dataclass
class References:
    """Numbers of the findings that a document tells, in the order in which they are told first."""

    told: list[AuditFinding] = field(default_factory=list)

    def number_of(self, finding: AuditFinding) -> int:
        """Return the number of a finding, a new one when it was not told before."""
        for place, known in enumerate(self.told):
            if known is finding:
                return place + 1
        self.told.append(finding)
        return len(self.told)


def finding_sentence(finding: AuditFinding, names: AuditNames, references: References | None = None) -> str:
    """Return a finding in words, with the number of its proof behind it."""
    say = names.say
    details = {name: detail_in_words(name, value, names) for name, value in finding.values.items()}
    sentence = upper_first(say(_template(finding)).format_map(details))
    if finding.failure is not None:
        sentence += f" ({explain_failure(finding.failure, names.language)})"
    return sentence if references is None else f"{sentence} [{references.number_of(finding)}]"


def _template(finding: AuditFinding) -> str:
    """Return the text of a finding, another one where its count is nought or one."""
    usual = FINDING_TEXTS[finding.code]
    count, texts = COUNT_TEXTS.get(finding.code, ("", {}))
    number = finding.values.get(count)
    return texts.get(int(number), usual) if isinstance(number, int | float) else usual


def severity_in_words(severity: Severity, names: AuditNames) -> str:
    """Return the word for a severity."""
    return names.say(SEVERITY_WORDS[severity])


def by_severity(findings: Iterable[AuditFinding]) -> list[AuditFinding]:
    """Return the findings with the worst first, otherwise in their order."""
    return sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))


def next_step_sentences(findings: Iterable[AuditFinding], names: AuditNames) -> tuple[str, ...]:
    """Return what to do about the findings that are not good, each advice once, the worst first."""
    texts = [
        NEXT_STEPS[f.code] for f in by_severity(findings) if f.severity != "good" and f.code in NEXT_STEPS
    ]
    return tuple(names.say(text) for text in dict.fromkeys(texts))
