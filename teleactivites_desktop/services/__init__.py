"""Use cases, without Qt: one module per thing that a user does."""
