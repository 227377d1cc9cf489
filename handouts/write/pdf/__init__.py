"""WRITE: a Sheet becomes PDF bytes. The only room that knows ReportLab and the PDF file format."""
