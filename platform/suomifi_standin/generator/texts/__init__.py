"""The stand-in's own words, as data: what towns offer, per theme, and sentences that any service may use.

Everything here was written for the stand-in in Finnish, Swedish and English, with plain Sámi wording for the towns of
the Sámi home region; nothing is quoted from the register. Modules hold data only and import nothing but the shapes.
"""
