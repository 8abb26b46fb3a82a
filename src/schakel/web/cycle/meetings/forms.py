# SPDX-License-Identifier: EUPL-1.2
"""The forms of meetings and of agenda items."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from schakel.cycle.models import ItemKind, Meeting
from schakel.programme.models import Body
from schakel.web.cycle.meetings.words import item_kind_words, when_words
from schakel.web.language import page_language
from schakel.web.programme.partners.fields import (
    choice_field,
    day_field,
    partner_field,
    source_field,
    text_field,
)
from schakel.web.programme.partners.words import body_words, choices_of

LONGEST_MEETING_MINUTES = 480


def time_field(label: str, hint: str = "") -> forms.TimeField:
    """Return a field for a time of the day, with the picker of the browser."""
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, help_text=hint, widget=widget, input_formats=["%H:%M", "%H.%M"])


def minutes_field(*, hint: str = "") -> forms.IntegerField:
    """Return a field for the minutes of an item."""
    return forms.IntegerField(
        label=_("Time in minutes"),
        required=False,
        min_value=1,
        max_value=LONGEST_MEETING_MINUTES,
        help_text=hint,
    )


def long_field(label: str, hint: str = "") -> forms.CharField:
    """Return a field for some paragraphs."""
    return forms.CharField(label=label, required=False, widget=forms.Textarea, help_text=hint)


def body_field(hint: str = "") -> forms.ChoiceField:
    """Return a field for the table that meets."""
    return choice_field(_("Which table"), choices_of(Body.values, body_words), hint=hint)


class MeetingForm(forms.Form):
    """A meeting; a new one may start from a standard agenda."""

    def __init__(self, *args: Any, agendas: list[tuple[str, Any]] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        first: dict[str, forms.Field] = {}
        if agendas is not None:
            hint = _("Its items and minutes are copied; you can change everything afterwards.")
            first = {
                "body": body_field(),
                "agenda": choice_field(_("Start from"), agendas, empty=_("an empty agenda"), hint=hint),
            }
        self.fields |= {
            "title": text_field(_("What is it called"), 200, required=True),
            **first,
            "on": day_field(_("On which day"), required=True),
            "starts_at": time_field(_("From what time")),
            "ends_at": time_field(
                _("Until what time"), _("The minutes of the items have to fit in between.")
            ),
            "venue": text_field(_("Where"), 200),
            "papers_due_on": day_field(
                _("Papers are due on"), hint=_("A paper that is not there by this day is shown as late.")
            ),
            "chair": partner_field(_("Chaired by")),
            "chair_role": text_field(_("In the role of"), 80, hint=_("A function, never a name.")),
            "opening_note": long_field(_("To say at the opening")),
        }


class CancelForm(forms.Form):
    """Why a meeting does not take place."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"] = text_field(
            _("Why"), 200, required=True, hint=_("Whoever was convened reads this with the meeting.")
        )


class ItemForm(forms.Form):
    """A subject for a meeting, as anybody with an account may put it forward."""

    def __init__(self, *args: Any, is_new: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "title": text_field(_("What is it about"), 200, required=True),
            "kind": choice_field(
                _("What do you ask of the meeting"), choices_of(ItemKind.values, item_kind_words)
            ),
            "asked": text_field(
                _("The question, in one sentence"), 500, hint=_("What should the members say or decide?")
            ),
            "explanation": long_field(
                _("What they need to know"), _("As short as you can. No names of people.")
            ),
            "wanted_before": day_field(_("It should be dealt with before")),
        }
        if is_new:
            self.fields |= _confidential_fields()


class FullItemForm(ItemForm):
    """A subject with its minutes and presenter, as the programme office prepares it."""

    def __init__(self, *args: Any, with_body: bool, is_new: bool = True, **options: Any) -> None:
        super().__init__(*args, is_new=is_new, **options)
        self.fields |= {
            "minutes": minutes_field(hint=_("May be left empty until the meeting is convened.")),
            "presenter": partner_field(_("Presented by")),
            "presenter_role": text_field(_("In the role of"), 80, hint=_("A function, never a name.")),
        }
        if with_body:
            self.fields["body"] = body_field()
        self.fields["source"] = source_field()


