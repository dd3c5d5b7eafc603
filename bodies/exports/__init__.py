"""What bodies give out as files."""
