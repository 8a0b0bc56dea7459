"""Finished figures and codes -> words, tables and descriptions of pictures. Computes nothing."""
