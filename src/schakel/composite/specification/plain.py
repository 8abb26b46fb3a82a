# SPDX-License-Identifier: EUPL-1.2
"""A specification as a plain mapping again: what ``read_specification`` reads back as the same record."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

from schakel.composite.building.steps import Weighting
from schakel.composite.specification.analyses.asked import KEYS
from schakel.composite.specification.elicited_weights import BestWorst, Budget, Pairwise
from schakel.composite.specification.factors import VaryRange, VaryWeights
from schakel.composite.specification.sharper_types import STEP_KINDS
from schakel.composite.specification.specification import Specification
from schakel.composite.structure.tree import Aggregation, Branch, Indicator

NAMES: dict[type, str] = {
    **KEYS,
    **{kind: name for name, kind in STEP_KINDS.items()},
    Pairwise: "pairwise",
    Budget: "budget",
    BestWorst: "best_worst",
}
ALWAYS: dict[type, tuple[str, ...]] = {
    Indicator: ("weight", "direction"),
    Branch: ("weight",),
    Specification: ("runs", "coverage", "seed", "steps"),
    VaryWeights: ("spread", "n_sets"),
    VaryRange: ("n_levels",),
    Aggregation: ("method",),
    Weighting: ("method",),
}
EMPTY: tuple[object, ...] = (None, "", (), {})


def write_plain(specification: Specification) -> dict[str, Any]:
    """Return the specification as mappings, lists, texts and numbers.

    Steps and analyses are written with all their settings, so that nothing depends on defaults that may
    change; of other records only what differs from the default.
    """
    return _fields(specification)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        name = NAMES.get(type(value))
        return _fields(value) if name is None else {name: _fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _fields(record: Any) -> dict[str, Any]:
    kind = type(record)
    in_full = kind in NAMES
    written = {}
    for each in fields(record):
        value = getattr(record, each.name)
        usual = _is_default(value, each)
        is_name = each.name == "label" and value == NAMES.get(kind)
        wanted = not usual or each.name in ALWAYS.get(kind, ()) or (in_full and value not in EMPTY)
        if wanted and not is_name:
            written[each.name] = _plain(value)
    return written


def _is_default(value: Any, each: "Field[Any]") -> bool:
    if each.default is not MISSING:
        return bool(value == each.default)
    return each.default_factory is not MISSING and bool(value == each.default_factory())
