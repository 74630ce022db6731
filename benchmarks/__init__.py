"""What was measured for the book; see README.md."""
