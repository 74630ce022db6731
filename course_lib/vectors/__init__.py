"""Word vectors: read and asked (`keyed`), or learned from text (`word2vec`, `glove`)."""
