"""Make the two sounds of keying: low for "refused", high for "check this" (fieldcraft, Keying, point 1).

Run: ``python tools/make_sounds.py``. It writes resources/sounds/*.wav (mono, 16 bits, 22,050 Hz).
"""

import math
import struct
import wave
from pathlib import Path

RATE = 22_050
FOLDER = Path(__file__).resolve().parent.parent / "resources" / "sounds"
SOUNDS = {"refused": ((196.0, 0.09), (147.0, 0.13)), "check": ((784.0, 0.07), (1047.0, 0.10))}
"""Name -> the notes one after the other, as (frequency in hertz, seconds)."""
LOUDNESS = 0.35
FADE_SECONDS = 0.012


def note(frequency: float, seconds: float) -> list[float]:
    """Return the samples of one note with a soft start and end, and a little of its octave."""
    count = int(seconds * RATE)
    samples = []
    for i in range(count):
        edge = min(i, count - 1 - i) / RATE / FADE_SECONDS
        angle = 2 * math.pi * frequency * i / RATE
        samples.append(LOUDNESS * min(1.0, edge) * (0.85 * math.sin(angle) + 0.15 * math.sin(2 * angle)))
    return samples


def write(name: str, notes: tuple[tuple[float, float], ...]) -> None:
    """Write one sound."""
    samples = [sample for pitch, seconds in notes for sample in note(pitch, seconds)]
    with wave.open(str(FOLDER / f"{name}.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(struct.pack("<h", round(32_767 * sample)) for sample in samples))


if __name__ == "__main__":
    for sound, its_notes in SOUNDS.items():
        write(sound, its_notes)
