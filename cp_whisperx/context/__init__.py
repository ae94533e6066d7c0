"""Who is who and who speaks to whom: names, speakers, scenes, genders, registers."""
