"""Judging what was seen: dossiers, findings, scores. Pure; replayable on stored evidence."""
