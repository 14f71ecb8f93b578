"""Rapports: choose a document, see its pages, print or save it."""
