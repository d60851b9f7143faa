"""Google Sheets as a live source of registrations: a form's sheet, read as a snapshot that looks like its CSV.

Here the API is asked, its answers become the bytes of a file, and the files are kept. What a registration is,
the readers and `sql/staging` decide, as for every export.
"""
