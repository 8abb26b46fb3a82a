# SPDX-License-Identifier: EUPL-1.2
"""State everything that was guessed or taken for granted, so that a specification stands on its own."""

from dataclasses import replace
from pathlib import Path

from schakel.composite.bad_input import Reason
from schakel.composite.specification.analyses.asked import Asked
from schakel.composite.specification.analyses.change import Change
from schakel.composite.specification.analyses.choices import Sensitivity, Uncertainty
from schakel.composite.specification.made_index import Index
from schakel.composite.specification.reasonable_choices import choose_factors
from schakel.composite.specification.running import ReadIndex
from schakel.composite.specification.specification import Specification
from schakel.composite.specification.structure import Structure
from schakel.composite.specification.usual_analyses import choose_usual_analyses


def settle_analyses(
    specification: Specification, index: Index
) -> tuple[Specification, Index, tuple[Reason, ...]]:
    """Return specification and index with everything settled that analyses leave open, and what to say.

    The usual analyses where none are asked for, and the reasonable choices where uncertainty or sensitivity
    names none. Sensitivity without choices of its own varies those of the first uncertainty analysis.
    """
    if specification.analyses is None:
        analyses, remarks = choose_usual_analyses(index)
        return replace(specification, analyses=analyses), _sharing(index, analyses), remarks
    varied = [each for each in specification.analyses if isinstance(each, Uncertainty | Sensitivity)]
    if index.factors or all(each.factors for each in varied):
        return specification, index, ()
    choices = choose_factors(index.build)
    stated = tuple(
        replace(each, factors=choices.factors) if each in varied and not each.factors else each
        for each in specification.analyses
    )
    return replace(specification, analyses=stated), _sharing(index, stated), choices.remarks


def _sharing(index: Index, analyses: tuple[Asked, ...]) -> Index:
    factors = next((each.factors for each in analyses if isinstance(each, Uncertainty)), ())
    return replace(index, factors=factors)


def state_in_full(specification: Specification, given: ReadIndex) -> Specification:
    """Return the specification with the data as they were understood and the structure written out.

    Files are named without their folder.
    """
    names = tuple(file.name for file in given.files)
    data = replace(
        given.read.source, file=names[0] if len(names) == 1 else "", files=names if len(names) > 1 else ()
    )
    structure = Structure(
        indicators=given.tree.indicators,
        branches=given.tree.branches,
        judged_weights=specification.structure.judged_weights,
    )
    return replace(specification, data=data, structure=structure)


def further_files(specification: Specification, folder: Path) -> tuple[Path, ...]:
    """Return the files with figures of other editions that the analyses read."""
    editions = [
        edition
        for asked in specification.analyses or ()
        if isinstance(asked, Change)
        for edition in (asked.before, asked.after)
        if edition.data is not None
    ]
    return tuple(path for edition in editions if edition.data for path in edition.data.paths(folder))
