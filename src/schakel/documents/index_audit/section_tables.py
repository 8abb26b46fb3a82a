# SPDX-License-Identifier: EUPL-1.2
"""The rows of an audit that are printed in each section."""

from collections.abc import Callable
from typing import Any

import polars as pl

from schakel.composite.audit.auditing import IndexAudit
from schakel.documents.formats import enumeration, percent, plain_number
from schakel.documents.index_audit.audit_names import AuditNames
from schakel.documents.index_audit.audit_pictures import is_far
from schakel.documents.index_audit.audit_tables import shown_table
from schakel.documents.report.blocks import Table
from schakel.koers.failures import N_


def section_tables(part: str, audit: IndexAudit, names: AuditNames) -> list[Table]:
    """Return the tables of one section."""
    makers: dict[str, Callable[[IndexAudit, AuditNames], list[Table]]] = {
        "structure": _structure,
        "selection": _selection,
        "imputation": _imputation,
        "multivariate": _multivariate,
        "treatment": _treatment,
        "weighting": _weighting,
        "robustness": _robustness,
        "profiles": _profiles,
        "links": _links,
        "presentation": _presentation,
        "change": _change,
    }
    return makers[part](audit, names)


def _structure(audit: IndexAudit, names: AuditNames) -> list[Table]:
    branches = audit.structure.structure.filter(pl.col("kind") == "branch")
    columns = ("code", "n_children", "n_indicators", "share")
    return shown_table("structure", branches, columns, names, widths=(3, 1, 1, 1.4))


def _selection(audit: IndexAudit, names: AuditNames) -> list[Table]:
    rows = audit.selection.availability_indicators.sort("share_known")
    rows = rows.with_columns(
        pl.Series("error", [_error(row, names) for row in rows.iter_rows(named=True)], dtype=pl.String)
    )
    columns = ("code", "n_known", "share_known", "n_zero", "error")
    return shown_table("availability_indicators", rows, columns, names, widths=(3, 1, 1, 1, 1.6))


def _error(row: dict[str, Any], names: AuditNames) -> str:
    """Return the stated error of an indicator: its size where that is one number, else its kind."""
    kind, size = row["error_kind"], row["error_size"]
    if size is None or kind not in ("relative", "absolute"):
        return names.word(kind) if kind else ""
    return percent(size, names.language, 1) if kind == "relative" else plain_number(size, names.language)


def _imputation(audit: IndexAudit, names: AuditNames) -> list[Table]:
    rows = audit.imputation.imputation_units.filter(pl.col("n_imputed") > 0)
    columns = ("unit", "n_imputed", "share_imputed", "rank", "rank_low", "rank_high")
    ordered = rows.sort("n_imputed", descending=True)
    return shown_table("imputation_units", ordered, columns, names, widths=(3, 1, 1, 1, 1, 1))


def _multivariate(audit: IndexAudit, names: AuditNames) -> list[Table]:
    part = audit.multivariate
    negative = part.sibling_pairs.filter(pl.col("coefficient") < 0).sort("coefficient")
    coherence = ("branch", "n_children", "alpha", "n_components", "first_share")
    pairs = ("branch", "first", "second", "coefficient", "p_value")
    return [
        *shown_table("coherence", part.coherence, coherence, names, widths=(3, 1, 1, 1.2, 1.6)),
        *shown_table("sibling_pairs", negative, pairs, names, widths=(2, 2.4, 2.4, 1, 1.2)),
    ]


def _treatment(audit: IndexAudit, names: AuditNames) -> list[Table]:
    rows = audit.treatment.treatment.filter((pl.col("n_treated") > 0) | pl.col("outlying_before"))
    ordered = rows.sort(pl.col("skewness_before").abs(), descending=True)
    columns = ("code", "skewness_before", "n_treated", "transform", "skewness_after")
    return shown_table("treatment", ordered, columns, names, widths=(3, 1.2, 1.2, 1.4, 1.2))


