# SPDX-License-Identifier: EUPL-1.2
"""Step 5, outliers and normalisation: what was pulled in or transformed, and onto which scale."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from schakel.composite.audit.findings import AuditFinding, Severity, frame_of, in_cell, in_figure
from schakel.composite.audit.subject import Subject
from schakel.composite.audit.thresholds import KURTOSIS, MANY_TREATED, SKEWNESS
from schakel.composite.bad_input import Floats, Mask
from schakel.composite.building.build import data_before
from schakel.composite.building.steps import Normalise, Treat
from schakel.composite.describing.describe import describe_indicators
from schakel.composite.structure.indicator_data import IndicatorData
from schakel.composite.treating.two_stage import Treated

NO_TRANSFORM = ("none", "")


@dataclass(frozen=True, slots=True, eq=False)
class TreatmentAudit:
    """What was done to extreme values, and how indicators came onto one scale.

    Attributes
    ----------
    treatment
        Per indicator: skewness and kurtosis before and after, outlying_before and outlying_after (both
        beyond their limits), n_treated (values that changed), share_treated, transform.
    treated_points
        Per value that was pulled in: unit, code, before, after. Values of transformed indicators are not
        listed.
    values_before, values_after
        Per unit the indicators before and after treatment, in their own unit or as transformed.
    normalisation
        Per indicator: direction, method, and minimum, maximum, mean and deviation of what is joined.
    figures
        n_outlying_before, n_outlying_after, n_points (pulled in), n_transformed, n_reversed, n_methods.
    findings
        What stands out.
    """

    treatment: pl.DataFrame
    treated_points: pl.DataFrame
    values_before: pl.DataFrame
    values_after: pl.DataFrame
    normalisation: pl.DataFrame
    figures: Mapping[str, float | None]
    findings: tuple[AuditFinding, ...]


def audit_treatment(subject: Subject) -> TreatmentAudit:
    """Compare indicators before and after treatment, and describe the scale they are joined on."""
    before, after = values_around_treatment(subject)
    transforms = _transforms(subject)
    table = _treatment_table(subject, before, after, transforms)
    points = _treated_points(subject, before, after, transforms)
    scale = _normalisation_table(subject)
    figures: dict[str, float | None] = {
        "n_outlying_before": int(table["outlying_before"].sum()),
        "n_outlying_after": int(table["outlying_after"].sum()),
        "n_points": points.height,
        "n_transformed": int((~table["transform"].is_in(NO_TRANSFORM)).sum()),
        "n_reversed": int((scale["direction"] < 0).sum()),
        "n_methods": scale["method"].n_unique(),
    }
    return TreatmentAudit(
        treatment=table,
        treated_points=points,
        values_before=_wide(subject, before),
        values_after=_wide(subject, after),
        normalisation=scale,
        figures=figures,
        findings=(*_treatment_findings(subject, table, figures), *_scale_findings(subject, figures)),
    )


def values_around_treatment(subject: Subject) -> tuple[Floats, Floats]:
    """Return the indicators of the units in the index before and after treatment, shape (n_units, k).

    Without a Treat step both are the values before normalisation.
    """
    build = subject.build
    places = [place for place, step in enumerate(build.steps) if isinstance(step, Treat)]
    if places:
        first, last = data_before(build, places[0]), build.stages[places[-1]].data
        return _of_subject(subject, first), _of_subject(subject, last)
    kept = next(
        (p for p, step in enumerate(build.steps) if isinstance(step, Normalise)), len(build.steps) - 1
    )
    same = _of_subject(subject, data_before(build, kept))
    return same, same


def _of_subject(subject: Subject, data: IndicatorData) -> Floats:
    rows = [data.units.index(unit) for unit in subject.units]
    columns = [data.position(code) for code in subject.build.tree.indicator_codes]
    return np.asarray(data.values[subject.row][np.ix_(rows, columns)])


def _transforms(subject: Subject) -> list[str]:
    """Return the transformation of each indicator by the last treatment that made one."""
    codes = subject.build.tree.indicator_codes
    found = dict.fromkeys(codes, "none")
    for stage in subject.build.stages:
        if isinstance(stage.details, Treated):
            names = stage.details.transform
            row = names[subject.row] if names.ndim == 2 else names
            for place, code in enumerate(stage.data.columns):
                if code in found and str(row[place]) not in NO_TRANSFORM:
                    found[code] = str(row[place])
    return [found[code] for code in codes]


def _treatment_table(subject: Subject, before: Floats, after: Floats, transforms: list[str]) -> pl.DataFrame:
    tree = subject.build.tree
    limits = {"max_skewness": SKEWNESS.value, "max_kurtosis": KURTOSIS.value}
    first, last = (describe_indicators(values, **limits) for values in (before, after))
    changed = _changed(before, after)
    return frame_of(
        {
            "code": list(tree.indicator_codes),
            "name": [tree.named(code) for code in tree.indicator_codes],
            "skewness_before": first.skewness,
            "kurtosis_before": first.kurtosis,
            "outlying_before": first.outlying,
            "n_treated": changed.sum(axis=0),
            "share_treated": changed.sum(axis=0) / np.maximum(last.n_known, 1),
            "transform": transforms,
            "skewness_after": last.skewness,
            "kurtosis_after": last.kurtosis,
            "outlying_after": last.outlying,
        }
    )


def _changed(before: Floats, after: Floats) -> Mask:
    return np.asarray(np.isfinite(before) & np.isfinite(after) & (before != after), dtype=np.bool_)


def _treated_points(subject: Subject, before: Floats, after: Floats, transforms: list[str]) -> pl.DataFrame:
    codes = subject.build.tree.indicator_codes
    plain_ones = np.array([name in NO_TRANSFORM for name in transforms])
    rows = [
        (subject.units[unit], codes[place], float(before[unit, place]), float(after[unit, place]))
        for unit, place in np.argwhere(_changed(before, after) & plain_ones).tolist()
    ]
    schema = {"unit": pl.String, "code": pl.String, "before": pl.Float64, "after": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("code", "unit")


def _wide(subject: Subject, values: Floats) -> pl.DataFrame:
    columns = {code: values[:, place] for place, code in enumerate(subject.build.tree.indicator_codes)}
    return frame_of({"unit": list(subject.units), **columns})


def _normalisation_table(subject: Subject) -> pl.DataFrame:
    tree = subject.build.tree
    found = describe_indicators(subject.indicators)
    steps = [step for step in subject.build.steps if isinstance(step, Normalise)]
    methods = [
        ", ".join(str(s.per_indicator.get(i.code, {}).get("method", s.method)) for s in steps) or "none"
        for i in tree.indicators
    ]
    return frame_of(
        {
            "code": list(tree.indicator_codes),
            "name": [tree.named(code) for code in tree.indicator_codes],
            "direction": [indicator.direction for indicator in tree.indicators],
            "method": methods,
            "minimum": found.minimum,
            "maximum": found.maximum,
            "mean": found.mean,
            "deviation": found.standard_deviation,
        }
    )


def _treatment_findings(
    subject: Subject, table: pl.DataFrame, figures: Mapping[str, float | None]
) -> Iterator[AuditFinding]:
    treats = any(isinstance(step, Treat) and step.method != "none" for step in subject.build.steps)
    if not figures["n_outlying_before"]:
        yield in_figure("no_outliers", "good", "n_outlying_before", n_outlying_before=0)
    else:
        counts = {name: figures[name] for name in ("n_outlying_before", "n_outlying_after")}
        code = "outliers_treated" if treats else "outliers_not_treated"
        level: Severity = "attention" if figures["n_outlying_after"] else "good"
        yield in_figure(code, level, "n_outlying_before", **counts)
    if figures["n_points"]:
        yield in_figure("points_pulled_in", "good", "n_points", n_points=figures["n_points"])
    for row in table.iter_rows(named=True):
        key = {"code": row["code"]}
        if row["outlying_after"]:
            yield in_cell(
                "still_outlying",
                "attention",
                "treatment",
                "skewness_after",
                key,
                skewness_after=row["skewness_after"],
                kurtosis_after=row["kurtosis_after"],
            )
        if row["transform"] not in NO_TRANSFORM:
            yield in_cell(
                "transformed", "attention", "treatment", "transform", key, transform=row["transform"]
            )
        elif row["share_treated"] > MANY_TREATED.value:
            yield in_cell(
                "many_points_treated",
                "attention",
                "treatment",
                "share_treated",
                key,
                share_treated=row["share_treated"],
                n_treated=row["n_treated"],
            )


def _scale_findings(subject: Subject, figures: Mapping[str, float | None]) -> Iterator[AuditFinding]:
    steps = [step for step in subject.build.steps if isinstance(step, Normalise)]
    if all(step.method == "none" for step in steps):
        yield in_figure("not_normalised", "attention", "n_methods", n_methods=figures["n_methods"])
        return
    if (figures["n_methods"] or 1) > 1:
        yield in_figure("several_scales", "attention", "n_methods", n_methods=figures["n_methods"])
    else:
        yield in_figure("one_scale", "good", "n_methods", n_methods=1, method=steps[-1].method)
    if figures["n_reversed"]:
        yield in_figure("directions_reversed", "good", "n_reversed", n_reversed=figures["n_reversed"])
    apart = any(step.over == "each_period" and step.base_period is None for step in steps)
    n_periods = len(subject.build.final.periods)
    if apart and n_periods > 1 and steps[-1].method not in ("goalposts", "distance_to_target"):
        yield in_figure("periods_scaled_apart", "attention", "n_methods", n_methods=figures["n_methods"])
