# SPDX-License-Identifier: EUPL-1.2
"""What a report is made of, without markup: headings, paragraphs, lists, figures and tables."""

from dataclasses import dataclass

from schakel.documents.charts.chart import Chart, ChartTable


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 or 2; ``new_page`` starts a page in print, ``number`` stands before the text."""

    text: str
    level: int = 1
    new_page: bool = False
    number: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``style`` is lead, normal or small."""

    text: str
    style: str = "normal"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of sentences; ``marks`` are the words set before each, in bold, or none."""

    items: tuple[str, ...]
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with its caption and text alternative.

    ``share`` of the text width that it takes in print; ``narrow`` the same for a phone; ``file`` the file
    with its numbers, beside the document.
    """

    chart: Chart
    share: float = 1.0
    narrow: Chart | None = None
    file: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; ``widths`` for print, ``file`` the file with all its rows."""

    caption: str
    data: ChartTable
    widths: tuple[float, ...] = ()
    file: str = ""


@dataclass(frozen=True, slots=True)
class Fold:
    """What opens on demand on a screen and stands in small print on paper."""

    summary: str
    blocks: tuple[Paragraph | Bullets | Table, ...]


Block = Heading | Paragraph | Bullets | Picture | Table | Fold


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A whole report in one language; ``details`` are the lines under the title."""

    language: str
    title: str
    subtitle: str
    details: tuple[str, ...]
    answer: tuple[str, ...]
    blocks: tuple[Block, ...]
    words: dict[str, str]
