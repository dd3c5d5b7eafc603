"""What bodies hear about: per_rollam."""
