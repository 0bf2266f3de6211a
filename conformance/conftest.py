"""Makes the options known in a checkout that was not installed; pytest loads a plugin once."""

pytest_plugins = ["conformance.plugin"]
