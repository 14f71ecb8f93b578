"""The first window, while no campaign is open: create one, join one, open one."""
