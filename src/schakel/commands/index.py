# SPDX-License-Identifier: EUPL-1.2
"""The command ``schakel index``: from a spreadsheet to an index with everything behind it."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from schakel.commands.folders import existing_file
from schakel.commands.terminal import (
    LANGUAGE,
    Formats,
    Report,
    chosen_formats,
    print_plain,
    progress_bar,
    say,
)
from schakel.documents.failures_in_words import explain_problem
from schakel.koers.failures import N_, Failure

if TYPE_CHECKING:
    from schakel.commands.index_files import Results
    from schakel.composite.specification.made_index import Index
    from schakel.composite.specification.running import ReadIndex
    from schakel.composite.specification.specification import Specification
    from schakel.koers.located_yaml import LocatedYaml

app = typer.Typer()
Data = Annotated[
    list[Path] | None, typer.Argument(help=say("Workbook (xlsx, ods) or CSV files with the figures."))
]
Spec = Annotated[Path | None, typer.Option("--spec", help=say("Specification of the index (YAML)."))]
OutFolder = Annotated[
    Path | None, typer.Option("--out", help=say("Folder for the results; made where it is absent."))
]
ShownPeriod = Annotated[
    str | None, typer.Option("--year", help=say("Year or period that is shown; the last if absent."))
]
OwnRuns = Annotated[
    int | None,
    typer.Option("--runs", min=10, max=100_000, help=say("Number of runs for the uncertainty.")),
]
OwnSeed = Annotated[int | None, typer.Option("--seed", min=0, help=say("Start of the random numbers."))]
WriteSpec = Annotated[
    Path | None,
    typer.Option("--write-spec", help=say("Write what was understood as a specification to change.")),
]
GuessOnly = Annotated[
    bool, typer.Option("--guess-only", help=say("Only say what is understood of the data."))
]


class FileIsThere(Failure):
    """A file that would be overwritten, with what somebody may have changed in it."""

    template = N_("There is already a file {path}.")
    cure = N_("Give another name, or remove it first.")


class NotASpecification(Failure):
    """A file with something else than keys and values."""

    template = N_("{path} holds no specification of an index.")
    cure = N_("Write keys with values, as 'name: value'; --write-spec makes an example from your data.")


@app.command(help=say("Make an index of a spreadsheet: ranking, intervals and what lies behind them."))
def index(
    data: Data = None,
    spec: Spec = None,
    out_folder: OutFolder = None,
    period: ShownPeriod = None,
    runs: OwnRuns = None,
    seed: OwnSeed = None,
    formats: Formats = None,
    write_spec: WriteSpec = None,
    guess_only: GuessOnly = False,
) -> None:
    """Build the index, work out what is asked, print the ranking and write everything to a folder."""
    own = {"period": period, "runs": runs, "seed": seed}
    if write_spec is not None and write_spec.exists():
        raise FileIsThere(path=write_spec)
    given = read(data or [], spec, {name: value for name, value in own.items() if value is not None})
    if guess_only:
        show_guesses(given, write_spec)
        return
    try:
        made = build(given)
    except Exception:
        if spec is None:
            show_guesses(given, None)
        raise
    failed = work_out(given, made, out_folder, chosen_formats(formats), write_spec)
    if failed:
        raise typer.Exit(1)


def read(data: list[Path], spec: Path | None, own: Mapping[str, object]) -> "ReadIndex":
    """Return the index as read; everything wrong in a specification is printed with its line."""
    from schakel.composite.specification.problems import WrongSpecification
    from schakel.composite.specification.running import read_index

    located = None if spec is None else read_yaml(spec)
    plain = {**(located.data if located is not None else {}), **own}  # type: ignore[dict-item]
    files = [existing_file(path) for path in data]
    folder = Path() if spec is None else spec.parent
    try:
        return read_index(plain, folder=folder, files=files)
    except WrongSpecification as wrong:
        if located is None:
            raise
        for problem in wrong.problems:
            told = explain_problem(problem, LANGUAGE)
            line = located.line_of(problem.path)
            print_plain(say("{file}, line {line}: {problem}", file=located.file, line=line, problem=told))
        raise typer.Exit(1) from wrong


def build(given: "ReadIndex") -> "Index":
    """Return the built index."""
    from schakel.composite.specification.running import make_index

    return make_index(given)


def read_yaml(path: Path) -> "LocatedYaml":
    """Return the content of a specification with its lines; every problem of YAML is printed."""
    from schakel.documents.failures_in_words import explain_failure
    from schakel.koers.located_yaml import read_located_yaml

    located = read_located_yaml(existing_file(path), shown_as=path.name)
    for problem in located.problems:
        print_plain(explain_failure(problem, LANGUAGE))
    if located.problems:
        raise typer.Exit(1)
    if not isinstance(located.data, dict):
        raise NotASpecification(path=path)
    return located


def show_guesses(given: "ReadIndex", write_spec: Path | None) -> None:
    """Print what was understood of the data, and write it as a specification where that is asked."""
    from schakel.commands.index_words import print_guesses
    from schakel.composite.specification.stating import state_in_full

    print_guesses(given)
    if write_spec is not None:
        write_specification(write_spec, state_in_full(given.specification, given), given)


def work_out(
    given: "ReadIndex", made: "Index", out_folder: Path | None, formats: list[str], write_spec: Path | None
) -> bool:
    """Carry out the analyses, print and write the results; return whether one that was asked failed."""
    from schakel.commands.index_files import Results, write_results
    from schakel.commands.index_words import print_guesses, print_results
    from schakel.composite.specification.running import run_analyses
    from schakel.composite.specification.stating import settle_analyses, state_in_full

    specification, settled, remarks = settle_analyses(given.specification, made)
    stated = state_in_full(specification, given)
    written: list[Path] = []
    with progress_bar() as report:
        ran = run_analyses(settled, stated.analyses or (), report=report)
        results = Results(given=given, index=settled, stated=stated, ran=ran, remarks=remarks)
        if out_folder is not None:
            written = write_results(results, out_folder, formats, report)
            written += write_documents(results, out_folder, formats, report)
    print_results(results)
    if not given.specification.structure.indicators:
        print_guesses(given)
    if write_spec is not None:
        write_specification(write_spec, stated, given)
    if out_folder is not None:
        print_plain(say("{n} files in {folder}.", n=len(written), folder=out_folder))
    return given.specification.analyses is not None and any(each.failure is not None for each in ran)


def write_documents(results: "Results", folder: Path, formats: list[str], report: Report) -> list[Path]:
    """Write the audit of the index as documents; when it cannot be audited, say why."""
    from schakel.commands.index_audit import FORMATS, write_index_audit
    from schakel.composite.bad_input import BadInput
    from schakel.documents.failures_in_words import explain_failure

    if not set(formats) & set(FORMATS):
        return []
    report(2, 3, "report")
    try:
        return write_index_audit(results, folder, formats)
    except BadInput as failure:
        reason = explain_failure(failure, LANGUAGE)
        print_plain(say("The audit of the index was not made. {reason}", reason=reason))
        return []


def write_specification(path: Path, stated: "Specification", given: "ReadIndex") -> None:
    """Write a specification that can be changed, with what was guessed as remarks above it."""
    from schakel.commands.index_files import specification_as_yaml
    from schakel.commands.index_words import guess_lines

    remarks = [f"# {line}" for line in (say("What was understood of the data:"), *guess_lines(given))]
    path.write_text("\n".join([*remarks, "", specification_as_yaml(stated)]), encoding="utf-8", newline="\n")
    print_plain(say("Specification written to {path}; change it and give it with --spec.", path=path))
