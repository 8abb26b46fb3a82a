# SPDX-License-Identifier: EUPL-1.2
"""From indicators to element scores and an index, for one table or for a thousand draws of it.

The arithmetic is written once for values of shape (n_runs, n_units, k_indicators); a single table is
one run. The mask of what is known never changes between runs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from schakel.composite.aggregating.aggregate import (
    aggregate_geometric,
    aggregate_mean,
    aggregate_minimum,
    aggregate_product,
)
from schakel.composite.aggregating.bottleneck import aggregate_bottleneck
from schakel.composite.bad_input import filled
from schakel.composite.normalising.normalise import (
    normalise_exponential_z,
    normalise_minmax,
    normalise_value_over_mean,
    normalise_zscore,
)
from schakel.composite.ranking.rank import rank_indicators
from schakel.composite.treating.winsorise_share import treat_winsorise
from schakel.composite.weighing.weigh import NoVariance, effective_weights, weigh_given
from schakel.ecosystem.choices import WINSORISED_SHARE, Choices, check_choices
from schakel.ecosystem.indicator_table import IndicatorTable
from schakel.ecosystem.results import ElementScores, Floats, Index
from schakel.koers.failures import N_, Failure

MIN_REGION_SHARE: Final = 0.5
RUNS_AT_ONCE: Final = 50
Mask = NDArray[np.bool_]


class NothingMeasured(Failure):
    """No indicator has enough regional figures for a score."""

    template = N_("In the comparison '{comparison}' no element can be measured with these choices.")
    cure = N_("Load more figures, or leave out fewer indicators.")


class WeightWithoutElement(Failure):
    """Weights that do not reach any measured element."""

    template = N_("The weights give nothing to any element that is measured in '{comparison}'.")
    cure = N_("Give at least one measured element a weight above 0.")


@dataclass(frozen=True, slots=True)
class ScoringPlan:
    """What stays the same over all runs: which cells count, how they turn, where they belong.

    ``known`` has shape (n_units, k_kept); ``membership`` (k_kept, k_elements) zeros and ones;
    ``n_used`` and ``enough`` (n_units, k_elements); ``in_index`` (k_elements,); ``turn`` (k_kept,) is
    1 or -1; ``as_interval`` marks the columns for which a ratio to the mean has no meaning.
    """

    choices: Choices
    columns: NDArray[np.int64]
    known: Mask
    membership: Floats
    n_used: NDArray[np.int64]
    enough: Mask
    in_index: Mask
    turn: Floats
    as_interval: Mask
    is_reference: Mask
    dropped: tuple[tuple[str, str], ...]

    @property
    def measured(self) -> Mask:
        """Which elements have at least one indicator, shape (k_elements,)."""
        return np.asarray(self.membership.any(axis=0) & self.enough.any(axis=0), dtype=np.bool_)


def plan_scores(table: IndicatorTable, choices: Choices) -> ScoringPlan:
    """Decide which cells take part under these choices.

    An indicator is dropped (and recorded) when it is left out, known for fewer than half of the
    reference regions, or equal for all of them. An element counts for a region when the region has
    ``min_indicator_share`` of its kept indicators. The index rests on the elements that are measured
    for every target among the reference regions: otherwise a target would be ranked on other
    elements than the regions it is compared with.

    Raises
    ------
    NothingMeasured
        When no indicator remains.
    """
    usable = table.usable(choices.national_values)
    reasons = _drop_reasons(table, usable, choices)
    kept = np.array([r is None for r in reasons], dtype=np.bool_)
    if not kept.any():
        raise NothingMeasured(comparison=table.comparison)
    membership = table.element_columns[kept]
    known = usable[:, kept]
    n_used = (known @ membership).astype(np.int64)
    needed = np.maximum(choices.min_indicator_share * membership.sum(axis=0), 1) - 1e-9
    specs = [i for i, keep in zip(table.indicators, kept, strict=True) if keep]
    lowest = np.where(known & table.is_reference[:, None], table.values[:, kept], np.inf).min(axis=0)
    enough = np.asarray((n_used >= needed) & membership.any(axis=0), dtype=np.bool_)
    turn = np.array([1.0 if i.direction == "+" else -1.0 for i in specs])
    interval = np.array([i.scale == "interval" for i in specs])
    return ScoringPlan(
        choices=choices,
        columns=np.flatnonzero(kept).astype(np.int64),
        known=known,
        membership=membership,
        n_used=n_used,
        enough=enough,
        in_index=_elements_of_index(table, enough),
        turn=turn,
        as_interval=np.asarray(interval | (lowest < 0) | ((turn < 0) & (lowest <= 0)), dtype=np.bool_),
        is_reference=table.is_reference,
        dropped=tuple((i.code, r) for i, r in zip(table.indicators, reasons, strict=True) if r),
    )


def _elements_of_index(table: IndicatorTable, enough: Mask) -> Mask:
    measured = enough[table.is_reference].any(axis=0)
    rows = [table.row(t) for t in table.targets if table.is_reference[table.row(t)]]
    shared = measured & enough[rows].all(axis=0)
    return np.asarray(shared if shared.any() else measured, dtype=np.bool_)


def _drop_reasons(table: IndicatorTable, usable: Mask, choices: Choices) -> list[str | None]:
    rows = table.is_reference
    reasons: list[str | None] = []
    for column, indicator in enumerate(table.indicators):
        known = table.values[rows, column][usable[rows, column]]
        if indicator.code in choices.leave_out:
            reasons.append("left_out")
        elif len(known) < max(MIN_REGION_SHARE * rows.sum(), 2):
            reasons.append("too_few_regions")
        elif known.max() - known.min() <= 1e-12 * abs(known.max()):
            reasons.append("constant")
        else:
            reasons.append(None)
    return reasons


def scale_indicators(values: Floats, plan: ScoringPlan) -> Floats:
    """Normalise the kept indicators of values of shape (n_runs, n_units, k_indicators).

    ``z_exp`` gives z-scores, the other two positive numbers; higher is always better. Lower-is-better
    indicators are turned: z and min-max by sign, value over mean by 1/x (mean over value).
    """
    kept = np.where(plan.known, values[..., plan.columns], np.nan)
    if plan.choices.treatment == "winsorise":
        kept = treat_winsorise(kept, share=WINSORISED_SHARE, reference=plan.is_reference)
    if plan.choices.scaling == "z_exp":
        return plan.turn * normalise_zscore(kept, reference=plan.is_reference)
    if plan.choices.scaling == "minmax":
        return normalise_minmax(kept * plan.turn, reference=plan.is_reference)
    return _over_mean(kept, plan)


def _over_mean(values: Floats, plan: ScoringPlan) -> Floats:
    scaled = np.full(values.shape, np.nan)
    interval, ratio = plan.as_interval, ~plan.as_interval
    if interval.any():
        scaled[..., interval] = normalise_exponential_z(
            values[..., interval] * plan.turn[interval], reference=plan.is_reference
        )
    if ratio.any():
        part = values[..., ratio]
        with np.errstate(divide="ignore"):
            turned = np.where(plan.turn[ratio] > 0, part, 1 / part)
        scaled[..., ratio] = normalise_value_over_mean(turned, reference=plan.is_reference)
    return scaled


def score_values(values: Floats, plan: ScoringPlan) -> Floats:
    """Return element scores of shape (n_runs, n_units, k_elements), mean 1 over the reference units.

    Runs are taken in blocks that fit in the processor's memory cache.
    """
    n_runs, n_units = values.shape[:2]
    found = np.empty((n_runs, n_units, plan.membership.shape[1]))
    for start in range(0, n_runs, RUNS_AT_ONCE):
        block = slice(start, start + RUNS_AT_ONCE)
        found[block] = elements_from_scaled(scale_indicators(values[block], plan), plan)
    return found


def elements_from_scaled(scaled: Floats, plan: ScoringPlan) -> Floats:
    """Take the mean of an element's known indicators and bring the reference mean to 1."""
    measured = plan.measured
    counts = np.maximum(plan.n_used, 1)
    means = filled(scaled, np.isfinite(scaled)) @ plan.membership / counts
    means = np.where(plan.enough, means, np.nan)
    found = np.full(means.shape, np.nan)
    part = means[..., measured]
    if plan.choices.scaling == "z_exp":
        found[..., measured] = normalise_exponential_z(part, reference=plan.is_reference)
    else:
        found[..., measured] = normalise_value_over_mean(np.maximum(part, 0.0), reference=plan.is_reference)
    return found


