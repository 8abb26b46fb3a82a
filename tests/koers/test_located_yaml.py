# SPDX-License-Identifier: EUPL-1.2
"""Reading YAML with the line of each value, and refusing what a course file should not hold."""

from datetime import date
from typing import Annotated, Literal

import pydantic
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.koers.entries import Entry, Text, Words, validate_entry
from schakel.koers.label import Label
from schakel.koers.located_yaml import LocatedYaml, parse_located_yaml, read_located_yaml
from schakel.koers.problems import Problem, nearest_name


def parse(text: str) -> LocatedYaml:
    return parse_located_yaml(text.encode(), file="course.yaml")


class Part(Entry):
    code: Text
    label: Words
    since: date | None = None
    size: int = 0


class Whole(Entry):
    title: Words
    parts: tuple[Part, ...] = ()


def test_plain_values_keep_their_type_and_their_line():
    located = parse("name: Voorbeeldland\nsize: 12\nratio: 0.5\nsince: 2020-01-31\nlist:\n  - a\n  - true\n")
    assert located.data == {
        "name": "Voorbeeldland",
        "size": 12,
        "ratio": 0.5,
        "since": date(2020, 1, 31),
        "list": ("a", True),
    }
    assert located.lines[("since",)] == 4
    assert located.lines[("list", 1)] == 7
    assert located.line_of(("list", 1, "nothing")) == 7
    assert not located.problems


@pytest.mark.parametrize("text", ["no", "off", "Yes", "012", "12:30:00", "0x1F", "1_000", "2020-1-1", "NO"])
def test_what_yaml_would_turn_into_something_else_stays_a_text(text):
    assert parse(f"value: {text}").data == {"value": text}


def test_quotes_keep_a_number_a_text():
    assert parse("value: '2020'").data == {"value": "2020"}


@pytest.mark.parametrize(
    ("text", "line", "kind"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "DuplicateKey"),
        ("a: &x 1\nb: *x\n", 1, "AnchorRefused"),
        ("a: 1\nb: !!python/object:os.system x\n", 2, "TagRefused"),
        ("a: 1\n---\nb: 2\n", 2, "SecondDocument"),
        ("a: 1\n? [b, c]\n: 2\n", 2, "KeyNotAText"),
        ("a: 1\nb: [1, 2\nc: 3\n", 3, "NotYaml"),
        ("a: 1\n\tb: 2\n", 2, "NotYaml"),
        ("a: 2023-02-30\n", 1, "NotADayThatExists"),
        ("[" * 60 + "]" * 60, 1, "NestedTooDeep"),
    ],
)
def test_a_file_that_is_not_plain_yaml_gives_one_problem_with_its_line(text, line, kind):
    (problem,) = parse(text).problems
    assert type(problem).__name__ == kind
    assert (problem.file, problem.line) == ("course.yaml", line)
    assert problem.found
    assert problem.expected
    assert str(line) in str(problem)


def test_bytes_that_are_not_utf8_name_their_line():
    (problem,) = parse_located_yaml("a: 1\nb: é\n".encode("latin-1"), file="x.yaml").problems
    assert type(problem).__name__ == "NotUnicode"
    assert problem.line == 2


def test_a_missing_file_is_a_problem_and_not_a_crash(tmp_path):
    (problem,) = read_located_yaml(tmp_path / "course.yaml").problems
    assert type(problem).__name__ == "FileMissing"


def test_a_model_is_made_from_a_file():
    located = parse(
        "title: {nl: Titel, en: Title}\nparts:\n- code: a\n  label: {nl: Deel, en: Part}\n  since: 2020-01-01\n"
    )
    made, problems = validate_entry(located, Whole)
    assert not problems
    assert made.parts[0].label == Label(nl="Deel", en="Part")
    assert made.parts[0].since == date(2020, 1, 1)


@pytest.mark.parametrize(
    ("part", "line", "kind", "found", "expected"),
    [
        (
            "- code: a\n  lable: {nl: x, en: y}\n  label: {nl: x, en: y}",
            3,
            "UnknownKeyLooksLike",
            "lable",
            "label",
        ),
        ("- code: a\n  label: {nl: x}", 3, "LabelMissing", "nl", "en"),
        ("- code: a\n  label: {nl: x, en: ' '}", 3, "EmptyText", "", ""),
        ("- code: a\n  label: x", 3, "NotAMapping", "x", ""),
        ("- code: 3\n  label: {nl: x, en: y}", 2, "NotAText", "3", ""),
        ("- code: a\n  label: {nl: x, en: y}\n  since: 2020", 4, "NotADate", "2020", ""),
        ("- code: a\n  label: {nl: x, en: y}\n  size: '3'", 4, "NotAWholeNumber", "3", ""),
        ("- label: {nl: x, en: y}", 2, "MissingKey", "label", "code"),
        ("- 7", 2, "NotAMapping", "7", ""),
        ("- code: a\n  label: {nl: x, en: y, de: z}", 3, "UnknownKey", "de", "nl, en"),
    ],
)
def test_a_part_that_is_wrong_says_line_found_and_expected(part, line, kind, found, expected):
    made, problems = validate_entry(parse("parts:\n" + part + "\ntitle: {nl: T, en: T}\n"), Whole)
    assert made is None
    (problem,) = problems
    assert type(problem).__name__ == kind
    assert problem.line == line
    assert found in problem.found
    assert expected in problem.expected


class Circle(Entry):
    kind: Literal["circle"]
    radius: int


class Square(Entry):
    kind: Literal["square"]
    side: int


class Shapes(Entry):
    shapes: tuple[Annotated[Circle | Square, pydantic.Field(discriminator="kind")], ...]


@pytest.mark.parametrize(
    ("shape", "line", "kind", "found", "expected"),
    [
        ("{kind: oval}", 2, "UnknownWord", "oval", "circle, square"),
        ("{side: 3}", 2, "MissingKey", "side", "kind"),
        ("{kind: square}", 2, "MissingKey", "kind", "side"),
        ("{kind: square, side: 3,\n     radius: 2}", 3, "UnknownKey", "radius", "kind, side"),
        ("{kind: square, side: x}", 2, "NotAWholeNumber", "x", "int"),
        ("[]", 2, "NotAMapping", "[]", ""),
    ],
)
def test_an_item_of_one_of_several_kinds_is_judged_by_its_own_kind(shape, line, kind, found, expected):
    made, problems = validate_entry(parse(f"shapes:\n  - {shape}\n"), Shapes)
    assert made is None
    (problem,) = problems
    assert (type(problem).__name__, problem.line) == (kind, line)
    assert found in problem.found
    assert expected in problem.expected


def test_every_problem_is_collected():
    located = parse("titel: x\nparts:\n- code: 1\n- label: {nl: a}\n")
    _, problems = validate_entry(located, Whole)
    assert len(problems) == 6
    assert [p.line for p in problems] == sorted(p.line for p in problems)


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda b: b.decode("latin-1")))
def test_no_text_makes_reading_crash(text):
    made, problems = validate_entry(
        parse_located_yaml(text.encode("utf-8", "surrogatepass"), file="x"), Whole
    )
    assert made is not None or problems
    assert all(isinstance(p, Problem) and str(p) for p in problems)


def test_a_misspelling_is_recognised():
    assert nearest_name("lable", ["label", "code"]) == "label"
    assert nearest_name("zzz", ["label", "code"]) is None
