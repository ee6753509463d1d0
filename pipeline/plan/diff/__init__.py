"""Two versions of a plan side by side: its goals and actions, and the concerns they answer."""
