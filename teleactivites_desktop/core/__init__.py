"""Pure rules: questionnaire, expressions, entry session, history and its merge. Standard library only."""
