# SPDX-License-Identifier: EUPL-1.2
"""Step 1, framework: how the index is built up and how much of the whole each part is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from schakel.composite.audit.findings import AuditFinding, frame_of, in_cell, in_figure, in_table
from schakel.composite.audit.subject import Subject, is_branch
from schakel.composite.audit.thresholds import LARGEST_SHARE, UNEVEN_SHARES
from schakel.composite.building.joining import aggregation_of
from schakel.composite.building.results import top_down
from schakel.composite.building.steps import Aggregate


@dataclass(frozen=True, slots=True, eq=False)
class StructureAudit:
    """The framework of the index.

    Attributes
    ----------
    structure
        A row per node from the root down: code, name, kind, parent, level (indicators 1), n_children,
        n_indicators below it, weight among its siblings, share of the whole, method of a branch,
        direction of an indicator, unit of measurement.
    figures
        n_indicators, n_branches, n_levels, n_without_name, largest_share (of a node below the root) and
        indicator_share_ratio (heaviest over lightest indicator).
    findings
        What stands out.
    """

    structure: pl.DataFrame
    figures: Mapping[str, float | None]
    findings: tuple[AuditFinding, ...]


def audit_structure(subject: Subject) -> StructureAudit:
    """Describe the framework and flag branches of one child and shares above half."""
    tree = subject.build.tree
    shares = {code: subject.shares[code] for code in tree.nodes if code != tree.root}
    leaves = [subject.shares[code] for code in tree.indicator_codes if subject.shares[code] > 0]
    figures: dict[str, float | None] = {
        "n_indicators": len(tree.indicators),
        "n_branches": len(tree.branches),
        "n_levels": tree.heights[tree.root],
        "n_without_name": sum(not node.name for node in tree.nodes.values()),
        "largest_share": max(shares.values()),
        "indicator_share_ratio": max(leaves) / min(leaves),
    }
    return StructureAudit(
        structure=_table(subject), figures=figures, findings=tuple(_findings(subject, figures))
    )


def _table(subject: Subject) -> pl.DataFrame:
    tree, codes = subject.build.tree, top_down(subject.build)
    step = next(s for s in reversed(subject.build.steps) if isinstance(s, Aggregate))
    branches = {code: is_branch(subject, code) for code in codes}
    return frame_of(
        {
            "code": codes,
            "name": [tree.named(code) for code in codes],
            "kind": ["branch" if branches[code] else "indicator" for code in codes],
            "parent": [tree.nodes[code].parent for code in codes],
            "level": [tree.heights[code] for code in codes],
            "n_children": [len(tree.children.get(code, ())) for code in codes],
            "n_indicators": [len(tree.leaves(code)) for code in codes],
            "weight": [subject.weights[code] for code in codes],
            "share": [subject.shares[code] for code in codes],
            "method": [aggregation_of(tree, step, code).method if branches[code] else None for code in codes],
            "direction": [getattr(tree.nodes[code], "direction", None) for code in codes],
            "unit_of_measurement": [getattr(tree.nodes[code], "unit", None) for code in codes],
        }
    )


def _findings(subject: Subject, figures: Mapping[str, float | None]) -> Iterator[AuditFinding]:
    tree = subject.build.tree
    counts = {name: figures[name] for name in ("n_indicators", "n_branches", "n_levels")}
    yield in_figure("structure_counted", "good", "n_indicators", **counts)
    yield from _share_findings(subject)
    for code in reversed(tree.bottom_up):
        children = tree.children[code]
        if len(children) == 1:
            yield in_cell(
                "branch_of_one_child",
                "attention",
                "structure",
                "n_children",
                {"code": code},
                n_children=1,
                child=children[0],
            )
    ratio = figures["indicator_share_ratio"] or 1.0
    if ratio > UNEVEN_SHARES.value:
        leaves = [code for code in tree.indicator_codes if subject.shares[code] > 0]
        yield in_figure(
            "uneven_indicators",
            "attention",
            "indicator_share_ratio",
            indicator_share_ratio=ratio,
            heaviest=max(leaves, key=subject.shares.__getitem__),
            lightest=min(leaves, key=subject.shares.__getitem__),
        )
    if figures["n_without_name"]:
        count = figures["n_without_name"]
        yield in_figure("nodes_without_name", "attention", "n_without_name", n_without_name=count)
    yield in_table("framework_not_judged", "unknown", "structure")


def _share_findings(subject: Subject) -> Iterator[AuditFinding]:
    """Flag what is more than half of the whole; an only child repeats the share of its parent."""
    tree = subject.build.tree
    compared = [
        code
        for code, node in tree.nodes.items()
        if node.parent is not None and len(tree.children[node.parent]) > 1 and subject.shares[code] > 0
    ]
    heavy = [code for code in compared if subject.shares[code] > LARGEST_SHARE.value + 1e-9]
    for code in heavy:
        yield in_cell(
            "share_above_half", "serious", "structure", "share", {"code": code}, share=subject.shares[code]
        )
    if compared and not heavy:
        code = max(compared, key=subject.shares.__getitem__)
        yield in_cell(
            "no_share_above_half", "good", "structure", "share", {"code": code}, share=subject.shares[code]
        )
