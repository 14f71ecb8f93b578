"""The demonstration: the whole job of four sites on the shipped sample papers, through the real window."""