def aggregate_elements(
    scores: Floats, *, aggregation: str, weights: Floats, min_element_share: float
) -> Floats:
    """Return the index of shape (n_runs, n_units) from scores (n_runs, n_units, k_elements).

    ``weights`` has shape (k_elements,) or (n_runs, k_elements), 0 for an element that takes no part.
    Unknown elements are left out and the rest weighs more; below ``min_element_share`` of the weight
    a unit gets NaN. The additive index is divided by the number of elements, so that 1 is average.
    """
    methods: dict[str, Callable[..., Floats]] = {
        "additive": aggregate_mean,
        "geometric": aggregate_geometric,
        "product": aggregate_product,
        "minimum": aggregate_minimum,
        "bottleneck_penalty": aggregate_bottleneck,
    }
    used = weights.any(axis=0) if weights.ndim > 1 else weights > 0
    return methods[aggregation](scores[..., used], weights=weights[..., used], min_share=min_element_share)


def score_elements(*, table: IndicatorTable, choices: Choices) -> ElementScores:
    """Return the element scores of every unit under one set of choices.

    Parameters
    ----------
    table
        Indicators; rows of other boundaries must have been taken out
        (:func:`schakel.ecosystem.indicator_table.without_unused_boundaries`).
    choices
        How to scale, treat and select.

    Raises
    ------
    NothingMeasured, ImpossibleChoices
        See :func:`plan_scores` and :func:`schakel.ecosystem.choices.check_choices`.
    """
    plan = plan_scores(table, check_choices(choices))
    scaled = scale_indicators(table.values[None], plan)
    scores = elements_from_scaled(scaled, plan)[0]
    all_scaled = np.full(table.values.shape, np.nan)
    all_scaled[:, plan.columns] = scaled[0]
    by_rule = plan.columns[plan.as_interval & (choices.scaling == "value_over_mean")]
    return ElementScores(
        units=table.units,
        elements=table.elements,
        indicators=tuple(i.code for i in table.indicators),
        scores=scores,
        ranks=rank_indicators(scores, reference=table.is_reference),
        n_used=np.where(plan.enough, plan.n_used, 0),
        indicator_scores=all_scaled,
        in_index=plan.in_index,
        dropped=plan.dropped,
        by_interval_rule=tuple(table.indicators[c].code for c in by_rule),
        is_reference=table.is_reference,
        choices=choices,
    )


