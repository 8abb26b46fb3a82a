# SPDX-License-Identifier: EUPL-1.2
"""Rules ``growth_across_break`` and ``growth_across_declared_break``: figures on both sides of a break."""

from collections.abc import Iterator, Mapping

import polars as pl

from schakel.dataroom.checks.findings import Finding
from schakel.dataroom.checks.rules import GrowthAcrossBreak, GrowthAcrossDeclaredBreak
from schakel.dataroom.checks.series import label_of, shortened
from schakel.dataroom.checks.stated import Stated, StatedFigures
from schakel.dataroom.measures import Measure
from schakel.koers.label import Label


def check_printed_growth(rule: GrowthAcrossBreak, figures: StatedFigures) -> Iterator[Finding]:
    """Yield one finding when printed changes or pairs of printed values lie across the rule's break."""
    across: list[Stated] = []
    for quantity in rule.quantities:
        values = figures.of(quantity)
        across += [s for s in values if _lies_across(s.from_period, s.period, rule.from_period)]
        dated = [s for s in values if s.period is not None and s.from_period is None]
        for area in sorted({s.area for s in dated}):
            own = [s for s in dated if s.area == area]
            sides = {(s.period or 0) < rule.from_period for s in own}
            across += own if len(sides) > 1 else []
    if not across:
        return
    periods = [p for s in across for p in (s.period, s.from_period) if p is not None]
    yield Finding(
        rule=rule.id,
        kind=rule.kind,
        severity="warning",
        scope="course",
        subject=rule.label,
        figures=tuple(dict.fromkeys(i for s in across for i in s.ids)),
        note_code="growth_across_break_printed",
        note_details={
            "from_period": rule.from_period,
            "first_period": min(periods),
            "last_period": max(periods),
            "reason_nl": rule.reason.nl,
            "reason_en": rule.reason.en,
            "n_figures": len({i for s in across for i in s.ids}),
        },
        next_step=rule.next_step,
    )


def check_declared_breaks(
    rule: GrowthAcrossDeclaredBreak, observations: pl.DataFrame, measures: Mapping[str, Measure]
) -> Iterator[Finding]:
    """Yield a finding for each break of a source table that has figures on both sides."""
    spans = observations.group_by("measure").agg(
        pl.col("period").min().alias("first"), pl.col("period").max().alias("last")
    )
    broken: dict[tuple[str, int, str], list[tuple[str, int, int, Label]]] = {}
    for row in spans.sort("measure").iter_rows(named=True):
        measure = measures.get(row["measure"])
        if measure is None:
            continue
        for found in measure.breaks_between(row["first"], row["last"]):
            key = (measure.table.id, found.from_period, found.reason.en)
            broken.setdefault(key, []).append((measure.code, row["first"], row["last"], found.reason))
    for (table, from_period, _), series in sorted(broken.items()):
        yield _declared(rule, table, from_period, series, measures)


def _lies_across(first: int | None, last: int | None, from_period: int) -> bool:
    return first is not None and last is not None and first < from_period <= last


def _declared(
    rule: GrowthAcrossDeclaredBreak,
    table: str,
    from_period: int,
    series: list[tuple[str, int, int, Label]],
    measures: Mapping[str, Measure],
) -> Finding:
    codes = [code for code, *_ in series]
    reason = series[0][3]
    return Finding(
        rule=rule.id,
        kind="growth_across_break",
        severity="notice",
        scope="figures",
        subject=rule.label,
        figures=tuple(codes),
        note_code="growth_across_break_declared",
        note_details={
            "source_table": table,
            "from_period": from_period,
            "first_period": min(first for _, first, _, _ in series),
            "last_period": max(last for _, _, last, _ in series),
            "reason_nl": reason.nl,
            "reason_en": reason.en,
            "n_measures": len(codes),
            "measures_nl": shortened([label_of(measures, code, "nl") for code in codes]),
            "measures_en": shortened([label_of(measures, code, "en") for code in codes]),
        },
        next_step=rule.next_step,
    )