def _weighting(audit: IndexAudit, names: AuditNames) -> list[Table]:
    table = audit.weighting.weights
    far = table.filter(is_far(table)).sort("ratio")
    columns = ("branch", "code", "used", "realised", "correlation")
    return shown_table("weights", far if far.height else table, columns, names, widths=(2, 3, 1, 1.2, 1.2))


def _robustness(audit: IndexAudit, names: AuditNames) -> list[Table]:
    part = audit.robustness
    return [
        *shown_table(
            "thirds",
            part.thirds,
            ("third", "n_units", "n_holding", "mean_width"),
            names,
            widths=(2, 1, 1.3, 1.3),
        ),
        *shown_table(
            "choices", _choices(part.choices, names), ("choice", "alternatives"), names, widths=(2, 4)
        ),
        *shown_table("left_out", part.left_out, ("code", "mean_rank_change"), names, widths=(3, 1.5)),
    ]


def _choices(choices: pl.DataFrame, names: AuditNames) -> pl.DataFrame:
    """Return a row per choice with its alternatives in one cell."""
    together = choices.group_by("choice", maintain_order=True).agg(
        pl.col("alternative"), pl.col("n_sets").first()
    )
    cells = []
    for row in together.iter_rows(named=True):
        cell = "; ".join(names.word(each) for each in row["alternative"])
        drawn = "" if row["n_sets"] is None else names.say("{n} sets: ", n=row["n_sets"])
        cells.append(drawn + cell)
    return together.with_columns(pl.Series("alternatives", cells, dtype=pl.String))


def _profiles(audit: IndexAudit, names: AuditNames) -> list[Table]:
    part, rows = audit.profiles, []
    for unit in part.units_shown.iter_rows(named=True):
        listed = part.strengths.filter(pl.col("unit") == unit["unit"])
        best, worst = (
            [names.node(code) for code in listed.filter(pl.col("kind") == kind)["code"].head(3)]
            for kind in ("strength", "weakness")
        )
        texts = {
            "strengths": enumeration(best, names.language),
            "weaknesses": enumeration(worst, names.language),
        }
        rows.append({**unit, **texts})
    columns = ("unit", "rank", "why", "strengths", "weaknesses")
    return shown_table("strengths", pl.DataFrame(rows), columns, names, widths=(1.6, 0.6, 0.9, 3.4, 3.4))


def _links(audit: IndexAudit, names: AuditNames) -> list[Table]:
    rows = audit.links.links.filter(pl.col("code") == names.build.tree.root)
    columns = ("variable", "spearman", "pearson", "n_units")
    return shown_table("links", rows, columns, names, widths=(3, 1, 1, 1))


def _presentation(audit: IndexAudit, names: AuditNames) -> list[Table]:
    table = audit.presentation.rank_sets
    if not table.height:
        return []
    groups = table.group_by("group", maintain_order=True).agg(
        pl.len().alias("n_units"), pl.col("name").alias("units")
    )
    rows = groups.with_columns(
        pl.Series("units", [enumeration(list(held), names.language) for held in groups["units"]])
    )
    return shown_table("rank_sets", rows, ("group", "n_units", "units"), names, widths=(0.7, 0.7, 6))


def _change(audit: IndexAudit, names: AuditNames) -> list[Table]:
    if audit.change is None or "total" not in audit.change.change.columns:
        return []
    rows = audit.change.change.filter(pl.col("total").is_not_null())
    ordered = rows.sort(pl.col("total").abs(), descending=True)
    columns = ("unit", "rank_before", "rank_after", "total", "indicators", "revision", "weights", "method")
    return shown_table(
        "change",
        ordered.rename({"total": "total_change"}),
        tuple("total_change" if each == "total" else each for each in columns),
        names,
        widths=(2.4, 1, 1, 1, 1, 1, 1, 1),
        labels={"method": N_("By the method")},
    )
