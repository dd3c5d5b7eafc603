"""What bodies hear about: action_item."""
