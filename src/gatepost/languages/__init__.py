"""Our languages: texts in several versions, catalogues and who has signed them."""
