"""Fiches: the list of responses, one of them at the right, its history."""
