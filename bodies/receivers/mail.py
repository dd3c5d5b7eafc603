"""What bodies hear about: mail."""
