"""What bodies hear about: minutes."""
