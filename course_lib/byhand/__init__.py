"""Networks and gradients written out by hand, in plain Python and NumPy."""
