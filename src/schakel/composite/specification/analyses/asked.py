# SPDX-License-Identifier: EUPL-1.2
"""Every analysis that a specification can ask for, by its key, and how each is carried out."""

from collections.abc import Callable
from typing import Any

from schakel.composite.specification.analyses import (
    benefit_of_doubt,
    change,
    choices,
    effort,
    errors,
    fuzzy_sets,
    importance,
    necessity,
    orders,
    profiles,
    relations,
    versions,
)
from schakel.composite.specification.made_index import Found, Index

Asked = (
    choices.Uncertainty
    | choices.Sensitivity
    | errors.DataError
    | errors.ImputationError
    | errors.RankSetsAsked
    | errors.RankCounts
    | orders.AcceptabilityAsked
    | orders.Kemeny
    | benefit_of_doubt.BenefitOfDoubtAsked
    | necessity.Necessity
    | fuzzy_sets.FuzzySets
    | change.Change
    | change.Trends
    | effort.EffortAsked
    | versions.Compare
    | versions.RemoveEach
    | relations.CorrelationsAsked
    | relations.Components
    | relations.ReliabilityAsked
    | importance.ImportanceAsked
    | importance.BalancedWeightsAsked
    | profiles.StrengthsAsked
    | profiles.Profiles
    | profiles.DescriptionAsked
)

ANALYSES: dict[str, tuple[type, Callable[[Any, Index], Found]]] = {
    "uncertainty": (choices.Uncertainty, choices.find_uncertainty),
    "sensitivity": (choices.Sensitivity, choices.find_sensitivity),
    "data_error": (errors.DataError, errors.find_data_error),
    "imputation_error": (errors.ImputationError, errors.find_imputation_error),
    "rank_sets": (errors.RankSetsAsked, errors.find_rank_sets),
    "rank_counts": (errors.RankCounts, errors.find_rank_counts),
    "acceptability": (orders.AcceptabilityAsked, orders.find_acceptability),
    "kemeny": (orders.Kemeny, orders.find_kemeny),
    "benefit_of_doubt": (benefit_of_doubt.BenefitOfDoubtAsked, benefit_of_doubt.find_benefit_of_doubt),
    "necessity": (necessity.Necessity, necessity.find_necessity),
    "fuzzy_sets": (fuzzy_sets.FuzzySets, fuzzy_sets.find_fuzzy_sets),
    "change": (change.Change, change.find_change),
    "trends": (change.Trends, change.find_trends),
    "effort": (effort.EffortAsked, effort.find_effort),
    "compare": (versions.Compare, versions.find_comparison),
    "remove_each": (versions.RemoveEach, versions.find_removals),
    "correlations": (relations.CorrelationsAsked, relations.find_correlations),
    "components": (relations.Components, relations.find_principal_components),
    "reliability": (relations.ReliabilityAsked, relations.find_reliability),
    "importance": (importance.ImportanceAsked, importance.find_importance),
    "balanced_weights": (importance.BalancedWeightsAsked, importance.find_balanced_weights),
    "strengths": (profiles.StrengthsAsked, profiles.find_strengths_and_weaknesses),
    "profiles": (profiles.Profiles, profiles.find_profiles),
    "description": (profiles.DescriptionAsked, profiles.find_description),
}
KINDS: dict[str, type] = {name: kind for name, (kind, _) in ANALYSES.items()}
KEYS: dict[type, str] = {kind: name for name, kind in KINDS.items()}


def carry_out(asked: Asked, index: Index) -> Found:
    """Return what an analysis finds.

    Raises
    ------
    BadInput
        When it has no meaning for this index.
    """
    return ANALYSES[KEYS[type(asked)]][1](asked, index)
