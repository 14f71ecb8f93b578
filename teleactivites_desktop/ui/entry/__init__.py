"""The Saisie page: thin over `core.entry.EntrySession`; it shows fields and turns keys into its calls."""
