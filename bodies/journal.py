"""What each kind of entry about bodies and meetings is called in a history, one dict for each concept."""

from django.utils.translation import gettext_lazy as _

from people import journal

MEETING = {
    "meeting.planned": _("Naplánováno jednání"),
    "meeting.described": _("Upraveny údaje jednání"),
    "meeting.convene": _("Jednání svoláno"),
    "meeting.reschedule": _("Jednání přeloženo"),
    "meeting.begin": _("Jednání zahájeno"),
    "meeting.end": _("Jednání ukončeno"),
    "meeting.close": _("Jednání uzavřeno"),
    "meeting.cancel": _("Jednání zrušeno"),
}
INVITATIONS = {
    "meeting.invited": _("Doplněn seznam pozvaných"),
    "meeting.guest_invited": _("Pozván host"),
    "meeting.uninvited": _("Odvolána pozvánka"),
    "meeting.reminded": _("Odeslána prosba o odpověď"),
}
BODY = {
    "body.created": _("Zapsán orgán"),
    "body.described": _("Upraveny údaje orgánu"),
    "seat.added": _("Přidáno místo"),
    "seat.described": _("Upraveny údaje místa"),
    "seat.ended": _("Zrušeno místo"),
    "mandate.begun": _("Obsazeno místo"),
    "mandate.amended": _("Upraveny údaje mandátu"),
    "mandate.ended": _("Ukončen mandát"),
    "mandate.carried_over": _("Mandát trvá do zvolení nástupce"),
    "standing_orders.adopted": _("Zapsána pravidla"),
}
POLL = {
    "poll.opened": _("Vyhlášeno hledání termínu"),
    "poll.voted": _("Zapsána odpověď k termínům"),
    "poll.decide": _("Vybrán termín jednání"),
    "poll.cancel": _("Hledání termínu zrušeno"),
}
ANSWER = {
    "answer.given": _("Zapsána odpověď na pozvánku"),
}
SESSION = {
    "meeting.item_current": _("Zahájen bod programu"),
    "meeting.item_done": _("Bod programu projednán"),
    "meeting.item_interrupted": _("Bod programu přerušen"),
    "meeting.item_postponed": _("Bod programu odložen"),
    "meeting.attendance": _("Zapsána účast"),
    "meeting.ticked": _("Zapsány příchody a odchody"),
    "meeting.arrival": _("Zapsán příchod"),
    "meeting.departure": _("Zapsán odchod"),
    "meeting.absence": _("Zapsán střet zájmů nebo nepřítomnost u bodu"),
    "meeting.absence_undone": _("Zrušen zápis o střetu zájmů nebo nepřítomnosti u bodu"),
    "meeting.ballot": _("Zapsáno hlasování"),
    "meeting.record_merged": _("Spojena dvě znění zápisu bodu"),
}
AGENDA = {
    "agenda.added": _("Přidán bod programu"),
    "agenda.written": _("Upraven bod programu"),
    "agenda.shifted": _("Změněno pořadí bodu"),
    "agenda.removed": _("Odebrán bod programu"),
    "agenda.withdrawn": _("Bod stažen z programu"),
    "agenda.carried": _("Přenesen bod odjinud"),
    "agenda.standing": _("Vloženy stálé body programu"),
    "agenda.proposed": _("Navržen bod programu"),
    "agenda.proposal_accepted": _("Navržený bod zařazen"),
    "agenda.proposal_declined": _("Navržený bod nezařazen"),
    "agenda.paper_added": _("Přidán materiál"),
    "agenda.paper_removed": _("Odebrán materiál"),
}

MINUTES = {
    "minutes.start": _("Založen zápis"),
    "minutes.written": _("Upraven úvod nebo závěr zápisu"),
    "minutes.verifiers": _("Určeni ověřovatelé zápisu"),
    "minutes.circulate": _("Zápis rozeslán členům"),
    "minutes.submit": _("Zápis předán k ověření"),
    "minutes.on_paper": _("Zapsáno ověření na papíře"),
    "minutes.verify": _("Zápis ověřen"),
    "minutes.publish": _("Zápis zveřejněn"),
    "minutes.reopen": _("Zápis vrácen k úpravám"),
    "minutes.corrected": _("K zápisu připojena oprava"),
    "remark.added": _("Přišlo vyjádření člena k zápisu"),
    "remark.settled": _("Vypořádáno vyjádření člena k zápisu"),
}

ACTION_ITEM = {
    "action_item.assigned": _("Úkol uložen"),
    "action_item.take_up": _("Na úkolu se začalo pracovat"),
    "action_item.report": _("Nahlášeno splnění úkolu"),
    "action_item.accept": _("Splnění úkolu potvrzeno"),
    "action_item.send_back": _("Úkol vrácen k dopracování"),
    "action_item.extend": _("Termín úkolu změněn"),
    "action_item.want_time": _("Požádáno o víc času"),
    "action_item.keep_term": _("Žádosti o víc času nevyhověno"),
    "action_item.follow_meeting": _("Termín úkolu posunut s příštím jednáním"),
    "action_item.reassign": _("Úkol předán jinému"),
    "action_item.cancel": _("Úkol zrušen"),
    "action_item.reopen": _("Úkol znovu otevřen"),
    "action_item.checked": _("Úkol zkontrolován na jednání"),
}

RESOLUTION = {
    "meeting.resolution": _("Zapsán výstup"),
    "resolution.recorded": _("Zapsán výstup"),
    "resolution.numbered": _("Doplněno číslo výstupu"),
    "resolution.retitled": _("Opraven název věci"),
}

ROUND = {
    "round.drafted": _("Připraveno hlasování mimo jednání"),
    "round.described": _("Upraveno hlasování mimo jednání"),
    "round.opened": _("Zahájeno hlasování mimo jednání"),
    "round.voted": _("Zapsán hlas"),
    "round.reminded": _("Připomenuto hlasování"),
    "round.closed": _("Hlasování uzavřeno"),
    "round.cancelled": _("Hlasování zrušeno"),
    "round.reported": _("O hlasování podána zpráva na jednání"),
}


def register() -> None:
    """Tell the journal the names; called once when the app is ready."""
    for sentences in (
        MEETING,
        INVITATIONS,
        AGENDA,
        ANSWER,
        SESSION,
        BODY,
        POLL,
        MINUTES,
        ACTION_ITEM,
        RESOLUTION,
        ROUND,
    ):
        journal.tells(sentences)
