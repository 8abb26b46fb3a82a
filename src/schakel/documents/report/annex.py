# SPDX-License-Identifier: EUPL-1.2
"""The annex of the report: method, choices, sources and the age of the data."""

from schakel.diagnosis.dossier import Dossier
from schakel.documents.charts.chart import Chart, ChartTable, Column
from schakel.documents.formats import day, enumeration, number
from schakel.documents.report.blocks import Block, Bullets, Heading, Paragraph, Picture, Table
from schakel.documents.sentences.answers import answer_accountability
from schakel.documents.sentences.choices import choice_in_words
from schakel.documents.sentences.names import Names


def method_blocks(dossier: Dossier, names: Names) -> list[Block]:
    """Return how it was computed, in sentences, and the choices that were made."""
    say, language = names.say, names.language
    blocks: list[Block] = [Heading(say("Annex: how this was computed"))]
    blocks.append(
        Bullets(
            (
                say(
                    "Public figures are stored as they were downloaded, with a fingerprint, and never edited."
                ),
                say(
                    "Indicators are formed from figures measured for the region's own area or "
                    "the areas that it is part of. A value that is the national one repeated "
                    "does not count."
                ),
                say(
                    "Each indicator is scaled so that the average of the compared regions is 1; "
                    "an element is the mean of its indicators; the index is the mean of the "
                    "elements that are measured."
                ),
                say(
                    "Everything is computed again {n} times with random data errors of the size "
                    "that the publisher states or the framework assumes, and with other method "
                    "choices. The interval "
                    "holds 90 per cent of those runs.",
                    n=number(dossier.provenance.n_runs, language, 0),
                ),
                say(
                    "A figure that is unknown or suppressed is never taken as zero. Where only "
                    "bounds are known, the bounds are given."
                ),
                say(
                    "The same figures and the same start number ({seed}) give the same report, "
                    "byte for byte.",
                    seed=dossier.provenance.seed,
                ),
            )
        )
    )
    return [*blocks, *_choices(dossier, names)]


def _choices(dossier: Dossier, names: Names) -> list[Block]:
    """Return the choices, once for comparisons that share them."""
    language = names.language
    blocks: list[Block] = [Heading(names.say("Choices"), 2)]
    chosen: dict[tuple[str, ...], list[str]] = {}
    for comparison in dossier.comparisons:
        made = tuple(choice_in_words(name, value, language) for name, value in comparison.choices.items())
        chosen.setdefault(made, []).append(names.comparison(comparison.code))
    for made, comparisons in chosen.items():
        blocks.append(Paragraph(f"{enumeration(comparisons, language)}. {'; '.join(made)}."))
    return blocks


def source_blocks(age: Chart | None, dossier: Dossier, names: Names) -> list[Block]:
    """Return the sources with their age, and where the report itself comes from."""
    say, language = names.say, names.language
    blocks: list[Block] = [Heading(say("Annex: sources and the age of the data"))]
    blocks.append(Paragraph(" ".join(answer_accountability(dossier, language)), "lead"))
    if age is not None:
        blocks.append(Picture(age, 0.8))
    blocks += _sources(dossier, names)
    p = dossier.provenance
    blocks.append(
        Paragraph(
            say(
                "Code {code}, course {course}, framework {framework}, start number {seed}.",
                code=p.code_version,
                course=p.course_version,
                framework=p.framework_sha256[:12],
                seed=p.seed,
            ),
            "small",
        )
    )
    return blocks


def _sources(dossier: Dossier, names: Names) -> list[Block]:
    say, language = names.say, names.language
    columns = tuple(
        Column(t)
        for t in (
            say("Source"),
            say("Table"),
            say("Publisher"),
            say("Newest figure"),
            say("Retrieved"),
            say("Licence"),
        )
    )
    rows = tuple(
        (
            s.title.in_language(language),
            s.source_table,
            s.publisher,
            str(s.newest_period or "–"),
            day(s.retrieved_date, language),
            s.licence,
        )
        for s in dossier.provenance.snapshots
    )
    data = ChartTable(columns, rows)
    return [Table(say("Sources"), data, (3.2, 1.6, 1.7, 0.9, 1.6, 1.4))] if rows else []
