# SPDX-License-Identifier: EUPL-1.2
"""How indicators and branches hang together: correlations, principal components and reliability."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import polars as pl

from schakel.composite.describing.components import count_components, find_components
from schakel.composite.describing.correlate import Correlations, Method, correlate
from schakel.composite.describing.correlate_partial import correlate_partial
from schakel.composite.describing.correlation_flags import Adjustment, adjust_p_values, find_pairs
from schakel.composite.describing.reliability import (
    measure_alpha,
    measure_sampling_adequacy,
    measure_sphericity,
)
from schakel.composite.describing.rotate_factors import rotate_varimax
from schakel.composite.specification.known_names import (
    BranchCode,
    Count,
    NumberName,
    PeriodCode,
    Share,
    StageLabel,
)
from schakel.composite.specification.made_index import Found, Index, as_table, tabulate_matrix
from schakel.composite.structure.tree import Tree


@dataclass(frozen=True, slots=True)
class CorrelationsAsked:
    """Correlations between columns, and the pairs that need a look.

    Attributes
    ----------
    label
        Name of the tables.
    codes, other
        Indicators, branches or other columns; all indicators, and the same, where absent.
    method
        Kind of correlation.
    controls
        Columns whose influence is taken out first (partial correlation).
    stage
        Step after which values are taken; the last where absent.
    above, below
        Pairs beyond these are listed.
    largest_p_value, adjust
        Only pairs with at most this p-value, adjusted for the number of pairs.
    """

    label: str = "correlations"
    codes: tuple[NumberName, ...] = ()
    other: tuple[NumberName, ...] = ()
    method: Method = "pearson"
    controls: tuple[NumberName, ...] = ()
    stage: StageLabel = ""
    above: float = 0.9
    below: float = -0.4
    largest_p_value: Share = 1.0
    adjust: Adjustment | None = None
    period: PeriodCode | None = None


@dataclass(frozen=True, slots=True)
class Components:
    """Principal components of columns, turned by varimax.

    ``codes``: all indicators below ``branch`` (the top one) where absent. ``n_components``: those with an
    eigenvalue above 1 and a share above a tenth where absent.
    """

    label: str = "components"
    branch: BranchCode | None = None
    codes: tuple[NumberName, ...] = ()
    n_components: Count | None = None
    stage: StageLabel = ""
    period: PeriodCode | None = None


@dataclass(frozen=True, slots=True)
class ReliabilityAsked:
    """Cronbach's alpha, sampling adequacy and sphericity per branch with two children or more.

    ``branches``: all where absent. ``elements``: the children of a branch, or the indicators below it.
    """

    label: str = "reliability"
    branches: tuple[BranchCode, ...] = ()
    elements: Literal["children", "indicators"] = "indicators"
    missing: Literal["pairwise", "complete"] = "pairwise"
    period: PeriodCode | None = None


def find_correlations(asked: CorrelationsAsked, index: Index) -> Found:
    """Return the coefficients, p-values and numbers of units as matrices, and the pairs beyond limits."""
    codes = list(asked.codes or index.build.tree.indicator_codes)
    values = index.values(codes, stage=asked.stage, period=asked.period)
    second = index.values(asked.other, stage=asked.stage, period=asked.period) if asked.other else None
    if asked.controls:
        method = "pearson" if asked.method == "pearson" else "spearman"
        controls = index.values(asked.controls, stage=asked.stage, period=asked.period)
        found = correlate_partial(values, second, controls=controls, method=method)  # type: ignore[arg-type]
    else:
        found = correlate(values, second, method=asked.method)
    p_values = found.p_values
    if asked.adjust is not None:
        p_values = adjust_p_values(p_values, method=asked.adjust, each_pair_twice=second is None)
    names = list(asked.other) or codes
    tables = {
        "": tabulate_matrix(codes, names, found.coefficients),
        "p_values": tabulate_matrix(codes, names, p_values),
        "n_units": tabulate_matrix(codes, names, found.pairs),
    }
    if second is None:
        judged = Correlations(coefficients=found.coefficients, pairs=found.pairs, p_values=p_values)
        tables["pairs"] = _tabulate_pairs(judged, asked, codes, index.build.tree)
    return Found(found, tables)


def find_principal_components(asked: Components, index: Index) -> Found:
    """Return eigenvalues, loadings before and after rotation, and how many components to keep."""
    codes = list(asked.codes or index.build.tree.leaves(asked.branch or index.root))
    values = index.values(codes, stage=asked.stage, period=asked.period)
    found = find_components(values, indicators=codes)
    counted = count_components(found.eigenvalues)
    n = asked.n_components or counted.kept
    rotated = rotate_varimax(found.loadings, n_components=n)
    numbers = [f"component {place + 1}" for place in range(len(codes))]
    kept = [f"factor {place + 1}" for place in range(n)]
    tables = {
        "": as_table({"component": numbers, "eigenvalue": found.eigenvalues, "share": found.shares}),
        "loadings": tabulate_matrix(codes, numbers, found.loadings),
        "rotated": tabulate_matrix(codes, kept, rotated.loadings),
    }
    return Found({"components": found, "count": counted, "rotated": rotated}, tables)


def find_reliability(asked: ReliabilityAsked, index: Index) -> Found:
    """Return alpha, alpha without each element, sampling adequacy and sphericity per branch."""
    tree = index.build.tree
    rows: list[dict[str, Any]] = []
    per_element: list[pl.DataFrame] = []
    results: dict[str, Any] = {}
    for branch in asked.branches or tree.bottom_up:
        codes = list(tree.children[branch] if asked.elements == "children" else tree.leaves(branch))
        if len(codes) < 2:
            continue
        values = index.values(codes, period=asked.period)
        alpha = measure_alpha(values, missing=asked.missing, indicators=codes)
        row = {
            "branch": branch,
            "n_elements": len(codes),
            "alpha": float(alpha.alpha),
            "mean_correlation": float(alpha.mean_correlation),
        }
        results[branch] = {"alpha": alpha}
        columns = {"alpha_without": alpha.alpha_without, "item_total": alpha.item_total}
        if np.isfinite(values).all(axis=1).sum() > len(codes):
            adequacy = measure_sampling_adequacy(values, indicators=codes)
            sphericity = measure_sphericity(values, indicators=codes)
            row |= {
                "sampling_adequacy": float(adequacy.overall),
                "sphericity": float(sphericity.statistic),
                "sphericity_p_value": float(sphericity.p_value),
            }
            results[branch] |= {"adequacy": adequacy, "sphericity": sphericity}
        rows.append(row)
        per_element.append(as_table({"branch": [branch] * len(codes), "code": codes, **columns}))
    names = dict.fromkeys(name for row in rows for name in row)
    whole = as_table({name: [row.get(name) for row in rows] for name in names})
    return Found(results, {"": whole, "per_element": pl.concat(per_element)} if rows else {"": whole})


def _tabulate_pairs(
    found: Correlations, asked: CorrelationsAsked, codes: list[str], tree: Tree
) -> pl.DataFrame:
    """Return pairs of the whole index above, and pairs of one branch below, the limits."""
    parents = [tree.nodes[code].parent if code in tree.nodes else None for code in codes]
    listed = [
        find_pairs(found, above=asked.above, largest_p_value=asked.largest_p_value),
        find_pairs(found, below=asked.below, groups=parents, largest_p_value=asked.largest_p_value),
    ]
    return as_table(
        {
            "first": [codes[place] for pairs in listed for place in pairs.first],
            "second": [codes[place] for pairs in listed for place in pairs.second],
            "correlation": np.concatenate([pairs.coefficients for pairs in listed]),
            "p_value": np.concatenate([pairs.p_values for pairs in listed]),
        }
    )
