"""A folder that somebody else filled, brought under contract: what it holds, what does not fit, and its delivery."""
