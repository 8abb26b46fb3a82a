# SPDX-License-Identifier: EUPL-1.2
"""Step 9, links to other variables: size, denominators and what was given from outside."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from schakel.composite.audit.findings import AuditFinding, frame_of, in_cell, in_table, plain
from schakel.composite.audit.subject import Subject
from schakel.composite.audit.supplied import Supplied, outside_columns
from schakel.composite.audit.thresholds import FOLLOWS_SIZE, STRONG_LINK
from schakel.composite.bad_input import Floats
from schakel.composite.describing.correlate import correlate
from schakel.composite.describing.denominate import correlate_denominators


@dataclass(frozen=True, slots=True, eq=False)
class LinksAudit:
    """How the index goes with what it does not contain.

    Attributes
    ----------
    links
        Per variable and node (the root and its children): kind ("denominator" or "outside"), pearson,
        spearman, p_value (of spearman), n_units.
    size_links
        Per indicator as it came in and denominator: divided_by (the denominator that the index divides it
        by, "" for none), correlation.
    link_values
        Per unit the variables and its score: what can be drawn.
    figures
        n_variables.
    findings
        What stands out.
    """

    links: pl.DataFrame
    size_links: pl.DataFrame
    link_values: pl.DataFrame
    figures: Mapping[str, float | None]
    findings: tuple[AuditFinding, ...]


def audit_links(subject: Subject, supplied: Supplied) -> LinksAudit:
    """Correlate the index and its main branches with denominators and outside variables."""
    outside = outside_columns(subject.build, supplied)
    variables = {**_denominators(subject), **{name: ("outside", found) for name, found in outside.items()}}
    links, sizes = _links(subject, variables), _size_links(subject)
    return LinksAudit(
        links=links,
        size_links=sizes,
        link_values=_values(subject, variables),
        figures={"n_variables": len(variables)},
        findings=tuple(_findings(subject, links, sizes, bool(outside))),
    )


def _denominators(subject: Subject) -> dict[str, tuple[str, Floats]]:
    final = subject.build.final
    return {name: ("denominator", numbers[subject.row]) for name, numbers in final.denominators.items()}


def _links(subject: Subject, variables: Mapping[str, tuple[str, Floats]]) -> pl.DataFrame:
    codes = (subject.build.tree.root, *subject.top_children)
    scores = np.stack([subject.scores[code] for code in codes], axis=-1)
    rows = []
    for name, (kind, numbers) in variables.items():
        straight = correlate(scores, numbers[:, None])
        ranked = correlate(scores, numbers[:, None], method="spearman")
        for place, code in enumerate(codes):
            found = (straight.coefficients, ranked.coefficients, ranked.p_values)
            cells = (plain(array[place, 0]) for array in found)
            rows.append((name, kind, code, *cells, int(straight.pairs[place, 0])))
    texts = {"variable": pl.String, "kind": pl.String, "code": pl.String}
    numbers_ = dict.fromkeys(("pearson", "spearman", "p_value"), pl.Float64)
    return pl.DataFrame(rows, schema={**texts, **numbers_, "n_units": pl.Int64}, orient="row")


def _values(subject: Subject, variables: Mapping[str, tuple[str, Floats]]) -> pl.DataFrame:
    columns = {name: numbers for name, (_, numbers) in variables.items()}
    score = subject.scores[subject.build.tree.root]
    return frame_of({**columns, "score": score, "unit": list(subject.units)})


def _size_links(subject: Subject) -> pl.DataFrame:
    raw, tree = subject.build.raw, subject.build.tree
    names = list(raw.denominators)
    schema = {
        "code": pl.String,
        "denominator": pl.String,
        "divided_by": pl.String,
        "correlation": pl.Float64,
    }
    if not names:
        return pl.DataFrame(schema=schema)
    columns = np.stack([raw.denominators[name][subject.row] for name in names], axis=-1)
    found = correlate_denominators(
        subject.raw, denominators=columns, max_correlation=FOLLOWS_SIZE.value
    ).correlations
    rows = [
        (indicator.code, name, indicator.denominator or "", plain(found[place, column]))
        for place, indicator in enumerate(tree.indicators)
        for column, name in enumerate(names)
    ]
    return frame_of(pl.DataFrame(rows, schema=schema, orient="row").to_dict(as_series=False) or {})


def _findings(
    subject: Subject, links: pl.DataFrame, sizes: pl.DataFrame, has_outside: bool
) -> Iterator[AuditFinding]:
    root = subject.build.tree.root
    for row in links.filter(pl.col("code") == root).iter_rows(named=True):
        yield from _link_finding(row)
    large = sizes.filter((pl.col("divided_by") == "") & (pl.col("correlation").abs() > FOLLOWS_SIZE.value))
    for row in large.sort("correlation", descending=True).iter_rows(named=True):
        yield in_cell(
            "indicator_follows_size",
            "attention",
            "size_links",
            "correlation",
            {name: row[name] for name in ("code", "denominator")},
            correlation=row["correlation"],
        )
    if not links.height:
        yield in_table("nothing_to_link_with", "unknown", "links")
    elif not has_outside:
        yield in_table("no_outside_variable", "unknown", "links")


def _link_finding(row: Mapping[str, object]) -> Iterator[AuditFinding]:
    key = {name: str(row[name]) for name in ("variable", "code")}
    spearman, p_value = row["spearman"], row["p_value"]
    if not isinstance(spearman, float):
        yield in_cell("link_unknown", "unknown", "links", "spearman", key, spearman=None)
        return
    held = {"spearman": spearman, "p_value": p_value if isinstance(p_value, float) else None}
    if row["kind"] == "outside":
        yield in_cell("goes_with_outside", "good", "links", "spearman", key, **held)
    elif abs(spearman) >= STRONG_LINK.value:
        yield in_cell("index_follows_size", "attention", "links", "spearman", key, **held)
    else:
        yield in_cell("index_apart_from_size", "good", "links", "spearman", key, **held)
