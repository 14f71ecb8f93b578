"""PySide6 widgets: thin, they ask services and show core values."""
