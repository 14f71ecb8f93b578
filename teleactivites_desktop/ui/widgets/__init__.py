"""The small parts that pages are made of; each shows state by a sign or a word, never colour alone."""
