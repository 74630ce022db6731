"""From MyST sources to the student's and the instructor's notebooks and the site."""
