"""Frames, tabulations, likeness, exports. The only place of pandas and rapidfuzz."""
