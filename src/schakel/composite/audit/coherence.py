# SPDX-License-Identifier: EUPL-1.2
"""Whether the children of a branch measure one thing: alpha, components, sampling adequacy."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from schakel.composite.audit.findings import AuditFinding, in_cell, plain
from schakel.composite.audit.subject import Subject
from schakel.composite.audit.thresholds import FAIR_ALPHA, SMALLEST_EIGENVALUE
from schakel.composite.bad_input import BadInput, Floats
from schakel.composite.describing.components import count_components, find_components
from schakel.composite.describing.reliability import measure_alpha, measure_sampling_adequacy


def tabulate_coherence(subject: Subject) -> pl.DataFrame:
    """Return a row per branch with two or more children; null where a measure cannot be computed.

    Alpha takes the values as they are joined, pairwise over known units; components and sampling
    adequacy take the units known on all children.
    """
    tree = subject.build.tree
    rows = []
    for branch in subject.many_children():
        children = tree.children[branch]
        values = np.stack([subject.scores[child] for child in children], axis=-1)
        alpha = measure_alpha(values, indicators=children)
        rows.append(
            {
                "branch": branch,
                "name": tree.named(branch),
                "n_children": float(len(children)),
                "alpha": plain(alpha.alpha),
                "mean_correlation": plain(alpha.mean_correlation),
                **_components(values, children),
                "sampling_adequacy": _adequacy(values, children),
            }
        )
    texts = dict.fromkeys(("branch", "name"), pl.String)
    measures = ("n_children", "alpha", "mean_correlation", "n_components", "first_share", "n_complete")
    numbers = dict.fromkeys((*measures, "sampling_adequacy"), pl.Float64)
    return pl.DataFrame(rows, schema={**texts, **numbers})


def _components(values: Floats, children: tuple[str, ...]) -> dict[str, float | None]:
    try:
        found = find_components(values, indicators=children)
    except BadInput:
        return {"n_components": None, "first_share": None, "n_complete": None}
    count = count_components(found.eigenvalues, smallest_eigenvalue=SMALLEST_EIGENVALUE.value)
    return {
        "n_components": float(count.by_eigenvalue),
        "first_share": plain(found.shares[0]),
        "n_complete": float(found.n_complete),
    }


def _adequacy(values: Floats, children: tuple[str, ...]) -> float | None:
    try:
        return plain(measure_sampling_adequacy(values, indicators=children).overall)
    except BadInput:
        return None


def coherence_findings(coherence: pl.DataFrame) -> Iterator[AuditFinding]:
    """Flag branches whose children do not measure one thing, or of which that is not known."""
    for row in coherence.iter_rows(named=True):
        key, alpha, n = {"branch": row["branch"]}, row["alpha"], row["n_components"]
        if alpha is None or n is None:
            column = "alpha" if alpha is None else "n_components"
            yield in_cell("coherence_unknown", "unknown", "coherence", column, key, **{column: None})
            continue
        first, held = (
            row["first_share"],
            {"alpha": alpha, "n_components": n, "first_share": row["first_share"]},
        )
        if alpha < 0:
            yield in_cell("children_cancel_out", "serious", "coherence", "alpha", key, **held)
        elif n > 1:
            yield in_cell("more_than_one_thing", "attention", "coherence", "n_components", key, **held)
        elif alpha < FAIR_ALPHA.value:
            yield in_cell("loosely_connected", "attention", "coherence", "alpha", key, **held)
        else:
            yield in_cell(
                "one_thing", "good", "coherence", "first_share", key, **held | {"first_share": first}
            )
