# SPDX-License-Identifier: EUPL-1.2
"""The findings of the consistency checks as a list of sentences, for the command line."""

from collections.abc import Sequence

from schakel.diagnosis.dossier import Contradiction
from schakel.documents.sentences.findings import contradiction_sentence, severity_word
from schakel.documents.sentences.names import empty_dossier

SEVERE = ("contradiction", "rounding")
LIGHT = ("warning", "notice")


def finding_lines(
    found: Sequence[Contradiction], language: str, *, everything: bool
) -> tuple[list[str], int]:
    """Return one line a finding, the severe ones first, and how many light ones were left out."""
    dossier = empty_dossier()
    shown = [c for severity in SEVERE for c in found if c.severity == severity]
    light = [c for severity in LIGHT for c in found if c.severity == severity]
    lines = [
        f"[{severity_word(c.severity, language, dossier)}] {contradiction_sentence(c, dossier, language)}"
        for c in (*shown, *(light if everything else ()))
    ]
    return lines, 0 if everything else len(light)
