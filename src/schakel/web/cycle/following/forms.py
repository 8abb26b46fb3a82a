# SPDX-License-Identifier: EUPL-1.2
"""The forms of a deviation: note, change, put before the board, settle."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from schakel.web.cycle.following.words import kind_choices, proposal_choices
from schakel.web.programme.activities import choices


class DeviationForm(forms.Form):
    """On what an initiative deviates since when, why, and what is proposed."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, forms.Field] = {
            "what": choices.line_field(_("What deviates"), required=True),
            "kind": choices.choice_field(_("On"), kind_choices(), required=True),
            "since": choices.day_field(_("Since when"), required=True),
            "cause": choices.line_field(
                _("What causes it"),
                required=True,
                hint=_("In one sentence; “not known yet, because …” is an answer too."),
            ),
            "proposal_kind": choices.choice_field(_("What is proposed"), proposal_choices(), required=True),
            "proposal": choices.line_field(
                _("The proposal"), required=True, hint=_("What should be done, by whom, and before when.")
            ),
            "owner": choices.partner_field(_("Which partner sees to it")),
            "source": choices.line_field(_("Where this is written"), longest=500),
        }
        self.fields.update(fields)


class EscalateForm(forms.Form):
    """What is asked of the board."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, forms.Field] = {
            "asked": choices.line_field(
                _("What is asked of the board"),
                hint=_("Left empty, the board is asked to decide on the proposal."),
                longest=500,
            ),
            "wanted_before": choices.day_field(_("Should be dealt with before")),
            "is_confidential": forms.BooleanField(
                label=_("Confidential"),
                required=False,
                help_text=_("The deviation itself is then for the bureau and the board only."),
            ),
            "confidential_ground": choices.line_field(
                _("Why it is confidential"),
                hint=_("Needed where it is; such as an interest of a firm."),
                longest=200,
            ),
        }
        self.fields.update(fields)


class SettleForm(forms.Form):
    """How a deviation was settled."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["outcome"] = choices.line_field(
            _("How it was settled"), required=True, hint=_("What was agreed, or what solved it.")
        )
