# SPDX-License-Identifier: EUPL-1.2
"""The findings of the consistency checks as a list of sentences, for the command line."""

from collections.abc import Sequence

from schakel.diagnosis.dossier import Contradiction
from schakel.documents.messages import words
from schakel.documents.sentences.findings import contradiction_sentence, next_step_sentence, severity_word
from schakel.documents.sentences.names import empty_dossier

SEVERE = ("contradiction", "rounding")
LIGHT = ("warning", "notice")


def finding_lines(
    found: Sequence[Contradiction], language: str, *, everything: bool
) -> tuple[list[str], int]:
    """Return one line a finding, the severe ones first, and how many light ones were left out.

    Light ones about the statistics are left out unless ``everything``; all that concerns the
    figures printed in the course is always shown.
    """
    dossier = empty_dossier()
    by_severity = [c for severity in (*SEVERE, *LIGHT) for c in found if c.severity == severity]
    shown = [c for c in by_severity if c.severity in SEVERE or c.scope == "course"]
    light = [c for c in by_severity if c not in shown]
    if not found:
        return [words(language)("The checks found no contradictions in the figures.")], 0
    lines = [
        f"[{severity_word(c.severity, language, dossier)}] {contradiction_sentence(c, dossier, language)} "
        + next_step_sentence(c.next_step, language)
        for c in (*shown, *(light if everything else ()))
    ]
    return lines, 0 if everything else len(light)
