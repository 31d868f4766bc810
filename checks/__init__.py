"""What is true: one pure function per file, in families. No network, no database, no clock."""
