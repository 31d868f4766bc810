"""Adapters of new media: an account in, its profile and posts out, or why it cannot be verified."""
