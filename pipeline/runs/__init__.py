"""A whole run: loaded, analysed, kept, checked and repeated."""
