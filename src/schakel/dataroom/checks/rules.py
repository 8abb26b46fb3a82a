# SPDX-License-Identifier: EUPL-1.2
"""The rules of the consistency checks, as data: ``checks.yaml`` of a course and of the figures."""

from pathlib import Path
from typing import Annotated, Literal

import pydantic

from schakel.koers.entries import Code, Entry, Text, Words, validate_entry
from schakel.koers.failures import N_, Failure
from schakel.koers.located_yaml import LocatedYaml, read_located_yaml
from schakel.koers.problems import Problem, nearest_name

NextStep = Literal[
    "ask_author",
    "correct_text",
    "state_definition",
    "supply_own_data",
    "use_newer_figure",
    "compare_same_edition",
    "compare_shares",
    "show_bracket",
    "leave_out_of_comparison",
    "keep_apart",
    "ask_publisher",
]
Families = Annotated[tuple[Text, ...], pydantic.Field(min_length=1)]


class WrongCheckRules(Failure):
    """Files with rules that cannot be used; ``problems`` says everything at once."""

    template = N_("The rules of the consistency checks have {count} problem(s). The first: {first}")
    cure = N_("Correct the file and try again; no check was run.")

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(count=len(problems), first=str(problems[0]))
        self.problems = problems


class UnknownQuantity(Problem):
    """A rule about a quantity that the file does not list."""

    template = N_("{file}, line {line}: {where} names the quantity “{found}”, which is not listed.")
    cure = N_("Expected one of the quantities listed in the file: {expected}.")


class RuleTwice(Problem):
    """Two rules with one id."""

    template = N_("{file}, line {line}: {where}: the id “{found}” is already that of another rule.")
    cure = N_("Expected {expected}.")


class _Rule(Entry):
    id: Code
    label: Words
    next_step: NextStep = "ask_author"


class SameQuantity(_Rule):
    """One quantity of one area and date must have one printed value (all quantities where empty)."""

    kind: Literal["same_quantity"]
    quantities: tuple[Text, ...] = ()


class ShareOf(_Rule):
    """``share`` must be ``part`` as a percentage of ``whole``."""

    kind: Literal["share_of"]
    share: Text
    part: Text
    whole: Text


class RatioOf(_Rule):
    """``ratio`` must be ``factor`` times ``numerator`` divided by ``denominator``."""

    kind: Literal["ratio_of"]
    ratio: Text
    numerator: Text
    denominator: Text
    factor: Annotated[float, pydantic.Field(gt=0)] = 1.0


class DifferenceOf(_Rule):
    """``difference`` must be ``minuend`` less ``subtrahend``.

    When both are the same quantity, the difference is that between its period and its
    ``from_period``. A subtrahend that is not printed is derived, for use in other rules.
    """

    kind: Literal["difference_of"]
    difference: Text
    minuend: Text
    subtrahend: Text


class PartsSum(_Rule):
    """Printed ``parts`` must add up to the printed ``whole``."""

    kind: Literal["parts_sum"]
    whole: Text
    parts: Annotated[tuple[Text, ...], pydantic.Field(min_length=2)]


class PartsSumOfMeasures(_Rule):
    """Measures that are declared as parts of another must add up to it, in every area and year.

    ``tolerance`` (relative) is allowed on top of the declared roundings.
    """

    kind: Literal["parts_sum_of_measures"]
    measures: Families
    tolerance: Annotated[float, pydantic.Field(ge=0)] = 0.0


class PartsSumOfAreas(_Rule):
    """Areas of ``from_level`` must add up to those of ``to_level``, where all of them are known.

    ``tolerance`` (relative) is allowed on top of the declared roundings.
    """

    kind: Literal["parts_sum_of_areas"]
    measures: Families
    tolerance: Annotated[float, pydantic.Field(ge=0)] = 0.0
    from_level: Literal["municipality", "corop", "province", "nuts3", "nuts2"]
    to_level: Literal["corop", "province", "nuts2", "country"]


class RepeatedPassage(_Rule):
    """Two passages that print the same figures must give them one reading and the same companions."""

    kind: Literal["repeated_passage"]
    min_shared: Annotated[int, pydantic.Field(ge=1)] = 2


class GrowthAcrossBreak(_Rule):
    """Printed figures on both sides of a break may not be turned into growth."""

    kind: Literal["growth_across_break"]
    quantities: Families
    from_period: int
    reason: Words


class GrowthAcrossDeclaredBreak(_Rule):
    """Series with a declared break are not compared across it."""

    kind: Literal["growth_across_declared_break"]


class SumOverSuppressed(_Rule):
    """A sum over members of which one is withheld or missing is unknown.

    ``members`` are municipalities; ``level`` takes every area of that level instead.
    """

    kind: Literal["sum_over_suppressed"]
    measures: Families
    members: tuple[Text, ...] = ()
    level: Literal["corop", "province"] | None = None


class NationalValueRepeated(_Rule):
    """One value repeated over the regions of a country is not regional (all countries where empty)."""

    kind: Literal["national_value_repeated"]
    countries: tuple[Text, ...] = ()


class Outdated(_Rule):
    """Figures older than ``years`` when the check is made."""

    kind: Literal["outdated"]
    about: Literal["course", "figures"]
    years: Annotated[int, pydantic.Field(ge=0)]


