"""WRITE: a sheet as SVG or PNG, for web pages and documents."""
