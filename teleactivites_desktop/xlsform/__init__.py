"""XLSForm workbook -> core questionnaire. The only place of pyxform and calamine."""
