"""Contrôle: what waits for somebody's decision, one at a time."""
