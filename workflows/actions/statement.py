"""What a municipality says of a service is written down, superseded by a newer word, withdrawn."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.files.base import File as Upload
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.actions import file as files
from people import journal
from people.errors import Gone, Refused, Stale
from people.models import Person, Territory
from workflows.enums import Necessity
from workflows.models import Statement
from workflows.queries.statement import VALID

FIELDS = (
    "year",
    "provider",
    "service",
    "kind",
    "form",
    "service_key",
    "necessity",
    "tier",
    "capacity",
    "unit",
    "text",
    "reference",
    "given_on",
    "given_by",
    "resolution",
)


def check(values: Mapping[str, Any], now: dt.datetime) -> dict[str, Any]:
    """Refuse what no register takes: unknown fields, a refusal without a reason, a day to come."""
    if unknown := set(values) - set(FIELDS):
        raise Refused(_("Toto pole se takto měnit nedá: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    if values["necessity"] == Necessity.NOT_NEEDED and not str(values.get("text", "")).strip():
        raise Refused(_("Napište prosím, proč obec službu nepotřebuje."))
    if values["given_on"] > timezone.localdate(now):
        raise Refused(_("Vyjádření nemůže být z budoucího dne."))
    return dict(values)


def locked(territory: Territory) -> Territory:
    """Lock the municipality: what it says of one service is written by one person at a time."""
    return Territory.objects.select_for_update().get(pk=territory.pk)


def write(
    territory: Territory,
    values: dict[str, Any],
    *,
    upload: "Upload[bytes] | None",
    supersedes: Statement | None,
    by: Person,
    now: dt.datetime,
) -> Statement:
    statement = Statement.objects.create(
        territory=territory, supersedes=supersedes, recorded_at=now, recorded_by=by, **values
    )
    if upload is not None:
        statement.file = files.keep(holder=statement, upload=upload, by=by, now=now)
        statement.save(update_fields=["file"])
    data = {
        "territory": territory.pk,
        "year": statement.year,
        "necessity": str(statement.necessity),
        "supersedes": supersedes.pk if supersedes else None,
    }
    personal = {"given_by": statement.given_by, "text": statement.text}
    journal.record(statement, "statement.recorded", by=by, at=now, data=data, personal=personal)
    return statement


@transaction.atomic
def record(
    *,
    territory: Territory,
    values: Mapping[str, Any],
    by: Person,
    now: dt.datetime,
    upload: "Upload[bytes] | None" = None,
) -> Statement:
    """Write down what a municipality says of a service for a year.

    Raises Refused when its word on the service for that year is in the register; a newer one supersedes it.
    """
    territory = locked(territory)
    words = check(values, now)
    same = {name: words.get(name, "") for name in ("year", "provider", "service", "kind", "form")}
    if Statement.objects.filter(VALID, territory=territory, **same).exists():
        raise Refused(
            _("Vyjádření obce k této službě na rok %(year)d už v evidenci je. Nahraďte ho prosím novým.")
            % {"year": words["year"]}
        )
    return write(territory, words, upload=upload, supersedes=None, by=by, now=now)


def valid(statement: Statement) -> Statement:
    """Lock the municipality and read the statement again. Raises Gone when it is not valid any more."""
    locked(statement.territory)
    held = Statement.objects.select_related("territory").filter(VALID, pk=statement.pk).first()
    if held is None:
        raise Gone(_("Toto vyjádření mezitím někdo nahradil novým, nebo ho obec vzala zpět."))
    return held


@transaction.atomic
def supersede(
    *,
    statement: Statement,
    values: Mapping[str, Any],
    by: Person,
    now: dt.datetime,
    upload: "Upload[bytes] | None" = None,
) -> Statement:
    """Write down a newer word of the same municipality in place of an older one, which stays in the register.

    Raises Gone when the older one is not valid any more, Refused for a day before the older one's.
    """
    held = valid(statement)
    words = check(values, now)
    if words["given_on"] < held.given_on:
        raise Refused(_("Nové vyjádření je z dřívějšího dne než to, které má nahradit."))
    newer = write(held.territory, words, upload=upload, supersedes=held, by=by, now=now)
    journal.record(held, "statement.superseded", by=by, at=now, data={"by": newer.pk})
    return newer


@transaction.atomic
def withdraw(
    *,
    statement: Statement,
    withdrawn_on: dt.date,
    reason: str,
    read_at: int,
    by: Person,
    now: dt.datetime,
) -> Statement:
    """Write down that the municipality took its word back; the register keeps it, marked.

    Raises Gone when it is not valid any more, Stale when it has changed, Refused for an impossible day.
    """
    held = valid(statement)
    if held.revision != read_at:
        raise Stale(yours=reason, current="")
    if not reason.strip():
        raise Refused(_("Napište, proč obec vyjádření bere zpět."))
    if not held.given_on <= withdrawn_on <= timezone.localdate(now):
        raise Refused(_("Vzít zpět lze nejdřív v den vyjádření a nejpozději dnes."))
    held.withdrawn_on = withdrawn_on
    held.revision += 1
    held.save(update_fields=["withdrawn_on", "revision"])
    data = {"on": withdrawn_on}
    journal.record(held, "statement.withdrawn", by=by, at=now, data=data, personal={"reason": reason})
    return held


journal.tells(
    {
        "statement.recorded": gettext_lazy("Zapsáno vyjádření obce"),
        "statement.superseded": gettext_lazy("Nahrazeno novým vyjádřením"),
        "statement.withdrawn": gettext_lazy("Vyjádření vzato zpět"),
    }
)
