# SPDX-License-Identifier: EUPL-1.2
"""A register full of invented rows, written in bulk: for tests of query budgets and for the benchmarks."""

import hashlib
import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from schakel.programme import models as m
from schakel.programme.queries.embedding import QUESTIONS

AT = datetime(2031, 1, 1, tzinfo=UTC)
TRACED = {
    "created_at": AT,
    "changed_at": AT,
    "created_by": "account:1",
    "changed_by": "account:1",
    "invented": True,
}
ROW = {"recorded_at": AT, "recorded_by": "account:1", "invented": True}
BATCH = 2_000


@dataclass(frozen=True)
class Codes:
    """Codes of a course; those of the made-up one unless others are given."""

    places: tuple[str, ...] = ("GM9901", "GM9902")
    lines: tuple[str, ...] = ("1", "2")
    actions: tuple[str, ...] = ("1a", "1b", "2a")
    goals: tuple[str, ...] = ("jobs", "place")
    elements: tuple[str, ...] = ("talent", "finance", "demand", "networks")


@dataclass(frozen=True)
class Size:
    """How many rows there are of each."""

    initiatives: int = 300
    partners: int = 100
    entries: int = 2_000
    activities: int = 600
    claims: int = 300
    commitments: int = 300
    events: int = 100
    indicators: int = 30
    audit: int = 200


def fill_register(size=None, codes=None, *, today=None):
    """Fill every table of the programme; the first initiative (``full``) has some of everything."""
    return _Filling(size or Size(), codes or Codes(), today or timezone.localdate()).fill()


