"""An invented city on loopback: sites with seeded defects and decoys, and the comparison with what
was seeded. Imports nothing of the project, so that nothing here can agree with it by construction."""
