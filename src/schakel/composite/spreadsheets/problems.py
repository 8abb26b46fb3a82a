# SPDX-License-Identifier: EUPL-1.2
"""Something wrong in a table: where, what was found, what was expected and the cure; all reported at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from schakel.composite.bad_input import N_, BadInput, Reason

MOST_SHOWN = 10
MORE_PROBLEMS = N_("There are {more} more; 'problems' holds them all.")
PLACES = {
    (True, True): N_("{table}, row {row}, column '{column}'"),
    (True, False): N_("{table}, row {row}"),
    (False, True): N_("{table}, column '{column}'"),
    (False, False): N_("{table}"),
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A value and where it stands: table, row number as a spreadsheet shows it, heading of the column."""

    value: object
    table: str = ""
    row: int | None = None
    column: str = ""


@dataclass(frozen=True, slots=True)
class TableProblem:
    """Something wrong in a table.

    Attributes
    ----------
    template, expected, cure
        Marked English source strings; ``words`` fills their fields.
    table, row, column
        Name of the table or sheet, row number as a spreadsheet shows it (None: the whole column or table),
        heading of the column ("" for the whole row or table).
    found
        The text or value that stands there.
    details
        What else the templates name, such as the unit.
    """

    template: str
    expected: str
    cure: str
    table: str = ""
    row: int | None = None
    column: str = ""
    found: str = ""
    details: Mapping[str, object] = field(default_factory=dict)

    @property
    def place_template(self) -> str:
        """The marked source string that says where it is."""
        return PLACES[self.row is not None, self.column != ""]

    @property
    def words(self) -> Mapping[str, object]:
        """Everything that the templates may name."""
        return {
            "table": self.table,
            "row": self.row,
            "column": self.column,
            "found": self.found,
            **self.details,
        }

    def __str__(self) -> str:
        parts = (f"{self.place_template}:", self.template, self.cure)
        return " ".join(part.format(**self.words) for part in parts if part)


