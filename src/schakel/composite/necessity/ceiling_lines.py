# SPDX-License-Identifier: EUPL-1.2
"""The ceilings themselves, on sorted pairs of shape (..., n_units) with the upper left corner empty.

Dul (2016), *Organizational Research Methods* 19; Dul (2020), *Conducting Necessary Condition Analysis*.
A peer is a unit with a higher outcome than every unit with as much of the condition or less. With
peers (x_p, y_p) and the scope x_low..x_high by y_low..y_high the zone above the ceiling is

- free disposal hull (CE-FDH): the stairs through the peers;
- regression through peers (CR-FDH): the least squares line through the peers, clipped to the scope;
- varying returns hull (CE-VRS): the concave hull of the peers;
- linear programme (C-LP): the line above all peers with the least total distance to them, which is
  the edge of that hull above the mean condition of the peers; where the mean is at a corner, several
  lines are optimal and the edge that ends there is taken.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from schakel.composite.bad_input import Floats, Mask
from schakel.composite.necessity.pairs import CeilingForm, OrientedPairs

SAME_SHARE = 1e-9


@dataclass(frozen=True, slots=True)
class CeilingLine:
    """A ceiling in oriented units; leading axes as the pairs.

    Attributes
    ----------
    zone
        Area above the ceiling inside the scope, shape (...,).
    slope, intercept
        Of a straight ceiling, shape (...,); NaN for stairs and hulls, and where all peers coincide.
    is_peer
        Which sorted pairs carry the ceiling, shape (..., n_units).
    """

    zone: Floats
    slope: Floats
    intercept: Floats
    is_peer: Mask


def draw_ceiling(pairs: OrientedPairs, form: CeilingForm) -> CeilingLine:
    """Return the ceiling of one form.

    Where all peers are one point no line can be drawn: slope and intercept are NaN and the zone of a
    straight ceiling is 0 (as in R's NCA).
    """
    forms: dict[CeilingForm, Callable[[OrientedPairs], CeilingLine]] = {
        "free_disposal_hull": _stairs,
        "regression_through_peers": _regression,
        "varying_returns_hull": partial(_hull, straight=False),
        "linear_programme": partial(_hull, straight=True),
    }
    return forms[form](pairs)


def find_peers(condition: Floats, outcome: Floats) -> Mask:
    """Return which sorted pairs are peers; units that share the place of a peer are peers too.

    Parameters
    ----------
    condition
        Sorted, shape (..., n_units), or with axes of length 1 in front that fit.
    outcome
        Shape (..., n_units).
    """
    running = np.maximum.accumulate(outcome, axis=-1)
    before = np.full(outcome.shape, -np.inf)
    before[..., 1:] = running[..., :-1]
    same = condition[..., 1:] == condition[..., :-1]
    if not same.any():
        return np.asarray(outcome > before)
    first, last = _ends_of_ties(same)
    before = np.take_along_axis(before, np.broadcast_to(first, outcome.shape), axis=-1)
    highest = np.take_along_axis(running, np.broadcast_to(last, outcome.shape), axis=-1)
    return np.asarray((outcome > before) & (outcome == highest))


def _ends_of_ties(same: Mask) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the first and last place with the same condition as each place."""
    n = same.shape[-1] + 1
    places = np.arange(n)
    start = np.concatenate([np.zeros((*same.shape[:-1], 1), dtype=np.bool_), same], axis=-1)
    end = np.concatenate([same, np.zeros((*same.shape[:-1], 1), dtype=np.bool_)], axis=-1)
    first = np.maximum.accumulate(np.where(start, 0, places), axis=-1)
    last = np.minimum.accumulate(np.where(end, n - 1, places)[..., ::-1], axis=-1)[..., ::-1]
    return first, last


def _before_first(pairs: OrientedPairs) -> Floats:
    """Return the part of the zone at the low side of every observation, shape (...,)."""
    height = (pairs.outcome_high - pairs.outcome_low)[..., 0]
    return np.asarray((pairs.condition[..., 0] - pairs.condition_low[..., 0]) * height)


def _stairs(pairs: OrientedPairs) -> CeilingLine:
    running = np.maximum.accumulate(pairs.outcome, axis=-1)
    high = np.broadcast_to(pairs.condition_high, (*pairs.condition.shape[:-1], 1))
    widths = np.diff(np.concatenate([pairs.condition, high], axis=-1), axis=-1)
    zone = (widths * (pairs.outcome_high - running)).sum(axis=-1) + _before_first(pairs)
    none = np.full(zone.shape, np.nan)
    return CeilingLine(zone, none, none, find_peers(pairs.condition, pairs.outcome))


def _regression(pairs: OrientedPairs) -> CeilingLine:
    is_peer = find_peers(pairs.condition, pairs.outcome)
    count = is_peer.sum(axis=-1, keepdims=True)
    outcome = np.where(is_peer, pairs.outcome, 0.0)
    mean_condition = (is_peer * pairs.condition).sum(axis=-1, keepdims=True) / count
    mean_outcome = outcome.sum(axis=-1, keepdims=True) / count
    away = np.where(is_peer, pairs.condition - mean_condition, 0.0)
    spread = (away**2).sum(axis=-1)
    together = (away * (outcome - mean_outcome)).sum(axis=-1)
    several = _peers_differ(pairs, is_peer)
    slope = np.where(several, together / np.where(several, spread, 1.0), np.nan)
    intercept = mean_outcome[..., 0] - slope * mean_condition[..., 0]
    return CeilingLine(_zone_above_line(pairs, slope, intercept), slope, intercept, is_peer)


def _peers_differ(pairs: OrientedPairs, is_peer: Mask) -> Mask:
    lowest = np.where(is_peer, pairs.outcome, np.inf).min(axis=-1)
    highest = np.where(is_peer, pairs.outcome, -np.inf).max(axis=-1)
    return np.asarray(highest > lowest)


def _zone_above_line(pairs: OrientedPairs, slope: Floats, intercept: Floats) -> Floats:
    """Return the area of the scope above a rising line; 0 where there is no line."""
    drawn = np.isfinite(slope)
    rise = np.where(drawn, slope, 1.0)
    low, high = pairs.condition_low[..., 0], pairs.condition_high[..., 0]
    bottom, top = pairs.outcome_low[..., 0], pairs.outcome_high[..., 0]
    enters = np.clip((bottom - intercept) / rise, low, high)
    leaves = np.clip((top - intercept) / rise, low, high)
    middle = intercept + rise * (enters + leaves) / 2
    zone = (enters - low) * (top - bottom) + (leaves - enters) * (top - middle)
    return np.where(drawn, zone, 0.0)


def _hull(pairs: OrientedPairs, *, straight: bool) -> CeilingLine:
    """Walk along the concave hull of the peers, from each corner point to the steepest next one."""
    is_peer = find_peers(pairs.condition, pairs.outcome)
    condition = np.broadcast_to(pairs.condition, is_peer.shape)
    outcome = np.where(is_peer, pairs.outcome, -np.inf)
    middle = (is_peer * condition).sum(axis=-1, keepdims=True) / is_peer.sum(axis=-1, keepdims=True)
    here = is_peer.argmax(axis=-1)[..., None]
    on_hull = np.zeros(is_peer.shape, dtype=np.bool_)
    walking = np.ones((*is_peer.shape[:-1], 1), dtype=np.bool_)
    zone = np.broadcast_to(_before_first(pairs)[..., None], walking.shape)
    slope, intercept = np.full(walking.shape, np.nan), np.full(walking.shape, np.nan)
    while walking.any():
        x = np.take_along_axis(condition, here, axis=-1)
        y = np.take_along_axis(outcome, here, axis=-1)
        on_hull |= is_peer & (condition == x) & (outcome == y)
        steepness, there = _steepest(condition, outcome, x, y)
        goes_on = np.isfinite(steepness)
        end = np.where(goes_on, np.take_along_axis(condition, there, axis=-1), pairs.condition_high)
        rise = np.where(goes_on, steepness, 0.0)
        strip = (end - x) * (pairs.outcome_high - y - rise * (end - x) / 2)
        zone = zone + np.where(walking, strip, 0.0)
        above_middle = goes_on & (x <= middle) & (middle <= end) & np.isnan(slope)
        slope = np.where(above_middle, rise, slope)
        intercept = np.where(above_middle, y - rise * x, intercept)
        here = np.where(goes_on, there, here)
        walking = walking & goes_on
    if not straight:
        none = np.full(zone.shape[:-1], np.nan)
        return CeilingLine(zone[..., 0], none, none, on_hull)
    height = pairs.outcome_high - pairs.outcome_low
    touching = np.abs(outcome - intercept - slope * condition) <= SAME_SHARE * height
    line, start = slope[..., 0], intercept[..., 0]
    return CeilingLine(_zone_above_line(pairs, line, start), line, start, on_hull & touching)


def _steepest(condition: Floats, outcome: Floats, x: Floats, y: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """Return the steepest rise to a peer further on, and the furthest place that has it."""
    ahead = (condition > x) & np.isfinite(outcome)
    rises = np.where(ahead, (outcome - y) / np.where(ahead, condition - x, 1.0), -np.inf)
    n = condition.shape[-1]
    there = n - 1 - rises[..., ::-1].argmax(axis=-1)[..., None]
    return np.take_along_axis(rises, there, axis=-1), there
