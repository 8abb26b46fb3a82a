# SPDX-License-Identifier: EUPL-1.2
"""What the codes of an evaluation are called, on pages and in papers."""

from schakel.documents.messages import Words


def verdict_words(verdict: str, say: Words) -> str:
    """Return a verdict on progress."""
    names = {
        "ahead": say("moved forward"),
        "same": say("did not move"),
        "behind": say("moved back"),
        "unknown": say("cannot be said"),
    }
    return names.get(verdict, say("not judged yet"))


def reason_words(because: str, say: Words) -> str:
    """Return why the figures say what they say of an element."""
    names = {
        "beyond_noise": say("more than noise"),
        "within_noise": say("within noise"),
        "no_previous": say("no measurement of the year before"),
        "no_measurement": say("no measurement of this year"),
        "not_in_diagnosis": say("the diagnosis does not tell"),
        "not_measured": say("not measured"),
        "not_measured_before": say("not measured the year before"),
        "parts_unknown": say("real change and revision cannot be told apart"),
        "no_newer_figure": say("no newer figure"),
        "no_interval": say("the noise is not known"),
        "areas_differ": say("the areas differ"),
    }
    return names.get(because, because)


def yardstick_words(verdict: str, say: Words) -> str:
    """Return the verdict on a yardstick or a criterion."""
    names = {
        "reached": say("reached"),
        "on_course": say("on course"),
        "behind": say("behind"),
        "unknown": say("cannot be said"),
    }
    return names.get(verdict, say("no yardstick agreed yet"))


def shown_words(because: str, say: Words) -> str:
    """Return what decided the verdict on a yardstick, or why there is no value."""
    names = {
        "no_target": say("no target"),
        "no_reading": say("no value yet"),
        "not_known": say("the value is not known"),
        "no_line": say("no start or last day was agreed"),
        "at_target": say("as good as the target"),
        "past_due": say("the last day has passed"),
        "on_line": say("as good as the agreed way"),
        "below_line": say("less than the agreed way"),
        "at_least": say("at least: not everything is known"),
        "nobody_asked": say("nobody was asked"),
        "no_answers": say("nobody answered"),
        "few_answers": say("too few answers to show"),
        "still_asked": say("told with the evaluation, while answers still come"),
        "no_own_money": say("no own money in the ledger"),
        "nothing_realised": say("nothing realised is known"),
        "no_figure": say("the diagnosis has no figure"),
        "not_of_region": say("no figure for the region itself"),
        "suppressed": say("the figure is withheld"),
        "break": say("the series breaks in between"),
        "no_earlier": say("no earlier figure"),
    }
    return names.get(because, because)


def automatic_words(code: str, say: Words, items: dict[str, str] | None = None) -> str:
    """Return what a computed reading is; ``items`` are the names of the items of the picture."""
    kind, _, part = code.partition(":")
    named = {
        "assessment_response": say("share of the partners that answered the self-assessment"),
        "coalition_size": say("number of partners"),
        "coalition_net": say("partners gained, less those that left"),
        "new_partners_eur": say("money delivered by new partners"),
    }
    if kind in named:
        return named[kind]
    if kind == "assessment":
        return say("self-assessment: {question}", question=question_words(part, say))
    if kind == "elicited":
        if part == "public":
            return say("public money elicited for each own euro, realised")
        return say("private money elicited for each own euro, realised")
    name = (items or {}).get(part, item_words(part, say))
    if kind == "growth":
        return say("growth in per cent: {item}", item=name)
    return say("level: {item}", item=name)


def item_words(code: str, say: Words) -> str:
    """Return what an item of the fourth criterion is called."""
    names = {
        "population": say("inhabitants"),
        "jobs": say("jobs of employees"),
        "industry_jobs": say("jobs in industry"),
        "industry_establishments": say("establishments in industry"),
    }
    return names.get(code, code)


def question_words(question: str, say: Words) -> str:
    """Return a question of the self-assessment in a few words."""
    names = {
        "direction": say("course as direction"),
        "kept": say("promises kept"),
        "responsibility": say("took its share"),
        "helped": say("helped others to money"),
        "brought_in": say("brought in others"),
    }
    return names.get(question, question)


def unit_words(unit: str, say: Words) -> str:
    """Return a unit of a yardstick; what a person wrote stays as it is."""
    names = {
        "percent": "%",
        "score": say("on a scale of 1 to 5"),
        "eur_per_eur": say("euros for each own euro"),
        "partners": say("partners"),
        "EUR": say("euros"),
    }
    return names.get(unit, unit)


def helix_words(helix: str, say: Words) -> str:
    """Return a strand of the helix; "" is all of them together."""
    names = {
        "": say("all partners"),
        "business": say("business"),
        "knowledge": say("education and knowledge"),
        "government": say("government"),
        "other": say("other"),
    }
    return names[helix]


def assumption_words(status: str, say: Words) -> str:
    """Return whether an assumption holds."""
    names = {"holds": say("holds"), "doubted": say("is doubted"), "fallen": say("no longer holds")}
    return names[status]


def stage_words(stage: str, say: Words) -> str:
    """Return a stage of an initiative; "" when it was not there yet."""
    names = {
        "": say("not there yet"),
        "unknown": say("not known"),
        "quartermaster": say("being prepared"),
        "sowing": say("sowing"),
        "germinating": say("germinating"),
        "growing": say("growing"),
        "harvesting": say("harvesting"),
        "consolidated": say("made permanent"),
        "merged": say("merged"),
        "stopped": say("stopped"),
    }
    return names.get(stage, stage)


def light_words(light: str, say: Words) -> str:
    """Return a light of an update."""
    names = {"green": say("goes well"), "amber": say("needs attention"), "red": say("is stuck")}
    return names.get(light, light)


def advice_words(status: str, say: Words) -> str:
    """Return what was done with a recommendation."""
    names = {
        "unknown": say("not known"),
        "accepted": say("accepted"),
        "partly": say("partly done"),
        "done": say("done"),
        "declined": say("declined"),
    }
    return names.get(status, status)


def agreement_words(status: str, say: Words) -> str:
    """Return where an agreement stands."""
    return {"open": say("still open"), "kept": say("kept as agreed"), "dropped": say("dropped")}.get(
        status, status
    )


def activity_words(status: str, say: Words) -> str:
    """Return where an activity stands."""
    names = {
        "planned": say("planned"),
        "running": say("running"),
        "done": say("done"),
        "cancelled": say("cancelled"),
    }
    return names.get(status, status)


def step_words(step: str, say: Words) -> str:
    """Return how far a result came."""
    names = {
        "promised": say("promised"),
        "expected": say("expected"),
        "realised": say("realised"),
        "verified": say("verified"),
    }
    return names.get(step, step)
