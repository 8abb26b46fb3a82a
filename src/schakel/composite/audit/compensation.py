# SPDX-License-Identifier: EUPL-1.2
"""Compensation: how far a high score on one part makes up for a low one on another."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from schakel.composite.audit.findings import AuditFinding, frame_of, in_cell, in_figure, in_table
from schakel.composite.audit.subject import Subject
from schakel.composite.audit.thresholds import COMPENSATION
from schakel.composite.bad_input import BadInput, Floats
from schakel.composite.building.build import Build, replay
from schakel.composite.building.steps import Aggregate, Normalise, Steps
from schakel.composite.ranking.rank import rank_scores
from schakel.composite.structure.tree import Aggregation, Branch, Tree

LOWEST, HIGHEST = 1.0, 100.0
EMPTY = pl.DataFrame(
    schema={
        "unit": pl.String,
        "name": pl.String,
        "rank_arithmetic": pl.Float64,
        "rank_geometric": pl.Float64,
        "change": pl.Float64,
    }
)


@dataclass(frozen=True, slots=True, eq=False)
class Compensation:
    """Ranks with and without full compensation.

    Attributes
    ----------
    table
        Per unit rank_arithmetic, rank_geometric and change (above 0 is a fall without compensation).
    mean_change
        Mean absolute change of rank; None when the geometric index cannot be built.
    findings
        What stands out.
    """

    table: pl.DataFrame
    mean_change: float | None
    findings: tuple[AuditFinding, ...]


def audit_compensation(subject: Subject) -> Compensation:
    """Rank the units by the arithmetic and by the geometric mean of the same positive scale.

    Indicators are scaled from 1 to 100 by their lowest and highest value, since a geometric mean needs
    positive numbers; every branch is then joined by the one and by the other mean.
    """
    try:
        ranks = [_ranks_by(subject, method) for method in ("arithmetic", "geometric")]
    except BadInput as failure:
        found = in_table("compensation_unknown", "unknown", "compensation", failure)
        return Compensation(EMPTY, None, (found,))
    change = ranks[1] - ranks[0]
    mean_change = float(np.nanmean(np.abs(change)))
    table = frame_of(
        {
            "unit": list(subject.units),
            "name": list(subject.unit_names),
            "rank_arithmetic": ranks[0],
            "rank_geometric": ranks[1],
            "change": change,
        }
    )
    return Compensation(table, mean_change, tuple(_findings(subject, change, mean_change)))


def _ranks_by(subject: Subject, method: str) -> Floats:
    build = subject.build
    aggregation = Aggregation("geometric" if method == "geometric" else "arithmetic")
    other: Build = replay(
        build, tree=_without_methods(build.tree), steps=_on_positive_scale(build.steps, aggregation)
    )
    places = {unit: place for place, unit in enumerate(other.units)}
    scores = other.scores()[subject.row]
    mine = np.array([scores[places[unit]] if unit in places else np.nan for unit in subject.units])
    return rank_scores(mine)


def _without_methods(tree: Tree) -> Tree:
    branches: tuple[Branch, ...] = tuple(replace(branch, aggregation=None) for branch in tree.branches)
    return replace(tree, branches=branches)


def _on_positive_scale(steps: Steps, aggregation: Aggregation) -> Steps:
    """Return the steps with every aggregation of one kind, and one normalisation from 1 to 100."""
    last = max((p for p, step in enumerate(steps) if isinstance(step, Normalise)), default=None)
    if last is None:
        last = next(p for p, step in enumerate(steps) if isinstance(step, Aggregate))
        steps = (*steps[:last], Normalise(label="positive scale"), *steps[last:])
    found = []
    for place, step in enumerate(steps):
        if isinstance(step, Aggregate):
            step = replace(step, aggregation=aggregation, per_branch={})
        elif place == last and isinstance(step, Normalise):
            step = Normalise(label=step.label, low=LOWEST, high=HIGHEST, over=step.over)
        found.append(step)
    return tuple(found)


def _findings(subject: Subject, change: Floats, mean_change: float) -> list[AuditFinding]:
    limit = COMPENSATION.value * subject.n_ranked
    found = [
        in_figure(
            "order_with_geometric_mean",
            "attention" if mean_change > limit else "good",
            "mean_compensation",
            mean_compensation=mean_change,
            n_ranked=subject.n_ranked,
        )
    ]
    known = np.nan_to_num(change)
    for place in (int(known.argmax()), int(known.argmin())):
        if known[place]:
            found.append(
                in_cell(
                    "most_compensated" if known[place] > 0 else "least_compensated",
                    "attention" if abs(known[place]) > 2 * limit else "good",
                    "compensation",
                    "change",
                    {"unit": subject.units[place]},
                    change=float(change[place]),
                )
            )
    return found
