"""Forms of outputs: what a body resolved at an item, its number, its name; the filter of the register."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bodies.actions.resolution import RESOLVING, Point
from bodies.enums import COUNCILS, BallotResult, Due, Outcome, OutputWord, Verb
from bodies.forms.person import PersonField
from bodies.models import AgendaItem, Ballot, Body, Resolution, StandingOrders
from bodies.queries import resolution as register
from people.alphabet import alphabetical
from people.models import Organisation, Territory

LONG = 20_000
FIRST_ROWS = 3
MORE_ROWS = 2
MOST_ROWS = 30
ASKED_OF_TASKS = ("responsible", "organisation", "due_on", "cooperating")
# An advisory body gives an opinion on an edition; a council decides. Both may only take note or recommend.
OPINIONS = (Outcome.AGREE, Outcome.RESERVATION, Outcome.RETURN)
LEADING = {
    OutputWord.RESOLUTION: Verb.APPROVES,
    OutputWord.RECOMMENDATION: Verb.RECOMMENDS,
    OutputWord.OPINION: Verb.AGREES,
}


class NumberMode(TextChoices):
    """Where the number of an output comes from."""

    DRAW = "draw", _("přidělit podle vzoru orgánu")
    TYPED = "typed", _("napsat číslo z evidence úřadu")
    LATER = "later", _("doplním později")


def outcomes_for(body: Body) -> list[tuple[str, Any]]:
    """Offer what such a body says of an edition: a council decides, an advisory body gives an opinion."""
    council = body.kind in COUNCILS
    decisions = [one for one in Outcome if one not in OPINIONS]
    return [(one.value, one.label) for one in (decisions if council else [*OPINIONS, *decisions])]


def vote_label(ballot: Ballot) -> str:
    """Name a vote in a choice: its number, its result and the beginning of what was voted on."""
    words = {"n": ballot.number, "result": ballot.get_result_display(), "text": ballot.wording[:80]}
    return _now("%(n)d. hlasování – %(result)s: %(text)s") % words


def typed_in(form: type[forms.Form], data: Any, prefix: str) -> dict[str, Any]:
    """Return what was typed into the fields of a form, as it was typed."""
    return {name: data.get(f"{prefix}-{name}") for name in form.base_fields}


def rows_shown(said: Any) -> int:
    """Read how many rows the page has shown; nonsense means the usual number."""
    text = str(said or "")
    return min(int(text), MOST_ROWS) if text.isascii() and text.isdigit() else FIRST_ROWS


class PointForm(forms.Form):
    """One point; who is responsible and until when are asked for "ukládá" only."""

    verb = forms.ChoiceField(label=_("Sloveso"), choices=Verb.choices)
    text = forms.CharField(
        label=_("Co"), required=False, max_length=LONG, widget=forms.Textarea(attrs={"rows": 2})
    )
    responsible = PersonField(label=_("Odpovídá"), required=False)
    organisation = forms.TypedChoiceField(label=_("nebo organizace"), required=False, empty_value=None)
    due = forms.ChoiceField(label=_("Termín"), choices=Due.choices, required=False, initial=Due.DAY)
    due_on = forms.DateField(label=_("Den"), required=False, widget=forms.DateInput)
    cooperating = forms.CharField(label=_("Spolupracuje"), required=False, max_length=300)

    def __init__(self, *args: Any, organisations: Mapping[int, Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.choices = [("", _("žádná")), *((pk, one.name) for pk, one in organisations.items())]
        field.coerce = lambda pk: organisations[int(pk)]

    @property
    def is_blank(self) -> bool:
        """Say whether nobody wrote anything in the row, whatever its verb says."""
        return not any(str(self[name].value() or "").strip() for name in ("text", *ASKED_OF_TASKS))

    @property
    def is_task(self) -> bool:
        """Say whether the row shows to whom and until when without being opened."""
        return bool(self["verb"].value() == Verb.ASSIGNS)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.is_blank:
            return data
        if "text" not in self.errors and not data.get("text", "").strip():
            self.add_error("text", _("Napište text bodu."))
        if data.get("verb") == Verb.ASSIGNS:
            self.check_task(data)
        elif any(data.get(name) for name in ASKED_OF_TASKS):
            self.add_error("verb", _("Komu a do kdy lze uvést jen u slovesa „ukládá“."))
        return data

    def check_task(self, data: dict[str, Any]) -> None:
        unclear = "responsible" in self.errors or "organisation" in self.errors
        if not unclear and bool(data.get("responsible")) == bool(data.get("organisation")):
            self.add_error("responsible", _("Zvolte právě jednoho: buď osobu, nebo organizaci."))
        if data.get("due") in ("", Due.DAY) and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Zadejte den, nebo zvolte jiný termín."))

    def point(self) -> Point:
        data = dict(self.cleaned_data)
        verb, text = data.pop("verb"), data.pop("text")
        if verb != Verb.ASSIGNS:
            return Point(verb, text)
        return Point(verb, text, **{**data, "due": data["due"] or Due.DAY})


class ResolutionForm(forms.Form):
    """What a body resolved at an item of its meeting; `rows` are the forms of its points."""

    ballot = forms.ModelChoiceField(
        Ballot.objects.none(), label=_("Podle čeho"), required=False, widget=forms.RadioSelect
    )
    consensus = forms.CharField(
        label=_("Jak byla shoda zjištěna"),
        required=False,
        max_length=300,
        help_text=_("Například: předsedající se zeptal, zda je někdo proti; nikdo se nepřihlásil."),
    )
    title = forms.CharField(label=_("Věc"), max_length=300)
    word = forms.ChoiceField(label=_("Výstup"), choices=OutputWord.choices)
    mode = forms.ChoiceField(label=_("Číslo"), choices=NumberMode.choices, widget=forms.RadioSelect)
    number = forms.CharField(label=_("Napsané číslo"), required=False, max_length=40)
    carries = forms.BooleanField(
        label=_("propsat do schvalování plánu"),
        required=False,
        initial=True,
        help_text=_("Rozhodnutí nebo stanovisko se tím zapíše i u plánu."),
    )
    outcome = forms.ChoiceField(label=_("Co to znamená pro znění"), required=False)
    changes = forms.CharField(
        label=_("Schválené úpravy"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Povinné, když orgán schvaluje s úpravami: co přesně změnil."),
    )
    is_public = forms.BooleanField(
        label=_("veřejný výstup"), required=False, help_text=_("Zveřejní se až se zápisem.")
    )

    def __init__(self, data: Any = None, *, item: AgendaItem, rules: StandingOrders, more: int = 0) -> None:
        """Make the form of an item; with `more` rows it shows again what was typed and judges nothing yet."""
        prefix = f"vystup{item.pk}"
        typed = typed_in(type(self), data, prefix) if more else None
        super().__init__(None if more else data, initial=typed, prefix=prefix)
        self.item, self.rules = item, rules
        self.offer_votes()
        self.offer_number()
        self.offer_outcome()
        self.fields["title"].initial = item.title
        self.fields["word"].initial = rules.output_word
        self.fields["is_public"].initial = not item.is_closed_to_public
        self.rows = self.point_forms(data, more)

    def offer_votes(self) -> None:
        """Offer votes of the item that have no output yet; an advisory body may do without a vote."""
        votes = list(
            Ballot.objects.filter(item=self.item, subject__in=RESOLVING, resolution=None).order_by("-number")
        )
        field: Any = self.fields["ballot"]
        field.queryset = Ballot.objects.filter(pk__in=[one.pk for one in votes])
        named: list[tuple[Any, Any]] = [(one.pk, vote_label(one)) for one in votes]
        field.required = self.rules.is_statutory
        field.initial = votes[0].pk if votes else ""
        self.may_record = bool(votes) or not self.rules.is_statutory
        if self.rules.is_statutory:
            del self.fields["consensus"]
        else:
            named.append(("", _("shoda bez hlasování")))
        field.choices = named

    def offer_number(self) -> None:
        field: Any = self.fields["mode"]
        field.initial = NumberMode.DRAW
        if not self.rules.numbering:
            field.choices = [one for one in NumberMode.choices if one[0] != NumberMode.DRAW]
            field.initial = NumberMode.TYPED

    def offer_outcome(self) -> None:
        if self.item.document_id is None:
            for name in ("carries", "outcome", "changes"):
                del self.fields[name]
            return
        field: Any = self.fields["outcome"]
        field.choices = [("", _("vyberte")), *outcomes_for(self.item.body)]

    @property
    def rows_name(self) -> str:
        """Name of the hidden field that says how many rows the page has shown."""
        return f"{self.prefix}-radku"

    def point_forms(self, data: Any, more: int) -> list[PointForm]:
        """Make the rows that the page has shown, or the first ones with the proposed wording."""
        shown = FIRST_ROWS if data is None else rows_shown(data.get(self.rows_name))
        organisations = {one.pk: one for one in Organisation.objects.order_by(*alphabetical("name"))}
        verb = LEADING[OutputWord(self.rules.output_word)]
        found = []
        for number in range(min(shown + more, MOST_ROWS)):
            prefix = f"{self.prefix}-bod{number}"
            first = {"verb": verb, "text": "" if number else self.item.proposed_wording}
            if more and number < shown:
                first = typed_in(PointForm, data, prefix)
            posted = data if not more else None
            found.append(PointForm(posted, prefix=prefix, initial=first, organisations=organisations))
        return found

    @property
    def filled(self) -> list[PointForm]:
        return [row for row in self.rows if not row.is_blank]

    def is_valid(self) -> bool:
        rows = [row.is_valid() for row in self.filled]
        return super().is_valid() and all(rows)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        ballot, failed = data.get("ballot"), False
        if ballot is not None:
            failed = ballot.result == BallotResult.FAILED
            data["consensus"] = ""
        elif "consensus" in self.fields and "ballot" not in self.errors and not data.get("consensus"):
            self.add_error("consensus", _("Uveďte, jak předsedající shodu bez hlasování zjistil/a."))
        if not failed and not self.filled:
            raise forms.ValidationError(_("Napište aspoň jeden bod výstupu."), code="empty")
        if data.get("mode") == NumberMode.TYPED and not data.get("number", "").strip() and not failed:
            self.add_error("number", _("Napište číslo, nebo zvolte, že ho doplníte později."))
        self.check_outcome(data, failed=failed)
        return data

    def check_outcome(self, data: dict[str, Any], *, failed: bool) -> None:
        if not data.get("carries"):
            data["outcome"] = data["changes"] = ""
        elif "outcome" not in self.errors and not data.get("outcome"):
            self.add_error("outcome", _("Vyberte výsledek, nebo zrušte propsání do schvalování plánu."))
        if data.get("outcome") == Outcome.APPROVES_WITH_CHANGES and not data.get("changes", "").strip():
            self.add_error("changes", _("Vypište úpravy, se kterými orgán znění schválil."))
        if failed and "outcome" not in self.errors and data.get("outcome") != Outcome.NO_MAJORITY:
            message = _(
                "Návrh nebyl přijat, usnesení nevzniklo. U plánu lze zapsat jen, že nezískal většinu."
            )
            self.add_error("outcome" if "outcome" in self.fields else "ballot", message)

    def said(self) -> dict[str, Any]:
        """Return what was resolved as the action takes it."""
        data = dict(self.cleaned_data)
        mode, number = data.pop("mode"), data.pop("number")
        data.pop("carries", None)
        return {
            "consensus": "",
            "outcome": "",
            "changes": "",
            **data,
            "points": [row.point() for row in self.filled],
            "number": number if mode == NumberMode.TYPED else "",
            "draw_number": mode == NumberMode.DRAW,
        }


class NumberForm(forms.Form):
    """The number that came later."""

    mode = forms.ChoiceField(label=_("Číslo"), choices=NumberMode.choices, widget=forms.RadioSelect)
    number = forms.CharField(label=_("Napsané číslo"), required=False, max_length=40)

    def __init__(self, *args: Any, may_draw: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["mode"]
        wanted = (NumberMode.DRAW, NumberMode.TYPED) if may_draw else (NumberMode.TYPED,)
        field.choices = [(one.value, one.label) for one in wanted]
        field.initial = wanted[0]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("mode") == NumberMode.TYPED and not data.get("number", "").strip():
            self.add_error("number", _("Napište číslo."))
        return data


class TitleForm(forms.Form):
    """The name of the matter, mended while the minutes are still written."""

    title = forms.CharField(label=_("Věc"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)


class RegisterFilter(forms.Form):
    """What the register may be narrowed by."""

    q = forms.CharField(
        label=_("Číslo nebo slova z textu"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    body = forms.ModelChoiceField(
        Body.objects.none(), label=_("Orgán"), required=False, empty_label=_("všechny orgány")
    )
    territory = forms.ModelChoiceField(
        Territory.objects.none(), label=_("Území"), required=False, empty_label=_("všechna území")
    )
    year = forms.TypedChoiceField(label=_("Rok"), required=False, coerce=int, empty_value=None)
    word = forms.ChoiceField(
        label=_("Výstup"), required=False, choices=[("", _("všechny výstupy")), *OutputWord.choices]
    )
    verb = forms.ChoiceField(label=_("Sloveso"), required=False, choices=[("", _("jakékoli")), *Verb.choices])
    outcome = forms.ChoiceField(
        label=_("Výsledek pro plán"), required=False, choices=[("", _("jakýkoli")), *Outcome.choices]
    )
    about_plan = forms.BooleanField(label=_("jen o plánech"), required=False)

    def __init__(self, *args: Any, rows: QuerySet[Resolution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = dict(self.fields)
        fields["body"].queryset = register.bodies_with_outputs(rows)
        fields["territory"].queryset = register.places_with_outputs(rows)
        fields["year"].choices = [("", _("všechny roky")), *((y, y) for y in register.years_of(rows))]
