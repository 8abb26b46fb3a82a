# SPDX-License-Identifier: EUPL-1.2
"""What if: versions of the index side by side, and the index without each of its parts."""

from dataclasses import dataclass
from typing import Any

from schakel.composite.bad_input import N_, BadInput
from schakel.composite.building.build import build_index, replay, same_but_for_weights
from schakel.composite.building.comparing import compare_builds, remove_each
from schakel.composite.specification.known_names import BranchCode, NodeCode, PeriodCode
from schakel.composite.specification.made_index import Found, Index, as_table, tabulate_units
from schakel.composite.varying.alternatives import Alternative, apply_alternative

AS_BUILT = "as built"


class OneIndicator(BadInput):
    """An index of one indicator, of which nothing can be left out."""

    template = N_("The index has one indicator, '{indicator}', so nothing can be left out.")
    cure = N_("Leave this analysis out.")


@dataclass(frozen=True, slots=True)
class Compare:
    """Named versions beside the index as built.

    Attributes
    ----------
    versions
        Each with a name and what it changes, as an alternative of a factor.
    label
        Name of the tables.
    branch
        Branch whose scores are compared; the top one where absent.
    """

    versions: tuple[Alternative, ...]
    label: str = "compare"
    branch: BranchCode | None = None
    period: PeriodCode | None = None


@dataclass(frozen=True, slots=True)
class RemoveEach:
    """The index without each of some nodes; without each child of the top and each indicator where absent."""

    label: str = "remove_each"
    codes: tuple[NodeCode, ...] = ()
    period: PeriodCode | None = None


def find_comparison(asked: Compare, index: Index) -> Found:
    """Return scores, ranks and changes of rank per version, and how far each is from the index as built."""
    builds = {AS_BUILT: index.build}
    for version in asked.versions:
        tree, steps = apply_alternative(index.build.tree, index.build.steps, version)
        same = same_but_for_weights(index.build.tree, tree)
        builds[version.name] = (
            replay(index.build, tree=tree, steps=steps) if same else build_index(index.build.raw, tree, steps)
        )
    found = compare_builds(builds, code=asked.branch)
    place = index.place(asked.period)
    columns: dict[str, Any] = {}
    for row, name in enumerate(found.names):
        columns |= {f"score {name}": found.scores[row, place], f"rank {name}": found.ranks[row, place]}
        if row:
            columns[f"rank_change {name}"] = found.rank_changes[row, place]
    whole = as_table(
        {
            "version": list(found.names),
            "mean_rank_change": found.mean_rank_change[:, place],
            "correlation": found.correlations[:, place],
        }
    )
    return Found(found, {"": tabulate_units(index.build.raw, columns, units=found.units), "whole": whole})


def find_removals(asked: RemoveEach, index: Index) -> Found:
    """Return the mean change of rank without each node, and the ranks of every unit then."""
    tree = index.build.tree
    below = tree.children[tree.root]
    usual = (*(below if len(below) > 1 else ()), *tree.indicator_codes)
    codes = asked.codes or tuple(dict.fromkeys(usual))
    if len(tree.indicators) == 1:
        raise OneIndicator(indicator=tree.indicators[0].code)
    found = remove_each(index.build, codes)
    place = index.place(asked.period)
    whole = as_table({"code": list(codes), "mean_rank_change": found.mean_rank_change[:, place]})
    ranks = {f"without {code}": found.ranks[row, place] for row, code in enumerate(codes)}
    built = {"rank": index.build.ranks()[place], **ranks}
    tables = {
        "": whole.sort("mean_rank_change", descending=True, nulls_last=True),
        "ranks": tabulate_units(index.build.final, built),
    }
    return Found(found, tables)
