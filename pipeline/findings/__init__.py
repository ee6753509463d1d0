"""All tables of a run -> Findings (frozen): what every report format renders."""
