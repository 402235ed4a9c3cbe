"""MUC-4 (1992): templates of political violence in Latin America, written from coded texts and scored on all slots.

The benchmark has its own idea of an incident (acts of terror against civilians, no clashes with troops, nothing older than
two months) and its own slots. `templates` holds its form, `keyformat` reads and writes the official files, `matching` and
`score` give the figures of 1992, `ree` those of modern papers, and `task` joins them. What the register does is not bent to
any of it.
"""
