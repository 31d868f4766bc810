"""The nouns of the trade. Standard library only; everything else may import this package."""
