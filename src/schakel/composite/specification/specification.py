# SPDX-License-Identifier: EUPL-1.2
"""The specification of an index as a frozen record, and how it is read and checked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Any

from schakel.composite.building.steps import DEFAULT_STEPS, Aggregate, Step
from schakel.composite.specification.analyses.asked import KINDS, Asked
from schakel.composite.specification.data_source import DataSource
from schakel.composite.specification.known_names import Between, Count, KnownNames, PeriodCode
from schakel.composite.specification.problems import (
    Path,
    SpecificationProblem,
    WrongSpecification,
    specification_problem,
)
from schakel.composite.specification.reading import WRONG, Spot, read_record
from schakel.composite.specification.sharper_types import STEP_KINDS, OneOf
from schakel.composite.specification.structure import Structure
from schakel.composite.structure.indicator_data import IndicatorData
from schakel.composite.structure.tree import Tree

OneStep = Annotated[Any, OneOf(STEP_KINDS)]
OneAnalysis = Annotated[Any, OneOf(KINDS)]
Coverage = Annotated[float, Between(0.01, 0.999, "0.01 ... 0.999")]


@dataclass(frozen=True, slots=True)
class Specification:
    """An index as it is written down.

    Attributes
    ----------
    name
        Words for the index.
    period
        Period that is shown; the last where absent.
    runs, coverage, seed
        Number of runs or draws, share of them inside intervals, start of the random numbers.
    data, structure
        Where the numbers are, and the tree.
    steps
        What is done to the numbers, in order; the usual steps where absent.
    analyses
        What is worked out of the index; None for what is usual.
    """

    name: str = ""
    period: PeriodCode | None = None
    runs: Count = 1000
    coverage: Coverage = 0.9
    seed: Annotated[int, Between(0, 2**63, ">= 0")] = 1
    data: DataSource = field(default_factory=DataSource)
    structure: Structure = field(default_factory=Structure)
    steps: tuple[OneStep, ...] = DEFAULT_STEPS
    analyses: tuple[OneAnalysis, ...] | None = None


def read_specification(plain: Mapping[str, object], names: KnownNames | None = None) -> Specification:
    """Return the specification in a plain mapping, as a YAML or JSON file gives it.

    Parameters
    ----------
    plain
        Mappings, lists, texts, numbers, true or false, dates, and None.
    names
        Names of units, indicators and so on that it may use (see :func:`names_in`), once the data are
        read; without them only the form is checked.

    Raises
    ------
    WrongSpecification
        With everything that is wrong, each with its path, what was found and what was expected.
    """
    problems: list[SpecificationProblem] = []
    known = replace(names or KnownNames(), step_kinds=_step_kinds(plain))
    found = read_record(Specification, plain, Spot((), known, problems))
    if found is not WRONG:
        problems += _label_problems("steps", found.steps, STEP_KINDS)
        problems += _label_problems("analyses", found.analyses or (), KINDS)
        if not any(isinstance(step, Aggregate) for step in found.steps):
            problems.append(specification_problem("no_aggregation", ("steps",), expected="aggregate"))
    if problems:
        raise WrongSpecification(problems)
    specification: Specification = found
    return specification


def names_in(data: IndicatorData, tree: Tree) -> KnownNames:
    """Return the names that a specification of this index may use."""
    beside = tuple(data.denominators)
    unused = tuple(code for code in data.columns if code not in tree.nodes)
    return KnownNames(
        node=tuple(tree.nodes),
        indicator=tree.indicator_codes,
        branch=tree.bottom_up,
        unit=data.units,
        group=tuple(data.groups),
        column=(*beside, *unused),
        denominator=(*beside, *data.columns),
        period=tuple(map(str, data.periods)),
    )


def _step_kinds(plain: object) -> dict[str, type]:
    """Return the kind of the step behind each label, as far as the steps can be read."""
    items = plain.get("steps") if isinstance(plain, Mapping) else None
    if not isinstance(items, list | tuple):
        return {step.label: type(step) for step in DEFAULT_STEPS}
    found: dict[str, type] = {}
    for item in items:
        one = {item: None} if isinstance(item, str) else item
        if isinstance(one, Mapping) and len(one) == 1:
            name, settings = next(iter(one.items()))
            label = settings.get("label", name) if isinstance(settings, Mapping) else name
            if name in STEP_KINDS and isinstance(label, str):
                found.setdefault(label, STEP_KINDS[name])
    return found


def _label_problems(
    key: str, records: Sequence[Step | Asked], kinds: Mapping[str, type]
) -> Iterable[SpecificationProblem]:
    labels = [record.label for record in records]
    names = {kind: name for name, kind in kinds.items()}
    for place, record in enumerate(records):
        if record.label in labels[:place]:
            path: Path = (key, place, names[type(record)], "label")
            yield specification_problem("label_twice", path, found=record.label)
