# SPDX-License-Identifier: EUPL-1.2
"""The pages of the board with the demonstration of the cycle: each opens, and the diagnosis stays the same."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from tests.web.site import MADE_UP

from schakel.cycle import models
from schakel.cycle.adopted_mark import read_marks
from schakel.cycle.demonstration import add_demonstration_cycle
from schakel.koers.framework import load_framework
from schakel.koers.reading import read_course
from schakel.programme.demonstration import add_demonstration_year
from schakel.web.reading import open_reading

PAGES = (
    *("cycle-year", "calendar", "measurements", "dialogue", "talks", "agreements", "surveys", "board"),
    *("meetings", "decisions", "promises", "following", "deviations", "evaluation", "criteria"),
    *("assumptions", "course-versions", "self-assessments"),
)
CLOSED = ("backlog", "week", "outbox", "bureau-hours", "bureau-plan")
OF_THE_DIAGNOSIS = ("course",)
BAND = 'class="demonstration"'


@pytest.fixture
def year(reader):
    return int(re.search(r"/(\d{4})/", reader.get("/").url)[1])


@pytest.fixture
def add(reader, django_capture_on_commit_callbacks):
    """Add the demonstration year with its cycle around today, as the command does."""

    def added():
        at = datetime.now(UTC)
        today = timezone.localdate(at)
        course = read_course(MADE_UP)
        elements = [element.code for element in load_framework(MADE_UP).elements]
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            add_demonstration_year(course, elements, today=today, at=at)
            return add_demonstration_cycle(
                course,
                elements,
                folder=MADE_UP,
                measurement=open_reading(None, "nl").stored,
                today=today,
                at=at,
            )

    return added


def opened(client, page, year, **names):
    response = client.get(reverse(page, kwargs={"year": year, **names}))
    assert response.status_code == 200, page
    return response.content.decode()


def test_every_page_of_the_board_opens_and_carries_the_band(reader, bureau, year, add):
    add()
    assert [page for page in PAGES if BAND not in opened(reader, page, year)] == []
    assert [page for page in CLOSED if BAND not in opened(bureau, page, year)] == []


def test_every_invented_meeting_decision_and_survey_opens(bureau, year, add):
    add()
    for meeting in models.Meeting.objects.all():
        assert '<span class="mark invented">' in opened(bureau, "meeting", year, meeting=meeting.code)
    for decision in models.Decision.objects.all()[:6]:
        opened(bureau, "decision", year, number=decision.number)
    for survey in models.Survey.objects.all():
        opened(bureau, "survey", year, pk=survey.pk)
    for cycle in models.CycleYear.objects.all():
        opened(bureau, "cycle-year-one", year, cycle=cycle.year)


def test_the_pages_of_the_diagnosis_say_nothing_else_of_what_was_adopted(reader, year, add):
    before = open_reading(year, "nl")
    add()
    after = open_reading(year, "nl")
    assert (after.stored.id, after.adopted, after.newer) == (before.stored.id, None, before.newer)
    assert read_marks(Path(settings.SCHAKEL_HOME)) == {}
    front = opened(reader, "overview", year)
    assert "The board has not adopted this diagnosis." in front or "niet vastgesteld" in front
    told = opened(reader, "measurements", year)
    assert "has not adopted a diagnosis" in told or "nog geen diagnose" in told
