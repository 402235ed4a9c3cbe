"""Sources to documents: the clean text of an article with the map back to its source.

`clean` is the one entry. It repairs what transport broke, drops page furniture with the reason, and says what each
paragraph is, so that the coder reads the report and not its captions, teasers and notices. Nothing is paraphrased: every
character of the clean text leads back to the source.
"""

from roznamcha.clean.document import clean, document_id
from roznamcha.clean.offsets import apply_repairs

__all__ = ["apply_repairs", "clean", "document_id"]
