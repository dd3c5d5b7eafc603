"""What the views of bodies share: loading of a body and who may change it."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from bodies.enums import Permission
from bodies.models import Body
from people.web import RuleRequiredMixin


class BodyMixin(RuleRequiredMixin):
    """A page of a body: loads `self.object` by its address."""

    object: Body
    permission_required: str = Permission.EDIT_BODY

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)
        self.object = get_object_or_404(Body.objects.select_related("territory"), slug=kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {"body": self.object, "today": self.today, **context}

    def get_success_url(self) -> str:
        return reverse("bodies:detail", args=[self.object.slug])
