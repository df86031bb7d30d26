"""What went wrong, in one sentence that a manager can act on."""


class Trouble(Exception):
    """Data, a setting or a link that cannot be used. Its text is shown to people as it is."""
