# SPDX-License-Identifier: EUPL-1.2
"""The index at the period that is audited, as plain arrays."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats
from schakel.composite.building.build import Build
from schakel.composite.building.results import DrawsInFront
from schakel.composite.ranking.rank import rank_scores
from schakel.composite.structure.indicator_data import Period, UnknownColumn
from schakel.composite.structure.tree import Branch


class TooFewUnits(BadInput):
    """An index of fewer than two units, in which there is nothing to compare."""

    template = N_("The index ranks {n} units in period '{period}'; there is nothing to compare.")
    cure = N_("Audit a period in which at least two units have a score.")


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """The index at the audited period.

    Attributes
    ----------
    build
        The whole index.
    row
        Place of the period along the period axis.
    units, unit_names
        Units in the index, codes and words.
    raw
        Indicators as they came in, of all units, shape (n_raw_units, k).
    indicators
        Indicators as they are joined, more is better, shape (n_units, k).
    scores
        Per node, indicators and branches, its values, shape (n_units,).
    ranks
        Rank of each unit on the index, shape (n_units,); NaN where it has no score.
    weights, shares
        Per node its weight among its siblings as used (sum 1), and its share of the whole.
    """

    build: Build
    row: int
    units: tuple[str, ...]
    unit_names: tuple[str, ...]
    raw: Floats
    indicators: Floats
    scores: Mapping[str, Floats]
    ranks: Floats
    weights: Mapping[str, float]
    shares: Mapping[str, float]

    @property
    def period(self) -> Period:
        """The audited period."""
        return self.build.final.periods[self.row]

    @property
    def n_ranked(self) -> int:
        """Number of units with a score."""
        return int(np.isfinite(self.ranks).sum())

    @property
    def top_children(self) -> tuple[str, ...]:
        """Codes of the children of the root."""
        return self.build.tree.children[self.build.tree.root]

    def many_children(self) -> tuple[str, ...]:
        """Return the branches with at least two children, from the root down."""
        tree = self.build.tree
        return tuple(code for code in reversed(tree.bottom_up) if len(tree.children[code]) > 1)


def view_index(build: Build, *, period: Period | None = None) -> Subject:
    """Return the index at one period as plain arrays.

    Raises
    ------
    DrawsInFront
        When the index holds draws.
    UnknownColumn
        When there is no such period.
    TooFewUnits
        When fewer than two units have a score in it.
    """
    final, tree = build.final, build.tree
    if final.values.ndim > 3:
        raise DrawsInFront(n=final.values.shape[0])
    shown = final.periods[-1] if period is None else period
    if shown not in final.periods:
        raise UnknownColumn(column=shown, known=", ".join(map(str, final.periods)))
    row = final.periods.index(shown)
    scores = {code: final.column(code)[row] for code in tree.nodes}
    ranks = rank_scores(scores[tree.root])
    if np.isfinite(ranks).sum() < 2:
        raise TooFewUnits(n=int(np.isfinite(ranks).sum()), period=shown)
    weights = {code: float(np.asarray(weight)) for code, weight in build.weights.items()}
    return Subject(
        build=build,
        row=row,
        units=final.units,
        unit_names=tuple(final.name_of_unit(place) for place in range(len(final.units))),
        raw=build.raw.values[row],
        indicators=np.stack([scores[code] for code in tree.indicator_codes], axis=-1),
        scores=scores,
        ranks=ranks,
        weights=weights,
        shares=shares_of_the_whole(build, weights),
    )


def shares_of_the_whole(build: Build, weights: Mapping[str, float]) -> dict[str, float]:
    """Return the share of each node in the index: its weight times the shares of all above it."""
    tree = build.tree
    shares = {tree.root: 1.0}
    for code in reversed(tree.bottom_up):
        for child in tree.children[code]:
            shares[child] = shares[code] * weights[child]
    return shares


def is_branch(subject: Subject, code: str) -> bool:
    """Tell whether a code belongs to a branch."""
    return isinstance(subject.build.tree.nodes[code], Branch)
