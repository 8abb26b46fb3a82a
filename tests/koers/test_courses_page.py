# SPDX-License-Identifier: EUPL-1.2
"""docs/courses.md names every field, and its worked example is right."""

import re

import pytest
from tests.shared_data import REPOSITORY

from schakel.koers import (
    course,
    framework,
    region,
    register,
    register_claims,
    register_money,
    register_partners,
    sources,
)
from schakel.koers.course import CourseFile
from schakel.koers.coverage import cover
from schakel.koers.entries import validate_entry
from schakel.koers.framework import load_framework
from schakel.koers.located_yaml import parse_located_yaml

PAGE = (REPOSITORY / "docs" / "courses.md").read_text()
MODELS = [
    course.CourseFile,
    course.Period,
    course.PolicyText,
    course.Focus,
    course.Contribution,
    course.Action,
    course.MainLine,
    course.Yardstick,
    course.Goal,
    course.Criterion,
    course.CycleStep,
    course.AdmissionCondition,
    course.OutsideRelation,
    course.ElsewhereNamed,
    region.Region,
    region.Member,
    region.Variant,
    register.Initiative,
    register.Lineage,
    register.Participant,
    register.StrengthenedElement,
    register.Continuity,
    register.Link,
    register.PaidFrom,
    register.TargetGroup,
    register.Register,
    register_partners.Partner,
    register_partners.Seat,
    register_partners.Responsibility,
    register_money.FundingProgramme,
    register_money.LedgerLine,
    register_claims.Claim,
    register_claims.Statement,
    register_claims.Recommendation,
    sources.SourceEntry,
    framework.Element,
    framework.Comparison,
    framework.Indicator,
    framework.MeasurementError,
]


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.__name__)
def test_every_field_is_on_the_page(model):
    named = set(re.findall(r"`([a-z0-9_]+)`", PAGE))
    assert set(model.model_fields) - named == set()


@pytest.mark.parametrize(
    "words",
    [
        register.InitiativeType,
        register.Relation,
        register.LineageKind,
        register.ParticipationRole,
        register.ContinuityState,
        register.LinkKind,
        register.StrengtheningStrength,
        register_partners.Helix,
        register_partners.PartnerRelation,
        register_partners.Body,
        register_partners.Raci,
        register_partners.Subject,
        register_money.FundingKind,
        register_money.EntryKind,
        register_money.Purpose,
        register_claims.ClaimKind,
        register_claims.ImpactLevel,
        register_claims.ClaimStep,
        register_claims.ClaimMethod,
        register_claims.Investor,
        register_claims.RecommendationStatus,
        sources.Refresh,
        sources.Level,
    ],
)
def test_every_word_of_a_fixed_list_is_on_the_page(words):
    named = set(re.findall(r"`([a-z0-9_]+)`", PAGE))
    assert set(words.__args__) - named == set()


def test_the_worked_example_is_right_and_says_what_the_page_says():
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)
    made, problems = validate_entry(parse_located_yaml(example.encode(), file="courses.md"), CourseFile)
    assert [str(p) for p in problems] == []
    elements = load_framework(REPOSITORY / "courses" / "dutch-techzone").element_codes
    coverage = cover(made, elements)
    assert len(coverage.elements_without_line) == 8
    assert coverage.elements_only_possibly == ("demand",)
    assert coverage.actions_without_owner == coverage.actions_without_budget == ("1b",)
    assert coverage.goals_without_baseline == coverage.goals_without_target == ("jobs",)
    assert coverage.criteria_without_number == coverage.criteria_without_date == ()
