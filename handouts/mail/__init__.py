"""DELIVER: e-mail, from what a patient agreed to until it is known what became of each message.

In: rows' texts, handouts and their PDFs. Out: messages at the clinic's mail server, each once, and the outbox's record.
It must not know how a person is asked or told, how a sheet is composed, or what else is done with a roster.
"""