def _confidential_fields() -> dict[str, forms.Field]:
    return {
        "is_confidential": forms.BooleanField(
            label=_("Confidential: only for the bureau and the board"), required=False
        ),
        "confidential_ground": text_field(
            _("Why it is confidential"), 200, hint=_("Needed when it is, such as an interest of a firm.")
        ),
    }


class ConfidentialForm(forms.Form):
    """Whether an item is confidential, and why."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= _confidential_fields()


def meeting_choices(meetings: list[Meeting]) -> list[tuple[str, str]]:
    """Return meetings to choose from, by their code."""
    language = page_language()
    return [(m.code, f"{m.title} ({when_words(m, language)})") for m in meetings]


class PlaceForm(forms.Form):
    """On which agenda an item comes; of an item that is on one, its place."""

    def __init__(self, *args: Any, meetings: list[Meeting], n_places: int | None, **options: Any) -> None:
        super().__init__(*args, **options)
        if n_places is None:
            self.fields["meeting"] = choice_field(_("On the agenda of"), meeting_choices(meetings))
            return
        self.fields["position"] = forms.IntegerField(
            label=_("As which item"),
            min_value=1,
            max_value=n_places,
            help_text=_("The first item is 1; the others make room."),
        )


class CarryForm(forms.Form):
    """To which meeting an item is carried over."""

    def __init__(self, *args: Any, meetings: list[Meeting], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["meeting"] = choice_field(
            _("To the agenda of"), meeting_choices(meetings), empty=_("no meeting yet: let it wait")
        )


class WithdrawForm(forms.Form):
    """Why an item is withdrawn."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"] = text_field(_("Why"), 300, required=True)


class NotesForm(forms.Form):
    """The report of the discussion."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["notes"] = long_field(
            _("What was said"),
            _("By role or organisation, no names. Everybody reads this once the minutes are adopted."),
        )


class OptionForm(forms.Form):
    """One of the ways to decide."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "title": text_field(_("The option"), 200, required=True),
            "consequence": long_field(
                _("What it asks"), _("Money, hours, and what is not done when this is chosen.")
            ),
            "evidence": long_field(
                _("What shows that it works"), _("Or say that this is not known. Give the source.")
            ),
            "is_advised": forms.BooleanField(
                label=_("The programme office advises this option"), required=False
            ),
        }


class PaperForm(forms.Form):
    """A paper that is expected."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "title": text_field(_("What is it called"), 200, required=True),
            "owner": partner_field(_("Who delivers it")),
            "due_on": day_field(
                _("Due on"), hint=_("Empty: the day on which the papers of the meeting are due.")
            ),
            "is_public": forms.BooleanField(
                label=_("Everybody may read it"),
                required=False,
                help_text=_("Never so with a confidential item: that overrules this."),
            ),
        }


class ReceiveForm(forms.Form):
    """A paper that came in: a link, a file, or both."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "link": forms.URLField(label=_("Web address"), required=False, assume_scheme="https"),
            "file": forms.FileField(
                label=_("File"),
                required=False,
                help_text=_("At most 10 MB. A newer version comes beside the earlier ones; the last counts."),
            ),
        }


class PresenceForm(forms.Form):
    """Who was there, a question for each seat."""

    def __init__(self, *args: Any, seats: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [
            ("present", _("present")),
            ("replaced", _("replaced")),
            ("excused", _("absent with notice")),
            ("absent", _("absent")),
        ]
        for pk, name in seats:
            self.fields[f"seat_{pk}"] = choice_field(name, choices, empty=_("not noted"))
            self.fields[f"deputy_{pk}"] = text_field(
                _("Role of who came instead of %(seat)s") % {"seat": name}, 80
            )


class TemplateForm(forms.Form):
    """A standard agenda: a line for each item."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "title": text_field(_("What is it called"), 120, required=True),
            "body": body_field(),
            "lines": forms.CharField(
                label=_("Items, each on a line of its own"),
                widget=forms.Textarea,
                help_text=_(
                    "Write the title, the minutes and what is asked, with a semicolon between them: "
                    "“Opening; 5; know”. What is asked is: know, discuss or decide. Behind a third semicolon "
                    "you may write the question."
                ),
            ),
        }
