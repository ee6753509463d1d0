"""What the plan says, and whether it answers."""
