"""What may be asked of each action."""
