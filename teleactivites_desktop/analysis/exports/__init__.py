"""Responses as files for other programs: spreadsheets, statistics, lines of JSON."""
