"""Scenarios as a web page, as a page for the council, and as a workbook; they compute nothing."""
