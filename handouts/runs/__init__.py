"""What a person wants done: a sheet, a batch, a message, a check, a look into the register.

In: a library, requests as plain data, and callables to tell progress and to ask whether to stop. Out: frozen data.
It knows every room below; it must not know Click, options or terminals, and prints nothing.
"""
