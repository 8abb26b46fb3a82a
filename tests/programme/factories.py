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


class ClaimStatementFactory(_Appended):
    class Meta:
        model = models.ClaimStatement

    claim = factory.SubFactory(ClaimFactory)
    step = "promised"
    amount = "100.00"
    on = date(2030, 1, 1)
    source = "jaarverslag"


class EvidenceFileFactory(_Traced):
    class Meta:
        model = models.EvidenceFile

    name = "telling.pdf"
    sha256 = factory.Sequence(lambda n: f"{n:064d}")
    size_bytes = 1
    media_type = "application/pdf"


class MilestoneFactory(_Traced):
    class Meta:
        model = models.Milestone

    initiative = factory.SubFactory(InitiativeFactory)
    title = factory.Sequence(lambda n: f"Voorbeeldmijlpaal {n}")
    first_due_on = date(2031, 3, 1)
    due_on = factory.SelfAttribute("first_due_on")


class OutputFactory(_Traced):
    class Meta:
        model = models.Output

    initiative = factory.SubFactory(InitiativeFactory)
    title = factory.Sequence(lambda n: f"Voorbeeldprestatie {n}")
    kind = "event"


class StrengtheningFactory(_Traced):
    class Meta:
        model = models.Strengthening

    element = "talent"


class LessonFactory(_Traced):
    class Meta:
        model = models.Lesson

    text = "Begin met een bedrijf dat wil kopen"


class ProposalFactory(_Traced):
    class Meta:
        model = models.Proposal

    title = factory.Sequence(lambda n: f"Voorbeeldvoorstel {n}")
    created_by = "account:9999"


class ServiceFactory(_Traced):
    class Meta:
        model = models.Service

    provider = factory.SubFactory(PartnerFactory)
    title = factory.Sequence(lambda n: f"Voorbeelddienst {n}")
    topic = "Digitalisering"
    tier = 1


class ChallengeFactory(_Traced):
    class Meta:
        model = models.Challenge

    partner = factory.SubFactory(PartnerFactory)
    side = "ask"
    title = factory.Sequence(lambda n: f"Voorbeeldvraag {n}")


class FundingFactory(_Traced):
    class Meta:
        model = models.Funding

    initiative = factory.SubFactory(InitiativeFactory)
    programme = factory.SubFactory(FundingProgrammeFactory)


class SeatFactory(_Traced):
    class Meta:
        model = models.Seat

    partner = factory.SubFactory(PartnerFactory)
    body = "board"
    role = "lid"


class PartnerGoalFactory(_Traced):
    class Meta:
        model = models.PartnerGoal

    partner = factory.SubFactory(PartnerFactory)
    statement = factory.Sequence(lambda n: f"Voorbeelddoel {n}")


class GoalAlignmentFactory(_Traced):
    class Meta:
        model = models.GoalAlignment

    goal = factory.SubFactory(PartnerGoalFactory)
    course_code = "jobs"
    fit = "same"


class CommitmentFactory(_Traced):
    class Meta:
        model = models.Commitment

    code = factory.Sequence(lambda n: f"commitment-{n}")
    partner = factory.SubFactory(PartnerFactory)
    kind = "money"
    title = factory.Sequence(lambda n: f"Voorbeeldtoezegging {n}")
    unit = "EUR"


class CommitmentEntryFactory(_Appended):
    class Meta:
        model = models.CommitmentEntry

    commitment = factory.SubFactory(CommitmentFactory)
    step = "promised"
    amount = "100.00"
    on = date(2031, 1, 1)


class ContactFactory(_Traced):
    class Meta:
        model = models.Contact

    partner = factory.SubFactory(PartnerFactory)
    function = "Secretariaat"
    email = "post@voorbeeld.invalid"
    purpose = "Uitnodigen"
    keep_until = date(2033, 1, 1)


class EventFactory(_Traced):
    class Meta:
        model = models.Event

    title = factory.Sequence(lambda n: f"Voorbeeldbijeenkomst {n}")
    on = date(2031, 3, 1)


class AttendanceFactory(_Traced):
    class Meta:
        model = models.Attendance

    event = factory.SubFactory(EventFactory)
    partner = factory.SubFactory(PartnerFactory)
    people = 1


class FollowUpFactory(_Traced):
    class Meta:
        model = models.FollowUp

    event = factory.SubFactory(EventFactory)
    text = factory.Sequence(lambda n: f"Voorbeeldafspraak {n}")


class ConnectionFactory(_Traced):
    class Meta:
        model = models.Connection

    first = factory.SubFactory(PartnerFactory)
    second = factory.SubFactory(PartnerFactory)
    on = date(2031, 4, 1)
    reason = "Zelfde doelgroep"


class StageChangeFactory(_Appended):
    class Meta:
        model = models.StageChange

    initiative = factory.SubFactory(InitiativeFactory)
    from_stage = "unknown"
    to_stage = "sowing"
    on = date(2030, 1, 1)
    reason = "Begonnen"


class ProgressUpdateFactory(_Appended):
    class Meta:
        model = models.ProgressUpdate

    initiative = factory.SubFactory(InitiativeFactory)
    on = date(2031, 1, 1)
    quality = "green"
    time = "green"
    money = "green"
