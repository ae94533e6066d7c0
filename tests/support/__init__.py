"""Tools that tests share; no test lives here."""
