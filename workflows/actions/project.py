"""Publicity of a funded project: its sentence and its logos, on every page of the plans that it pays for."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from documents import validators
from documents.actions import file as files
from documents.models import File
from documents.validators import plain_text
from people import journal
from people.errors import Gone, Refused
from people.models import Person
from workflows.models import FundedProject, Plan

MOST_LOGOS = 6
PICTURES = (validators.PNG, validators.JPG)


def locked(plan: Plan, project: FundedProject) -> FundedProject:
    """Lock a project of a plan; Gone when the plan has it no more."""
    row = FundedProject.objects.select_for_update(of=("self",)).filter(pk=project.pk, plans=plan).first()
    if row is None:
        raise Gone
    return row


@transaction.atomic
def write_publicity(
    *, plan: Plan, project: FundedProject, publicity: str, by: Person, now: dt.datetime
) -> FundedProject:
    """Write the sentence that publicity wants; it changes on all plans of the project."""
    row = locked(plan, project)
    row.publicity = plain_text(publicity)
    row.save(update_fields=["publicity"])
    journal.record(plan, "plan.publicity_written", by=by, at=now, data={"project": row.pk})
    return row


@transaction.atomic
def add_logo(
    *, plan: Plan, project: FundedProject, name: str, upload: Any, by: Person, now: dt.datetime
) -> File:
    """Keep a logo under the name that is read instead of it to those who do not see it.

    Raises Refused for what is no picture, without a name, and when there are enough logos already.
    """
    row = locked(plan, project)
    name = " ".join(plain_text(name).split())
    if not name:
        raise Refused(_("Napište, čí logo to je: přečte se těm, kdo ho nevidí."))
    if len(row.logos) >= MOST_LOGOS:
        raise Refused(_("Projekt má nejvýše %(n)d log, některé nejdřív odeberte.") % {"n": MOST_LOGOS})
    try:
        kind = validators.media_type_of(upload)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    if kind not in PICTURES:
        raise Refused(_("Logo musí být obrázek PNG nebo JPG."))
    upload.name = f"{name}.{kind.extension}"
    logo = files.keep(holder=row, upload=upload, by=by, now=now, is_public=True)
    journal.record(plan, "plan.logo_added", by=by, at=now, data={"project": row.pk, "file": logo.pk})
    return logo


@transaction.atomic
def remove_logo(*, plan: Plan, project: FundedProject, logo: int, by: Person, now: dt.datetime) -> None:
    """Throw a logo away; Gone when somebody was faster."""
    row = locked(plan, project)
    held = next((one for one in row.logos if one.pk == logo), None)
    if held is None:
        raise Gone
    files.discard(file=held, by=by, now=now)
    journal.record(plan, "plan.logo_removed", by=by, at=now, data={"project": row.pk, "file": logo})
