"""One module per group of commands: parse, load, call, write, say."""
