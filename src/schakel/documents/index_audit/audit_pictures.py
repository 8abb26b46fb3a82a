# SPDX-License-Identifier: EUPL-1.2
"""The pictures of an audit: which numbers go into which drawing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from schakel.composite.audit.auditing import IndexAudit
from schakel.composite.audit.thresholds import INFLUENCE_RATIO, LARGEST_SHARE
from schakel.composite.bad_input import Floats
from schakel.documents.charts.chart import PIXELS, Chart
from schakel.documents.charts.index_pictures.availability import draw_availability
from schakel.documents.charts.index_pictures.change import draw_change
from schakel.documents.charts.index_pictures.contributions import draw_contributions
from schakel.documents.charts.index_pictures.correlations import draw_correlations
from schakel.documents.charts.index_pictures.distributions import draw_distributions
from schakel.documents.charts.index_pictures.framework import draw_framework
from schakel.documents.charts.index_pictures.look import Look
from schakel.documents.charts.index_pictures.rank_sets import draw_rank_sets
from schakel.documents.charts.index_pictures.ranks import draw_ranks
from schakel.documents.charts.index_pictures.scatter import draw_scatter
from schakel.documents.charts.index_pictures.sensitivity import draw_sensitivity
from schakel.documents.charts.index_pictures.weights import draw_weights
from schakel.documents.index_audit.audit_names import AuditNames

MOST_UNITS, MOST_PANELS, MOST_WEIGHTS, MOST_MOVED = 40, 12, 30, 15
LARGE_RATIO = 100.0


@dataclass(frozen=True)
class Pictures:
    """Draws the pictures of one audit at one width; None where there is nothing to draw."""

    audit: IndexAudit
    names: AuditNames
    width: str

    @property
    def look(self) -> Look:
        """Language and width."""
        return Look(language=self.names.language, width=PIXELS[self.width])

    @property
    def named(self) -> list[str]:
        """Names of the units that were asked for."""
        shown = self.audit.profiles.units_shown.filter(pl.col("why") == "named")
        return shown["name"].to_list()

    def draw(self, name: str) -> Chart | None:
        """Draw one picture by its name."""
        makers: Mapping[str, Callable[[], Chart | None]] = {
            "structure": self._structure,
            "availability": self._availability,
            "imputation": self._imputation,
            "correlations": self._correlations,
            "distributions": self._distributions,
            "weights": self._weights,
            "ranks": self._ranks,
            "sensitivity": self._sensitivity,
            "contributions": self._contributions,
            "links": self._links,
            "rank_sets": self._rank_sets,
            "change": self._change,
        }
        return makers[name]()

    def _structure(self) -> Chart | None:
        table = self.audit.structure.structure
        shares = dict(zip(table["code"], table["share"], strict=True))
        heavy = [code for code, share in shares.items() if LARGEST_SHARE.value + 1e-9 < share < 1]
        return draw_framework(self.names.build.tree, shares=shares, marked=heavy, look=self.look)

    def _availability(self) -> Chart | None:
        cells = self.audit.selection.availability_cells
        codes = [code for code in self.names.build.tree.leaves(self.names.build.tree.root)]
        known = cells.select(codes).to_numpy() != "unknown"
        if known.all():
            return None
        return draw_availability(
            known,
            units=[self.names.unit(unit) for unit in cells["unit"]],
            indicators=[self.names.node(code) for code in codes],
            named=self.named,
            look=self.look,
        )

    def _imputation(self) -> Chart | None:
        table = self.audit.imputation.imputation_units.filter(pl.col("n_imputed") > 0)
        table = table.filter(pl.col("rank_low").is_not_null()).sort("rank").head(MOST_UNITS)
        if not table.height:
            return None
        say = self.names.say
        title = say("Places of the units with gaps, when these are filled in otherwise")
        look = Look(self.names.language, PIXELS[self.width], title)
        return self._rank_picture(table, ("rank_low", "rank_high"), look)

    def _rank_picture(self, table: pl.DataFrame, bounds: tuple[str, str], look: Look) -> Chart:
        held = table["name"].to_list()
        low, high = (column(table, each) for each in bounds)
        return draw_ranks(
            column(table, "rank"),
            (low, high),
            units=held,
            coverage=self.audit.robustness.figures["coverage"] or 0.9,
            named=[name for name in self.named if name in held],
            look=look,
        )

    def _correlations(self) -> Chart | None:
        tree, table = self.names.build.tree, self.audit.multivariate.correlations
        codes = tree.leaves(tree.root)
        places = [table["code"].to_list().index(code) for code in codes]
        numbers = table.select(codes).to_numpy()[places].astype(np.float64)
        if len(codes) < 2:
            return None
        return draw_correlations(
            numbers,
            indicators=[self.names.node(code) for code in codes],
            groups=[self.names.node(tree.nodes[code].parent or "") for code in codes],
            look=self.look,
        )

    def _distributions(self) -> Chart | None:
        part = self.audit.treatment
        touched = part.treatment.filter((pl.col("n_treated") > 0) | pl.col("outlying_before"))
        codes = (
            touched.sort(pl.col("skewness_before").abs(), descending=True)["code"].head(MOST_PANELS).to_list()
        )
        if not codes:
            return None
        before, after = (
            table.select(codes).to_numpy().astype(np.float64)
            for table in (part.values_before, part.values_after)
        )
        return draw_distributions(
            before,
            units=[self.names.unit(unit) for unit in part.values_before["unit"]],
            indicators=[self.names.node(code) for code in codes],
            after=after,
            named=self.named,
            look=self.look,
        )

    def _weights(self) -> Chart | None:
        table = self.audit.weighting.weights.filter(pl.col("realised").is_not_null())
        flagged = is_far(table)
        branches = pl.col("code").is_in([branch.code for branch in self.names.build.tree.branches])
        rows = table.with_columns(flagged.alias("far")).filter(branches | pl.col("far")).head(MOST_WEIGHTS)
        rows = rows if rows.height else table.with_columns(flagged.alias("far")).head(MOST_WEIGHTS)
        if not rows.height:
            return None
        elements = [
            f"{self.names.node(row['code'])} ({self.names.node(row['branch'])})"
            for row in rows.iter_rows(named=True)
        ]
        return draw_weights(
            column(rows, "used"),
            column(rows, "realised"),
            elements=elements,
            marked=[name for name, far in zip(elements, rows["far"], strict=True) if far],
            look=self.look,
        )

    def _ranks(self) -> Chart | None:
        return self._rank_picture(self.audit.robustness.rank_intervals, ("low", "high"), self.look)

    def _sensitivity(self) -> Chart | None:
        table = self.audit.robustness.sensitivity
        if not table.height:
            return None
        bounds = None
        if table["total_low"].drop_nulls().len():
            bounds = tuple(
                np.stack([column(table, f"{each}_{side}") for side in ("low", "high")])
                for each in ("first_order", "total")
            )
        return draw_sensitivity(
            column(table, "first_order"),
            column(table, "total"),
            choices=[self.names.word(choice) for choice in table["choice"]],
            intervals=None if bounds is None else (bounds[0], bounds[1]),
            look=self.look,
        )

    def _contributions(self) -> Chart | None:
        table = self.audit.profiles.contributions.filter(pl.col("rank").is_not_null())
        if table.height > MOST_UNITS:
            table = table.filter(pl.col("unit").is_in(self.audit.profiles.units_shown["unit"].to_list()))
        children = self.names.build.tree.children[self.names.build.tree.root]
        held = table["name"].to_list()
        return draw_contributions(
            {self.names.node(code): column(table, code) for code in children},
            units=held,
            named=[name for name in self.named if name in held],
            look=self.look,
        )

    def _links(self) -> Chart | None:
        """Draw the index against the variable that it goes with most, outside variables first."""
        part, build = self.audit.links, self.names.build
        rows = part.links.filter((pl.col("code") == build.tree.root) & pl.col("spearman").is_not_null())
        if not rows.height:
            return None
        outside = rows.filter(pl.col("kind") == "outside")
        best = (
            (outside if outside.height else rows)
            .sort(pl.col("spearman").abs(), descending=True)
            .row(0, named=True)
        )
        numbers, label = _readable(column(part.link_values, best["variable"]), best["variable"], self.names)
        return draw_scatter(
            numbers,
            column(part.link_values, "score"),
            axes=(label, self.names.index),
            units=[self.names.unit(unit) for unit in part.link_values["unit"]],
            named=self.named,
            look=self.look,
        )

    def _rank_sets(self) -> Chart | None:
        table = self.audit.presentation.rank_sets
        if not table.height:
            return None
        held = table["name"].to_list()
        return draw_rank_sets(
            column(table, "rank"),
            (column(table, "low"), column(table, "high")),
            units=held,
            coverage=self.audit.robustness.figures["coverage"] or 0.9,
            groups=table["group"].to_list(),
            named=[name for name in self.named if name in held],
            look=self.look,
        )

    def _change(self) -> Chart | None:
        part = self.audit.change
        if part is None or "total" not in part.change.columns:
            return None
        known = part.change.filter(pl.col("total").is_not_null())
        table = known.sort(pl.col("total").abs(), descending=True).head(MOST_MOVED)
        if not table.height:
            return None
        say = self.names.say
        words = {
            say("by the figures"): "indicators",
            say("by revision"): "revision",
            say("by the weights"): "weights",
            say("by the method"): "method",
        }
        held = table["name"].to_list()
        return draw_change(
            {text: column(table, name) for text, name in words.items()},
            units=held,
            named=[name for name in self.named if name in held],
            look=self.look,
        )


def column(table: pl.DataFrame, name: str) -> Floats:
    """Return a column of numbers; NaN is unknown."""
    return table[name].cast(pl.Float64).fill_null(np.nan).to_numpy()


def _readable(numbers: Floats, name: str, names: AuditNames) -> tuple[Floats, str]:
    """Return powers of ten for positive numbers that differ more than a hundredfold, and say so."""
    known = numbers[np.isfinite(numbers)]
    if len(known) and known.min() > 0 and known.max() > LARGE_RATIO * known.min():
        return np.log10(numbers), names.say("{name}, as a power of ten", name=name)
    return numbers, name


def is_far(weights: pl.DataFrame) -> pl.Series:
    """Tell which parts count far more or less than they weigh, or work against their branch."""
    ratio, correlation = weights["ratio"], weights["correlation"]
    far = (ratio > INFLUENCE_RATIO.value) | (ratio < 1 / INFLUENCE_RATIO.value) | (correlation < 0)
    return far.fill_null(False)
