# SPDX-License-Identifier: EUPL-1.2
"""How an indicator is treated, as data: one rule for all, and what differs per indicator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, get_args

from schakel.composite.bad_input import N_, BadInput

Transform = Literal[
    "none",
    "log_coin_tool",
    "log_by_skewness",
    "log_plus_one",
    "log_innovation_index",
    "box_cox",
]
TRANSFORMS: tuple[str, ...] = get_args(Transform)


class WrongRule(BadInput):
    """A treatment rule that says something impossible."""

    template = N_("The treatment rule cannot have {setting} = {value}; possible is {possible}.")
    cure = N_("Correct the rule.")


class NoSuchIndicator(BadInput):
    """A rule for an indicator that is not there."""

    template = N_("There is a treatment rule for indicator '{indicator}', but no such indicator.")
    cure = N_("Correct the name.")


@dataclass(frozen=True, slots=True)
class TreatmentRule:
    """How an indicator is treated.

    Attributes
    ----------
    treat
        False leaves the indicator as it is, whatever the other settings.
    max_winsorised
        No point is pulled in once so many are; 0 for none, ``inf`` for no limit.
    winsorise_always
        Pull in ``max_winsorised`` points even when the test is passed.
    transform
        What is done when pulling in does not help; "none" for nothing.
    combine
        Transform the values with the points pulled in, instead of the original ones.
    skewness_limit, kurtosis_limit
        The test fails when both ``abs(skewness)`` and ``kurtosis`` reach their limit.
    power
        For "box_cox"; estimated by default.
    factor
        For "log_innovation_index".
    direction
        For "log_innovation_index": -1 where lower is better.
    """

    treat: bool = True
    max_winsorised: float = 5
    winsorise_always: bool = False
    transform: Transform = "log_coin_tool"
    combine: bool = False
    skewness_limit: float = 2.0
    kurtosis_limit: float = 3.5
    power: float | None = None
    factor: float = 1.0
    direction: int = 1

    def __post_init__(self) -> None:
        if self.transform not in TRANSFORMS:
            raise WrongRule(setting="transform", value=self.transform, possible=", ".join(TRANSFORMS))
        for setting in ("max_winsorised", "skewness_limit", "kurtosis_limit"):
            if not getattr(self, setting) >= 0:
                raise WrongRule(setting=setting, value=getattr(self, setting), possible=N_("0 or more"))


NO_TREATMENT = TreatmentRule(treat=False)
DEFAULT_RULE = TreatmentRule()


def change_rule(rule: TreatmentRule, settings: Mapping[str, Any]) -> TreatmentRule:
    """Return the rule with only the named settings changed.

    Raises
    ------
    WrongRule
        For a setting that a rule does not have, or an impossible value.
    """
    known = [each.name for each in fields(TreatmentRule)]
    for setting, value in settings.items():
        if setting not in known:
            raise WrongRule(setting=setting, value=value, possible=", ".join(known))
    return replace(rule, **settings)


def rules_per_indicator(
    k: int,
    *,
    rule: TreatmentRule,
    per_indicator: Mapping[str, TreatmentRule | Mapping[str, Any]] | None = None,
    indicators: Sequence[str] | None = None,
) -> tuple[TreatmentRule, ...]:
    """Return the rule of each of k indicators.

    ``per_indicator`` holds, by name, a whole rule that replaces ``rule``, or a mapping of the settings
    that differ from it. Without ``indicators`` the names are "0", "1", ..., the places.

    Raises
    ------
    NoSuchIndicator
        For a name that no indicator has.
    WrongRule
        For an unknown setting or an impossible value.
    """
    rules = [rule] * k
    places = {name: place for place, name in enumerate(indicators or [str(place) for place in range(k)])}
    for name, own in (per_indicator or {}).items():
        if name not in places:
            raise NoSuchIndicator(indicator=name)
        rules[places[name]] = own if isinstance(own, TreatmentRule) else change_rule(rule, own)
    return tuple(rules)
