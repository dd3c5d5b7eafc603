"""What bodies hear: the clock, confirmations of minutes, people who leave."""
