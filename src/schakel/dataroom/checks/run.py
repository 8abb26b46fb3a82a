# SPDX-License-Identifier: EUPL-1.2
"""Runs every rule over the printed figures and the statistics."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from schakel.dataroom.checks import rules as r
from schakel.dataroom.checks.does_it_follow import judge
from schakel.dataroom.checks.findings import Finding, sort_findings
from schakel.dataroom.checks.growth_across_break import check_declared_breaks, check_printed_growth
from schakel.dataroom.checks.likelihood import Likelier, find_likelier
from schakel.dataroom.checks.mixed_series import check_mixed_series, check_mixed_unit
from schakel.dataroom.checks.national_value_repeated import check_national_value_repeated
from schakel.dataroom.checks.outdated import check_outdated_figures, check_outdated_printed
from schakel.dataroom.checks.parts_sum import check_sums_of_areas, check_sums_of_measures
from schakel.dataroom.checks.relations import relations_of
from schakel.dataroom.checks.repeated_passage import check_repeated_passage
from schakel.dataroom.checks.revised import check_revised
from schakel.dataroom.checks.same_quantity import check_same_quantity
from schakel.dataroom.checks.sources_disagree import check_sources_disagree
from schakel.dataroom.checks.stated import Stated, StatedFigures
from schakel.dataroom.checks.sum_over_suppressed import check_sum_over_suppressed
from schakel.dataroom.measures import Measure
from schakel.dataroom.regions import RegionTable


@dataclass(slots=True)
class _Tables:
    """Everything that a rule may read."""

    observations: pl.DataFrame
    printed: pl.DataFrame
    rules: tuple[r.Rule, ...]
    measures: Mapping[str, Measure]
    regions: RegionTable
    today_year: int
    figures: StatedFigures
    weighed: dict[tuple[Stated, ...], Likelier] = field(default_factory=dict)

    def likelier(self, stated: Stated) -> Stated | None:
        """Return the value that is favoured where a quantity has several, weighing each set once."""
        values = self.figures.at(stated.quantity, stated.area, stated.period)
        if values not in self.weighed:
            self.weighed[values] = find_likelier(values, self.figures, self.rules)
        return self.weighed[values].favoured


def check_figures(
    observations: pl.DataFrame,
    printed: pl.DataFrame,
    rules: r.CheckRules | Iterable[r.Rule],
    measures: Mapping[str, Measure],
    regions: RegionTable,
    today_year: int,
) -> tuple[Finding, ...]:
    """Return what does not fit in a course's printed figures and in the statistics.

    Parameters
    ----------
    observations
        Table with the columns of :mod:`schakel.dataroom.observations`; missing values are null.
    printed
        From :func:`schakel.dataroom.ledger.load_printed_figures`.
    rules
        From :func:`schakel.dataroom.checks.load_rules`.
    measures, regions
        What the observations mean and where they are about.
    today_year
        The year from which ages are counted.

    Returns
    -------
    tuple of Finding
        By scope (course first), severity and rule; the order of the rows does not matter.
    """
    every = rules.rules if isinstance(rules, r.CheckRules) else tuple(rules)
    figures = StatedFigures(printed, every)
    ordered = printed.sort(["passage", "figure_id"])
    tables = _Tables(observations, ordered, every, measures, regions, today_year, figures)
    found = [finding for rule in every for finding in _CHECKS[type(rule)](rule, tables)]
    return sort_findings(found)


def _follows(rule: r.Rule, t: _Tables) -> Iterator[Finding]:
    for relation in relations_of(rule, t.figures):
        finding = judge(relation, t.figures, t.likelier)
        if finding is not None:
            yield finding


def _outdated(rule: r.Outdated, t: _Tables) -> Iterator[Finding]:
    if rule.about == "course":
        return check_outdated_printed(rule, t.printed, t.today_year)
    return check_outdated_figures(rule, t.observations, t.measures, t.today_year)


_CHECKS: dict[type, Callable[[Any, _Tables], Iterator[Finding]]] = {
    r.SameQuantity: lambda rule, t: check_same_quantity(rule, t.figures, t.rules),
    r.ShareOf: _follows,
    r.RatioOf: _follows,
    r.DifferenceOf: _follows,
    r.PartsSum: _follows,
    r.PartsSumOfMeasures: lambda rule, t: check_sums_of_measures(rule, t.observations, t.measures, t.regions),
    r.PartsSumOfAreas: lambda rule, t: check_sums_of_areas(rule, t.observations, t.measures, t.regions),
    r.RepeatedPassage: lambda rule, t: check_repeated_passage(rule, t.printed),
    r.GrowthAcrossBreak: lambda rule, t: check_printed_growth(rule, t.figures),
    r.GrowthAcrossDeclaredBreak: lambda rule, t: check_declared_breaks(rule, t.observations, t.measures),
    r.SumOverSuppressed: lambda rule, t: check_sum_over_suppressed(
        rule, t.observations, t.measures, t.regions
    ),
    r.NationalValueRepeated: lambda rule, t: check_national_value_repeated(
        rule, t.observations, t.measures, t.regions
    ),
    r.Outdated: _outdated,
    r.MixedSeries: lambda rule, t: check_mixed_series(rule, t.observations, t.figures, t.measures),
    r.MixedUnit: lambda rule, t: check_mixed_unit(rule, t.observations, t.printed, t.measures),
    r.SourcesDisagree: lambda rule, t: check_sources_disagree(rule, t.observations, t.measures, t.regions),
    r.Revised: lambda rule, t: check_revised(rule, t.observations, t.measures, t.regions),
}
