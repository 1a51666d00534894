"""From a game's ledger to its chronicle: facts, sentences that rest on their lines, the whole as text."""

from comity.lab.story.chronicle import is_item, parts, tell, text
from comity.lab.story.sentence import Paragraph, Section, Sentence, Story

__all__ = ["Paragraph", "Section", "Sentence", "Story", "is_item", "parts", "tell", "text"]
