# SPDX-License-Identifier: EUPL-1.2
"""The whole audit of an index: ten steps, and what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import polars as pl

from schakel.composite.audit.change import ChangeAudit, audit_change
from schakel.composite.audit.data_selection import SelectionAudit, audit_selection, error_models
from schakel.composite.audit.default_factors import choose_default_factors
from schakel.composite.audit.findings import FIGURES, AuditFinding, Severity, tables_of, worst_severity
from schakel.composite.audit.imputation import ImputationAudit, audit_imputation
from schakel.composite.audit.links import LinksAudit, audit_links
from schakel.composite.audit.multivariate import MultivariateAudit, audit_correlations
from schakel.composite.audit.presentation import PresentationAudit, audit_presentation
from schakel.composite.audit.profiles import ProfileAudit, audit_profiles
from schakel.composite.audit.robustness import RobustnessAudit, audit_robustness
from schakel.composite.audit.structure import StructureAudit, audit_structure
from schakel.composite.audit.subject import view_index
from schakel.composite.audit.supplied import Supplied
from schakel.composite.audit.treatment import TreatmentAudit, audit_treatment
from schakel.composite.audit.weighting import WeightingAudit, audit_weighting
from schakel.composite.building.build import Build
from schakel.composite.ranking.rank import refuse_coverage
from schakel.composite.structure.indicator_data import Period
from schakel.composite.varying.alternatives import AnyFactor

NO_PART = ("period",)
MOST_IMPUTATIONS = 200


@dataclass(frozen=True, slots=True, eq=False)
class IndexAudit:
    """The audit of an index, a part per step of the Handbook.

    Attributes
    ----------
    period
        The audited period.
    structure, selection, imputation, multivariate, treatment, weighting, robustness, profiles, links,
    presentation
        Steps 1 to 10; each has ``figures``, ``findings`` and its tables as fields.
    change
        Between two periods or editions; None when there is one only.
    """

    period: Period
    structure: StructureAudit
    selection: SelectionAudit
    imputation: ImputationAudit
    multivariate: MultivariateAudit
    treatment: TreatmentAudit
    weighting: WeightingAudit
    robustness: RobustnessAudit
    profiles: ProfileAudit
    links: LinksAudit
    presentation: PresentationAudit
    change: ChangeAudit | None

    @property
    def parts(self) -> dict[str, Any]:
        """The parts by name, in the order of the Handbook."""
        named = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: part for name, part in named.items() if name not in NO_PART and part is not None}

    @property
    def findings(self) -> tuple[AuditFinding, ...]:
        """Everything that was found, in the order of the parts."""
        return tuple(finding for part in self.parts.values() for finding in part.findings)

    @property
    def severities(self) -> dict[str, Severity]:
        """The severity of the worst finding of each part."""
        return {name: worst_severity(part.findings) for name, part in self.parts.items()}

    def tables(self) -> dict[str, pl.DataFrame]:
        """Return every table by name; ``figures`` holds the single numbers: part, figure, value."""
        found = {name: table for part in self.parts.values() for name, table in tables_of(part).items()}
        rows = [
            (name, figure, None if value is None else float(value))
            for name, part in self.parts.items()
            for figure, value in part.figures.items()
        ]
        schema = {"part": pl.String, "figure": pl.String, "value": pl.Float64}
        return {**found, FIGURES: pl.DataFrame(rows, schema=schema, orient="row")}


def audit_index(
    build: Build,
    *,
    rng: np.random.Generator,
    n_runs: int = 1000,
    coverage: float = 0.9,
    factors: Sequence[AnyFactor] | None = None,
    later: Build | None = None,
    supplied: Supplied | None = None,
) -> IndexAudit:
    """Audit an index by the ten steps of the OECD/JRC Handbook (2008).

    Nothing is skipped: what cannot be judged is a finding of severity "unknown" with its reason. Every
    finding names the table, row and column that prove it.

    Parameters
    ----------
    build
        The index, without draws in front. Unknown scores stay unknown; units without a score are not
        ranked.
    rng
        For the weights of the default choices, the runs, and the draws of filled cells and of data error.
    n_runs
        Runs of the uncertainty analysis, and draws of data error; filled cells are drawn at most 200 times,
        since each draw fits a model.
    coverage
        Of the intervals and sets of ranks, between 0 and 1.
    factors
        What could reasonably have been chosen otherwise;
        :func:`schakel.composite.audit.default_factors.choose_default_factors` when None.
    later
        A later edition of the index, to which the change is split; without it the change comes from the
        period before, where there is one.
    supplied
        Error of the data, outside variables, units to show and the period.

    Raises
    ------
    DrawsInFront, TooFewUnits, UnknownColumn
        When this index cannot be audited in that period.
    WrongCoverage, UnitNotInIndex, UnknownNode, WrongShape
        When a setting does not fit.
    WrongFactors, UnknownStep, UnknownSetting, WithoutEffect, WrittenTwice, WeightSetsOverruled
        When a factor does not fit the index.
    InfeasibleCombinations
        When not one combination of the choices can be built.
    """
    refuse_coverage(coverage)
    given = supplied or Supplied()
    subject = view_index(build, period=given.period)
    if factors is None:
        factors = choose_default_factors(build, rng=rng, n_weight_sets=given.n_weight_sets)
    draws: Mapping[str, Any] = {"coverage": coverage, "rng": rng}
    presentation = audit_presentation(subject, error_models(subject, given), n_draws=n_runs, **draws)
    return IndexAudit(
        period=subject.period,
        structure=audit_structure(subject),
        selection=audit_selection(subject, given),
        imputation=audit_imputation(subject, n_draws=min(n_runs, MOST_IMPUTATIONS), **draws),
        multivariate=audit_correlations(subject),
        treatment=audit_treatment(subject),
        weighting=audit_weighting(subject),
        robustness=audit_robustness(subject, factors, n_runs=n_runs, **draws),
        profiles=audit_profiles(subject, given.named_units),
        links=audit_links(subject, given),
        presentation=presentation,
        change=audit_change(subject, later, presentation.spread),
    )
