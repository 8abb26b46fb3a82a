# SPDX-License-Identifier: EUPL-1.2
"""The audit of an index for ``schakel index``: the ten steps of the Handbook, as PDF and HTML."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from schakel.commands.index_files import Results
from schakel.commands.terminal import LANGUAGE
from schakel.composite.audit.auditing import audit_index
from schakel.composite.audit.supplied import Supplied
from schakel.composite.bad_input import Floats
from schakel.composite.specification.analyses.choices import WEIGHT_DRAWS
from schakel.composite.specification.analyses.errors import DataError, RankSetsAsked, error_models
from schakel.composite.specification.factors import make_factors
from schakel.composite.specification.made_index import Index
from schakel.composite.varying.data_error import ErrorModel
from schakel.documents.index_audit.writing import write_audit

AUDIT = "audit"
FORMATS = ("pdf", "html")


def write_index_audit(results: Results, folder: Path, formats: Sequence[str]) -> list[Path]:
    """Audit the index in the period that is shown and write the documents with their tables.

    The choices that are varied are those of the first uncertainty analysis, and the errors those of the first
    analysis that states them; figures that are no indicators (denominators and other columns) are what the
    index is compared with from outside.

    Raises
    ------
    BadInput
        When this index cannot be audited.
    """
    index = results.index
    factors = make_factors(index.factors, index.build.tree, index.rng(WEIGHT_DRAWS)) or None
    audit = audit_index(
        index.build,
        rng=index.rng(AUDIT),
        n_runs=index.n_runs,
        coverage=index.coverage,
        factors=factors,
        supplied=Supplied(
            error_models=_error_models(results),
            outside=_outside(index),
            period=index.build.final.periods[index.place(None)],
        ),
    )
    wanted = [each for each in formats if each in FORMATS]
    return write_audit(audit, index.build, folder, LANGUAGE, wanted)


def _error_models(results: Results) -> dict[str, ErrorModel]:
    """Return the errors of the first analysis that states them, else those in the structure."""
    for asked in results.stated.analyses or ():
        if isinstance(asked, DataError | RankSetsAsked) and asked.models:
            return error_models(asked.models, results.index)
    return error_models({}, results.index)


def _outside(index: Index) -> dict[str, Floats]:
    """Return the columns that are no indicators in the period shown, for all units that came in."""
    place, raw = index.place(None), index.build.raw.units
    rows = [index.data.units.index(unit) for unit in raw]
    return {
        name: np.asarray(numbers[place][rows])
        for name, numbers in index.data.denominators.items()
        if np.isfinite(numbers[place][rows]).sum() > 2
    }
