# SPDX-License-Identifier: EUPL-1.2
"""The doubt that imputation adds: draw the filled cells again and carry every draw through the index."""

from collections.abc import Sequence

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, WrongShape
from schakel.composite.building.applying_imputation import WITHIN_FAMILIES, indicator_families
from schakel.composite.building.build import Build, continue_build
from schakel.composite.building.steps import Impute
from schakel.composite.imputing.draws import draw_imputations
from schakel.composite.imputing.imputed import Imputed
from schakel.composite.structure.indicator_data import IndicatorData, with_values
from schakel.composite.varying.data_error import ErrorSpread, block_sizes, spread_over_draws


class NothingImputed(BadInput):
    """An index in which nothing is imputed."""

    template = N_("Nothing is imputed in this index, so imputation adds no doubt.")
    cure = N_("Leave this analysis out, or add an Impute step.")


def carry_imputation(
    build: Build, *, n_draws: int, rng: np.random.Generator, code: str | None = None
) -> ErrorSpread:
    """Replace every cell that Impute steps filled by draws, and run the later steps for each.

    The draws come from a normal model, fitted per period within each family of the last such step
    (``within`` where its method works within branches, else the indicators with one parent); known values
    are taken as they are. They hold the doubt about the model too (see
    :func:`schakel.composite.imputing.draws.draw_imputations`) and are made in blocks.

    Raises
    ------
    NothingImputed
        When no Impute step filled anything.
    WrongShape
        When the index holds draws already.
    BadInput
        When the model cannot be fitted.
    """
    places = [
        place
        for place, stage in enumerate(build.stages)
        if isinstance(stage.details, Imputed) and stage.details.imputed.any()
    ]
    if not places:
        raise NothingImputed()
    place, after = places[-1], build.stages[places[-1]].data
    if after.values.ndim != 3:
        raise WrongShape(name="values", found=after.values.shape, expected="(n_periods, n_units, k)")
    filled_before = _filled_cells(build, places, after)
    before = with_values(after, np.where(filled_before, np.nan, after.values))
    step = build.steps[place]
    assert isinstance(step, Impute)
    within = step.within if step.method in WITHIN_FAMILIES else ()
    families = indicator_families(before, build.tree, within)

    def draw(n: int) -> Build:
        filled = np.where(filled_before, _drawn_cells(before, families, n, rng), after.values)
        return continue_build(build, with_values(before, filled), place=place + 1)

    blocks = (draw(n) for n in block_sizes(n_draws, before.values.size))
    return spread_over_draws(build, blocks, without_error=(), code=code)


def _filled_cells(build: Build, places: Sequence[int], after: IndicatorData) -> Mask:
    """Return which cells some Impute step filled, for the units that are left after the last of them."""
    flags = np.zeros(after.values.shape, dtype=np.bool_)
    for place in places:
        stage = build.stages[place]
        assert isinstance(stage.details, Imputed)
        rows = [stage.data.units.index(unit) for unit in after.units]
        flags |= stage.details.imputed[..., rows, :]
    return flags


def _drawn_cells(
    before: IndicatorData, families: list[list[int]], n_draws: int, rng: np.random.Generator
) -> Floats:
    drawn = np.repeat(before.values[None], n_draws, axis=0)
    for period in range(before.values.shape[-3]):
        for members in families:
            part = before.values[period][:, members]
            if not np.isfinite(part).all():
                names = [before.columns[member] for member in members]
                drawn[:, period][..., members] = _drawn(part, names, n_draws, rng)
    return drawn


def _drawn(part: Floats, names: list[str], n_draws: int, rng: np.random.Generator) -> Floats:
    n_units, k = part.shape
    ridge = float(max(0, k + 1 - n_units))
    return draw_imputations(part, n_draws=n_draws, rng=rng, ridge=ridge, indicators=names).values
