"""Forms of votes outside a meeting: the question, a vote, a vote typed in for somebody, the end."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bodies.actions.per_rollam import CHOICES, VERBS, Question
from bodies.enums import Majority, Outcome, RoundState
from bodies.holders import matters
from bodies.models import Body, StandingOrders
from bodies.queries.rounds import MAJORITIES
from documents.models import Document

LONG = 20_000
EVENING = dt.time(23, 59)
UNSAID = (Outcome.APPROVES_WITH_CHANGES, Outcome.NO_MAJORITY)
CONSENSUS = _("nadpoloviční většina všech členů a nikdo proti")


class QuestionForm(forms.Form):
    """What is asked, by what majority and until when."""

    title = forms.CharField(label=_("Věc"), max_length=300)
    verb = forms.ChoiceField(label=_("Sloveso"), choices=[(one.value, one.label) for one in VERBS])
    wording = forms.CharField(
        label=_("Znění, o kterém se hlasuje"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Pokračuje za názvem orgánu a slovesem. Po zahájení ho už nejde změnit."),
    )
    reasons = forms.CharField(
        label=_("Proč se hlasuje mimo jednání"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    majority = forms.ChoiceField(
        label=_("K přijetí je potřeba"),
        choices=[(one.value, CONSENSUS if one == Majority.CONSENSUS else one.label) for one in MAJORITIES],
        widget=forms.RadioSelect,
    )
    closes_at = forms.SplitDateTimeField(
        label=_("Hlasy do"),
        widget=forms.SplitDateTimeWidget,
    )
    document = forms.ModelChoiceField(
        Document.objects.none(), label=_("Týká se plánu"), required=False, empty_label=_("žádného")
    )
    outcome = forms.ChoiceField(
        label=_("Co přijetí znamená pro znění plánu"),
        required=False,
        choices=[("", _("nic, plán se tím neposouvá"))]
        + [(one.value, one.label) for one in Outcome if one not in UNSAID],
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, body: Body, rules: StandingOrders, now: dt.datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        day = timezone.localdate(now)
        found = matters().before(body, day)
        fields: dict[str, Any] = dict(self.fields)
        if found:
            labels = {matter.document.pk: matter.label for matter in found}
            fields["document"].queryset = Document.objects.filter(pk__in=labels)
            fields["document"].label_from_instance = lambda one: labels[one.pk]
        else:
            del self.fields["document"], self.fields["outcome"]
        last = day + dt.timedelta(days=rules.per_rollam_days)
        fields["closes_at"].initial = timezone.make_aware(dt.datetime.combine(last, EVENING))
        fields["closes_at"].help_text = _("Podle pravidel orgánu nejméně %(n)d dní od zahájení.") % {
            "n": rules.per_rollam_days
        }
        usual = rules.majority if rules.majority in MAJORITIES else Majority.MAJORITY_ALL
        fields["majority"].initial = usual

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("closes_at") and data["closes_at"] <= self.now:
            self.add_error("closes_at", _("Tento čas už uplynul."))
        if data.get("outcome") and not data.get("document"):
            self.add_error("document", _("Vyberte plán, kterého se výsledek týká."))
        return data

    def question(self) -> Question:
        data = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return Question(**data)


class VoteForm(forms.Form):
    """One vote; until the end it may be changed."""

    choice = forms.ChoiceField(
        label=_("Váš hlas"),
        choices=[(one.value, one.label) for one in CHOICES],
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label=_("Vzkaz k hlasu"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class VoteForOtherForm(VoteForm):
    """A vote that somebody gave by telephone or on paper."""

    evidence = forms.CharField(
        label=_("Čím je hlas doložen"),
        max_length=300,
        help_text=_("Například: telefonicky 20. 11. v 9.00, nebo e-mail z 20. 11."),
    )
    field_order = ["choice", "evidence", "comment"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["choice"].label = _("Hlas")


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Proč se hlasování ruší"),
        max_length=300,
        help_text=_("Důvod dostanou všichni, koho jsme se ptali."),
    )


class RoundFilter(forms.Form):
    """What the list of votes may be narrowed by."""

    q = forms.CharField(label=_("Věc"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("Stav"), required=False, choices=[("", _("všechny")), *RoundState.choices]
    )
    organ = forms.ModelChoiceField(
        Body.objects.none(), label=_("Orgán"), required=False, empty_label=_("všechny")
    )

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = bodies  # type: ignore[attr-defined]
