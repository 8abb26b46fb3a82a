# SPDX-License-Identifier: EUPL-1.2
"""What is done to the numbers, as data: one frozen record per step, in the order of the list.

A step may occur more than once; its ``label`` tells it from others of its kind. Settings for one
indicator stand in ``per_indicator`` and change only the fields that they name; what neither the
step nor ``per_indicator`` says comes from the indicator itself (target, goalposts, denominator).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, get_args

from schakel.composite.bad_input import N_, BadInput, Floats
from schakel.composite.structure.indicator_data import IndicatorData
from schakel.composite.structure.tree import Aggregation, wrong_choice

Over = Literal["each_period", "all_periods"]
ImputeMethod = Literal[
    "mean",
    "median",
    "group_mean",
    "group_median",
    "row_mean",
    "row_median",
    "latest",
    "constant",
    "linear",
    "linear_held",
    "normal_model",
    "nearest_units",
]
NormaliseMethod = Literal[
    "minmax",
    "zscore",
    "scaled",
    "distance_to_maximum",
    "distance_to_reference",
    "distance_to_target",
    "fraction_of_maximum",
    "rank",
    "borda",
    "percentile",
    "goalposts",
    "value_over_mean",
    "exponential_z",
    "robust_z",
    "categories",
    "above_below_mean",
    "logistic",
    "mazziotta_pareto",
    "adjusted_mazziotta_pareto",
    "benchmark",
    "none",
]
WeighMethod = Literal[
    "given",
    "equal",
    "principal_component",
    "factor_analysis",
    "entropy",
    "critic",
    "standard_deviation",
    "balanced",
    "most_correlated",
]


@dataclass(frozen=True, slots=True)
class Denominate:
    """Divide indicators by their denominators; ``denominators`` overrule those of the indicators.

    A value whose denominator is unknown, zero or negative becomes ``unusable``: unknown (and flagged as
    lost), or refused.
    """

    label: str = "denominate"
    denominators: Mapping[str, str | None] = field(default_factory=dict)
    unusable: Literal["unknown", "refuse"] = "unknown"


@dataclass(frozen=True, slots=True)
class Screen:
    """Leave out units that know too little or hold too many zeros; ``keep`` and ``remove`` name units."""

    label: str = "screen"
    by: Literal["missing", "zeros", "missing_and_zeros"] = "missing"
    min_known: float = 2 / 3
    min_nonzero: float = 0.05
    keep: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Impute:
    """Fill unknown cells; which cells were filled is kept beside the numbers.

    ``group`` names the grouping of units for the group methods; ``within`` the branches within which
    rows and models are made (empty: the parents of the indicators; the root for everything).
    ``max_gap`` limits how many periods a value may be carried. Where nothing is known in a group of units
    (or of indicators), ``without_known`` refuses, takes all units (groups of units only), or leaves the
    cell unknown.
    """

    label: str = "impute"
    method: ImputeMethod = "mean"
    group: str | None = None
    within: tuple[str, ...] = ()
    max_gap: int | None = None
    without_known: Literal["refuse", "all_units", "unknown"] = "refuse"
    per_indicator: Mapping[str, ImputeMethod] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Treat:
    """Pull in outliers: points first, then a transformation where that was not enough.

    In a panel each period is treated by itself or all periods together; ``over`` None follows the
    normalisation after it, so that figures which are compared over time are treated alike.
    """

    label: str = "treat"
    method: Literal["two_stage", "share", "none"] = "two_stage"
    skewness_limit: float = 2.0
    kurtosis_limit: float = 3.5
    max_winsorised: int = 5
    transform: str = "log_coin_tool"
    combine: bool = False
    share: float = 0.025
    over: Over | None = None
    per_indicator: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Normalise:
    """Bring indicators onto one scale in which more is better.

    ``low`` and ``high`` bound the result of minmax; ``mean`` and ``deviation`` those of zscore;
    ``from_value`` and ``to_value`` are the input range of scaled and of goalposts (goalposts come from
    the indicators where these are None); ``unit`` is the reference unit; ``percentile`` is the
    benchmark; ``base_period`` fixes the parameters to one period.
    """

    label: str = "normalise"
    method: NormaliseMethod = "minmax"
    low: float = 0.0
    high: float = 100.0
    mean: float = 0.0
    deviation: float = 1.0
    from_value: float | None = None
    to_value: float | None = None
    target: float | None = None
    unit: str | None = None
    cap: bool = False
    ties: Literal["lowest", "average", "highest"] = "lowest"
    threshold: float = 0.2
    percentile: float = 95.0
    over: Over = "each_period"
    base_period: int | str | None = None
    per_indicator: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Weighting:
    """Where the weights of a branch's children come from; "given" takes those of the tree.

    ``low`` and ``high`` bound each weight of the correlation methods as shares of the whole;
    ``importance`` states the wanted importance per child of balanced (equal where empty); ``negative``
    says what to do with negative loadings of principal_component.
    """

    method: WeighMethod = "given"
    low: float = 0.0
    high: float = 1.0
    importance: Mapping[str, float] = field(default_factory=dict)
    negative: Literal["refuse", "clip_to_zero", "flip"] = "refuse"


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Join children into branches, from below to the root.

    ``aggregation`` and ``weighting`` hold for every branch that has none of its own in the tree,
    ``per_branch`` or ``weighting_per_branch``; ``weights`` overrule the weights of nodes.
    """

    label: str = "aggregate"
    aggregation: Aggregation = field(default_factory=Aggregation)
    per_branch: Mapping[str, Aggregation] = field(default_factory=dict)
    weighting: Weighting = field(default_factory=Weighting)
    weighting_per_branch: Mapping[str, Weighting] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Custom:
    """Any other operation: ``function`` takes the data and returns values of the same shape.

    It stands before the aggregation; what it returns is checked. A specification in a file cannot hold it.
    """

    function: Callable[[IndicatorData], Floats]
    label: str = "custom"


