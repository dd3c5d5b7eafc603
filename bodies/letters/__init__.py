"""Letters of bodies: one function per letter, one file per concept."""
