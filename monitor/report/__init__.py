"""What leaves the house: records, workbooks, score lines. Sentences come from monitor.text."""