class _Filling:
    def __init__(self, size, codes, today):
        self.size, self.codes, self.today = size, codes, today

    def year(self, k, month=1, day=1):
        return date(self.today.year + k, month, day)

    def day(self, k, back=2_500):
        return self.today - timedelta(days=(k * 37) % back)

    def fill(self):
        self.partners = self.make_partners()
        self.initiatives = self.make_initiatives()
        self.programmes = self.make_programmes()
        self.make_initiative_rows()
        self.make_activities()
        self.make_ledger()
        self.make_claims()
        self.make_commitments()
        self.make_events()
        self.make_indicators()
        self.make_updates()
        self.make_registers()
        self.make_audit()
        self.fill_one(self.initiatives[0])
        return self

    def pick(self, rows, k):
        return rows[k % len(rows)]

    def make_partners(self):
        helix = m.Helix.values
        many(
            m.Partner(
                code=f"party-{k}",
                name=f"Partij {k:05}",
                helix=self.pick(helix, k),
                relation=self.pick(["partner", "partner", "candidate", "external"], k),
                municipality=self.pick((*self.codes.places, ""), k),
                joined_on=self.day(k) if k % 3 else None,
                **TRACED,
            )
            for k in range(self.size.partners)
        )
        partners = list(m.Partner.objects.filter(code__startswith="party-").order_by("pk"))
        many(
            m.Seat(partner=p, body=self.pick(m.Body.values, k), role="lid", starts_on=self.year(-2), **TRACED)
            for k, p in enumerate(partners[:500])
        )
        goals = m.PartnerGoal.objects.bulk_create(
            [m.PartnerGoal(partner=p, statement="Meer vakmensen", **TRACED) for p in partners[:500]]
        )
        many(
            m.GoalAlignment(goal=g, course_code=self.pick(self.codes.goals, k), fit="same", **TRACED)
            for k, g in enumerate(goals)
        )
        many(
            m.Contact(
                partner=p,
                function="projectleiding",
                email="functie@voorbeeld.invalid",
                purpose="bijwerken",
                keep_until=self.year(2),
                **TRACED,
            )
            for p in partners[:200]
        )
        return partners

    def make_initiatives(self):
        kinds, stages = m.InitiativeKind.values, [s for s in m.Stage.values if s != "merged"]
        many(
            m.Initiative(
                code=f"full-{k}",
                name=f"Initiatief {k * 7919 % self.size.initiatives:05}",
                kind=self.pick(kinds, k),
                relation=self.pick(["own", "partner", "partner", "external"], k),
                stage=self.pick(stages, k),
                owner=self.pick(self.partners, k * 7),
                place=self.pick(self.codes.places, k),
                lines=[self.pick(self.codes.lines, k)],
                actions=[self.pick(self.codes.actions, k)],
                target_groups=["firms"],
                started_year=self.today.year - 7 + k % 7,
                continuity=self.pick(m.Continuity.values, k),
                exit_on=self.day(k) + timedelta(days=900) if k % 5 == 0 else None,
                **TRACED,
            )
            for k in range(self.size.initiatives)
        )
        return list(m.Initiative.objects.filter(code__startswith="full-").order_by("pk"))

    def make_programmes(self):
        return m.FundingProgramme.objects.bulk_create(
            m.FundingProgramme(
                code=f"source-{kind}",
                name=f"Bron {kind}",
                kind=kind,
                budget_eur=Decimal("1000000.01"),
                rate_eur_per_inhabitant=Decimal(1) if kind == "contribution" else None,
                starts_on=self.year(-3),
                ends_on=self.year(2, 12, 31),
                **TRACED,
            )
            for kind in m.FundingKind.values
        )

    def make_initiative_rows(self):
        some = self.initiatives
        many(
            m.InitiativeName(initiative=i, name=name, plain=f"{i.code}-{name}".lower(), **TRACED)
            for i in some
            for name in (i.name, f"Oude naam {i.code}")
        )
        many(
            m.StageChange(
                initiative=i, from_stage="unknown", to_stage=i.stage, on=self.day(k), reason="begin", **ROW
            )
            for k, i in enumerate(some)
        )
        many(
            m.Participation(
                initiative=i,
                partner=self.pick(self.partners, 3 * k + j),
                role=self.pick(m.ParticipationRole.values, j),
                starts_on=self.day(k),
                **TRACED,
            )
            for k, i in enumerate(some[:1_000])
            for j in range(3)
        )
        many(
            m.EmbeddingAnswer(
                initiative=i, question=q, answer=self.pick(["yes", "no", "partly"], k), **TRACED
            )
            for k, i in enumerate(some[:1_000])
            for q in QUESTIONS
        )
        many(
            m.Funding(
                initiative=i,
                programme=self.pick(self.programmes, k),
                starts_on=self.year(-2),
                ends_on=self.day(k) + timedelta(days=1_200),
                decision_due_on=self.day(k) + timedelta(days=1_000),
                **TRACED,
            )
            for k, i in enumerate(some[:1_000])
        )
        many(
            m.Responsibility(
                partner=self.pick(self.partners, k),
                subject="initiative",
                subject_code=i.code,
                role="accountable",
                **TRACED,
            )
            for k, i in enumerate(some[:1_000])
        )
        links = itertools.pairwise(some[:200])
        many(m.InitiativeLink(first=a, second=b, kind="location", **TRACED) for a, b in links)
        olds = zip(some[20:40], some[40:60], strict=False)
        many(m.Lineage(initiative=a, other=b, kind="part_of", **TRACED) for a, b in olds)
        many(
            m.ReadinessChange(initiative=i, innovation="proef", level=1 + k % 9, on=self.day(k), **ROW)
            for k, i in enumerate(some[:200])
        )

    def make_activities(self):
        codes = self.codes
        self.causes = m.Cause.objects.bulk_create(
            m.Cause(element=e, statement=f"Te weinig ({e})", challenge_owner=self.partners[0], **TRACED)
            for e in codes.elements
        )
        many(
            m.Activity(
                code=f"doing-{k}",
                title=f"Activiteit {k * 7919 % self.size.activities:05}",
                initiative=self.pick(self.initiatives, k) if k % 4 else None,
                line=self.pick(codes.lines, k),
                action=self.pick(codes.actions, k),
                goals=[self.pick(codes.goals, k)] if k % 3 else [],
                role=self.pick(m.ActivityRole.values, k),
                status=self.pick(m.ActivityStatus.values, k),
                owner=self.pick(self.partners, k) if k % 6 else None,
                starts_on=self.day(k) if k % 7 else None,
                planned_hours=Decimal(10),
                planned_eur=Decimal(1000),
                **TRACED,
            )
            for k in range(self.size.activities)
        )
        self.activities = list(m.Activity.objects.filter(code__startswith="doing-").order_by("pk"))
        many(
            m.Strengthening(
                activity=a,
                element=self.pick(codes.elements, k),
                cause=self.pick(self.causes, k) if k % 2 else None,
                **TRACED,
            )
            for k, a in enumerate(self.activities)
            if k % 3
        )
        many(
            m.Strengthening(
                initiative=i, element=self.pick(codes.elements, k), cause=self.pick(self.causes, k), **TRACED
            )
            for k, i in enumerate(self.initiatives)
        )
        many(
            m.Milestone(
                initiative=i, title="Open", first_due_on=self.day(k), due_on=self.day(k + 1), **TRACED
            )
            for k, i in enumerate(self.initiatives[:1_000])
        )
        many(
            m.Output(initiative=i, title="Dag", kind="event", amount=Decimal(3), on=self.day(k), **TRACED)
            for k, i in enumerate(self.initiatives[:1_000])
        )
        many(m.Lesson(initiative=i, text="Begin klein", **TRACED) for i in self.initiatives[:100])
        many(
            m.Proposal(title=f"Voorstel {k}", proposer=self.pick(self.partners, k), **TRACED)
            for k in range(50)
        )

    def make_ledger(self):
        kinds, purposes = m.EntryKind.values, ["activity", "seed", "award", ""]
        initiatives = self.initiatives[:1_000]
        many(
            m.LedgerEntry(
                kind=(kind := self.pick(kinds, k)),
                programme=self.pick(self.programmes, k // len(kinds)),
                amount_eur=Decimal(100 * (k % 50) + 1) / 100 + Decimal(1000 if kind != "returned" else 0),
                on=self.day(k),
                payer=self.pick(self.partners, k) if kind in ("pledged", "received") else None,
                initiative=self.pick(initiatives, k) if kind in ("granted", "spent", "returned") else None,
                municipality=self.pick((*self.codes.places, ""), k),
                line=self.pick((*self.codes.lines, ""), k),
                purpose=self.pick(purposes, k),
                reference=f"boeking-{k}",
                description="Regel",
                **ROW,
            )
            for k in range(self.size.entries)
        )
        first = m.LedgerEntry.objects.filter(reference="boeking-2").first()
        if first is not None:
            m.LedgerEntry.objects.create(
                kind=first.kind,
                programme=first.programme,
                amount_eur=first.amount_eur + 5,
                on=first.on,
                initiative=first.initiative,
                municipality=first.municipality,
                line=first.line,
                reference="boeking-2-beter",
                corrects=first,
                **ROW,
            )

    def make_claims(self):
        kinds = m.ClaimKind.values
        initiatives = self.initiatives[:1_000]
        many(
            m.Claim(
                code=f"claim-{k}",
                title=f"Resultaat {k * 7919 % self.size.claims:05}",
                kind=(kind := self.pick(kinds, k)),
                unit="EUR" if kind == "investment" else "stuks",
                investor=self.pick(["public", "private"], k) if kind == "investment" else "",
                initiative=self.pick(initiatives, k) if k % 4 else None,
                programme=None if k % 4 else self.pick(self.programmes, k // 4),
                claimed_by=self.pick(self.partners, k),
                goal=self.pick(self.codes.goals, k),
                place=self.pick((*self.codes.places, ""), k),
                **TRACED,
            )
            for k in range(self.size.claims)
        )
        self.claims = list(m.Claim.objects.filter(code__startswith="claim-").order_by("pk"))
        steps = m.ClaimStep.values
        many(
            m.ClaimStatement(
                claim=c,
                step=step,
                amount=Decimal(10 + k % 7) if (k + j) % 9 else None,
                on=self.day(k),
                stated_by="opgave",
                method="counted",
                **ROW,
            )
            for k, c in enumerate(self.claims)
            for j, step in enumerate(steps[: 1 + k % 4])
        )

    def make_commitments(self):
        kinds = m.CommitmentKind.values
        many(
            m.Commitment(
                code=f"word-{k}",
                partner=self.pick(self.partners, k),
                kind=(kind := self.pick(kinds, k)),
                title=f"Toezegging {k * 7919 % self.size.commitments:05}",
                unit={"money": "EUR", "purchase": "EUR", "hours": "hours"}.get(kind, "keer"),
                initiative=self.pick(self.initiatives, k) if k % 2 else None,
                line=self.pick((*self.codes.lines, ""), k),
                due_on=self.day(k),
                **TRACED,
            )
            for k in range(self.size.commitments)
        )
        commitments = m.Commitment.objects.filter(code__startswith="word-").order_by("pk")
        many(
            m.CommitmentEntry(commitment=c, step=step, amount=Decimal(40 + k % 9), on=self.day(k), **ROW)
            for k, c in enumerate(commitments)
            for step in m.CommitmentStep.values[: 1 + k % 3]
        )

    def make_events(self):
        many(
            m.Event(
                title=f"Bijeenkomst {k * 7919 % self.size.events:05}",
                on=self.day(k),
                place=self.pick((*self.codes.places, ""), k),
                organiser=self.pick(self.partners, k),
                initiative=self.pick(self.initiatives, k) if k % 2 else None,
                topic="Talent",
                **TRACED,
            )
            for k in range(self.size.events)
        )
        events = list(m.Event.objects.filter(topic="Talent").order_by("pk"))
        many(
            m.Attendance(event=e, partner=self.pick(self.partners, k + j), people=2, **TRACED)
            for k, e in enumerate(events)
            for j in range(min(2, len(self.partners)))
        )
        many(
            m.FollowUp(
                event=e, text="Bellen", owner=self.pick(self.partners, k), due_on=self.day(k), **TRACED
            )
            for k, e in enumerate(events)
        )
        pairs = zip(self.partners[:50], self.partners[1:51], strict=False)
        many(
            m.Connection(first=a, second=b, on=self.day(k), reason="samen", **TRACED)
            for k, (a, b) in enumerate(pairs)
        )

    def make_indicators(self):
        self.period = m.ReportingPeriod.objects.create(
            code="full-2030",
            starts_on=self.year(-1),
            ends_on=self.year(-1, 12, 31),
            due_on=self.year(0, 2, 1),
            **TRACED,
        )
        many(
            m.Indicator(
                code=f"measure-{k}",
                title=f"Maat {k}",
                level=self.pick(m.IndicatorLevel.values, k),
                meaning="Hoeveel er zijn",
                unit="bedrijven",
                time_semantics=self.pick(m.TimeSemantics.values, k),
                direction="higher",
                goal=self.pick(self.codes.goals, k),
                element=self.pick(self.codes.elements, k),
                owner=self.pick(self.partners, k),
                **TRACED,
            )
            for k in range(self.size.indicators)
        )
        self.indicators = list(m.Indicator.objects.filter(code__startswith="measure-").order_by("pk"))
        many(
            m.IndicatorTarget(indicator=i, kind=kind, year=year, value=Decimal(9), **TRACED)
            for i in self.indicators
            for kind, year in (("baseline", self.today.year - 3), ("target", self.today.year + 2))
        )
        many(
            m.IndicatorValue(
                indicator=self.pick(self.indicators, k),
                period=self.period,
                initiative=i,
                value=Decimal(k % 12),
                numerator=Decimal(k % 5),
                denominator=Decimal(5),
                state=self.pick(m.ValueState.values, k),
                definition_version=1,
                author="account:1",
                **TRACED,
            )
            for k, i in enumerate(self.initiatives[:300])
        )

    def make_updates(self):
        self.round = m.UpdateRound.objects.create(
            code="full-ronde",
            title="Voorjaar",
            opens_on=self.today - timedelta(days=20),
            due_on=self.today - timedelta(days=5),
            **TRACED,
        )
        some = self.initiatives[:300]
        many(
            m.ProgressUpdate(
                initiative=i,
                round=self.round,
                on=self.day(k, 60),
                quality="green",
                time="amber",
                time_reason="later",
                money="green",
                **ROW,
            )
            for k, i in enumerate(some[::2])
        )
        many(
            m.Risk(initiative=i, text="Te weinig mensen", likelihood=2, effect=3, **TRACED) for i in some[:80]
        )
        many(
            m.Need(initiative=i, text="Hulp", asked_of=self.partners[0], asked_on=self.day(k, 60), **TRACED)
            for k, i in enumerate(some[:80])
        )
        many(
            m.Reminder(round=self.round, initiative=i, on=self.today, channel="call", **ROW)
            for i in some[:20]
        )

    def make_registers(self):
        few = range(40)
        many(m.Recommendation(report="Verslag", text=f"Advies {k}", **TRACED) for k in few)
        many(m.ContextSignal(title=f"Signaal {k}", on=self.day(k), kind="policy", **TRACED) for k in few)
        many(m.AgendaSubject(subject=f"Punt {k}", addressee="Rijk", ask="steun", **TRACED) for k in few)
        many(
            m.Service(
                provider=self.pick(self.partners, k),
                initiative=self.pick(self.initiatives, k),
                title=f"Dienst {k}",
                topic="groei",
                places=[self.codes.places[0]],
                tier=1 + k % 2,
                **TRACED,
            )
            for k in few
        )
        many(
            m.Challenge(
                partner=self.pick(self.partners, k),
                side=self.pick(["ask", "offer"], k),
                title=f"Vraag {k}",
                themes=["energie"],
                **TRACED,
            )
            for k in few
        )
        many(
            m.SheetUpload(sheet="milestones", file_name=f"blad-{k}.xlsx", sha256="0" * 64, rows=[], **TRACED)
            for k in few
        )

    def make_audit(self):
        """Lines that look like a chain; their seals are not those of the real one."""
        start = m.AuditEntry.objects.count()
        deeds = ["initiative.change", "ledger.record", "update.send", "page.read"]
        many(
            m.AuditEntry(
                number=start + k + 1,
                at=AT + timedelta(minutes=k),
                actor=f"account:{k % 40}",
                origin="web 127.0.0.1",
                action=self.pick(deeds, k),
                object_type="initiative",
                object_id=str(k % 300),
                object_name=f"Initiatief {k % 300}",
                result="refused" if k % 50 == 0 else "done",
                details={"changed": {"name": ["oud", "nieuw"]}},
                previous_digest="0" * 64,
                digest=hashlib.sha256(str(k).encode()).hexdigest(),
            )
            for k in range(self.size.audit)
        )
        m.AuditHead.objects.update_or_create(
            pk=1, defaults={"number": start + self.size.audit, "digest": "0" * 64}
        )

    def fill_one(self, i):
        """Give one initiative several of everything that a sheet can show."""
        near = self.initiatives[1:4]
        few = range(6)
        many(
            m.Lineage(initiative=n, other=i, kind="renamed_to", year=self.today.year - 2, **TRACED)
            for n in near[:1]
        )
        many(
            m.Lineage(initiative=n, other=i, kind="merged_into", year=self.today.year - 1, **TRACED)
            for n in near[1:]
        )
        many(
            m.Responsibility(partner=p, subject="initiative", subject_code=i.code, role=role, **TRACED)
            for p, role in zip(self.partners[3:], ["responsible", "consulted", "informed"], strict=False)
        )
        many(
            m.ReadinessChange(
                initiative=i, innovation=f"proef {k}", level=3, on=self.day(k), owner=self.partners[0], **ROW
            )
            for k in few
        )
        many(
            m.Funding(initiative=i, programme=p, ends_on=self.today + timedelta(days=200), **TRACED)
            for p in self.programmes
        )
        many(
            m.Milestone(
                initiative=i, title=f"Mijlpaal {k}", first_due_on=self.day(k), due_on=self.day(k), **TRACED
            )
            for k in few
        )
        many(m.Output(initiative=i, title=f"Dag {k}", kind="event", amount=k, **TRACED) for k in few)
        many(m.Lesson(initiative=i, element=self.codes.elements[0], text=f"Les {k}", **TRACED) for k in few)
        many(
            m.ProgressUpdate(
                initiative=i, on=self.day(k, 400), quality="red", time="amber", money="green", **ROW
            )
            for k in few
        )
        many(m.Risk(initiative=i, text=f"Risico {k}", likelihood=2, effect=2, **TRACED) for k in few)
        many(
            m.Need(initiative=i, text=f"Vraag {k}", asked_of=p, asked_on=self.today, **TRACED)
            for k, p in enumerate(self.partners[:5])
        )
        many(
            m.IndicatorValue(
                indicator=indicator,
                period=self.period,
                initiative=i,
                place=self.codes.places[0],
                value=Decimal(4),
                state=state,
                definition_version=1,
                author="account:1",
                **TRACED,
            )
            for indicator in self.indicators[:3]
            for state in m.ValueState.values
        )
        many(
            m.Commitment(
                code=f"of-{n.code}",
                partner=self.partners[0],
                kind="hours",
                title="Uren",
                unit="hours",
                initiative=n,
                **TRACED,
            )
            for n in (i, *near)
        )
        many(
            m.CommitmentEntry(commitment=c, step="promised", amount=Decimal(9), on=self.day(3), **ROW)
            for c in m.Commitment.objects.filter(code__startswith="of-")
        )


def many(rows):
    """Write rows of one kind."""
    given = list(rows)
    if given:
        type(given[0]).objects.bulk_create(given, batch_size=BATCH)
