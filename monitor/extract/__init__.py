"""From bytes to evidence: pure functions without network and clock."""
