# SPDX-License-Identifier: EUPL-1.2
"""Step 8, back to the data: what makes units strong or weak, and what their scores are made of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from schakel.composite.audit.findings import AuditFinding, frame_of, in_cell, in_table, plain
from schakel.composite.audit.subject import Subject
from schakel.composite.audit.thresholds import DOMINANT_PART, WEAK_SPOT
from schakel.composite.bad_input import N_, BadInput, Floats
from schakel.composite.building.results import contributions_to_score
from schakel.composite.building.steps import Aggregate
from schakel.composite.changing.attribute_change import attribute_change
from schakel.composite.describing.strengths import find_strengths
from schakel.composite.ranking.rank import rank_indicators, rank_scores

N_AT_EACH_PLACE, N_SHOWN = 3, 5


class UnitNotInIndex(BadInput):
    """A unit of which a profile is asked but that is not in the index."""

    template = N_("Unit '{unit}' is not in the index.")
    cure = N_("Name a unit that was not left out.")


@dataclass(frozen=True, slots=True, eq=False)
class ProfileAudit:
    """Units taken apart.

    Attributes
    ----------
    units_shown
        Units whose profile is told: unit, name, rank, why ("top", "middle", "bottom" or "named").
    strengths
        Per shown unit its best and worst indicators: unit, kind ("strength" or "weakness"), order, code,
        score, share_below (of the other units, ties half; the order follows it), indicator_rank, n_ranked.
    branch_ranks
        Per unit its rank on each child of the root.
    contributions
        Per unit what each child of the root adds to its score; they add up to the score.
    distance_parts
        Per unit its score minus that of a unit with average values, and the part of every child of the
        root in that; empty for methods that compare units.
    distance_indicators
        The same per indicator.
    figures
        n_shown.
    findings
        What stands out.
    """

    units_shown: pl.DataFrame
    strengths: pl.DataFrame
    branch_ranks: pl.DataFrame
    contributions: pl.DataFrame
    distance_parts: pl.DataFrame
    distance_indicators: pl.DataFrame
    figures: Mapping[str, float | None]
    findings: tuple[AuditFinding, ...]


def audit_profiles(subject: Subject, named: Sequence[str]) -> ProfileAudit:
    """Tell the profile of the top, the middle, the bottom and the named units.

    Raises
    ------
    UnitNotInIndex
        For a named unit that the index does not have.
    """
    for unit in named:
        if unit not in subject.units:
            raise UnitNotInIndex(unit=unit)
    shown = _units_shown(subject, named)
    strengths, contributions = _strengths(subject, shown), _contributions(subject)
    parts, indicators, failure = _distances(subject)
    return ProfileAudit(
        units_shown=shown,
        strengths=strengths,
        branch_ranks=_branch_ranks(subject),
        contributions=contributions,
        distance_parts=parts,
        distance_indicators=indicators,
        figures={"n_shown": shown.height},
        findings=tuple(_findings(subject, shown, strengths, contributions, failure)),
    )


def _units_shown(subject: Subject, named: Sequence[str]) -> pl.DataFrame:
    order = [int(p) for p in np.argsort(subject.ranks, kind="stable")[: subject.n_ranked]]
    middle = max((len(order) - N_AT_EACH_PLACE) // 2, 0)
    chosen = {
        "named": [subject.units.index(unit) for unit in named],
        "top": order[:N_AT_EACH_PLACE],
        "bottom": order[-N_AT_EACH_PLACE:],
        "middle": order[middle : middle + N_AT_EACH_PLACE],
    }
    why: dict[int, str] = {}
    for reason, places in chosen.items():
        for place in places:
            why.setdefault(place, reason)
    places = sorted(why, key=lambda place: (np.nan_to_num(subject.ranks[place], nan=np.inf), place))
    return frame_of(
        {
            "unit": [subject.units[place] for place in places],
            "name": [subject.unit_names[place] for place in places],
            "rank": [float(subject.ranks[place]) for place in places],
            "why": [why[place] for place in places],
        }
    )


def _strengths(subject: Subject, shown: pl.DataFrame) -> pl.DataFrame:
    codes = subject.build.tree.indicator_codes
    found = find_strengths(subject.indicators, n_shown=min(N_SHOWN, len(codes)))
    ranks = rank_indicators(subject.indicators)
    n_ranked = np.isfinite(ranks).sum(axis=0)
    rows = []
    for unit in shown["unit"]:
        row = subject.units.index(unit)
        for kind, listed in (("strength", found.strongest[row]), ("weakness", found.weakest[row])):
            for order, place in enumerate((int(p) for p in listed if p >= 0), start=1):
                cells = (subject.indicators, found.share_below, ranks)
                numbers = (float(cell[row, place]) for cell in cells)
                rows.append((unit, kind, order, codes[place], *numbers, int(n_ranked[place])))
    texts = {"unit": pl.String, "kind": pl.String, "order": pl.Int64, "code": pl.String}
    measures = dict.fromkeys(("score", "share_below", "indicator_rank"), pl.Float64)
    return pl.DataFrame(rows, schema={**texts, **measures, "n_ranked": pl.Int64}, orient="row")


def _contributions(subject: Subject) -> pl.DataFrame:
    found = contributions_to_score(subject.build, period=subject.period)
    return _per_unit(subject, {code: np.asarray(numbers) for code, numbers in found.items()}, "score")


def _branch_ranks(subject: Subject) -> pl.DataFrame:
    return _per_unit(
        subject, {code: rank_scores(subject.scores[code]) for code in subject.top_children}, "score"
    )


def _per_unit(subject: Subject, columns: Mapping[str, Floats], total: str) -> pl.DataFrame:
    """Return a row per unit in order of rank: unit, name, rank, the score or distance, and the columns."""
    table = frame_of(
        {
            "unit": list(subject.units),
            "name": list(subject.unit_names),
            "rank": subject.ranks,
            total: columns.get(total, subject.scores[subject.build.tree.root]),
            **{code: numbers for code, numbers in columns.items() if code != total},
        }
    )
    return table.sort("rank", "unit", nulls_last=True)


def _distances(subject: Subject) -> tuple[pl.DataFrame, pl.DataFrame, BadInput | None]:
    """Share out the distance of each unit to a unit with average values, over children and indicators."""
    tree = subject.build.tree
    step = next(s for s in reversed(subject.build.steps) if isinstance(s, Aggregate))
    after = {code: subject.scores[code] for code in tree.indicator_codes}
    before = {
        code: np.where(np.isfinite(values), np.nanmean(values), np.nan)
        if np.isfinite(values).any()
        else values
        for code, values in after.items()
    }
    try:
        found = attribute_change(before, after, tree, step)
    except BadInput as failure:
        empty = pl.DataFrame(schema={"unit": pl.String})
        return empty, empty, failure
    parts = {"distance": found.change, **{c: found.contributions[c] for c in subject.top_children}}
    leaves = {"distance": found.change, **{c: found.contributions[c] for c in tree.indicator_codes}}
    return _per_unit(subject, parts, "distance"), _per_unit(subject, leaves, "distance"), None


def _findings(
    subject: Subject,
    shown: pl.DataFrame,
    strengths: pl.DataFrame,
    contributions: pl.DataFrame,
    failure: BadInput | None,
) -> Iterator[AuditFinding]:
    ranks = {code: rank_scores(subject.scores[code]) for code in subject.top_children}
    for row in shown.iter_rows(named=True):
        yield from _profile(row, strengths)
        yield from _spots(subject, row, ranks)
    for row in contributions.filter(pl.col("unit").is_in(shown["unit"].to_list())).iter_rows(named=True):
        yield from _dominant(subject, row)
    if failure is not None:
        yield in_table("distance_not_shared_out", "unknown", "contributions", failure)


def _profile(row: Mapping[str, object], strengths: pl.DataFrame) -> Iterator[AuditFinding]:
    unit = str(row["unit"])
    for kind in ("strength", "weakness"):
        listed = strengths.filter((pl.col("unit") == unit) & (pl.col("kind") == kind))
        if listed.height:
            yield in_cell(
                f"profile_{kind}",
                "good",
                "strengths",
                "code",
                {"unit": unit, "kind": kind, "order": 1},
                rank=plain(row["rank"]),
                nodes=", ".join(listed["code"].head(3)),
                code=listed["code"][0],
            )


def _spots(
    subject: Subject, row: Mapping[str, object], ranks: Mapping[str, Floats]
) -> Iterator[AuditFinding]:
    """Flag top units that are among the lowest quarter on a child of the root."""
    place = subject.units.index(str(row["unit"]))
    if row["why"] != "top" or len(ranks) < 2:
        return
    for code, found in ranks.items():
        n = int(np.isfinite(found).sum())
        if found[place] > (1 - WEAK_SPOT.value) * n:
            yield in_cell(
                "leader_with_weak_spot",
                "attention",
                "branch_ranks",
                code,
                {"unit": str(row["unit"])},
                node=code,
                node_rank=float(found[place]),
                n_ranked=n,
                **{code: float(found[place])},
            )


def _dominant(subject: Subject, row: Mapping[str, object]) -> Iterator[AuditFinding]:
    children = subject.top_children
    parts = np.array([plain(row[child]) or 0.0 for child in children])
    total = np.abs(parts).sum()
    if len(children) < 2 or total <= 0:
        return
    shares = np.abs(parts) / total
    above = shares - np.array([subject.weights[child] for child in children])
    if above.max() > DOMINANT_PART.value:
        code = children[int(above.argmax())]
        yield in_cell(
            "one_part_dominates",
            "attention",
            "contributions",
            code,
            {"unit": str(row["unit"])},
            node=code,
            share=float(shares[int(above.argmax())]),
            weight=subject.weights[code],
            **{code: plain(row[code])},
        )
