"""Bodies whose meetings are in every state, with people of long names, answers, outputs and tasks."""

from datetime import timedelta

from django.utils import timezone

from bodies.actions import (
    action_item,
    agenda,
    answer,
    ballot,
    convening,
    minutes,
    paper,
    per_rollam,
    poll,
    proposal,
    record,
    remark,
    resolution,
    session,
)
from bodies.actions.resolution import Point
from bodies.enums import (
    AnswerChannel,
    AnswerValue,
    Attendance,
    BodyKind,
    Choice,
    ItemPurpose,
    ItemState,
    Verb,
)
from bodies.models import AgendaItem, Participant
from people.actions import inbound
from people.enums import Role, Side
from people.models import AccessLink, InboundMail
from tests.factories import bodies as make
from tests.factories import documents as shelf
from tests.factories import outputs, people
from tests.factories.minutes import asked, confirm
from tests.factories.replies import message, part

MEMBERS = (
    (
        "Ing.",
        "Jaroslava",
        "Vlčková-Novotná",
        Side.COMMISSIONERS,
        "starostka nebo místostarosta města Frýdlantu",
    ),
    ("Mgr.", "Karel", "Šťastný", Side.COMMISSIONERS, "vedoucí odboru sociálních věcí a zdravotnictví"),
    ("Bc.", "Zdeňka", "Krausová", Side.PROVIDERS, "ředitelka Centra sociálních služeb"),
    ("", "Petr", "Žďárský", Side.PROVIDERS, "Domácí péče Jizera, o. p. s."),
    ("", "Blanka", "Řeháková", Side.USERS, "zástupkyně rodičů dětí s autismem"),
    ("MUDr.", "Jiří", "Ďurčák", Side.USERS, "zástupce lidí s duševním onemocněním"),
)
TITLES = (
    "Zahájení, kontrola usnášeníschopnosti a schválení programu",
    "Střednědobý plán 2027–2029: stanovisko ke znění po připomínkách veřejnosti a obcí",
    "Síť sociálních služeb 2027: kapacity podle obcí s rozšířenou působností",
    "Různé a termín příštího jednání",
)
WORDS = AnswerValue.ACCEPTED, AnswerValue.REMOTE, AnswerValue.TENTATIVE, AnswerValue.DECLINED


