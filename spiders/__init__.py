"""Where to go, nothing else."""
