# SPDX-License-Identifier: EUPL-1.2
"""The choices that lie between indicators and a ranking, recorded with every result."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final, Literal, get_args

from schakel.koers.failures import N_, Failure

Scaling = Literal["z_exp", "value_over_mean", "minmax"]
Aggregation = Literal["additive", "geometric", "product", "minimum", "bottleneck_penalty"]
Treatment = Literal["none", "winsorise"]
NationalValues = Literal["exclude", "include"]

WINSORISED_SHARE: Final = 0.025
ALLOWED: Final[dict[str, tuple[str, ...]]] = {
    "scaling": get_args(Scaling),
    "aggregation": get_args(Aggregation),
    "treatment": get_args(Treatment),
    "national_values": get_args(NationalValues),
}


class UnknownChoice(Failure):
    """A choice or alternative that the method does not have."""

    template = N_("'{choice}' cannot be '{found}'.")
    cure = N_("Choose one of: {expected}.")


class ImpossibleChoices(Failure):
    """Choices that cannot be combined."""

    template = N_("'{first}' and '{second}' cannot be combined: {reason}.")
    cure = N_("Change one of the two.")


@dataclass(frozen=True, slots=True)
class Choices:
    """One way to go from indicators to a ranking.

    Attributes
    ----------
    scaling
        z_exp (mean of z-scores, exponential, mean 1), value_over_mean or minmax.
    aggregation
        How elements become one index.
    treatment
        none, or winsorise: per indicator the most extreme 2.5 % at each side are pulled in.
    national_values
        Whether a value that is the national one repeated counts as evidence about a region.
    weights
        (element, weight) pairs; empty means equal. Only their ratios matter.
    leave_out
        Codes of elements or indicators that do not take part.
    boundary
        Code of the region's row to use where a table has several boundaries; empty: the declared one.
    min_indicator_share, min_element_share
        Share of an element's indicators, and of the measured elements, that a region must have.
    """

    scaling: Scaling = "z_exp"
    aggregation: Aggregation = "additive"
    treatment: Treatment = "none"
    national_values: NationalValues = "exclude"
    weights: tuple[tuple[str, float], ...] = ()
    leave_out: tuple[str, ...] = ()
    boundary: str = ""
    min_indicator_share: float = 0.5
    min_element_share: float = 0.7

    def __post_init__(self) -> None:
        for name, allowed in ALLOWED.items():
            if getattr(self, name) not in allowed:
                raise UnknownChoice(choice=name, found=getattr(self, name), expected=", ".join(allowed))

    def weight_of(self, elements: tuple[str, ...]) -> tuple[float, ...]:
        """Return the weight of each element (1 where all are equal, 0 where left out)."""
        given = dict(self.weights)
        return tuple(0.0 if e in self.leave_out else (given.get(e, 0.0) if given else 1.0) for e in elements)

    def as_text(self) -> dict[str, str]:
        """Return every choice as text, for the record kept with a measurement."""
        plain = {f.name: str(getattr(self, f.name)) for f in fields(self)}
        plain["weights"] = ", ".join(f"{e} {w:g}" for e, w in self.weights) or "equal"
        plain["leave_out"] = ", ".join(self.leave_out) or "none"
        plain["boundary"] = self.boundary or "declared"
        return plain


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another value of one choice, for example national_values: include, or leave_out: talent."""

    choice: str
    code: str

    def applied_to(self, choices: Choices) -> Choices:
        """Return the choices with this one changed (``weights: drawn`` is filled in by ``vary``)."""
        if self.choice == "leave_out":
            return replace(choices, leave_out=(self.code,) if self.code != "none" else ())
        if self.choice == "weights":
            return choices
        changed: dict[str, Any] = {self.choice: self.code}
        return replace(choices, **changed)


@dataclass(frozen=True, slots=True)
class ChoiceSpace:
    """The default choices with the alternatives over which the method is varied.

    ``drawn_weights`` adds weights drawn at random between ``weight_bounds`` times the equal weight;
    ``leave_one_out`` adds every index that lacks one element.
    """

    default: Choices = field(default_factory=Choices)
    alternatives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    drawn_weights: bool = True
    weight_bounds: tuple[float, float] = (0.5, 2.0)
    leave_one_out: bool = True

    def __post_init__(self) -> None:
        for name, codes in self.alternatives.items():
            allowed = ALLOWED.get(name)
            if allowed is None:
                raise UnknownChoice(choice="choices", found=name, expected=", ".join(ALLOWED))
            for code in codes:
                if code not in allowed:
                    raise UnknownChoice(choice=name, found=code, expected=", ".join(allowed))

    def codes(self, choice: str) -> tuple[str, ...]:
        """Return the default and the other alternatives of a choice, the default first."""
        default = str(getattr(self.default, choice))
        return (default, *(c for c in self.alternatives.get(choice, ()) if c != default))

    def single_changes(self, elements: tuple[str, ...]) -> Iterator[Alternative]:
        """Yield every way to change one choice from its default."""
        for choice in ALLOWED:
            for code in self.codes(choice)[1:]:
                yield Alternative(choice, code)
        if self.leave_one_out and len(elements) > 2:
            for element in elements:
                yield Alternative("leave_out", element)


def why_impossible(scaling: str, aggregation: str) -> str | None:
    """Return the code of the reason why two choices exclude each other, or ``None``.

    Min-max gives the last region of an element exactly 0; a product or geometric mean then
    makes its whole index 0, whatever its other elements are.
    """
    if scaling == "minmax" and aggregation in ("geometric", "product"):
        return "zero_under_product"
    return None


def check_choices(choices: Choices) -> Choices:
    """Return the choices, or refuse a combination that has no meaning.

    Raises
    ------
    ImpossibleChoices
        For min-max scaling under a product or geometric mean.
    """
    if why_impossible(choices.scaling, choices.aggregation):
        raise ImpossibleChoices(
            first=choices.scaling,
            second=choices.aggregation,
            reason="the last region of an element would get an index of 0",
        )
    return choices
