"""`python -m kuntakanta`: the same as `kuntakanta`."""

from kuntakanta.cli import main

main()
