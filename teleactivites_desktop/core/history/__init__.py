"""A history per record: revisions, hash chains, clock, fold and conflicts (docs/architecture.md)."""