class MixedSeries(_Rule):
    """Series that look alike and may not be joined, for they count different things or in other units.

    ``quantity`` is the course's own series beside the measures, where there is one.
    """

    kind: Literal["mixed_series"]
    measures: Families
    quantity: Text | None = None


class MixedUnit(_Rule):
    """One series, printed or in the statistics, in more than one unit."""

    kind: Literal["mixed_unit"]


class SourcesDisagree(_Rule):
    """Two measures of (nearly) the same thing that differ by more than ``tolerance`` (relative).

    ``factor`` brings ``second`` to the unit of ``first``; ``first_summed_to`` adds municipalities
    up to a larger area before comparing.
    """

    kind: Literal["sources_disagree"]
    first: Text
    second: Text
    first_summed_to: Literal["corop", "province", "nuts3", "nuts2"] | None = None
    factor: Annotated[float, pydantic.Field(gt=0)] = 1.0
    tolerance: Annotated[float, pydantic.Field(ge=0)] = 0.0
    why: Words
    areas: tuple[Text, ...] = ()


class Revised(_Rule):
    """Two editions of one table that give the same figure different values (all where empty)."""

    kind: Literal["revised"]
    measures: tuple[Text, ...] = ()
    level: Literal["nuts3", "nuts2", "nuts1", "country", "corop", "municipality"] | None = None


Rule = (
    SameQuantity
    | ShareOf
    | RatioOf
    | DifferenceOf
    | PartsSum
    | PartsSumOfMeasures
    | PartsSumOfAreas
    | RepeatedPassage
    | GrowthAcrossBreak
    | GrowthAcrossDeclaredBreak
    | SumOverSuppressed
    | NationalValueRepeated
    | Outdated
    | MixedSeries
    | MixedUnit
    | SourcesDisagree
    | Revised
)


class Quantity(Entry):
    """A quantity that the course prints, and the measures that count (nearly) the same."""

    code: Code
    label: Words
    measures: tuple[Text, ...] = ()


class _RuleFile(Entry):
    quantities: tuple[Quantity, ...] = ()
    rules: tuple[Annotated[Rule, pydantic.Field(discriminator="kind")], ...]


class CheckRules(Entry):
    """The rules of a course and of the figures together, with the quantities they speak of."""

    quantities: tuple[Quantity, ...]
    rules: tuple[Rule, ...]

    @property
    def about(self) -> dict[str, tuple[str, ...]]:
        """Measures beside each quantity, for the ledger."""
        return {q.code: q.measures for q in self.quantities}


def load_rules(course_folder: Path, figures_folder: Path) -> CheckRules:
    """Return the rules of ``checks.yaml`` in the course folder, then of that in the figures folder.

    Raises
    ------
    WrongCheckRules
        With every problem found: unreadable YAML, unknown kinds and keys, quantities that
        are not listed, an id that stands twice; each with file and line.
    """
    located = [read_located_yaml(folder / "checks.yaml") for folder in (course_folder, figures_folder)]
    problems: list[Problem] = []
    files: list[_RuleFile] = []
    for content in located:
        made, found = validate_entry(content, _RuleFile)
        problems += found
        if made is not None:
            files.append(made)
            problems += _unknown_quantities(made, content)
    if not problems:
        problems += _doubled(files, located)
    if problems:
        raise WrongCheckRules(tuple(sorted(problems, key=lambda p: (p.file, p.line))))
    return CheckRules(
        quantities=tuple(q for f in files for q in f.quantities),
        rules=tuple(r for f in files for r in f.rules),
    )


def quantities_of(rule: Rule) -> tuple[str, ...]:
    """Return the printed quantities that a rule names."""
    single = ["share", "part", "whole", "ratio", "numerator", "denominator"]
    single += ["difference", "minuend", "subtrahend", "quantity"]
    named = [getattr(rule, name, None) for name in single]
    several = [*getattr(rule, "quantities", ()), *getattr(rule, "parts", ())]
    return tuple(dict.fromkeys(code for code in (*named, *several) if code is not None))


def _unknown_quantities(file: _RuleFile, located: LocatedYaml) -> list[Problem]:
    known = [q.code for q in file.quantities]
    found: list[Problem] = []
    for number, rule in enumerate(file.rules):
        for code in quantities_of(rule):
            if code in known:
                continue
            nearest = nearest_name(code, known)
            expected = f"{nearest}" if nearest else ", ".join(known)
            line = located.line_of(("rules", number))
            where = f"rules[{number}] ({rule.id})"
            found.append(
                UnknownQuantity(file=located.file, line=line, where=where, found=code, expected=expected)
            )
    return found


def _doubled(files: list[_RuleFile], located: list[LocatedYaml]) -> list[Problem]:
    seen: set[str] = set()
    found: list[Problem] = []
    for file, content in zip(files, located, strict=True):
        for number, rule in enumerate(file.rules):
            if rule.id in seen:
                details = {"file": content.file, "line": content.line_of(("rules", number))}
                where = f"rules[{number}]"
                found.append(RuleTwice(**details, where=where, found=rule.id, expected="another id"))
            seen.add(rule.id)
    return found
