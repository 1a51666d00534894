"""The bus says "game g has news" and nothing else. It may lose a hint; it never holds the truth."""