class WrongTable(BadInput):
    """Tables that are no index; ``problems`` holds every reason with its place, the text the first ten."""

    template = N_("The tables have {n} problem(s): {problems}")

    def __init__(self, problems: Sequence[TableProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(n=len(problems), problems="\n".join(map(str, self.first_problems)))

    @property
    def first_problems(self) -> tuple[TableProblem | Reason, ...]:
        """The first ten problems, and after them how many more there are."""
        first: tuple[TableProblem | Reason, ...] = self.problems[:MOST_SHOWN]
        more = len(self.problems) - len(first)
        return (*first, Reason(MORE_PROBLEMS, {"more": more})) if more else first


A_NUMBER = N_("a number")
A_UNIQUE_CODE = N_("a code of its own")
KINDS = {
    "no_column": (N_("There is no column '{found}'."), N_("this column"), N_("Add it; there are {known}.")),
    "no_rows": (N_("There is no row."), N_("at least one unit"), N_("Add the units, one a row.")),
    "no_unit_code": (N_("The unit has no code."), N_("a code"), N_("Fill in the code of the unit.")),
    "no_period": (
        N_("Unit '{unit}' has no period."),
        N_("a year or another period"),
        N_("Fill in the period."),
    ),
    "unit_twice": (
        N_("Unit '{found}' stands in row {first} as well."),
        N_("one row per unit and period"),
        N_("Remove one of the rows; for several years, say which column holds the period."),
    ),
    "two_groups": (
        N_("Unit '{unit}' is in '{found}' here, and in '{other}' in another period."),
        N_("one group per unit"),
        N_("Give the unit the same group in every period."),
    ),
    "infinite": (
        N_("Unit '{unit}' has an infinite value."),
        A_NUMBER,
        N_("Correct it, or leave the cell empty."),
    ),
    "text_number": (
        N_("Unit '{unit}' has the text '{found}', which would be read as {understood}."),
        A_NUMBER,
        N_(
            "Make it a number, or state decimal mark '{mark}':"
            " as decimal_mark for a file, with numbers_from_text for a frame."
        ),
    ),
    "doubtful_number": (
        N_("Unit '{unit}' has '{found}', which can be {with_point} or {with_comma}."),
        A_NUMBER,
        N_(
            "Make it a number, or state whether the decimal mark is a point or a comma:"
            " as decimal_mark for a file, with numbers_from_text for a frame."
        ),
    ),
    "error_value": (
        N_("Unit '{unit}' has '{found}', a formula that failed."),
        A_NUMBER,
        N_("Repair the formula, or empty the cell when the value is unknown."),
    ),
    "percent": (
        N_("Unit '{unit}' has the text '{found}' with a per cent sign."),
        A_NUMBER,
        N_("Leave the sign out, and state per cent as the unit of the indicator."),
    ),
    "dash": (
        N_("Unit '{unit}' has a lone '{found}', which can be zero or unknown."),
        A_NUMBER,
        N_("Write 0, or empty the cell."),
    ),
    "date": (
        N_("Unit '{unit}' has the date {found}."),
        A_NUMBER,
        N_("The spreadsheet made a date of a number: type it again in a cell of the kind number."),
    ),
    "no_number": (
        N_("Unit '{unit}' has '{found}', which is no number."),
        A_NUMBER,
        N_("Correct it, or empty the cell when the value is unknown."),
    ),
    "setting": (
        N_("'{code}' has '{found}', which is no number."),
        A_NUMBER,
        N_("Correct it or empty the cell."),
    ),
    "no_setting": (N_("'{code}' has nothing here."), A_NUMBER, N_("Fill it in.")),
    "direction": (
        N_("'{code}' has direction '{found}'."),
        N_("1 (more is better) or -1 (less is better)"),
        N_("Use 1 or -1."),
    ),
    "branch_direction": (
        N_("Branch '{code}' has direction '{found}'."),
        N_("1"),
        N_("A branch has no direction: use 1, and turn the indicators below it round instead."),
    ),
    "aggregation": (
        N_("Branch '{code}' has the unknown method '{found}'."),
        N_("one of {known}"),
        N_("Use one of {known}, or empty the cell."),
    ),
    "type": (
        N_("'{code}' has type '{found}'."),
        N_("one of {known}"),
        N_("Use one of {known}."),
    ),
    "code_twice": (
        N_("Code '{found}' stands in row {first} as well."),
        A_UNIQUE_CODE,
        N_("Give every indicator and branch a code of its own; a node has one parent."),
    ),
    "empty_code": (N_("There is no code."), A_UNIQUE_CODE, N_("Fill in a code, or remove the row.")),
    "level": (
        N_("'{code}' is on level {found}, and its parent '{parent}' on level {parent_level}."),
        N_("a level below that of the parent"),
        N_("Correct the level or the parent."),
    ),
    "not_described": (
        N_("Column '{found}' is not described in {other}."),
        N_("a row in {other}"),
        N_("Add a row for it, or remove the column."),
    ),
    "branch_column": (
        N_("Column '{found}' is a branch in {other}."),
        N_("the column of an indicator"),
        N_("Remove the column, or make it an indicator in {other}."),
    ),
    "not_in_data": (
        N_("'{found}' has no column in {other}."),
        N_("a column in {other}"),
        N_("Add the column, or remove the row."),
    ),
    "denominator": (
        N_("'{code}' is divided by '{found}', which is no column of the data."),
        N_("one of {known}"),
        N_("Use one of {known}, or add its column."),
    ),
    "no_heading": (
        N_("A column with figures ({found}) has no heading."),
        N_("a name above the figures"),
        N_("Name the column. In a CSV file, check whether decimal commas also separate the cells."),
    ),
    "no_header": (
        N_("No row with names of columns was found."),
        N_("a row with names above the figures"),
        N_("Put one row with a name for every column above the units, with at least one letter in each."),
    ),
    "no_figures": (
        N_("No column with figures was found."),
        N_("units in rows, indicators in columns"),
        N_("Put the units in rows and the indicators in columns."),
    ),
    "no_units": (
        N_("No column with names or codes of units was found."),
        N_("a column with text"),
        N_("Put the names or codes of the units in the first column, or name that column."),
    ),
    "two_parents": (
        N_("'{code}' is below '{found}' here, and below '{other}' elsewhere."),
        N_("one parent"),
        N_("Give the branch one place; two branches need two names."),
    ),
    "heading_twice": (
        N_("Two columns are called '{found}'."),
        A_UNIQUE_CODE,
        N_("Give every column a name of its own."),
    ),
}


def problem_at(kind: str, place: Placed, *, found: object = None, **details: object) -> TableProblem:
    """Return a problem of a kind (a key of ``KINDS``) at a place; what is found is the placed value."""
    template, expected, cure = KINDS[kind]
    return TableProblem(
        template=template,
        expected=expected,
        cure=cure,
        table=place.table,
        row=place.row,
        column=place.column,
        found=shown(place.value if found is None else found),
        details=details,
    )


def shown(value: object) -> str:
    """Return a value as words: whole numbers without decimals, nothing for an empty cell, long text cut."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = str(value).strip()
    return text if len(text) <= 60 else f"{text[:57]}..."
