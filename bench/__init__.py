"""`make bench`: what the program costs, each figure as a ratio to its limit measured in the same run."""
