"""The text of an item: saved as it is typed, merged where two people typed at once."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from bodies.actions.record import Saved, merge, save
from bodies.forms.record import MergeForm, RecordForm
from bodies.models import AgendaItem
from bodies.views.session import ItemMixin, LivePage, step
from people.errors import Gone
from people.templatetags.triada import ctime
from people.web import ActionMixin, AuthenticatedRequest, done


def wants_json(request: AuthenticatedRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


class Save(ItemMixin, ActionMixin, View):
    """Autosave asks for JSON and gets 200 or 409 with the other text; without JavaScript it is a form.

    Buttons of the form may name a step to be done after the text is safe: "ukoncit", "zahajit:12".
    """

    request: AuthenticatedRequest

    def post(self, request: AuthenticatedRequest, **_kwargs: Any) -> HttpResponse:
        form = RecordForm(request.POST, item=self.item)
        if not form.is_valid():
            said = " ".join(str(message) for errors in form.errors.values() for message in errors)
            if wants_json(request):
                return JsonResponse({"message": said}, status=422)
            return self.too_long(form)
        unanswered = form.cleaned_data["unanswered"] if "unanswered" in request.POST else None
        try:
            saved = save(
                item=self.item,
                text=form.cleaned_data["text"],
                read_at=form.cleaned_data["read_at"],
                unanswered=unanswered,
                by=request.user,
                now=self.now,
            )
        except Gone as error:
            if wants_json(request):
                return JsonResponse({"message": error.message, "closed": True}, status=410)
            raise
        return self.told(saved) if wants_json(request) else self.moved(saved)

    def told(self, saved: Saved) -> JsonResponse:
        """Answer the autosave."""
        item = saved.item
        answer = {
            "revision": item.record_revision,
            "text": item.record,
            "at": ctime(timezone.localtime(item.recorded_at or self.now)),
            "by": item.recorded_by.name if item.recorded_by else "",
        }
        return JsonResponse(answer, status=409 if saved.conflict else 200)

    def moved(self, saved: Saved) -> HttpResponse:
        """Answer a form: show both texts if there are two, else do the step that the button names."""
        if saved.conflict:
            message = _("Text mezitím uložil někdo jiný. Obě znění jsou níže, nic se neztratilo.")
            return done(self.request, message, self.live())
        name, _colon, other = self.request.POST.get("krok", "").partition(":")
        if other:
            self.item = get_object_or_404(AgendaItem, pk=other, meeting=self.object)
        if name:
            step(name, self)
        return done(self.request, "" if name else _("Text je uložený."), self.live())

    def too_long(self, form: RecordForm) -> HttpResponse:
        """Give back the page with what was typed."""
        page = LivePage()
        page.setup(self.request, **self.kwargs)
        return page.render_to_response(page.get_context_data(typed=form), status=422)


class Merge(ItemMixin, ActionMixin, View):
    """Two texts become one."""

    request: AuthenticatedRequest

    def post(self, request: AuthenticatedRequest, **_kwargs: Any) -> HttpResponse:
        form = MergeForm(request.POST, item=self.item, texts=[])
        if not form.is_valid():
            raise Gone
        saved = merge(item=self.item, by=request.user, now=self.now, **form.cleaned_data)
        if saved.conflict:
            message = _("Text mezitím uložil někdo další. Spojte prosím i jeho znění.")
        else:
            message = _("Znění jsou spojená. Původní texty zůstávají v historii bodu.")
        return done(request, message, self.live())
