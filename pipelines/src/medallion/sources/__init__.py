"""Where bronze rows come from: one module a kind of source, behind one registry."""
