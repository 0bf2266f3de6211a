"""The specification: what the API's statements say, by area, and how they are printed.

model                        what a statement, an area and a rule of a standard are,
names, headers, ... sending  the statements, in the order of the API,
*_rules                      the rules of the standards that a response can break,
citations                    the lines of an implementation that cite a clause,
markdown                     the whole as one text.
"""
