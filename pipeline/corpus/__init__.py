"""Files in, RESPONSES and a Plan out; the only places that read a user's documents."""
