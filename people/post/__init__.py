"""The post office: every e-mail of the product is written and sent here and nowhere else.

A letter is a row written in the same transaction as the change it tells about. The worker claims rows
under a lease, marks each one `sending` (committed) before it hands it to the mail server and `sent` after.
Whatever dies on the way leaves at most one letter `sending`; when its lease runs out, nobody can know
whether the server took it, so it becomes `uncertain` and waits for a person. No letter leaves twice.
"""

from people.post.office import deliver
from people.post.wire import LINK, faults_of_routes
from people.post.writing import Attachment, Message, drop, drop_all, wanted, write, write_all

__all__ = [
    "LINK",
    "Attachment",
    "Message",
    "deliver",
    "drop",
    "drop_all",
    "faults_of_routes",
    "wanted",
    "write",
    "write_all",
]
