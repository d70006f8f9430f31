"""``python -m verifake.cli`` is the command ``verifake``."""

from __future__ import annotations

from verifake.cli import main

main()