class Sittings:
    def __init__(self):
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)
        self.region = people.region("Liberecký kraj")
        self.boss = people.person(
            "eva@kraj.test", title_before="Mgr.", first_name="Eva", last_name="Součková"
        )
        people.appointment(self.boss, Role.COORDINATOR, self.region)
        self.admin = people.person("sprava@kraj.test", first_name="Tomáš", last_name="Marek")
        people.appointment(self.admin, Role.ADMINISTRATOR, self.region)
        self.body = self.founded()
        self.people = self.seated()
        self.member = self.people[1]
        self.planned = self.plan(40)
        self.convened = self.invited(self.plan(21))
        self.cancelled = self.invited(self.plan(26), cancels=True)
        self.live = self.running()
        self.writing = self.over(4)
        self.discussed = self.over(6, self.remarked)
        self.verifying = self.over(9, self.submitted)
        self.published = self.over(12, self.submitted, self.closed)
        self.out_of_meetings()
        self.tasks()
        self.mail()

    def founded(self):
        body = make.body(
            self.region,
            BodyKind.COORDINATION,
            name="Koordinační skupina pro plánování sociálních služeb na území Libereckého kraje",
            short_name="KOOS",
            organiser=self.boss,
        )
        make.rules(
            body,
            self.today - timedelta(days=700),
            numbering="{n}/{yy}",
            output_word="recommendation",
            per_rollam=True,
            is_public=True,
            publishes_minutes=True,
            comment_days=7,
            verifier_count=1,
        )
        return body

    def seated(self):
        found = []
        for before, first, last, side, label in MEMBERS:
            who = people.person(title_before=before, first_name=first, last_name=last)
            found.append(make.member(self.body, who, label=label, side=side))
        return found

    def plan(self, days):
        begins = make.at(self.today + timedelta(days=days))
        meeting = make.meeting(
            self.body,
            begins.date(),
            number=days,
            starts_at=begins,
            ends_at=begins + timedelta(hours=3),
            place="Krajský úřad Libereckého kraje, U Jezu 642/2a, zasedací místnost č. 222",
            form="hybrid",
            remote_url="https://online.kraj.test/koos",
            chair=self.boss,
        )
        by, now = self.boss, self.now
        agenda.standing(meeting=meeting, by=by, now=now)
        for title in TITLES[1:3]:
            agenda.add(meeting=meeting, title=title, by=by, now=now, purpose=ItemPurpose.DECISION)
        item = meeting.items.get(title=TITLES[1])
        upload = shelf.upload(f"%PDF-1.7 {meeting.pk}".encode())
        paper.add_paper(item=item, upload=upload, title="Návrh plánu po připomínkách", by=by, now=now)
        proposal.propose(meeting=meeting, title="Doprava na Frýdlantsku", by=self.member, now=now)
        return meeting

    def invited(self, meeting, *, cancels=False):
        convening.convene(meeting=meeting, by=self.boss, now=self.now, reason="Termín určila rada kraje.")
        rows = meeting.participants.select_related("person", "meeting").order_by("pk")
        for one, value in zip(rows, WORDS, strict=False):
            answer.give(
                participant=one,
                value=value,
                channel=AnswerChannel.LINK,
                by=one.person,
                now=self.now,
                comment="Jsem na rodičovské dovolené." if value == AnswerValue.DECLINED else "",
            )
        if cancels:
            convening.cancel(meeting=meeting, by=self.boss, now=self.now, reason="Předsedající onemocněla.")
        meeting.refresh_from_db()
        return meeting

    def begun(self, begins):
        """A session with everybody but one there, the first item dealt with and the second open."""
        meeting = make.in_session(
            self.body,
            begins.date(),
            starts_at=begins,
            begun_at=begins,
            chair=self.boss,
            minute_taker=self.boss,
        )
        for title in TITLES:
            make.item(meeting, title, minutes=30, purpose=ItemPurpose.DECISION)
        rows = Participant.objects.filter(meeting=meeting).order_by("pk")
        rows.update(attendance=Attendance.PRESENT)
        for one in rows:
            one.stays.create(arrived_at=begins)
        return meeting

    def running(self):
        """The session that goes on now: two people have just written down the open item."""
        meeting = self.begun(timezone.localtime(self.now - timedelta(hours=1)))
        first, second = meeting.items.order_by("order")[:2]
        for item in (first, second):
            session.take_up(item=item, by=self.boss, now=self.now)
        for text in ("Psala to Eva.", "Psal to Petr."):
            record.save(item=first, text=text, read_at=0, by=self.boss, now=self.now)
            record.save(item=second, text=text, read_at=0, by=self.member, now=self.now)
        self.vote(second, 5, 0, 1)
        return meeting

    def vote(self, item, *hands):
        pro, against, abstained = hands
        item.refresh_from_db()
        return ballot.take(
            item=item,
            subject="output",
            kind="hands",
            wording="KOOS doporučuje radě předložit návrh plánu k připomínkám veřejnosti.",
            votes_for=pro,
            votes_against=against,
            abstained=abstained,
            by=self.boss,
            now=self.now,
        )

    def over(self, ago, *then):
        """A meeting held some days ago whose second item was decided."""
        meeting = self.begun(make.at(self.today - timedelta(days=ago)))
        item = meeting.items.order_by("order")[1]
        session.take_up(item=item, by=self.boss, now=self.now)
        points = (
            Point(Verb.RECOMMENDS, "Radě Libereckého kraje předložit návrh plánu k připomínkám veřejnosti"),
            Point(
                Verb.ASSIGNS,
                "doplnit opatření 4.6 – doprava k ambulantním službám",
                responsible=self.member,
                due_on=self.today + timedelta(days=12),
            ),
        )
        self.resolution = resolution.record(
            item=item, ballot=self.vote(item, 5, 0, 1), points=points, by=self.boss, now=self.now
        )
        session.end(meeting=meeting, by=self.boss, now=self.now)
        meeting.refresh_from_db()
        AgendaItem.objects.filter(meeting=meeting).update(
            record="Starostka Frýdlantu upozornila na dopravu.\n\nOdešla v 10.20.", progress=ItemState.DONE
        )
        for step in then:
            step(meeting)
        return meeting

    def remarked(self, meeting):
        held = minutes.circulate(minutes=meeting.minutes, by=self.boss, now=self.now)
        item = meeting.items.order_by("order")[1]
        for number in (1, None):
            self.remark = remark.add(
                minutes=held,
                person=self.member,
                text="Odešla až v 10.40.",
                by=self.member,
                now=self.now,
                item=item,
                paragraph=number,
            )

    def submitted(self, meeting):
        type(meeting.minutes).objects.filter(meeting=meeting).update(comments_until=self.today)
        minutes.submit(minutes=meeting.minutes, verifiers=[self.member], by=self.boss, now=self.now)

    def closed(self, meeting):
        meeting.minutes.refresh_from_db()
        for one in asked(meeting.minutes):
            confirm(one, self.now)
        meeting.minutes.refresh_from_db()
        minutes.publish(minutes=meeting.minutes, by=self.boss, now=self.now)

    def out_of_meetings(self):
        """Votes outside a meeting, a search for a date and the backlog."""
        self.round = outputs.round_of(self.body, self.now, self.boss)
        self.draft = per_rollam.draft(
            body=self.body, question=outputs.question(self.now), by=self.boss, now=self.now
        )
        self.ended = outputs.round_of(self.body, self.now, self.boss, title="Znění dopisu ministerstvu")
        outputs.vote_all(self.ended, Choice.FOR, self.now)
        days = [make.at(self.today + timedelta(days=n)) for n in (50, 51)]
        self.poll = poll.open(
            body=self.body,
            title="Jarní jednání KOOS",
            options=[(day, day + timedelta(hours=3)) for day in days],
            closes_on=self.today + timedelta(days=20),
            by=self.boss,
            now=self.now,
        )
        make.item(self.body, "Metodika sběru kapacit od obcí podle § 94 písm. f) zákona")

    def tasks(self):
        """A task in every column of the board, one of them overdue and of an organisation."""
        office = people.organisation("Centrum sociálních služeb Jablonecka, příspěvková organizace")
        late = make.action_item(
            self.body, "Vyžádat od poskytovatelů vytíženost kapacit.", organisation=office
        )
        type(late).objects.filter(pk=late.pk).update(due_on=self.today - timedelta(days=9))
        made = [
            action_item.assign(
                body=self.body,
                text=f"Doplnit kapacity terénní pečovatelské služby do mapy potřeb, část {number}",
                responsible=self.member,
                due_on=self.today + timedelta(days=5 * number),
                by=self.boss,
                now=self.now,
            )
            for number in (1, 2, 3)
        ]
        action_item.take_up(item=made[0], by=self.member, now=self.now)
        action_item.report(item=made[1], text="Doplněno.", by=self.member, now=self.now)
        done = action_item.report(item=made[2], text="Doplněno.", by=self.member, now=self.now)
        action_item.accept(item=done, by=self.boss, now=self.now)
        self.task, self.reported = made[:2]

    def mail(self):
        """A message that waits for the organiser, and one that nobody knows."""
        invited = self.convened.participants.order_by("pk").last()
        for subject, to in (("Moje účast", None), ("Dobrý den", "nikdo@kraj.test")):
            text = part("Prosím o bezbariérový přístup, přijdu později.", "text/plain; charset=utf-8")
            raw = message(invited, text, subject=subject, to=to, sender="Jana Malá <jana@doma.test>")
            inbound.store(raw=raw, source="test", envelope_to=to or "", now=self.now)
        inbound.process(now=self.now)
        self.letter, self.stray = InboundMail.objects.order_by("pk")

    def token(self, purpose):
        """The personal link of the member."""
        links = AccessLink.objects.filter(purpose=purpose, person=self.member, revoked_at=None)
        return links.latest("pk").token
