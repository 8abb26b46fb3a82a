# SPDX-License-Identifier: EUPL-1.2
"""Records for tests: invented organisations and initiatives, as few fields as possible filled in."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from schakel.programme import models

NOW = datetime(2031, 1, 1, tzinfo=UTC)


class _Traced(DjangoModelFactory):
    created_at = NOW
    changed_at = NOW
    created_by = "account:1"
    changed_by = "account:1"


class _Appended(DjangoModelFactory):
    recorded_at = NOW
    recorded_by = "account:1"


class PartnerFactory(_Traced):
    class Meta:
        model = models.Partner

    code = factory.Sequence(lambda n: f"partner-{n}")
    name = factory.Sequence(lambda n: f"Voorbeeldbedrijf {n}")
    helix = "business"


class InitiativeFactory(_Traced):
    class Meta:
        model = models.Initiative

    code = factory.Sequence(lambda n: f"initiative-{n}")
    name = factory.Sequence(lambda n: f"Voorbeeldinitiatief {n}")
    kind = "project"
    relation = "own"


class ParticipationFactory(_Traced):
    class Meta:
        model = models.Participation

    initiative = factory.SubFactory(InitiativeFactory)
    partner = factory.SubFactory(PartnerFactory)
    role = "participant"


class CauseFactory(_Traced):
    class Meta:
        model = models.Cause

    element = "talent"
    statement = "Te weinig technici blijven"


class ActivityFactory(_Traced):
    class Meta:
        model = models.Activity

    code = factory.Sequence(lambda n: f"activity-{n}")
    title = factory.Sequence(lambda n: f"Voorbeeldactiviteit {n}")


class FundingProgrammeFactory(_Traced):
    class Meta:
        model = models.FundingProgramme

    code = factory.Sequence(lambda n: f"funding-{n}")
    name = factory.Sequence(lambda n: f"Voorbeeldgeld {n}")
    kind = "grant"


class LedgerEntryFactory(_Appended):
    class Meta:
        model = models.LedgerEntry

    kind = "pledged"
    programme = factory.SubFactory(FundingProgrammeFactory)
    amount_eur = "100.00"
    on = date(2031, 1, 1)
    reference = factory.Sequence(lambda n: f"reference-{n}")


class ClaimFactory(_Traced):
    class Meta:
        model = models.Claim

    code = factory.Sequence(lambda n: f"claim-{n}")
    title = factory.Sequence(lambda n: f"Voorbeeldresultaat {n}")
    kind = "jobs"
    unit = "jobs"


class ReportingPeriodFactory(_Traced):
    class Meta:
        model = models.ReportingPeriod

    code = factory.Sequence(lambda n: f"{2031 + n}")
    starts_on = date(2031, 1, 1)
    ends_on = date(2031, 12, 31)
    due_on = date(2032, 2, 1)


class IndicatorFactory(_Traced):
    class Meta:
        model = models.Indicator

    code = factory.Sequence(lambda n: f"indicator-{n}")
    title = factory.Sequence(lambda n: f"Voorbeeldmaat {n}")
    level = "effort"
    meaning = "Hoeveel er zijn"
    unit = "bedrijven"
    time_semantics = "flow"
    direction = "higher"
