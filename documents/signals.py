"""What happened to documents that their holders may want to hear; heard in the same transaction."""

from django.dispatch import Signal

confirmation_answered = Signal()
"""Sent with confirmation=, by=, now= after somebody confirmed or declined; its version is locked.

A receiver that refuses (people.errors.Refused) takes the answer back too.
"""
