"""The commands, a module per group; each is a function from the request to its answer."""
