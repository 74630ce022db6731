"""Companion package of the course 'From backpropagation to BERT: NLP with PyTorch'.

Importing the package does nothing: no download, no plot, no device is chosen.
"""

__version__ = "0.1.0"
