"""What bodies hear about: mail that may answer an invitation."""

from bodies.actions import reply
from people.actions import inbound

inbound.reader(reply.read)
