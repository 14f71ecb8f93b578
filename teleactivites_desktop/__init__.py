"""Téléactivités: census of teleworkers on paper - key, exchange, merge, print."""

__version__ = "0.1.0"
