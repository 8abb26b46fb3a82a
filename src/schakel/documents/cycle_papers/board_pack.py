# SPDX-License-Identifier: EUPL-1.2
"""The papers of a board meeting on at most six pages, for its members or for everybody.

When they do not fit, texts are shortened and lists cut, step by step; what was left out is said, with where
it stands. A confidential item carries that word, in the version for members only.
"""

from schakel.cycle.queries.board_pack import BoardPack
from schakel.documents import formats
from schakel.documents.cycle_papers.board_pack_parts import Frame, PackWriter, Room
from schakel.documents.cycle_papers.decision_words import (
    body_words,
)
from schakel.documents.cycle_papers.paper import Paper
from schakel.documents.cycle_papers.paper_pdf import paper_pdf
from schakel.documents.messages import Words
from schakel.documents.report.pdf import count_pages

MOST_PAGES = 6


ROOMS = (Room(900, 400, 20), Room(450, 200, 14), Room(220, 100, 9), Room(110, 40, 6, 4), Room(0, 0, 4, 3))
"""From much to little; the first with which everything fits is taken."""


def fitted_pack(pack: BoardPack, frame: Frame, say: Words) -> tuple[Paper, bytes]:
    """Return the papers as a paper and as PDF, of at most six pages."""
    for room in ROOMS:
        paper = pack_paper(pack, frame, room, say)
        pdf = paper_pdf(paper, frame.made_on)
        if count_pages(pdf) <= MOST_PAGES:
            break
    return paper, pdf


def pack_paper(pack: BoardPack, frame: Frame, room: Room, say: Words) -> Paper:
    """Return the papers of a meeting, as long as the room allows."""
    meeting, language = pack.meeting, say.language
    day = formats.day(meeting.on, language)
    for_whom = say("for members") if pack.for_members else say("public version")
    writer = PackWriter(pack, frame, room, say)
    return Paper(
        language=language,
        title=meeting.title,
        above=f"{frame.whose} · {body_words(meeting.body, say)} · {for_whom}",
        facts=writer.facts(),
        parts=tuple(writer.parts()),
        foot=f"{meeting.title} · {day} · {for_whom} · {formats.day(frame.made_on, language)}",
        page_words=(say("page"), say("of")),
    )
