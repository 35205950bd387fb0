"""What a teacher would point at: legal code that is hardly ever what its writer meant.

Each module holds one family of warnings over the typed tree; `advised` runs them all. Blocks of
the library are not looked at.
"""

from trainlab.plc.advice.all_advice import advised as advised
