# SPDX-License-Identifier: EUPL-1.2
"""The peers' rule applied to figures: the newest common period per criterion, then the nearest areas."""

from collections.abc import Mapping

from schakel.economy.areas import PictureArea, PictureAreas
from schakel.economy.cells import Cell
from schakel.economy.formulas import apply_formula
from schakel.economy.peers import Criterion, PeerChoice, choose_peers
from schakel.economy.picture import SeriesSource
from schakel.economy.picture_definition import Formula, PeerCriterion, PeerRule

SHARE_NEEDED = 0.75


def peers_by_rule(rule: PeerRule, source: SeriesSource, areas: PictureAreas) -> tuple[PeerChoice, ...]:
    """Choose the region's peers among the COROP regions (see :func:`schakel.economy.peers.choose_peers`).

    The region's own value is that of its municipalities where it exists, else the mean of the
    COROP regions in which it lies, weighted by where its inhabitants live. A criterion is taken at
    the newest period for which three quarters of the COROP regions have a figure.
    """
    excluded = frozenset(code for code, _ in areas.nearest["corop"])
    criteria = [_criterion(c, source, areas) for c in rule.criteria]
    return choose_peers(criteria, n=rule.n, excluded=excluded, override=rule.override)


def _criterion(criterion: PeerCriterion, source: SeriesSource, areas: PictureAreas) -> Criterion:
    values = {
        code: {p: c.value for p, c in _series(criterion.value, source, area).items() if c.value is not None}
        for code, area in areas.corops.items()
    }
    period = _newest_common_period(values)
    at = {code: series.get(period) if period is not None else None for code, series in values.items()}
    own = _series(criterion.value, source, areas.region).get(period) if period is not None else None
    target = own.value if own is not None else None
    if target is None:
        target = _weighted_mean(at, areas)
    return Criterion(criterion.code, target, at, criterion.log, criterion.weight)


def _series(formula: Formula, source: SeriesSource, area: PictureArea) -> Mapping[int, Cell]:
    return apply_formula(formula, lambda measure: source.series(measure, area))


def _newest_common_period(values: Mapping[str, Mapping[int, float]]) -> int | None:
    counts: dict[int, int] = {}
    for series in values.values():
        for period in series:
            counts[period] = counts.get(period, 0) + 1
    enough = [period for period, n in counts.items() if n >= SHARE_NEEDED * len(values)]
    return max(enough, default=None)


def _weighted_mean(values: Mapping[str, float | None], areas: PictureAreas) -> float | None:
    known = [(v, share) for code, share in areas.nearest["corop"] if (v := values.get(code)) is not None]
    whole = sum(share for _, share in known)
    return sum(v * share for v, share in known) / whole if whole else None
