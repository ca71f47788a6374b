"""The Word templates, and `make.py` that made them. A municipality may restyle the .docx files in Word: the places
between {{ }} and {% %} are filled in (docxtpl); everything else, styles above all, is free to change.
"""
