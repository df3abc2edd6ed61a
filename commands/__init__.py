"""The commands of `itrank`, a module each: they read, call the engine and write; they decide nothing about points."""
