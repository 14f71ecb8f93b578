"""Verification: a response keyed a second time, blind, and settled on the paper."""

from teleactivites_desktop.core.verification.outcome import (
    Difference,
    Outcome,
    Verdict,
    verified_questions,
)
from teleactivites_desktop.core.verification.session import VerificationSession

__all__ = ["Difference", "Outcome", "Verdict", "VerificationSession", "verified_questions"]
