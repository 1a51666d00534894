"""The pure rules: a world, moves and draws in; the next world and a ledger of every change out."""
