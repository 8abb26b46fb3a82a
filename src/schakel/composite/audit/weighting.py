# SPDX-License-Identifier: EUPL-1.2
"""Step 6, weights: what each part was meant to count, and what it does count."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from schakel.composite.audit.compensation import Compensation, audit_compensation
from schakel.composite.audit.findings import AuditFinding, frame_of, in_cell, in_figure, in_table
from schakel.composite.audit.subject import Subject
from schakel.composite.audit.thresholds import INFLUENCE_RATIO
from schakel.composite.bad_input import BadInput, Floats
from schakel.composite.building.steps import Aggregate
from schakel.composite.describing.correlate import covary
from schakel.composite.weighing.importance import measure_importance


@dataclass(frozen=True, slots=True, eq=False)
class WeightingAudit:
    """Stated weights beside realised influence, and compensation.

    Attributes
    ----------
    weights
        Per node below a branch with two or more children: stated (weight in the tree, as share of its
        siblings), used (in the index), variance_share (w cov(part, branch) / var(branch): parts add up to
        1 in a weighted mean), explained (squared correlation with the branch), realised (that as share of
        its siblings), ratio (realised over used), correlation.
    indicator_weights
        Per indicator: share of the whole index, variance_share, explained and correlation with the index.
    compensation
        Per unit its rank with the arithmetic and with the geometric mean, both on one positive scale, and
        the change; empty when that cannot be built.
    figures
        n_far_from_stated, n_compared, mean_compensation (mean absolute change of rank), n_data_weighted.
    findings
        What stands out.
    """

    weights: pl.DataFrame
    indicator_weights: pl.DataFrame
    compensation: pl.DataFrame
    figures: Mapping[str, float | None]
    findings: tuple[AuditFinding, ...]


def audit_weighting(subject: Subject) -> WeightingAudit:
    """Compare weights with influence in every branch, and try the index without compensation."""
    weights = tabulate_weights(subject)
    compensation = audit_compensation(subject)
    ratios = weights["ratio"].drop_nulls()
    far = ratios.filter((ratios > INFLUENCE_RATIO.value) | (ratios < 1 / INFLUENCE_RATIO.value))
    step = next(s for s in reversed(subject.build.steps) if isinstance(s, Aggregate))
    found = [step.weighting_per_branch.get(c, step.weighting).method for c in subject.many_children()]
    figures: dict[str, float | None] = {
        "n_far_from_stated": far.len(),
        "n_compared": ratios.len(),
        "mean_compensation": compensation.mean_change,
        "n_data_weighted": sum(method not in ("given", "equal") for method in found),
    }
    return WeightingAudit(
        weights=weights,
        indicator_weights=_indicator_table(subject),
        compensation=compensation.table,
        figures=figures,
        findings=tuple(_findings(subject, weights, figures, compensation)),
    )


def tabulate_weights(subject: Subject) -> pl.DataFrame:
    """Return a row per child of every branch with two or more children, as ``WeightingAudit.weights``."""
    tree = subject.build.tree
    rows: list[dict[str, object]] = []
    for branch in subject.many_children():
        children = tree.children[branch]
        stated = np.array([tree.nodes[child].weight for child in children])
        used = np.array([subject.weights[child] for child in children])
        parts = np.stack([subject.scores[child] for child in children], axis=-1)
        measured = _influence(parts, subject.scores[branch], used)
        for place, child in enumerate(children):
            rows.append(
                {
                    "branch": branch,
                    "code": child,
                    "name": tree.named(child),
                    "stated": stated[place] / stated.sum(),
                    "used": used[place],
                    **{name: numbers[place] for name, numbers in measured.items()},
                }
            )
    texts = dict.fromkeys(("branch", "code", "name"), pl.String)
    numbers = dict.fromkeys(("stated", "used", *_MEASURES), pl.Float64)
    return pl.DataFrame(rows, schema={**texts, **numbers}).fill_nan(None)


_MEASURES = ("variance_share", "explained", "realised", "ratio", "correlation")


def _influence(parts: Floats, whole: Floats, used: Floats) -> dict[str, Floats]:
    """Return the measures of influence of each part on the whole, shape (k,); NaN where unknown."""
    unknown = np.full(len(used), np.nan)
    try:
        found = measure_importance(parts, whole)
    except BadInput:
        return dict.fromkeys(_MEASURES, unknown)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(used > 0, found.relative / used, np.nan)
    return {
        "variance_share": _variance_shares(parts, whole, used),
        "explained": found.explained,
        "realised": found.relative,
        "ratio": ratio,
        "correlation": found.correlations,
    }


def _variance_shares(parts: Floats, whole: Floats, used: Floats) -> Floats:
    """Return w cov(part, whole) / var(whole) over the units known on all, shape (k,)."""
    joined = np.column_stack([parts, whole])
    known = joined[np.isfinite(joined).all(axis=1)]
    if len(known) < 3:
        return np.full(len(used), np.nan)
    covariances = covary(known)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(used * covariances[:-1, -1] / covariances[-1, -1])


def _indicator_table(subject: Subject) -> pl.DataFrame:
    tree = subject.build.tree
    codes = tree.indicator_codes
    shares = np.array([subject.shares[code] for code in codes])
    found = _influence(subject.indicators, subject.scores[tree.root], shares)
    return frame_of(
        {
            "code": list(codes),
            "name": [tree.named(code) for code in codes],
            "share": shares,
            **{name: found[name] for name in ("variance_share", "explained", "correlation")},
        }
    )


def _findings(
    subject: Subject,
    weights: pl.DataFrame,
    figures: Mapping[str, float | None],
    compensation: Compensation,
) -> Iterator[AuditFinding]:
    n_far, n = figures["n_far_from_stated"], figures["n_compared"]
    if n:
        yield in_figure(
            "weights_compared",
            "attention" if n_far else "good",
            "n_far_from_stated",
            n_far_from_stated=n_far,
            n_compared=n,
        )
    else:
        yield in_table("influence_unknown", "unknown", "weights")
    for row in weights.sort("ratio", descending=True, nulls_last=True).iter_rows(named=True):
        yield from _weight_findings(row)
    if figures["n_data_weighted"]:
        count = figures["n_data_weighted"]
        yield in_figure("weights_from_data", "attention", "n_data_weighted", n_data_weighted=count)
    yield from compensation.findings
    if compensation.mean_change is None and not compensation.findings:
        yield in_table("compensation_unknown", "unknown", "compensation")


def _weight_findings(row: Mapping[str, object]) -> Iterator[AuditFinding]:
    ratio, correlation = row["ratio"], row["correlation"]
    key = {name: str(row[name]) for name in ("branch", "code")}
    if not isinstance(ratio, float) or not isinstance(correlation, float):
        yield in_cell("influence_of_part_unknown", "unknown", "weights", "ratio", key, ratio=None)
        return
    held = {name: _number(row[name]) for name in ("used", "realised", "ratio", "correlation")}
    if correlation < 0:
        yield in_cell("works_against_branch", "serious", "weights", "correlation", key, **held)
    elif ratio > INFLUENCE_RATIO.value:
        yield in_cell("counts_more", "attention", "weights", "realised", key, **held)
    elif ratio < 1 / INFLUENCE_RATIO.value:
        yield in_cell("counts_less", "attention", "weights", "realised", key, **held)


def _number(value: object) -> float | None:
    return value if isinstance(value, float) else None
