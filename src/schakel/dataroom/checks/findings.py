# SPDX-License-Identifier: EUPL-1.2
"""What a consistency check reports: codes and numbers; ``documents`` makes the sentence."""

from dataclasses import dataclass
from typing import Final, Literal

from schakel.koers.label import Label

Severity = Literal["contradiction", "rounding", "warning", "notice"]
Scope = Literal["course", "figures"]
Detail = str | int | float | bool | None
SEVERITIES: Final[tuple[Severity, ...]] = ("contradiction", "rounding", "warning", "notice")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the figures that does not fit, or that a reader must know before using them.

    Parameters
    ----------
    rule, kind
        Id of the rule that found it, and the kind of rule.
    severity
        contradiction: no true values within the declared rounding can make it right; rounding:
        they can; warning: the figures may not be used as if nothing were the matter; notice.
    scope
        course (printed figures) or figures (statistics).
    figures
        Ids of the statements involved, see :mod:`schakel.dataroom.ledger`.
    stated, computed, computed_low, computed_high, tolerance
        The figure that is checked, what follows from the others, and between which bounds
        (``None``: not applicable, or open on that side).
    likelier_figure, likelier_value, likelier_probability
        Which of the values the other figures favour, and how strongly (0 to 1).
    needed
        Value of the last part (such as the total of a share) that would make ``stated`` true.
    note_code, note_details, next_step
        The sentence and the cure as codes.
    """

    rule: str
    kind: str
    severity: Severity
    scope: Scope
    subject: Label
    figures: tuple[str, ...]
    note_code: str
    note_details: dict[str, Detail]
    next_step: str
    stated: float | None = None
    computed: float | None = None
    computed_low: float | None = None
    computed_high: float | None = None
    tolerance: float | None = None
    likelier_figure: str | None = None
    likelier_value: float | None = None
    likelier_probability: float | None = None
    needed: float | None = None


def sort_findings(findings: list[Finding]) -> tuple[Finding, ...]:
    """Return findings by scope (course first), severity, rule and figures."""
    return tuple(
        sorted(
            findings,
            key=lambda f: (f.scope, SEVERITIES.index(f.severity), f.rule, f.figures, f.note_code),
        )
    )
