"""Échanges: partners, reading with a rehearsal, writing, the exchange folder, invitations, the journal."""
