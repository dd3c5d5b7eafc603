"""What bodies hear about: convening."""
