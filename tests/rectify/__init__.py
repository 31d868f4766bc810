"""What becomes of defects that were sent: from the list to its end, and back."""
