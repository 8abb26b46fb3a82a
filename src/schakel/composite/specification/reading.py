# SPDX-License-Identifier: EUPL-1.2
"""From plain values to frozen records by their declared types, every problem with its path.

The records of the room (steps, alternatives, nodes) are their own schema: a key is a field, and the type
of the field says what may stand there. ``SHARPER`` has the types of fields that hold a name of something.
"""

import types
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from datetime import date
from math import isfinite
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from schakel.composite.specification.known_names import WHAT, Between, KnownNames, Named, Several
from schakel.composite.specification.problems import (
    A_LIST,
    A_MAPPING,
    A_NUMBER,
    A_TEXT,
    A_WHOLE_NUMBER,
    TRUE_OR_FALSE,
    Path,
    SpecificationProblem,
    name_problem,
    specification_problem,
)
from schakel.composite.specification.sharper_types import (
    IN_ONE_WORD,
    SHARPER,
    STEP_KINDS,
    ByStep,
    OneOf,
    Part,
    Rule,
    StepByLabel,
    ValueOfSetting,
)

WRONG: Any = object()


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the specification, with the names that are known and the list of problems found so far."""

    path: Path
    names: KnownNames
    problems: list[SpecificationProblem]

    def under(self, *further: str | int) -> "Spot":
        """Return the place below this one."""
        return Spot((*self.path, *further), self.names, self.problems)

    def report(self, kind: str, **details: Any) -> Any:
        """Note a problem here; returns the sign that nothing could be read."""
        self.problems.append(specification_problem(kind, self.path, **details))
        return WRONG

    def report_name(self, kind: str, found: object, known: Any, **details: Any) -> Any:
        """Note a key, word or name that is not known; returns the sign that nothing could be read."""
        self.problems.append(name_problem(kind, self.path, found, known, **details))
        return WRONG


def read_record(kind: type, plain: object, spot: Spot, *, without: tuple[str, ...] = ()) -> Any:
    """Return a record of a kind from a mapping with its fields as keys; ``WRONG`` after a problem.

    Nothing (null) stands for all defaults, and a single word for the field in ``IN_ONE_WORD``.
    """
    if isinstance(plain, str) and kind in IN_ONE_WORD:
        plain = {IN_ONE_WORD[kind]: plain}
    given = read_part(kind, {} if plain is None else plain, spot, without=without)
    if given is WRONG:
        return WRONG
    missing = [
        each.name
        for each in fields(kind)
        if each.default is MISSING and each.default_factory is MISSING and each.name not in given
    ]
    for name in missing:
        spot.report("missing_key", expected=name)
    if missing:
        return WRONG
    record = kind(**given)
    if hasattr(record, "find_problems"):
        found = list(record.find_problems())
        for further, problem, details in found:
            spot.under(*further).report(problem, **details)
        return WRONG if found else record
    return record


def read_part(kind: type, plain: object, spot: Spot, *, without: tuple[str, ...] = ()) -> Any:
    """Return the fields of a record that a mapping names, as a dictionary; ``WRONG`` after a problem."""
    if not isinstance(plain, Mapping):
        return spot.report("kind", found=plain, expected=A_MAPPING)
    hints = field_types(kind)
    known = [name for name in hints if name not in without]
    given: dict[str, Any] = {}
    for key, value in plain.items():
        if key not in known:
            spot.under(str(key)).report_name("key", key, known)
            given["-"] = WRONG
        else:
            given[key] = read_value(hints[key], value, spot.under(key), beside=plain)
    return WRONG if any(value is WRONG for value in given.values()) else given


def read_item(kinds: Mapping[str, type], plain: object, spot: Spot) -> Any:
    """Return the record of an item such as ``normalise: {...}``; a name alone stands for all defaults."""
    item = {plain: None} if isinstance(plain, str) else plain
    if not isinstance(item, Mapping) or len(item) != 1:
        n_keys = len(item) if isinstance(item, Mapping) else 0
        return spot.report("one_key", found=n_keys, expected=", ".join(kinds))
    name, settings = next(iter(item.items()))
    if name not in kinds:
        return spot.under(str(name)).report_name("key", name, kinds)
    return read_record(kinds[name], settings, spot.under(name))


def field_types(kind: type) -> dict[str, Any]:
    """Return the type of every field of a record, names of things included."""
    hints = get_type_hints(kind, include_extras=True)
    return {each.name: SHARPER.get((kind, each.name), hints[each.name]) for each in fields(kind)}


def read_value(hint: Any, value: object, spot: Spot, beside: Mapping[str, object] | None = None) -> Any:
    """Return a value as a type declares it; ``WRONG`` after a problem.

    ``beside`` are the keys next to it, which settle the type of a value of a setting.
    """
    if isinstance(hint, Part):
        return read_part(hint.kind, value, spot, without=hint.without)
    if isinstance(hint, OneOf):
        return read_item(hint.kinds, value, spot)
    if isinstance(hint, ByStep | StepByLabel | ValueOfSetting):
        return _read_about_steps(hint, value, spot, beside or {})
    origin = get_origin(hint)
    if origin is not None:
        return _read_generic(origin, hint, value, spot, beside)
    if is_dataclass(hint):
        return read_record(hint, value, spot)  # type: ignore[arg-type]
    return value if hint is Any else _read_scalar(hint, value, spot)


def _read_generic(
    origin: Any, hint: Any, value: object, spot: Spot, beside: Mapping[str, object] | None
) -> Any:
    inner = get_args(hint)
    if origin is Annotated:
        base, *rules = inner
        if isinstance(rules[0], Rule):
            return read_value(rules[0], value, spot, beside)
        found = read_value(base, value, spot)
        return found if found is WRONG else _checked(found, rules, spot)
    if origin in (Union, types.UnionType):
        return _read_choice(inner, value, spot)
    if origin is Literal:
        return value if value in inner else spot.report_name("word", value, inner)
    return _read_list(inner[0], value, spot) if origin is tuple else _read_mapping(inner, value, spot)


def _read_scalar(hint: type, value: object, spot: Spot) -> Any:
    if hint is bool:
        return value if isinstance(value, bool) else spot.report("kind", found=value, expected=TRUE_OR_FALSE)
    if hint is str:
        return _read_text(value, spot)
    expected = A_WHOLE_NUMBER if hint is int else A_NUMBER
    if not isinstance(value, int | float) or isinstance(value, bool) or not isfinite(value):
        return spot.report("kind", found=value, expected=expected)
    if hint is float:
        return float(value)
    return int(value) if value == int(value) else spot.report("kind", found=value, expected=expected)


def _read_text(value: object, spot: Spot) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return spot.report("kind", found=value, expected=A_TEXT)


def _read_choice(hints: tuple[Any, ...], value: object, spot: Spot) -> Any:
    """Return a value of one of several types; a whole number stays one where that is allowed."""
    if value is None and type(None) in hints:
        return None
    others = [hint for hint in hints if hint is not type(None)]
    if int in others and isinstance(value, int) and not isinstance(value, bool):
        return value
    scalar = next((hint for hint in others if hint in (str, float)), None)
    structured = next((hint for hint in others if get_origin(hint) is not None or is_dataclass(hint)), None)
    if structured is not None and (scalar is None or isinstance(value, Mapping | list | tuple)):
        return read_value(structured, value, spot)
    return read_value(scalar if scalar is not None else others[0], value, spot)


def _read_list(hint: Any, value: object, spot: Spot) -> Any:
    if not isinstance(value, list | tuple):
        return spot.report("kind", found=value, expected=A_LIST)
    items = tuple(read_value(hint, item, spot.under(place)) for place, item in enumerate(value))
    return WRONG if any(item is WRONG for item in items) else items


def _read_mapping(hints: tuple[Any, ...], value: object, spot: Spot) -> Any:
    if not isinstance(value, Mapping):
        return spot.report("kind", found=value, expected=A_MAPPING)
    found = {}
    for key, item in value.items():
        name = read_value(hints[0], key, spot.under(str(key)))
        read = read_value(hints[1], item, spot.under(str(key)))
        found[name] = WRONG if name is WRONG else read
    return WRONG if any(item is WRONG for item in found.values()) else found


def _checked(found: Any, rules: list[Any], spot: Spot) -> Any:
    for rule in rules:
        if isinstance(rule, Named):
            known = spot.names.of_kind(rule.kind)
            if known is not None and str(found) not in known:
                return spot.report_name("name", found, known, what=WHAT[rule.kind])
        if isinstance(rule, Between) and not rule.low <= found <= rule.high:
            return spot.report("outside", found=found, expected=rule.expected)
        if isinstance(rule, Several) and len(found) not in rule.counts:
            return spot.report("length", found=len(found), expected=rule.expected)
    return found


def _read_about_steps(hint: object, value: object, spot: Spot, beside: Mapping[str, object]) -> Any:
    if not isinstance(value, Mapping):
        return spot.report("kind", found=value, expected=A_MAPPING)
    if isinstance(hint, ValueOfSetting):
        found = _read_values_of_setting(value, spot, beside)
    else:
        read = _read_settings if isinstance(hint, ByStep) else _read_replacement
        found = {label: read(label, item, spot.under(str(label))) for label, item in value.items()}
    return WRONG if any(item is WRONG for item in found.values()) else found


def _read_settings(label: str, settings: object, spot: Spot) -> Any:
    kind = spot.names.step_kinds.get(label)
    if kind is None:
        return spot.report_name("name", label, spot.names.step_kinds, what=WHAT["step"])
    return read_part(kind, settings, spot, without=("label",))


def _read_replacement(label: str, plain: object, spot: Spot) -> Any:
    if label not in spot.names.step_kinds:
        return spot.report_name("name", label, spot.names.step_kinds, what=WHAT["step"])
    step = None if plain is None else read_item(STEP_KINDS, plain, spot)
    return step if step is None or step is WRONG else replace(step, label=label)


def _read_values_of_setting(
    value: Mapping[str, object], spot: Spot, beside: Mapping[str, object]
) -> dict[str, Any]:
    """Return named values of the setting that the keys ``step`` and ``setting`` beside them name."""
    label, setting = beside.get("step"), beside.get("setting")
    kind = spot.names.step_kinds.get(label) if isinstance(label, str) else None
    if kind is None:
        return {"-": WRONG}
    hints = field_types(kind)
    if setting not in hints or setting == "label":
        known = ", ".join(name for name in hints if name != "label")
        return {"-": spot.report("no_setting", step=label, found=setting, expected=known)}
    hint = hints[str(setting)]
    return {str(name): read_value(hint, item, spot.under(str(name))) for name, item in value.items()}
