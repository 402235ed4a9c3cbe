"""Run the command line as `python -m roznamcha`."""

from roznamcha.cli import main

if __name__ == "__main__":
    main()
