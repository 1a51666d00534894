"""What the command line's subcommands do, one file each; how they are called stands in `comity.cli`."""
