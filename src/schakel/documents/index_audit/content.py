# SPDX-License-Identifier: EUPL-1.2
"""The content of an audit: verdict, the ten steps at a glance, a section per step, limits and tables."""

from schakel.composite.audit.auditing import IndexAudit
from schakel.composite.audit.thresholds import THRESHOLDS
from schakel.composite.building.build import Build
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.formats import number, percent, plain_number
from schakel.documents.index_audit.audit_names import AuditNames
from schakel.documents.index_audit.audit_pictures import Pictures
from schakel.documents.index_audit.audit_tables import file_of
from schakel.documents.index_audit.column_labels import TABLE_TITLES
from schakel.documents.index_audit.sections import Writer, write_section
from schakel.documents.index_audit.threshold_words import THRESHOLD_WORDS
from schakel.documents.index_audit.verdict import glance_table, verdict_sentences
from schakel.documents.report.blocks import Block, Heading, Paragraph, ReportContent, Table


def audit_content(audit: IndexAudit, build: Build, language: str, widths: tuple[str, ...]) -> ReportContent:
    """Return the whole audit as blocks; ``widths`` are of the pictures: ("print",) or (wide, narrow)."""
    names = AuditNames(build, language)
    pictures = [Pictures(audit, names, width) for width in widths]
    writer = Writer(audit, names, pictures[0], pictures[1] if len(pictures) > 1 else None)
    say = names.say
    answer = verdict_sentences(audit, names, writer.references)
    blocks: list[Block] = [glance_table(audit, names, writer.references)]
    for number_, part in enumerate(audit.parts, start=1):
        blocks += write_section(writer, part, number_)
    blocks += _annex(audit, names)
    return ReportContent(
        language=language,
        title=say("Audit of the index: {index}", index=names.index),
        subtitle=say("By the ten steps of the OECD and JRC Handbook on composite indicators"),
        details=_details(audit, names),
        answer=answer,
        blocks=tuple(blocks),
        words={
            "answer": say("The verdict"),
            "contents": say("Contents"),
            "page": say("page"),
            "how": say("How to read this"),
            "table": say("The same data as a table"),
            "file": say("All numbers"),
        },
    )


def _details(audit: IndexAudit, names: AuditNames) -> tuple[str, ...]:
    say, language, figures = names.say, names.language, audit.robustness.figures
    scope = say(
        "{n_units} units, {n_indicators} indicators; {n_runs} runs, bounds of {coverage}.",
        n_units=number(figures["n_ranked"], language, 0),
        n_indicators=number(audit.structure.figures["n_indicators"], language, 0),
        n_runs=number(figures["n_runs"], language, 0),
        coverage=percent(figures["coverage"], language),
    )
    period = [say("Period: {period}.", period=audit.period)] if audit.period != "" else []
    about = say(
        "A number between brackets, such as [1], leads to the table, row and column that the sentence comes "
        "from. The tables stand beside this document in the folder {folder}.",
        folder="audit_tables",
    )
    return (" ".join([scope, *period]), about)


def _annex(audit: IndexAudit, names: AuditNames) -> list[Block]:
    """Return the limits with their sources, and what each table holds."""
    say = names.say
    limits = (Column(say("Limit")), Column(say("Value"), "number"), Column(say("Source")))
    rows = tuple(
        (say(THRESHOLD_WORDS[t.name]), plain_number(t.value, names.language), say(t.source))
        for t in THRESHOLDS
    )
    held = (Column(say("Table (CSV)")), Column(say("What it holds")), Column(say("Rows"), "number"))
    tables = tuple(
        (f"{name}.csv", say(TABLE_TITLES[name]), str(table.height)) for name, table in audit.tables().items()
    )
    return [
        Heading(say("The limits, and where they come from")),
        Paragraph(
            say("A limit tells where to look; it does not decide. Those that are ours are marked as such.")
        ),
        Table(say("Limits used in this audit"), ChartTable(limits, rows), (3, 0.8, 4)),
        Heading(say("The tables")),
        Table(
            say("Every table of this audit"),
            ChartTable(held, tables),
            (2.2, 4, 0.7),
            file_of("figures"),
        ),
    ]
