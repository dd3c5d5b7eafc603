"""What bodies hear: the clock, mail, confirmations of minutes; imported once when the app is ready."""

from bodies.receivers import action_item, convening, mail, minutes, per_rollam, poll

__all__ = ["action_item", "convening", "mail", "minutes", "per_rollam", "poll"]
