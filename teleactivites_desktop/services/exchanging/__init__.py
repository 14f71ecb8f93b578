"""Exchanges between sites: write, inspect, rehearse, read, undo, a whole folder, and who has what."""

from teleactivites_desktop.services.exchanging.effects import Counts, Effect, RecordEffect
from teleactivites_desktop.services.exchanging.folder import FolderResult, Ignored, exchange_folder
from teleactivites_desktop.services.exchanging.inspecting import Inspection, inspect
from teleactivites_desktop.services.exchanging.partners import PartnerStatus, Status, status
from teleactivites_desktop.services.exchanging.reading import Reading, read
from teleactivites_desktop.services.exchanging.receiving import Confirm, Stranger
from teleactivites_desktop.services.exchanging.refusing import Refusals
from teleactivites_desktop.services.exchanging.rehearsing import Rehearsal, rehearse
from teleactivites_desktop.services.exchanging.undoing import (
    UndoRefusedError,
    last_reading,
    refused_lines,
    undo,
)
from teleactivites_desktop.services.exchanging.writing import Written, write

__all__ = [
    "Confirm",
    "Counts",
    "Effect",
    "FolderResult",
    "Ignored",
    "Inspection",
    "PartnerStatus",
    "Reading",
    "RecordEffect",
    "Refusals",
    "Rehearsal",
    "Status",
    "Stranger",
    "UndoRefusedError",
    "Written",
    "exchange_folder",
    "inspect",
    "last_reading",
    "read",
    "refused_lines",
    "rehearse",
    "status",
    "undo",
    "write",
]
