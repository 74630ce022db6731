"""Models: they know no data set and no training loop."""
