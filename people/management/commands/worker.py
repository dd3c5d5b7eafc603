"""The worker: sends letters, reads mail, ticks the clock, runs jobs; as many as you like on PostgreSQL."""

import logging
import signal
from datetime import datetime, timedelta
from threading import Event
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as JobWorker
from django_tasks_db.models import DBTaskResult

from people import post
from people.actions import inbound
from people.signals import clock_ticked

logger = logging.getLogger("people.worker")

POLL = 0.5  # seconds between two looks for letters
TICK = timedelta(seconds=30)
LONGEST_JOB = timedelta(hours=1)  # a job that runs longer lost its worker
JOBS_IN_A_ROW = 20  # then letters have their turn
LONGEST_PAUSE = 30.0  # seconds, while the database is away


class Command(BaseCommand):
    help = "Send letters, read mail, do what has become due and run jobs, until told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now and end")

    def handle(self, *_args: Any, **options: Any) -> None:
        self.stopped = Event()
        self.name = uuid4().hex
        if options["once"]:
            self.work(timezone.now(), tick=True)
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopped.set())
        logger.info("worker %s started", self.name)
        self.loop()
        logger.info("worker %s stopped", self.name)

    def loop(self) -> None:
        """Work until told to stop; while the database is away, wait longer and longer."""
        ticked: datetime | None = None
        pause = POLL
        while not self.stopped.is_set():
            now = timezone.now()
            due = ticked is None or now - ticked >= TICK
            try:
                close_old_connections()
                self.work(now, tick=due)
            except (OperationalError, InterfaceError) as error:
                pause = min(pause * 2, LONGEST_PAUSE)
                logger.warning("the database does not answer (%s), waiting %.0f s", error, pause)
                connection.close()
            else:
                ticked = now if due else ticked
                pause = POLL
            self.stopped.wait(pause)

    def work(self, now: datetime, *, tick: bool) -> None:
        post.deliver(clock=timezone.now, stop=self.stopped.is_set)
        inbound.process(now=now, stop=self.stopped.is_set)
        if tick:
            self.tick(now)
            post.deliver(clock=timezone.now, stop=self.stopped.is_set)
        self.run_jobs()

    def tick(self, now: datetime) -> None:
        """Let every app do what has become due; the fault of one does not stop the others."""
        DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=now - LONGEST_JOB).update(
            status=TaskResultStatus.READY, started_at=None
        )
        for receiver, answer in clock_ticked.send_robust(sender=None, now=now):
            if isinstance(answer, OperationalError | InterfaceError):
                raise answer
            if isinstance(answer, Exception):
                logger.error("the clock failed in %s", receiver, exc_info=answer)

    def run_jobs(self) -> None:
        if self.stopped.is_set() or not DBTaskResult.objects.ready().exists():
            return
        JobWorker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=JOBS_IN_A_ROW,
            worker_id=self.name,
        ).run()
