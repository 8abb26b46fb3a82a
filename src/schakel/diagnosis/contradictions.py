# SPDX-License-Identifier: EUPL-1.2
"""The consistency checks on the figures of one course and year."""

import polars as pl

from schakel.dataroom.checks import Finding, check_figures
from schakel.diagnosis.coverage_part import contradiction_of
from schakel.diagnosis.dossier import Contradiction
from schakel.diagnosis.inputs import Inputs


def findings_up_to(inputs: Inputs, year: int) -> tuple[Finding, ...]:
    """Check the printed figures and the statistics of periods up to a year."""
    figures = inputs.observations.filter(pl.col("period") <= year)
    return check_figures(figures, inputs.printed, inputs.check_rules, inputs.measures, inputs.regions, year)


def find_contradictions(inputs: Inputs, year: int) -> tuple[Contradiction, ...]:
    """Return the findings as the dossier shows them, without making a diagnosis."""
    return tuple(contradiction_of(finding) for finding in findings_up_to(inputs, year))
