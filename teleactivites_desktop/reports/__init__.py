"""reportlab documents: values in, PDF out."""
