"""HTTP: thin routes over the game service, and the guards that every request passes."""
