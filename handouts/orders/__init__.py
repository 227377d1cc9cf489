"""READ: texts of options, of YAML or of a roster's row become an Order.

In: texts by the names of their fields, and a library to find drills and programs in. Out: frozen orders, or problems
that name the field. It must not know where the texts came from, nor what becomes of an order.
"""
