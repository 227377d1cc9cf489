"""WRITE: a Handout becomes one HTML file for the patient's phone: words, pictures, boxes, a timer; it fetches nothing.

In: a handout, the words that a page alone needs, the clinic's colours and the drawn pictures. Out: bytes, the same for
the same input. All of its words are the sheet's. It must not know where the file goes, nor who asked for it.
"""
