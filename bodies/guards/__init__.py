"""The law's questions about meetings: facts are loaded once, guards are pure functions of them."""
