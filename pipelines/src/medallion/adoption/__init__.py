"""Brings an existing folder of data under contract: profile, misfits with a contract, delivery into landing."""
