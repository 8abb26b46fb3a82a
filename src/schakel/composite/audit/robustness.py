# SPDX-License-Identifier: EUPL-1.2
"""Step 7, uncertainty and sensitivity: what other defensible choices do to the ranking."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from schakel.composite.audit.choice_effects import ChoiceEffects, measure_effects
from schakel.composite.audit.findings import (
    AuditFinding,
    Severity,
    frame_of,
    in_cell,
    in_figure,
    in_table,
)
from schakel.composite.audit.standing import intervals_of, overlap_of, thirds_of
from schakel.composite.audit.subject import Subject
from schakel.composite.audit.thresholds import ONE_CHOICE_DECIDES, UNCERTAIN_SHARE, holding_width
from schakel.composite.bad_input import BadInput
from schakel.composite.building.comparing import remove_each
from schakel.composite.varying.alternatives import AnyFactor, Factor
from schakel.composite.varying.combinations import Infeasible
from schakel.composite.varying.variation import Variation, vary_index


@dataclass(frozen=True, slots=True, eq=False)
class RobustnessAudit:
    """The ranking under other choices.

    Attributes
    ----------
    rank_intervals
        Per ranked unit, from the first place down: score, rank, median, low and high (the share
        ``coverage`` of the runs lies between), best, worst, width (high - low), ranked_share, holds.
    thirds
        Per third of the ranking: n_units, n_holding, mean_width.
    common_places
        Per place the number of units that could stand there.
    choices
        What was varied: choice, alternative, probability; weights as one row with n_sets, their number.
    sensitivity
        Per choice the share of the variance of the mean change of rank: first_order (this choice alone)
        and total (with everything it works together with); bounds where they are estimated.
    sensitivity_units
        Per unit the total effect of each choice on its rank.
    infeasible
        Combinations that cannot be built: the alternatives and the reason.
    impossible
        The same with their failures, for words in any language.
    left_out
        Per node the mean change of rank when it gets weight 0.
    figures
        n_runs, coverage, n_ranked, n_holding, n_uncertain, holding_width, median_width, mean_rank_change
        (from the index as it is, over runs and units), widest_place (where most units could stand),
        n_at_widest_place, widest_from and widest_to (first and last rank of these units), n_infeasible.
    findings
        What stands out.
    """

    rank_intervals: pl.DataFrame
    thirds: pl.DataFrame
    common_places: pl.DataFrame
    choices: pl.DataFrame
    sensitivity: pl.DataFrame
    sensitivity_units: pl.DataFrame
    infeasible: pl.DataFrame
    left_out: pl.DataFrame
    impossible: tuple[Infeasible, ...]
    figures: Mapping[str, float | None]
    findings: tuple[AuditFinding, ...]


def audit_robustness(
    subject: Subject,
    factors: Sequence[AnyFactor],
    *,
    n_runs: int,
    coverage: float,
    rng: np.random.Generator,
) -> RobustnessAudit:
    """Run the index under drawn combinations of choices, and share the change out over the choices.

    Raises
    ------
    InfeasibleCombinations
        When not one combination can be built.
    BadInput
        When a factor does not fit the index, as :func:`schakel.composite.varying.variation.vary_index` says.
    """
    varied = vary_index(subject.build, factors, n_runs=n_runs, rng=rng, skip_infeasible=True)
    intervals = intervals_of(subject, varied, coverage)
    places = overlap_of(intervals)
    effects = measure_effects(subject, factors, rng=rng)
    figures = _figures(subject, varied, intervals, places) | {"n_runs": n_runs, "coverage": coverage}
    left_out, failure = _left_out(subject)
    thirds = thirds_of(intervals)
    return RobustnessAudit(
        rank_intervals=intervals,
        thirds=thirds,
        common_places=places,
        choices=_choices(factors),
        sensitivity=effects.table,
        sensitivity_units=effects.units,
        infeasible=_infeasible(varied),
        left_out=left_out,
        impossible=varied.infeasible,
        figures=figures,
        findings=(
            *_standing_findings(subject, intervals, thirds, figures),
            *_choice_findings(subject, figures, effects),
            *_left_out_findings(subject, left_out, failure),
        ),
    )


def _figures(
    subject: Subject, varied: Variation, intervals: pl.DataFrame, places: pl.DataFrame
) -> dict[str, float | None]:
    n = subject.n_ranked
    change = np.abs(varied.ranks[:, subject.row] - varied.nominal_ranks[subject.row])
    top = places.row(int(places["n_units"].to_numpy().argmax()), named=True)
    inside = (intervals["low"].floor() <= top["place"]) & (top["place"] <= intervals["high"].ceil())
    there = intervals.filter(inside)["rank"].to_numpy()
    return {
        "n_ranked": n,
        "n_holding": int(intervals["holds"].sum()),
        "n_uncertain": int((intervals["width"] > UNCERTAIN_SHARE.value * n).sum()),
        "holding_width": holding_width(n),
        "median_width": float(np.median(intervals["width"].to_numpy())),
        "mean_rank_change": float(np.nanmean(change)),
        "widest_place": top["place"],
        "n_at_widest_place": top["n_units"],
        "widest_from": float(there.min()),
        "widest_to": float(there.max()),
        "n_infeasible": len(varied.infeasible),
    }


def _choices(factors: Sequence[AnyFactor]) -> pl.DataFrame:
    rows: list[tuple[str, str, float, int | None]] = []
    for factor in factors:
        n = factor.n_alternatives
        if isinstance(factor, Factor):
            chances = factor.probabilities or (1 / n,) * n
            rows += [(factor.name, a, c, None) for a, c in zip(factor.names, chances, strict=True)]
        else:
            rows.append((factor.name, "drawn weights", 1.0, n))
    schema = {"choice": pl.String, "alternative": pl.String, "probability": pl.Float64, "n_sets": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _infeasible(varied: Variation) -> pl.DataFrame:
    rows = [
        (", ".join(f"{name}: {choice}" for name, choice in each.alternatives.items()), str(each.failure))
        for each in varied.infeasible
    ]
    return pl.DataFrame(rows, schema={"combination": pl.String, "reason": pl.String}, orient="row")


def _left_out(subject: Subject) -> tuple[pl.DataFrame, BadInput | None]:
    """Return what happens without each part, or why that cannot be computed."""
    schema = {"code": pl.String, "name": pl.String, "mean_rank_change": pl.Float64}
    tree = subject.build.tree
    codes = [code for code in tree.nodes if code != tree.root and subject.weights[code] < 1]
    if not codes:
        return pl.DataFrame(schema=schema), None
    try:
        found = remove_each(subject.build, codes)
    except BadInput as failure:
        return pl.DataFrame(schema=schema), failure
    table = frame_of(
        {
            "code": codes,
            "name": [tree.named(code) for code in codes],
            "mean_rank_change": found.mean_rank_change[:, subject.row],
        }
    )
    return table.sort("mean_rank_change", descending=True, nulls_last=True), None


def _standing_findings(
    subject: Subject,
    intervals: pl.DataFrame,
    thirds: pl.DataFrame,
    figures: Mapping[str, float | None],
) -> Iterator[AuditFinding]:
    n, holding = subject.n_ranked, figures["n_holding"] or 0
    held = {name: figures[name] for name in ("n_holding", "n_ranked", "holding_width")}
    level: Severity = "attention" if holding >= n / 2 else "serious"
    yield in_figure("ranking_holds", "good" if holding >= 0.9 * n else level, "n_holding", **held)
    shared = figures["n_at_widest_place"] or 0
    yield in_figure(
        "could_share_a_place",
        "attention" if shared > holding_width(n) + 1 else "good",
        "n_at_widest_place",
        n_at_widest_place=shared,
        **{name: figures[name] for name in ("widest_place", "widest_from", "widest_to", "n_ranked")},
    )
    for row in thirds.filter(pl.col("n_units") > 0).iter_rows(named=True):
        yield in_cell(
            "third_of_ranking",
            "good" if row["n_holding"] >= row["n_units"] / 2 else "attention",
            "thirds",
            "n_holding",
            {"third": row["third"]},
            **{name: row[name] for name in ("n_holding", "n_units", "mean_width")},
        )
    yield from _unit_findings(intervals)


def _choice_findings(
    subject: Subject,
    figures: Mapping[str, float | None],
    effects: ChoiceEffects,
) -> Iterator[AuditFinding]:
    yield from effects.findings
    for row in effects.table.head(1).iter_rows(named=True):
        if row["total"] is None:
            yield in_table("no_choice_moves_it", "good", "sensitivity")
        else:
            yield in_cell(
                "choice_that_matters_most",
                "attention" if row["total"] > ONE_CHOICE_DECIDES.value else "good",
                "sensitivity",
                "total",
                {"choice": row["choice"]},
                total=row["total"],
                first_order=row["first_order"],
            )
    if figures["n_infeasible"]:
        count = figures["n_infeasible"]
        yield in_figure("combinations_left_out", "unknown", "n_infeasible", n_infeasible=count)


def _left_out_findings(
    subject: Subject, left_out: pl.DataFrame, failure: BadInput | None
) -> Iterator[AuditFinding]:
    if failure is not None:
        yield in_table("left_out_unknown", "unknown", "left_out", failure)
    for row in left_out.head(1).iter_rows(named=True):
        moved = row["mean_rank_change"]
        yield in_cell(
            "part_that_matters_most",
            "attention" if moved is not None and moved > holding_width(subject.n_ranked) else "good",
            "left_out",
            "mean_rank_change",
            {"code": row["code"]},
            mean_rank_change=moved,
        )


def _unit_findings(intervals: pl.DataFrame) -> Iterator[AuditFinding]:
    ordered = intervals.sort("width", "rank")
    for code, row in (("most_certain_unit", 0), ("most_uncertain_unit", -1)):
        found = ordered.row(row, named=True)
        yield in_cell(
            code,
            "good" if found["holds"] else "attention",
            "rank_intervals",
            "width",
            {"unit": found["unit"]},
            **{name: found[name] for name in ("width", "rank", "low", "high")},
        )
