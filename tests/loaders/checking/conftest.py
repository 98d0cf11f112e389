"""The small database that every test here begins with."""

from tests.loaders.sound import copied, sound

__all__ = ["copied", "sound"]
