"""Strict loading of everything a person configures: environment, YAML files, the ledger workbook.

Whatever does not fit raises ConfigError: one sentence with place, key and what was expected.
"""
