# SPDX-License-Identifier: EUPL-1.2
"""Invented tables of indicators, small enough to compute by hand or as large as Europe."""

import numpy as np

from schakel.ecosystem.indicator_table import IndicatorSpec, IndicatorTable

ELEMENTS = ("talent", "knowledge", "demand", "finance")


def make_table(
    values,
    *,
    elements,
    targets=("R1",),
    directions=None,
    scales=None,
    errors=None,
    national=(),
    outside=(),
    boundaries=(),
    event_sizes=None,
    groups=None,
    declared=None,
    units=None,
):
    values = np.array(values, dtype=float)
    n, k = values.shape
    units = tuple(units or (f"R{i + 1}" for i in range(n)))
    specs = tuple(
        IndicatorSpec(
            code=f"i{j + 1}",
            element=elements[j],
            direction=(directions or "+" * k)[j],
            scale=(scales or ["ratio"] * k)[j],
            error_kind=(errors or [("relative", 0.0)] * k)[j][0],
            error_value=(errors or [("relative", 0.0)] * k)[j][1],
        )
        for j in range(k)
    )
    reasons = np.where(np.isfinite(values), "", "missing").astype(object)
    for unit, column in national:
        reasons[units.index(unit), column] = "national_value"
    texts = np.full((n, k), "", dtype=object)
    return IndicatorTable(
        comparison="invented",
        units=units,
        targets=tuple(targets),
        elements=tuple(declared or dict.fromkeys(elements)),
        indicators=specs,
        values=values,
        event_sizes=np.full((n, k), np.nan) if event_sizes is None else np.array(event_sizes, dtype=float),
        periods=np.full((n, k), 2022, dtype=np.int64),
        levels=np.full((n, k), "nuts2", dtype=object),
        sources=texts,
        snapshots=texts.copy(),
        reasons=reasons,
        error_groups=np.tile(np.arange(n)[:, None], (1, k)) if groups is None else np.array(groups),
        is_reference=np.array([u not in outside for u in units]),
        boundaries=tuple(boundaries),
    )


def make_large_table(n=240, k=30, *, seed=1, error=0.1, missing=0.03):
    rng = np.random.default_rng(seed)
    place = rng.normal(size=(n, 1))
    values = np.exp(0.3 * (0.6 * place + rng.normal(size=(n, k)))) * 100
    values[rng.random((n, k)) < missing] = np.nan
    names = [f"e{j % 9}" for j in range(k)]
    return make_table(
        values,
        elements=names,
        targets=("R1", "R2"),
        errors=[("relative", error)] * k,
        declared=(*sorted(set(names)), "leadership"),
    )
