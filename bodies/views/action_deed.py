"""Deeds on a task: each has a form of its own and one action."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from bodies.actions import action_item as tasks
from bodies.actions import action_term as terms
from bodies.enums import Permission
from bodies.forms import action_item as forms
from bodies.views.action_item import TaskMixin
from people.web import ActionMixin, AuthenticatedRequest, FormView, done


class DeedView(TaskMixin, FormView[Any]):
    """A page with one form; afterwards one is back on the task."""

    request: AuthenticatedRequest
    template_name = "bodies/action_item/deed.html"
    permission_required = Permission.CHECK_ACTION_ITEM
    title: Any
    button: Any
    about: Any = ""
    message: Any = gettext_lazy("Zapsáno.")
    is_grave = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=self.title, button=self.button, about=self.about, is_grave=self.is_grave, **kwargs
        )

    def act(self, data: dict[str, Any]) -> None:
        raise NotImplementedError  # each deed calls its action

    def form_valid(self, form: Any) -> HttpResponse:
        self.act(form.cleaned_data)
        return done(self.request, str(self.message), self.get_success_url())


class ButtonView(TaskMixin, ActionMixin, View):
    """A deed that asks nothing; the board comes back where it was."""

    request: AuthenticatedRequest
    permission_required = Permission.CHECK_ACTION_ITEM
    message: Any

    def act(self) -> None:
        raise NotImplementedError  # each deed calls its action

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        self.act()
        board = request.POST.get("back") == "board"
        return done(request, str(self.message), reverse("tasks:board") if board else self.get_success_url())


class TakeUp(ButtonView):
    permission_required = Permission.REPORT_ACTION_ITEM
    message = gettext_lazy("Zapsáno, na úkolu se pracuje.")

    def act(self) -> None:
        tasks.take_up(item=self.object, by=self.request.user, now=self.now)


class Accept(ButtonView):
    message = gettext_lazy("Úkol je splněn.")

    def act(self) -> None:
        tasks.accept(item=self.object, by=self.request.user, now=self.now)


class Report(DeedView):
    """Said by whoever answers for the task, or typed in for them by whoever runs the body."""

    form_class = forms.ReportForm
    permission_required = Permission.REPORT_ACTION_ITEM
    title = gettext_lazy("Nahlásit splnění")
    button = gettext_lazy("Nahlásit splnění")
    about = gettext_lazy("Úkol pak zkontroluje organizátor nebo organizátorka orgánu.")
    message = gettext_lazy("Děkujeme, splnění je nahlášeno a čeká na kontrolu.")

    def act(self, data: dict[str, Any]) -> None:
        files = [data["upload"]] if data["upload"] else []
        tasks.report(item=self.object, text=data["text"], files=files, by=self.request.user, now=self.now)


class Attach(DeedView):
    form_class = forms.AttachForm
    permission_required = Permission.REPORT_ACTION_ITEM
    title = gettext_lazy("Přidat přílohu")
    button = gettext_lazy("Přidat")
    message = gettext_lazy("Příloha je uložená.")

    def act(self, data: dict[str, Any]) -> None:
        tasks.attach(item=self.object, files=[data["upload"]], by=self.request.user, now=self.now)


class WantTime(DeedView):
    form_class = forms.WishForm
    permission_required = Permission.REPORT_ACTION_ITEM
    title = gettext_lazy("Požádat o víc času")
    button = gettext_lazy("Požádat")
    about = gettext_lazy("O novém termínu rozhodne organizátor nebo organizátorka orgánu.")
    message = gettext_lazy("Žádost o víc času je odeslaná.")

    def act(self, data: dict[str, Any]) -> None:
        terms.want(
            item=self.object,
            due_on=data["due_on"],
            reason=data["reason"],
            by=self.request.user,
            now=self.now,
        )


class ReasonView(DeedView):
    """A deed that only asks why."""

    form_class = forms.ReasonForm


class SendBack(ReasonView):
    title = gettext_lazy("Vrátit k dopracování")
    button = gettext_lazy("Vrátit")
    message = gettext_lazy("Úkol je vrácen, důvod jsme odeslali.")

    def act(self, data: dict[str, Any]) -> None:
        tasks.send_back(item=self.object, reason=data["reason"], by=self.request.user, now=self.now)


class KeepTerm(ReasonView):
    title = gettext_lazy("Ponechat termín")
    button = gettext_lazy("Ponechat termín")
    message = gettext_lazy("Termín zůstává, odpověď jsme odeslali.")

    def act(self, data: dict[str, Any]) -> None:
        terms.keep(item=self.object, reason=data["reason"], by=self.request.user, now=self.now)


class Cancel(ReasonView):
    title = gettext_lazy("Zrušit úkol")
    button = gettext_lazy("Zrušit úkol")
    about = gettext_lazy("Zrušený úkol zůstane v seznamu a v historii, jen se na něj přestane čekat.")
    message = gettext_lazy("Úkol je zrušen.")
    is_grave = True

    def act(self, data: dict[str, Any]) -> None:
        tasks.cancel(item=self.object, reason=data["reason"], by=self.request.user, now=self.now)


class Reopen(ReasonView):
    title = gettext_lazy("Znovu otevřít")
    button = gettext_lazy("Znovu otevřít")
    message = gettext_lazy("Úkol je znovu otevřen.")

    def act(self, data: dict[str, Any]) -> None:
        tasks.reopen(item=self.object, reason=data["reason"], by=self.request.user, now=self.now)


class Extend(DeedView):
    form_class = forms.ExtendForm
    title = gettext_lazy("Prodloužit termín")
    button = gettext_lazy("Prodloužit")
    about = gettext_lazy("Původní termín zůstane u úkolu vidět.")
    message = gettext_lazy("Termín je prodloužen.")

    def get_initial(self) -> dict[str, Any]:
        return {"due_on": self.object.wanted_due_on}

    def act(self, data: dict[str, Any]) -> None:
        tasks.extend(item=self.object, by=self.request.user, now=self.now, **data)


class Reassign(DeedView):
    form_class = forms.ReassignForm
    title = gettext_lazy("Předat jinému")
    button = gettext_lazy("Předat")
    about = gettext_lazy("Nový řešitel dostane dopis s odkazem, dosavadní odkaz přestane platit.")

    def act(self, data: dict[str, Any]) -> None:
        to = data["responsible"] or data["organisation"]
        tasks.reassign(item=self.object, to=to, reason=data["reason"], by=self.request.user, now=self.now)
        self.message = _("Úkol je předán: %(name)s.") % {"name": to.name}
