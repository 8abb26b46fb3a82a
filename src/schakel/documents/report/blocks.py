# SPDX-License-Identifier: EUPL-1.2
"""What a report is made of, without markup: headings, paragraphs, lists, figures and tables."""

from dataclasses import dataclass

from schakel.documents.charts.chart import Chart, ChartTable


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 or 2; ``new_page`` starts a page in print."""

    text: str
    level: int = 1
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``style`` is lead, normal or small."""

    text: str
    style: str = "normal"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with its caption and text alternative; ``share`` of the text width that it takes in print."""

    chart: Chart
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; ``widths`` are relative column widths for print."""

    caption: str
    data: ChartTable
    widths: tuple[float, ...] = ()


Block = Heading | Paragraph | Bullets | Picture | Table


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
