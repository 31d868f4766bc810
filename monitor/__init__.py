"""gov-monitor: watches government websites and says, with proof, what is wrong with them."""
