"""The public edition: static pages that any web server hands out, made of the same words, figures and tables as the pages."""
