# SPDX-License-Identifier: EUPL-1.2
"""The rules of the portfolio as data: thresholds, alarms and advice. People decide; rules only ask.

The course (section 5) warns for new things all the time, too short and too small, and asks to make lasting
what works. Change a threshold here and every page and document follows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from schakel.koers.failures import N_
from schakel.programme.models import InitiativeKind, Stage

NEW = frozenset({Stage.QUARTERMASTER, Stage.SOWING})
"""The stages in which an initiative is new."""
GROWN = frozenset({Stage.GROWING, Stage.HARVESTING})
"""The stages that ask for evidence."""
HUBS = frozenset(
    {
        InitiativeKind.HUB,
        InitiativeKind.CAMPUS,
        InitiativeKind.FIELD_LAB,
        InitiativeKind.DESK,
        InitiativeKind.CLUSTER,
        InitiativeKind.LOCATION,
        InitiativeKind.COMMUNITY,
    }
)
"""The kinds that firms go to, of which two may serve the same firms."""
SHOWN = frozenset({"stated", "counted", "verified"})
"""The levels that are evidence (``queries.stage_evidence``); a promise or expectation is not."""

MOST_NEW_SHARE = Decimal("0.5")
FEWEST_PARTNERS = 3
SMALLEST_GRANT_EUR = Decimal(50_000)
SHORTEST_MONTHS = 24
CLIFF_MONTHS = 12
MOST_MONTHS_IN_STAGE: Mapping[str, int] = {
    Stage.QUARTERMASTER: 12,
    Stage.SOWING: 24,
    Stage.GERMINATING: 36,
    Stage.GROWING: 60,
}
YOUNG_MONTHS = 12


@dataclass(frozen=True, slots=True)
class AlarmRule:
    """An alarm: ``told`` says of one case what is the matter, with ``{details}``.

    ``threshold`` is the limit, with its unit; ``None`` where there is nothing to measure.
    """

    id: str
    scope: Literal["portfolio", "initiative"]
    name: str
    told: str
    why: str
    cure: str
    threshold: Decimal | int | None = None
    unit: str = ""


ALARMS: tuple[AlarmRule, ...] = (
    AlarmRule(
        "too_many_new",
        "portfolio",
        N_("Too many new initiatives"),
        N_("{n} of the {of} running initiatives are being prepared or sown ({share})."),
        N_("New things ask the attention that what works needs to grow."),
        N_("Start nothing new before something that runs is made permanent, merged or stopped."),
        MOST_NEW_SHARE,
        "share",
    ),
    AlarmRule(
        "too_few_partners",
        "portfolio",
        N_("Initiatives are too small in partners"),
        N_("Half of the running initiatives have {value} partners or fewer."),
        N_("Without mass an initiative depends on a few people and stays unknown."),
        N_("Join small initiatives, or bring more partners into the ones that work."),
        FEWEST_PARTNERS,
        "partners",
    ),
    AlarmRule(
        "too_little_money",
        "portfolio",
        N_("Initiatives are too small in money"),
        N_("Half of the running initiatives were granted {amount} or less."),
        N_("Many small amounts cost much to manage and change little."),
        N_("Give fewer initiatives more, for longer."),
        SMALLEST_GRANT_EUR,
        "EUR",
    ),
    AlarmRule(
        "too_short_on_the_whole",
        "portfolio",
        N_("Initiatives are too short on the whole"),
        N_("Half of the running initiatives are planned for {value} months or less."),
        N_("Strengthening an ecosystem takes years; what ends early leaves nothing behind."),
        N_("Ask for money for longer, and plan what carries each initiative afterwards."),
        SHORTEST_MONTHS,
        "months",
    ),
    AlarmRule(
        "grant_ends",
        "initiative",
        N_("The money ends and nothing is arranged"),
        N_("Paid for until {until}; what carries it afterwards is not (fully) arranged."),
        N_("What stops when its grant ends loses what it built."),
        N_("Decide now: arrange who carries it, merge it, or end it well with its lessons."),
        CLIFF_MONTHS,
        "months",
    ),
    AlarmRule(
        "not_carried",
        "initiative",
        N_("What carries it on is not arranged"),
        N_("What carries it when its money ends is not (fully) arranged, and when that is, is not known."),
        N_("Without anybody who pays or houses it, what was built disappears with the project."),
        N_("Find out until when it is paid for, and who carries it from then on."),
    ),
    AlarmRule(
        "overdue_quartermaster",
        "initiative",
        N_("The preparation is past its end date"),
        N_("The preparation would end on {exit_on}."),
        N_("Preparing without end costs money and keeps others waiting."),
        N_("Decide: start, give it a new end date with a reason, or stop."),
    ),
    AlarmRule(
        "quartermaster_without_exit",
        "initiative",
        N_("A preparation without an end date"),
        N_("It is being prepared, and it is not agreed until when."),
        N_("Every preparation has a date at which it is decided whether to go on."),
        N_("Agree on an end date and on what must be there by then."),
    ),
    AlarmRule(
        "too_long_in_stage",
        "initiative",
        N_("Too long in one stage"),
        N_("In the same stage since {since}; the limit is {limit} months."),
        N_("What does not grow after years may not fit the soil."),
        N_("Discuss what holds it back; help it further, merge it or stop it."),
    ),
    AlarmRule(
        "too_short",
        "initiative",
        N_("Planned too short"),
        N_("Planned for {value} months."),
        N_("What is planned for less than two years hardly reaches beyond its own start."),
        N_("Plan for longer, or make it an activity of an initiative that lasts."),
        SHORTEST_MONTHS,
        "months",
    ),
    AlarmRule(
        "stopped_without_lesson",
        "initiative",
        N_("Ended without a lesson"),
        N_("It ended, and no lesson was written down."),
        N_("Whoever starts the next one makes the same mistakes again."),
        N_("Ask those concerned what they would do again and what they would not."),
    ),
    AlarmRule(
        "red_twice",
        "initiative",
        N_("Red twice in a row"),
        N_("A red light on {first} and again on {second}."),
        N_("Once red is a problem that is being solved, twice is one that is not."),
        N_("Put it on the agenda of the next meeting with what the lead needs."),
    ),
    AlarmRule(
        "same_firms",
        "initiative",
        N_("Two structures for the same firms"),
        N_("Serves the same group as “{other}”."),
        N_("Firms have to choose and get asked twice; both stay small."),
        N_("Have the two divide the work, or merge them."),
    ),
    AlarmRule(
        "no_owner",
        "initiative",
        N_("Nobody answers for it"),
        N_("It runs, and no owner or accountable party is registered."),
        N_("What belongs to everybody is carried by nobody."),
        N_("Agree which partner answers for it."),
    ),
    AlarmRule(
        "no_evidence_growing",
        "initiative",
        N_("It grows without evidence"),
        N_("It grows or harvests, and no result was realised, verified or adopted."),
        N_("Rolling out what was not shown to work spends scarce money on hope."),
        N_("Record a result with its amount and source first, or have an indicator value adopted."),
    ),
    AlarmRule(
        "no_weak_link",
        "initiative",
        N_("Started without a weak link"),
        N_("It does not say which element of the ecosystem it strengthens."),
        N_("Doing the right things starts with the link that is weak and the cause of it."),
        N_("Name the element and the cause that it removes, or ask whether it belongs here."),
    ),
)
ALARM_BY_ID: Mapping[str, AlarmRule] = {rule.id: rule for rule in ALARMS}

MISSING: Mapping[str, str] = {
    "stage": N_("the stage is not known"),
    "stage_since": N_("it is not known since when it is in this stage"),
    "funding_end": N_("it is not known until when it is paid for"),
    "planned_end": N_("its start or its planned end is not known"),
    "continuity": N_("it is not known whether it is arranged what carries it afterwards"),
    "partners": N_("it is not known who takes part"),
    "money": N_("it is not known what was granted"),
    "updates": N_("there are no two updates yet"),
    "target_groups": N_("its target group is not known"),
    "none_running": N_("no initiative is known to be running"),
}
"""Why an alarm cannot be judged."""

Wanted = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class AdviceRule:
    """A piece of advice: given when every condition of ``needs`` and one of ``one_of`` is known to hold.

    ``pro`` and ``con`` are the conditions that speak for and against it.
    """

    id: str
    needs: tuple[Wanted, ...]
    one_of: tuple[Wanted, ...]
    pro: tuple[Wanted, ...]
    con: tuple[Wanted, ...]


ADVICE: tuple[AdviceRule, ...] = (
    AdviceRule(
        "consolidate",
        needs=(("is_grown", True), ("has_evidence", True)),
        one_of=(),
        pro=(
            ("has_mass", True),
            ("is_embedded", True),
            ("money_ends_soon", True),
            ("strengthens_weak", True),
        ),
        con=(("is_carried", False), ("has_owner", False), ("is_stuck", True), ("has_double", True)),
    ),
    AdviceRule(
        "scale",
        needs=(("can_grow", True), ("has_evidence", True), ("is_stuck", False)),
        one_of=(),
        pro=(("strengthens_weak", True), ("names_cause", True), ("is_carried", True), ("has_mass", False)),
        con=(
            ("strengthens_weak", False),
            ("names_cause", False),
            ("is_carried", False),
            ("has_double", True),
            ("has_owner", False),
        ),
    ),
    AdviceRule(
        "merge",
        needs=(("is_running", True), ("has_double", True)),
        one_of=(),
        pro=(("has_mass", False), ("money_ends_soon", True), ("has_evidence", False), ("same_owner", True)),
        con=(("same_lines", False), ("has_evidence", True)),
    ),
    AdviceRule(
        "stop",
        needs=(("is_running", True), ("has_evidence", False), ("is_young", False)),
        one_of=(("is_stuck", True), ("is_overdue", True), ("is_too_long_in_stage", True)),
        pro=(
            ("names_element", False),
            ("strengthens_weak", False),
            ("has_owner", False),
            ("has_mass", False),
        ),
        con=(("strengthens_weak", True), ("is_carried", True), ("has_mass", True)),
    ),
    AdviceRule(
        "keep",
        needs=(("is_running", True),),
        one_of=(),
        pro=(("strengthens_weak", True), ("names_cause", True), ("has_owner", True), ("is_young", True)),
        con=(("names_element", False), ("has_owner", False), ("money_ends_soon", True), ("is_stuck", True)),
    ),
)
"""In this order; "keep" is only given where nothing else is."""

CONDITION_WORDS: Mapping[Wanted, str] = {
    ("is_grown", True): N_("it grows or harvests"),
    ("can_grow", True): N_("it germinates or grows"),
    ("is_running", True): N_("it runs"),
    ("has_evidence", True): N_("a result was realised, verified or adopted"),
    ("has_evidence", False): N_("no result was realised, verified or adopted"),
    ("has_mass", True): N_("it has enough partners"),
    ("has_mass", False): N_("it has few partners"),
    ("is_embedded", True): N_("it is for the most part embedded in existing structures"),
    ("money_ends_soon", True): N_("its money ends within a year"),
    ("strengthens_weak", True): N_("it strengthens a possible weakest link"),
    ("strengthens_weak", False): N_("what it strengthens is not a possible weakest link"),
    ("names_cause", True): N_("it names the cause that it removes"),
    ("names_cause", False): N_("it names no cause"),
    ("names_element", False): N_("it names no element of the ecosystem"),
    ("is_carried", True): N_("it is arranged what carries it when its money ends"),
    ("is_carried", False): N_("it is not arranged what carries it when its money ends"),
    ("has_owner", True): N_("somebody answers for it"),
    ("has_owner", False): N_("nobody answers for it"),
    ("is_stuck", True): N_("its lights were red twice in a row"),
    ("is_stuck", False): N_("its lights were not red twice in a row"),
    ("is_overdue", True): N_("its preparation is past its end date"),
    ("is_too_long_in_stage", True): N_("it is in one stage for too long"),
    ("is_young", True): N_("it started less than a year ago"),
    ("is_young", False): N_("it started more than a year ago"),
    ("has_double", True): N_("another structure serves the same firms"),
    ("same_owner", True): N_("both have the same owner"),
    ("same_lines", False): N_("they serve different lines of the course"),
}
FACT_WORDS: Mapping[str, str] = {
    "has_mass": N_("how many partners it has"),
    "is_embedded": N_("how well it is embedded"),
    "money_ends_soon": N_("until when it is paid for"),
    "strengthens_weak": N_("whether it strengthens a weak link"),
    "is_carried": N_("what carries it when its money ends"),
    "is_stuck": N_("whether it is stuck"),
    "is_young": N_("when it started"),
    "is_too_long_in_stage": N_("since when it is in this stage"),
    "has_double": N_("whether another serves the same firms"),
    "same_owner": N_("whether both have the same owner"),
    "same_lines": N_("whether both serve the same lines"),
}
"""What is not known, where a condition cannot be judged."""
