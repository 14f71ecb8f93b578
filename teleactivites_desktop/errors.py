"""The two kinds of errors: the user's or the environment's (told in a sentence), and ours (a bug, logged)."""


class UserError(Exception):
    """Something the officer or the environment did, which a sentence explains.

    Its text is shown as it is: where it went wrong, what is wrong, and what to do next, in the officer's
    language. Anything that is not a `UserError` is a fault of the program: it is logged and can be reported.
    """


class WrongPassphraseError(UserError):
    """The passphrase (or recovery code) opens nothing."""


class NewerFormatError(UserError):
    """A file made by a later version of the program."""


class DamagedFileError(UserError):
    """A file that is truncated, altered, or not what its name says."""
