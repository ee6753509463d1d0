"""A file becomes a grid or blocks; the only place that opens what a user brings."""
