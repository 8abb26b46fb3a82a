# SPDX-License-Identifier: EUPL-1.2
"""The framework of a course: which elements an ecosystem has and which indicators measure them.

``framework.yaml`` is data: elements with what would measure them, comparisons (among which
regions), indicators (which measures, direction, scale, error with its basis) and the choices
of method with their alternatives. This module reads and checks it; ``ecosystem`` computes.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import pydantic

from schakel.koers.entries import Code, Entry, Text, Words, validate_entry
from schakel.koers.failures import N_, Failure
from schakel.koers.located_yaml import LocatedYaml, YamlPath, read_located_yaml, write_path
from schakel.koers.problems import Problem, shown

FRAMEWORK_FILE = "framework.yaml"
ErrorKind = Literal["absolute", "relative", "poisson", "rounding"]
Level = Literal["municipality", "corop", "province", "nuts3", "nuts2"]
AtLeastZero = Annotated[float, pydantic.Field(ge=0)]
Share = Annotated[float, pydantic.Field(ge=0, le=1)]
Positive = Annotated[float, pydantic.Field(gt=0)]


class DoubledCode(Problem):
    """Two items of one list have the same code."""

    template = N_("{file}, line {line}: {where}: the code “{found}” stands twice.")
    cure = N_("Expected {expected}.")


class UnknownReference(Problem):
    """An item names an element, comparison or indicator that the file does not declare."""

    template = N_("{file}, line {line}: {where}: “{found}” is not declared in this file.")
    cure = N_("Expected one of: {expected}.")


class FrameworkNotValid(Failure):
    """A framework file with something wrong in it; ``problems`` says everything at once."""

    template = N_("The framework in {folder} has {count} problem(s). The first: {first}")
    cure = N_("Correct these lines in framework.yaml.")

    def __init__(self, folder: Path, problems: tuple[Problem, ...]) -> None:
        super().__init__(folder=folder, count=len(problems), first=str(problems[0]))
        self.problems = problems


class Element(Entry):
    """One element of the ecosystem, with the question it answers and what would measure it."""

    code: Code
    label: Words
    question: Words
    would_measure: Words


class Comparison(Entry):
    """Among which regions the indicators are compared.

    ``units_from`` names a measure whose regions are the compared ones (empty: every area of the
    level in ``countries``). ``region`` tells how the course's region takes part: ``bracket``
    (only the areas its members lie in) or ``built`` (also itself, from its municipalities,
    where every needed figure exists at that level).
    """

    code: Code
    label: Words
    level: Literal["corop", "nuts2", "nuts3"]
    region: Literal["bracket", "built"]
    countries: tuple[Text, ...] = ()
    units_from: Text | None = None


class MeasurementError(Entry):
    """How far a value may be from the truth, as one standard deviation, and on what that rests.

    absolute: in the indicator's unit; relative: as a share of the value; poisson: ``value``
    events behind one unit of the numerator (1 for counts, 1000 for thousands); rounding: the
    step of rounding in the indicator's unit. ``stated`` is who says so: the publisher, or an
    assumption of ours.
    """

    kind: ErrorKind
    value: AtLeastZero
    stated: Literal["publisher", "computed", "assumption"]
    basis: Words


class Indicator(Entry):
    """One indicator: ``factor * sum(numerator) / sum(denominator)``, or the numerator where there is none.

    ``level`` is the level at which the figures are kept: below the comparison's level they are
    combined with ``region_sums``; at ``nuts3`` a COROP area takes its NUTS 3 code. ``periods``:
    ``latest_common`` is the newest period up to the year of the diagnosis in which the
    figures exist, the same one for every region.
    """

    code: Code
    element: Code
    comparison: Code
    label: Words
    unit: Words
    decimals: int = 1
    numerator: tuple[Text, ...] = pydantic.Field(min_length=1)
    denominator: tuple[Text, ...] = ()
    factor: Positive = 1.0
    direction: Literal["+", "-"] = "+"
    scale: Literal["ratio", "interval"] = "ratio"
    level: Level
    periods: Literal["latest_common"] = "latest_common"
    error: MeasurementError

    @property
    def measures(self) -> tuple[str, ...]:
        """Every measure that the indicator needs."""
        return (*self.numerator, *self.denominator)


class DefaultChoices(Entry):
    """The choices of method that make the baseline."""

    scaling: Literal["z_exp", "value_over_mean", "minmax"]
    aggregation: Literal["additive", "geometric", "product", "minimum", "bottleneck_penalty"]
    treatment: Literal["none", "winsorise"]
    national_values: Literal["exclude", "include"]
    min_indicator_share: Share = 0.5
    min_element_share: Share = 0.7


class AlternativeChoices(Entry):
    """Other values of each choice, over which the method is varied."""

    scaling: tuple[Literal["z_exp", "value_over_mean", "minmax"], ...] = ()
    aggregation: tuple[Literal["additive", "geometric", "product", "minimum", "bottleneck_penalty"], ...] = ()
    treatment: tuple[Literal["none", "winsorise"], ...] = ()
    national_values: tuple[Literal["exclude", "include"], ...] = ()
    drawn_weights: bool = True
    weight_bounds: tuple[Positive, Positive] = (0.5, 2.0)
    leave_one_out: bool = True


class ChoicesPart(Entry):
    """Baseline and alternatives."""

    default: DefaultChoices
    alternatives: AlternativeChoices


class _FrameworkFile(Entry):
    version: Text
    elements: tuple[Element, ...] = pydantic.Field(min_length=1)
    comparisons: tuple[Comparison, ...] = pydantic.Field(min_length=1)
    indicators: tuple[Indicator, ...] = pydantic.Field(min_length=1)
    choices: ChoicesPart


class Framework(_FrameworkFile):
    """A checked framework, with the hash of its file."""

    content_sha256: str

    @property
    def element_codes(self) -> tuple[str, ...]:
        """The codes of the elements in the order of the file."""
        return tuple(element.code for element in self.elements)

    @property
    def measures(self) -> tuple[str, ...]:
        """Every measure that an indicator needs, each once."""
        return tuple(dict.fromkeys(m for indicator in self.indicators for m in indicator.measures))

    def element(self, code: str) -> Element:
        """Return the element with this code."""
        return next(e for e in self.elements if e.code == code)

    def comparison(self, code: str) -> Comparison:
        """Return the comparison with this code."""
        return next(c for c in self.comparisons if c.code == code)

    def indicators_of(self, comparison: str, element: str | None = None) -> tuple[Indicator, ...]:
        """Return the indicators of a comparison, of one element where given."""
        return tuple(
            i for i in self.indicators if i.comparison == comparison and element in (None, i.element)
        )

    def unmeasured(self, comparison: str) -> tuple[Element, ...]:
        """Return the elements for which a comparison declares no indicator."""
        return tuple(e for e in self.elements if not self.indicators_of(comparison, e.code))


class _Named(NamedTuple):
    path: YamlPath
    found: str
    known: tuple[str, ...]


def load_framework(course_folder: Path) -> Framework:
    """Read and check ``framework.yaml`` of a course folder.

    Raises
    ------
    FrameworkNotValid
        With every problem, each with file, line, what was found and what was expected.
    """
    path = course_folder / FRAMEWORK_FILE
    located = read_located_yaml(path)
    made, problems = validate_entry(located, _FrameworkFile)
    if made is not None:
        problems = (*problems, *_disagreements(made, located))
    if made is None or problems:
        raise FrameworkNotValid(course_folder, problems)
    parts = {name: getattr(made, name) for name in _FrameworkFile.model_fields}
    return Framework.model_construct(**parts, content_sha256=hashlib.sha256(path.read_bytes()).hexdigest())


def _disagreements(made: _FrameworkFile, located: LocatedYaml) -> Iterator[Problem]:
    for name in ("elements", "comparisons", "indicators"):
        yield from _doubled(name, [item.code for item in getattr(made, name)], located)
    for named in _references(made):
        if named.found not in named.known:
            yield UnknownReference(**_place(named.path, located), expected=", ".join(named.known))


def _doubled(name: str, codes: list[str], located: LocatedYaml) -> Iterator[Problem]:
    for number, code in enumerate(codes):
        if code in codes[:number]:
            yield DoubledCode(**_place((name, number, "code"), located), expected="each code once")


def _references(made: _FrameworkFile) -> Iterator[_Named]:
    elements = tuple(e.code for e in made.elements)
    comparisons = tuple(c.code for c in made.comparisons)
    for number, indicator in enumerate(made.indicators):
        yield _Named(("indicators", number, "element"), indicator.element, elements)
        yield _Named(("indicators", number, "comparison"), indicator.comparison, comparisons)


def _place(path: YamlPath, located: LocatedYaml) -> dict[str, object]:
    return {
        "file": located.file,
        "line": located.line_of(path),
        "where": write_path(path),
        "found": shown(located.value_at(path)),
    }
