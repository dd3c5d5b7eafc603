"""Personal links: issued for one thing and one purpose, opened by a token that is stored nowhere."""

from collections.abc import Iterable
from datetime import datetime
from secrets import token_urlsafe

from django.db import transaction
from django.db.models import F

from people.errors import LinkExpired, LinkRevoked, LinkUnknown, LinkUsed
from people.models import AccessLink, Person, Subject
from people.models.access_link import digest_of, token_of

LONGEST_TOKEN = 100
PAGES: dict[str, str] = {}


def draw(
    *,
    purpose: str,
    subject: Subject,
    person: Person | None = None,
    address: str = "",
    expires_at: datetime | None,
    by: Person | None,
    now: datetime,
    single_use: bool = False,
) -> AccessLink:
    """Make a link that is not saved yet, for `issue_all`."""
    nonce = token_urlsafe(32)
    return AccessLink(
        nonce=nonce,
        digest=digest_of(token_of(nonce)),
        purpose=purpose,
        subject_kind=subject.journal_kind,
        subject_id=subject.pk,
        person=person,
        address=address.strip().lower(),
        single_use=single_use,
        issued_at=now,
        issued_by=by,
        expires_at=expires_at,
    )


def issue_all(links: Iterable[AccessLink]) -> list[AccessLink]:
    """Save many drawn links by one query."""
    return AccessLink.objects.bulk_create(list(links))


@transaction.atomic
def issue(
    *,
    purpose: str,
    subject: Subject,
    person: Person | None = None,
    address: str = "",
    expires_at: datetime | None,
    by: Person | None,
    now: datetime,
    single_use: bool = False,
) -> AccessLink:
    """Issue a personal link; in a letter write `{{ link }}` or an address made of `link.placeholder`."""
    link = draw(
        purpose=purpose,
        subject=subject,
        person=person,
        address=address,
        expires_at=expires_at,
        by=by,
        now=now,
        single_use=single_use,
    )
    link.save(force_insert=True)
    return link


def opens(purpose: str, url_name: str) -> None:
    """Register the page, with `token` in its address, to which links of this purpose lead."""
    PAGES[purpose] = url_name


def page_of(link: AccessLink) -> str:
    """Return the name of the page that a link leads to."""
    if link.purpose not in PAGES:
        raise LinkUnknown
    return PAGES[link.purpose]


def found(token: str, now: datetime) -> AccessLink:
    """Find the link that `token` opens, whatever its purpose, or say why it opens nothing."""
    if len(token) > LONGEST_TOKEN:
        raise LinkUnknown
    link = AccessLink.objects.select_related("person").filter(digest=digest_of(token)).first()
    if link is None or not link.opens_with(token):
        raise LinkUnknown
    return check(link, now)


def resolve(token: str, purpose: str, now: datetime) -> AccessLink:
    """Find the link that `token` opens for `purpose`, or say in which way it does not open anything."""
    link = found(token, now)
    if link.purpose != purpose:
        raise LinkUnknown
    return link


def check(link: AccessLink, now: datetime) -> AccessLink:
    """Refuse a link that was revoked, has expired, or was used when it may be used once only."""
    if link.revoked_at is not None:
        raise LinkRevoked
    if link.expires_at is not None and link.expires_at <= now:
        raise LinkExpired
    if link.single_use and link.use_count:
        raise LinkUsed
    if link.person is not None and not link.person.is_active:
        raise LinkRevoked
    return link


@transaction.atomic
def use(*, link: AccessLink, now: datetime) -> AccessLink:
    """Count one use; of two people who open a single-use link at once only one succeeds."""
    held = AccessLink.objects.select_for_update(of=("self",)).select_related("person").get(pk=link.pk)
    check(held, now)
    AccessLink.objects.filter(pk=held.pk).update(used_at=now, use_count=F("use_count") + 1)
    held.refresh_from_db(fields=["used_at", "use_count"])
    return held


@transaction.atomic
def revoke(*, link: AccessLink, now: datetime) -> None:
    """Close one link; a link that is closed already stays as it was."""
    AccessLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now)


def prolong_all(subject_kind: str, subjects: Iterable[int], *, purpose: str, expires_at: datetime) -> int:
    """Let open links to many subjects of a kind live until a later moment; none is shortened."""
    links = AccessLink.objects.filter(
        subject_kind=subject_kind, subject_id__in=subjects, purpose=purpose, revoked_at=None
    )
    return links.filter(expires_at__lt=expires_at).update(expires_at=expires_at)


def revoke_for(subject: Subject, now: datetime, *, purpose: str = "", person: Person | None = None) -> int:
    """Close every open link to `subject`, or only those of one purpose or one person."""
    links = AccessLink.objects.filter(
        subject_kind=subject.journal_kind, subject_id=subject.pk, revoked_at=None
    )
    if purpose:
        links = links.filter(purpose=purpose)
    if person is not None:
        links = links.filter(person=person)
    return links.update(revoked_at=now)
