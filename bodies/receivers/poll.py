"""What bodies hear about: poll."""
