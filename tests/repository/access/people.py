from people.models import Alias, Draft
from tests.factories import people as make
from tests.factories.people import NOW


def addresses(world):
    person = make.coordinator(world.own)
    letter = make.letter(person, territory=world.own)
    held = person.appointments.get()
    organisation = make.organisation(territory=world.own)
    draft = Draft.objects.create(person=person, path="/", content={}, saved_at=NOW)
    alias = Alias.objects.create(person=person, address="jinak@triada.test")
    return {
        "admin_ui:person": {"pk": person.pk},
        "admin_ui:person-change": {"pk": person.pk},
        "admin_ui:person-deactivate": {"pk": person.pk},
        "admin_ui:person-reactivate": {"pk": person.pk},
        "admin_ui:appointment-add": {"pk": person.pk},
        "admin_ui:appointment-end": {"pk": held.pk},
        "admin_ui:alias-add": {"pk": person.pk},
        "admin_ui:alias-remove": {"pk": alias.pk},
        "admin_ui:organisation": {"pk": organisation.pk},
        "admin_ui:organisation-change": {"pk": organisation.pk},
        "admin_ui:territory": {"pk": world.own.pk},
        "admin_ui:territory-change": {"pk": world.own.pk},
        "admin_ui:letter": {"pk": letter.pk},
        "admin_ui:letter-send-again": {"pk": letter.pk},
        "admin_ui:letter-confirm": {"pk": letter.pk},
        "draft-throw-away": {"pk": draft.pk},
        "link-open": {"token": "nikdo-takovy-nevydal"},
        "demo_mail_detail": {"name": "dopis"},
        "demo_mail_part": {"name": "dopis", "number": 1},
        "account_confirm_email": {"key": "klic"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "klic"},
        "mfa_remove_webauthn": {"pk": 1},
        "mfa_edit_webauthn": {"pk": 1},
    }
