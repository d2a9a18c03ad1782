"""Solieu: Vietnamese statistical bulletins, from prose to a warehouse of traceable figures."""
