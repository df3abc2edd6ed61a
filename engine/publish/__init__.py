"""Top floor: the faces of a result and of findings. Nothing is computed here, only said."""
