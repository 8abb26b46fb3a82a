# SPDX-License-Identifier: EUPL-1.2
"""Carry out one step on the data: the settings of the step and of the tree become arguments of a method."""

from dataclasses import replace

import numpy as np

from schakel.composite.bad_input import N_, BadInput, WrongShape
from schakel.composite.building.applying_imputation import apply_imputation
from schakel.composite.building.applying_normalisation import apply_normalisation
from schakel.composite.building.applying_treatment import apply_treatment
from schakel.composite.building.steps import (
    Aggregate,
    Custom,
    Denominate,
    Impute,
    Normalise,
    Screen,
    Step,
    Treat,
)
from schakel.composite.describing.denominate import Denominated, denominate_indicators
from schakel.composite.describing.screen import Screening, screen_units
from schakel.composite.imputing.imputed import Imputed
from schakel.composite.structure.indicator_data import (
    IndicatorData,
    InfiniteValue,
    select_units,
    with_values,
)
from schakel.composite.structure.tree import Tree, known_node
from schakel.composite.treating.two_stage import Treated

Details = Denominated | Screening | Imputed | Treated


class UnknownDenominator(BadInput):
    """A denominator that the data do not have."""

    template = N_("Indicator '{indicator}' is divided by '{denominator}', which the data do not have.")
    cure = N_("Add a column '{denominator}', or take the denominator of the indicator away.")


def apply_step(data: IndicatorData, tree: Tree, step: Step) -> tuple[IndicatorData, Details | None]:
    """Carry out a step before aggregation; returns the new data and what the method says.

    Raises
    ------
    BadInput
        When the method has no meaning for the numbers; the message names unit and indicator.
    """
    match step:
        case Denominate():
            return _denominate(data, tree, step)
        case Screen():
            return _screen(data, step)
        case Impute():
            return apply_imputation(data, tree, step)
        case Treat():
            return apply_treatment(data, tree, step)
        case Normalise():
            return apply_normalisation(data, tree, step), None
        case Custom():
            return _apply_custom(data, step), None
        case Aggregate():
            return data, None


def _apply_custom(data: IndicatorData, step: Custom) -> IndicatorData:
    found = np.asarray(step.function(data), dtype=np.float64)
    if found.shape != data.values.shape:
        raise WrongShape(name=step.label, found=found.shape, expected=str(data.values.shape))
    if np.isinf(found).any():
        *_, unit, column = (int(place) for place in np.argwhere(np.isinf(found))[0])
        raise InfiniteValue(unit=data.units[unit], indicator=data.columns[column])
    return with_values(data, found)


def _denominate(data: IndicatorData, tree: Tree, step: Denominate) -> tuple[IndicatorData, Denominated]:
    for code in step.denominators:
        known_node(tree, code)
    chosen = {i.code: step.denominators.get(i.code, i.denominator) for i in tree.indicators}
    arrays = {}
    for place, code in enumerate(data.columns):
        name = chosen.get(code)
        if name is None:
            continue
        if name not in data.denominators:
            raise UnknownDenominator(indicator=code, denominator=name)
        arrays[place] = data.denominators[name]
    factors = {i.code: i.factor for i in tree.indicators}
    found = denominate_indicators(
        data.values,
        denominators=arrays,
        scale=np.array([factors.get(code, 1.0) for code in data.columns]),
        wrong=step.unusable,
        units=data.units,
        indicators=data.columns,
    )
    return with_values(data, found.values), found


def _screen(data: IndicatorData, step: Screen) -> tuple[IndicatorData, Screening]:
    """Leave out units; in a panel a unit stays when it is kept in one period, removed in the others."""
    found = screen_units(
        data.values,
        by=step.by,
        min_share_known=step.min_known,
        min_share_nonzero=step.min_nonzero,
        keep=step.keep,
        remove=step.remove,
        units=data.units,
    )
    places = np.flatnonzero(found.kept.reshape(-1, len(data.units)).any(axis=0))
    held = np.where(found.kept[..., None], data.values, np.nan)
    gone = ~found.kept if data.removed is None else ~found.kept | data.removed
    removed = gone if gone[..., places].any() else None
    return select_units(replace(data, values=held, removed=removed), places.tolist()), found
