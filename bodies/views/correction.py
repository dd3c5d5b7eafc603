"""A correction or a supplement of verified minutes."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from bodies.actions import correction
from bodies.enums import Permission
from bodies.forms.minutes import CorrectionForm
from bodies.views.minutes import MinutesMixin
from people.web import FormView, done


class Correct(MinutesMixin, FormView[CorrectionForm]):
    permission_required = Permission.RUN_MEETING
    template_name = "bodies/minutes/correct.html"
    form_class = CorrectionForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "meeting": self.object}

    def form_valid(self, form: CorrectionForm) -> HttpResponse:
        correction.add(minutes=self.minutes, by=self.person, now=self.now, **form.cleaned_data)
        return done(self.request, _("Připojeno k zápisu, členové dostanou dopis."), self.url("minutes"))
