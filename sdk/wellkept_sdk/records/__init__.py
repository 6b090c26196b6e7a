"""Records of core as plugins see them: frozen structs that only grow."""