def compose_index(scores: ElementScores, *, comparison: str = "") -> Index:
    """Join the element scores of every unit into one index (elements that ``scores.in_index`` marks).

    Raises
    ------
    WeightWithoutElement
        When no measured element has weight.
    """
    given = np.array(scores.choices.weight_of(scores.elements)) * scores.in_index
    if not given.sum() > 0:
        raise WeightWithoutElement(comparison=comparison)
    weights = weigh_given(given)
    values = aggregate_elements(
        scores.scores[None],
        aggregation=scores.choices.aggregation,
        weights=weights,
        min_element_share=scores.choices.min_element_share,
    )[0]
    return Index(
        units=scores.units,
        elements=scores.elements,
        values=values,
        n_elements=np.isfinite(scores.scores[:, weights > 0]).sum(axis=1),
        weights=weights,
        effective_weights=_pull(scores.scores[scores.is_reference], weights),
        is_reference=scores.is_reference,
        choices=scores.choices,
    )


def _pull(scores: Floats, weights: Floats) -> Floats:
    try:
        return effective_weights(scores, weights=weights)
    except NoVariance:
        return np.full(len(weights), np.nan)


def indicator_pull(scores: ElementScores, index: Index, table: IndicatorTable) -> Floats:
    """Return the effective weight of each indicator, shape (k_indicators,); 0 where it is not used.

    An element's effective weight is shared over its indicators by their part in the variance of the
    element's mean, so that all indicators together add up to 1.
    """
    found = np.zeros(len(table.indicators))
    for column, element in enumerate(table.elements):
        own = [
            i
            for i, spec in enumerate(table.indicators)
            if spec.element == element and np.isfinite(scores.indicator_scores[:, i]).any()
        ]
        if own and index.weights[column] > 0:
            part = scores.indicator_scores[scores.is_reference][:, own]
            found[own] = index.effective_weights[column] * _pull(part, np.ones(len(own)))
    return found
