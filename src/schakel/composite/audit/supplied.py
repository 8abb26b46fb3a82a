# SPDX-License-Identifier: EUPL-1.2
"""What is supplied beside an index for its audit."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from schakel.composite.bad_input import Floats, WrongShape
from schakel.composite.building.build import Build
from schakel.composite.structure.indicator_data import Period
from schakel.composite.varying.data_error import ErrorModel


@dataclass(frozen=True, slots=True, eq=False)
class Supplied:
    """What an audit needs beside the index.

    Attributes
    ----------
    error_models
        Error of the data per indicator; None takes what the tree states.
    outside
        Variables that are no part of the index, per name an array (n_units,) in the order of the units
        that came in (``build.raw.units``); NaN is unknown.
    named_units
        Codes of units of which the profile is shown, beside the top, the middle and the bottom.
    period
        Period that is audited; None for the last.
    n_weight_sets
        Number of weight sets among the default choices.
    """

    error_models: Mapping[str, ErrorModel] | None = None
    outside: Mapping[str, Floats] = field(default_factory=dict)
    named_units: tuple[str, ...] = ()
    period: Period | None = None
    n_weight_sets: int = 50


def outside_columns(build: Build, supplied: Supplied) -> dict[str, Floats]:
    """Return the outside variables for the units of the index, in their order.

    Raises
    ------
    WrongShape
        When a variable does not have one number per unit that came in.
    """
    places = [build.raw.units.index(unit) for unit in build.units]
    found = {}
    for name, numbers in supplied.outside.items():
        column = np.asarray(numbers, dtype=np.float64)
        if column.shape != (len(build.raw.units),):
            raise WrongShape(name=name, found=column.shape, expected=f"({len(build.raw.units)},)")
        found[name] = column[places]
    return found
