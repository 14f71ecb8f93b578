"""Réglages: who works here, how it looks and sounds, the passphrase, the copies."""
