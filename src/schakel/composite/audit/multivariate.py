# SPDX-License-Identifier: EUPL-1.2
"""Step 4, multivariate analysis: whether what stands together belongs together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import polars as pl

from schakel.composite.audit.coherence import coherence_findings, tabulate_coherence
from schakel.composite.audit.findings import AuditFinding, Severity, frame_of, in_cell, in_figure, plain
from schakel.composite.audit.subject import Subject
from schakel.composite.audit.thresholds import (
    LARGEST_P_VALUE,
    REDUNDANT,
    STRONGLY_NEGATIVE,
    WEAK_LINK,
)
from schakel.composite.bad_input import Floats
from schakel.composite.describing.correlate import Correlations, correlate


@dataclass(frozen=True, slots=True, eq=False)
class MultivariateAudit:
    """How the parts of the index go together; everything with directions turned so that more is better.

    Attributes
    ----------
    correlations
        Pearson's correlation of every indicator with every other: code, then a column per indicator.
    sibling_pairs
        Per branch every pair of its children: coefficient, p_value, n_units.
    near_duplicates
        Pairs of indicators above the limit of redundancy, with same_branch.
    parent_links
        Per indicator: with_parent (correlation with its branch), p_value, with_index,
        strongest_elsewhere (the other branch of that level it goes with most) and with_elsewhere.
    coherence
        Per branch with two or more children: alpha, mean_correlation, n_components (eigenvalue above 1),
        first_share (of the variance, by the first component), sampling_adequacy, n_complete units.
    figures
        n_pairs, n_negative and n_strongly_negative of the siblings, n_near_duplicates.
    findings
        What stands out.
    """

    correlations: pl.DataFrame
    sibling_pairs: pl.DataFrame
    near_duplicates: pl.DataFrame
    parent_links: pl.DataFrame
    coherence: pl.DataFrame
    figures: Mapping[str, float | None]
    findings: tuple[AuditFinding, ...]


def audit_correlations(subject: Subject) -> MultivariateAudit:
    """Correlate indicators, siblings and parents, and measure the coherence of every branch."""
    codes = subject.build.tree.indicator_codes
    found = correlate(subject.indicators)
    pairs, doubles = _sibling_pairs(subject), _near_duplicates(subject, found)
    parents, coherence = _parent_links(subject), tabulate_coherence(subject)
    negative = pairs.filter((pl.col("coefficient") < 0) & (pl.col("p_value") <= LARGEST_P_VALUE.value))
    figures: dict[str, float | None] = {
        "n_pairs": pairs.height,
        "n_negative": negative.height,
        "n_strongly_negative": negative.filter(pl.col("coefficient") < STRONGLY_NEGATIVE.value).height,
        "n_near_duplicates": doubles.height,
    }
    columns = {code: found.coefficients[:, place] for place, code in enumerate(codes)}
    return MultivariateAudit(
        correlations=frame_of({"code": list(codes), **columns}),
        sibling_pairs=pairs,
        near_duplicates=doubles,
        parent_links=parents,
        coherence=coherence,
        figures=figures,
        findings=(
            *_pair_findings(negative, doubles, figures),
            *_parent_findings(parents),
            *coherence_findings(coherence),
        ),
    )


def _sibling_pairs(subject: Subject) -> pl.DataFrame:
    rows = []
    for branch in subject.many_children():
        children = subject.build.tree.children[branch]
        found = correlate(np.stack([subject.scores[child] for child in children], axis=-1))
        for one, other in combinations(range(len(children)), 2):
            rows.append((branch, children[one], children[other], *_pair(found, one, other)))
    kinds = {"branch": pl.String, "first": pl.String, "second": pl.String}
    numbers = dict.fromkeys(("coefficient", "p_value", "n_units"), pl.Float64)
    return pl.DataFrame(rows, schema={**kinds, **numbers}, orient="row").fill_nan(None)


def _pair(found: Correlations, one: int, other: int) -> tuple[float | None, float | None, float]:
    coefficient, p_value = (plain(array[one, other]) for array in (found.coefficients, found.p_values))
    return coefficient, p_value, float(found.pairs[one, other])


def _near_duplicates(subject: Subject, found: Correlations) -> pl.DataFrame:
    tree = subject.build.tree
    codes = tree.indicator_codes
    above = np.argwhere(np.triu(np.abs(found.coefficients) > REDUNDANT.value, 1))
    schema = {
        "first": pl.String,
        "second": pl.String,
        "coefficient": pl.Float64,
        "n_units": pl.Float64,
        "same_branch": pl.Boolean,
    }
    rows = []
    for one, other in above.tolist():
        coefficient, _, n_units = _pair(found, one, other)
        same = tree.nodes[codes[one]].parent == tree.nodes[codes[other]].parent
        rows.append((codes[one], codes[other], coefficient, n_units, same))
    return pl.DataFrame(rows, schema=schema, orient="row").sort("coefficient", descending=True)


def _parent_links(subject: Subject) -> pl.DataFrame:
    tree = subject.build.tree
    branches = [branch.code for branch in tree.branches]
    found = correlate(subject.indicators, np.stack([subject.scores[code] for code in branches], axis=-1))
    rows = [_parent_link(subject, found, place, branches) for place in range(len(tree.indicators))]
    texts = dict.fromkeys(("code", "name", "parent", "strongest_elsewhere"), pl.String)
    return pl.DataFrame(rows, schema_overrides=texts).with_columns(
        pl.col("with_parent", "p_value", "with_index", "with_elsewhere").cast(pl.Float64)
    )


def _parent_link(
    subject: Subject, found: Correlations, place: int, branches: list[str]
) -> dict[str, str | float | None]:
    tree = subject.build.tree
    indicator = tree.indicators[place]
    own = branches.index(indicator.parent)
    level = tree.heights[indicator.parent]
    others = [
        number
        for number, code in enumerate(branches)
        if number != own and tree.heights[code] == level and len(tree.children[indicator.parent]) > 1
    ]
    known: Floats = np.nan_to_num(found.coefficients[place, others], nan=-2.0)
    best = others[int(known.argmax())] if others and known.max() > -2 else None
    return {
        "code": indicator.code,
        "name": tree.named(indicator.code),
        "parent": indicator.parent,
        "with_parent": plain(found.coefficients[place, own]),
        "p_value": plain(found.p_values[place, own]),
        "with_index": plain(found.coefficients[place, branches.index(tree.root)]),
        "strongest_elsewhere": None if best is None else branches[best],
        "with_elsewhere": None if best is None else plain(found.coefficients[place, best]),
    }


def _pair_findings(
    negative: pl.DataFrame, doubles: pl.DataFrame, figures: Mapping[str, float | None]
) -> Iterator[AuditFinding]:
    if figures["n_pairs"]:
        counts = {name: figures[name] for name in ("n_negative", "n_strongly_negative", "n_pairs")}
        level: Severity = "attention" if figures["n_negative"] else "good"
        yield in_figure(
            "negative_counted", "serious" if figures["n_strongly_negative"] else level, "n_negative", **counts
        )
    for row in negative.sort("coefficient").iter_rows(named=True):
        strong = row["coefficient"] < STRONGLY_NEGATIVE.value
        yield in_cell(
            "siblings_against_each_other",
            "serious" if strong else "attention",
            "sibling_pairs",
            "coefficient",
            {name: row[name] for name in ("branch", "first", "second")},
            coefficient=row["coefficient"],
        )
    if not doubles.height:
        yield in_figure("no_near_duplicates", "good", "n_near_duplicates", n_near_duplicates=0)
    for row in doubles.iter_rows(named=True):
        yield in_cell(
            "near_duplicates",
            "attention",
            "near_duplicates",
            "coefficient",
            {name: row[name] for name in ("first", "second")},
            coefficient=row["coefficient"],
            same_branch=row["same_branch"],
        )


def _parent_findings(parents: pl.DataFrame) -> Iterator[AuditFinding]:
    for row in parents.iter_rows(named=True):
        key, linked, elsewhere = {"code": row["code"]}, row["with_parent"], row["with_elsewhere"]
        held = {"with_parent": linked, "parent": row["parent"]}
        if linked is None:
            yield in_cell("parent_link_unknown", "unknown", "parent_links", "with_parent", key, **held)
        elif linked < 0:
            yield in_cell("against_own_branch", "serious", "parent_links", "with_parent", key, **held)
        elif linked < WEAK_LINK.value:
            yield in_cell("weak_in_own_branch", "attention", "parent_links", "with_parent", key, **held)
        elif elsewhere is not None and elsewhere > linked:
            yield in_cell(
                "closer_to_other_branch",
                "attention",
                "parent_links",
                "with_elsewhere",
                key,
                **held,
                strongest_elsewhere=row["strongest_elsewhere"],
                with_elsewhere=elsewhere,
            )