Step = Denominate | Screen | Impute | Treat | Normalise | Aggregate | Custom
Steps = tuple[Step, ...]
DEFAULT_STEPS: Steps = (Denominate(), Screen(), Impute(), Treat(), Normalise(), Aggregate())


class UnknownStep(BadInput):
    """A label that no step has."""

    template = N_("There is no step '{label}'; the steps are {known}.")
    cure = N_("Use one of these labels.")


class UnknownSetting(BadInput):
    """A setting that a step does not have."""

    template = N_("Step '{label}' has no setting '{setting}'; it has {known}.")
    cure = N_("Correct the name of the setting.")


class UnknownChoice(BadInput):
    """A setting with a word that means nothing."""

    template = N_("Step '{label}' has {setting} '{value}'; possible is {possible}.")
    cure = N_("Use one of these words.")


class WrongKnownShare(BadInput):
    """A share of known children outside 0 to 1."""

    template = N_("Step '{label}' asks for a known share of {share}.")
    cure = N_("Give a number from 0 to 1.")


class LabelTwice(BadInput):
    """Two steps with one label."""

    template = N_("Two steps have the label '{label}'.")
    cure = N_("Give a step that occurs twice a label of its own, for example '{label}_again'.")


class NoAggregation(BadInput):
    """Steps that never join the indicators."""

    template = N_("The steps do not join the indicators into an index.")
    cure = N_("End with an Aggregate step.")


def check_steps(steps: Sequence[Step]) -> Steps:
    """Return the steps when labels are unique, words have a meaning, and one of them is an aggregation.

    Raises
    ------
    LabelTwice, NoAggregation, UnknownChoice, WrongKnownShare
        When they cannot be run.
    """
    labels = [step.label for step in steps]
    for label in labels:
        if labels.count(label) > 1:
            raise LabelTwice(label=label)
    if not any(isinstance(step, Aggregate) for step in steps):
        raise NoAggregation()
    for step in steps:
        refuse_wrong_choices(step)
    return tuple(steps)


def refuse_wrong_choices(step: Step) -> None:
    """Refuse a step in which a setting has a word that it cannot have, or an impossible share.

    Raises
    ------
    UnknownChoice, WrongKnownShare
        For the first of them.
    """
    records: list[Any] = [step]
    if isinstance(step, Aggregate):
        records += [step.aggregation, *step.per_branch.values()]
        records += [step.weighting, *step.weighting_per_branch.values()]
    for record in records:
        if wrong := wrong_choice(record):
            setting, value, possible = wrong
            raise UnknownChoice(label=step.label, setting=setting, value=value, possible=possible)
        if isinstance(record, Aggregation) and not 0 <= record.min_share <= 1:
            raise WrongKnownShare(label=step.label, share=record.min_share)
    methods = step.per_indicator.values() if isinstance(step, Impute) else ()
    for method in methods:
        if method not in get_args(ImputeMethod):
            possible = ", ".join(get_args(ImputeMethod))
            raise UnknownChoice(label=step.label, setting="method", value=method, possible=possible)


def settle_steps(steps: Sequence[Step]) -> Steps:
    """Return the steps with every Treat step saying over what it works (see there)."""
    settled: list[Step] = []
    for place, step in enumerate(steps):
        if isinstance(step, Treat) and step.over is None:
            pooled = any(isinstance(later, Normalise) and compares_periods(later) for later in steps[place:])
            settled.append(replace(step, over="all_periods" if pooled else "each_period"))
        else:
            settled.append(step)
    return tuple(settled)


def compares_periods(step: Normalise) -> bool:
    """Tell whether scores after this normalisation can be compared between periods."""
    fixed = ("goalposts", "scaled", "adjusted_mazziotta_pareto", "none")
    return step.over == "all_periods" or step.base_period is not None or step.method in fixed


def step_position(steps: Sequence[Step], label: str) -> int:
    """Return the place of the step with a label.

    Raises
    ------
    UnknownStep
        When no step has it.
    """
    labels = [step.label for step in steps]
    if label not in labels:
        raise UnknownStep(label=label, known=", ".join(labels))
    return labels.index(label)


def change_step(steps: Sequence[Step], label: str, **settings: Any) -> Steps:
    """Return the steps with some settings of one step changed.

    Raises
    ------
    UnknownStep, UnknownSetting
        When there is no such step or setting.
    """
    place = step_position(steps, label)
    known = [each.name for each in fields(steps[place])]
    for setting in settings:
        if setting not in known:
            raise UnknownSetting(label=label, setting=setting, known=", ".join(known))
    return (*steps[:place], replace(steps[place], **settings), *steps[place + 1 :])


def without_step(steps: Sequence[Step], label: str) -> Steps:
    """Return the steps without one of them.

    Raises
    ------
    UnknownStep
        When no step has this label.
    """
    place = step_position(steps, label)
    return (*steps[:place], *steps[place + 1 :])
