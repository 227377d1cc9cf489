"""COMPOSE: a Handout and a Layout become blocks on pages, every box with its name and place."""
