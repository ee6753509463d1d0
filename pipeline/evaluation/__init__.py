"""Every measure and labelled set; `gehoord evaluate` is a thin file over it."""
