# SPDX-License-Identifier: EUPL-1.2
"""The consistency checks on the figures of one course and year, as the dossier shows them."""

import polars as pl

from schakel.dataroom.checks import check_figures
from schakel.diagnosis.coverage_part import contradiction_of
from schakel.diagnosis.dossier import Contradiction
from schakel.diagnosis.inputs import Inputs


def find_contradictions(inputs: Inputs, year: int) -> tuple[Contradiction, ...]:
    """Check the printed figures and the statistics up to a year, without making a diagnosis."""
    figures = inputs.observations.filter(pl.col("period") <= year)
    findings = check_figures(
        figures, inputs.printed, inputs.check_rules, inputs.measures, inputs.regions, year
    )
    return tuple(contradiction_of(finding) for finding in findings)
