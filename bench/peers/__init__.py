"""Crawlers that others would use instead, each run as a process of its own."""
