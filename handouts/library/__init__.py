"""READ: YAML files become checked, frozen drills, programs, brands, layouts and words."""
