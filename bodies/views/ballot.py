"""Votes at a session."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from bodies.actions import ballot as ballots
from bodies.enums import BallotKind, BallotResult
from bodies.errors import Miscounted
from bodies.forms.ballot import BallotForm
from bodies.guards.ballot import in_words
from bodies.queries.attendance import moment, sheet_of
from bodies.views.session import ItemMixin, LivePage
from people.web import AuthenticatedRequest, done


class Take(ItemMixin, LivePage):
    """One vote is recorded; what does not fit is said beside its field on the live page."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.form: BallotForm | None = None

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return done(request, "", self.live())

    def post(self, request: AuthenticatedRequest, **_kwargs: Any) -> HttpResponse:
        voters = sheet_of(self.object).voters(moment(self.item, self.object, self.now), self.item)
        taken = list(self.item.ballots.all())
        form = BallotForm(request.POST, item=self.item, voters=voters, ballots=taken)
        if not form.is_valid():
            return self.again(form)
        data = form.cleaned_data
        try:
            ballot = ballots.take(
                item=self.item,
                subject=data["subject"],
                kind=data["kind"],
                wording=data["wording"],
                votes_for=data["votes_for"],
                votes_against=data["votes_against"],
                abstained=data["abstained"],
                names=form.names() if data["kind"] == BallotKind.NAMES else None,
                amends=data.get("amends"),
                note=data["note"],
                by=request.user,
                now=self.now,
            )
        except Miscounted as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
            return self.again(form)
        word = _("Přijato.") if ballot.result == BallotResult.PASSED else _("Nepřijato.")
        return done(request, f"{word} {in_words(ballot)}", f"{self.live()}#hlasovani")

    def again(self, form: BallotForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(ballot_form=form), status=422)
