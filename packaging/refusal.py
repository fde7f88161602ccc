"""What package.sh says where it packs nothing."""


class Refusal(Exception):
    """Names the thing, what was found and what is accepted."""
