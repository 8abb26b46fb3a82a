# SPDX-License-Identifier: EUPL-1.2
"""The files that ``schakel index`` writes: tables, workbook, specification and provenance."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from schakel.commands.terminal import Report, say
from schakel.composite.bad_input import Reason
from schakel.composite.specification.made_index import Index
from schakel.composite.specification.plain import write_plain
from schakel.composite.specification.running import Ran, ReadIndex
from schakel.composite.specification.specification import Specification
from schakel.composite.specification.stating import further_files
from schakel.composite.specification.tables_of_index import tabulate_index
from schakel.composite.spreadsheets.export import export_workbook, write_csv_folder

MOST_CELLS_IN_A_SHEET = 200_000


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """Everything behind one run: how the index was made, as stated in full, and what was found."""

    given: ReadIndex
    index: Index
    stated: Specification
    ran: tuple[Ran, ...]
    remarks: tuple[Reason, ...]


class PlainDumper(yaml.SafeDumper):
    """Writes YAML without anchors, which the reader of specifications refuses."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write everything out."""
        return True


def write_results(results: Results, folder: Path, formats: Sequence[str], report: Report) -> list[Path]:
    """Write every table as CSV, the workbook, the specification as used and where everything comes from."""
    folder.mkdir(parents=True, exist_ok=True)
    report(0, 3, "tables")
    tables = tabulate_index(results.index, results.ran)
    written = list(write_csv_folder(folder, tables))
    report(1, 3, "index.xlsx")
    if "xlsx" in formats:
        written.append(write_workbook(results, tables, folder / "index.xlsx"))
    report(2, 3, "provenance.json")
    text = specification_as_yaml(results.stated)
    written += [write_text(folder / "spec.yaml", text)]
    provenance = json.dumps(provenance_of(results, text), ensure_ascii=False, indent=2) + "\n"
    return [*written, write_text(folder / "provenance.json", provenance)]


def specification_as_yaml(stated: Specification) -> str:
    """Return a specification as YAML that ``--spec`` reads back as the same."""
    return yaml.dump(write_plain(stated), Dumper=PlainDumper, sort_keys=False, allow_unicode=True, width=100)


def write_workbook(results: Results, tables: Mapping[str, pl.DataFrame], path: Path) -> Path:
    """Write the tables as sheets of a workbook; very large ones are in the CSV files only."""
    sheets = [
        (name, table) for name, table in tables.items() if table.width * table.height <= MOST_CELLS_IN_A_SHEET
    ]
    left = [name for name in tables if name not in dict(sheets)]
    notes = [results.stated.name] if results.stated.name else []
    notes.append(f"schakel {version('schakel')}, seed {results.index.seed}")
    notes += [say("Too large for a sheet, so only as CSV: {names}.", names=", ".join(left))] if left else []
    headings = (say("Sheet"), say("Table"), say("Rows"), say("Columns"))
    export_workbook(path, sheets, notes=notes, contents=say("Contents"), headings=headings)
    return path


def write_text(path: Path, text: str) -> Path:
    """Write a text file and return its path."""
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def provenance_of(results: Results, specification: str) -> dict[str, Any]:
    """Return where the numbers come from: files with hashes, version, seed, choices, guesses and remarks."""
    index = results.index
    return {
        "schakel": version("schakel"),
        "data": [
            {"file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
            for path in (*results.given.files, *further_files(results.stated, results.given.folder))
        ],
        "layout": results.given.read.layout,
        "specification_sha256": hashlib.sha256(specification.encode()).hexdigest(),
        "seed": index.seed,
        "runs": index.n_runs,
        "coverage": index.coverage,
        "period": str(index.build.final.periods[index.place(None)]),
        "steps": [stage.step.label for stage in index.build.stages],
        "guesses": [str(guess) for guess in results.given.read.guesses],
        "remarks": [str(remark) for remark in results.remarks],
        "analyses": [
            {
                "label": each.asked.label,
                "kind": each.key,
                "made": each.failure is None,
                "reason": None if each.failure is None else str(each.failure),
                "remarks": [str(remark) for remark in (each.found.remarks if each.found else ())],
            }
            for each in results.ran
        ],
    }
