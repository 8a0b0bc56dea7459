"""The Sachstandsbericht: one list of blocks, written as PDF, DOCX, XLSX and HTML."""
